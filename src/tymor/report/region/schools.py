"""How the region's schools are spread on each measure, without their names."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tymor.measures.rounding import round_half_up
from tymor.page import Column, Figure, FigureCell, Kind, Row, Table, Text, TextCell, Unit
from tymor.report import school_charts
from tymor.report.areas import Area
from tymor.report.direction import worth_of_one
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.region.groups import measure_in
from tymor.report.school_rows import FEWEST, dot_rows

#: In a cohort of this many learners or fewer, one is worth five points or more.
SMALL_COHORT = 20
#: Sectors whose learners mostly work below the level that is expected.
SPECIAL = frozenset({"special", "pru"})
STATISTICS = ("lowest", "lower_quartile", "median", "upper_quartile", "highest")


@dataclass(frozen=True)
class Spread:
    """The schools with a published number of one measure in one year.

    ``hidden`` is how many have too few learners for a number; ``small`` how many of those
    shown have a cohort of :data:`SMALL_COHORT` or fewer.
    """

    measure: str
    year: str
    values: tuple[float, ...]
    hidden: int
    small: int

    def statistics(self) -> dict[str, float]:
        """The five of :data:`STATISTICS`, to one place; quartiles lie between two schools."""
        at = pd.Series(self.values).quantile([0, 0.25, 0.5, 0.75, 1])
        return dict(zip(STATISTICS, round_half_up(at, 1).tolist(), strict=True))


def spreads(figures: Figures, schools: Sequence[Area], section: str) -> list[Spread]:
    """Each measure in its newest year in which at least four schools have a number.

    A measure without such a year has none: quartiles of fewer say nothing.
    """
    ids = {school.id for school in schools}
    own = figures.section(section).where(kind="actual", group="all")
    of_schools = own.frame()
    if of_schools.empty:
        return []
    of_schools = of_schools[of_schools["area_id"].isin(ids)]
    found = []
    for measure in own.measures:
        for year in reversed(figures.term.years):
            rows = of_schools[
                (of_schools["measure_id"] == measure) & (of_schools["academic_year"] == year)
            ]
            if rows["value"].notna().sum() >= FEWEST:
                found.append(_spread(measure, year, rows))
                break
    return found


def _spread(measure: str, year: str, rows: pd.DataFrame) -> Spread:
    shown = rows[rows["value"].notna()]
    small = (shown["denominator"] <= SMALL_COHORT).fillna(False).sum()
    hidden = (rows["status"] == "suppressed").sum()
    return Spread(measure, year, tuple(sorted(shown["value"])), int(hidden), int(small))


def show_spread(page: Document, schools: Sequence[Area], section: str) -> None:
    """Every school a dot, the middle half a band, and the same in numbers.

    Names are left out: the public may see each school's figures on its own page, and no
    list that ranks them.
    """
    figures = page.figures(*(school.id for school in schools)) if schools else None
    found = spreads(figures, schools, section) if figures is not None else []
    if figures is None or not found:
        return
    page.heading("region.schools")
    for each in found:
        _tell(page, each)
    _tell_few(page, found, schools)
    widest = max(found, key=_middle_half)
    page.chart(
        school_charts.school_dots(_dots(page, figures, schools, found), page.axis),
        title="region.schools",
        table=spread_table(page, found),
        measure=page.say(f"measures.{widest.measure}.short"),
        middle=_statistic_between(page, widest),
    )


def _middle_half(each: Spread) -> float:
    of = each.statistics()
    return round(of["upper_quartile"] - of["lower_quartile"], 1)


def _tell(page: Document, each: Spread) -> None:
    page.text(
        "region.schools.middle",
        id=f"region.schools.{each.measure}",
        measure=page.say(f"measures.{each.measure}.label"),
        shown_year=each.year,
        schools=len(each.values),
        lower=statistic(page, each, "lower_quartile"),
        upper=statistic(page, each, "upper_quartile"),
    )


def _tell_few(page: Document, found: Sequence[Spread], schools: Sequence[Area]) -> None:
    """How many of the results shown rest on few learners, how many are hidden, and for whom
    the level expected is no fair measure."""
    shown, small = sum(len(each.values) for each in found), sum(each.small for each in found)
    hidden = sum(each.hidden for each in found)
    if small:
        worth = worth_of_one(SMALL_COHORT)
        page.text("region.schools.small", shown=shown, small=small, largest=SMALL_COHORT,
                  points=worth)  # fmt: skip
    if hidden:
        page.text("region.schools.hidden", hidden=hidden)
    special = sum(school.sector_code in SPECIAL for school in schools)
    if special:
        page.text("region.schools.special", special=special)


def _dots(
    page: Document, figures: Figures, schools: Sequence[Area], found: Sequence[Spread]
) -> pd.DataFrame:
    """Rows for ``school_dots``, without the schools' names."""
    every = frozenset(school.id for school in schools)
    parts = []
    for order, each in enumerate(found):
        rows = dot_rows(figures, schools, every, [each.measure], each.year)
        words = measure_in(page, each.measure, each.year)
        rows["measure"] = rows["measure"].map(lambda _, words=words: words)
        parts.append(rows.assign(order=order))
    return pd.concat(parts, ignore_index=True).drop(columns="school")


def spread_table(page: Document, found: Sequence[Spread]) -> Table:
    """One row a measure: how many schools, the five statistics, how many are hidden or small."""
    say = page.say
    names = ("shown", *STATISTICS, "small", "hidden")
    columns = (
        Column(key="measure", label=say("table.measure"), align="start"),
        *(Column(key=name, label=_statistic_name(page, name)) for name in names),
    )
    return Table(columns=columns, rows=tuple(_row(page, each) for each in found))


def _statistic_name(page: Document, name: str) -> Text:
    return page.say(f"region.statistics.{name}", {"largest": SMALL_COHORT})


def _row(page: Document, each: Spread) -> Row:
    statistics = (statistic(page, each, name) for name in STATISTICS)
    counts = {"shown": len(each.values), "small": each.small, "hidden": each.hidden}
    shown, small, hidden = (_count(page, each, name, number) for name, number in counts.items())
    name = TextCell(text=measure_in(page, each.measure, each.year))
    figures = (shown, *statistics, small, hidden)
    return Row(cells=(name, *(FigureCell(figure=figure) for figure in figures)))


def statistic(page: Document, each: Spread, name: str) -> Figure:
    """One of the five, as a figure of the region's schools."""
    return _figure(page, each, name, each.statistics()[name], "actual")


def _count(page: Document, each: Spread, name: str, number: int) -> Figure:
    return _figure(page, each, name, float(number), "count")


def _statistic_between(page: Document, each: Spread) -> Figure:
    return _figure(page, each, "middle_half", _middle_half(each), "actual", unit="pp")


def _figure(
    page: Document, each: Spread, name: str, value: float, kind: Kind, unit: Unit | None = None
) -> Figure:
    measure = page.say(f"measures.{each.measure}.label")
    said = _statistic_name(page, name)
    count = kind == "count"
    return Figure(
        area_id=page.area_id,
        measure_id=f"{each.measure}_schools_{name}",
        academic_year=each.year,
        kind=kind,
        value=value,
        unit=unit or ("count" if count else page.config.measures[each.measure].unit),
        decimals=0 if count else 1,
        status="counted",
        label=page.say("region.of_schools", {"measure": measure, "statistic": said}),
    )
