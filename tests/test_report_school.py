"""A school's public profile, and the data pack that only the school reads."""

from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from desk import desk_page
from made_report import LANGUAGES, MadeReport, assert_golden, bundled_project, made_report
from pages import figure
from readers import faults_on_paper, faults_on_screen

from tymor.measures.frame import as_figures
from tymor.page import FigureCell, Questions, Status, Table, TableBlock
from tymor.report import groups, moves
from tymor.report.figures import Figures
from tymor.report.priorities import Priorities
from tymor.report.standings import Standings, side

SCHOOL, SPECIAL = "9990014", "9990008"
REPORTS = (("school", SCHOOL, "public"), ("school_pack", SCHOOL, "school"))


@pytest.fixture(scope="module", params=REPORTS, ids=lambda report: report[0])
def made(request: pytest.FixtureRequest) -> MadeReport:
    return made_report(*request.param)


@pytest.fixture(scope="module")
def pack() -> MadeReport:
    return made_report("school_pack", SCHOOL, "school")


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


def test_measures_stand_by_phase_with_the_learners_of_each_group() -> None:
    own = figures_of(
        ("ks2_csi", "2016/17", "all", 80.0, 30), ("ks2_csi", "2016/17", "boys", 75.0, 16),
        ("fp_fpoi", "2016/17", "all", 90.0, 20), ("fp_fpoi", "2016/17", "boys", None, None),
        ("gap_ks2_csi", "2016/17", "all", -5.0, 30), ("ks2_csi", "2015/16", "all", 70.0, 31),
        ("attendance_primary", "2016/17", "all", 94.0, 52000),  # held of no group
    )  # fmt: skip
    table = groups.by_group(own, "2016/17")
    assert table is not None
    assert [column.key for column in table.columns] == ["measure", "all", "boys"]
    heads = [row.cells[0].text["en"] for row in table.rows]  # type: ignore[union-attr]
    assert heads[0::3] == ["Foundation Phase", "Key Stage 2"]
    assert heads[1::3] == ["Learners", "Learners"]
    shown = [[c.figure.value for c in row.cells if isinstance(c, FigureCell)]
             for row in table.rows]  # fmt: skip
    assert shown == [[], [20, None], [90.0, None], [], [30, 16], [80.0, 75.0]]


def test_without_a_second_group_there_is_no_table_of_groups() -> None:
    own = figures_of(("ks2_csi", "2016/17", "all", 80.0, 30))
    assert groups.by_group(own, "2016/17") is None
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
    table = groups.of_group(own, "eal")
    assert table is not None
    last = [[c.figure.value if isinstance(c, FigureCell) else None for c in row.cells[-2:]]
            for row in table.rows]  # fmt: skip
    assert last == [[5, 80.0], [None, None]]


def test_each_vulnerable_group_has_its_table_or_is_named_as_not_held() -> None:
    page = desk_page("school_pack", SPECIAL, "school")
    own = figures_of(*(("ks2_csi", "2016/17", group, 50.0, 2)
                       for group in ("efsm", "eal", "lac", "mat")))  # fmt: skip
    groups.vulnerable_learners(page, own)
    assert page.said("en")[1] == (
        "No results are held of these groups: learners with additional learning needs."
    )
    none = desk_page("school_pack", SPECIAL, "school")
    groups.vulnerable_learners(none, figures_of(("ks2_csi", "2016/17", "all", 50.0, 8)))
    (said,) = none.said("en")
    assert said.count(";") == len(groups.VULNERABLE) - 1


# Sentences, each with its boundaries


def pct(value: float | None, status: Status = "verified") -> Any:
    return figure(value, status, decimals=1)


@pytest.mark.parametrize(
    ("now", "before", "cohort", "spoken"),
    [
        (pct(75.0), pct(62.5), 8, True),  # one learner of eight
        (pct(75.0), pct(50.0), 8, False),
        (pct(75.0), pct(75.0), 8, False),  # nothing moved
        (pct(75.0), pct(74.0), 100, True),
        (pct(75.0), pct(74.5), 101, False),  # no small cohort
        (pct(None, "suppressed"), pct(50.0), 8, False),
        (pct(75.0), pct(None, "not_published"), 8, False),
        (pct(75.0), pct(62.5), None, False),
    ],
)
def test_a_change_of_one_learner_is_called_that(
    now: Any, before: Any, cohort: int | None, spoken: bool
) -> None:
    page = desk_page("school_pack", SCHOOL, "school")
    status: Status = "suppressed" if cohort is None else "counted"
    size = figure(cohort, status, kind="count", unit="count", decimals=0)
    moves.little_moved(page, now, before, size)
    assert bool(page.said("en")) is spoken


def test_a_measure_without_a_year_before_is_left_out() -> None:
    page = desk_page("school_pack", SCHOOL, "school")
    moves.key_moves(page, figures_of(("ks2_csi", "2016/17", "all", 80.0, 30)))
    assert page.said("en") == []
    hidden = [("ks2_csi", "2016/17", "all", 80.0, 30), ("ks2_csi", "2015/16", "all", None, None)]
    moves.key_moves(page, figures_of(*hidden))
    assert page.said("en").pop().endswith("no comparison is given, as it would rest on too few "
                                          "learners.")  # fmt: skip
    page.sentences.clear()
    two = [("ks2_csi", "2016/17", "all", 80.0, 30), ("ks2_csi", "2015/16", "all", 60.0, 30)]
    moves.key_moves(page, figures_of(*two))
    assert len(page.said("en")) == 1


@pytest.mark.parametrize(
    ("points", "where"), [(0.1, "above"), (-0.1, "below"), (0.0, "level"), (-0.0, "level")]
)
def test_a_school_is_above_below_or_level(points: float, where: str) -> None:
    assert side(points) == where


def stands(similar: float | None, quarter: int | None) -> Standings:
    """One key indicator of the school, 2016/17, as the release's ``standing`` has it."""
    page = desk_page("school_pack", SCHOOL, "school")
    held = Standings.of(page)
    row = held.rows[held.rows["measure_id"] == "ks3_csi"].iloc[:1]
    value = float(row["value"].iloc[0])
    number = pd.array([None if similar is None else 6], dtype="Int64")
    return Standings(
        page,
        row.assign(
            similar_value=similar, similar_schools=number,
            above_similar=None if similar is None else value - similar,
            quartile=pd.array([quarter], dtype="Int64"),
        ),
        held.beside,
    )  # fmt: skip


def test_similar_schools_stand_in_sentence_table_and_chart() -> None:
    own = stands(12.3, 1)
    own.sentences()
    _, said = own.page.said("en")
    assert "above the 12.3% of 6 similar schools together" in said
    table = own.table()
    assert table is not None
    assert own.key == "standings.with_similar"
    assert [column.key for column in table.columns][-2:] == ["similar_schools", "quarter"]
    assert table.rows[0].cells[-1].text["en"] == "Highest"  # type: ignore[union-attr]
    assert own.above() == {"compared": 1, "above": 1, "compared_year": "2016/17"}
    assert len(own.chart_rows()) == 4


def test_with_too_few_similar_schools_nothing_is_said_of_them() -> None:
    own = stands(None, None)
    own.sentences()
    assert len(own.page.said("en")) == 1  # what a quarter is
    table = own.table()
    assert table is not None
    assert own.key == "standings.without_similar"
    assert "similar_schools" not in [column.key for column in table.columns]
    assert table.rows[0].cells[-1].text["en"] == "Too few schools"  # type: ignore[union-attr]
    assert own.chart_rows().empty


def test_a_special_school_is_told_of_no_single_other_one() -> None:
    held = Standings.of(desk_page("school_pack", SPECIAL, "school"))
    assert not held.has_similar
    held.sentences()
    assert held.page.said("en")[0].startswith("No quarter of all schools is given")
    table = held.table()
    assert table is not None
    assert "quarter" not in [column.key for column in table.columns]


def test_a_school_without_priorities_says_so() -> None:
    page = desk_page("school_pack", SCHOOL, "school")
    held = Priorities.of(page)
    none = Priorities(page, held.rows.iloc[:0])
    none.summary()
    assert page.said("en") == ["No priorities of this school are recorded for this term."]
    assert none.log() is None


def test_a_priority_that_nobody_judged_says_so() -> None:
    page = desk_page("school_pack", SCHOOL, "school")
    held = Priorities.of(page)
    unsaid = Priorities(page, held.rows.assign(judgement="", on_track="", support_agreed=""))
    unsaid.summary()
    number = len(held.now)
    assert page.said("en")[0].endswith("on track 0, with limited progress 0.")
    assert page.said("en")[1:] == [
        f"Not said whether on track: {number}.",
        f"Not judged this term: {number}.",
    ]
    log = unsaid.log()
    assert log is not None
    assert [cell.text["en"] for cell in log.rows[1].cells[1:3]] == ["Not said", "Not judged"]  # type: ignore[union-attr]


# The reports


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_pdf_say_what_the_golden_ones_say(made: MadeReport, language: str) -> None:
    name = f"school/{made.page.report}-{language}"
    assert_golden(f"{name}.txt", made.text(language))
    assert_golden(f"{name}-pdf.txt", made.pdf_text(language))


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
def test_they_can_be_read_on_a_phone_and_on_a_desk(made: MadeReport) -> None:
    assert faults_on_screen(made) == {}


def test_they_can_be_read_on_paper(made: MadeReport) -> None:
    assert faults_on_paper(made) == []
