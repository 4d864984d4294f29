"""The actions of the business plan, one by one: late, moved since the last review, all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from tymor.config import Category
from tymor.page import Cell, Column, Row, Table, Text, TextCell
from tymor.report.columns import as_told
from tymor.report.document import Document
from tymor.report.tables import same_in_all

Action = Mapping[str, Any]
Move = Literal["up", "down", "same", "begun"]
_KEY = ["area_id", "plan_year", "priority", "action"]
#: Judged so, an action whose day has passed has not got far enough to be told apart from late.
_BARELY = frozenset({"not_due", "limited"})


def is_late(action: Action, on: date) -> bool:
    """Its day had passed, and it is not on track, has not begun or has come to little."""
    if pd.isna(action["due"]) or action["due"].date() >= on:
        return False
    return action["on_track"] == "no" or action["judgement"] in _BARELY


def way_moved(before: str, now: str, scheme: Mapping[str, Category]) -> Move:
    """Which way a judgement went; ``begun`` where it was not due to have started before."""
    old, new = scheme[before].rank, scheme[now].rank
    if old is None or new is None:
        return "same" if old == new else "begun" if old is None else "down"
    return "up" if new > old else "down" if new < old else "same"


@dataclass(frozen=True)
class PlanActions:
    """One plan year's actions of some areas: one row an action, its newest review.

    ``earlier`` are the same as last term's release held them; without rows where there is none.
    """

    page: Document
    year: str
    rows: pd.DataFrame
    earlier: pd.DataFrame

    @classmethod
    def of(cls, page: Document, plan_year: str, area_ids: Sequence[str]) -> "PlanActions":
        rows = _of_year(page.release.table("plan_actions"), plan_year, area_ids)
        held = page.earlier is not None and page.earlier.has("plan_actions")
        before = page.earlier.table("plan_actions") if held and page.earlier else rows.iloc[:0]
        return cls(page, plan_year, rows, _of_year(before, plan_year, area_ids))

    def __len__(self) -> int:
        return len(self.rows)

    def described(self) -> "PlanActions":
        """Those of which something is told beyond a number.

        A printed grid says how many elements of a priority were judged so, and not which:
        rows that only carry its counts must not be read one by one.
        """
        told = self.rows[["aspect", "commentary"]].replace("", pd.NA).notna().any(axis=1)
        return replace(self, rows=self.rows[told])

    @property
    def scheme(self) -> Mapping[str, Category]:
        return self.page.config.plan_scheme(self.year)

    @property
    def dated(self) -> int:
        """How many have a day, and are told enough of to be called late or not."""
        told = self.rows["on_track"].isin(["yes", "no"]) | self.rows["judgement"].isin(self.scheme)
        return int((self.rows["due"].notna() & told).sum())

    def late(self, on: date) -> list[Action]:
        """The actions that were late on a day, the longest overdue first."""
        found = [action for action in self._records() if is_late(action, on)]
        return sorted(found, key=lambda action: action["due"])

    def next_due(self, on: date) -> date | None:
        """The first day from ``on`` on which an action is due."""
        days = self.rows.loc[self.rows["due"] >= pd.Timestamp(on), "due"]
        return days.min().date() if len(days) else None

    @property
    def all_dated(self) -> bool:
        """Whether it is known of every action whether it was reviewed since last term: that
        term's release holds it, and its reviews are dated in both.
        """
        both = self._twice()[["reviewed", "reviewed_before"]]
        return len(both) == len(self.rows) > 0 and bool(both.notna().all(axis=None))

    def _twice(self) -> pd.DataFrame:
        """The actions that both terms hold, with ``judgement_before`` and ``reviewed_before``."""
        was = self.earlier[[*_KEY, "judgement", "reviewed"]]
        return self.rows.merge(was, on=_KEY, suffixes=("", "_before"))

    def moves(self) -> dict[Move, list[Action]]:
        """The actions judged in both terms by the way they went; each has ``before``.

        A judgement counts once more only where it was reviewed again.
        """
        both = self._twice()
        again = both[both["reviewed"] > both["reviewed_before"]]
        again = again[again["judgement_before"].isin(self.scheme)]
        found: dict[Move, list[Action]] = {"up": [], "down": [], "same": [], "begun": []}
        for action in again[again["judgement"].isin(self.scheme)].to_dict("records"):
            found[way_moved(action["judgement_before"], action["judgement"], self.scheme)].append(
                {str(name): value for name, value in action.items()}
            )
        return found

    def table(self) -> Table:
        """Every action by priority, those of several areas by area; a column that says nothing
        of any action is left out."""
        wanted: dict[str, Callable[[Action], Cell]] = {
            "on_track": self._on_track,
            "progress": lambda action: self.judged(action["judgement"]),
        }
        for name in ("lead", "due", "commentary"):
            if self.rows[name].replace("", pd.NA).notna().any():
                wanted[name] = self._said(name)
        several = self.rows["area_id"].nunique() > 1
        return self._table(self._records(), wanted, "area_id" if several else "priority")

    def late_table(self, on: date) -> Table:
        """The actions of :meth:`late`, with the day each was due and how far it is."""
        wanted: dict[str, Callable[[Action], Cell]] = {
            "due": self._said("due"),
            "lead": self._said("lead"),
            "progress": lambda action: self.judged(action["judgement"]),
            "commentary": self._said("commentary"),
        }
        return self._table(self.late(on), wanted, "area_id")

    def moved_table(self) -> Table:
        """The actions that were judged otherwise before."""
        moves = self.moves()
        moved = [action for way in ("down", "up", "begun") for action in moves[way]]
        wanted: dict[str, Callable[[Action], Cell]] = {
            "last_term": lambda action: self.judged(action["judgement_before"]),
            "this_term": lambda action: self.judged(action["judgement"]),
        }
        return self._table(moved, wanted, "area_id")

    def judged(self, code: str) -> TextCell:
        """A judgement in words, on its colour; nothing where none was given."""
        if code not in self.scheme:
            return self._plain("")
        return TextCell(text=self.page.say(f"judgements.{code}"), colour=self.scheme[code].colour)

    def _records(self) -> list[Action]:
        return [{str(k): v for k, v in row.items()} for row in self.rows.to_dict("records")]

    def _table(
        self, actions: list[Action], wanted: Mapping[str, Callable[[Action], Cell]], by: str
    ) -> Table:
        """A row an action; a heading row before those of each area or priority."""
        say = self.page.say
        heads = ("element", *wanted)
        rows: list[Row] = []
        for name in dict.fromkeys(action[by] for action in actions):
            inside = [action for action in actions if action[by] == name]
            if by == "priority" or self.rows["area_id"].nunique() > 1:
                rows.append(self._heading(by, name, len(heads)))
            rows += [
                Row(cells=(self._element(action), *(cell(action) for cell in wanted.values())))
                for action in inside
            ]
        columns = tuple(
            Column(key=head, label=say(f"business_plan.columns.{head}"), align="start")
            for head in heads
        )
        return Table(columns=columns, rows=tuple(rows))

    def _heading(self, by: str, name: str, width: int) -> Row:
        priority = self.page.say("business_plan.columns.priority", {"priority": name})
        text = priority if by == "priority" else self.page.area_of(name).name
        return Row(cells=(TextCell(text=text), *[self._plain("")] * (width - 1)), style="section")

    def _element(self, action: Action) -> TextCell:
        number = f"{action['priority']}.{action['action']}"
        if not action["aspect"] or pd.isna(action["aspect"]):
            return self._plain(number)
        text, lang = as_told(self.page.config, action, "aspect")
        return TextCell(text={name: f"{number} {text[name]}" for name in text}, lang=lang)

    def _on_track(self, action: Action) -> TextCell:
        if action["on_track"] not in ("yes", "no"):
            return self._plain("")
        return TextCell(text=self.page.say(f"business_plan.on_track.{action['on_track']}"))

    def _said(self, column: str) -> Callable[[Action], Cell]:
        """A cell of what was typed, or of a day."""

        def cell(action: Action) -> TextCell:
            value = action[column]
            if pd.isna(value) or value == "":
                return self._plain("")
            if isinstance(value, date):
                return TextCell(text=_day(self.page, value))
            text, lang = as_told(self.page.config, action, column)
            return TextCell(text=text, lang=lang)

        return cell

    def _plain(self, text: str) -> TextCell:
        return TextCell(text=same_in_all(self.page.config, text))


def _day(page: Document, day: date) -> Text:
    languages = page.config.languages
    return {name: languages[name].long_date(day) for name in languages}


def _of_year(rows: pd.DataFrame, plan_year: str, area_ids: Sequence[str]) -> pd.DataFrame:
    """In the order of areas, priorities and actions."""
    own = rows[(rows["plan_year"] == plan_year) & rows["area_id"].isin(area_ids)]
    place = own["priority"].map(lambda name: tuple(int(part) for part in name.split(".")))
    ordered = own.assign(place=place).sort_values(["area_id", "place", "action"])
    return ordered.drop(columns="place").reset_index(drop=True)
