"""Everything that is said in one language: messages, names in ``params/``, words in notebooks."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from projects import ROOT

from tymor.config import load_config
from tymor.locale import Wording

WORDS = load_config(ROOT).languages
#: Those of the publication that says some otherwise (``params/today``).
TODAY = load_config(ROOT, "dwyafon").languages


@dataclass(frozen=True)
class Said:
    """One wording; of a message with plural forms, its form and the place that chooses it."""

    key: str
    text: str
    plural: str = ""
    form: str = ""


def written(language: str) -> Iterator[Said]:
    """What the bundled data says in columns of a language."""
    for path in sorted((ROOT / "data").glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column, text in row.items():
                    if column.endswith(f"_{language}"):
                        yield Said(f"{path.name}: {column}", text)


def messages(language: str) -> Iterator[tuple[str, Wording]]:
    """Every message by its key; what a publication says otherwise comes after."""
    usual = WORDS[language].entries
    yield from usual.items()
    own = TODAY[language].entries.items()
    yield from ((key, entry) for key, entry in own if entry != usual.get(key))


def wordings(language: str) -> Iterator[Said]:
    """Every wording of a language, of each publication."""
    for key, entry in messages(language):
        if isinstance(entry, str):
            yield Said(key, entry)
            continue
        for form in entry.keys() - {"plural"}:
            yield Said(key, entry[form], entry.get("plural", ""), form)
    given = re.compile(rf"\b{language}(?:=|: |\": )\"([^\"]*)\"")
    others = [*(ROOT / "params").rglob("partnership*.yml"), *(ROOT / "params").glob("*.yml")]
    for path in [*others, *(ROOT / "notebooks").glob("*/*.py"), ROOT / "docs" / "how-to.md"]:
        for text in given.findall(path.read_text("utf-8")):
            yield Said(path.relative_to(ROOT).as_posix(), text)
