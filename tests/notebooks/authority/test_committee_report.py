"""The report to scrutiny: what each sentence says at its boundaries, and which tables stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from on_page import run_on
from written_page import Written, rows_of, written

from authority_oversight import exclusions_by_year
from priority_counts import counts_of
from tymor.page import ChartBlock

NOW, BEFORE = "2017-summer", "2017-spring"
WHEN = "between the start of the summer term 2017 and the end of the summer term 2018."
BY_THEN = f"due an inspection {WHEN}"


@contextmanager
def told(folder: Path, tables: dict[str, Any], **more: Any) -> Iterator[Written]:
    """What the notebook leaves of a small release."""
    with written(folder, tables, **more) as it:
        run_on(it.page, "authority")
        yield it


def sentences(it: Written, *ids: str, language: str = "en") -> list[str]:
    """The paragraphs that are called by one of these, in order."""
    return [
        block.text[language] for block in it.blocks if block.kind == "numbered" and block.id in ids
    ]


def begun(it: Written, beginning: str) -> list[str]:
    return [b.text["en"] for b in it.blocks if b.kind == "numbered" and b.id.startswith(beginning)]


def there(it: Written, *ids: str) -> bool:
    """Whether any block is called by one of these."""
    return any(block.id in ids for block in it.blocks)


def count(answer: str, priorities: int, schools: int = 1, **more: str) -> dict[str, Any]:
    whole = {"area_id": "681", "term": NOW, "reform_area": "all", "support": "all"}
    return whole | {"answer": answer, "priorities": priorities, "schools": schools} | more


def priority(school: int, judgement: str, **more: Any) -> dict[str, Any]:
    row = {
        "school_id": f"999000{school}",
        "term": NOW,
        "priority": 1,
        "reform_area": "teaching",
        "support": "core",
        "on_track": "yes",
        "judgement": judgement,
        "commentary": "Seen.",
        "support_agreed": "",
        "days": 1.0,
    }
    return row | more


def result(measure: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {"measure_id": measure, "value": value} | more


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        (
            [count("all", 1)],
            ["This term's reviews looked at 1 priority in 1 school."],
        ),
        (
            [
                count("all", 3, 2),
                count("on_track", 2),
                count("not_on_track", 1),
                count("strong", 2),
                count("limited", 1),
            ],
            [
                "This term's reviews looked at 3 priorities in 2 schools, and found 2 on track and "
                "1 not on track.",
                "Progress was judged strong or very good on 2 of 3 priorities, and limited on 1.",
            ],
        ),
        (
            [
                count("all", 1),
                count("very_good", 1),
                count("limited", 2, term=BEFORE),
                count("strong", 1, term=BEFORE),
            ],
            [
                "This term's reviews looked at 1 priority in 1 school.",
                "Progress was judged strong or very good on 1 of 1 priority, and limited on none.",
                "The term before, it was judged strong or very good on 1 of 3 priorities, and "
                "limited on 2.",
            ],
        ),
    ],
)
def test_priorities_counted(tmp_path: Path, rows: list[Any], expected: list[str]) -> None:
    tables = {"progress": rows} if rows else {}
    names = [f"scrutiny-{name}" for name in ("track", "reviewed", "judged", "judged-before")]
    with told(tmp_path, tables) as it:
        assert sentences(it, *names) == expected
        assert len(sentences(it, *names, language="cy")) == len(expected)


def test_a_term_to_come_is_not_told(tmp_path: Path) -> None:
    rows = [count("all", 1), count("strong", 1), count("strong", 9, term="2017-autumn")]
    with told(tmp_path, {"progress": rows}) as it:
        assert set(counts_of(it.page).index.get_level_values("term")) == {NOW}
        assert not there(it, "scrutiny-judged-before")


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
    with told(tmp_path, {"progress": rows}) as it:
        assert it.table("scrutiny-track-table") == [
            ["Teaching", "2", "2", "0", "2", "2", "0"],
            ["Leadership", "1", "0", "1", "1", "0", "1"],
            ["Total", "3", "2", "1", "2", "2", "1"],
        ]
        assert it.table("scrutiny-support-table") == [
            ["Enhanced", "3", "2", "0", "0", "1"],
            ["Total", "3", "2", "2", "1", "0"],
        ]
        (chart,) = [block for block in it.blocks if isinstance(block, ChartBlock)]
        assert rows_of(chart.table) == [
            ["Very good progress", "0", "0"],
            ["Strong progress", "2", "3"],
            ["Satisfactory progress", "0", "0"],
            ["Limited progress", "1", "0"],
        ]
    names = ("scrutiny-track-table", "scrutiny-support-table", "scrutiny-judged-chart")
    with told(tmp_path / "none", {}) as it:
        assert not there(it, *names)
    only_before = [count("all", 1), count("strong", 1, term=BEFORE)]
    with told(tmp_path / "before", {"progress": only_before}) as it:
        assert not there(it, *names)


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
    with told(tmp_path, {"progress": rows}) as it:
        asked = begun(it, "scrutiny-ask")
        assert len(asked) == 3
        assert track in asked[1]
        assert limited in asked[2]
        assert f"{number} " in sentences(it, "scrutiny-ask-track", language="cy")[0]


def test_with_no_reason_the_committee_is_asked_to_note(tmp_path: Path) -> None:
    met = [result("fp_fpoi", 90.0, signal="met"), result("fp_fpoi", 80.0, kind="target")]
    with told(tmp_path, {"progress": [count("all", 1)]}, figures=met) as it:
        (only,) = begun(it, "scrutiny-ask")
        assert only.startswith("Members are asked to note")


@pytest.mark.parametrize(
    ("actual", "missed"),
    [
        (result("fp_fpoi", 79.9), True),
        (result("fp_fpoi", 80.0, signal="met"), False),
        (result("fp_fpoi", 79.9, signal="improved"), False),
        (result("fp_fpoi", None, status="suppressed"), False),
        (result("fp_fpoi", None, status="not_published"), False),
        (result("fp_fpoi", 79.9, academic_year="2015/16"), False),
    ],
)
def test_what_missed_its_target(tmp_path: Path, actual: Any, missed: bool) -> None:
    target = result("fp_fpoi", 80.0, kind="target", status="set")
    before = result("fp_fpoi", 85.0, academic_year="2015/16")
    before = {} if actual["value"] == 79.9 and "academic_year" in actual else before
    figures = [each for each in (actual, target, before) if each]
    with told(tmp_path, {}, figures=figures) as it:
        said = sentences(it, "scrutiny-ask-targets")
        assert ["result on Foundation Phase (FPOI)," in each for each in said] == [True] * missed


@pytest.mark.parametrize("status", ["suppressed", "not_available"])
def test_of_what_missed_its_target_a_hidden_year_before_tells_nothing(
    tmp_path: Path, status: str
) -> None:
    figures = [
        result("fp_fpoi", 79.9),
        result("fp_fpoi", 80.0, kind="target", status="set"),
        result("fp_fpoi", None, academic_year="2015/16", status=status),
    ]
    with told(tmp_path, {}, figures=figures) as it:
        assert not there(it, "scrutiny-ask-targets")
        (said,) = sentences(it, "scrutiny-ask-targets-untold")
        assert said.startswith("The result on Foundation Phase (FPOI) was below its target, and")


def test_a_result_without_a_target_missed_none(tmp_path: Path) -> None:
    with told(tmp_path, {}, figures=[result("fp_fpoi", 10.0)]) as it:
        assert not there(it, "scrutiny-ask-targets")


def test_what_is_still_to_come_is_said(tmp_path: Path) -> None:
    figures = [
        result("fp_fpoi", None, status="not_verified"),
        result("ks2_csi", 80.0),
        result("ks3_csi", None, status="suppressed"),
    ]
    with told(tmp_path, {}, figures=figures) as it:
        (said,) = sentences(it, "scrutiny-to-come")
        assert said == (
            "According to the source of the figures, the result for 2016/17 on Foundation Phase "
            "(FPOI) had not been verified or published, and is to be reported when it has been."
        )


def test_lines_of_enquiry_begin_with_the_largest_fall(tmp_path: Path) -> None:
    figures = [
        result("fp_fpoi", 79.0),
        result("fp_fpoi", 80.0, academic_year="2015/16"),
        result("ks2_csi", 75.0),
        result("ks2_csi", 80.0, academic_year="2015/16"),
        result("ks3_csi", 80.0),
        result("ks3_csi", 80.0, academic_year="2015/16"),
    ]
    with told(tmp_path, {}, figures=figures) as it:
        (said,) = sentences(it, "scrutiny-enquiry")
        assert said.endswith("enquiry: Key Stage 2 (CSI); Foundation Phase (FPOI).")
    with told(tmp_path / "none", {}, figures=figures[-2:]) as it:
        assert there(it, "scrutiny-options") and not there(it, "scrutiny-enquiry")


def excluded(year: str, fixed: float | None, area: str = "681") -> dict[str, Any]:
    return {
        "area_id": area,
        "academic_year": year,
        "fixed_term": fixed,
        "permanent": None,
        "days_lost": None if fixed is None else 2.5 * fixed,
    }


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (10, 12, "rose by 2, from 10 in 2015/16 to 12 in 2016/17"),
        (12, 10, "fell by 2, from 12 in 2015/16 to 10 in 2016/17"),
        (10, 10, "was 10 in 2015/16 and stayed the same, 10, in 2016/17"),
        (0, 5, "rose by 5, from 0"),
        (None, 10, "are not compared"),
        (10, None, "are not compared"),
    ],
)
def test_exclusions_moved(tmp_path: Path, before: Any, now: Any, said: str) -> None:
    rows = [excluded("2015/16", before), excluded("2016/17", now), excluded("2016/17", 99, "CSC")]
    with told(tmp_path, {"exclusions": rows}) as it:
        (sentence,) = begun(it, "scrutiny-exclusions")
        assert said in sentence
        (block,) = [b for b in it.blocks if b.kind == "numbered" and b.text["en"] == sentence]
        assert len(block.figures) == (0 if None in (before, now) else 2)
        shown = it.table("scrutiny-exclusions")
        assert shown[1][1] == ("suppressed" if now is None else str(now))
        assert shown[1][3] == "suppressed"


def test_one_year_or_none_of_exclusions_is_not_compared(tmp_path: Path) -> None:
    with told(tmp_path, {"exclusions": [excluded("2016/17", 5)]}) as it:
        assert begun(it, "scrutiny-exclusions") == []
        assert len(it.table("scrutiny-exclusions")) == 1
    with told(tmp_path / "none", {}) as it:
        assert not there(it, "scrutiny-exclusions", "scrutiny-attendance-heading")
        assert exclusions_by_year(it.page).empty


def due(term: str, schools: int) -> dict[str, Any]:
    return {"area_id": "681", "kind": "due", "word": term, "schools": schools}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([due("2018-autumn", 4)], f"No school is {BY_THEN}"),
        (
            [due("2018-autumn", 1)],  # of the other school it is not known
            f"Of the schools whose next inspection is known (1), none is due it {WHEN}",
        ),
        (
            [due("2017-spring", 1)],
            f"Of the schools whose next inspection is known (1), none is due it {WHEN}",
        ),
        (
            [due("2017-autumn", 1), due("2018-summer", 2), due("2018-autumn", 9)],
            f"3 schools are {BY_THEN}",
        ),
    ],
)
def test_inspections_due(tmp_path: Path, rows: list[Any], said: str) -> None:
    with told(tmp_path, {"inspection_counts": rows}) as it:
        assert sentences(it, "scrutiny-due") == [said]
        assert "haf 2018" in sentences(it, "scrutiny-due", language="cy")[0]


def test_inspections_of_terms_that_have_passed_are_overdue_and_no_others(tmp_path: Path) -> None:
    rows = [due("2017-spring", 2), due("2016-autumn", 1), due("2017-summer", 4)]
    with told(tmp_path, {"inspection_counts": rows}) as it:
        assert sentences(it, "scrutiny-due") == [f"4 schools are {BY_THEN}"]
        assert begun(it, "scrutiny-overdue") == [
            "1 school was due an inspection in the autumn term 2016, and none is recorded since: "
            "it is overdue.",
            "2 schools were due an inspection in the spring term 2017, and none is recorded since: "
            "they are overdue.",
        ]


def test_a_term_that_has_passed_says_so_and_follow_up_comes_last(tmp_path: Path) -> None:
    inspected = [
        {
            "school_id": "9990001",
            "inspected": None,
            "performance": "",
            "prospects": "",
            "follow_up": "review",
            "due": "",
        },
        {
            "school_id": "9990002",
            "inspected": None,
            "performance": "good",
            "prospects": "good",
            "follow_up": "none",
            "due": "2017-spring",
        },
    ]
    tables = {"inspection_counts": [due("2017-spring", 1)], "inspections": inspected}
    with told(tmp_path, tables) as it:
        assert it.table("scrutiny-inspections") == [
            [
                "School 2",
                "Spring term 2017 (none recorded since)",
                "not_available",
                "Good",
                "Good",
                "None",
            ],
            [
                "School 1",
                "Not known",
                "not_available",
                "Not inspected",
                "Not inspected",
                "Estyn review",
            ],
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
    with told(tmp_path, {"school_priorities": rows}) as it:
        (moved,) = sentences(it, "scrutiny-moved")
        assert "went up on 1 of the priorities and down on 1; on 1 they stayed" in moved
        shown = it.table("scrutiny-concern")
        assert [row[0] for row in shown] == ["School 2", "School 1"]  # limited comes first
        assert shown[1][-2:] == ["Not judged", "Strong progress"]
    with told(tmp_path / "public", {"progress": [count("all", 1)]}, audience="public") as it:
        assert not there(it, "scrutiny-moved", "scrutiny-concern", "scrutiny-priorities")


def test_targets_of_schools_are_told_to_those_who_may_read_them(tmp_path: Path) -> None:
    def figure(school: int, value: float, **more: Any) -> dict[str, Any]:
        return result("ks2_csi", value, area_id=f"999000{school}", **more)

    ahead = {"kind": "target", "academic_year": "2017/18", "status": "set"}
    figures = [figure(1, 80.0), figure(2, 70.0), figure(1, 75.0, **ahead), figure(2, 70.0, **ahead)]
    standing = [
        {"area_id": f"999000{n}", "measure_id": "ks2_csi", "academic_year": "2016/17",
         "similar_low": 72.0, "similar_high": 85.0}
        for n in (1, 2)
    ]  # fmt: skip
    with told(tmp_path / "named", {"standing": standing}, figures=figures) as it:
        assert begun(it, "scrutiny-targets") == [
            "The targets of 2 schools for years without results yet include 2 that can be held "
            "against a result; for 1, the target is below the result already reached.",
            "The middle half of similar schools' results lies above 1 of the 2 targets that can be "
            "held against it, and below none.",
        ]
        told_of = it.table("scrutiny-targets-table")
        assert [told_of[0][0], told_of[2][0]] == ["School 1", "School 2"]
        assert [told_of[1][-1], told_of[3][-1]] == [
            "Below the result reached", "Below similar schools",
        ]  # fmt: skip
    with told(tmp_path / "open", {}, figures=figures, audience="public") as it:
        assert not begun(it, "scrutiny-targets")


def test_support_that_moved_is_counted_and_named(tmp_path: Path) -> None:
    counts = [count("all", 3, 2), count("to_enhanced", 1), count("support_kept", 2, 2)]
    rows = [priority(1, "strong", support="enhanced"), priority(1, "strong", term=BEFORE)]
    with told(tmp_path / "named", {"progress": counts, "school_priorities": rows}) as it:
        assert begun(it, "scrutiny-support-moves") == [
            "Of the 3 priorities that the schools had last term, too, support moved from core to "
            "enhanced in 1 of the schools, and from enhanced to core in 0."
        ]
        assert it.table("scrutiny-support-moved") == [
            ["School 1", "Teaching", "From core to enhanced support"]
        ]
    with told(tmp_path / "open", {"progress": counts[:1]}, audience="public") as it:
        assert not begun(it, "scrutiny-support-moves")  # nothing is known of the term before


def test_half_terms_follow_each_other(tmp_path: Path) -> None:
    reviews = [
        {
            "school_id": "9990001",
            "term": term,
            "half": half,
            "priority": 1,
            "on_track": "no",
            "judgement": "limited",
            "commentary": "",
            "reviewed": None,
        }
        for term, half in ((NOW, 2), (BEFORE, 2), (NOW, 1))
    ]
    rows = [priority(1, "limited"), priority(1, "limited", term=BEFORE)]
    with told(tmp_path, {"school_priorities": rows, "half_term_reviews": reviews}) as it:
        assert [row[0] for row in it.table("scrutiny-half-terms")] == [
            "School 1: Teaching",
            "Spring term 2017, half 2",
            "Summer term 2017, half 1",
            "Summer term 2017, half 2",
        ]
        assert [row[0] for row in it.table("scrutiny-priorities")] == [
            "School 1",
            "Teaching",
        ]


@pytest.mark.parametrize(
    ("cohort", "status", "said"),
    [
        (None, "suppressed", None),
        (101, "verified", None),
        (100, "verified", "each is worth 1.0"),
        (40, "verified", "there were 40 in 2016/17"),
        (1, "verified", "Only 1 was eligible for free school meals in 2016/17, who is worth 100.0"),
    ],
)
def test_the_gap_that_rests_on_fewest(tmp_path: Path, cohort: Any, status: str, said: Any) -> None:
    value = None if status == "suppressed" else 50.0
    figures = [
        result("gap_fp_fpoi", -5.0, unit="pp"),
        result("fp_fpoi", value, group="efsm", status=status, denominator=cohort),
    ]
    with told(tmp_path, {}, figures=figures) as it:
        caution = sentences(it, "scrutiny-gap-caution")
        assert len(caution) == (said is not None)
        assert all(said in sentence for sentence in caution)


def test_beside_authorities_most_alike(tmp_path: Path) -> None:
    pairs = [
        {"area_id": "681", "similar_id": "674", "efsm_pct": 20.0, "similar_efsm_pct": 25.0},
        {"area_id": "681", "similar_id": "672", "efsm_pct": 20.0, "similar_efsm_pct": 19.0},
    ]
    figures = [
        result("fp_fpoi", value, area_id=area)
        for area, value in (("681", 80.0), ("672", 80.0), ("CSC", 79.9))
    ]
    with told(tmp_path, {"similar_authorities": pairs}, figures=figures) as it:
        assert [*begun(it, "scrutiny-similar"), *begun(it, "scrutiny-above")] == [
            "By the share of pupils eligible for free school meals, 2 local authorities of the "
            "region are most like Cardiff: Bridgend; Rhondda.",
            "Cardiff does not do better than Bridgend on the one key indicator that can be shown "
            "for both, 2016/17.",
            "Cardiff does better than CSC on the one key indicator that can be shown for both, "
            "2016/17.",
        ]  # nothing of Rhondda, which has no number
        (chart,) = [block for block in it.blocks if isinstance(block, ChartBlock)]
        assert [column.label["en"] for column in chart.table.columns][1:] == [
            "Cardiff",
            "Bridgend",
            "Rhondda",
            "CSC",
        ]
        assert rows_of(chart.table)[0][1:] == ["80", "80", "Not held", "79.9"]
    waiting = [result("fp_fpoi", None, status="not_verified")]
    with told(tmp_path / "none", {"similar_authorities": pairs}, figures=waiting) as it:
        assert begun(it, "scrutiny-similar") == begun(it, "scrutiny-above") == []
        assert not there(it, "scrutiny-compare", "scrutiny-compare-heading")


def test_an_authority_without_schools_says_so(tmp_path: Path) -> None:
    with told(tmp_path, {}, schools=0, audience="public") as it:
        callouts = [block.id for block in it.blocks if block.kind == "callout"]
        assert callouts == ["authority-none"]
        assert len(it.said()) == 9  # one unconditional paragraph or two a section
        (front,) = [block for block in it.blocks if block.kind == "front_matter"]
        assert front.appendices == ()
        levels = {block.level for block in it.blocks if block.kind == "heading"}
        assert levels == {2}  # the sections' own
