"""What the invented authorities plan, the calendar of the year, and what committees asked."""

from collections.abc import Iterator, Sequence

import pandas as pd

from tymor_invented.draws import Draws
from tymor_invented.words import (
    DATA,
    PLAN_CRITERIA,
    PLAN_EVIDENCE,
    PLAN_FOUND,
    PLAN_LEADS,
    PLAN_MILESTONES,
    PLAN_PRIORITIES,
    PLAN_SUCCESS,
    PLAN_TITLES,
    Phrases,
    both,
)

_PLAN_YEAR = "2017/18"
_JUDGEMENTS = ("not_due", "limited", "satisfactory", "strong", "very_good")
_DUE = ("2017-07-31", "2017-12-15", "2018-03-23", "2018-07-20")
#: The reviews of each action: the second finds most a step further.
_REVIEWED = ("2017-07-14", "2017-11-24")
_STEPS = (0, 1, 1, -1)


def plan_actions(la_codes: Sequence[str], seed: int) -> pd.DataFrame:
    """One row an action of an authority's own part of the business plan, and review."""
    return pd.DataFrame(
        [
            row
            for la_code in la_codes
            for priority, titles in PLAN_TITLES.items()
            for action, title in enumerate(titles, start=1)
            for row in _reviews(la_code, (priority, action, title), seed)
        ]
    )


def plan_priorities(la_codes: Sequence[str]) -> pd.DataFrame:
    """One row a priority of an authority's own part of the business plan."""
    return pd.DataFrame(
        {
            "area_id": la_code,
            "plan_year": _PLAN_YEAR,
            "priority": priority,
            **both("title", next(iter(names)), names),
        }
        for la_code in la_codes
        for priority, names in PLAN_PRIORITIES.items()
    )


def _reviews(
    la_code: str, work: tuple[str, int, str], seed: int
) -> Iterator[dict[str, str | int | float]]:
    priority, action, title = work
    draws = Draws(la_code, "plan", priority, str(action), seed=seed)
    judgement, due = draws.pick(_JUDGEMENTS), draws.pick(_DUE)
    lead = draws.pick(list(PLAN_LEADS))
    for reviewed in _REVIEWED:
        if reviewed != _REVIEWED[0]:
            judgement = _next(judgement, draws.pick(_STEPS))
        found = draws.pick(list(PLAN_FOUND[judgement]))
        yield {
            "area_id": la_code,
            "plan_year": _PLAN_YEAR,
            "priority": priority,
            "action": action,
            **both("title", title, PLAN_TITLES[priority]),
            **both("lead", lead, PLAN_LEADS),
            **_one_of("milestone", PLAN_MILESTONES.get(title, {})),
            "due": due,
            **_one_of("success", PLAN_SUCCESS.get(title, {})),
            **_criterion(la_code, title, seed),
            "on_track": "no" if judgement == "limited" else "yes",
            "judgement": judgement,
            **both("commentary", found, PLAN_FOUND[judgement]),
            **both("evidence", draws.pick(list(PLAN_EVIDENCE)), PLAN_EVIDENCE),
            "reviewed": reviewed,
        }


def _one_of(column: str, phrases: Phrases) -> dict[str, str]:
    """The one phrase in both languages, or nothing in either."""
    english = next(iter(phrases), "")
    return both(column, english, {"": "", **phrases})


def _criterion(la_code: str, title: str, seed: int) -> dict[str, str | float]:
    """The measure that an action is judged by, and its target: a half or a whole number."""
    if title not in PLAN_CRITERIA:
        return dict.fromkeys(("measure_id", "group", "target_year", "target"), "")
    measure, group, year, least, most = PLAN_CRITERIA[title]
    target = Draws(la_code, "criterion", title, seed=seed).between(least, most)
    return {
        "measure_id": measure,
        "group": group,
        "target_year": year,
        "target": round(2 * target) / 2,
    }


def _next(judgement: str, step: int) -> str:
    """What is finished stays so, and what had begun does not become undue again."""
    place, last = _JUDGEMENTS.index(judgement), len(_JUDGEMENTS) - 1
    return judgement if place == last else _JUDGEMENTS[max(place + step, min(place, 1))]


def calendar() -> pd.DataFrame:
    """One row a task of a term."""
    return pd.read_csv(DATA / "calendar.csv", dtype=str, keep_default_na=False)


def recommendations(la_codes: Sequence[str]) -> pd.DataFrame:
    """One row a recommendation, of committees of these authorities and of the partnership."""
    rows = pd.read_csv(DATA / "recommendations.csv", dtype=str, keep_default_na=False)
    of_others = rows["area_id"].str.isdigit() & ~rows["area_id"].isin(la_codes)
    return rows[~of_others]
