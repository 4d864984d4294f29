"""The actions of a business plan, one by one: in their order, late, and which way they moved."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal

import pandas as pd

from tymor.config import Category
from tymor.page import TextCell
from tymor.report import columns as col
from tymor.report.columns import as_told
from tymor.report.document import Document

Move = Literal["up", "down", "same", "begun"]
#: What tells an action from every other.
ACTION = ["area_id", "plan_year", "priority", "action"]
#: Judged so, an action whose day has passed has not got far enough to be told apart from late.
_BARELY = ["not_due", "limited"]


def of_plan(actions: pd.DataFrame, plan_year: str, area_ids: Collection[str]) -> pd.DataFrame:
    """The actions of a plan year and of some areas, by area, priority and number.

    One row an action. ``described``: something is told of it beyond a number. A printed grid
    says how many elements of a priority were judged so, and not which: rows that only carry its
    counts must not be read one by one.
    """
    own = actions[(actions["plan_year"] == plan_year) & actions["area_id"].isin(area_ids)]
    place = own["priority"].map(lambda name: tuple(int(part) for part in name.split(".")))
    told = own[["aspect", "commentary"]].replace("", pd.NA).notna().any(axis=1)
    ordered = own.assign(place=place, described=told).sort_values(["area_id", "place", "action"])
    return ordered.drop(columns="place").reset_index(drop=True)


def is_late(actions: pd.DataFrame, on: date) -> "pd.Series[bool]":
    """Of which actions the day had passed, and they are not on track, have not begun or have
    come to little."""
    behind = (actions["on_track"] == "no") | actions["judgement"].isin(_BARELY)
    return (actions["due"] < pd.Timestamp(on)) & behind


def way_moved(before: str, now: str, scheme: Mapping[str, Category]) -> Move:
    """Which way a judgement went; ``begun`` where it was not due to have started before."""
    old, new = scheme[before].rank, scheme[now].rank
    if old is None or new is None:
        return "same" if old == new else "begun" if old is None else "down"
    return "up" if new > old else "down" if new < old else "same"


def by_area(actions: pd.DataFrame) -> pd.DataFrame:
    """The same actions with those of one area together, in the order in which areas come."""
    nth = actions.groupby("area_id", sort=False).ngroup()
    return actions.iloc[nth.argsort(kind="stable")]


def element(page: Document, action: Mapping[str, Any]) -> TextCell:
    """An action by its number and what it is about, in the languages in which that is held."""
    number = f"{action['priority']}.{action['action']}"
    text, lang = as_told(page.config, action, "aspect")
    return TextCell(text={name: f"{number} {text[name]}".strip() for name in text}, lang=lang)


def action_columns(scheme: str, *names: str) -> list[col.Column]:
    """The columns of a table of actions: what each is, then these of it."""
    heads = "business_plan.columns"
    known = {
        "on_track": col.words("on_track", key="answers.{}"),
        "progress": col.judgement("judgement", "table.category", scheme=scheme, missing=""),
        "last_term": col.judgement("judgement_before", "table.last_term", scheme=scheme),
        "this_term": col.judgement("judgement", "table.this_term", scheme=scheme),
        "due": col.day("due"),
        "lead": col.written("lead", f"{heads}.lead"),
        "commentary": col.written("commentary", f"{heads}.commentary"),
    }
    return [col.words("element", f"{heads}.element"), *(known[name] for name in names)]


def told_of(actions: pd.DataFrame) -> list[str]:
    """Who leads, the day and the commentary, less what is told of no action."""
    names = ("lead", "due", "commentary")
    return [name for name in names if actions[name].replace("", pd.NA).notna().any()]
