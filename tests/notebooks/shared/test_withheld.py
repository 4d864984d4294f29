"""What sentences say where figures are withheld or not there: of those that can be shown."""

import re
from typing import Any

import pandas as pd
import pytest
from desk import desk_page
from made_report import bundled_project

from shared import chart_data, narrative, one_school, withheld
from tymor.measures.frame import as_figures
from tymor.measures.signals import with_signals
from tymor.report.figures import Figures

NOW, BEFORE, FIRST = "2016/17", "2015/16", "2014/15"
Row = tuple[str, str, str, float | str]


def figures_of(*rows: Row, area: str = "681") -> Figures:
    """Measure, year, kind, and value or the reason why there is none; signals as in a release."""
    own = bundled_project()
    frame = pd.DataFrame(
        {
            "area_id": area,
            "measure_id": measure,
            "academic_year": year,
            "kind": kind,
            "group": "all",
            "value": None if isinstance(value, str) else value,
            "status": value if isinstance(value, str) else "verified",
            "unit": "pct",
            "decimals": 1,
        }
        for measure, year, kind, value in rows
    )
    made = with_signals(as_figures(frame), own.config.measures).astype({"signal": "str"})
    return Figures.of(made, own.config, own.term)


def aimed(measure: str, now: float | str, before: float | str, target: float = 90.0) -> list[Row]:
    return [(measure, NOW, "actual", now), (measure, BEFORE, "actual", before),
            (measure, NOW, "target", target)]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "no_better", "untold"),
    [
        (80.0, 85.0, 1, 0),
        (80.0, 80.0, 1, 0),
        (80.0, "suppressed", 0, 1),
        (80.0, "near_all", 0, 1),
        (80.0, "not_available", 0, 1),
        (80.0, 75.0, 0, 0),  # improved
        (91.0, "suppressed", 0, 0),  # met
        ("suppressed", 85.0, 0, 0),
    ],
)
def test_no_better_needs_the_year_before(
    now: Any, before: Any, no_better: int, untold: int
) -> None:
    found = withheld.missed(figures_of(*aimed("ks2_csi", now, before)), NOW)
    assert (len(found.no_better), len(found.untold)) == (no_better, untold)


def summary(*rows: Row) -> list[str]:
    page = desk_page("authority", "681", "public")
    narrative.outcomes_summary(page, figures_of(*rows), NOW)
    said: list[str] = page.said("en")
    return said


def test_counts_and_the_largest_are_of_what_can_be_shown() -> None:
    shown = [*aimed("ks2_csi", 91.0, 85.0), *aimed("ks3_csi", 80.0, 81.0)]
    whole, hidden = summary(*shown), summary(*shown, *aimed("fp_fpoi", "suppressed", 70.0))
    assert "shown" not in " ".join(whole)
    assert whole[0].startswith("1 of 2 measures")
    assert hidden[0].startswith("Of the 2 measures with a target and a result for 2016/17 that can")
    assert hidden[1].startswith("1 more measure with a target has a result that is confidential")
    assert len(hidden) == 4
    assert all("given here that can be compared with the year before" in s for s in hidden[2:])


def test_a_hidden_year_before_is_no_fall_and_no_rise() -> None:
    risen = [*aimed("ks2_csi", 91.0, 85.0), *aimed("ks3_csi", 81.0, 80.0)]
    first, *most = summary(*risen, *aimed("fp_fpoi", 80.0, "suppressed"))
    assert "can be shown" in first
    of = "Of the results for 2016/17 given here that can be compared with the year before"
    assert most[-1] == f"{of}, none was worse."


def test_of_a_single_one_it_is_said_how_it_went_and_nothing_is_most_of_it() -> None:
    _, *said = summary(*aimed("ks2_csi", 91.0, 85.0), *aimed("fp_fpoi", 80.0, "suppressed"))
    assert len(said) == 1
    assert "rose by 6.0 percentage points between 2015/16 and 2016/17" in said[0]


def test_a_single_one_that_the_page_tells_apart_is_not_told_twice() -> None:
    own = figures_of(*aimed("attendance_secondary", 93.7, 93.8))
    for apart, told in (((), 1), (("attendance",), 0)):
        page = desk_page("school", "9990006", "public")
        narrative.most_and_least(page, own, NOW, apart=apart)
        assert len(page.said("en")) == told


def test_where_all_are_hidden_that_is_said_and_not_that_there_are_none() -> None:
    (said,) = summary(*aimed("ks2_csi", "suppressed", 85.0))
    assert said.startswith("No measure with a target has a result for 2016/17 that can be shown")
    (none,) = summary(("ks2_csi", BEFORE, "actual", 85.0))
    assert none.startswith("No measure has both")


def test_hidden_results_are_not_told_as_missing_nor_the_other_way_round() -> None:
    page = desk_page("authority", "681", "public")
    own = figures_of(
        ("fp_fpoi", NOW, "actual", "suppressed"),
        ("ks2_csi", NOW, "actual", 80.0),
        ("ks3_csi", NOW, "actual", "not_applicable"),
        ("ks4_l1", NOW, "actual", "not_verified"),
        ("ks4_l1", BEFORE, "actual", 95.0),
        ("ks4_l2_inclusive", NOW, "actual", "not_verified"),
        ("ks4_l2_inclusive", BEFORE, "actual", "suppressed"),  # no number of any year
    )
    narrative.without_result(page, own, NOW, id="x")
    assert page.said("en") == [
        "There is no result for 2016/17 on 2 key indicators: Level 2 inclusive; Level 1.",
        "The result for 2016/17 on Foundation Phase (FPOI) is confidential.",
    ]


@pytest.mark.parametrize("report", ["school", "governors", "school_pack"])
def test_a_special_school_is_not_held_against_key_indicators(report: str) -> None:
    audience = "public" if report == "school" else "school"
    page = desk_page(report, "9990008", audience)
    own = figures_of(*aimed("ks4_l1", 0.0, 10.0), area="9990008")
    one_school.key_moves(page, own)
    assert page.said("en") == []
    one_school.say_unfit(page)
    (said,) = page.said("en")
    assert re.match(r"(Measures that do not fit|The measures called “.*”).* are left out", said)


def test_each_measure_is_compared_in_the_newest_year_of_both() -> None:
    page = desk_page("authority", "681", "public")
    own, region = page.area, page.area_of("CSC")
    rows = [
        ("ks2_csi", NOW, 80.0, 85.0), ("ks3_csi", NOW, 80.0, None), ("ks3_csi", BEFORE, 79.0, 70.0),
        ("ks4_l1", FIRST, 95.0, None),
    ]  # fmt: skip
    two = [
        figures_of(*((m, y, "actual", v[n]) for m, y, *v in rows if v[n] is not None), area=area)
        for n, area in enumerate(("681", "CSC"))
    ]
    both = Figures(two[0].rows + two[1].rows, two[0].config, two[0].term)
    years = chart_data.newest_compared(both, own, [region], "key_indicators")
    assert years == {"ks2_csi": NOW, "ks3_csi": BEFORE, "ks4_l1": FIRST}
    count = chart_data.above(both, own, region, years)
    assert (count.compared, count.above) == (2, 1)
    assert (
        "the newest common one (Key Stage 3 (CSI), 2015/16; Level 1,"
        in chart_data.when_compared(page, years)["en"]
    )
    assert chart_data.when_compared(page, {"ks2_csi": NOW})["en"] == NOW
    named = chart_data.measure_and_year(page, "ks3_csi", years)["en"]
    assert named == "Key Stage 3 (CSI), 2015/16"


def test_a_result_that_is_hidden_comes_before_one_that_is_not_there() -> None:
    own = figures_of(("ks4_l1", NOW, "actual", "not_verified"),
                     ("ks4_l1", BEFORE, "actual", "suppressed"))  # fmt: skip
    latest, cohort = own.latest("ks4_l1"), own.newest_cohort("ks4_l1")
    assert latest is not None and latest.academic_year == BEFORE
    assert cohort is not None and cohort.status == "suppressed"
    waiting = figures_of(("ks4_l1", NOW, "actual", "not_verified")).newest_cohort("ks4_l1")
    assert waiting is not None and waiting.status == "not_available"


@pytest.mark.parametrize(
    ("values", "all_withheld"),
    [(("suppressed", "suppressed"), True), (("suppressed", "not_available"), True),
     (("suppressed", "near_all"), False), (("suppressed", 80.0), False),
     (("not_available", "not_available"), False)],
)  # fmt: skip
def test_all_is_withheld_where_nothing_is_told(values: Any, all_withheld: bool) -> None:
    now, before = values
    rows = [("ks2_csi", NOW, "actual", now), ("ks2_csi", BEFORE, "actual", before)]
    assert withheld.is_all(figures_of(*rows)) == all_withheld
