"""Value for money: sums, how judgements and outcomes moved, and nothing that is not held."""

import re

import pandas as pd
import pytest
from notebook_run import Ran, run_notebook

SABBATICAL = "Welsh sabbatical scheme"


def ran(now: dict[str, object] | None = None, audience: str = "partnership") -> Ran:
    report, area = {"partnership": ("value_for_money", "CSC"),
                    "authority": ("value_for_money_authority", "681")}[audience]  # fmt: skip
    return run_notebook(report, area, audience, now=now)  # type: ignore[arg-type]


def given(shown: Ran) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in shown.table("value-given")}


@pytest.fixture(scope="module")
def whole() -> Ran:
    return ran()


def test_a_cost_that_is_not_held_is_not_zero(whole: Ran) -> None:
    rows = given(whole)
    assert rows[SABBATICAL][2:] == ["not_available"] * 4
    assert rows["Pupil Deprivation Grant"][2] == "given in pounds"
    (said,) = whole.said(ids="value-held")
    held = sum(row[4] not in ("", "not_available") for row in rows.values())
    assert f"is held for {held} of the {len(rows) - 3} programmes" in said


def test_a_budget_is_shown_where_it_is_held_and_else_said_to_be_not_held(whole: Ran) -> None:
    page, rows = whole.names["page"], given(whole)
    grants = page.release.table("grants")
    own = grants[(grants["area_id"] == "CSC") & (grants["academic_year"] == page.this_year)]
    allocated = own.set_index("grant").at["pupil_deprivation_grant", "allocated_gbp"]
    assert rows["Pupil Deprivation Grant"][3] == f"{allocated:g}"
    assert rows["Outstanding teachers"][3] == "not_available"
    held = sum(row[3] not in ("", "not_available") for row in rows.values())
    (said,) = whole.said(ids="value-budget")
    assert said.startswith(f"A budget is held for {held} of these {len(rows) - 3}")

    shown = ran({"costs": lambda rows: rows.assign(budget_gbp=0.0)})
    assert given(shown)["Outstanding teachers"][3] == "0"  # that is a budget
    none = ran({"grants": lambda rows: rows.assign(allocated_gbp=float("nan"))})
    assert none.said(ids="value-budget") == []
    assert "held for none of these" in none.said(ids="value-no-budget")[0]


def test_without_any_cost_none_is_said_to_be_the_most() -> None:
    shown = ran({"costs": lambda rows: rows.iloc[:0],
                 "grants": lambda rows: rows.assign(spent_gbp=float("nan"))})  # fmt: skip
    assert {row[4] for row in given(shown).values()} <= {"", "not_available"}
    assert shown.said(ids=("value-most", "value-held")) == []
    assert "is held for none of the 15 programmes" in shown.said(ids="value-not-held")[0]


def test_what_all_authorities_told_is_added_up(whole: Ran) -> None:
    costs = whole.names["page"].release.table("costs")
    own = costs[(costs["name"] == "Outstanding teachers") & (costs["academic_year"] == "2016/17")]
    assert given(whole)["Outstanding teachers"][4] == f"{own['cost_gbp'].sum():g}"

    def less(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[(rows["area_id"] != "681") | (rows["name"] != "Outstanding teachers")]

    assert given(ran({"costs": less}))["Outstanding teachers"][2:] == ["not_available"] * 4


def test_judgements_are_held_against_the_first_term_of_the_year(whole: Ran) -> None:
    *_, every = whole.table("value-judged")
    assert sum(map(int, every[3:])) == int(every[2]) > 0

    def as_before(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(judgement="strong")

    *_, same = ran({"school_priorities": as_before}).table("value-judged")
    assert same[3:] == ["0", same[2], "0"]
    alone = ran({"school_priorities": lambda rows: rows[rows["term"] == "2017-summer"]})
    assert alone.table("value-judged") == []
    assert alone.said(ids="value-judged") == [
        "How judgements moved in 2016/17 cannot be said: no priority is held that was judged both "
        "now and in an earlier term of the year."
    ]


def test_few_schools_have_a_range_and_no_single_number(whole: Ran) -> None:
    rows = whole.table("value-outcomes-programme")
    few = [row for row in rows if row[1] and int(row[1]) < 5]
    assert few and {tuple(row[3:6]) for row in few} == {("too few",) * 3}
    assert all(" to " in row[6] for row in few)
    many = [row for row in rows if row[1] and int(row[1]) >= 5 and int(row[2]) >= 200]
    assert many and "too few" not in {cell for row in many for cell in row}


def test_few_alone_are_not_told_as_more() -> None:
    said = ran(audience="authority").said(ids="value-outcomes-small")[0]
    assert re.match(r"Each of the \d+ results below is of fewer than 5 schools", said)


def test_figures_say_what_they_were_worked_out_from(whole: Ran) -> None:
    rows = whole.block("value-all-outcomes").table.rows
    figures = [cell.figure for row in rows for cell in row.cells if cell.kind == "figure"]
    shares = [figure for figure in figures if figure.unit == "pct"]
    assert shares
    for each in shares:
        assert round(100 * each.numerator / each.denominator, each.decimals) == each.value
        assert each.source


def test_outcomes_say_which_rows_of_which_folder_they_are_of(whole: Ran) -> None:
    (said,) = whole.said(ids="provenance-rows")
    assert said.endswith("are counted from invented rows: Invented schools, for trying Tymor out.")
    of_outcomes = {cell.figure.source for row in whole.block("value-all-outcomes").table.rows
                   for cell in row.cells if cell.kind == "figure"}  # fmt: skip
    assert of_outcomes == {"results school_outcomes"}

    def real(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(invented=False, title_en="Ledger", from_en="the attic",
                           published="2016-02")  # fmt: skip

    (said,) = ran({"sources": real}).said(ids="provenance-rows")
    assert said.endswith("of this source: the attic; the latest is of February 2016.")


def test_results_that_are_not_there_yet_are_not_put_beside_this_year() -> None:
    shown = ran({"figures": lambda rows: rows[rows["academic_year"] != "2016/17"]})
    assert shown.table("value-all-outcomes") == []
    assert shown.said(ids="value-outcomes")[0].startswith("Results of 2016/17 are not held yet")


def test_an_authority_has_its_own_schools_only(whole: Ran) -> None:
    own = given(ran(audience="authority"))
    assert int(own["Hubs"][0]) < int(given(whole)["Hubs"][0])


def test_spring_knows_neither_summers_costs_nor_this_years_results() -> None:
    shown = run_notebook("value_for_money", "CSC", "partnership", term="2017-spring")
    # Nobody knows yet who took part in the year's programmes, nor what work between schools cost.
    assert "Outstanding teachers" not in given(shown)
    assert given(shown)["Hubs"][2:] == ["not_available"] * 4
    assert shown.table("value-all-outcomes") == []
    assert shown.said(ids="value-outcomes")[0].startswith("Results of 2016/17 are not held yet")
    assert shown.table("value-judged")
