"""Which data folders the figures of an area come from, so that pages can say it.

One row an area, input table and folder, for what is told of an area itself (``results``,
``targets``, the plan) and for the results that are counted from the rows of its schools.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from tymor.config import Term
from tymor.inputs import Inputs, Source
from tymor.locale import Languages
from tymor.page import Text
from tymor.publication import Publication

#: And ``title_LANGUAGE`` and ``from_LANGUAGE``. The latter and ``published`` are empty where the
#: source may not be cited (see :func:`citable`).
COLUMNS = {
    "area_id": "str",
    "table": "str",
    "published": "str",  # a day, or a month
    "invented": "bool",
}

#: What is told of an area, and in which years the term shows it.
_TOLD: dict[str, tuple[str, Callable[[Term], tuple[str, ...]]]] = {
    "published_outcomes": ("academic_year", lambda term: term.years),
    "targets": ("academic_year", lambda term: term.target_years),
    "plan_actions": ("plan_year", lambda term: term.plan_years),
}
#: Tables of schools' and pupils' rows that results are counted from.
COUNTED = ("school_outcomes", "results", "attendance", "post16_completion")


def source_table(publication: Publication, inputs: Inputs, schools: pd.DataFrame) -> pd.DataFrame:
    """One row an area, table and folder that figures of the term come from.

    ``schools`` are the partnership's own. Of a sample nothing is counted for the partnership,
    so that it has no such row.
    """
    who = publication.config.partnership
    own = {who.id, *who.local_authorities, *schools["school_id"]}
    sources = {source.folder: source for source in inputs.sources}
    found = {*_told(publication, inputs), *_counted(publication, inputs, schools)}
    rows = [
        {"area_id": area, "table": table, **described(sources[folder], publication)}
        for area, table, folder in sorted(found)
        if area in own and folder in sources
    ]
    names = publication.config.languages
    kinds = {**COLUMNS, **{f"{part}_{name}": "str" for part in ("title", "from") for name in names}}
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def citable(source: Source, publication: Publication) -> bool:
    """Whether pages of a term may say where a folder's figures come from.

    Only where that is told in every language with its day, and was there when the term was
    published: a term does not cite what came after it.
    """
    languages = set(publication.config.languages)
    told = not isinstance(source.origin, str) and languages <= source.origin.keys()
    until = publication.term.published.isoformat()[: len(source.published)]
    return told and "" < source.published <= until


def cited(languages: Languages, row: Mapping[Any, Any]) -> Text:
    """What a folder's figures were taken from, where that may be cited; else the folder's title.

    Invented figures have a title and nothing else: they were published nowhere.
    """
    title, origin = ({code: str(row[f"{part}_{code}"]) for code in languages}
                     for part in ("title", "from"))  # fmt: skip
    if row["invented"] or not row["published"]:
        return title
    published = {code: languages[code].day_or_month(row["published"]) for code in languages}
    return languages.say("provenance.cited", origin=origin, published=published)


def described(source: Source, publication: Publication) -> dict[str, Any]:
    """What pages say of a folder: ``title_LANGUAGE``, ``from_LANGUAGE``, ``published``,
    ``invented``."""
    nothing = dict.fromkeys(publication.config.languages, "")
    cited = source.origin if citable(source, publication) else nothing
    assert not isinstance(cited, str)
    published = source.published if cited is not nothing else ""
    said: dict[str, Text] = {"title": source.title, "from": cited}
    words = {f"{name}_{code}": text[code] for name, text in said.items() for code in nothing}
    return {**words, "published": published, "invented": source.invented}


def _told(publication: Publication, inputs: Inputs) -> Iterator[tuple[str, str, str]]:
    for table, (column, years) in _TOLD.items():
        rows = inputs.tables[table]
        shown = rows[column].isin(years(publication.term))
        for area, folder in _pairs(inputs, rows.loc[shown], "area_id"):
            yield area, table, folder


def _counted(
    publication: Publication, inputs: Inputs, schools: pd.DataFrame
) -> Iterator[tuple[str, str, str]]:
    """Of authorities, and of the partnership where its schools are all there."""
    whole = None if inputs.holds_sample("schools") else publication.config.partnership.id
    authority = dict(zip(schools["school_id"], schools["la_code"], strict=True))
    for table in COUNTED:
        rows = inputs.tables[table]
        shown = rows["academic_year"].isin(publication.term.years)
        for school, folder in _pairs(inputs, rows.loc[shown], "school_id"):
            if school in authority:
                yield authority[school], table, folder
                if whole is not None:
                    yield whole, table, folder


def _pairs(inputs: Inputs, rows: pd.DataFrame, column: str) -> Iterator[tuple[str, str]]:
    """Each area or school of the rows with each folder that some of its rows come from."""
    held = rows[[column, "source_file"]].drop_duplicates()
    for area, folder in zip(held[column], inputs.folders_of(held), strict=True):
        yield str(area), str(folder)
