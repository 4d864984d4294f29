"""How far chance alone moves results of few learners: ranges, years taken together, funnels.

Only shares of learners have a range here: of a mean of points the spread between learners is not
in a release. Nothing here is for readers from whom figures are withheld.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd

from shared import narrative, units
from shared.charts import WIDTH, Words
from shared.own_alone import is_own_alone
from tymor.chance import limits_around, range_of
from tymor.report import columns as col
from tymor.report import palette, told
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.areas import Area
from tymor.report.bilingual import label
from tymor.report.chart_values import drawn
from tymor.report.document import Document
from tymor.report.figures import Figures

#: Where a result lies beside another figure, more or less than chance leaves.
WAYS: tuple[Literal["above", "below", "within"], ...] = ("above", "below", "within")
_ENDS = ("least", "most")


def show_ranges(page: Document, figures: Figures, measures: Iterable[str], other: Area) -> None:
    """Each share's newest result with its range, beside that of another area in the same year.

    A sentence says how many lie further from it than chance alone leaves them; nothing where no
    result has a cohort and a figure beside it.
    """
    rows = ranges(page, figures, measures, other)
    if rows.empty:
        return
    cases, level = (
        list(zip(rows["result"], rows["cohort"], rows["other"], strict=True)),
        _level(page),
    )
    page.heading("chance.heading")
    page.text("chance.explained", level=told.given(page, "chance.range"))
    above, below, within = (told.beyond(cases, level, way) for way in WAYS)
    compared = told.beyond(cases, level)
    if within < compared:
        page.text("chance.beyond", id="chance.sides", other=other.name, compared=compared,
                  above=above, below=below, within=within)  # fmt: skip
    else:
        all_of_it = narrative.claimed(within)
        page.text("chance.within_all", id="chance.sides", other=other.name, compared=compared,
                  claims=all_of_it)  # fmt: skip
    page.table(
        rows,
        [
            col.words("measure"),
            col.figure("result", "table.actual"),
            col.figure("cohort", "table.cohort"),
            *(col.number(end, f"chance.{end}", unit="pct", decimals="places") for end in _ENDS),
            col.figure("other", other.name),
            col.words("way", "chance.way", key="chance.ways.{}"),
        ],
        title="chance.ranges",
        other=other.name,
    )


def ranges(page: Document, figures: Figures, measures: Iterable[str], other: Area) -> pd.DataFrame:
    """One row a share with a newest result, where the other area's is not this school's alone.

    ``measure``, a label with its year; the figures
    ``result``, ``cohort`` and ``other``; the range's ``least`` and ``most``; the ``way`` that it
    lies to the other (:data:`WAYS`); ``places`` is the measure's own."""
    beside, level, rows = page.figures(other), _level(page), []
    for name in shares(page, measures):
        result = figures.latest(name)
        cohort = result and figures.cohort_of(result)
        if result is None or result.value is None or cohort is None or not cohort.value:
            continue
        held = beside.one(name, result.academic_year)
        if held is None or held.value is None:
            continue
        if is_own_alone(page, other, name):
            continue
        least, most = range_of(result.value, cohort.value, level)
        way = "above" if held.value < least else "below" if held.value > most else "within"
        said = page.say(f"measures.{name}.short")
        measure = page.words("provisional.of_year", measure=said, of_year=result.academic_year)
        both, places = (result.unsignalled(), held.unsignalled()), page.config.decimals[name]
        rows.append((measure, both[0], cohort, least, most, both[1], way, places))
    columns = ["measure", "result", "cohort", *_ENDS, "other", "way", "places"]
    return pd.DataFrame(rows, columns=columns)


def show_years_together(page: Document, figures: Figures, measures: Iterable[str]) -> None:
    """Each share of some years taken together, with its range: one year of few learners says
    little. Nothing where no measure has results of all these years."""
    years = page.publication.term.years[-page.config.chance.years :]
    rows = years_together(page, figures, measures, years)
    if rows.empty:
        return
    page.table(
        rows,
        [
            col.measure(),
            col.number("together", "chance.together", unit="pct", decimals="places"),
            col.number("learners", "chance.learners"),
            *(col.number(end, f"chance.{end}", unit="pct", decimals="places") for end in _ENDS),
        ],
        title="chance.years_together",
        first_year=years[0],
        last_year=years[-1],
    )


def years_together(
    page: Document, figures: Figures, measures: Iterable[str], years: Sequence[str]
) -> pd.DataFrame:
    """One row a share that has a result in each of these years: ``measure_id``; ``together``, per
    cent of the ``learners`` of all of them; its range's ``least`` and ``most``; the measure's
    ``places``."""
    counted = figures.frame(kind="actual", group="all").dropna(subset=["numerator", "denominator"])
    counted = counted[counted["academic_year"].isin(years)]
    rows = []
    for name in shares(page, measures):
        own = counted[counted["measure_id"] == name]
        learners = int(own["denominator"].sum())
        if len(own) < len(years) or not learners:
            continue
        together = 100 * float(own["numerator"].sum()) / learners
        ends = range_of(together, learners, _level(page))
        rows.append((name, together, learners, *ends, page.config.decimals[name]))
    columns = ["measure_id", "together", "learners", *_ENDS, "places"]
    return pd.DataFrame(rows, columns=columns)


def show_funnel(page: Document, whole: Figures, measures: Iterable[str], year: str) -> None:
    """Each share's results of the schools by how many learners they rest on, with the limits that
    chance leaves around the area's own result; a table names the schools outside.

    Nothing of a measure that fewer schools have than ``cautions.few_schools``.
    """
    headed = False
    for name in shares(page, measures):
        centre, points = whole.one(name, year), school_results(page, name, year)
        few = len(points) < page.config.cautions.few_schools
        if few or centre is None or centre.value is None:
            continue
        if not headed:
            page.heading("chance.by_cohort", level=3)
            headed = True
        outer = page.config.chance.limits[-1]
        cases = [
            (one, cohort, centre)
            for one, cohort in zip(points["result"], points["cohort"], strict=True)
        ]
        limits = _limits(page, centre.value, points["learners"].max())
        title = page.say(f"measures.{name}.short")
        page.chart(
            funnel(pd.concat([points, limits]), page.axis, units.axis(page, [name])),
            title="chance.funnel",
            id=f"chance.funnel.{name}",
            table=points,
            columns=[
                col.words("school"),
                col.figure("cohort", "table.cohort"),
                col.figure("result", "table.actual"),
                col.words("way", "chance.way", key="chance.ways.{}"),
            ],
            measure=title,
            of_year=year,
            limit=told.given(page, f"chance.limits.{len(page.config.chance.limits) - 1}"),
            outside=told.beyond(cases, outer, "above", "below"),
            schools=told.beyond(cases, outer),
        )


def school_results(page: Document, measure: str, year: str) -> pd.DataFrame:
    """One row a school that a measure fits, with a result of a year, by name: ``school``, a label;
    the figures ``result`` and ``cohort``, and their numbers ``value`` and ``learners``; the ``way``
    that it lies to the area's own result at the outermost limits."""
    schools = sorted(page.schools(), key=page.by_name)
    schools = [each for each in schools if page.config.fits(measure, each.sector_code)]
    figures, centre = page.figures(*schools), page.figures().one(measure, year)
    rows = []
    for school in schools:
        result = figures.one(measure, year, area_id=school.id)
        cohort = result and figures.cohort_of(result)
        if result is None or result.value is None or cohort is None or not cohort.value:
            continue
        least, most = range_of(result.value, cohort.value, page.config.chance.limits[-1])
        at = centre.value if centre is not None and centre.value is not None else result.value
        way = "above" if at < least else "below" if at > most else "within"
        rows.append(
            (label(school.name), result.unsignalled(), cohort, result.value, cohort.value, way)
        )
    columns = ["school", "result", "cohort", "value", "learners", "way"]
    return pd.DataFrame(rows, columns=columns)


@drawn
def funnel(data: pd.DataFrame, t: Words, axis: units.Axis) -> alt.TopLevelMixin:
    """A dot a school by its cohort, and the limits as lines around the area's own result.

    ``data``: one row a school (``school``, ``learners``, ``value``) or place of a line (``limit``,
    its name; ``learners``, ``value``).
    """
    points, lines = data[data["limit"].isna()], data[data["limit"].notna()]
    x = alt.X("learners", type="quantitative", title=t("table.cohort"), scale=alt.Scale(zero=True))
    scale = alt.Scale(domain=axis.around(data["value"], 5), nice=False)
    y = alt.Y("value", type="quantitative", title=axis.title, scale=scale)
    dots = alt.Chart(points).mark_point(size=80, opacity=1, filled=True, color=palette.MAIN)
    names = lines["limit"].unique().tolist()
    dash = alt.StrokeDash(
        "limit", type="nominal", scale=alt.Scale(domain=names, range=[[1, 0], [6, 4], [2, 3]]),
        legend=alt.Legend(orient="top", title=None, labelLimit=420, columns=1),
    )  # fmt: skip
    line = alt.Chart(lines).mark_line(color=palette.REGION, strokeWidth=1.5, clip=True)
    layers = [line.encode(x, y, dash, alt.Detail("end", type="nominal")), dots.encode(x, y)]
    return alt.layer(*layers).properties(width=WIDTH - 120, height=320)


def _limits(page: Document, centre: float, most: float) -> pd.DataFrame:
    """The lines of a funnel: the area's own result, then each limit's lower and upper end."""
    sizes = sorted({*range(1, int(most) + 1, max(1, int(most) // 60)), int(most)})
    rows: list[tuple[Any, ...]] = [
        (page.words("chance.own_result"), "least", n, centre) for n in (sizes[0], sizes[-1])
    ]
    for level in page.config.chance.limits[:2]:
        name = page.words("chance.limit", level=f"{level:g}")
        for n in sizes:
            ends = limits_around(centre, n, level)
            rows += [(name, end, n, value) for end, value in zip(_ENDS, ends, strict=True)]
    return pd.DataFrame(rows, columns=["limit", "end", "learners", "value"])


def shares(page: Document, measures: Iterable[str]) -> list[str]:
    """Those of these measures that are shares of learners."""
    return [name for name in measures if units.is_share(page.config, name)]


def _level(page: Document) -> float:
    return page.config.chance.range
