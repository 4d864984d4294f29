"""The calendar: golden text, its file for the reader's own calendar, and what comes next."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from browser import needs_browser
from made_report import LANGUAGES, assert_golden, made_report
from opened_report import blocks_left, opened, sentences
from pages import both
from readers import faults_on_paper, faults_on_screen

from tymor.page import Event, Events
from tymor.render.calendar_file import calendar_file
from tymor.report.key_dates import Calendar, say_what_comes

STAMP = date(2017, 9, 28)


def block(**given: Any) -> Events:
    item = {"key": "CSC/2017-autumn/targets/due", "day": date(2017, 11, 30),
            "text": both("Agree; targets, all", "Cytuno ar dargedau"),
            "who": both("Partners", "Partneriaid")}  # fmt: skip
    event = Event.model_validate(item | given)
    return Events(id="calendar-file", title=both("Days", "Dyddiau"), name=both("Tasks", "Tasgau"),
                  stamped=STAMP, items=(event,))  # fmt: skip


def entry(events: Events, language: str = "en") -> Any:
    calendar = icalendar.Calendar.from_ical(calendar_file(events, language))
    (found,) = calendar.walk("VEVENT")
    return found


def test_a_day_is_an_entry_that_lasts_all_day() -> None:
    found = entry(block())
    assert found.decoded("dtstart") == date(2017, 11, 30)
    assert found.decoded("dtend") == date(2017, 12, 1)
    assert found.decoded("dtstamp") == datetime(2017, 9, 28, tzinfo=UTC)
    assert (found["summary"], found["description"]) == ("Agree; targets, all", "Partners")
    assert entry(block(), "cy")["summary"] == "Cytuno ar dargedau"


def test_the_same_days_are_the_same_bytes_and_other_lines_end_as_the_standard_says() -> None:
    first = calendar_file(block(), "cy")
    assert first == calendar_file(block(), "cy")
    lines = first.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    long = calendar_file(block(text=both("ŵ" * 100, "ŵ" * 100)), "cy")
    assert all(len(line) <= 75 for line in long.split(b"\r\n"))


def test_a_day_that_moves_keeps_its_entry_and_another_task_has_its_own() -> None:
    uid = entry(block())["uid"]
    assert entry(block(day=date(2017, 12, 7)))["uid"] == uid
    assert entry(block(), "cy")["uid"] == uid
    assert entry(block(key="CSC/2017-autumn/other/due"))["uid"] != uid


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar.of(opened(monkeypatch, "calendar", "CSC"))


def test_tasks_are_those_of_the_school_year_and_after_by_day(calendar: Calendar) -> None:
    assert calendar.terms == ["2016-autumn", "2017-spring", "2017-summer", "2017-autumn"]
    days = [task.due for task in calendar.tasks]
    assert days == sorted(days)


def test_every_task_stands_once_by_term_and_once_by_role(calendar: Calendar) -> None:
    for table in (calendar.by_term(), calendar.by_owner()):
        tasks = [row for row in table.rows if row.style == "body"]
        assert len(tasks) == len(calendar.tasks)


def test_the_file_has_each_task_and_each_meeting(calendar: Calendar) -> None:
    meetings = [task for task in calendar.tasks if task.meets]
    events = list(calendar.events())
    assert len(events) == len(calendar.tasks) + len(meetings)
    assert len({event.key for event in events}) == len(events)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (slice(0, 0), "The calendar has no task that is due from 28 September 2017 on."),
        (slice(-1, None), "1 task is due from 28 September 2017 on."),
        (slice(None), "3 tasks are due from 28 September 2017 on."),
    ],
)
def test_what_comes_is_counted(
    calendar: Calendar, kept: slice, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = blocks_left(monkeypatch)
    say_what_comes(calendar.page, replace(calendar, tasks=calendar.tasks[kept]))
    told = sentences(left)
    assert told[0] == said
    assert (len(told) == 2) is not said.startswith("The calendar has no task")


def test_words_nobody_translated_say_their_language(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = calendar.page.release
    rows = release.table("calendar").assign(task_cy="", owner_cy=float("nan"))
    monkeypatch.setattr(type(release), "table", lambda self, name: rows)
    (row, *_) = [r for r in Calendar.of(calendar.page).by_term().rows if r.style == "body"]
    assert [cell.lang for cell in row.cells] == [None, "en", "en", None, None]  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_as_it_was(language: str) -> None:
    made = made_report("calendar", "CSC")
    assert_golden(f"calendar/{language}.txt", made.text(language))
    assert_golden(f"calendar/{language}.pdf.txt", made.pdf_text(language))
    file = made.folder(language) / "calendar-file.ics"
    assert_golden(f"calendar/{language}.ics.txt", file.read_bytes().decode().replace("\r\n", "\n"))
    page = (made.folder(language) / "index.html").read_text("utf-8")
    assert '<a href="calendar-file.ics" type="text/calendar">' in page


@pytest.mark.browser
@needs_browser
def test_a_reader_finds_everything_on_a_phone_and_on_a_desk() -> None:
    made = made_report("calendar", "CSC")
    assert faults_on_screen(made) == {}
    assert faults_on_paper(made) == []
