"""A school that is all that is counted of an area above it is not set beside that area."""

from collections.abc import Iterator

import pandas as pd
import pytest
from notebook_run import Ran, run_notebook

SPECIAL, AUTHORITY, SECONDARY = "9990008", "672", "9990014"
MEASURE = "attendance_special"
PAGES = [("school", "public"), ("school_pack", "school")]


def figures_of(ran: Ran) -> Iterator[tuple[str, str]]:
    """The area and measure of each figure in a table, and in one behind a chart."""
    for block in ran.blocks:
        if block.kind in ("table", "chart"):
            for row in block.table.rows:
                for cell in row.cells:
                    if cell.kind == "figure":
                        yield cell.figure.area_id, cell.figure.measure_id


def other_number(rows: pd.DataFrame) -> pd.DataFrame:
    """The authority's figure is not the school's alone: another one was counted."""
    of_authority = (rows["area_id"] == AUTHORITY) & (rows["measure_id"] == MEASURE)
    return rows.assign(value=rows["value"].where(~of_authority, rows["value"] - 1))


@pytest.mark.parametrize(("report", "audience"), PAGES)
def test_it_stands_beside_no_area_that_is_itself_and_says_why_once(
    report: str, audience: str
) -> None:
    ran = run_notebook(report, SPECIAL, audience)
    assert AUTHORITY not in {area for area, _ in figures_of(ran)}
    (why,) = [said for said in ran.said() if "whose figure is this school's alone" in said]
    assert "attendance of special schools" in why.lower() or "PRU attendance" in why


@pytest.mark.parametrize(("report", "audience"), PAGES)
def test_where_others_are_counted_too_it_does(report: str, audience: str) -> None:
    ran = run_notebook(report, SPECIAL, audience, now={"figures": other_number})
    assert (AUTHORITY, MEASURE) in set(figures_of(ran))
    assert not [said for said in ran.said() if "this school's alone" in said]


def test_a_school_among_others_is_set_beside_its_authority() -> None:
    ran = run_notebook("school", SECONDARY)
    assert ("681", "attendance_secondary") in set(figures_of(ran))


def test_a_sentence_on_one_school_names_its_own_attendance() -> None:
    (said,) = run_notebook("school", SPECIAL).said(ids="moved-attendance")
    assert said.startswith("The school's attendance rose by ")


def test_the_region_does_not_rank_kinds_of_school_that_are_not_alike() -> None:
    ran = run_notebook("region", "CSC")
    beside = [each for each in ran.ids if each.startswith("region-beside")]
    assert not [each for each in beside if "special" in each]
    assert [each for each in beside if "attendance-primary" in each]
    (why,) = ran.said(ids="region-not-ranked")
    assert "which kinds of these schools" in why
