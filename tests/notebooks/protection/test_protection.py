"""The report on protection: what it costs, which rule costs it, and nobody else reads it."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from made_report import MadeReport, bundled_project, made_report
from notebook_run import Ran, run_notebook
from readers import faults_on_paper, faults_on_screen

from tymor.build import plan_jobs, prepare_release
from tymor.config.disclosure import HiddenRest, Protection
from tymor.console.stage_log import StageLog
from tymor.disclosure.costs import NAMES, RULES, SHOWN_AS
from tymor.publication import Publication
from tymor.report import opening

SCHOOLS = ("school", "primary", "ks2_csi", "all", 10)
KINDS = (*SHOWN_AS, *RULES)


@pytest.fixture(scope="module")
def made() -> MadeReport:
    return made_report("protection", "CSC", "partnership")


def costs(*rows: tuple[tuple[object, ...], dict[str, int]]) -> pd.DataFrame:
    """A table of costs: what each row is of, and what of its figures there is any."""
    none = dict.fromkeys(KINDS, 0) | {"audience": "public"}
    return pd.DataFrame([dict(zip(NAMES, of, strict=True)) | none | counts for of, counts in rows])


def on(*rows: tuple[tuple[object, ...], dict[str, int]]) -> Ran:
    """The notebook on these costs."""
    table = costs(*rows)
    return run_notebook("protection", "CSC", "partnership", now={"protection": lambda _: table})


def of_sector(sector: str, measure: str = "ks2_csi") -> tuple[object, ...]:
    return ("school", sector, measure, "all", 10)


# What is said


def test_results_are_summed_and_the_rule_that_withholds_most_is_named() -> None:
    ran = on(
        (of_sector("primary"), {"exact": 5, "nearly": 2, "withheld": 3, "rest": 2, "near": 1}),
        (of_sector("secondary", "ks4_l1"), {"exact": 4, "withheld": 6, "rest": 1, "attack": 5}),
    )
    assert ran.said()[1:] == [
        "Of 20 results of all learners at schools, for cohorts of 10 or more, 9 (45.0%) may be "
        "shown exactly, 2 (10.0%) as nearly all or none, and 9 (45.0%) are withheld.",
        "The rule that withholds most of them is “The attack” (5).",
        "The sector with the largest share withheld is Secondary (60.0%).",
        "The phase with the largest share withheld is Key Stage 4 (60.0%).",
    ]
    assert ran.said("cy")[2:] == [
        "Y rheol sy'n atal y nifer mwyaf ohonynt yw “Yr ymosodiad” (5).",
        "Y sector â'r gyfran fwyaf wedi'i hatal yw Uwchradd (60.0 y cant).",
        "Y cyfnod â'r gyfran fwyaf wedi'i hatal yw Cyfnod Allweddol 4 (60.0 y cant).",
    ]
    assert ran.table("protection-results")[1:3] == [
        ["Primary", "10", "5", "2", "3", "30", "The rest"],
        ["Secondary", "10", "4", "0", "6", "60", "The attack"],
    ]


def test_groups_small_cohorts_gaps_attendance_and_areas_above_are_no_results_of_schools() -> None:
    others = [
        ("school", "primary", "ks2_csi", "efsm", 10),
        ("school", "primary", "ks2_csi", "all", 5),
        ("school", "primary", "gap_ks2_csi", "all", 10),
        ("school", "primary", "attendance_primary", "all", 10),
        ("school", "primary", "pupils", "all", 10),
        ("local_authority", "", "ks2_csi", "all", 10),
    ]
    ran = on((SCHOOLS, {"exact": 1}), *((each, {"withheld": 7, "rest": 7}) for each in others))
    assert ran.said()[1].startswith(
        "Of 1 result of all learners at schools, for cohorts of 10 or more, 1"
    )
    assert [row[2:] for row in ran.table("protection-rules")] == [
        ["0", "None withheld", "42"],
        ["0", "", "42"],
    ]  # fmt: skip


def test_gaps_are_counted_apart_from_all_learners() -> None:
    ran = on(
        (SCHOOLS, {"exact": 1}),
        (("school", "primary", "gap_ks2_csi", "all", 10), {"withheld": 7, "gap": 7}),
    )
    assert [row for row in ran.table("protection-levels") if row[1]] == [
        ["10 or more", "1", "1", "0", "0", "0", "None withheld"],
        ["all learners", "1", "1", "0", "0", "0", "None withheld"],
        ["Free school meal gap", "7", "0", "0", "7", "100", "Gaps"],
    ]


def test_where_nothing_is_withheld_no_rule_is_blamed() -> None:
    ran = on((SCHOOLS, {"exact": 3}), (of_sector("secondary"), {"exact": 3}))
    assert len(ran.said()) == 2
    assert ran.block("protection-rules") is None
    assert ran.block("protection-rules-heading") is None
    assert all(row[-1] == "None withheld" for row in ran.table("protection-results") if row[1])


def test_as_much_withheld_in_two_sectors_names_both() -> None:
    counts = {"exact": 1, "withheld": 2, "rest": 1, "attack": 1}
    ran = on((SCHOOLS, counts), (of_sector("secondary"), counts))
    assert ran.said()[2] == "The rule that withholds most of them is “The rest; The attack” (2)."
    assert ran.said()[3].endswith("withheld is Primary; Secondary (66.7%).")
    assert not any("phase" in said for said in ran.said())  # there is one only


def test_without_results_nothing_is_said_of_any() -> None:
    ran = on((("local_authority", "", "ks2_csi", "all", 10), {"exact": 2}))
    assert ran.said() == []
    assert ran.block("protection-none") is not None
    assert ran.block("protection-chart") is ran.block("protection-results") is None
    of_another = costs((SCHOOLS, {"exact": 2})).assign(audience="authority")
    ran = run_notebook("protection", "CSC", "partnership", now={"protection": lambda _: of_another})
    assert ran.ids == ["protection-invented", "protection-none"]


# The rules in words


def rules_told(rules: Protection, names: Iterable[str]) -> dict[str, str]:
    """What the page says that rules mean, with other numbers than those of the project."""
    of_each = dict.fromkeys(names, 1)
    row = (SCHOOLS, {"withheld": len(of_each), **of_each})
    opened = opening.open_publication

    def with_rules(*asked: Any) -> Publication:
        own = opened(*asked)
        disclosure = {**own.config.disclosure, "public": rules}
        return replace(own, config=replace(own.config, disclosure=disclosure))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "open_publication", with_rules)
        ran = on(row)
    return {name: means for name, means, *_ in ran.table("protection-rules")}


def test_every_rule_is_said_in_the_numbers_of_the_settings() -> None:
    rest = HiddenRest(parts=17, learners=18, without_largest=19)
    rules = Protection(
        least_cohort=13, of_small_cohorts=("attendance",), least_cohort_others=14, least_side=16,
        near_all=True, dominance=12, rest=rest, interval=21, cohorts_known=False,
    )  # fmt: skip
    told = rules_told(rules, RULES)
    assert len(told) == len(RULES) + 1  # and the total
    assert told["Small cohort"] == (
        "It rests on fewer than 13 learners; or, at a school, on fewer than 14 where it is in none "
        "of these tables: Attendance."
    )
    assert "fewer than 16 at a school, or fewer than 13 at a higher level" in told["One side small"]
    for name, numbers in (("Few schools", ("17", "18", "19")), ("The rest", ("18", "19"))):
        assert all(number in told[name] for number in numbers), name
    assert "within 12 per cent" in told["Few points"]
    assert "more nearly than the rules allow" in told["The attack"]
    of_all = rules.model_copy(update={"of_small_cohorts": ()})
    assert rules_told(of_all, ["small_cohort"])["Small cohort"] == (
        "At a school it rests on fewer than 14 learners; at a higher level, on fewer than 13."
    )


# The bundled data


def test_the_rules_of_the_page_add_up_to_what_its_tables_withhold(made: MadeReport) -> None:
    ran = run_notebook("protection", "CSC", "partnership")
    *rules, total = ran.table("protection-rules")
    assert sum(int(row[2]) for row in rules) == int(total[2])
    assert sum(int(row[4]) for row in rules) == int(total[4])
    table = ran.table("protection-results")
    heads = [number for number, row in enumerate(table) if not row[1]] + [len(table)]
    for start, end in pairwise(heads):
        assert sum(int(row[4]) for row in table[start + 1 : end]) == int(total[2])
    by_measure = ran.table("protection-measures")
    assert sum(int(row[4]) for row in by_measure if row[1]) == int(total[2])


def test_only_the_partnership_reads_it() -> None:
    own = bundled_project()
    jobs = plan_jobs(own, prepare_release(own), StageLog.silent())
    (job,) = (job for job in jobs if job.report == "protection")
    assert (job.site, job.path) == ("partnership", "protection")
    for name, release in prepare_release(own).items():
        assert ("protection" in release.tables) == (name == "partnership")


def test_the_page_stands_on_the_closed_site(made: MadeReport) -> None:
    assert (made.page.site, made.page.audience) == ("partnership", "partnership")
    assert "Y gweddill" in made.text("cy")
    assert "Foundation Phase" in made.pdf_text("en")


@pytest.mark.browser
@needs_browser
def test_it_can_be_read_on_a_phone_and_on_a_desk(made: MadeReport) -> None:
    assert faults_on_screen(made) == {}


def test_it_can_be_read_on_paper(made: MadeReport) -> None:
    assert faults_on_paper(made) == []
