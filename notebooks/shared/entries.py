"""Post-16 entries and programmes of areas, as frames of figures.

An entry is one learner's examination in one subject. What nobody sent in has no figure here:
tables say of it that it was "not collected", or that nobody sat it, apart from what is hidden.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from tymor.page import Figure
from tymor.report import columns as col
from tymor.report.areas import Area
from tymor.report.columns import Words
from tymor.report.document import Document
from tymor.report.figures import Figures

GRADES = ("grade_a", "grade_c", "grade_e")
#: The section of measures that count entries.
SECTION = "post16"
PROGRAMMES = ("post16_retention", "post16_completion")
#: The subject that stands for all entries together.
ALL = "all"


def entries_by_subject(page: Document, areas: Sequence[Area]) -> pd.DataFrame:
    """One row an area, academic year and subject of which entries were sent in.

    In the order of the areas, then of the subjects' names; all entries together come last.

    Returns
    -------
    DataFrame
        ``area_id``, ``academic_year``, ``subject`` (its code; :data:`ALL`), and figures:
        ``grade_a``, ``grade_c`` and ``grade_e``, entries with that grade or better in per cent
        of ``entries``, which is hidden where they are.
    """
    held = page.figures(*areas).section(SECTION).where(kind="actual", group="all")
    rows = [row for row in held.rows if row["status"] != "not_available"]
    cells = pd.DataFrame(
        [_named(row) | {"figure": page.figure_of(row)} for row in rows],
        columns=["area_id", "academic_year", "subject", "grade", "figure"],
    )
    lowest = [row for row in rows if str(row["measure_id"]).endswith("_e")]
    numbers = [_named(row) | {"grade": "entries", "figure": _number(page, row)} for row in lowest]
    cells = pd.concat([cells, pd.DataFrame(numbers, columns=cells.columns)])
    wide = cells.pivot(
        index=["area_id", "academic_year", "subject"], columns="grade", values="figure"
    ).reindex(columns=[*GRADES, "entries"])
    order = [*(area.id for area in areas), *subjects_in(page, cells["subject"]), ALL]
    places = {code: at for at, code in enumerate(order)}
    return (
        wide.dropna(subset=["entries"])
        .reset_index()
        .sort_values(["area_id", "subject"], key=lambda codes: codes.map(places))
    )


def subjects_in(page: Document, codes: Iterable[str]) -> list[str]:
    """The subjects among these codes, in the order of their names."""
    first = next(iter(page.config.languages))
    names = {code: page.say(f"post16.subjects.{code}")[first] for code in {*codes} - {ALL}}
    return sorted(names, key=lambda code: names[code])


def grade_columns(missing: Words = "not_available") -> list[col.Column]:
    """A column each range of grades, and one of how many entries there were."""
    return [col.figure(of, f"post16.columns.{of}", missing=missing) for of in (*GRADES, "entries")]


def programmes(page: Document, areas: Sequence[Area]) -> pd.DataFrame:
    """One row an area: figures of retention and completion, ``MEASURE_YEAR``, of the term's years.

    Missing where nobody sent them in; in the order of the areas, their ids in ``area_id``.
    """
    held = page.figures(*areas)
    made = [
        {
            "area_id": area.id,
            **{f"{of}_{year}": _sent_in(held, area, of, year) for of, year in _of_years(page)},
        }
        for area in areas
    ]
    return pd.DataFrame(made, dtype="object")


def programme_columns(page: Document) -> list[col.Column]:
    """The area, and a column each programme and year."""
    return [
        col.area(),
        *(
            col.figure(
                f"{of}_{year}",
                page.both(year),
                group=f"post16.columns.{of}",
                missing="post16.not_collected",
            )
            for of, year in _of_years(page)
        ),
    ]


def _named(row: Any) -> dict[str, Any]:
    """Whose entries, of when, in which subject and grade a figure is."""
    subject, _, grade = str(row["measure_id"]).removeprefix("post16_").rpartition("_")
    return {
        "area_id": row["area_id"],
        "academic_year": row["academic_year"],
        "subject": subject,
        "grade": f"grade_{grade}",
    }


def _number(page: Document, row: Any) -> Figure | None:
    """How many entries a share rests on; hidden where the share is."""
    subject = page.say(f"post16.subjects.{_named(row)['subject']}")
    own = Figures((row,), page.config, page.publication.term)
    figure = own.newest_cohort(str(row["measure_id"]))
    label = page.say("post16.entries_of", {"subject": subject})
    return figure and figure.model_copy(update={"label": label})


def _of_years(page: Document) -> list[tuple[str, str]]:
    return [(name, year) for name in PROGRAMMES for year in page.publication.term.years]


def _sent_in(held: Figures, area: Area, name: str, year: str) -> Figure | None:
    figure = held.one(name, year, area_id=area.id)
    return None if figure is None or figure.status == "not_available" else figure
