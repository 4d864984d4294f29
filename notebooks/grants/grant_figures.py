"""Amounts of grants as figures: allocated, spent, the share spent, for each eFSM learner."""

from typing import Any

import pandas as pd

from shared.grant_names import FOR_EFSM_LEARNERS, grant_name
from tymor.page import Figure, Status, Text, Unit
from tymor.report import columns as col
from tymor.report.bilingual import label
from tymor.report.counted import counted
from tymor.report.document import Document

#: Each column of figures, and the column of numbers that it is made of.
AMOUNTS = {
    "allocated": "allocated_gbp",
    "spent": "spent_gbp",
    "spent_share": "share_pct",
    "per_learner": "each_gbp",
}


def with_figures(page: Document, grants: pd.DataFrame) -> pd.DataFrame:
    """Grants with a figure beside each number, and with the grant's ``name``, a label.

    Parameters
    ----------
    grants
        One row an area, ``grant`` and ``academic_year``: ``allocated_gbp`` and ``spent_gbp`` in
        pounds (of areas above schools sums over the schools held; ``spent_gbp`` is missing where
        nobody has told it yet), ``share_pct`` of the allocation that was spent, ``each_gbp``
        for each of the ``efsm_learners``, who are those eligible now: missing where they are
        too few to be shown, or not held.

    Returns
    -------
    DataFrame
        The rows with ``name``, ``allocated``, ``spent``, ``spent_share``, ``per_learner`` and
        ``learners``. There is no figure ``per_learner`` of a grant that is not given for these
        learners, and none of ``learners`` without an amount for each of them.
    """
    names = {grant: grant_name(page, grant) for grant in grants["grant"].unique()}
    made: dict[str, Any] = {what: _figures(page, grants, what, names) for what in AMOUNTS}
    made["learners"] = _learners(page, grants)
    return grants.assign(name=grants["grant"].map(names).map(label), **made)


def amounts(*left_out: str) -> list[col.Column]:
    """The columns of figures for a table, but for those left out."""
    none: dict[str, Status] = {"per_learner": "not_applicable"}  # of a grant that is not for them
    return [
        col.figure(what, f"grants.columns.{what}", missing=none.get(what, "not_available"))
        for what in AMOUNTS
        if what not in left_out
    ]


def _figures(
    page: Document, grants: pd.DataFrame, what: str, names: dict[str, Text]
) -> list[Figure | None]:
    told = {
        grant: page.say(f"grants.figures.{what}", {"grant": name}) for grant, name in names.items()
    }
    unit: Unit = "pct" if what == "spent_share" else "gbp"
    given = grants["grant"].isin(FOR_EFSM_LEARNERS) | (what != "per_learner")
    rows = grants.assign(given=given, why=_why(page, grants, what)).to_dict("records")
    return [
        counted(
            page,
            f"{row['grant']}_{what}",
            row[AMOUNTS[what]],
            told[row["grant"]],
            missing=row["why"],
            area_id=row["area_id"],
            academic_year=row["academic_year"],
            unit=unit,
            decimals=1 if unit == "pct" else 0,
        )
        if row["given"]
        else None
        for row in rows
    ]


def _why(page: Document, grants: pd.DataFrame, what: str) -> "pd.Series[str]":
    """Why there may be no number. Eligible learners are known of this year only."""
    known = grants["area_id"].map(page.release.areas["pupils"]).notna()
    this_year = grants["academic_year"] == page.this_year
    hidden = known & this_year & grants["efsm_learners"].isna() & (what == "per_learner")
    names: dict[bool, Status] = {True: "suppressed", False: "not_available"}
    return hidden.map(names)


def _learners(page: Document, grants: pd.DataFrame) -> list[Figure | None]:
    """How many learners the amount for each of them is divided by."""
    label = page.say(f"group_headings.{page.config.learners.disadvantaged}")
    rows = grants.where(grants["each_gbp"].notna())[["efsm_learners", "area_id", "academic_year"]]
    return [
        None
        if pd.isna(number)
        else counted(page, "efsm_learners", number, label, area_id=area_id, academic_year=year)
        for number, area_id, year in rows.itertuples(index=False)
    ]
