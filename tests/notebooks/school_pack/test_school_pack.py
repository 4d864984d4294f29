"""A school's data pack, which only the school reads."""

import re
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from bundled import SAMPLE
from made_report import (
    LANGUAGES,
    MadeReport,
    assert_golden,
    bundled_project,
    bundled_term,
    made_report,
)
from notebook_run import Ran, run_notebook
from readers import faults_on_paper, faults_on_screen

import pack_groups as groups
from tymor.measures.frame import as_figures
from tymor.page import Figure, Questions, Table, TableBlock
from tymor.report.bilingual import in_language
from tymor.report.figures import Figures

SCHOOL, SPECIAL, PRIMARY = "9990014", "9990008", "9990001"


@pytest.fixture(scope="module")
def pack() -> MadeReport:
    return made_report("school_pack", SCHOOL, "school")


def with_rows(school: str = SCHOOL, **altered: Any) -> Ran:
    """The notebook with some tables altered."""
    return run_notebook("school_pack", school, "school", now=altered)


def tables_of(made: MadeReport) -> dict[str, Table]:
    return {b.id: b.table for b in made.page.blocks if isinstance(b, TableBlock)}


# Groups of learners


def figures_of(*rows: tuple[str, str, str, float | None, int | None]) -> Figures:
    """Measure, year, group, value and cohort of one school."""
    columns = ["measure_id", "academic_year", "group", "value", "denominator"]
    frame = pd.DataFrame(rows, columns=columns)
    status = frame["value"].notna().map({True: "counted", False: "suppressed"})
    made = frame.assign(area_id=SCHOOL, kind="actual", unit="pct", decimals=1, status=status,
                        source="computed", numerator=None, cohort=frame["denominator"])  # fmt: skip
    own = bundled_project()
    return Figures.of(as_figures(made), own.config, own.term)


def values(rows: pd.DataFrame) -> list[list[float | None]]:
    """The numbers of the figures in each row."""
    return [
        [cell.value for cell in row if isinstance(cell, Figure)]
        for row in rows.itertuples(index=False)
    ]


def test_measures_stand_by_phase_with_the_learners_of_each_group() -> None:
    own = figures_of(
        ("ks2_csi", "2016/17", "all", 80.0, 30), ("ks2_csi", "2016/17", "boys", 75.0, 16),
        ("fp_fpoi", "2016/17", "all", 90.0, 20), ("fp_fpoi", "2016/17", "boys", None, None),
        ("gap_ks2_csi", "2016/17", "all", -5.0, 30), ("ks2_csi", "2015/16", "all", 70.0, 31),
        ("attendance_primary", "2016/17", "all", 94.0, 52000),  # held of no group
    )  # fmt: skip
    rows = groups.by_group(own, "2016/17")
    assert [column.of for column in groups.group_columns(own.config, rows)] == [
        "measure",
        "all",
        "boys",
    ]
    words = in_language({name: list(rows[name]) for name in ("section", "measure")}, "en")
    assert words["section"] == ["Foundation Phase"] * 2 + ["Key Stage 2"] * 2
    assert [name == "Learners" for name in words["measure"]] == [True, False, True, False]
    assert values(rows) == [[20, None], [90.0, None], [30, 16], [80.0, 75.0]]


def test_without_a_second_group_there_is_no_table_of_groups() -> None:
    own = figures_of(("ks2_csi", "2016/17", "all", 80.0, 30))
    assert groups.by_group(own, "2016/17").empty
    assert groups.years_with_groups(own) == []


def test_a_subjects_entries_have_a_table_of_their_own(pack: MadeReport) -> None:
    held = tables_of(pack)
    for year, by_group in (("2016", "school-pack-by-group"), ("2015", "school-pack-by-group-2015")):
        entries = held[f"school-pack-entries-{year}"]
        assert [column.key for column in entries.columns][1:] == [
            "grade_a", "grade_c", "grade_e", "entries",
        ]  # fmt: skip
        assert len(entries.rows) > 10
        names = [row.cells[0].text["en"] for row in held[by_group].rows]  # type: ignore[union-attr]
        assert "A level and equivalent entries: grades A* to A" in names
        # Of learners' rows a subject's entries are told by group too; of counted ones only all.
        assert any("biology" in name for name in names) == (year == "2016")
    assert len(held["school-pack-programmes"].rows) == 1


def test_attendance_and_entries_are_not_counted_as_learners() -> None:
    own = figures_of(
        ("attendance_primary", "2016/17", "eal", 94.0, 52000),
        ("ks2_csi", "2016/17", "eal", 60.0, 5), ("ks2_csi", "2016/17", "all", 80.0, 30),
    )  # fmt: skip
    last = groups.of_group(own, "eal")[["learners", "all_learners"]]
    assert values(last) == [[5, 80.0], []]


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        (("efsm", "eal", "lac", "mat"), 1),
        (("efsm",), 4),
        ((), 5),
    ],
)
def test_each_vulnerable_group_has_its_table_or_is_named_as_not_held(
    held: tuple[str, ...], missing: int
) -> None:
    def only(rows: pd.DataFrame) -> pd.DataFrame:
        every = rows[(rows["group"] == "all") & (rows["area_id"] == SPECIAL)]
        return pd.concat([rows[rows["group"] == "all"], *(every.assign(group=g) for g in held)])

    ran = with_rows(SPECIAL, figures=only)
    tables = [each for each in ran.ids if each.startswith("school-pack-vulnerable-")]
    shown = {f"school-pack-vulnerable-{group}" for group in held}
    assert shown == {*tables} - {"school-pack-vulnerable-intro", "school-pack-vulnerable-not-held"}
    (said,) = ran.said(ids="school-pack-vulnerable-not-held")
    assert said.count(";") == missing - 1
    assert bool(ran.said(ids="school-pack-vulnerable-intro")) is bool(held)


# Targets for years to come


def aimed(target: float, low: float, high: float, newest: float = 60.0) -> Ran:
    """The pack with a target of 2017/18 beside a result of 2016/17, and similar schools."""

    def alter(rows: pd.DataFrame) -> pd.DataFrame:
        own = rows[(rows["measure_id"] == "ks3_csi") & (rows["group"] == "all")
                   & (rows["area_id"] == SCHOOL) & (rows["academic_year"] == "2016/17")
                   & (rows["kind"] == "actual")]  # fmt: skip
        aim = own.assign(kind="target", academic_year="2017/18", value=target, status="set")
        past = own.assign(kind="target", value=1.0, status="set")  # of a year with a result
        others = rows[(rows["area_id"] != SCHOOL) | (rows["kind"] == "count")]
        return pd.concat([others, own.assign(value=newest), aim, past], ignore_index=True)

    def beside(rows: pd.DataFrame) -> pd.DataFrame:
        row = rows[(rows["measure_id"] == "ks3_csi") & (rows["academic_year"] == "2016/17")]
        return row.assign(similar_low=low, similar_high=high)

    return with_rows(figures=alter, standing=beside)


@pytest.mark.parametrize(
    ("target", "low", "high", "told"),
    [
        (55.0, 50.0, 70.0, ["below-reached"]),
        (60.0, 60.0, 70.0, []),  # at the result reached, and where the middle half begins
        (59.9, 60.0, 70.0, ["below-reached", "below-similar"]),
        (70.1, 60.0, 70.0, ["above-similar"]),
        (80.0, float("nan"), float("nan"), []),
    ],
)
def test_a_target_is_told_below_what_is_reached_or_outside_similar_schools(
    target: float, low: float, high: float, told: list[str]
) -> None:
    ran = aimed(target, low, high)
    assert [i for i in ran.ids if i.endswith("-ks3-csi-2017")] == [
        f"school-targets-{each}-ks3-csi-2017" for each in told
    ]
    (row,) = ran.table("school-pack-targets")
    assert row[1:5] == ["2017/18", f"{target:g}", "60", "2016/17"]
    none = target >= 60
    assert bool(ran.said(ids="school-pack-targets-none-below")) == none


def test_a_target_below_the_result_says_by_how_much() -> None:
    (said,) = aimed(55.0, 50.0, 70.0).said(ids="school-targets-below-reached-ks3-csi-2017")
    assert "is 5.00 percentage points below the result already reached, 60.00%" in said


def test_half_terms_of_enhanced_support_are_shown() -> None:
    def halves(rows: pd.DataFrame) -> pd.DataFrame:
        row = {"school_id": SCHOOL, "term": "2017-summer", "half": 1, "priority": 1,
               "on_track": "no", "judgement": "limited", "commentary": "Slow.",
               "commentary_cy": "Araf.", "reviewed": pd.Timestamp("2017-05-25")}  # fmt: skip
        return pd.DataFrame([row], columns=rows.columns)

    ran = with_rows(half_term_reviews=halves)
    table = ran.table("school-pack-half-terms")
    assert table[-1] == ["Summer term 2017, half 1 (25 May 2017)", "Not on track",
                         "Limited progress", "Slow."]  # fmt: skip
    assert "school-pack-half-terms" not in with_rows(half_term_reviews=lambda r: r.iloc[:0]).ids


def test_a_priority_that_moved_to_enhanced_support_is_told() -> None:
    def moved(rows: pd.DataFrame) -> pd.DataFrame:
        now = (rows["term"] == "2017-summer") & (rows["priority"] == 1)
        return rows.assign(support=pd.Series("core", rows.index).mask(now, "enhanced"))

    (said,) = with_rows(school_priorities=moved).said(ids="school-pack-moved-1")
    assert said.endswith("has moved from core to enhanced support this term.")
    same = with_rows(school_priorities=lambda rows: rows.assign(support="core"))
    assert not [each for each in same.ids if each.startswith("school-pack-moved")]


# Beside similar schools


def standing(similar: float, quarter: int | None) -> Ran:
    """The pack with one key indicator of 2016/17 in ``standing``; NaN: no similar schools."""

    def alter(rows: pd.DataFrame) -> pd.DataFrame:
        row = rows[(rows["measure_id"] == "ks3_csi") & (rows["academic_year"] == "2016/17")]
        schools = pd.array([None if pd.isna(similar) else 6], dtype="Int64")
        return row.assign(
            similar_value=similar,
            similar_schools=schools,
            above_similar=row["value"] - similar,
            quartile=pd.array([quarter], dtype="Int64"),
        )

    return with_rows(standing=alter)


@pytest.mark.parametrize(
    ("similar", "told"),
    [(12.3, "above the 12.30% of 6 similar schools"), (99.9, "below the 99.90%")],
)
def test_similar_schools_stand_in_sentence_table_and_chart(similar: float, told: str) -> None:
    ran = standing(similar, 1)
    (said,) = ran.said(ids="standings-ks3-csi")
    assert told in said
    table = ran.block("standings-with-similar").table
    assert [column.key for column in table.columns][-2:] == ["similar", "quarter"]
    assert ran.table("standings-with-similar")[0][-2:] == [f"{similar:g}", "First quarter"]
    better = "Better" if similar < 50 else "No better"
    title = ran.block("standings-chart").title["en"]
    one = "than similar schools on the one measure of outcomes that can be compared, 2016/17"
    assert title == f"{better} {one}"


def test_title_and_alternative_of_a_chart_count_the_rows_of_its_table() -> None:
    ran = run_notebook("school_pack", "9990001", "school")
    chart = ran.block("standings-chart")
    similar = ran.names["standing"].dropna(subset=["similar"])
    assert len(similar) > len(chart.table.rows)  # attendance is in the other table alone
    shown = len(chart.table.rows)
    above = re.search(r"on (none|\d+) of (\d+) measures", chart.title["en"])
    assert above and int(above[2]) == shown
    told = f"on {shown} measures of outcomes. The school does better than similar schools on "
    assert told + above[1] in chart.alt["en"]


def test_a_school_may_be_level_with_similar_ones() -> None:
    (row,) = standing(12.3, 1).names["standing"].to_dict("records")
    ran = standing(float(row["value"]), 2)
    assert "level with the" in ran.said(ids="standings-ks3-csi")[0]


def test_with_too_few_similar_schools_nothing_is_said_of_them() -> None:
    ran = standing(float("nan"), None)
    assert [each for each in ran.ids if each.startswith("standings")] == [
        "standings-heading", "standings-quarter-is", "standings-without-similar",
    ]  # fmt: skip
    table = ran.block("standings-without-similar").table
    assert "similar" not in [column.key for column in table.columns]
    assert ran.table("standings-without-similar")[0][-1] == "Too few schools"


def test_a_special_school_is_told_of_no_single_other_one() -> None:
    def two_schools(rows: pd.DataFrame) -> pd.DataFrame:
        """The authority's figures are not this school's alone."""
        return rows.assign(value=rows["value"].where(rows["area_id"] != "672", rows["value"] - 1))

    ran = with_rows(SPECIAL, figures=two_schools)
    assert ran.said(ids="standings")[0].startswith("No quarter of all schools is given")
    table = ran.block("standings-without-similar").table
    assert "quarter" not in [column.key for column in table.columns]
    assert not [each for each in with_rows(SPECIAL).ids if each.startswith("standings")]


# Priorities


def test_a_school_without_priorities_says_so() -> None:
    ran = with_rows(school_priorities=lambda rows: rows[:0])
    assert ran.said(ids="school-priorities") == [
        "No priorities of this school are recorded for this term."
    ]
    assert "school-pack-log" not in ran.ids


def test_a_priority_that_nobody_judged_says_so() -> None:
    nothing = {"judgement": "", "on_track": "", "support_agreed": ""}
    ran = with_rows(school_priorities=lambda rows: rows.assign(**nothing))
    number = len(ran.names["now"])
    whole, *others = ran.said(ids="school-priorities")
    assert whole.endswith("progress is on track for none, and judged limited for none.")
    assert others == [
        f"It is not said whether {number} of them are on track.",
        f"{number} of them were not judged this term.",
    ]
    assert ran.table("school-pack-log")[1][1:3] == ["Not said", "Not judged"]


def test_what_was_found_in_the_second_language_only_is_shown() -> None:
    found = {"commentary": "", "commentary_cy": "Da iawn."}
    ran = with_rows(school_priorities=lambda rows: rows.assign(**found))
    cell = ran.block("school-pack-log").table.rows[1].cells[3]
    assert (cell.text["en"], cell.lang) == ("Da iawn.", "cy")


def test_each_priority_stands_with_the_support_that_it_has_now() -> None:
    def alter(rows: pd.DataFrame) -> pd.DataFrame:
        first = rows["priority"] == 1
        newest = rows["term"] == "2017-summer"
        support = rows["support"].mask(first, "core").mask(first & newest, "enhanced")
        return rows.assign(support=support)

    log = with_rows(school_priorities=alter).block("school-pack-log").table.rows
    heads = [row.cells[0].text["en"] for row in log if row.style == "section"]
    assert "enhanced" in heads[0].lower() and len(heads) == len({*heads})


# The report


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_pdf_say_what_the_golden_ones_say(pack: MadeReport, language: str) -> None:
    assert_golden(f"school/school_pack-{language}.txt", pack.text(language))
    assert_golden(f"school/school_pack-{language}-pdf.txt", pack.pdf_text(language))


def test_the_pack_has_what_the_public_may_not_see(pack: MadeReport) -> None:
    public = tables_of(made_report("school", SCHOOL, "public"))
    closed = {"school-pack-log", "school-pack-by-group", "standings-with-similar"}
    assert closed <= tables_of(pack).keys()
    assert not closed & public.keys()
    assert pack.page.site == f"school/{SCHOOL}"


def test_the_five_questions_have_lines_to_write_on(pack: MadeReport) -> None:
    (asked,) = [block for block in pack.page.blocks if isinstance(block, Questions)]
    assert len(asked.questions) == 5
    assert asked.lines > 0
    assert pack.page.blocks[-1] == asked


@pytest.mark.parametrize("school", ["9990009", SPECIAL])
def test_nursery_and_special_school_have_a_pack(school: str) -> None:
    found = made_report("school_pack", school, "school")
    assert "school-pack-log" in tables_of(found)
    assert faults_on_paper(found) == []


@pytest.mark.browser
@needs_browser
def test_it_can_be_read_on_a_phone_and_on_a_desk(pack: MadeReport) -> None:
    assert faults_on_screen(pack) == {}


def test_it_can_be_read_on_paper(pack: MadeReport) -> None:
    assert faults_on_paper(pack) == []


def test_a_special_schools_pack_leaves_out_what_does_not_fit_and_says_so() -> None:
    ran = run_notebook("school_pack", "9990008", "school")
    config = bundled_term("2017-summer").config
    figures = [
        cell.figure
        for block in ran.blocks
        if block.kind in ("table", "chart")
        for row in block.table.rows
        for cell in row.cells
        if cell.kind == "figure"
    ]
    held = {each.measure_id for each in figures} & set(config.measures)
    assert held == {"attendance_special"}
    (said,) = ran.said(ids="school-unfit")
    assert "named in the table below" in said
    names = {name for (name,) in ran.table("school-unfit-names")}
    assert "Key indicators" in names
    assert not [name for name in names if "Attendance" in name]
    assert run_notebook("school_pack", "9990001", "school").said(ids="school-unfit") == []


def test_the_autumn_pack_has_post16_where_there_is_a_sixth_form() -> None:
    results = pd.read_parquet(SAMPLE / "results.parquet")
    sixth = results.loc[results["phase"] == "post16", "school_id"].iloc[0]
    with_one = run_notebook("school_pack", sixth, "school", term="2017-autumn")
    assert "school-pack-post16-heading" in with_one.ids
    assert with_one.said(ids="post16-summary")
    without = run_notebook("school_pack", "9990001", "school", term="2017-autumn")
    assert not [name for name in without.ids if "post16" in name]


def test_the_pack_has_the_schools_own_category_and_work() -> None:
    ran = run_notebook("school_pack", "9990008", "school")
    rows = ran.table("school-pack-categories")
    assert [row[0] for row in rows] == [
        "Standards group", "Capacity to improve", "Support category",
    ]  # fmt: skip
    none = {name: (lambda rows: rows.iloc[:0]) for name in ("categories", "collaboration",
                                                            "strengths")}  # fmt: skip
    empty = run_notebook("school_pack", "9990008", "school", now=none)
    assert "school-pack-together" not in empty.ids


# How far chance reaches

WORDS = {
    "above": "higher than chance leaves",
    "below": "lower than chance leaves",
    "within": "chance can explain it",
}


def own_ks2(numerator: int) -> Ran:
    """The pack with so many learners of the newest CSI, of its cohort."""

    def changed(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows.copy()
        own = (rows["measure_id"] == "ks2_csi") & (rows["area_id"] == PRIMARY)
        own &= (rows["academic_year"] == "2016/17") & (rows["kind"] == "actual")
        own &= rows["group"] == "all"
        rows.loc[own, "numerator"] = numerator
        rows.loc[own, "value"] = (100 * numerator / rows.loc[own, "denominator"]).round(2)
        return rows

    return run_notebook("school_pack", PRIMARY, "school", now={"figures": changed})


@pytest.mark.parametrize(("numerator", "way"), [(3, "below"), (25, "within")])
def test_a_result_is_told_from_one_that_chance_can_explain(numerator: int, way: str) -> None:
    made = own_ks2(numerator)
    rows = {row[0]: row for row in made.table("chance-ranges")}
    assert rows["Key Stage 2 (CSI), 2016/17"][-1] == WORDS[way]
    told = sum(row[-1] == WORDS["below"] for row in rows.values())
    (said,) = made.said(ids="chance-sides")
    assert (f"{told} came out lower" in said or f"the {told} results came out lower" in said) == (
        told > 0
    )
    claims = made.block("chance-sides").claims
    assert claims and all(each.kind == "beyond" and each.follows() for each in claims)


def test_years_together_have_the_learners_of_all_of_them() -> None:
    made = own_ks2(25)
    together = {row[0]: row for row in made.table("chance-years-together")}
    one = {row[0]: row for row in made.table("chance-ranges")}
    row = together["Key Stage 2 Core Subject Indicator (CSI)"]
    newest = one["Key Stage 2 (CSI), 2016/17"]
    assert int(row[2]) > int(newest[2])
    width = [float(each[at + 1]) - float(each[at]) for each, at in ((row, 3), (newest, 3))]
    assert width[0] < width[1]


def test_of_a_result_without_its_learners_no_range_is_told() -> None:
    def without(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(numerator=pd.NA, denominator=pd.NA)

    made = run_notebook("school_pack", PRIMARY, "school", now={"figures": without})
    assert not [each for each in made.ids if each.startswith("chance")]


def test_a_funnel_is_for_those_who_may_see_every_result() -> None:
    closed = run_notebook("authority", "672", "authority")
    drawn = [each for each in closed.ids if each.startswith("chance-funnel")]
    assert drawn
    schools = {row[0] for each in drawn for row in closed.table(each)}
    assert schools and not [name for name in schools if "Special" in name]
    public = run_notebook("authority", "672", "public")
    assert not [each for each in public.ids if each.startswith("chance")]


@pytest.mark.parametrize(
    ("term", "years"),
    [("2017-spring", ["2014/15", "2015/16"]), ("2017-summer", ["2014/15", "2015/16", "2016/17"])],
)
def test_exclusions_of_a_year_are_told_when_it_is_over(term: str, years: list[str]) -> None:
    ran = run_notebook("school_pack", SCHOOL, "school", term=term)
    assert [row[0] for row in ran.table("school-pack-exclusions")] == years


def moved_by(school: str, measure: str, points: float) -> Any:
    """The figures with another result of a school in the newest year: so much from the last."""

    def alter(rows: pd.DataFrame) -> pd.DataFrame:
        own = (rows["area_id"] == school) & (rows["measure_id"] == measure)
        own &= (rows["group"] == "all") & (rows["kind"] == "actual")
        before = rows.loc[own & (rows["academic_year"] == "2015/16"), "value"].sum()
        now = own & (rows["academic_year"] == "2016/17")
        return rows.assign(value=rows["value"].mask(now, before + points))

    return alter


def test_what_moved_most_is_told_of_further_subjects_too() -> None:
    fell = run_notebook("school_pack", PRIMARY, "school",
                        now={"figures": moved_by(PRIMARY, "ks2_science", -60.0)})  # fmt: skip
    (worst,) = fell.said(ids="outcomes-worst")[:1]
    assert "science" in worst and "60.0" in worst
    assert not fell.said(ids="outcomes-no-fall")


@pytest.mark.parametrize(("points", "way"), [(-20.0, "fell by 20.0"), (4.0, "rose by 4.0")])
def test_retention_that_moved_has_a_sentence(points: float, way: str) -> None:
    ran = run_notebook("school_pack", SCHOOL, "school",
                       now={"figures": moved_by(SCHOOL, "post16_retention", points)})  # fmt: skip
    (said,) = ran.said(ids="post16-went-post16-retention")
    assert said.startswith("The share of learners who stayed on a programme to its end " + way)
    (welsh,) = ran.said("cy", ids="post16-went-post16-retention")
    assert "cyfran y dysgwyr a arhosodd" in welsh.lower()
