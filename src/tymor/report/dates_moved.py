"""What changed in the calendar since last term: dates that moved, tasks that came or went."""

from collections.abc import Iterator
from datetime import date

from tymor.page import Column, Row, Table, TextCell
from tymor.report.counted import joined
from tymor.report.document import Document
from tymor.report.key_dates import Calendar, Task

#: A task stays the same one while its term and its words do.
Key = tuple[str, str]


def changed_since_last_term(page: Document, calendar: Calendar) -> None:
    """Heading, table and sentences; nothing where last term's calendar is not known."""
    earlier = Calendar.earlier(page)
    if earlier is None:
        return
    now, before = _by_key(calendar), _by_key(earlier)
    moved = dates_moved(page, calendar, earlier)
    added = [task.text for key, task in now.items() if key not in before]
    removed = [task.text for key, task in before.items() if key not in now]
    page.heading("changed")
    if not (moved or added or removed):
        page.text("changed.nothing")
    page.table(moved, title="calendar.moved")
    for key, texts in (("calendar.added", added), ("calendar.removed", removed)):
        if texts:
            page.text(key, tasks=joined(texts, page.config.languages, "; "))


def dates_moved(page: Document, calendar: Calendar, earlier: Calendar) -> Table | None:
    """A row a date that is another one than last term: the day due, or the meeting."""
    before = _by_key(earlier)
    rows = [
        row
        for key, task in _by_key(calendar).items()
        if key in before
        for row in _rows(page, before[key], task)
    ]
    if not rows:
        return None
    columns = (
        Column(key=key, label=page.say(f"calendar.columns.{key}"), align="start")
        for key in ("task", "date", "last_term", "this_term")
    )
    return Table(columns=tuple(columns), rows=tuple(rows))


def _rows(page: Document, before: Task, now: Task) -> Iterator[Row]:
    for what, was, day in (("due", before.due, now.due), ("meets", before.meets, now.meets)):
        if was != day:
            name = TextCell(text=now.text, lang=now.text_lang)
            said = TextCell(text=page.say(f"calendar.columns.{what}"))
            yield Row(cells=(name, said, _day(page, was), _day(page, day)))


def _day(page: Document, day: date | None) -> TextCell:
    languages = page.config.languages
    if day is None:
        return TextCell(text=page.say("calendar.no_date"))
    return TextCell(text={name: languages[name].long_date(day) for name in languages})


def _by_key(calendar: Calendar) -> dict[Key, Task]:
    return {(task.term, task.text["en"]): task for task in calendar.tasks}
