"""An area beside those above its partnership, such as the country, and other partnerships."""

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from shared import chart_data, tables, units
from shared.names import measures_named
from tymor.inputs.sources import cited
from tymor.measures.frame import COLUMNS
from tymor.report import columns as col
from tymor.report import told
from tymor.report.areas import Area
from tymor.report.bilingual import label
from tymor.report.document import Document
from tymor.report.figures import Change, Figures

SECTIONS = ("key_indicators", "expected_level", "expected_level_plus1", "expected_level_plus2",
            "fsm_gap", "attendance")  # fmt: skip
#: How the area's change stands to that of the other, by which of the two is more.
WAYS = {1: "faster", 0: "as_fast", -1: "slower"}


def show_wider(page: Document, own: Figures, *, level: Literal[2, 3] = 2) -> None:
    """A table of the area beside each wider one, and how both moved; a sentence on either.

    ``own`` are the area's figures. Each measure stands in the newest year of which both have a
    number. Nothing where no such figures are held, or none that can be compared.
    """
    if not page.release.has("wider_outcomes"):
        return
    others = wider_areas(page)
    figures = Figures((*own.rows, *_rows(page)), own.config, own.term)
    compared = {other.id: both_have(figures, page.area, other) for other in others}
    others = [other for other in others if compared[other.id]]
    if not others:
        return
    page.heading("wider", level=level)
    for other in others:
        years = compared[other.id]
        pairs = {
            name: (now, beside, own.better(name)) for name, year in years.items()
            if own.better(name) != "neither"
            and (now := figures.one(name, year, area_id=page.area_id))
            and (beside := figures.one(name, year, area_id=other.id))
        }  # fmt: skip
        when = chart_data.when_compared(page, years)
        every, better = told.counts(pairs.values()), told.counts(pairs.values(), "better")
        page.text("wider.better", id=f"wider.better.{other.slug}", other=other.name, when=when,
                  compared=every, better=better)  # fmt: skip
        behind = [name for name, pair in pairs.items() if not told.counts([pair], "better")]
        if 0 < len(behind) < len(pairs):
            measures_named(page, "wider.not_better", behind,
                           id=f"wider.behind.{other.slug}")  # fmt: skip
        areas = [page.area, other]
        columns = [col.words("measure"), *tables.area_columns(areas)]
        page.table(tables.areas_beside(page, figures, areas, years), columns,
                   title="wider.table", id=f"wider.{other.slug}", other=other.name,
                   unit=units.in_units(page, years))  # fmt: skip
        _show_changes(page, figures, other, list(years))
    _cite(page, [other.id for other in others])


def wider_areas(page: Document) -> list[Area]:
    """The areas above the partnership, then other partnerships, of which figures are held."""
    rows = page.release.table("wider_outcomes").drop_duplicates("of_area")
    return [
        Area(id=row["of_area"], kind=row["relation"], parent_id=None, slug=row["of_area"].lower(),
             name=page.config.languages.named(row, "name"), sector=None, medium=None,
             sector_code=None, medium_code=None, pupils=None, schools=None,
             invented=row["invented"])
        for row in rows.to_dict("records")
    ]  # fmt: skip


def both_have(figures: Figures, area: Area, other: Area) -> dict[str, str]:
    """The measures of which both have a number in some year, and the newest such year."""
    years = chart_data.newest_compared(figures, area, [other], *SECTIONS)
    theirs = {name: figures.with_numbers(other.id, year, *SECTIONS) for name, year in years.items()}
    return {name: year for name, year in years.items() if name in theirs[name]}


def changes_beside(figures: Figures, area: Area, other: Area, measure: str) -> list[Change]:
    """How a measure moved in the area and in the other, between the first year and the newest of
    which both have a number; nothing where there is one such year, or none."""
    sides = []
    for each in (area, other):
        own = [figures.one(measure, year, area_id=each.id) for year in figures.term.years]
        sides.append({f.academic_year: f for f in own if f is not None and f.value is not None})
    years = sorted(sides[0].keys() & sides[1].keys())
    if len(years) < 2:
        return []
    better = figures.better(measure)
    return [Change(side[years[-1]], side[years[0]], better) for side in sides]


def _show_changes(
    page: Document, figures: Figures, other: Area, measures: Sequence[str]
) -> None:  # fmt: skip
    rows: list[dict[str, Any]] = []
    for name in measures:
        both = changes_beside(figures, page.area, other, name)
        if not both:
            continue
        own, theirs = (change.points for change in both)
        if figures.better(name) == "neither":
            continue  # of two changes none is more of an improvement
        first, last = both[0].before.academic_year, both[0].now.academic_year
        words: dict[str, Any] = {
            "measure": page.say(f"measures.{name}.short"),
            "first": first,
            "last": last,
        }
        rows.append({
            "measure_id": name,
            "measure": label(page.say("wider.from_to", words)),
            "own": own,
            "theirs": theirs,
            "places": page.config.decimals[name],
            "way": page.say(f"wider.ways.{WAYS[(own > theirs) - (own < theirs)]}"),
        })  # fmt: skip
    if not rows:
        return
    id = f"wider.changes.{other.slug}"
    faster = page.say("wider.ways.faster")
    number = told.listed(id, sum(row["way"] == faster for row in rows), way=faster)
    page.text("wider.faster", id=f"wider.faster.{other.slug}", other=other.name, faster=number,
              compared=told.listed(id, len(rows)))  # fmt: skip
    columns = [
        col.words("measure"),
        *(col.change(of, area.name, decimals="places")
          for of, area in (("own", page.area), ("theirs", other))),
        col.words("way", "wider.way"),
    ]  # fmt: skip
    page.table(
        pd.DataFrame(rows),
        columns,
        title="wider.changes",
        unit=units.differences_in(page, [row["measure_id"] for row in rows]),
        id=id,
        other=other.name,
    )


def _rows(page: Document) -> list[dict[str, Any]]:
    """The wider figures as rows of figures are, without what they rest on."""
    held = page.release.table("wider_outcomes").rename(columns={"of_area": "area_id"})
    known = held[held["measure_id"].isin(page.config.measures)]
    frame = known.reindex(columns=list(COLUMNS)).assign(
        group="all", kind="actual", signal="none", source="printed",
        decimals=known["measure_id"].map(page.config.decimals),
        unit=known["measure_id"].map({n: each.unit for n, each in page.config.measures.items()}),
    )  # fmt: skip
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _cite(page: Document, others: Sequence[str]) -> None:
    """Where the wider figures are from: a sentence a source."""
    rows = page.release.table("wider_outcomes")
    said = [name for name in rows if str(name).startswith(("title_", "from_"))]
    sources = rows[rows["of_area"].isin(others)].drop_duplicates([*said, "published"])
    for at, row in enumerate(sources.to_dict("records")):
        source = cited(page.config.languages, row)
        way = "invented" if row["invented"] else "from"
        page.text(f"wider.{way}", id=f"wider.source.{at}", source=source)
