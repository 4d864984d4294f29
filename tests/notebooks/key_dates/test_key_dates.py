"""The calendar: golden text, its file for the reader's own calendar, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pandas as pd
import pytest
from browser import needs_browser
from bundled import PUBLISHED, table
from made_report import LANGUAGES, assert_golden, made_report
from notebook_run import run_notebook
from on_page import run_on
from opened_report import blocks_left, opened, sentences
from pages import both
from readers import faults_on_paper, faults_on_screen

from key_tasks import days_of, tasks_of
from tymor.page import Event, Events
from tymor.render.downloads import calendar_file
from tymor.report.document import Document
from tymor.report.reading import ReleaseReader

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


@dataclass
class Run:
    """The calendar's page on tasks that a test has chosen, and the blocks that it leaves."""

    page: Document
    left: list[dict[str, Any]]
    patch: pytest.MonkeyPatch

    @property
    def rows(self) -> pd.DataFrame:
        """Those of the bundled data."""
        return self.page.release.table("calendar")

    def on(
        self, now: pd.DataFrame, before: pd.DataFrame | None = None, schedules: Sequence[str] = ()
    ) -> "Run":
        """The notebook has run on these rows, and on these as they were last term; tasks of
        schedules are of these years."""
        rows = {self.page.release: now, self.page.earlier: now if before is None else before}
        of_years = pd.DataFrame({"since": pd.Series(schedules, dtype="str")})
        self.patch.setattr(
            ReleaseReader,
            "table",
            lambda reader, name: of_years if name == "schedules" else rows[reader],
        )
        run_on(self.page, "key_dates")
        return self

    def table(self, name: str) -> list[list[str]]:
        """The words of a table's rows, section rows left out; nothing where it does not stand."""
        rows = [row for b in self.left if b["id"] == name for row in b["table"]["rows"]]
        return [
            [c["text"]["en"] if c["kind"] == "text" else "" for c in row["cells"]]
            for row in rows
            if row["style"] == "body"
        ]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    page = opened(monkeypatch, "calendar", "CSC")
    return Run(page, blocks_left(monkeypatch), monkeypatch)


def test_tasks_are_those_of_the_school_year_and_after_by_day(run: Run) -> None:
    tasks = tasks_of(run.page, run.rows)
    assert set(tasks["term"]) == {"2016-autumn", "2017-spring", "2017-summer", "2017-autumn"}
    assert tasks["due"].is_monotonic_increasing


def test_every_task_stands_once_by_term_and_once_by_role(run: Run) -> None:
    tasks = tasks_of(run.page, run.rows)
    run.on(run.rows)
    names = [sorted(row[1] for row in run.table(f"calendar-by-{by}")) for by in ("term", "owner")]
    assert names == [sorted(tasks["name"])] * 2


def test_the_file_has_each_task_and_each_meeting(run: Run) -> None:
    tasks = tasks_of(run.page, run.rows)
    events = list(days_of(run.page, tasks))
    assert len(events) == len(tasks) + tasks["meets"].notna().sum()
    assert len({event.key for event in events}) == len(events)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (0, "The calendar has no task that is due from 28 September 2017 on."),
        (1, "1 task is due from 28 September 2017 on."),
        (3, "3 tasks are due from 28 September 2017 on."),
    ],
)
def test_what_comes_is_counted(run: Run, ahead: int, said: str) -> None:
    rows = run.rows.sort_values("due")
    past = (rows["due"] < "2017-09-28").sum()
    left = run.on(rows.head(past + ahead)).left
    assert sentences(left)[0] == said
    assert any(block["id"] == "calendar-next" for block in left) is (ahead > 0)


def test_a_calendar_without_tasks_says_so_and_nothing_else(run: Run) -> None:
    run.on(run.rows.head(0))
    assert [block["id"] for block in run.left] == ["calendar-none"]


def test_words_nobody_translated_say_their_language(run: Run) -> None:
    run.on(run.rows.assign(task_cy="", owner_cy=float("nan")))
    by_term, by_owner = (
        block["table"]["rows"] for block in run.left
        if block["id"] in ("calendar-by-term", "calendar-by-owner")
    )  # fmt: skip
    assert [cell["lang"] for cell in by_term[1]["cells"]] == [None, "en", "en", None, None]
    assert by_owner[0]["style"] == "section" and by_owner[0]["cells"][0]["lang"] == "en"


def test_dates_and_tasks_that_changed_are_named(run: Run) -> None:
    """Last term the census was due in February, one task had other words and one no meeting."""
    before = run.rows
    before.loc[before["task"] == "Annual school census", "due"] = pd.Timestamp("2017-02-07")
    before.loc[before["task"] == "Business plan for the coming year", "committee_date"] = pd.NaT
    before.loc[before["task"] == "Annual report to governors", "task"] = "Report to governors"
    run.on(run.rows, before)
    assert run.table("calendar-moved") == [
        ["Annual school census", "Due", "7 February 2017", "31 January 2017"],
        ["Business plan for the coming year", "Committee meets", "None", "28 March 2017"],
    ]
    assert sentences(run.left)[-2:] == [
        "The calendar has 1 task that it did not have last term: Annual report to governors.",
        "The calendar no longer has 1 task of last term's: Report to governors.",
    ]
    assert sentences(run.left, "cy")[-1].startswith(
        "Nid oes gan y calendr bellach 1 dasg a oedd ganddo"
    )


def test_a_calendar_like_last_terms_says_so_and_without_one_nothing_is_said(run: Run) -> None:
    ids = [block["id"] for block in run.on(run.rows).left]
    assert ids[-2:] == ["changed-heading", "calendar-unchanged"]
    run.left.clear()
    run.page.earlier = None
    run_on(run.page, "key_dates")
    assert not any(block["id"].startswith("changed") for block in run.left)


YEARLY = {"season": "autumn", "strand": "Governance", "strand_cy": "Llywodraethu", "kind": "",
          "deadline": "", "since": "2016/17", "source": "Guidance", "source_cy": "Canllawiau",
          "due": pd.NaT, "committee_date": pd.NaT, "invented": False}  # fmt: skip


def test_the_yearly_schedule_stands_by_term_strand_and_role(run: Run) -> None:
    """A task without a day is of its term; one that is done all year comes first."""
    two = run.rows.head(2).assign(term="2016-autumn", **YEARLY)
    two["season"] = ["autumn", "all_year"]
    run.on(two)
    name, later = two["task"]
    parts = {"All year": later, "Autumn term 2016": name}
    for each, at in (("calendar-by-term", 0), ("calendar-by-strand", 1), ("calendar-by-owner", 0)):
        assert {row[at] for row in run.table(each)} == set(parts.values())
    of_strands = [row[:2] for row in run.table("calendar-by-strand")]
    assert of_strands == [list(each) for each in parts.items()]
    assert run.table("calendar-by-term")[1] == [name, "Governance", two["owner"].iloc[0], ""]
    assert sentences(run.left)[:4] == [
        "The calendar has no task that is due from 28 September 2017 on.",
        "The schedule of 2016/17 that is the same each year has 2 key tasks.",
        "No day is set for 2 of them: they are done in the term, or the part of the year, that "
        "they stand under.",
        "The schedule comes from this source: Guidance.",
    ]
    assert not any(block["kind"] == "events" for block in run.left)


def test_the_schedule_is_no_news_of_the_term(run: Run) -> None:
    run.on(run.rows.head(3).assign(term="2016-autumn", **YEARLY), run.rows.head(0))
    assert not any(block["id"].startswith("changed") for block in run.left)


@pytest.mark.parametrize(
    ("schedules", "said"),
    [
        (["2021/22", "2020/21", "2021/22"],
         ["No yearly schedule of key tasks is held for 2016/17."]),
        (["2021/22", "2015/16"], []),
        ([], []),
    ],
)  # fmt: skip
def test_where_the_schedule_begins_later_none_is_said_to_be_held(
    run: Run, schedules: list[str], said: list[str]
) -> None:
    run.on(run.rows.head(3), schedules=schedules)
    told = sentences([block for block in run.left if block["id"] == "calendar-later"])
    assert told == said


def test_the_bundled_calendar_says_that_its_year_has_no_schedule() -> None:
    (said,) = run_notebook("calendar", "CSC").said(ids="calendar-later")
    assert said == "No yearly schedule of key tasks is held for 2016/17."


def test_the_printed_schedule_has_its_one_day() -> None:
    rows = table(PUBLISHED, "key_tasks")
    assert rows.loc[rows["due"] != "", "due"].tolist() == ["12-31"]
    assert rows["season"].value_counts().to_dict() == {
        "autumn": 12, "spring": 13, "summer": 14, "all_year": 13, "half_termly": 1,
    }  # fmt: skip


def test_invented_tasks_are_called_so(run: Run) -> None:
    assert run.on(run.rows).left[0]["id"] == "calendar-invented"
    run.left.clear()
    assert run.on(run.rows.assign(invented=False)).left[0]["id"] != "calendar-invented"


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
