"""Sums of what is told of schools, for their authority and the partnership."""

import pandas as pd

from tymor.measures.rounding import round_half_up


def with_sums(rows: pd.DataFrame, areas: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """``rows`` by ``area_id``, and their sums for the areas above.

    ``areas`` has each area's ``parent_id``. One row an area and ``by``; the areas above
    keep nothing but their sums, to which rows of their own are added. A sum of which a part is
    not told is missing: what some spent is not what all did.
    """
    numbers = [name for name in rows if pd.api.types.is_numeric_dtype(rows[name].dtype)]
    numbers = [name for name in numbers if name != "source_row"]
    schools = set(areas.loc[areas["kind"] == "school", "area_id"])
    every = with_areas_above(rows, areas)
    sums = every[~every["area_id"].isin(schools)].groupby(["area_id", *by], as_index=False)
    own = rows[rows["area_id"].isin(schools)]
    together = sums[numbers].sum(skipna=False)
    return pd.concat([own, together], ignore_index=True)


def with_areas_above(rows: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """``rows`` by ``area_id``, and each of them again for every area above its own."""
    parent = areas.set_index("area_id")["parent_id"]
    levels, above = [rows], rows
    while True:
        up = above["area_id"].map(parent)
        above = above.assign(area_id=up)[up.notna() & (up != "")]
        if above.empty:
            return pd.concat(levels, ignore_index=True)
        levels.append(above)


def partners_by_authority(
    partners: pd.DataFrame, schools: pd.DataFrame, support: pd.DataFrame
) -> pd.DataFrame:
    """How each improvement partner is deployed.

    Returns
    -------
    pandas.DataFrame
        One row a partner, ``academic_year`` and ``la_code``: ``working_pct`` of full time,
        ``schools`` of that authority, ``schools_in_all``, and days agreed and used there, missing
        where those of a school are.
        ``full_time_schools``: what ``schools_in_all`` would be at full time, to one place,
        for the norm of 14 to 20.
    """
    held = schools[["school_id", "la_code", "improvement_partner"]].rename(
        columns={"improvement_partner": "partner"}
    )
    per = held.groupby(["partner", "la_code"], as_index=False).agg(schools=("school_id", "size"))
    days = support.merge(held[["school_id", "la_code"]], on="school_id").groupby(
        ["partner", "la_code", "academic_year"], as_index=False
    )[["days_agreed", "days_used"]].sum(skipna=False)  # fmt: skip
    rows = partners[["partner", "academic_year", "working_pct"]].merge(per, on="partner")
    rows["schools_in_all"] = rows.groupby(["partner", "academic_year"])["schools"].transform("sum")
    full = 100 * rows["schools_in_all"] / rows["working_pct"].where(rows["working_pct"] > 0)
    rows["full_time_schools"] = round_half_up(full, 1)
    return rows.merge(days, on=["partner", "la_code", "academic_year"], how="left")


def inspection_counts(
    inspections: pd.DataFrame, schools: pd.DataFrame, partnership_id: str
) -> pd.DataFrame:
    """Schools by the term their inspection is due, and by follow-up that goes on: no names.

    Parameters
    ----------
    inspections
        One row a school: ``due`` (a term, or empty) and ``follow_up`` (``none``, or what goes on).
    schools
        One row a school: ``school_id``, ``la_code``.

    Returns
    -------
    pandas.DataFrame
        One row an ``area_id`` (authorities and the partnership), ``kind`` (``due`` or
        ``follow_up``) and ``word`` (the term, or the follow-up); ``schools`` is how many.
        A word that no school has has no row.
    """
    own = inspections.merge(schools[["school_id", "la_code"]], on="school_id")
    every = pd.concat(
        own.rename(columns={"la_code": "area_id"}).assign(kind=kind, word=own[kind])
        for kind in ("due", "follow_up")
    )
    every = every[~every["word"].isin(["", "none"])]
    every = pd.concat([every, every.assign(area_id=partnership_id)])
    counts: pd.DataFrame = every.groupby(["area_id", "kind", "word"], as_index=False).agg(
        schools=("school_id", "size")
    )
    return counts
