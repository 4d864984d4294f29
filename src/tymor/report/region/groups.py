"""Groups of learners: two of them beside each other in every area, and how far apart they are."""

from collections.abc import Sequence

import pandas as pd

from tymor.page import Column, FigureCell, Row, Table, TextCell
from tymor.render.view import show_figure
from tymor.report import narrative
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.region import charts
from tymor.report.region.apart import MEALS, SEX, Apart, Pair, apart
from tymor.report.tables import section_row


def show_groups(page: Document, authorities: Sequence[Area], measures: Sequence[str]) -> None:
    """The region's groups of learners, then two of them at a time in every area that has them."""
    areas = [page.area, *authorities]
    own = groups_table(page, page.figures(), "key_indicators")
    pairs = [pair for pair in (MEALS, SEX) if apart(page, areas, measures, pair)]
    if own is None and not pairs:
        return
    page.heading("region.groups")
    page.table(own, title="region.groups")
    for pair in pairs:
        show_pair(page, areas, measures, pair)


def show_pair(page: Document, areas: Sequence[Area], measures: Sequence[str], pair: Pair) -> None:
    """What the two groups reached: sentences, chart and table; nothing where none is held."""
    found = apart(page, areas, measures, pair)
    if not found:
        return
    page.heading(pair.key, level=3)
    tell_pair(page, found, pair)
    table = pair_table(page, found)
    below = sum((each.first.value or 0) < (each.second.value or 0) for each in found)
    above = sum((each.first.value or 0) > (each.second.value or 0) for each in found)
    page.chart(
        charts.two_groups(pair_rows(page, found), page.axis),
        title=pair.key,
        table=table,
        compared=len(found),
        below=below,
        above=above,
    )
    page.table(table, title=f"{pair.key}.table")


def tell_pair(page: Document, found: Sequence[Apart], pair: Pair) -> None:
    """Where the groups are furthest apart, how many gaps moved which way, and how few learners."""
    widest = max(found, key=lambda each: abs(each.now.value or 0))
    page.text(
        f"{pair.key}.widest",
        measure=page.say(f"measures.{widest.measure}.short"),
        authority=widest.area.name,
        first=widest.first,
        second=widest.second,
        difference=widest.now,
    )
    ways = [each.way for each in found]
    moved = sum(way in ("narrower", "wider", "equal") for way in ways)
    if moved:
        page.text(
            f"{pair.key}.moved",
            compared=moved,
            narrower=ways.count("narrower"),
            wider=ways.count("wider"),
            equal=ways.count("equal"),
        )
    _tell_smallest(page, found, pair)


def _tell_smallest(page: Document, found: Sequence[Apart], pair: Pair) -> None:
    """What one learner is worth in the smallest group shown."""
    figures = page.figures(*{each.area.id for each in found})
    sizes = []
    for each in found:
        held = figures.where(area_id=each.area.id, academic_year=each.first.academic_year)
        for group in (pair.first, pair.second):
            cohort = held.newest_cohort(each.measure, group=group)
            if cohort is not None and cohort.value:
                sizes.append((cohort.value, each, cohort))
    if sizes:
        _, each, cohort = min(sizes, key=lambda size: size[0])
        narrative.smallest_group(page, cohort, each.area, id=f"{pair.key}.smallest")


def pair_rows(page: Document, found: Sequence[Apart]) -> pd.DataFrame:
    """One row a measure, area and group, for ``two_groups``."""
    languages = page.config.languages
    measures = list(dict.fromkeys(each.measure for each in found))
    rows = []
    for rank, each in enumerate(found):
        ends = (each.first, each.second)
        higher = each.first if (each.first.value or 0) >= (each.second.value or 0) else each.second
        for at, figure in enumerate(ends):
            rows.append(
                {
                    "measure": measure_in(page, each.measure, each.first.academic_year),
                    "order": measures.index(each.measure),
                    "area": each.area.name,
                    "rank": rank,
                    "group": page.say(f"region.groups.{figure.group}"),  # short, for a phone
                    "group_rank": at,
                    "value": figure.value,
                    "shown": {k: show_figure(figure, languages[k]) for k in languages},
                    "higher": figure is higher,
                }
            )
    return pd.DataFrame(rows)


def pair_table(page: Document, found: Sequence[Apart]) -> Table:
    """A row an area below its measure: both groups, the difference, a year before, and its way."""
    say = page.say
    first, second = found[0].first.group, found[0].second.group
    columns = (
        Column(key="area", label=say("chart.area"), align="start"),
        Column(key=first, label=say(f"region.groups.{first}")),
        Column(key=second, label=say(f"region.groups.{second}")),
        Column(key="difference", label=say("region.difference_pp")),
        Column(key="before", label=say("region.difference_before")),
        Column(key="way", label=say("region.way"), align="start"),
    )
    rows: list[Row] = []
    for measure in dict.fromkeys(each.measure for each in found):
        own = [each for each in found if each.measure == measure]
        title = measure_in(page, measure, own[0].first.academic_year)
        rows += [section_row(title, len(columns)), *(_row(page, each) for each in own)]
    return Table(columns=columns, rows=tuple(rows))


def _row(page: Document, each: Apart) -> Row:
    before = FigureCell(figure=each.before) if each.before else TextCell(text=page.both(""))
    return Row(
        cells=(
            TextCell(text=each.area.name),
            FigureCell(figure=each.first),
            FigureCell(figure=each.second),
            FigureCell(figure=each.now),
            before,
            TextCell(text=page.say(f"region.ways.{each.way}")),
        ),
        style="total" if each.area.kind == "partnership" else "body",
    )


def groups_table(page: Document, figures: Figures, section: str) -> Table | None:
    """Groups of learners down, measures across, each in its newest year with a number.

    ``figures`` are those of one area. Nothing where only figures of all learners are held.
    """
    own = figures.section(section).where(kind="actual")
    newest = {name: own.latest(name) for name in own.measures}
    years = {name: each.academic_year for name, each in newest.items() if each is not None}
    held = {str(row["group"]) for row in own.numbered().rows}
    groups = [group for group in page.config.groups if group in held]
    if groups in ([], ["all"]):
        return None
    columns = (
        Column(key="group", label=page.say("table.group"), align="start"),
        *(
            Column(key=name, label=page.say(f"measures.{name}.short"), group=page.both(year))
            for name, year in years.items()
        ),
    )
    return Table(columns=columns, rows=tuple(_of_group(page, own, years, g) for g in groups))


def _of_group(page: Document, own: Figures, years: dict[str, str], group: str) -> Row:
    cells = (own.one(name, year, group=group) for name, year in years.items())
    empty = TextCell(text=page.both(""))
    shown = (FigureCell(figure=figure) if figure else empty for figure in cells)
    return Row(cells=(TextCell(text=page.say(f"groups.{group}")), *shown))


def measure_in(page: Document, measure: str, year: str) -> dict[str, str]:
    """A measure's short name with the year that is shown."""
    short = page.say(f"measures.{measure}.short")
    return page.say("region.measure_in", {"measure": short, "shown_year": year})
