"""Progress of schools with their priorities, as counts that name no school."""

import pandas as pd


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
