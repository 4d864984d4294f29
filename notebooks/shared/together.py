"""Schools' work with each other and their strengths, for those who may read them by school."""

import pandas as pd

from shared.vocabulary import reform_area
from tymor.report.bilingual import label
from tymor.report.columns import as_told
from tymor.report.document import Document


def work_of(page: Document, year: str) -> pd.DataFrame:
    """Pieces of work of a year: one row a school and piece, by kind, name and the school's name.

    As in the release's table ``collaboration``, with ``school`` (its name), ``named`` (kind and
    name of the piece), ``others`` (names of the other schools, missing where there are none).
    """
    columns = ["school_id", "academic_year", "kind", "name", "role", "focus", "outcome"]
    languages = list(page.config.languages)
    rows = page.release.rows("collaboration", *columns, *(f"with_{each}" for each in languages))
    rows = rows[rows["academic_year"] == year]
    kinds = list(page.config.support.collaboration)
    rows = _by_school(page, rows)
    rows = rows.assign(kind_nth=rows["kind"].map(kinds.index), length=rows["name"].str.len())
    rows = rows.sort_values(["kind_nth", "length", "name", "nth"], ignore_index=True)
    records = rows.to_dict("records")
    others = [{each: str(row[f"with_{each}"]) for each in languages} for row in records]
    named = [
        page.words(
            "collaboration.named",
            kind=page.say(f"collaboration.kinds.{row['kind']}"),
            name=as_told(page.config, row, "name")[0],
        )
        for row in records
    ]
    return rows.assign(
        named=pd.Series(named, dtype="object"),
        others=pd.Series([each if any(each.values()) else None for each in others], dtype="object"),
    )


def strengths_of(page: Document, year: str) -> pd.DataFrame:
    """Strengths of a year: one row a school and strength, by area of the reform and school.

    As in the release's table ``strengths``, with ``school`` (its name) and ``area`` (in words).
    """
    columns = ["school_id", "academic_year", "reform_area", "strength", "shared_with"]
    rows = page.release.rows("strengths", *columns)
    rows = _by_school(page, rows[rows["academic_year"] == year])
    areas = list(page.config.support.reform_areas)
    rows = rows.assign(area_nth=rows["reform_area"].map(areas.index))
    rows = rows.sort_values(["area_nth", "nth"], ignore_index=True)
    return rows.assign(area=[label(reform_area(page, each)) for each in rows["reform_area"]])


def _by_school(page: Document, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the page's schools with ``school``, the name, and ``nth``, its place by name."""
    schools = sorted(page.schools(), key=page.by_name)
    names = {school.id: label(school.name) for school in schools}
    own = rows[rows["school_id"].isin(names)]
    places = {school: at for at, school in enumerate(names)}
    return own.assign(school=own["school_id"].map(names), nth=own["school_id"].map(places))
