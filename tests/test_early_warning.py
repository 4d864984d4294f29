"""Early warning: the order of schools, what moved them, and how many each threshold would flag."""

from pathlib import Path
from typing import Any

import pytest
from written_page import Written, rows_of, written

from tymor.report import early_warning_tables as shown
from tymor.report import early_warning_words as words
from tymor.report.early_warning import EarlyWarning

NOW, BEFORE = "2017-summer", "2017-spring"


def at(school: int, indicator: str, level: int, reading: Any = None, term: str = NOW) -> Any:
    return {"school_id": f"999000{school}", "term": term, "indicator": indicator,
            "reading": reading, "level": level}  # fmt: skip


def told_of(folder: Path, rows: list[Any], schools: int = 3) -> Any:
    kinds = [row | {"reading": float("nan") if row["reading"] is None else row["reading"]}
             for row in rows]  # fmt: skip
    return written(folder, {"risk": kinds}, report="early_warning", schools=schools)


def sentences(told: Written) -> list[str]:
    words.sentences(EarlyWarning.of(told.page))
    assert len(told.said("cy")) == len(told.said())
    return told.said()


def test_limited_progress_comes_first_then_the_level_then_how_many(tmp_path: Path) -> None:
    rows = [at(1, "finance", 3), at(2, "limited_progress", 1, 1.0), at(3, "finance", 3),
            at(3, "leadership", 3), at(4, "finance", 0), at(5, "limited_progress", 2, 2.0),
            at(6, "finance", 0), at(2, "finance", 0)]  # fmt: skip
    with told_of(tmp_path, rows, schools=6) as told:
        order = [each.school.id[-1] for each in EarlyWarning.of(told.page).schools]
        assert order == ["5", "2", "3", "1", "4", "6"]


@pytest.mark.parametrize(
    ("rows", "flagged", "limited"),
    [
        ([at(1, "finance", 2)],
         "No school is flagged, of 1 watched: no indicator has the level High.",
         None),  # nobody's priorities were reviewed
        ([at(1, "limited_progress", 0, 0.0)],
         "No school is flagged, of 1 watched: no indicator has the level High.",
         "No school has a priority with limited progress."),
        ([at(1, "finance", 3), at(2, "limited_progress", 1, 1.0)],
         "1 school is flagged, of 2 watched: at least one of its indicators has the level High.",
         "1 school has at least one priority with limited progress, and is listed first."),
        ([at(1, "limited_progress", 3, 3.0), at(2, "limited_progress", 3, 4.0)],
         "2 schools are flagged, of 2 watched: at least one of their indicators has the level "
         "High.",
         "2 schools have at least one priority with limited progress, and are listed first."),
    ],
)  # fmt: skip
def test_how_many_are_flagged(
    tmp_path: Path, rows: list[Any], flagged: str, limited: str | None
) -> None:
    with told_of(tmp_path, rows, schools=2 if len(rows) > 1 else 1) as told:
        # Nothing moved: there is no term before.
        assert sentences(told) == [flagged, *([limited] if limited else [])]
        figures = {
            figure.measure_id for figure in words.headline_figures(EarlyWarning.of(told.page))
        }
        assert ("early_warning_limited" in figures) == (limited is not None)


def test_an_older_term_is_not_the_last_one(tmp_path: Path) -> None:
    rows = [at(1, "finance", 2), at(1, "finance", 1, term="2016-autumn")]
    with told_of(tmp_path, rows, schools=1) as told:
        assert EarlyWarning.of(told.page).before is None
        assert not any("last term" in sentence for sentence in sentences(told))


def test_schools_of_which_nothing_is_known_are_named(tmp_path: Path) -> None:
    with told_of(tmp_path, [at(1, "finance", 0), at(2, "finance", 1, term=BEFORE)]) as told:
        assert sentences(told)[-1] == "Nothing is known this term of: School 2; School 3."


def test_what_moved_a_school(tmp_path: Path) -> None:
    rows = [
        at(1, "finance", 2), at(1, "finance", 1, term=BEFORE), at(1, "leadership", 0),
        at(1, "leadership", 1, term=BEFORE), at(1, "governance", 1),
        at(2, "finance", 1), at(2, "finance", 1, term=BEFORE),
        at(3, "finance", 0),
        at(3, "finance", 3, term="2017-autumn"), at(2, "finance", 3, term="2016-autumn"),
    ]  # fmt: skip
    with told_of(tmp_path, rows) as told:
        warning = EarlyWarning.of(told.page)
        assert warning.before == BEFORE
        assert rows_of(shown.schools_table(warning)) == [
            ["School 1", "Medium", "Low",
             "Leadership: None (Low last term); Governance: Low (not known last term); "
             "Finance: Medium (Low last term)"],
            ["School 2", "Low", "Low", "No indicator moved"],
            ["School 3", "None", "Not held", "Not known last term"],
        ]  # fmt: skip
        assert warning.moves() == {"higher": 1, "lower": 0, "same": 1}
        assert "higher for 1 of the schools, lower for 0, the same for 1" in sentences(told)[1]
        figures = {f.measure_id: f.value for f in words.headline_figures(warning)}
        assert figures["early_warning_higher"] == 1


def test_without_a_term_before_nothing_is_said_to_have_moved(tmp_path: Path) -> None:
    with told_of(tmp_path, [at(1, "attendance", 1, 93.5)], schools=1) as told:
        warning = EarlyWarning.of(told.page)
        assert rows_of(shown.schools_table(warning)) == [["School 1", "Low"]]
        assert rows_of(shown.readings_table(warning)) == [
            ["School 1", "Attendance", "Per cent of sessions", "Low", "93.5"]
        ]
        assert "early_warning_higher" not in {f.measure_id for f in words.headline_figures(warning)}


def test_each_threshold_says_how_many_schools_it_would_flag(tmp_path: Path) -> None:
    rows = [at(1, "attendance", 3, 90.0), at(2, "attendance", 1, 94.0)]
    rows += [at(3, "attendance", 0, 95.0), at(1, "finance", 2), at(2, "finance", 0)]
    with told_of(tmp_path, rows) as told:
        warning = EarlyWarning.of(told.page)
        assert [row[3:] for row in rows_of(shown.thresholds_table(warning))] == [
            ["94 or less", "2", "93 or less", "1", "91 or less", "1"],
            ["Judged", "1", "Judged", "1", "Judged", "0"],
        ]
        assert [row[1:] for row in rows_of(shown.levels_counted(warning))] == [
            ["1", "0", "1", "1"], ["0", "1", "0", "1"],
        ]  # fmt: skip
        counts = shown.level_rows(warning).groupby("order")["count"].sum()
        assert counts.tolist() == [3, 2]  # of the finance of one school nothing is known


def test_a_reading_that_was_not_known_is_not_held(tmp_path: Path) -> None:
    rows = [
        at(1, "attendance", 1, 93.5),
        at(1, "finance", 0, term=BEFORE),
        at(1, "results", 0, 2.0),
    ]
    with told_of(tmp_path, rows, schools=1) as told:
        warning = EarlyWarning.of(told.page)
        assert rows_of(shown.readings_table(warning))[0][-2:] == ["93.5", "not_available"]
        assert rows_of(shown.levels_table(warning)) == [["School 1", "None", "Low"]]


def test_a_term_without_readings_leaves_nothing(tmp_path: Path) -> None:
    with told_of(tmp_path, [at(1, "finance", 1, term=BEFORE)], schools=1) as told:
        warning = EarlyWarning.of(told.page)
        tables = ("schools_table", "levels_table", "readings_table", "thresholds_table",
                  "levels_counted")  # fmt: skip
        assert [getattr(shown, name)(warning) for name in tables] == [None] * len(tables)


def test_every_level_says_its_word_beside_its_colour(tmp_path: Path) -> None:
    rows = [at(n, "finance", level) for n, level in enumerate((3, 2, 1, 0), start=1)]
    with told_of(tmp_path, rows, schools=4) as told:
        table = shown.levels_table(EarlyWarning.of(told.page))
        assert table is not None
        cells = [row.cells[1] for row in table.rows]
        assert [(c.colour, c.text["en"], c.text["cy"]) for c in cells if c.kind == "text"] == [
            ("red", "High", "Uchel"), ("amber", "Medium", "Canolig"), ("yellow", "Low", "Isel"),
            ("green", "None", "Dim"),
        ]  # fmt: skip


def test_a_reading_of_too_few_exclusions_is_said_to_be_hidden(tmp_path: Path) -> None:
    rows = [at(1, "exclusions", 2), at(1, "exclusions", 1, 6.5, term=BEFORE), at(1, "finance", 3)]
    with told_of(tmp_path, rows, schools=1) as told:
        warning = EarlyWarning.of(told.page)
        # Finance is judged by people: it has no reading to hide.
        assert [row[-3:] for row in rows_of(shown.readings_table(warning))] == [
            ["Medium", "suppressed", "6.5"]
        ]
