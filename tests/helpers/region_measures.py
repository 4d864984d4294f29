"""The measures of a whole region, counted from its rows with plain pandas.

Written from docs/sample.md, not from the generator: the tests hold the one against the other.
"""

import pandas as pd

Measures = dict[tuple[str, str], float]
EXPECTED = {"FP": 5, "KS2": 4, "KS3": 5}
PASS = ["A*", "A", "B", "C"]


def learners(results: pd.DataFrame, phase: str) -> pd.DataFrame:
    """One row a learner and year: groups, and a column a subject with level or grade."""
    rows = results[results["phase"] == phase]
    outcome = rows["level"].astype(object).where(rows["level"].notna(), rows["grade"])
    wide = rows.assign(outcome=outcome).pivot(
        index=["academic_year", "pupil_id", "school_id", "sex", "efsm"],
        columns="subject",
        values="outcome",
    )
    return wide.reset_index()


def region_measures(results: pd.DataFrame) -> Measures:
    """Per cent by measure and year, percentage points for gaps."""
    found: Measures = {}
    for phase in ("FP", "KS2", "KS3", "KS4"):
        for year, cohort in learners(results, phase).groupby("academic_year"):
            met = _key_stage_4(cohort) if phase == "KS4" else _by_level(cohort, phase)
            for measure, reached in met.items():
                found[measure, str(year)] = 100 * reached.dropna().astype(bool).mean()
                of_group = reached.dropna().astype(float).groupby(cohort["efsm"]).mean()
                found[f"gap_{measure}", str(year)] = 100 * (of_group[True] - of_group[False])
            if phase == "KS4":
                points = cohort["capped_points"].astype(float).mean()
                found["ks4_capped_points", str(year)] = points
    return found


def _by_level(cohort: pd.DataFrame, phase: str) -> dict[str, pd.Series]:
    english, cymraeg, number, third = {
        "FP": ("lce", "lcw", "md", "psd"),
    }.get(phase, ("english", "cymraeg", "mathematics", "science"))
    level = cohort[[english, cymraeg, number, third]].astype(float) - EXPECTED[phase]
    found = {}
    for subject in (english, cymraeg, number):
        for measure, more in (("", 0), ("_plus1", 1), ("_plus2", 2)):
            reached = (level[subject] >= more).where(level[subject].notna())
            found[f"{phase.lower()}_{subject}{measure}"] = reached
    language = (level[english] >= 0) | (level[cymraeg] >= 0)
    overall = {"FP": "fp_fpoi", "KS2": "ks2_csi", "KS3": "ks3_csi"}[phase]
    found[overall] = language & (level[number] >= 0) & (level[third] >= 0)
    return found


def _key_stage_4(cohort: pd.DataFrame) -> dict[str, pd.Series]:
    passed = {
        subject: cohort[subject].isin(PASS).where(cohort[subject].notna())
        for subject in ("english", "cymraeg", "mathematics")
    }
    found = {f"ks4_l2_{subject}": reached for subject, reached in passed.items()}
    language = passed["english"].eq(True) | passed["cymraeg"].eq(True)
    found["ks4_l2_inclusive"] = language & passed["mathematics"].eq(True) & cohort["l2"].eq(1)
    found["ks4_l1"] = cohort["l1"].eq(1)
    return found


def attendance_rates(attendance: pd.DataFrame, schools: pd.DataFrame) -> Measures:
    """Sessions attended in per cent of those possible."""
    rows = attendance[attendance["group"] == "all"].merge(schools, on="school_id")
    found: Measures = {}
    for measure, sectors in (
        ("attendance_primary", ["nursery", "primary"]),
        ("attendance_secondary", ["middle", "secondary", "through"]),
    ):
        sums = rows[rows["sector"].isin(sectors)].groupby("academic_year").sum(numeric_only=True)
        rates = 100 * sums["sessions_attended"] / sums["sessions_possible"]
        found |= {(measure, str(year)): rate for year, rate in rates.items()}
    return found
