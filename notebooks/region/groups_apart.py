"""Two groups of learners in every area: how far apart they are, and were the year before."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from region_frames import measure_in, numbers_of, tell_smallest
from shared.direction import direction
from tymor.claims import Way
from tymor.measures.signals import previous_year
from tymor.page import Figure, Table
from tymor.report import columns as col
from tymor.report import told
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.table import build_table

#: Two groups whose difference the release holds for some measures, worked out before rounding.
MEALS = ("efsm", "not_efsm")
_ONE = ["measure_id", "area_id", "academic_year"]


def groups_apart(
    page: Document, figures: Figures, measures: Sequence[str], first: str, second: str
) -> pd.DataFrame:
    """One row a measure and area with a number of both groups, in the measure's newest such year.

    The columns called as the two groups hold their figures. ``difference`` is the first less the
    second, in points, and ``difference_before`` that of the year before, missing where it had no
    number of both; ``way`` is how it moved, ``whole`` marks the region, ``title`` says measure
    and year. A pair of which one group is hidden is left out, so that it cannot be told from the
    other.
    """
    both = _both(page, figures, measures, first, second)
    known = both.set_index(_ONE)["difference"].to_dict()
    both["difference_before"] = [
        known.get((measure, area, previous_year(year)))
        for measure, area, year in both[_ONE].itertuples(index=False)
    ]
    differences = both[["difference", "difference_before"]].itertuples(index=False)
    both["way"] = [direction(now, before, gap=True) for now, before in differences]
    newest = both.groupby("measure_id")["academic_year"].transform("max")
    return both[both["academic_year"] == newest].reset_index(drop=True)


def _both(
    page: Document, figures: Figures, measures: Sequence[str], first: str, second: str
) -> pd.DataFrame:
    """The same for every year with a number of both groups, by measure and area in their order."""
    rows = figures.frame(kind="actual").dropna(subset=["value"])
    chosen = {"measure_id": measures, "group": [first, second], "academic_year": figures.term.years}
    rows = rows[rows[list(chosen)].isin(chosen).all(axis="columns")]
    records: list[Any] = rows.to_dict("records")
    made: list[Any] = [page.figure_of(row) for row in records]
    rows = rows.assign(figure=made)
    wide = rows.pivot(index=_ONE, columns="group", values="figure")
    both = wide.reindex(columns=[first, second]).dropna().reset_index()
    areas = [page.area_id, *(area.id for area in page.children())]
    order = {name: at for at, name in enumerate([*measures, *areas])}
    both = both.sort_values(["measure_id", "area_id"], key=lambda names: names.map(order))
    pairs = both[[first, second]].itertuples(index=False)
    apart: list[Any] = [_difference(page, figures, *pair) for pair in pairs]
    both["whole"] = both["area_id"] == page.area_id
    named = both[["measure_id", "academic_year"]].itertuples(index=False)
    return both.assign(difference=apart, title=[measure_in(page, *each) for each in named])


def _difference(page: Document, figures: Figures, first: Figure, second: Figure) -> Figure:
    """The release's own gap where it holds one, which was worked out before rounding."""
    of = {each.of: name for name, each in page.config.measures.items() if each.of is not None}
    if (first.group, second.group) == MEALS and first.measure_id in of:
        gap = figures.one(of[first.measure_id], first.academic_year, area_id=first.area_id)
        if gap is not None and gap.value is not None:
            return gap
    assert first.value is not None and second.value is not None
    places = max(first.decimals, second.decimals)
    names = {
        "measure": page.say(f"measures.{first.measure_id}.label"),
        "first": page.say(f"groups.{first.group}"),
        "second": page.say(f"groups.{second.group}"),
    }
    return first.model_copy(
        update={
            "measure_id": f"{first.measure_id}_{first.group}_less_{second.group}",
            "group": "all",
            "value": round(first.value - second.value, places) + 0.0,
            "unit": "pp",
            "decimals": places,
            "status": "counted",
            "signal": "none",
            "label": page.say("region.difference", names),
        }
    )


def tell_apart(
    page: Document, figures: Figures, found: pd.DataFrame, first: str, second: str
) -> None:
    """Where two groups are furthest apart, how many gaps moved which way, and how few learners."""
    key = f"region.{first}_{second}"
    widest = found.iloc[int(numbers_of(found["difference"]).abs().argmax())]
    page.text(
        f"{key}.widest",
        measure=page.words(f"measures.{widest['measure_id']}.short"),
        authority=page.name_of(widest["area_id"]),
        first=widest[first],
        second=widest[second],
        difference=widest["difference"],
        claims=[told.greatest(widest["difference"], found["difference"], size=True)],
    )
    moved = found.dropna(subset=["difference", "difference_before"])
    pairs: list[told.Beside] = [
        (now, before, True)
        for now, before in moved[["difference", "difference_before"]].itertuples(index=False)
        if now.value is not None and before.value is not None
    ]
    if pairs:
        ways: tuple[Way, ...] = ("narrower", "wider", "equal")
        counts: dict[str, Any] = {way: told.counts(pairs, way) for way in ways}
        page.text(f"{key}.moved", compared=told.counts(pairs), **counts)
    groups = found[_ONE].merge(pd.DataFrame({"group": [first, second]}), how="cross")
    sizes = groups.merge(figures.frame(kind="actual"), on=[*_ONE, "group"])
    tell_smallest(page, figures, sizes, id=f"{key}.smallest")


def group_dots(page: Document, found: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """One row a measure, area and group, for the chart of two groups."""
    above = numbers_of(found[first]) >= numbers_of(found[second])
    rows = found.assign(higher=above.map({True: first, False: second})).melt(
        ["title", "area_id", "higher"], [first, second], "group", "figure", ignore_index=False
    )
    rows = rows.sort_index(kind="stable")
    return pd.DataFrame(
        {
            "measure": rows["title"],
            "area": rows["area_id"].map(page.name_of),
            "group": rows["group"].map(lambda group: page.words(f"group_names.{group}")),
            "value": numbers_of(rows["figure"]),
            "shown": rows["figure"].map(page.printed),
            "higher": rows["higher"] == rows["group"],
        }
    )


def apart_table(page: Document, found: pd.DataFrame, first: str, second: str) -> Table | None:
    """A row an area below its measure: both groups, how far apart, the year before, and its way."""
    columns = [
        col.area(),
        col.figure(first, f"group_names.{first}"),
        col.figure(second, f"group_names.{second}"),
        col.figure("difference", "region.difference_pp"),
        col.figure("difference_before", "region.difference_before"),
        col.words("way", "region.way", key="region.ways.{}"),
    ]
    return build_table(page, found, columns, sections="title", totals="whole")
