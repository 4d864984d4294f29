"""What the invented authorities plan, and the calendar of the year."""

from collections.abc import Iterator, Sequence

import pandas as pd

from tymor.sample.draws import SEED, Draws
from tymor.sample.words import CALENDAR, PLAN_ACTIONS, PLAN_EVIDENCE, PLAN_LEADS, PLAN_SAID, WELSH

PLAN_YEAR = "2017/18"
_JUDGEMENTS = ("not_due", "limited", "satisfactory", "strong", "very_good")
_ACTIONS = 3
_DUE = ("2017-07-31", "2017-12-15", "2018-03-23", "2018-07-20")
#: The reviews of each action: the second finds most a step further.
_REVIEWED = ("2017-07-14", "2017-11-24")
_STEPS = (0, 1, 1, -1)


def plan_actions(la_codes: Sequence[str], seed: int = SEED) -> pd.DataFrame:
    """One row an action of an authority's own part of the business plan, and review."""
    return pd.DataFrame(
        [
            row
            for la_code in la_codes
            for priority, actions in PLAN_ACTIONS.items()
            for row in _of_priority(la_code, priority, actions, seed)
        ]
    )


def _of_priority(
    la_code: str, priority: str, aspects: Sequence[str], seed: int
) -> Iterator[dict[str, str | int]]:
    for action, aspect in enumerate(aspects[:_ACTIONS], start=1):
        draws = Draws(la_code, "plan", priority, str(action), seed=seed)
        judgement, due = draws.pick(_JUDGEMENTS), draws.pick(_DUE)
        same = {"aspect": aspect, "lead": draws.pick(PLAN_LEADS), "due": due}
        for reviewed in _REVIEWED:
            if reviewed != _REVIEWED[0]:
                judgement = _next(judgement, draws.pick(_STEPS))
            row: dict[str, str | int] = {
                "area_id": la_code,
                "plan_year": PLAN_YEAR,
                "priority": priority,
                "action": action,
                "on_track": "no" if judgement == "limited" else "yes",
                "judgement": judgement,
                **same,
                "commentary": draws.pick(PLAN_SAID[judgement]),
                "evidence": draws.pick(PLAN_EVIDENCE),
                "reviewed": reviewed,
            }
            told = ("aspect", "lead", "commentary")
            yield row | {f"{name}_cy": WELSH[str(row[name])] for name in told}


def _next(judgement: str, step: int) -> str:
    """What is finished stays so, and what had begun does not become undue again."""
    place, last = _JUDGEMENTS.index(judgement), len(_JUDGEMENTS) - 1
    return judgement if place == last else _JUDGEMENTS[max(place + step, min(place, 1))]


def calendar() -> pd.DataFrame:
    """One row a task of a term."""
    columns = ["term", "task", "owner", "due", "committee_date", "kind", "task_cy", "owner_cy"]
    return pd.DataFrame(CALENDAR, columns=columns)
