"""The report to scrutiny: what each sentence says at its boundaries, and which tables stand."""

from pathlib import Path
from typing import Any

import pytest
from written_page import rows_of, written

from tymor.report import oversight, scrutiny, scrutiny_background, similar
from tymor.report.named_priorities import (
    NamedPriorities,
    concern_table,
    half_term_table,
    priorities_table,
)
from tymor.report.priority_counts import PriorityCounts, judged_table, support_table, track_table

NOW, BEFORE = "2017-summer", "2017-spring"
BY_THEN = "due an inspection by the end of the summer term 2018."


def count(answer: str, priorities: int, schools: int = 1, **more: str) -> dict[str, Any]:
    whole = {"area_id": "681", "term": NOW, "reform_area": "all", "support": "all"}
    return whole | {"answer": answer, "priorities": priorities, "schools": schools} | more


def priority(school: int, judgement: str, **more: Any) -> dict[str, Any]:
    row = {"school_id": f"999000{school}", "term": NOW, "priority": 1, "reform_area": "teaching",
           "support": "core", "on_track": "yes", "judgement": judgement, "commentary": "Seen.",
           "support_agreed": "", "days": 1.0}  # fmt: skip
    return row | more


def result(measure: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {"measure_id": measure, "value": value} | more


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([count("all", 1)],
         ["Priorities of schools reviewed this term: 1. Schools that they belong to: 1."]),
        ([count("all", 3, 2), count("on_track", 2), count("not_on_track", 1), count("strong", 2),
          count("limited", 1)],
         ["Priorities of schools reviewed this term: 3. On track: 2. Not on track: 1. "
          "Schools that they belong to: 2.",
          "Judged to have made strong or very good progress: 2 of 3 priorities. "
          "Judged to have made limited progress: 1."]),
        ([count("all", 1), count("very_good", 1), count("limited", 2, term=BEFORE),
          count("strong", 1, term=BEFORE)],
         ["Priorities of schools reviewed this term: 1. Schools that they belong to: 1.",
          "Judged to have made strong or very good progress: 1 of 1 priorities. "
          "Judged to have made limited progress: 0.",
          "The term before, the judgement was strong or very good on 1 of 3, and limited on 2."]),
    ],
)  # fmt: skip
def test_priorities_counted(tmp_path: Path, rows: list[Any], expected: list[str]) -> None:
    tables = {"progress": rows} if rows else {}
    with written(tmp_path, tables) as told:
        scrutiny.priorities_sentences(told.page, PriorityCounts.of(told.page))
        assert told.said() == expected
        assert len(told.said("cy")) == len(expected)


def test_a_term_to_come_is_not_told(tmp_path: Path) -> None:
    rows = [count("all", 1), count("strong", 1), count("strong", 9, term="2017-autumn")]
    with written(tmp_path, {"progress": rows}) as told:
        counts = PriorityCounts.of(told.page)
        assert (counts.terms, counts.before) == ([NOW], None)


def test_tables_of_priorities_add_up(tmp_path: Path) -> None:
    rows = [
        count("all", 3, 2),
        count("on_track", 2, 2),
        count("not_on_track", 1),
        count("strong", 3),
        count("all", 2, 2, reform_area="teaching"),
        count("on_track", 2, 2, reform_area="teaching"),
        count("all", 1, reform_area="leadership"),
        count("not_on_track", 1, reform_area="leadership"),
        count("all", 3, 2, support="enhanced"),
        count("limited", 1, support="enhanced"),
        count("strong", 2, term=BEFORE),
        count("limited", 1, term=BEFORE),
    ]
    with written(tmp_path, {"progress": rows}) as told:
        counts = PriorityCounts.of(told.page)
        assert rows_of(track_table(counts)) == [
            ["Teaching", "2", "2", "0", "2", "2", "0"],
            ["Leadership", "1", "0", "1", "1", "0", "1"],
            ["Total", "3", "2", "1", "2", "2", "1"],
        ]
        assert rows_of(support_table(counts)) == [
            ["Enhanced", "3", "2", "0", "0", "1"], ["Total", "3", "2", "2", "1", "0"],
        ]  # fmt: skip
        assert rows_of(judged_table(counts)) == [
            ["Very good progress", "0", "0"], ["Strong progress", "2", "3"],
            ["Satisfactory progress", "0", "0"], ["Limited progress", "1", "0"],
        ]  # fmt: skip
    with written(tmp_path / "none", {}) as told:
        counts = PriorityCounts.of(told.page)
        assert track_table(counts) is support_table(counts) is judged_table(counts) is None


@pytest.mark.parametrize(
    ("number", "track", "limited"),
    [
        (1, "how the 1 priority that is not on track", "on the 1 priority with"),
        (2, "how the 2 priorities that are not on track", "on the 2 priorities with"),
        (6, "how the 6 priorities that are not on track", "on the 6 priorities with"),
    ],
)
def test_the_committee_is_asked_what_the_figures_give_reason_for(
    tmp_path: Path, number: int, track: str, limited: str
) -> None:
    rows = [count("all", 9), count("not_on_track", number), count("limited", number)]
    with written(tmp_path, {"progress": rows}) as told:
        scrutiny.recommendations(told.page, told.page.figures(), PriorityCounts.of(told.page))
        asked = told.said()
        assert len(asked) == 3
        assert track in asked[1]
        assert limited in asked[2]
        assert f"{number} " in told.said("cy")[1]


def test_with_no_reason_the_committee_is_asked_to_note(tmp_path: Path) -> None:
    met = [result("fp_fpoi", 90.0, signal="met"), result("fp_fpoi", 80.0, kind="target")]
    with written(tmp_path, {"progress": [count("all", 1)]}, figures=met) as told:
        scrutiny.recommendations(told.page, told.page.figures(), PriorityCounts.of(told.page))
        (only,) = told.said()
        assert only.startswith("The committee is asked to note")


@pytest.mark.parametrize(
    ("actual", "missed"),
    [
        (result("fp_fpoi", 79.9), ["fp_fpoi"]),
        (result("fp_fpoi", 80.0, signal="met"), []),
        (result("fp_fpoi", 79.9, signal="improved"), []),
        (result("fp_fpoi", None, status="suppressed"), []),
        (result("fp_fpoi", None, status="not_published"), []),
        (result("fp_fpoi", 79.9, academic_year="2015/16"), []),
    ],
)
def test_what_missed_its_target(tmp_path: Path, actual: Any, missed: list[str]) -> None:
    target = result("fp_fpoi", 80.0, kind="target", status="set")
    with written(tmp_path, {}, figures=[actual, target]) as told:
        below = scrutiny.below_target(told.page.figures(), "2016/17")
        assert [figure.measure_id for figure in below] == missed


def test_a_result_without_a_target_missed_none(tmp_path: Path) -> None:
    with written(tmp_path, {}, figures=[result("fp_fpoi", 10.0)]) as told:
        assert scrutiny.below_target(told.page.figures(), "2016/17") == []


def test_lines_of_enquiry_begin_with_the_largest_fall(tmp_path: Path) -> None:
    figures = [
        result("fp_fpoi", 79.0),
        result("fp_fpoi", 80.0, academic_year="2015/16"),
        result("ks2_csi", 75.0),
        result("ks2_csi", 80.0, academic_year="2015/16"),
        result("ks3_csi", 80.0),
        result("ks3_csi", 80.0, academic_year="2015/16"),
    ]
    with written(tmp_path, {}, figures=figures) as told:
        scrutiny.options(told.page, told.page.figures())
        assert told.said()[1].endswith("(2): Key Stage 2 (CSI); Foundation Phase (FPOI).")
    with written(tmp_path / "none", {}, figures=figures[-2:]) as told:
        scrutiny.options(told.page, told.page.figures())
        assert len(told.said()) == 1


def excluded(year: str, fixed: float | None, area: str = "681") -> dict[str, Any]:
    return {"area_id": area, "academic_year": year, "fixed_term": fixed, "permanent": None,
            "days_lost": None if fixed is None else 2.5 * fixed}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (10, 12, "rose by 2, from 10 in 2015/16 to 12 in 2016/17"),
        (12, 10, "fell by 2, from 12 in 2015/16 to 10 in 2016/17"),
        (10, 10, "stayed the same: 10 in 2015/16 and 10 in 2016/17"),
        (0, 5, "rose by 5, from 0"),
        (None, 10, "are not compared"),
        (10, None, "are not compared"),
    ],
)
def test_exclusions_moved(tmp_path: Path, before: Any, now: Any, said: str) -> None:
    rows = [excluded("2015/16", before), excluded("2016/17", now), excluded("2016/17", 99, "CSC")]
    with written(tmp_path, {"exclusions": rows}) as told:
        oversight.exclusions_moved(told.page)
        (sentence,) = told.said()
        assert said in sentence
        shown = rows_of(oversight.exclusions_table(told.page))
        assert shown[1][1] == ("suppressed" if now is None else str(now))
        assert shown[1][3] == "suppressed"


def test_one_year_or_none_of_exclusions_is_not_compared(tmp_path: Path) -> None:
    with written(tmp_path, {"exclusions": [excluded("2016/17", 5)]}) as told:
        oversight.exclusions_moved(told.page)
        assert told.said() == []
    with written(tmp_path / "none", {}) as told:
        oversight.exclusions_moved(told.page)
        assert told.said() == []
        assert oversight.exclusions_table(told.page) is None


def due(term: str, schools: int) -> dict[str, Any]:
    return {"area_id": "681", "kind": "due", "word": term, "schools": schools}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([due("2018-autumn", 4)], f"No school is {BY_THEN}"),
        ([due("2018-autumn", 1)],  # of the other school it is not known
         "Of the schools whose next inspection is known (1), none is due it by the end of the "
         "summer term 2018."),
        ([due("2017-spring", 1)], f"1 school is {BY_THEN}"),
        ([due("2017-autumn", 1), due("2018-summer", 2), due("2018-autumn", 9)],
         f"3 schools are {BY_THEN}"),
    ],
)  # fmt: skip
def test_inspections_due(tmp_path: Path, rows: list[Any], said: str) -> None:
    with written(tmp_path, {"inspection_counts": rows}) as told:
        scrutiny.inspections_sentence(told.page)
        assert told.said() == [said]
        assert "haf 2018" in told.said("cy")[0]


def test_a_term_that_has_passed_says_so_and_follow_up_comes_last(tmp_path: Path) -> None:
    inspected = [
        {"school_id": "9990001", "inspected": None, "performance": "", "prospects": "",
         "follow_up": "review", "due": ""},
        {"school_id": "9990002", "inspected": None, "performance": "good", "prospects": "good",
         "follow_up": "none", "due": "2017-spring"},
    ]  # fmt: skip
    tables = {"inspection_counts": [due("2017-spring", 1)], "inspections": inspected}
    with written(tmp_path, tables) as told:
        assert rows_of(oversight.inspections_table(told.page)) == [
            ["School 2", "Spring term 2017 (not held yet)", "", "Good", "Good", "None"],
            ["School 1", "Not known", "", "Not inspected", "Not inspected", "Review"],
        ]


def test_judgements_are_compared_by_those_who_may(tmp_path: Path) -> None:
    rows = [
        priority(1, "strong"),
        priority(1, "satisfactory", term=BEFORE),
        priority(2, "limited", on_track="no"),
        priority(2, "limited", term=BEFORE),
        priority(2, "strong", priority=2),
        priority(2, "very_good", priority=2, term=BEFORE),
        priority(1, "", priority=3),
        priority(1, "strong", priority=4, on_track="no"),
    ]
    with written(tmp_path, {"school_priorities": rows}) as told:
        named = NamedPriorities.of(told.page)
        assert named.moved() == {"up": 1, "down": 1, "same": 1}
        scrutiny_background.movement_sentence(named)
        assert "went up on 1 of the priorities and down on 1; on 1 they stayed" in told.said()[0]
        shown = rows_of(concern_table(named))
        assert [row[0] for row in shown] == ["School 2", "School 1"]  # limited comes first
        assert shown[1][-2:] == ["Not judged", "Strong progress"]
    with written(tmp_path / "public", {"progress": [count("all", 1)]}, audience="public") as told:
        scrutiny_background.movement_sentence(NamedPriorities.of(told.page))
        assert told.said() == []
        assert concern_table(NamedPriorities.of(told.page)) is None


def test_half_terms_follow_each_other(tmp_path: Path) -> None:
    reviews = [
        {"school_id": "9990001", "term": term, "half": half, "priority": 1, "on_track": "no",
         "judgement": "limited", "commentary": "", "reviewed": None}
        for term, half in ((NOW, 2), (BEFORE, 2), (NOW, 1))
    ]  # fmt: skip
    rows = [priority(1, "limited"), priority(1, "limited", term=BEFORE)]
    with written(tmp_path, {"school_priorities": rows, "half_term_reviews": reviews}) as told:
        assert [row[0] for row in rows_of(half_term_table(told.page))] == [
            "School 1: Teaching", "Spring term 2017, half 2", "Summer term 2017, half 1",
            "Summer term 2017, half 2",
        ]  # fmt: skip
        assert [row[0] for row in rows_of(priorities_table(NamedPriorities.of(told.page)))] == [
            "School 1", "Teaching",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("cohort", "status", "said"),
    [(None, "suppressed", None), (101, "verified", None), (100, "verified", "each worth 1.0"),
     (40, "verified", "40 eligible"),
     (1, "verified", "1 eligible for free school meals in 2016/17, who is worth 100.0")],
)  # fmt: skip
def test_the_gap_that_rests_on_fewest(tmp_path: Path, cohort: Any, status: str, said: Any) -> None:
    value = None if status == "suppressed" else 50.0
    figures = [
        result("gap_fp_fpoi", -5.0, unit="pp"),
        result("fp_fpoi", value, group="efsm", status=status, denominator=cohort),
    ]
    with written(tmp_path, {}, figures=figures) as told:
        scrutiny_background.gap_caution(told.page, told.page.figures())
        assert len(told.said()) == (said is not None)
        assert all(said in sentence for sentence in told.said())


def test_beside_authorities_most_alike(tmp_path: Path) -> None:
    pairs = [
        {"area_id": "681", "similar_id": "674", "efsm_pct": 20.0, "similar_efsm_pct": 25.0},
        {"area_id": "681", "similar_id": "672", "efsm_pct": 20.0, "similar_efsm_pct": 19.0},
    ]
    figures = [result("fp_fpoi", value, area_id=area)
               for area, value in (("681", 80.0), ("672", 80.0), ("CSC", 79.9))]  # fmt: skip
    with written(tmp_path, {"similar_authorities": pairs}, figures=figures) as told:
        similar.beside_similar(told.page, "2016/17")
        assert told.said() == [
            "Most like Cardiff in the region by the share of pupils eligible for free school "
            "meals: Bridgend; Rhondda.",
            "Cardiff is above Bridgend on 0 of 1 key indicator in 2016/17.",
            "Cardiff is above CSC on 1 of 1 key indicator in 2016/17.",
        ]  # nothing of Rhondda, which has no number
    with written(
        tmp_path / "none", {}, figures=[result("fp_fpoi", None, status="not_verified")]
    ) as (told):
        similar.beside_similar(told.page, "2016/17")
        assert told.blocks == []


def test_an_authority_without_schools_says_so(tmp_path: Path) -> None:
    with written(tmp_path, {}, schools=0, audience="public") as told:
        page, figures = told.page, told.page.figures()
        counts = PriorityCounts.of(page)
        scrutiny.profile(page, figures)
        assert [block.kind for block in told.blocks] == ["callout"]
        scrutiny.summary(page, figures, counts)
        scrutiny.recommendations(page, figures, counts)
        scrutiny.options(page, figures)
        scrutiny.implementation(page, figures)
        scrutiny.links_and_risks(page, counts)
        assert len(told.said()) == 6  # one unconditional paragraph or two a section
        assert scrutiny_background.attached(page, figures, NamedPriorities.of(page)) == []
        for name in ("attendance_and_exclusions", "outcomes_against_targets"):
            getattr(scrutiny_background, name)(page, figures)
        scrutiny_background.inspections(page)
        assert not any(block.kind == "heading" for block in told.blocks)
