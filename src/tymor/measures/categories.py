"""Categories of schools term by term, and as counts that name no school."""

from itertools import pairwise

import pandas as pd

from tymor.config.terms import term_order, terms_up_to

#: A category is shown for the term and as many before it as a year has: so it is seen to move.
TERMS_SHOWN = 4
_KEY = ["school_id", "part", "term"]
#: All categories, or all that schools had before, together.
ALL = "all"


def categories_by_term(categorised: pd.DataFrame, term: str) -> pd.DataFrame:
    """The category that each school has in each term shown: it holds until there is a newer one.

    Parameters
    ----------
    categorised
        The input table ``categorisation``: one row a school, part and term from which it holds.
    term
        The last term that is shown; rows of later ones do not count.

    Returns
    -------
    pandas.DataFrame
        The same columns, one row a school, part and ``term``; ``since`` is the term from which
        the category holds, ``before`` the one of the term before, empty where there was none. A
        school that had none yet has no row.
    """
    rows = categorised.rename(columns={"term": "since"})
    rows = rows.assign(order=rows["since"].map(term_order)).sort_values("order", kind="stable")
    shown = terms_up_to(term, TERMS_SHOWN + 1)
    every = pd.concat([_in_force(rows, each) for each in shown], ignore_index=True)
    next_term = dict(pairwise(shown))
    before = every[[*_KEY, "category"]].rename(columns={"category": "before"})
    before = before.assign(term=before["term"].map(next_term)).dropna(subset=["term"])
    every = every[every["term"] != shown[0]].merge(before, on=_KEY, how="left")
    return every.fillna({"before": ""})


def _in_force(rows: pd.DataFrame, term: str) -> pd.DataFrame:
    """The newest row of each school and part up to a term; ``rows`` are in the order of terms."""
    until = rows[rows["order"].map(lambda order: order <= term_order(term)).astype(bool)]
    newest = until.drop_duplicates(["school_id", "part"], keep="last")
    return newest.drop(columns="order").assign(term=term)


def category_counts(
    categories: pd.DataFrame, schools: pd.DataFrame, partnership_id: str
) -> pd.DataFrame:
    """Schools by category and by the one that they had a term before: no names.

    Parameters
    ----------
    categories
        As :func:`categories_by_term` gives them.
    schools
        One row a school: ``school_id``, ``la_code``.

    Returns
    -------
    pandas.DataFrame
        One row an ``area_id`` (authorities and the partnership), ``term``, ``part``,
        ``category`` and ``before`` (a category, empty where there was none, or ``all``);
        ``schools`` is how many. What no school has has no row. ``newest`` is the last term, up to
        ``term``, from which any category of any part and school of the partnership holds, so the
        same for all areas: where it is before ``term``, nobody was categorised in that.
    """
    own = categories.merge(schools[["school_id", "la_code"]], on="school_id")
    every = own.rename(columns={"la_code": "area_id"})
    for column, whole in (("area_id", partnership_id), ("before", ALL)):
        every = pd.concat([every, every.assign(**{column: whole})])
    by = ["area_id", "term", "part", "category", "before"]
    counts: pd.DataFrame = every.groupby(by, as_index=False).agg(schools=("school_id", "size"))
    in_order = every.sort_values("since", key=lambda terms: terms.map(term_order))
    newest = in_order.drop_duplicates("term", keep="last").rename(columns={"since": "newest"})
    return counts.merge(newest[["term", "newest"]], on="term")


def category_progress(
    categories: pd.DataFrame,
    priorities: pd.DataFrame,
    schools: pd.DataFrame,
    partnership_id: str,
) -> pd.DataFrame:
    """Priorities of schools by the category that these have now, term by term: no names.

    Parameters
    ----------
    categories
        As :func:`categories_by_term` gives them, of the part that says how much support there is.
    priorities
        One row a school, term and priority.

    Returns
    -------
    pandas.DataFrame
        One row an ``area_id``, ``term``, ``category`` (of the last term) and ``answer``: a
        judgement, ``on_track``, ``not_on_track`` or ``all``; ``priorities`` and ``schools`` are
        how many. An answer that nobody gave has no row.
    """
    now = categories[categories["term"] == categories["term"].max()]
    own = priorities.merge(now[["school_id", "category"]], on="school_id")
    own = own.merge(schools[["school_id", "la_code"]], on="school_id")
    track = own["on_track"].map({"yes": "on_track", "no": "not_on_track"})
    every = pd.concat([own.assign(answer=answer) for answer in (own["judgement"], track, ALL)])
    every = every.dropna(subset=["answer"]).rename(columns={"la_code": "area_id"})
    every = every[every["answer"] != ""]
    every = pd.concat([every, every.assign(area_id=partnership_id)])
    by = ["area_id", "term", "category", "answer"]
    counts: pd.DataFrame = every.groupby(by, as_index=False).agg(
        priorities=("school_id", "size"), schools=("school_id", "nunique")
    )
    return counts
