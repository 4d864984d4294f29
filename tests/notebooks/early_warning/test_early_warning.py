"""Early warning: the order of schools, what moved them, and how many each threshold would flag."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import written_page
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
    """Those on the schools: the first says what a level is, the last what earlier flags foresaw."""
    assert len(told.said("cy")) == len(told.said())
    own = [said for said in told.said() if not said.startswith("Each flag of an earlier term")]
    return [said for said in own[1:] if "foresaw" not in said]


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
        assert sentences(told)[-2] == "Nothing is known this term of 2 schools: School 2; School 3."


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
        assert "higher for 1 of the schools, lower for none and" in sentences(told)[1]
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
        assert [row[1:] for row in told.table("early-warning-thresholds")] == [
            ["All other sectors", "Per cent of sessions",
             "94 or less", "2", "93 or less", "1", "91 or less", "1"],
            ["All sectors", "A level, as judged", "Judged", "1", "Judged", "1", "Judged", "0"],
        ]  # fmt: skip
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
        assert told.table("early-warning-levels-worked-out") == [["School 1", "None", "Low"]]


def test_a_term_without_readings_leaves_nothing(tmp_path: Path) -> None:
    with told_of(tmp_path, [at(1, "finance", 1, term=BEFORE)], schools=1) as told:
        assert [block.id for block in told.blocks] == ["early-warning-none"]


def test_every_level_says_its_word_beside_its_colour(tmp_path: Path) -> None:
    rows = [at(n, "finance", level) for n, level in enumerate((3, 2, 1, 0), start=1)]
    with told_of(tmp_path, rows, schools=4) as told:
        (table,) = [block for block in told.blocks if block.id == "early-warning-levels-judged"]
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


def test_an_indicator_that_does_not_fit_a_sector_is_not_held_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_sectors(monkeypatch, {1: "primary", 2: "special"})
    rows = [at(1, "results", 3, -25.0), at(1, "attendance", 1, 93.5),
            at(2, "attendance", 3, 84.0)]  # fmt: skip
    with told_of(tmp_path, rows, schools=2) as told:
        assert told.table("early-warning-levels-worked-out") == [
            ["School 1", "High", "Low"], ["School 2", "Not used", "High"],
        ]  # fmt: skip
        assert [row[1:] for row in told.table("early-warning-thresholds")] == [
            ["All other sectors", "Points from the partnership's figure",
             "\u22125 or less", "1", "\u221210 or less", "1", "\u221220 or less", "1"],
            ["Special", "Points from the partnership's figure", *["Not used"] * 6],
            ["All other sectors", "Per cent of sessions",
             "94 or less", "1", "93 or less", "0", "91 or less", "0"],
            ["Special", "Per cent of sessions",
             "90 or less", "1", "88 or less", "1", "85 or less", "1"],
        ]  # fmt: skip


def test_flags_are_new_lasting_gone_or_not_known_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_sectors(monkeypatch, {1: "primary", 2: "primary", 3: "secondary"})
    then = [at(1, "finance", 3, term=BEFORE), at(1, "leadership", 3, term=BEFORE),
            at(2, "finance", 0, term=BEFORE), at(3, "finance", 3, term=BEFORE)]  # fmt: skip
    rows = [at(1, "finance", 3), at(1, "leadership", 2), at(2, "finance", 3),
            at(2, "leadership", 3), *then]  # fmt: skip
    with told_of(tmp_path, rows) as told:
        assert "3 flags stand this term: 1 began since last term, 1 stood then as well." in (
            told.said()
        )
        assert "1 of last term's flags has ended." in told.said()
        # Watched, flagged, flags; new, lasting, gone; not known last term, not known now.
        assert told.table("early-warning-flags-by-sector") == [
            ["Primary", "2", "2", "3", "1", "1", "1", "1", "0"],
            ["Secondary", "0", "0", "0", "0", "0", "0", "0", "1"],
            ["Total", "2", "2", "3", "1", "1", "1", "1", "1"],
        ]
        assert told.table("early-warning-flags-by-indicator") == [
            ["Leadership", "2", "1", "1", "0", "0", "1", "1", "0"],
            ["Finance", "2", "2", "2", "1", "1", "0", "0", "1"],
            ["Total", "2", "2", "3", "1", "1", "1", "1", "1"],
        ]


def test_flags_are_held_against_what_came_later(tmp_path: Path) -> None:
    risk = [at(n, "finance", 3 if n <= 6 else 0, term=BEFORE) for n in range(1, 13)]
    risk += [at(n, "finance", 0) for n in range(1, 13)]
    # Came to 1 to 4 of those flagged, and to 7 of the others; of 12 nothing was judged.
    limited = {1, 2, 3, 4, 7}
    reviews = [reviewed(n, "limited" if n in limited else "strong") for n in range(1, 12)]
    with back_tested(tmp_path, risk, reviews) as told:
        assert ("Limited progress came in 5 of 11 cases. Of the 6 in which the school had been "
                "flagged, it came in 4.") in told.said()  # fmt: skip
        assert "Flags in these cases are too few (6) to say how well they foresee." in told.said()
        assert told.table("early-warning-back-test-by-sector")[1:] == [
            ["Primary", "11", "5", "45", "6", "4", "Too few", "Too few"],
            ["Total", "11", "5", "45", "6", "4", "Too few", "Too few"],
        ]
        # From any level upwards all that have one are flagged; from none nobody is.
        by_level = told.table("early-warning-back-test-by-from-level")[1:]
        assert [row[4:6] for row in by_level] == [["6", "4"]] * 3
        # No inspection was held since: nothing is claimed of it.
        assert any("no inspection is recorded in a term after" in said for said in told.said())


def test_only_what_was_known_then_and_what_came_after_counts(tmp_path: Path) -> None:
    risk = [at(1, "finance", 3), at(2, "finance", 0, term=BEFORE), at(2, "finance", 0)]
    reviews = [reviewed(1, "limited"), reviewed(2, "limited", term=BEFORE)]
    inspected = [
        inspection(1, "2017-06-01", "review"),  # a flag of this term foresees nothing yet
        inspection(2, "2017-02-01", "special_measures"),  # before the end of the term before
        inspection(2, None, "none"),
    ]
    with back_tested(tmp_path, risk, reviews, inspected, schools=2) as told:
        assert (
            len([said for said in told.said() if "flags foresaw" in said and "is not said" in said])
            == 2
        )
        assert not [b for b in told.blocks if b.id.startswith("early-warning-back-test-by")]


def test_follow_up_is_held_against_those_inspected_since(tmp_path: Path) -> None:
    risk = [at(n, "finance", 3 if n == 1 else 0, term=BEFORE) for n in (1, 2, 3)]
    risk += [at(n, "finance", 0) for n in (1, 2, 3)]
    inspected = [
        inspection(1, "2017-05-10", "review"),
        inspection(2, "2017-06-01", "none"),
        inspection(3, "2017-10-20", "review"),  # after this term was published
    ]
    with back_tested(tmp_path, risk, [], inspected) as told:
        assert ("Follow-up came after inspection in 1 of 2 cases, the one in which the school had "
                "been flagged among them.") in told.said()  # fmt: skip


def of_sectors(patch: pytest.MonkeyPatch, sectors: dict[int, str]) -> None:
    """Schools of the written release, by their numbers, are of these sectors."""
    plain = written_page.area_rows

    def rows(schools: int = 2) -> list[dict[str, Any]]:
        of = {f"999000{n}": sector for n, sector in sectors.items()}
        return [row | ({"sector": of[row["area_id"]]} if row["area_id"] in of else {})
                for row in plain(schools)]  # fmt: skip

    patch.setattr(written_page, "area_rows", rows)


def reviewed(school: int, judgement: str, term: str = NOW) -> dict[str, Any]:
    return {"school_id": f"999000{school}", "term": term, "judgement": judgement}


def inspection(school: int, day: str | None, follow_up: str) -> dict[str, Any]:
    return {"school_id": f"999000{school}", "inspected": pd.Timestamp(day) if day else pd.NaT,
            "follow_up": follow_up}  # fmt: skip


@contextmanager
def back_tested(
    folder: Path, risk: list[Any], reviews: list[Any], inspected: list[Any] = (), schools: int = 3
) -> Iterator[Written]:  # fmt: skip
    kinds = [row | {"reading": float("nan")} for row in risk]
    number = max(schools, *(int(row["school_id"][6:]) for row in risk))
    tables = {"risk": kinds, "school_priorities": reviews or [reviewed(99, "")],
              "inspections": list(inspected) or [inspection(99, None, "none")]}  # fmt: skip
    with written(folder, tables, report="early_warning", schools=number) as told:
        run_on(told.page, "early_warning")
        yield told
