"""The back-test: whether the flags of earlier terms foresaw what came later.

A case is a school in an earlier term of which a level was known then, and of which it is held
whether something came within the next terms: limited progress with a priority, where any was
judged in them; follow-up of an inspection, where the school was inspected in them. Where neither
is held there is no case: what nobody looked at did not fail to come.
"""

from collections.abc import Iterable

import pandas as pd

from shared.vocabulary import terms_from
from tymor.config.terms import term_order
from tymor.page import Figure
from tymor.report.counted import as_figures, counted, joined
from tymor.report.document import Document

OUTCOMES = ("limited", "follow_up")
#: How many cases there are, in how many it came, how many were flagged, and in how many both.
COUNTED = ("cases", "came", "flagged", "right")
SHARES = {
    "share": ("came", "cases"),
    "precision": ("right", "flagged"),
    "recall": ("right", "came"),
}


def cases_of(page: Document, risk: pd.DataFrame) -> pd.DataFrame:
    """One row a school, earlier term, indicator known then and outcome that is held.

    Columns: ``school_id``, ``term``, ``indicator``, ``level`` (as known in that term), ``sector``,
    ``outcome`` (one of :data:`OUTCOMES`) and ``came``, whether it came later.
    """
    sectors = {school.id: school.sector_code for school in page.schools()}
    now = page.publication.term_id
    earlier = risk[risk["school_id"].isin(sectors) & (risk["term"] != now)]
    later = _later_terms(page, earlier["term"].unique())
    came = pd.concat([_limited_in(page), _followed_up_in(page)])
    # A school's outcome after a term is known where it is in any of the terms that follow.
    held = later.merge(came.astype({"came_in": "object"}), on="came_in")
    known = held.groupby(["school_id", "term", "outcome"], as_index=False).agg(came=("came", "any"))
    cases = earlier.merge(known, on=["school_id", "term"])
    return cases.assign(sector=cases["school_id"].map(sectors))


def held_against(
    page: Document, cases: pd.DataFrame, by: str, order: Iterable[str]
) -> pd.DataFrame:
    """How flags did: one row each of an outcome and ``by`` with a case, in this order.

    ``by`` is ``sector``, where a school is flagged by any indicator; ``indicator``, where it is
    flagged by that one; or ``from_level``, where a level is what any indicator has to reach. Only
    by sector there is a row for ``all``.

    Columns: ``outcome``, ``by`` (missing for ``all``) and ``whole``; :data:`COUNTED`, figures, and
    the percentages of :data:`SHARES`, missing where they would rest on too few.
    """
    school = ["school_id", "term", "outcome", "came"]
    level = page.config.risk.flagged_from
    if by == "indicator":
        rows = cases.assign(is_flagged=cases["level"] >= level)
    else:
        rows = cases.groupby([*school, "sector"], as_index=False).agg(level=("level", "max"))
        rows = rows.assign(is_flagged=rows["level"] >= level)
    if by == "sector":
        rows = pd.concat([rows, rows.assign(sector="all")])
    if by == "from_level":
        rows = pd.concat(rows.assign(from_level=str(at), is_flagged=rows["level"] >= at)
                         for at in (1, 2, 3))  # fmt: skip
    right = rows["is_flagged"] & rows["came"]
    grouped = rows.assign(right=right).groupby(["outcome", by])
    numbers = grouped.agg(
        cases=("came", "size"), came=("came", "sum"), flagged=("is_flagged", "sum"),
        right=("right", "sum"),
    )  # fmt: skip
    places = [(outcome, each) for outcome in OUTCOMES for each in (*order, "all")]
    numbers = numbers.reindex([place for place in places if place in numbers.index])
    return _told(page, numbers.reset_index(), by)


def already_limited(page: Document, cases: pd.DataFrame) -> Figure:
    """In how many cases a school had limited progress already when it came again."""
    came = cases[(cases["outcome"] == "limited") & cases["came"]]
    sources = page.config.risk.of_source("school_priorities")
    already = came[came["indicator"].isin(sources) & (came["level"] >= 1)]
    number = len(already[["school_id", "term"]].drop_duplicates())
    return counted(
        page, "back_test_already", number, page.say("early_warning.back_test.already_label")
    )


def tell_already(page: Document, cases: pd.DataFrame, came: Figure) -> None:
    """Say in how many of the cases in which it ``came`` a school had limited progress already."""
    already = already_limited(page, cases)
    some = "all" if already.value == came.value else "some"
    key = f"early_warning.back_test.already_{some if already.value else 'none'}"
    page.text(key, id="early_warning.back_test.already", already=already, came=came)


def _told(page: Document, numbers: pd.DataFrame, by: str) -> pd.DataFrame:
    """The numbers as figures, with their shares."""
    least = page.config.risk.back_test.least_cases
    shares = {
        name: (100 * numbers[part] / numbers[of]).where(numbers[of] >= least)
        for name, (part, of) in SHARES.items()
    }
    places = (numbers["outcome"] + "_" + numbers[by]).tolist()

    def figure(column: str, row: str, number: float) -> Figure:
        outcome = page.say(f"early_warning.back_test.outcome.{column_outcome[row]}")
        words = [page.say(f"early_warning.back_test.{column}"), outcome, names[row]]
        name = joined(words, page.config.languages)
        return counted(page, f"back_test_{column}", number, name, group=f"{by}_{row}")

    column_outcome = dict(zip(places, numbers["outcome"], strict=True))
    names = dict(zip(places, (_part(page, by, each) for each in numbers[by]), strict=True))
    counts = numbers[[*COUNTED]].set_axis(places)
    made = as_figures(counts, figure).reset_index(drop=True)
    parts = numbers[by].where(numbers[by] != "all", None)
    return made.assign(
        outcome=numbers["outcome"], whole=numbers[by] == "all", **{by: parts}, **shares
    )


def _part(page: Document, by: str, each: str) -> dict[str, str]:
    if each == "all":
        return page.say("table.total")
    key = {"sector": "sectors", "indicator": "risk", "from_level": "risk_levels"}[by]
    return page.say(f"{key}.{each}")


def _later_terms(page: Document, terms: Iterable[str]) -> pd.DataFrame:
    """One row an earlier term and each of those in which what it foresaw may have come."""
    number = page.config.risk.back_test.terms
    now = term_order(page.publication.term_id)
    pairs = [
        (term, later)
        for term in terms
        for later in terms_from(term, number + 1)[1:]
        if term_order(later) <= now
    ]
    return pd.DataFrame(pairs, columns=["term", "came_in"], dtype="object")


def _limited_in(page: Document) -> pd.DataFrame:
    """One row a school and term in which any of its priorities was judged."""
    rows = page.release.rows("school_priorities", "school_id", "term", "judgement")
    judged = rows[rows["judgement"].isin(page.config.judgements.schemes["school_priority"])]
    came = judged.assign(came=judged["judgement"] == "limited")
    came = came.groupby(["school_id", "term"], as_index=False).agg(came=("came", "any"))
    return came.rename(columns={"term": "came_in"}).assign(outcome="limited")


def _followed_up_in(page: Document) -> pd.DataFrame:
    """One row a school by the term in which it was last inspected, where that is known."""
    rows = page.release.rows("inspections", "school_id", "inspected", "follow_up")
    held = rows[rows["inspected"].notna()]
    published = pd.Timestamp(page.publication.term.published)
    held = held[pd.to_datetime(held["inspected"]) <= published]
    return pd.DataFrame(
        {
            "school_id": held["school_id"],
            "came_in": [term_of(day) for day in pd.to_datetime(held["inspected"])],
            "came": held["follow_up"] != "none",
            "outcome": "follow_up",
        }
    )


def term_of(day: pd.Timestamp) -> str:
    """The term that a day lies in, by its month: spring to March, summer to August."""
    season = "spring" if day.month < 4 else "summer" if day.month < 9 else "autumn"
    return f"{day.year}-{season}"
