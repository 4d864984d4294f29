"""What the invented authorities plan, the calendar of the year, and what committees asked."""

from collections.abc import Iterator, Sequence

import pandas as pd

from tymor_invented.draws import Draws
from tymor_invented.words import DATA, PLAN_ASPECTS, PLAN_FOUND, PLAN_LEADS, both

_PLAN_YEAR = "2017/18"
_JUDGEMENTS = ("not_due", "limited", "satisfactory", "strong", "very_good")
_DUE = ("2017-07-31", "2017-12-15", "2018-03-23", "2018-07-20")
_EVIDENCE = ("Notes of the review board", "Reports of visits", "Returns from schools")
#: The reviews of each action: the second finds most a step further.
_REVIEWED = ("2017-07-14", "2017-11-24")
_STEPS = (0, 1, 1, -1)


def plan_actions(la_codes: Sequence[str], seed: int) -> pd.DataFrame:
    """One row an action of an authority's own part of the business plan, and review."""
    return pd.DataFrame(
        [
            row
            for la_code in la_codes
            for priority, aspects in PLAN_ASPECTS.items()
            for action, aspect in enumerate(aspects, start=1)
            for row in _reviews(la_code, (priority, action, aspect), seed)
        ]
    )


def _reviews(la_code: str, work: tuple[str, int, str], seed: int) -> Iterator[dict[str, str | int]]:
    priority, action, aspect = work
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
            "on_track": "no" if judgement == "limited" else "yes",
            "judgement": judgement,
            **both("aspect", aspect, PLAN_ASPECTS[priority]),
            **both("lead", lead, PLAN_LEADS),
            "due": due,
            **both("commentary", found, PLAN_FOUND[judgement]),
            "evidence": draws.pick(_EVIDENCE),
            "reviewed": reviewed,
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
