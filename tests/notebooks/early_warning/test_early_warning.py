"""Early warning: the order of schools, what moved them, and how many each threshold would flag."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from on_page import run_on
from written_page import Written, rows_of, written

from tymor.page import ChartBlock, KeyFigures, TableBlock

NOW, BEFORE = "2017-summer", "2017-spring"


def at(school: int, indicator: str, level: int, reading: Any = None, term: str = NOW) -> Any:
    return {"school_id": f"999000{school}", "term": term, "indicator": indicator,
            "reading": reading, "level": level}  # fmt: skip


@contextmanager
def told_of(folder: Path, rows: list[Any], schools: int = 3) -> Iterator[Written]:
    """The report on these rows, after its notebook has run."""
    kinds = [row | {"reading": float("nan") if row["reading"] is None else row["reading"]}
             for row in rows]  # fmt: skip
    with written(folder, {"risk": kinds}, report="early_warning", schools=schools) as told:
        run_on(told.page, "early_warning")
        yield told


def sentences(told: Written) -> list[str]:
    """Those on the schools; the first says what a level is."""
    assert len(told.said("cy")) == len(told.said())
    return told.said()[1:]


def headlines(told: Written) -> dict[str, float | None]:
    (tiles,) = [block for block in told.blocks if isinstance(block, KeyFigures)]
    return {item.figure.measure_id: item.figure.value for item in tiles.items}


def chart(told: Written) -> ChartBlock:
    (block,) = [block for block in told.blocks if isinstance(block, ChartBlock)]
    return block


def test_limited_progress_comes_first_then_the_level_then_how_many(tmp_path: Path) -> None:
    rows = [at(1, "finance", 3), at(2, "limited_progress", 1, 1.0), at(3, "finance", 3),
            at(3, "leadership", 3), at(4, "finance", 0), at(5, "limited_progress", 2, 2.0),
            at(6, "finance", 0), at(2, "finance", 0)]  # fmt: skip
    with told_of(tmp_path, rows, schools=6) as told:
        order = [row[0] for row in told.table("early-warning-schools")]
        assert order == [f"School {number}" for number in (5, 2, 3, 1, 4, 6)]


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
        assert ("early_warning_limited" in headlines(told)) == (limited is not None)


def test_an_older_term_is_not_the_last_one(tmp_path: Path) -> None:
    rows = [at(1, "finance", 2), at(1, "finance", 1, term="2016-autumn")]
    with told_of(tmp_path, rows, schools=1) as told:
        assert told.table("early-warning-schools") == [["School 1", "Medium"]]
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
        assert told.table("early-warning-schools") == [
            ["School 1", "Medium", "Low",
             "Leadership: None (Low last term); Governance: Low (not known last term); "
             "Finance: Medium (Low last term)"],
            ["School 2", "Low", "Low", "No indicator moved"],
            ["School 3", "None", "Not held", "Not known last term"],
        ]  # fmt: skip
        assert "higher for 1 of the schools, lower for 0, the same for 1" in sentences(told)[1]
        assert headlines(told)["early_warning_higher"] == 1


def test_without_a_term_before_nothing_is_said_to_have_moved(tmp_path: Path) -> None:
    with told_of(tmp_path, [at(1, "attendance", 1, 93.5)], schools=1) as told:
        assert told.table("early-warning-schools") == [["School 1", "Low"]]
        assert told.table("early-warning-readings") == [
            ["School 1", "Attendance", "Per cent of sessions", "Low", "93.5"]
        ]
        assert "early_warning_higher" not in headlines(told)


def test_each_threshold_says_how_many_schools_it_would_flag(tmp_path: Path) -> None:
    rows = [at(1, "attendance", 3, 90.0), at(2, "attendance", 1, 94.0)]
    rows += [at(3, "attendance", 0, 95.0), at(1, "finance", 2), at(2, "finance", 0)]
    with told_of(tmp_path, rows) as told:
        assert [row[3:] for row in told.table("early-warning-thresholds")] == [
            ["94 or less", "2", "93 or less", "1", "91 or less", "1"],
            ["Judged", "1", "Judged", "1", "Judged", "0"],
        ]
        # Of the finance of one school nothing is known.
        assert [row[1:] for row in rows_of(chart(told).table)] == [
            ["1", "0", "1", "1"], ["0", "1", "0", "1"],
        ]  # fmt: skip
        (drawn,) = chart(told).spec["en"]["datasets"].values()
        assert [row["count"] for row in drawn] == [1, 0, 1, 1, 0, 1, 0, 1]


def test_a_reading_that_was_not_known_is_not_held(tmp_path: Path) -> None:
    rows = [
        at(1, "attendance", 1, 93.5),
        at(1, "finance", 0, term=BEFORE),
        at(1, "results", 0, 2.0),
    ]
    with told_of(tmp_path, rows, schools=1) as told:
        assert told.table("early-warning-readings")[0][-2:] == ["93.5", "not_available"]
        assert told.table("early-warning-levels") == [["School 1", "None", "Low"]]


def test_a_term_without_readings_leaves_nothing(tmp_path: Path) -> None:
    with told_of(tmp_path, [at(1, "finance", 1, term=BEFORE)], schools=1) as told:
        assert [block.id for block in told.blocks] == ["early-warning-none"]


def test_every_level_says_its_word_beside_its_colour(tmp_path: Path) -> None:
    rows = [at(n, "finance", level) for n, level in enumerate((3, 2, 1, 0), start=1)]
    with told_of(tmp_path, rows, schools=4) as told:
        (table,) = [block for block in told.blocks if block.id == "early-warning-levels"]
        assert isinstance(table, TableBlock)
        cells = [row.cells[1] for row in table.table.rows]
        assert [(c.colour, c.text["en"], c.text["cy"]) for c in cells if c.kind == "text"] == [
            ("red", "High", "Uchel"), ("amber", "Medium", "Canolig"), ("yellow", "Low", "Isel"),
            ("green", "None", "Dim"),
        ]  # fmt: skip


def test_a_reading_of_too_few_exclusions_is_said_to_be_hidden(tmp_path: Path) -> None:
    rows = [at(1, "exclusions", 2), at(1, "exclusions", 1, 6.5, term=BEFORE), at(1, "finance", 3)]
    with told_of(tmp_path, rows, schools=1) as told:
        # Finance is judged by people: it has no reading to hide.
        assert [row[-3:] for row in told.table("early-warning-readings")] == [
            ["Medium", "suppressed", "6.5"]
        ]
