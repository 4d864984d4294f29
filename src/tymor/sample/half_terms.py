"""Reviews of priorities with enhanced support, twice in each term."""

from typing import Any

import pandas as pd

from tymor.config.terms import term_order
from tymor.sample.draws import SEED, Draws
from tymor.sample.priorities import ON_TRACK
from tymor.sample.words import FOCUS, SAID, commented

#: When each half of a term is reviewed.
_REVIEWED = {
    "2016-autumn": ("2016-10-20", "2016-12-14"),
    "2017-spring": ("2017-02-16", "2017-04-05"),
    "2017-summer": ("2017-05-25", "2017-07-12"),
}
COLUMNS = (
    "school_id",
    "term",
    "half",
    "priority",
    "on_track",
    "judgement",
    "commentary",
    "commentary_cy",
    "reviewed",
)


def half_term_reviews(priorities: pd.DataFrame, seed: int = SEED) -> pd.DataFrame:
    """One row a half term and priority with enhanced support.

    At the end of a term the review is the one that ``priorities`` tell; at its middle the
    priority stands where the term before left it, or where this one will.
    """
    enhanced = priorities[priorities["support"] == "enhanced"].copy()
    enhanced["order"] = enhanced["term"].map(term_order)
    key = ["school_id", "priority"]
    ordered = enhanced.sort_values([*key, "order"])
    ordered["before"] = ordered.groupby(key)["judgement"].shift().fillna(ordered["judgement"])
    held: list[Any] = ordered.to_dict("records")
    rows = [_half(row, half, seed) for row in held for half in (1, 2)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _half(row: dict[str, str], half: int, seed: int) -> dict[str, str | int]:
    key = {name: row[name] for name in ("school_id", "term", "priority")}
    said = _at_middle(row, seed) if half == 1 else {name: row[name] for name in COLUMNS[4:8]}
    return {**key, "half": half, **said, "reviewed": _REVIEWED[row["term"]][half - 1]}


def _at_middle(row: dict[str, str], seed: int) -> dict[str, str]:
    draws = Draws(row["school_id"], "half", row["priority"], row["term"], seed=seed)
    judgement = draws.pick((row["before"], row["judgement"]))
    lasting = Draws(row["school_id"], "priority", row["priority"], seed=seed)
    lasting.one()  # how strong the work is; what it is about comes next, as in the term's review
    focus = lasting.pick(FOCUS[row["reform_area"]])
    said = draws.pick(SAID[judgement])
    return {
        "judgement": judgement,
        "on_track": "yes" if draws.between(0, 1) < ON_TRACK[judgement] else "no",
        **commented(said, focus),
    }
