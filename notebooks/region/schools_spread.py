"""How the region's schools are spread on each measure, without their names."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from shared.groups_apart import measure_in
from tymor.measures.rounding import round_half_up
from tymor.page import CONFIDENTIAL, Figure, Text
from tymor.report import columns as col
from tymor.report.document import Document

#: Fewer schools than these have no quartiles worth the name.
FEWEST = 4
STATISTICS = ("lowest", "lower_quartile", "median", "upper_quartile", "highest")
_COUNTS = ("shown", "small", "hidden")
#: Dots of near values take turns beside the middle of their row.
_PLACES = (0.0, 0.5, -0.5, 1.0, -1.0)


def newest_results(schools: pd.DataFrame, years: Sequence[str]) -> pd.DataFrame:
    """Of schools' figures those of each measure's newest year in which enough have a number.

    A measure without such a year has no rows: quartiles of fewer say nothing.
    """
    by_year = schools.groupby(["measure_id", "academic_year"])["value"].count().reset_index()
    enough = by_year[(by_year["value"] >= FEWEST) & by_year["academic_year"].isin(years)]
    newest = enough.groupby("measure_id")["academic_year"].max()
    return schools[schools["academic_year"] == schools["measure_id"].map(newest)]


def spread_of(page: Document, results: pd.DataFrame) -> pd.DataFrame:
    """One row a measure: its year, how many schools have a number, and how those are spread.

    The columns of :data:`STATISTICS` have its measure's places; quartiles lie between two
    schools, and ``middle_half`` is how far apart they are. ``hidden`` is how many schools' results
    are confidential; ``small`` how many of those shown have a small cohort, as
    ``params/measures.yml`` has it.
    """
    if results.empty:
        return pd.DataFrame(columns=["measure_id", *_COUNTS, "middle_half"])
    held = results.assign(
        small=(results["denominator"] <= page.config.cautions.small_cohort)
        & results["value"].notna(),
        hidden=results["status"].isin(CONFIDENTIAL),
    ).groupby("measure_id")
    rows = held["value"].quantile(pd.Index([0, 0.25, 0.5, 0.75, 1])).unstack()
    places = rows.index.map(page.config.decimals).to_numpy("int64")
    rows = rows.set_axis(STATISTICS, axis="columns").apply(round_half_up, decimals=places)
    middle_half = rows["upper_quartile"] - rows["lower_quartile"]
    rows["middle_half"] = round_half_up(middle_half, places)
    rows["academic_year"] = held["academic_year"].first()
    rows["shown"] = held["value"].count()
    rows[["small", "hidden"]] = held[["small", "hidden"]].sum().astype("int64")
    order = [name for name in page.config.measures if name in rows.index]
    return rows.loc[order].reset_index()


def statistic(page: Document, row: Mapping[str, Any], name: str) -> Figure:
    """One number of a measure's row, as a figure of the region's schools."""
    measure, counted = row["measure_id"], name in _COUNTS
    unit = page.config.measures[measure].unit
    return Figure(
        area_id=page.area_id,
        measure_id=f"{measure}_schools_{name}",
        academic_year=row["academic_year"],
        kind="count" if counted else "actual",
        value=row[name],
        unit="count" if counted else "pp" if name == "middle_half" else unit,
        decimals=0 if counted else page.config.decimals[measure],
        status="counted",
        label=page.say(
            "region.of_schools",
            {"measure": page.say(f"measures.{measure}.label"), "statistic": _said(page, name)},
        ),
    )


def _said(page: Document, name: str) -> Text:
    largest = page.config.cautions.small_cohort
    return page.say(f"region.statistics.{name}", {"largest": largest})


def in_figures(page: Document, spread: pd.DataFrame) -> pd.DataFrame:
    """The same with a figure in place of every number, and ``measure`` with its year."""
    rows: list[Any] = spread.to_dict("records")
    made = {name: [statistic(page, row, name) for row in rows] for name in (*STATISTICS, *_COUNTS)}
    titles = [measure_in(page, row["measure_id"], row["academic_year"]) for row in rows]
    return pd.DataFrame({"measure": titles, **made})


def spread_columns(page: Document) -> list[col.Column]:
    names = ("shown", *STATISTICS, "small", "hidden")
    return [col.words("measure"), *(col.figure(name, _said(page, name)) for name in names)]


def school_places(page: Document, results: pd.DataFrame, spread: pd.DataFrame) -> pd.DataFrame:
    """One row a measure and school with a number, without its name, for ``school_dots``."""
    quartiles = spread[["measure_id", "lower_quartile", "median", "upper_quartile"]]
    numbered = results[["measure_id", "academic_year", "value"]].dropna(subset=["value"])
    rows = quartiles.merge(numbered, on="measure_id")
    named = rows[["measure_id", "academic_year"]].itertuples(index=False)
    rows["measure"] = [measure_in(page, *each) for each in named]
    turn = rows.groupby("measure_id")["value"].rank(method="first").astype(int) - 1
    rows["place"] = [_PLACES[at % len(_PLACES)] for at in turn]
    return rows.drop(columns=["measure_id", "academic_year"])
