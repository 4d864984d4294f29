"""Progress of schools with their priorities, as counts that name no school."""

import pandas as pd

from tymor.config.terms import term_after

#: The answer of a priority by its support in the term before and now.
_SUPPORT = {
    ("core", "enhanced"): "to_enhanced",
    ("enhanced", "core"): "to_core",
    ("core", "core"): "support_kept",
    ("enhanced", "enhanced"): "support_kept",
}


def priorities_judged(
    priorities: pd.DataFrame, schools: pd.DataFrame, term: str, academic_year: str,
    categories: list[str],
) -> pd.DataFrame:  # fmt: skip
    """How many school priorities of a local authority were judged to be in each category.

    Parameters
    ----------
    priorities
        One row a school, term and priority, with its ``judgement``.
    schools
        One row a school: ``school_id``, ``la_code``.

    Returns
    -------
    pandas.DataFrame
        One row a local authority and category (measure ``priorities_CATEGORY``),
        0 included; ``value`` is a number of priorities. They rest on no pupils.
    """
    judged = priorities[(priorities["term"] == term) & priorities["judgement"].isin(categories)]
    rows = judged.merge(schools[["school_id", "la_code"]], on="school_id")
    counts = pd.crosstab(rows["la_code"], rows["judgement"]).reindex(columns=categories)
    long = counts.fillna(0).melt(ignore_index=False, value_name="value").reset_index()
    return pd.DataFrame(
        {
            "area_id": long["la_code"],
            "measure_id": "priorities_" + long["judgement"],
            "academic_year": academic_year,
            "group": "all",
            "kind": "count",
            "value": long["value"],
            "unit": "count",
            "decimals": 0,
            "status": "counted",
            "source": "computed",
        }
    )


def progress_counts(
    priorities: pd.DataFrame, schools: pd.DataFrame, partnership_id: str
) -> pd.DataFrame:
    """School priorities counted by authority and for the partnership: they name no school.

    Parameters
    ----------
    priorities
        One row a school, term and priority.
    schools
        One row a school: ``school_id``, ``la_code``.

    Returns
    -------
    pandas.DataFrame
        One row an ``area_id``, ``term``, ``reform_area`` (or ``all``), ``support`` (core,
        enhanced or ``all``) and ``answer``: a judgement, ``on_track``, ``not_on_track``,
        ``all``, or of a priority that the school had in the term before, too, ``to_enhanced``,
        ``to_core`` or ``support_kept``. ``priorities`` and ``schools`` are how many; an answer
        nobody gave has no row.
    """
    own = priorities.merge(schools[["school_id", "la_code"]], on="school_id")
    track = own["on_track"].map({"yes": "on_track", "no": "not_on_track"})
    every = pd.concat(
        [
            own.assign(answer=answer)
            for answer in (own["judgement"], track, support_moved(own), "all")
        ]
    ).dropna(subset=["answer"])
    every = every[every["answer"] != ""].rename(columns={"la_code": "area_id"})
    for column, whole in (("area_id", partnership_id), ("reform_area", "all"), ("support", "all")):
        every = pd.concat([every, every.assign(**{column: whole})])
    by = ["area_id", "term", "reform_area", "support", "answer"]
    counts = every.groupby(by, as_index=False).agg(
        priorities=("school_id", "size"), schools=("school_id", "nunique")
    )
    return counts.sort_values(by, ignore_index=True)


def support_moved(priorities: pd.DataFrame) -> pd.Series:
    """Which way the support for each priority moved since the term just before.

    ``to_enhanced``, ``to_core`` or ``support_kept``; missing where the school had no priority of
    this number and area of reform then, or that term is not held. ``priorities`` has one row a
    school, term and priority.
    """
    key = ["school_id", "priority", "reform_area"]
    before = priorities.assign(term=priorities["term"].map(term_after))
    held = before.drop_duplicates([*key, "term"]).set_index([*key, "term"])["support"]
    now = pd.MultiIndex.from_frame(priorities[[*key, "term"]])
    pairs = zip(held.reindex(now), priorities["support"], strict=True)
    return pd.Series([_SUPPORT.get(pair) for pair in pairs], priorities.index, dtype="object")
