"""What a local authority's schools add up to, where all of them are there."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from tymor.inputs.contracts.rules import PHASES, open_years
from tymor.inputs.model import Vocabulary

#: School and phase, where the school has rows of the phase in some year.
Taught = frozenset[tuple[str, str]]

#: What a school of each sector teaches for certain. An infants' school is a primary one too,
#: and a special school may teach any phase: where rows are held, these tell.
_SURELY = {
    "primary": ("FP", "KS2"),
    "middle": ("KS2", "KS3"),
    "secondary": ("KS3", "KS4"),
    "through": ("FP", "KS2", "KS3", "KS4"),
}


def taught(counts: pd.DataFrame, vocabulary: Vocabulary) -> Taught:
    """Which schools have rows of which phase."""
    pairs = pd.DataFrame(
        {"school_id": counts["school_id"], "phase": counts["measure_id"].map(vocabulary.phases)}
    ).drop_duplicates()
    pairs = pairs[pairs["phase"].isin(PHASES)]
    return frozenset(zip(pairs["school_id"], pairs["phase"], strict=True))


def la_cohorts(
    outcomes: pd.DataFrame, schools: pd.DataFrame, phases: Mapping[str, str], taught: Taught
) -> pd.DataFrame:
    """The pupils of each authority, measure and year whose schools are all counted.

    Parameters
    ----------
    outcomes
        One row a school, measure and year, with ``numerator`` and ``denominator``.
    schools
        Every school. One is expected where it was open and has rows of the measure's phase
        in some year, or has no rows at all and its sector surely teaches it; when one
        that is expected has no row, the authority is left out.
    phases
        The phase of each measure; measures of no phase are left out.
    taught
        The phases that each school has rows of.

    Returns
    -------
    One row an authority, measure and year: ``area_id``, ``measure_id``,
    ``academic_year``, ``numerator``, ``denominator`` and ``schools``, their number.
    """
    key = ["area_id", "measure_id", "academic_year"]
    outcomes = outcomes[outcomes["measure_id"].map(phases).isin(PHASES)]
    authority = schools.set_index("school_id")["la_code"]
    rows = outcomes.assign(area_id=outcomes["school_id"].map(authority))
    sums = rows.groupby(key, as_index=False).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        schools=("school_id", "nunique"),
    )
    phase = sums["measure_id"].map(phases)
    parts = [
        rows["area_id"].map(_expected(schools, str(of), str(year), taught)).fillna(0)
        for (of, year), rows in sums.groupby([phase, sums["academic_year"]])
    ]
    wanted = pd.concat(parts) if parts else pd.Series(dtype="float64")
    return sums[sums["schools"] == wanted.reindex(sums.index)]


def _expected(
    schools: pd.DataFrame, phase: str, academic_year: str, taught: Taught
) -> Mapping[str, int]:
    """How many schools of each authority should have rows of a phase in a year."""
    years = open_years(schools)
    year = int(academic_year[:4])
    held = {school for school, _ in taught}
    return Counter(
        la
        for school, la, sector in zip(
            schools["school_id"], schools["la_code"], schools["sector"], strict=True
        )
        if years[school][0] <= year <= years[school][1]
        and ((school, phase) in taught or (school not in held and phase in _SURELY.get(sector, ())))
    )
