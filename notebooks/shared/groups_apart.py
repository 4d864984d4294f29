"""Two groups of learners in every area: how far apart they are, and were the year before."""

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from shared import narrative, school_charts, units, withheld
from shared.direction import direction, turned
from tymor.claims import Way
from tymor.measures.signals import previous_year
from tymor.page import CONFIDENTIAL, Figure, Table
from tymor.report import columns as col
from tymor.report import told
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.table import build_table

#: How a difference can have moved, where that is known.
_WAYS: tuple[Way, ...] = ("narrower", "wider", "equal")
_ONE = ["measure_id", "area_id", "academic_year"]


def show_groups(
    page: Document, figures: Figures, measures: Sequence[str], *, level: Literal[2, 3] = 2
) -> None:
    """The groups of learners of the page's own area in one table, then two at a time.

    ``figures`` are of the areas in which two groups are put beside each other, ``measures`` those
    that are shown, each in its newest year with a number of all learners; two at a time those are
    that are shares of learners, as the sentences say who reached it. At ``level`` 3 only the
    whole has a heading. A group of which all is confidential has its row, too; of no other one is
    there any. Nothing where none has a figure.
    """
    of_groups = figures.where(kind="actual", area_id=page.area_id)
    own = [name for name in measures if name in of_groups.measures]
    newest = {name: of_groups.latest(name) for name in own}
    years = {name: figure.academic_year for name, figure in newest.items() if figure}
    of_own = of_groups.of_measures(own)
    rows = [
        {"group": group, **{name: of_own.one(name, years[name], group=group) for name in years}}
        for group in page.config.groups
    ]
    rows = [row for row in rows if any(map(_is_told, row.values()))]
    of_some = [row for row in rows if row["group"] != "all"]
    numbered = any(map(_is_numbered, (each for row in of_some for each in row.values())))
    shares = [name for name in measures if units.is_share(page.config, name)]
    pairs = {
        each: groups_apart(page, figures, shares, *each) for each in page.config.learners.pairs
    }
    pairs = {groups: apart for groups, apart in pairs.items() if len(apart)}
    if not (of_some or pairs):
        return
    page.heading("headings.groups", level=level, id="groups-of-learners")
    if of_some and not numbered:
        page.text("learner_groups.confidential")
    if numbered:
        across = [
            col.figure(name, f"measures.{name}.short", group=page.both(years[name]))
            for name in years
        ]
        columns = [col.words("group", key="groups.{}"), *across]
        unit = units.in_units(page, years)
        page.table(pd.DataFrame(rows), columns, title="learner_groups.groups", unit=unit)
        shown = pd.DataFrame(years.items(), columns=["measure_id", "academic_year"])
        tell_smallest(page, figures, of_own.frame().merge(shown), "moved.smallest_in_table",
                      id="learner_groups.smallest")  # fmt: skip
    for (first, second), apart in pairs.items():
        key = f"learner_groups.{first}_{second}"
        if level == 2:
            page.heading(key, level=3)
        show_apart(page, figures, apart, first, second)


def _is_told(each: object) -> bool:
    """Whether it is a figure that has a number, or is confidential."""
    return _is_numbered(each) or (isinstance(each, Figure) and each.status in CONFIDENTIAL)


def _is_numbered(each: object) -> bool:
    return isinstance(each, Figure) and each.value is not None


def show_apart(
    page: Document, figures: Figures, apart: pd.DataFrame, first: str, second: str
) -> None:
    """What there is to say of two groups, their chart and their table."""
    key, table = f"learner_groups.{first}_{second}", apart_table(page, apart, first, second)
    first_year, last_year = apart["academic_year"].min(), apart["academic_year"].max()
    if first_year < last_year:
        page.text("learner_groups.of_years", id=f"{key}.when", first_year=first_year,
                  last_year=last_year)  # fmt: skip
    elif last_year < page.publication.term.results_year:
        page.text("learner_groups.of_year", id=f"{key}.when", of_year=last_year)
    sides = [
        (one, other, told.PLAIN) for one, other in zip(apart[first], apart[second], strict=True)
    ]
    whole = _all_shown(page, figures, apart, first, second)
    tell_apart(page, figures, apart, first, second, whole=whole)
    page.chart(
        school_charts.two_groups(
            group_dots(page, apart, first, second),
            page.axis,
            units.axis(page, list(apart["measure_id"].unique())),
        ),
        title=withheld.key_of(key, whole=whole),
        alt=key,
        id=key,
        table=table,
        compared=told.counts(sides),
        below=told.counts(sides, "down"),
        above=told.counts(sides, "up"),
    )
    page.table(table, title=f"{key}.table")


def _all_shown(
    page: Document, figures: Figures, apart: pd.DataFrame, first: str, second: str
) -> bool:
    """Whether no result of these groups is withheld in any area: of a measure that is compared, in
    that year or since; of another of its section, in any year."""
    compared = dict(apart[["measure_id", "academic_year"]].itertuples(index=False, name=None))
    sections = {page.config.measures[name].section for name in compared}
    return not any(
        row["status"] in CONFIDENTIAL
        and row["group"] in (first, second)
        and page.config.measures[row["measure_id"]].section in sections
        and row["academic_year"] >= compared.get(row["measure_id"], "")
        for row in figures.where(kind="actual").rows
    )


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
    both["way"] = [direction(now, before, "nearer_zero") for now, before in differences]
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
    both["whole"] = (both["area_id"] == page.area_id) & (both["area_id"].nunique() > 1)
    named = both[["measure_id", "academic_year"]].itertuples(index=False)
    return both.assign(difference=apart, title=[measure_in(page, *each) for each in named])


def _difference(page: Document, figures: Figures, first: Figure, second: Figure) -> Figure:
    """The release's own gap where it holds one, which was worked out before rounding."""
    of = {(each.of, each.between): name for name, each in page.config.measures.items()}
    held = of.get((first.measure_id, (first.group, second.group)))
    if held is not None:
        gap = figures.one(held, first.academic_year, area_id=first.area_id)
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
            "label": page.say("learner_groups.difference", names),
        }
    )


def tell_apart(
    page: Document, figures: Figures, found: pd.DataFrame, first: str, second: str, *, whole: bool
) -> None:
    """Where two groups are furthest apart, how many gaps moved which way, and how few learners.

    ``whole`` says that none of their results is withheld.
    """
    key = f"learner_groups.{first}_{second}"
    widest = found.iloc[int(numbers_of(found["difference"]).abs().argmax())]
    page.text(
        withheld.key_of(f"{key}.widest", whole=whole),
        id=f"{key}.widest",
        measure=page.words(f"measures.{widest['measure_id']}.short"),
        authority=page.name_of(widest["area_id"]),
        shown_year=widest["academic_year"],
        first=widest[first],
        second=widest[second],
        claims=[told.greatest(widest["difference"], found["difference"], size=True)],
    )
    moved = found.dropna(subset=["difference", "difference_before"])
    pairs: list[told.Beside] = [
        (now, before, "nearer_zero")
        for now, before in moved[["difference", "difference_before"]].itertuples(index=False)
        if now.value is not None and before.value is not None
    ]
    if pairs:
        counts: dict[str, Any] = {way: told.counts(pairs, way) for way in _WAYS}
        page.text(f"{key}.moved", compared=told.counts(pairs), **counts)
        if changed := told.counts(pairs, "turned"):
            page.text(f"{key}.turned", turned=changed)
    groups = found[_ONE].merge(pd.DataFrame({"group": [first, second]}), how="cross")
    sizes = groups.merge(figures.frame(kind="actual"), on=[*_ONE, "group"])
    tell_smallest(page, figures, sizes, id=f"{key}.smallest")


def group_dots(page: Document, found: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """One row a measure, area and group, for the chart of two groups.

    Of the page's own area alone there is a panel of it, with its measures below each other.
    """
    above = numbers_of(found[first]) >= numbers_of(found[second])
    rows = found.assign(higher=above.map({True: first, False: second})).melt(
        ["title", "area_id", "higher"], [first, second], "group", "figure", ignore_index=False
    )
    rows = rows.sort_index(kind="stable")
    panel, row = rows["title"], rows["area_id"].map(page.name_of)
    if found["area_id"].eq(page.area_id).all():
        panel, row = row, panel
    return pd.DataFrame(
        {
            "measure": panel,
            "area": row,
            "group": rows["group"].map(lambda group: page.words(f"group_names.{group}")),
            "value": numbers_of(rows["figure"]),
            "shown": rows["figure"].map(page.printed),
            "higher": rows["higher"] == rows["group"],
        }
    )


def apart_table(page: Document, found: pd.DataFrame, first: str, second: str) -> Table | None:
    """A row an area below its measure: both groups, how far apart, the year before, and its way.

    Of the page's own area alone a row a measure.
    """
    alone = found["area_id"].eq(page.area_id).all()
    moved = found["way"].where(found["way"].isin(_WAYS))
    sides = zip(found["difference"], found["difference_before"], strict=True)
    changed = pd.Series([turned(*pair) for pair in sides], index=found.index, dtype=bool)
    found = found.assign(way=moved.mask(changed & moved.notna(), moved + "_turned"))
    none = "table.no_comparison"
    columns = [
        col.words("title", "table.measure") if alone else col.area(),
        col.figure(first, f"group_names.{first}"),
        col.figure(second, f"group_names.{second}"),
        col.figure("difference", "learner_groups.difference_pp"),
        col.figure("difference_before", "learner_groups.difference_before", missing=none),
        col.words("way", "learner_groups.way", key="learner_groups.ways.{}", missing=none),
    ]
    return build_table(page, found, columns, sections="" if alone else "title", totals="whole")


def numbers_of(figures: "pd.Series[Any]") -> "pd.Series[float]":
    """The numbers of a column of figures; missing where there is no figure, or it has none."""
    held = [figure.value if isinstance(figure, Figure) else None for figure in figures]
    return pd.Series(held, index=figures.index, dtype="float64")


def measure_in(page: Document, measure: str, year: str) -> str:
    """A label: a measure's short name with the year that is shown."""
    short = page.words(f"measures.{measure}.short")
    return page.words("learner_groups.measure_in", measure=short, shown_year=year)


def tell_smallest(
    page: Document, figures: Figures, sizes: pd.DataFrame, key: str = "moved.smallest", *, id: str
) -> None:
    """What one learner is worth in the smallest cohort of these figures, if any is known.

    Only of a figure that has a number: what is withheld is in no table, and nothing is read of it.
    """
    shares = [name for name in page.config.measures if units.is_share(page.config, name)]
    own = sizes[sizes["measure_id"].isin(shares)]
    rows: list[Any] = own.dropna(subset=["value"]).to_dict("records")
    held = [figures.cohort_of(page.figure_of(row)) for row in rows]
    cohorts = [each for each in held if each is not None and each.value]
    if not cohorts:
        return
    least = min(cohorts, key=lambda cohort: cohort.value or 0)
    hidden = own["status"].isin(CONFIDENTIAL).any()
    whole = not hidden and not any(each and each.status in CONFIDENTIAL for each in held)
    narrative.smallest_group(
        page, least, cohorts, page.area_of(least.area_id), key, id=id, whole=whole
    )
