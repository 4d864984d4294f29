"""Flags: which indicators flag which schools, and what became of last term's."""

from collections.abc import Iterable

import pandas as pd

from tymor.page import Figure
from tymor.report.counted import as_figures, counted, joined
from tymor.report.document import Document

#: What became of flags; ``first`` are new ones of which nothing was known last term, ``unknown``
#: those of last term of which nothing is known now.
STATES = ("new", "lasting", "gone", "first", "unknown")
#: What is counted of a part: schools and flags of this term, then what became of flags.
COUNTED = ("watched", "schools", "flags", *STATES)


def flags_of(page: Document, now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """What is watched: one row a school and indicator with a level in either term.

    Columns: ``authority`` and ``sector`` of the school; ``watched`` this term; ``flagged`` this
    term; ``state``, one of :data:`STATES`, missing where neither term has a flag. ``now`` and
    ``before`` are the rows of ``risk`` of this term and of last; of the page's own schools.
    """
    key, level = ["school_id", "indicator"], page.config.risk.flagged_from
    both = now[[*key, "level"]].merge(
        before[[*key, "level"]], "outer", key, suffixes=("", "_before")
    )
    schools = {school.id: school for school in page.schools()}
    both = both[both["school_id"].isin(schools)]
    known, was_known = both["level"].notna(), both["level_before"].notna()
    flagged, was = both["level"] >= level, both["level_before"] >= level
    state = pd.Series(pd.NA, index=both.index, dtype="object")
    state[flagged] = "new"
    state[flagged & was] = "lasting"
    state[flagged & ~was_known] = "first"
    state[was & ~flagged] = "gone"
    state[was & ~known] = "unknown"
    return both.assign(
        authority=[schools[each].parent_id or "" for each in both["school_id"]],
        sector=[schools[each].sector_code or "" for each in both["school_id"]],
        watched=known,
        flagged=flagged,
        state=state,
    )


def counted_by(page: Document, flags: pd.DataFrame, by: str, order: Iterable[str]) -> pd.DataFrame:
    """Flags counted: one row each of ``by`` (``authority``, ``sector`` or ``indicator``) that
    has any school watched, in this order, then ``all``.

    Columns: ``by``, missing for ``all``, ``whole`` (whether it is that row) and the figures of
    :data:`COUNTED`.
    """
    twice = pd.concat([flags, flags.assign(**{by: "all"})])
    states = {each: twice["state"] == each for each in STATES}
    numbers = twice.assign(flags=twice["flagged"], **states).groupby(by)[["flags", *STATES]].sum()
    for name, of in (("watched", "watched"), ("schools", "flagged")):
        numbers[name] = twice[twice[of]].groupby(by)["school_id"].nunique()
    held = [name for name in order if name in numbers.index]
    numbers = numbers.reindex([*held, "all"], columns=[*COUNTED]).fillna(0)

    def figure(column: str, row: str, number: float) -> Figure:
        words = [page.say(heading(column)), _part(page, by, row)]
        name = joined(words, page.config.languages)
        return counted(page, f"risk_flags_{column}", number, name, group=f"{by}_{row}")

    parts = pd.Series([None if row == "all" else row for row in numbers.index], dtype="object")
    made = as_figures(numbers, figure).reset_index(drop=True)
    return made.assign(**{by: parts, "whole": parts.isna()})


def heading(column: str) -> str:
    """The key of what heads one of :data:`COUNTED`."""
    return "table.not_known_last_term" if column == "first" else f"early_warning.flags.{column}"


def _part(page: Document, by: str, row: str) -> dict[str, str]:
    if row == "all":
        return page.say("table.total")
    if by == "authority":
        return page.name_of(row)
    return page.say(f"sectors.{row}" if by == "sector" else f"risk.{row}")
