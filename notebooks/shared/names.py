"""Names in a sentence: a few stand in it; of more it says how many, and a table names them."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from tymor.claims import Claim
from tymor.errors import TymorError
from tymor.page import Text
from tymor.report import columns as col
from tymor.report import told
from tymor.report.bilingual import in_every
from tymor.report.counted import joined
from tymor.report.document import Document

#: So many names a sentence holds.
FEW = 5


def name_them(
    page: Document, key: str, names: Iterable[Text | str], *, place: str, count: str = "number",
    id: str = "", claims: Sequence[Claim] = (), **values: Any,
) -> None:  # fmt: skip
    """A sentence that ends with a list of names, behind a colon: ``… result: {measures}.``

    What is said of one alone (``1 number`` of the message) names it, without a list. Where there
    are more than five, the place says that they are named below, and a table with the words before
    the colon as its title names them.

    Parameters
    ----------
    place
        That of the names.
    count
        That of how many they are; they are counted where nothing else does.

    Raises
    ------
    TymorError
        The message of more than five does not end with the place, behind a colon.
    """
    languages = page.config.languages
    every = [in_every(each, languages) if isinstance(each, str) else each for each in names]
    own_id = (id or key).replace(".", "-").replace("_", "-")
    few, below = len(every) <= FEW, f"{own_id}-names"
    if count not in values:
        values[count] = told.named(page, every) if few else told.listed(below, len(every))
    if len(every) == 1:
        values[place] = every[0]
    else:
        values[place] = joined(every, languages, "; ") if few else page.say("names.below")
    if few:
        page.text(key, id=id or key, claims=claims, **values)
        return
    title = _before_the_list(page.say(key, values), values[place], key)
    page.text(key, id=id or key, claims=claims, **values)
    rows = pd.DataFrame({"name": every})
    page.table(rows, [col.words("name", "names.column")], title=title, id=below)


def measures_named(page: Document, key: str, measures: Iterable[str], **more: Any) -> None:
    """The same of measures, by their short names, in the place ``{measures}``."""
    names = [page.say(f"measures.{each}.short") for each in measures]
    name_them(page, key, names, place="measures", **more)


def quoted(page: Document, names: Iterable[Text]) -> Text:
    """“One”, “another” and “a third”, as each language joins them."""
    *others, last = [{to: f"“{each[to]}”" for to in each} for each in names]
    if not others:
        return last
    return page.say("names.and", {"first": joined(others, page.config.languages), "last": last})


def _before_the_list(said: Text, below: Text, key: str) -> Text:
    title = {}
    for language, words in said.items():
        end = f": {below[language]}."
        if not words.endswith(end):
            raise TymorError(f"{key} in {language} does not end with its names, behind a colon.")
        title[language] = words.removesuffix(end)
    return title
