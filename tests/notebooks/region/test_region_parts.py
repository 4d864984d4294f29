"""The region's commentary: each rule at its boundaries, on releases of a few rows."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from on_page import run_on
from tiny_release import OWN, Kept, Row, report_on

from shared import chart_data, narrative
from shared.groups_apart import groups_apart
from tymor.page import ChartBlock, FigureCell, NumberCell, TableBlock, TextCell

NOW, BEFORE, FIRST = "2016/17", "2015/16", "2014/15"
Opened = Callable[..., Kept]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Opened:
    return partial(report_on, monkeypatch, tmp_path)


def ran(kept: Kept) -> Kept:
    """The report after its notebook has run on it."""
    run_on(kept.page, "region")
    return kept


def column(table: TableBlock | ChartBlock, at: int) -> list[str | float | None]:
    return [value_of(row.cells[at]) for row in table.table.rows]


def value_of(cell: FigureCell | NumberCell | TextCell) -> str | float | None:
    match cell:
        case FigureCell():
            return cell.figure.value
        case NumberCell():
            return cell.value
        case _:
            return cell.text["en"]


# What improved most and least


def moved(opened: Opened, pairs: Sequence[tuple[str, float, float]]) -> Kept:
    rows = [Row("CSC", name, BEFORE, was) for name, was, _ in pairs]
    return ran(opened([*rows, *(Row("CSC", name, NOW, now) for name, _, now in pairs)]))


def test_measures_that_moved_are_counted_and_the_first_is_named(opened: Opened) -> None:
    kept = moved(opened, [("ks2_csi", 80, 82), ("ks3_csi", 80, 80), ("gap_fp_fpoi", -10, -13)])
    said = kept.said()
    assert "Of 3 measures with a result" in said["region-moves-counted"]
    assert "1 improved, 1 got worse and 1 stayed the same" in said["region-moves-counted"]
    assert said["region-moves"].endswith("Key Stage 2 Core Subject Indicator (CSI), by +2.0 "
                                         "percentage points")  # fmt: skip
    assert column(kept.block("region-moves"), 3) == [2.0, 0.0, -3.0]


def test_a_gap_that_changed_sides_moved_by_how_wide_it_is(opened: Opened) -> None:
    kept = moved(opened, [("gap_fp_fpoi", -10, 4)])
    assert "The one measure with a result" in kept.said()["region-moves-counted"]
    assert column(kept.block("region-moves"), 3) == [6.0]


def test_of_results_for_a_year_all_that_moved_as_far_are_named(opened: Opened) -> None:
    pairs = [("ks2_csi", 80.0, 81.0), ("ks3_csi", 70.0, 71.0), ("fp_fpoi", 60.0, 59.0)]
    rows = [Row("CSC", name, year, value) for name, was, now in pairs
            for year, value in ((BEFORE, was), (NOW, now))]  # fmt: skip
    kept = opened(rows)
    narrative.most_and_least(kept.page, kept.page.figures(), NOW)
    said = kept.said()
    assert said["outcomes-best"] == (
        "Of the results for 2016/17 given here, these are the ones that improved most on the year "
        "before, by 1.0 percentage points each: Key Stage 2 (CSI); Key Stage 3 (CSI)."
    )
    assert said["outcomes-worst"].startswith(
        "Of the results for 2016/17 given here, the one that worsened"
    )


def test_a_gap_that_moved_most_and_changed_sides_says_so(opened: Opened) -> None:
    moves = {"gap_ks2_csi": (6.0, -2.0), "gap_ks3_csi": (-9.0, -8.0)}
    kept = opened([Row("CSC", name, year, value) for name, both in moves.items()
                   for year, value in zip((BEFORE, NOW), both, strict=True)])  # fmt: skip
    narrative.most_and_least(kept.page, kept.page.figures(), NOW)
    best = kept.said()["outcomes-best"]
    assert "4.0 percentage points closer to zero, on the other side of it, to" in best


@pytest.mark.parametrize(("now", "points"), [(80, "0.0"), (79.5, "\N{MINUS SIGN}0.5")])
def test_where_nothing_improved_no_measure_is_called_the_best(
    opened: Opened, now: float, points: str
) -> None:
    kept = moved(opened, [("ks2_csi", 80, now)])
    assert kept.said()["region-moves"].startswith("No measure improved")
    assert kept.said()["region-moves"].endswith(f": {points} percentage points")


def test_without_a_year_before_nothing_is_said_of_moves(opened: Opened) -> None:
    kept = ran(opened([Row("CSC", "ks2_csi", NOW, 80), Row("CSC", "ks2_csi", BEFORE, None)]))
    assert not any(block.startswith("region-moves") for block in kept.said())


def test_only_the_ends_are_shown_of_many(opened: Opened) -> None:
    names = list(OWN.config.measures)[:11]
    pairs = [(name, 50.0, 50.0 + at) for at, name in enumerate(names)]
    kept = moved(opened, pairs)
    points = column(kept.block("region-moves"), 3)
    assert points == [10.0, 9.0, 8.0, 7.0, 6.0, 4.0, 3.0, 2.0, 1.0, 0.0]
    assert "Of 11 measures with a result" in kept.said()["region-moves-counted"]


def test_of_measures_that_moved_alike_the_first_of_the_list_comes_first(opened: Opened) -> None:
    kept = moved(opened, [("ks2_csi", 80, 81), ("ks3_csi", 70, 71), ("fp_fpoi", 60, 61)])
    names = [row.cells[0].text["en"][:11] for row in kept.block("region-moves").table.rows]
    assert names == ["Foundation ", "Key Stage 2", "Key Stage 3"]


# Over the years


def test_a_measure_with_one_year_is_not_held_against_itself(opened: Opened) -> None:
    rows = [Row("CSC", "ks2_csi", FIRST, 80), Row("CSC", "ks3_csi", NOW, 81)]
    said = ran(opened(rows)).said()
    assert [block for block in said if block.startswith("since")] == ["since-ks3-csi"]
    assert "is not held" in said["since-ks3-csi"]


# Each local authority beside the region


def test_as_high_as_the_region_counts_as_at_it(opened: Opened) -> None:
    values = {"CSC": 80.0, "681": 80.0, "672": 80.1, "673": 79.9}
    kept = ran(opened([Row(area, "ks2_csi", NOW, value) for area, value in values.items()]))
    assert (
        "2 of 3 local authorities are at or above the region (80.0%)"
        in (kept.said()["region-beside-ks2-csi"])
    )
    chart = kept.block("region-beside-ks2-csi")
    assert column(chart, 0) == ["Area 672", "Area 681", "Area 673", "Area CSC"]
    assert column(chart, 4) == [0.1, 0.0, -0.1, None]
    assert chart.table.rows[-1].cells[4].status == "not_applicable"  # the region beside itself


@pytest.mark.parametrize(("value", "said"), [(79.0, "neither of 2"), (81.0, "2 of 2")])
def test_none_and_all_above_the_region(opened: Opened, value: float, said: str) -> None:
    rows = [
        Row("CSC", "ks2_csi", NOW, 80),
        *(Row(a, "ks2_csi", NOW, value) for a in ("681", "672")),
    ]
    assert said in ran(opened(rows)).said()["region-beside-ks2-csi"]


def test_the_year_is_the_newest_that_both_have(opened: Opened) -> None:
    rows = [Row(area, "ks4_l1", BEFORE, 90) for area in ("CSC", "681", "672")]
    rows += [Row("CSC", "ks4_l1", NOW, None, status="not_verified"), Row("681", "ks4_l1", NOW, 91)]
    assert ", 2015/16: 2 of 2" in ran(opened(rows)).said()["region-beside-ks4-l1"]


def test_without_a_figure_of_the_region_there_is_no_line_to_be_above(opened: Opened) -> None:
    rows = [Row("681", "ks2_csi", NOW, 80), Row("672", "ks2_csi", NOW, 70)]
    assert "lie between 70.0% and 80.0%" in ran(opened(rows)).said()["region-beside-ks2-csi"]


def test_one_authority_is_no_comparison_and_a_hidden_one_stays_in_the_table(opened: Opened) -> None:
    rows = [Row("CSC", "ks2_csi", NOW, 80), Row("681", "ks2_csi", NOW, 80)]
    kept = ran(opened([*rows, Row("672", "ks2_csi", NOW, None)]))
    assert "region-beside-ks2-csi" not in kept.said()
    assert column(kept.block("region-authorities"), 1) == [None, 80.0, 80.0]


# Two groups of learners


def pair_rows(first: float | None, second: float | None, year: str = NOW) -> list[Row]:
    return [
        Row("CSC", "ks2_csi", year, 85),
        Row("681", "ks2_csi", year, first, group="girls", cohort=40),
        Row("681", "ks2_csi", year, second, group="boys", cohort=50),
    ]


@pytest.mark.parametrize(
    ("now", "before", "way"),
    [
        ((90, 80), (90, 75), "narrower"),
        ((90, 80), (90, 85), "wider"),
        ((90, 80), (80, 70), "equal"),
        ((80, 90), (90, 80), "equal"),  # as wide, the other way round
        ((90, 80), (None, 80), "not_held"),
    ],
)
def test_how_far_apart_and_which_way(
    opened: Opened, now: tuple[float, float], before: tuple[float, float], way: str
) -> None:
    kept = opened([*pair_rows(*now), *pair_rows(*before, year=BEFORE)])
    figures = kept.page.figures("CSC", "681")
    found = groups_apart(kept.page, figures, ["ks2_csi"], "girls", "boys")
    assert found["way"].tolist() == [way]
    assert found["difference"].iloc[0].value == now[0] - now[1]
    assert ("learner-groups-girls-boys-moved" in ran(kept).said()) == (way != "not_held")


@pytest.mark.parametrize(
    ("values", "title"),
    [((90, 80), "did better than boys in the one comparison"),
     ((80, 80), "did no better than boys in the one comparison"),
     ((70, 80), "did no better than boys in the one comparison")],
)  # fmt: skip
def test_girls_above_level_with_and_below_boys(
    opened: Opened, values: tuple[float, float], title: str
) -> None:
    kept = ran(opened(pair_rows(*values)))
    assert kept.said()["learner-groups-girls-boys"].endswith(title)
    smallest = kept.said()["learner-groups-girls-boys-smallest"]
    assert "girls in Area 681 on Key Stage 2 (CSI), with 40 learners" in smallest
    assert "2.5 percentage points" in smallest


@pytest.mark.parametrize("values", [(None, 80), (90, None), (None, None)])
def test_a_pair_with_a_hidden_group_is_not_shown(
    opened: Opened, values: tuple[float | None, float | None]
) -> None:
    said = ran(opened(pair_rows(*values))).said()
    assert not any(block.startswith(("learner-groups", "groups-of-learners")) for block in said)


@pytest.mark.parametrize("whole", [True, False])
def test_beside_a_comparison_that_is_withheld_nothing_is_furthest_of_all(
    opened: Opened, whole: bool
) -> None:
    hidden = [Row("681", "ks3_csi", NOW, None, group=each) for each in ("girls", "boys")]
    said = ran(opened([*pair_rows(90, 80), *([] if whole else hidden)])).said()
    furthest = said["learner-groups-girls-boys-widest"]
    assert furthest.startswith("Of the comparisons that can be shown") != whole
    assert said["learner-groups-girls-boys"].endswith("that can be shown") != whole


@pytest.mark.parametrize("whole", [True, False])
def test_beside_a_group_whose_size_is_withheld_none_is_the_smallest(
    opened: Opened, whole: bool
) -> None:
    rows = [Row("CSC", "ks2_csi", NOW, 80), Row("CSC", "ks2_csi", NOW, 60, group="lac", cohort=20)]
    hidden = [Row("CSC", "ks2_csi", NOW, None, group="efsm", cohort=None)]
    said = ran(opened([*rows, *([] if whole else hidden)])).said()["learner-groups-smallest"]
    assert said.startswith("No group in this table is smaller than") == whole
    assert (
        said.startswith("Of the groups in this table whose result and size can be shown") != whole
    )


def test_a_group_that_the_table_does_not_show_is_not_its_smallest(opened: Opened) -> None:
    rows = [Row("CSC", "ks2_csi", NOW, 80), Row("CSC", "ks2_csi", NOW, 60, group="lac", cohort=20),
            Row("CSC", "ks2_csi", NOW, None, group="mat", cohort=16)]  # fmt: skip
    kept = ran(opened(rows))
    said = kept.said()["learner-groups-smallest"]
    assert (
        "none is smaller than looked after learners on Key Stage 2 (CSI), with 20 learners" in said
    )
    assert "whose result and size can be shown" in said
    assert "more able and talented learners" in column(kept.block("learner-groups-groups"), 0)


@pytest.mark.parametrize(
    ("before", "turned"), [((90, 80), False), ((70, 80), True), ((80, 80), False)]
)
def test_a_lead_that_changed_sides_is_said(
    opened: Opened, before: tuple[float, float], turned: bool
) -> None:
    kept = ran(opened([*pair_rows(90, 85), *pair_rows(*before, year=BEFORE)]))
    said = kept.said().get("learner-groups-girls-boys-turned", "")
    assert said.startswith("The lead has changed sides in 1") == turned
    ways = column(kept.block("learner-groups-girls-boys"), -1)
    assert any("the lead has changed sides" in str(way) for way in ways) == turned


def test_a_year_is_no_scope_of_comparisons_of_several(opened: Opened) -> None:
    said = ran(opened(pair_rows(90, 80))).said()["learner-groups-girls-boys-widest"]
    assert said.startswith("Of these comparisons, girls and boys are furthest apart on")
    assert f"({NOW}), where" in said


def test_the_free_school_meal_gap_is_the_releases_own(opened: Opened) -> None:
    rows = [Row("681", "ks2_csi", NOW, 70.0, group="efsm"),
            Row("681", "ks2_csi", NOW, 85.0, group="not_efsm"),
            Row("681", "gap_ks2_csi", NOW, -15.1)]  # fmt: skip
    kept = opened(rows)
    figures = kept.page.figures("CSC", "681")
    found = groups_apart(kept.page, figures, ["ks2_csi"], "efsm", "not_efsm")
    (gap,) = found["difference"]
    assert (gap.measure_id, gap.value) == ("gap_ks2_csi", -15.1)


def test_the_regions_own_groups_are_a_table_where_they_are_held(opened: Opened) -> None:
    rows = [Row("CSC", "ks2_csi", NOW, 80), Row("CSC", "ks2_csi", NOW, 60, group="lac"),
            Row("CSC", "ks2_csi", NOW, None, group="eal")]  # fmt: skip
    kept = ran(opened(rows))
    # What is confidential has its row; of learners of whom nothing is held there is none.
    assert column(kept.block("learner-groups-groups"), 0) == [
        "all learners",
        "learners with English as an additional language",
        "looked after learners",
    ]


def test_groups_of_which_all_is_confidential_are_told_and_have_no_table(opened: Opened) -> None:
    rows = [Row("CSC", "ks2_csi", NOW, 80), Row("CSC", "ks2_csi", NOW, None, group="eal")]
    kept = ran(opened(rows))
    assert kept.said()["learner-groups-confidential"].startswith("The results of groups of")
    assert "learner-groups-groups" not in {block.id for block in kept.blocks}


@pytest.mark.parametrize(
    ("year", "said"), [(NOW, ""), (BEFORE, f"is {BEFORE}"), ("both", f"from {BEFORE} to {NOW}")]
)
def test_groups_that_are_compared_in_earlier_years_say_in_which(
    opened: Opened, year: str, said: str
) -> None:
    older = [Row("681", "ks3_csi", BEFORE, value, group=group)
             for group, value in (("girls", 90), ("boys", 85))]  # fmt: skip
    older.append(Row("CSC", "ks3_csi", BEFORE, 88))
    rows = [*pair_rows(90, 80), *older] if year == "both" else pair_rows(90, 80, year=year)
    found = ran(opened(rows)).said().get("learner-groups-girls-boys-when", "")
    assert said in found and bool(said) == bool(found)


def test_a_table_of_all_learners_alone_is_none_of_groups(opened: Opened) -> None:
    assert "region-groups" not in ran(opened([Row("CSC", "ks2_csi", NOW, 80)])).said()


@pytest.mark.parametrize(("pupils", "told"), [(100, True), (101, False)])
def test_only_a_small_group_is_a_reason_for_caution(
    opened: Opened, pupils: int, told: bool
) -> None:
    said = ran(opened([Row("681", "ks2_csi", NOW, 80, cohort=pupils)])).said()
    assert ("region-authorities-smallest" in said) is told


# The schools


def of_schools(opened: Opened, values: Sequence[float | None], cohort: int = 30) -> Kept:
    rows = [Row(f"999{at:04}", "ks2_csi", NOW, v, cohort=cohort) for at, v in enumerate(values)]
    special = Row("9990099", "ks2_csi", NOW, 10, cohort=cohort)  # whom the measure does not fit
    return ran(opened([*rows, special], sectors={"9990099": "special"}))


def test_quartiles_of_the_schools_shown(opened: Opened) -> None:
    kept = of_schools(opened, [50, 60, 70, 80, None])
    said = kept.said()
    assert "the 4 schools shown lies between 57.50% and 72.50%" in said["region-schools-ks2-csi"]
    assert said["region-schools-hidden"].startswith("1 more result of these measures")
    left_out = (
        "1 school is left out, since none of these measures fits schools of its kind (Special)."
    )
    assert said["region-schools-special"] == left_out
    assert "region-schools-small" not in said
    chart = kept.block("region-schools")
    assert [column(chart, at)[0] for at in range(1, 9)] == [4, 50, 57.5, 65, 72.5, 80, 0, 1]
    spec = str(chart.spec)
    assert "Area 999" not in spec and "Ardal 999" not in spec
    assert chart.title["en"].endswith("spans 15.00 percentage points")


@pytest.mark.parametrize("values", [[], [70], [70, 80, 90], [70, 80, 90, None, None]])
def test_fewer_than_four_schools_are_no_spread(
    opened: Opened, values: Sequence[float | None]
) -> None:
    said = of_schools(opened, values).said()
    assert not any(block.startswith("region-schools") for block in said)


@pytest.mark.parametrize(("cohort", "told"), [(20, True), (21, False)])
def test_small_cohorts_are_said(opened: Opened, cohort: int, told: bool) -> None:
    said = of_schools(opened, [50, 60, 70, 80], cohort).said()
    assert ("region-schools-small" in said) is told
    if told:
        assert said["region-schools-small"].startswith("4 of these 4 results are of cohorts of 20")


# What both have, and what neither has


def test_an_area_is_above_another_on_the_measures_that_both_have(opened: Opened) -> None:
    rows = [Row("681", name, NOW, 80) for name in ("fp_fpoi", "ks2_csi", "ks3_csi")]
    rows += [Row("CSC", "fp_fpoi", NOW, 79), Row("CSC", "ks2_csi", NOW, 81),
             Row("CSC", "ks3_csi", NOW, None, status="not_verified")]  # fmt: skip
    kept = opened(rows)
    own, region = kept.page.area_of("681"), kept.page.area
    figures = kept.page.figures("681", "CSC")
    names = figures.with_numbers("681", NOW, "key_indicators")
    now, before = dict.fromkeys(names, NOW), dict.fromkeys(names, BEFORE)
    assert chart_data.above(figures, own, region, now) == chart_data.Count(2, 1)
    assert chart_data.above(figures, own, region, before) == chart_data.Count(0, 0)


def test_where_no_year_before_is_held_nothing_rose_and_nothing_fell(opened: Opened) -> None:
    kept = opened([Row("CSC", "ks2_csi", NOW, 80), Row("CSC", "ks2_csi", NOW, 79, kind="target")])
    narrative.outcomes_summary(kept.page, kept.page.figures(), NOW)
    assert list(kept.said()) == ["outcomes-summary"]


def test_indicators_without_a_result_of_the_year_are_named(opened: Opened) -> None:
    rows = [Row("CSC", "ks2_csi", NOW, 80), Row("CSC", "ks4_l1", BEFORE, 90),
            Row("CSC", "ks4_l1", NOW, None, status="not_verified")]  # fmt: skip
    kept = opened(rows)
    narrative.without_result(kept.page, kept.page.figures(), NOW, id="x")
    assert kept.said() == {"x": "There is no result for 2016/17 on Level 1."}
    narrative.without_result(kept.page, kept.page.figures("681"), NOW, id="y")
    assert list(kept.said()) == ["x"]
