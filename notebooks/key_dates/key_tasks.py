"""The calendar as frames: its tasks, when committees meet, and which dates have moved."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from shared.vocabulary import meeting, term_name, typed
from tymor.config.models import Committee, Sitting
from tymor.config.terms import term_order
from tymor.page import Event, Text, TextCell
from tymor.report.document import Document

_KINDS = ("task", "collection", "committee")
#: Parts of the year that are longer, or shorter, than a term.
_LONG = ("all_year", "half_termly")
_OF_SCHEDULE = ["season", "strand", "deadline", "since", "source", "invented"]
#: A task stays the same one while its term and its words do.
_SAME = ["term", "name"]


def tasks_of(page: Document, rows: pd.DataFrame) -> pd.DataFrame:
    """One row a task from the autumn of the term's academic year on, by day and then by words;
    those of the schedule without a day as the schedule has them.

    ``due`` is a day, missing where a task has none, and so is ``meets``: of the committee that
    the task goes to, missing where it goes to none; ``meeting`` says that day, or that it goes to
    none, and is missing where neither is known, as of the schedule. ``task``, ``owner``, ``strand``
    and ``when`` (missing where none is told) are cells, in the languages in which they are held;
    ``name`` and
    ``owner_name`` are their words in the first language. ``kind`` is a task, a collection of data
    or a report to a committee. ``yearly`` are those of the schedule that is the same each year:
    their ``season`` is a term, all year or every half term.
    """
    first = term_order(f"{page.this_year[:4]}-autumn")
    rows = rows[rows["term"].map(lambda term: term_order(term) >= first).astype(bool)]
    rows = rows.reindex(columns=[*rows.columns.union(_OF_SCHEDULE, sort=False)])
    records: list[Any] = rows.to_dict("records")
    meets = pd.to_datetime(rows["committee_date"])
    usual = meets.notna().map({True: "committee", False: "task"})
    tasks = pd.DataFrame(
        {
            "term": rows["term"],
            "season": rows["season"].fillna(""),
            "kind": rows["kind"].where(rows["kind"].isin(_KINDS), usual),
            "due": pd.to_datetime(rows["due"]),
            "meets": meets,
            "meeting": [
                None if row["season"] else meeting(page, row)
                for row in rows.fillna({"season": "", "kind": ""}).to_dict("records")
            ],
            "task": [typed(page, row, "task") for row in records],
            "owner": [typed(page, row, "owner") for row in records],
            "strand": [typed(page, row, "strand") if row["strand"] else None for row in records],
            "when": [_when(page, row) for row in records],
            "since": rows["since"],
            "source": [typed(page, row, "source") if row["source"] else None for row in records],
            "invented": rows["invented"].fillna(False).astype(bool),
        }
    )
    tasks["yearly"] = tasks["season"] != ""
    tasks["name"] = tasks["task"].map(_first_words).astype("str")
    tasks["owner_name"] = tasks["owner"].map(_first_words).astype("str")
    tasks["listed"] = tasks["name"].mask(tasks["yearly"], "")
    return tasks.sort_values(["due", "listed"], ignore_index=True)


def _when(page: Document, row: dict[str, Any]) -> TextCell | None:
    """The day, and what else is said of when."""
    deadline = typed(page, row, "deadline") if row["deadline"] else None
    if pd.isna(row["due"]):
        return deadline
    languages = page.config.languages
    day = {name: languages[name].long_date(row["due"].date()) for name in languages}
    if deadline is None:
        return TextCell(text=day)
    named = {"day": day, "deadline": deadline.text}
    return TextCell(text=page.say("calendar.when.day", named), lang=deadline.lang)


def by_season(page: Document, tasks: pd.DataFrame) -> pd.DataFrame:
    """The tasks by the part of the year they are of, the longest first; ``part`` is its name."""
    long = {season: (place, 0) for place, season in enumerate(_LONG)}
    of_years = list(zip(tasks["season"], tasks["term"], strict=True))
    order = [long.get(season, term_order(term)) for season, term in of_years]
    named = [
        page.say(f"calendar.when.{season}") if season in _LONG else term_name(page, term)
        for season, term in of_years
    ]
    parts = tasks.assign(
        part=pd.Series(named, tasks.index, dtype="object"),
        order=pd.Series(order, tasks.index, dtype="object"),
    )
    return parts.sort_values("order", kind="stable", ignore_index=True)


def meetings_of(page: Document, tasks: pd.DataFrame) -> pd.DataFrame:
    """One row a meeting and what goes to it, by day: a task, or a report that
    ``params/committees.yml`` dates."""
    held = set(tasks["term"])
    reports = [
        {"meets": pd.Timestamp(sitting.meets), "goes": _report(page, area, committee, sitting)}
        for area, committee in _committees(page)
        for term, sitting in committee.terms.items()
        if term in held
    ]
    of_tasks = tasks.dropna(subset=["meets"])[["meets", "task"]].rename(columns={"task": "goes"})
    meetings = pd.concat([of_tasks, pd.DataFrame(reports, columns=["meets", "goes"])])
    meetings["name"] = meetings["goes"].map(_first_words)
    return meetings.sort_values(["meets", "name"], ignore_index=True)


def _committees(page: Document) -> Iterator[tuple[Text | None, Committee]]:
    """Each committee that reports go to, with the authority whose own it is."""
    authorities = page.children()
    for name, committee in page.config.committees.items():
        own = [area for area in authorities if area.id in committee.areas]
        asked: list[tuple[Text | None, str]] = [(area.name, area.id) for area in own]
        if len(own) < len(authorities) or not own:
            asked.append((None, page.area_id))
        for area, area_id in asked:
            if found := page.config.committee_of(name, area_id):
                yield area, found


def _report(page: Document, area: Text | None, committee: Committee, sitting: Sitting) -> TextCell:
    key = "calendar.report_written" if area is None else "calendar.report_of_area"
    named: dict[str, Any] = {"committee": committee.name, "written": sitting.written}
    return TextCell(text=page.say(key, named | ({} if area is None else {"authority": area})))


def _first_words(cell: TextCell) -> str:
    """What a cell says in the first language."""
    return next(iter(cell.text.values()))


def days_of(page: Document, tasks: pd.DataFrame) -> Iterator[Event]:
    """For the reader's own calendar: each day of a task, and of the meeting it goes to."""
    for task in tasks.dropna(subset=["due"]).to_dict("records"):
        key, words = f"{page.area_id}/{task['term']}/{task['name']}", task["task"].text
        who = task["owner"].text
        yield Event(key=f"{key}/due", day=task["due"].date(), text=words, who=who)
        if pd.notna(task["meets"]):
            text = page.say("calendar.meeting", {"task": words})
            yield Event(key=f"{key}/meets", day=task["meets"].date(), text=text, who=who)


def dates_moved(tasks: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """One row a date that is another one than last term: the day due, or the meeting.

    ``date`` says which; ``last_term`` and ``this_term`` are days, missing where there was none.
    """
    both = tasks.merge(before, on=_SAME, suffixes=("", "_before"))
    dates = pd.concat(
        both.assign(date=name, last_term=both[f"{name}_before"], this_term=both[name])
        for name in ("due", "meets")
    )
    none = dates["last_term"].isna() & dates["this_term"].isna()
    moved = dates[(dates["last_term"] != dates["this_term"]) & ~none]
    return moved.sort_index(kind="stable")


def only_in(tasks: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The tasks that are not among the others."""
    keys, known = (frame.set_index(_SAME).index for frame in (tasks, others))
    return tasks[~keys.isin(known)]
