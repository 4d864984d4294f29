"""The actions of a business plan, one by one: in their order, late, and which way they moved."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, Literal

import pandas as pd

from tymor.config import Category
from tymor.page import Text, TextCell
from tymor.report import columns as col
from tymor.report import told
from tymor.report.columns import as_told
from tymor.report.document import Document

Move = Literal["up", "down", "same", "begun"]
#: What tells an action from every other.
ACTION = ["area_id", "plan_year", "priority", "action"]
#: What stands where something of an action is not held.
NOT_HELD = "status.not_available.short"


def of_plan(actions: pd.DataFrame, plan_year: str, area_ids: Collection[str]) -> pd.DataFrame:
    """The actions of a plan year and of some areas, by area, priority and number.

    One row an action. ``described``: something is told of it beyond a number. A printed grid
    says how many elements of a priority were judged so, and not which: rows that only carry its
    counts must not be read one by one.
    """
    own = actions[(actions["plan_year"] == plan_year) & actions["area_id"].isin(area_ids)]
    place = own["priority"].map(lambda name: tuple(int(part) for part in name.split(".")))
    described = own[["title", "commentary"]].replace("", pd.NA).notna().any(axis=1)
    ordered = own.assign(place=place, described=described).sort_values(
        ["area_id", "place", "action"]
    )
    return ordered.drop(columns="place").reset_index(drop=True)


def ways_moved(
    page: Document, scheme: Mapping[str, Category], **of_year: Any
) -> dict[str, told.Whole]:
    """How many actions, reviewed again since last term, were judged both times (``again``), and
    which way, as :func:`way_moved` has it."""
    of_rank = [code for code, each in scheme.items() if each.rank is not None]
    unranked = [code for code in scheme if code not in of_rank]
    place = {code: scheme[code].rank or 0 for code in of_rank} | dict.fromkeys(unranked, -1)

    def judged(codes: list[str], *, earlier: bool = False) -> told.Whole:
        return told.rows(page, "plan_actions", judgement=codes, earlier=earlier, **of_year)

    reviewed = told.step("reviewed", "up")
    every, before = judged([*scheme]), judged([*scheme], earlier=True)
    of_rank_before = judged(of_rank, earlier=True)
    went = partial(told.went_from, page, ACTION)

    def way(before: told.Whole, name: Literal["up", "down", "equal"]) -> told.Whole:
        return went(before, every, reviewed, told.step("judgement", name, order=place))

    return {
        "again": went(before, every, reviewed),
        "up": way(of_rank_before, "up"),
        "down": way(before, "down"),
        "begun": way(judged(unranked, earlier=True), "up"),
        "same": way(before, "equal"),
    }


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
    """An action by its number and what it is, in the languages in which that is held.

    The number is ``1.1.3``, or ``4/3``, since ``4.3`` may be a heading of priority 4.
    """
    priority = str(action["priority"])
    number = f"{priority}{'.' if '.' in priority else '/'}{action['action']}"
    text, lang = as_told(page.config, action, "title")
    return TextCell(text={name: f"{number} {text[name]}".strip() for name in text}, lang=lang)


def milestone(page: Document, action: Mapping[str, Any]) -> TextCell | None:
    """The day of its milestone and what is to be reached by then; nothing where neither is held."""
    text, lang = as_told(page.config, action, "milestone")
    if pd.isna(action["due"]):
        return TextCell(text=text, lang=lang) if any(text.values()) else None
    day = dated(page, action["due"])
    return TextCell(text={name: ": ".join(filter(None, (day[name], text[name]))) for name in text},
                    lang=lang)  # fmt: skip


def dated(page: Document, day: pd.Timestamp) -> Text:
    """A day as each language writes it."""
    languages = page.config.languages
    return {name: languages[name].long_date(day.date()) for name in languages}


def history(
    page: Document, actions: pd.DataFrame, reviews: pd.DataFrame, scheme: str, most: int
) -> pd.DataFrame:
    """The actions that were judged at more than one dated review, with the last ``most`` of these.

    Parameters
    ----------
    actions
        One row an action.
    reviews
        One row an action and review; ``judgement`` is empty where nobody judged.

    Returns
    -------
    pandas.DataFrame
        One row an action, and the columns ``review_1`` (the earliest shown) to ``review_MOST``:
        the day and the judgement, on its colour; missing where there were fewer.
    """
    categories = page.config.judgements.schemes[scheme]
    judged = reviews[reviews["reviewed"].notna() & reviews["judgement"].isin(list(categories))]
    shown = judged.sort_values("reviewed").groupby(ACTION, sort=False).tail(most)
    shown = shown.assign(nth=shown.groupby(ACTION).cumcount() + 1)
    cells = [
        TextCell(
            text={
                name: f"{day}: {said}"
                for (name, day), said in zip(
                    dated(page, row["reviewed"]).items(),
                    page.say(f"judgements.{row['judgement']}").values(),
                    strict=True,
                )
            },
            colour=categories[row["judgement"]].colour,
        )
        for row in shown.to_dict("records")
    ]
    celled = shown.assign(cell=pd.Series(cells, index=shown.index, dtype="object"))
    wide = celled.pivot(index=ACTION, columns="nth", values="cell").reindex(
        columns=range(1, most + 1)
    )
    wide = wide[wide[2].notna()].add_prefix("review_").reset_index() if len(wide) else wide
    return actions.merge(wide, on=ACTION) if len(wide) else actions.iloc[:0]


def action_columns(scheme: str, *names: str) -> list[col.Column]:
    """The columns of a table of actions: what each is, then these of it."""
    heads = "business_plan.columns"
    known = {
        "of_priority": col.words("of_priority", "table.priority"),
        "on_track": col.words("on_track", key="answers.{}", missing=NOT_HELD),
        "progress": col.judgement("judgement", "table.category", scheme=scheme, missing=NOT_HELD),
        "last_term": col.judgement("judgement_before", "table.last_term", scheme=scheme),
        "this_term": col.judgement("judgement", "table.this_term", scheme=scheme),
        "milestone": col.words("reach_by", f"{heads}.milestone"),
        "lead": col.written("lead", f"{heads}.lead"),
        "success": col.written("success", f"{heads}.success"),
        "commentary": col.written("commentary", f"{heads}.commentary"),
        "evidence": col.written("evidence", f"{heads}.evidence"),
        "reviewed": col.day("reviewed", f"{heads}.reviewed", missing=NOT_HELD),
    }
    return [col.words("element", "table.element"), *(known[name] for name in names)]


def told_of(actions: pd.DataFrame, *names: str) -> list[str]:
    """Of these columns those that are held of some action."""
    return [name for name in names if _held(actions, name).any()]


def never_told(actions: pd.DataFrame, *names: str) -> list[str]:
    """Of these columns those that are held of no action."""
    return [name for name in names if not _held(actions, name).any()]


def _held(actions: pd.DataFrame, name: str) -> "pd.Series[bool]":
    """Of which actions something is held: a milestone is one with its day or without."""
    parts = {"milestone": ["milestone", "due"], "progress": ["judgement"]}.get(name, [name])
    return actions[parts].replace("", pd.NA).notna().any(axis=1)
