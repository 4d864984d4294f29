"""The calendar's tasks, committees and data collections, as the report shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from tymor.config.terms import term_order
from tymor.locale import Value
from tymor.page import Cell, Column, Event, Row, Table, Text, TextCell
from tymor.report.columns import as_told
from tymor.report.document import Document
from tymor.report.tables import same_in_all


@dataclass(frozen=True)
class Task:
    """One task of a term; ``meets`` is the committee it goes to, if it does.

    ``text_lang`` and ``owner_lang`` are the language where nobody translated the words.
    """

    term: str
    kind: str
    due: date
    meets: date | None
    text: Text
    text_lang: str | None
    owner: Text
    owner_lang: str | None


@dataclass(frozen=True)
class Calendar:
    """The tasks from the autumn of the term's academic year on, by day."""

    page: Document
    tasks: tuple[Task, ...]

    @classmethod
    def of(cls, page: Document) -> "Calendar":
        return cls._held(page, page.release.table("calendar"))

    @classmethod
    def earlier(cls, page: Document) -> "Calendar | None":
        """The calendar as it was last term; nothing where that is not known."""
        if page.earlier is None or not page.earlier.has("calendar"):
            return None
        held = cls._held(page, page.earlier.table("calendar"))
        return held if held.tasks else None

    @classmethod
    def _held(cls, page: Document, rows: pd.DataFrame) -> "Calendar":
        first = term_order(f"{page.this_year[:4]}-autumn")
        tasks = [_task(page, row) for row in rows.to_dict("records")
                 if term_order(row["term"]) >= first]  # fmt: skip
        return cls(page, tuple(sorted(tasks, key=lambda task: (task.due, task.text["en"]))))

    def of_term(self, term: str) -> list[Task]:
        return [task for task in self.tasks if task.term == term]

    def from_day(self, day: date) -> list[Task]:
        """The tasks due on a day or later."""
        return [task for task in self.tasks if task.due >= day]

    @property
    def terms(self) -> list[str]:
        return sorted({task.term for task in self.tasks}, key=term_order)

    # Tables

    def by_term(self) -> Table:
        """Every task under its term: when, what, who, and the committee it goes to."""
        rows: list[Row] = []
        for term in self.terms:
            rows.append(self._section(self.term_name(term), 5))
            rows += [self._row(task, task.kind) for task in self.of_term(term)]
        return self._table(("due", "task", "owner", "kind", "meets"), rows)

    def by_owner(self) -> Table:
        """Every task under who does it, in the order of their names."""
        rows: list[Row] = []
        owners = {task.owner["en"]: task for task in self.tasks}
        for name in sorted(owners):
            rows.append(self._section(owners[name].owner, 3, owners[name].owner_lang))
            rows += [
                Row(cells=(self._day(task.due), _words(task.text, task.text_lang),
                           TextCell(text=self.term_name(task.term))))
                for task in self.tasks
                if task.owner["en"] == name
            ]  # fmt: skip
        return self._table(("due", "task", "term"), rows)

    def committees(self) -> Table | None:
        """When committees meet, and what goes to them; nothing where no meeting is held."""
        rows = [
            Row(cells=(self._day(day), _words(text, lang)))
            for day, text, lang in sorted(self._meetings(), key=lambda m: (m[0], m[1]["en"]))
        ]
        return self._table(("meets", "goes"), rows) if rows else None

    def collections(self) -> Table | None:
        """Data collections; nothing where there are none."""
        rows = [
            Row(cells=(self._day(task.due), _words(task.text, task.text_lang),
                       _words(task.owner, task.owner_lang)))
            for task in self.tasks
            if task.kind == "collection"
        ]  # fmt: skip
        return self._table(("due", "task", "owner"), rows) if rows else None

    def events(self) -> Iterator[Event]:
        """Each day of a task, and of the meeting it goes to."""
        for task in self.tasks:
            key = f"{self.page.area_id}/{task.term}/{task.text['en']}"
            yield Event(key=f"{key}/due", day=task.due, text=task.text, who=task.owner)
            if task.meets is not None:
                text = self.page.say("calendar.meeting", {"task": task.text})
                yield Event(key=f"{key}/meets", day=task.meets, text=text, who=task.owner)

    def term_name(self, term: str) -> Text:
        """As ``params/terms.yml`` names it, or by its season and year."""
        known = self.page.config.terms.get(term)
        if known is not None:
            return known.name
        year, _, season = term.partition("-")
        return self.page.say(f"calendar.seasons.{season}", {"calendar_year": year})

    def _meetings(self) -> Iterator[tuple[date, Text, str | None]]:
        """Of tasks that go to a committee, and of the reports that ``committees.yml`` dates."""
        for task in self.tasks:
            if task.meets is not None:
                yield task.meets, task.text, task.text_lang
        for committee in self.page.config.committees.values():
            name = committee.name
            for term, sitting in committee.terms.items():
                if term in self.terms:
                    values: dict[str, Value] = {"committee": name, "written": sitting.written}
                    yield sitting.meets, self.page.say("calendar.report_written", values), None

    def _row(self, task: Task, kind: str) -> Row:
        meets = self._day(task.meets) if task.meets else self._plain("")
        return Row(
            cells=(
                self._day(task.due),
                _words(task.text, task.text_lang),
                _words(task.owner, task.owner_lang),
                TextCell(text=self.page.say(f"calendar.kinds.{kind}")),
                meets,
            )
        )

    def _section(self, name: Text, width: int, lang: str | None = None) -> Row:
        return Row(cells=(_words(name, lang), *[self._plain("")] * (width - 1)), style="section")

    def _table(self, heads: Iterable[str], rows: list[Row]) -> Table:
        columns = tuple(
            Column(key=head, label=self.page.say(f"calendar.columns.{head}"), align="start")
            for head in heads
        )
        return Table(columns=columns, rows=tuple(rows))

    def _day(self, day: date) -> Cell:
        languages = self.page.config.languages
        return TextCell(text={name: languages[name].long_date(day) for name in languages})

    def _plain(self, text: str) -> Cell:
        return TextCell(text=same_in_all(self.page.config, text))


def say_what_comes(page: Document, calendar: Calendar) -> None:
    """How much of the calendar lies ahead of the day it was published, and what is next."""
    day = page.publication.term.published
    ahead = calendar.from_day(day)
    if not ahead:
        page.text("calendar.none_ahead", day=day)
        return
    page.text("calendar.ahead", ahead=len(ahead), day=day)
    first = ahead[0]
    page.text("calendar.next", day=first.due, task=first.text, owner=first.owner)


def _words(text: Text, lang: str | None) -> Cell:
    return TextCell(text=text, lang=lang)


def _task(page: Document, row: dict[Any, Any]) -> Task:
    text, text_lang = as_told(page.config, row, "task")
    owner, owner_lang = as_told(page.config, row, "owner")
    meets = pd.Timestamp(str(row["committee_date"])) if pd.notna(row["committee_date"]) else None
    kind = str(row["kind"]) if row["kind"] in ("task", "collection", "committee") else None
    return Task(
        term=str(row["term"]),
        kind=kind or ("committee" if meets is not None else "task"),
        due=pd.Timestamp(str(row["due"])).date(),
        meets=meets.date() if meets is not None else None,
        text=text,
        text_lang=text_lang,
        owner=owner,
        owner_lang=owner_lang,
    )
