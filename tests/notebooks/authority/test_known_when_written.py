"""A report to a committee tells what was known on the day on which it was written."""

from datetime import date

import pandas as pd
import pytest
from made_report import bundled_term
from notebook_run import Ran, run_notebook

from tymor.measures.as_known import as_it_stood

SPRING, AUTUMN = "2017-spring", "2017-autumn"
CARDIFF, VALE = "681", "673"


def written(area: str, term: str) -> date:
    return bundled_term(term).config.committees["scrutiny"].of(area).terms[term].written


def release(term: str, table: str) -> pd.DataFrame:
    folder = bundled_term(term).release_folder("authority")
    return pd.read_parquet(folder / f"{table}.parquet")


@pytest.fixture(scope="module")
def spring() -> Ran:
    return run_notebook("authority", CARDIFF, "authority", term=SPRING)


def test_reviews_of_later_days_are_in_no_report() -> None:
    held, on = release(SPRING, "half_term_reviews"), written(VALE, SPRING)
    assert held["reviewed"].max() <= pd.Timestamp(bundled_term(SPRING).term.published)
    areas = release(SPRING, "areas").set_index("area_id")["parent_id"]
    own = held[held["school_id"].map(areas) == VALE]
    known = own[own["reviewed"] <= pd.Timestamp(on)]
    assert 0 < len(known) < len(own)
    ran = run_notebook("authority", VALE, "authority", term=SPRING)
    told = ran.table("scrutiny-half-terms")
    assert not [row for row in told if any("February 2017" in cell for cell in row)]
    assert len([row for row in told if any("2016" in cell for cell in row)]) == len(known)
    (said,) = ran.said(ids="as-at-written")
    assert said.startswith("This report was written on 3 February 2017")


def test_days_that_were_told_later_are_not_held(spring: Ran) -> None:
    days = release(SPRING, "support")
    own = days[days["academic_year"] == "2016/17"]
    assert set(own["as_at"]) == {pd.Timestamp("2017-03-17")}
    assert not spring.said(ids=("scrutiny-days-agreed", "as-at-support"))
    (said,) = spring.said(ids="scrutiny-days")
    assert said == "Days of support in 2016/17 are not held as they stood on 3 March 2017."


def test_days_of_a_day_before_that_are_told_as_at_it() -> None:
    def also_earlier(rows: pd.DataFrame) -> pd.DataFrame:
        newest = rows["superseded"].isna() & (rows["academic_year"] == "2016/17")
        early = rows[newest].assign(as_at=pd.Timestamp("2017-02-28"), days_used=1.0)
        return pd.concat([rows[~newest], early])

    ran = run_notebook("authority", CARDIFF, "authority", term=SPRING,
                       now={"support": _unfiltered(also_earlier)})  # fmt: skip
    (said,) = ran.said(ids="as-at-support")
    assert said.endswith("28 February 2017.")
    (days,) = ran.said(ids="scrutiny-days")
    assert days.startswith("For 2016/17, ")


def _unfiltered(altered):
    """Of the table as the release has it, whatever the reader leaves of it."""
    every = release(SPRING, "support")
    schools = release(SPRING, "areas").query("parent_id == @CARDIFF")["area_id"]
    return lambda _: altered(every[every["school_id"].isin(schools)])


def test_the_plans_earlier_review_stands_where_the_newer_came_later() -> None:
    on = written(VALE, AUTUMN)
    actions = release(AUTUMN, "plan_actions")
    own = actions[actions["area_id"] == VALE]
    key = ["priority", "action"]
    newest = own[own["superseded"].isna()]
    assert (newest["reviewed"] > pd.Timestamp(on)).all()
    stood = as_it_stood(own, on)
    assert len(stood) == len(newest) == len(stood[key].drop_duplicates())
    assert (stood["reviewed"] <= pd.Timestamp(on)).all()
    ran = run_notebook("authority", VALE, term=AUTUMN)
    off = stood[stood["on_track"] == "no"]
    assert len(ran.table("scrutiny-off-track")) == len(off)
    assert len(off) != (newest["on_track"] == "no").sum()  # the two days tell otherwise
