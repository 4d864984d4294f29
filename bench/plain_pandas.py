"""The measures as an analyst would write them with pandas: pivot, then loop over groupbys.

Written from docs/sample.md, apart from the package: the tests hold the one against the other,
and ``bench/prepare.py`` times them side by side.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

#: The smallest cohort an audience sees, and the groups of a school; all where none is said.
Limits = tuple[int, tuple[str, ...] | None]

EXPECTED = {"FP": 5, "KS2": 4, "KS3": 5, "KS4": 5}
CORE = ["english", "cymraeg", "mathematics", "science"]
GRADE_POINTS = {grade: points for points, grade in enumerate(["U", *"GFEDCBA", "A*"])}
FLAGS = ["efsm", "eal", "lac", "aln", "mat"]
BEFORE = {"KS2": ("FP", 4), "KS3": ("KS2", 3), "KS4": ("KS3", 2)}
ENTERED = [
    *("art_design", "biology", "business", "chemistry", "cymraeg", "english", "geography"),
    *("history", "mathematics", "physics", "psychology", "religious_studies", "sociology"),
    "welsh_baccalaureate",
]
FOLLOWS = {"english": "lce", "cymraeg": "lcw", "mathematics": "md"}
GAPS = ["fp_fpoi", "ks2_csi", "ks3_csi", "ks4_l2_inclusive", "ks4_l1"]
KEY = ["area_id", "academic_year", "measure_id", "group"]


def figures(results: pd.DataFrame, schools: pd.DataFrame, *, at_once: bool = False) -> pd.DataFrame:
    """Every measure of every school, authority and of all, by year and group; then gaps.

    ``at_once`` sums all measures in one groupby, as somebody who minds the time would.
    """
    la_of = schools.set_index("school_id")["la_code"]
    wide: dict[str, pd.DataFrame] = {}
    counted = []
    for phase in EXPECTED:
        wide[phase] = one_row_a_learner(results, phase)
        learners = wide[phase].assign(la_code=wide[phase]["school_id"].map(la_of), whole="CSC")
        asked = pd.DataFrame(dict(measures(learners, phase, wide)))
        learners = pd.concat([learners, asked], axis=1)
        counted += list(counts(learners, list(asked), at_once))
    entries = results[(results["phase"] == "post16") & results["grade"].notna()]
    entries = entries.assign(la_code=entries["school_id"].map(la_of), whole="CSC")
    asked = pd.DataFrame(dict(of_entries(entries)))
    counted += list(counts(pd.concat([entries, asked], axis=1), list(asked), at_once))
    found = pd.concat(counted, ignore_index=True)
    found = found[found["denominator"] > 0].astype({"numerator": int, "denominator": int})
    found = found.merge(people(entries), on=["area_id", "academic_year", "group"], how="left")
    of_all = found["measure_id"].str.startswith("post16_all")
    found["cohort"] = found["people"].where(of_all, found["denominator"])
    found = found.drop(columns="people")
    above = found["numerator"] * found["measure_id"].eq("ks4_capped_points").map(
        {True: 10, False: 1000}
    )
    found["value"] = (2 * above + found["denominator"]) // (2 * found["denominator"]) / 10
    return pd.concat([found, gaps(found)], ignore_index=True)


def release(
    found: pd.DataFrame, schools: pd.DataFrame, audiences: dict[str, Limits], folder: Path
) -> None:
    """What each audience may see, as a Parquet file: small cohorts hidden, some groups left out."""
    for name, (minimum, groups) in audiences.items():
        shown = found
        if groups is not None:
            of_school = shown["area_id"].isin(schools["school_id"])
            shown = shown[~of_school | shown["group"].isin(groups)]
        shown = shown.assign(kind="actual", status="provisional", source="computed")
        few = shown["cohort"] < minimum
        shown.loc[few, ["value", "numerator", "denominator", "cohort"]] = float("nan")
        shown.loc[few, "status"] = "suppressed"
        shown.sort_values(KEY).to_parquet(folder / f"{name}.parquet", index=False)


def one_row_a_learner(results: pd.DataFrame, phase: str) -> pd.DataFrame:
    rows = results[results["phase"] == phase]
    score = rows["level"].fillna(rows["grade"].map(GRADE_POINTS)).astype(float)
    wide = rows.assign(score=score).pivot(
        index=["pupil_id", "school_id", "academic_year", "sex", *FLAGS],
        columns="subject",
        values="score",
    )
    return wide.reset_index()


def measures(
    learners: pd.DataFrame, phase: str, wide: dict[str, pd.DataFrame]
) -> Iterator[tuple[str, pd.Series]]:
    """1 or 0 for each learner (or points); missing where the learner is not in the cohort."""
    name, expected = phase.lower(), EXPECTED[phase]
    if phase == "KS4":
        yield from key_stage_4(learners)
    else:
        subjects = ["lce", "lcw", "md", "psd"] if phase == "FP" else CORE
        first, second, third, fourth = (learners[subject] >= expected for subject in subjects)
        overall = (first | second) & third & fourth
        yield {"FP": "fp_fpoi"}.get(phase, f"{name}_csi"), overall.astype(float)
        for subject in subjects:
            for above in range(2 if phase == "FP" else 3):
                reached = (learners[subject] >= expected + above).where(learners[subject].notna())
                suffix = f"_plus{above}" if above else ""
                yield f"{name}_{subject}{suffix}", reached.astype(float)
    if phase in BEFORE:
        yield from progress(learners, phase, wide)


def key_stage_4(learners: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    passed = learners[CORE] >= GRADE_POINTS["C"]
    yield "ks4_l1", learners["l1"].eq(1).astype(float)
    yield "ks4_l2", learners["l2"].eq(1).astype(float)
    yield "ks4_five_a", learners["five_a"].eq(1).astype(float)
    language = passed["english"] | passed["cymraeg"]
    inclusive = learners["l2"].eq(1) & language & passed["mathematics"]
    yield "ks4_l2_inclusive", inclusive.astype(float)
    yield "ks4_capped_points", learners["capped_points"].fillna(0)
    for subject in CORE:
        taken = learners[subject].notna()
        yield f"ks4_l2_{subject}", passed[subject].where(taken).astype(float)
        for grade in "AE":
            reached = (learners[subject] >= GRADE_POINTS[grade]).where(taken)
            yield f"ks4_{subject}_{grade.lower()}", reached.astype(float)


def of_entries(entries: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    """1 or 0 for each post-16 entry; missing where it is in another subject."""
    score = entries["grade"].map(GRADE_POINTS)
    for subject in ("all", *ENTERED):
        own = (entries["subject"] == subject) | (subject == "all")
        for grade in "ACE":
            reached = (score >= GRADE_POINTS[grade]).where(own)
            yield f"post16_{subject}_{grade.lower()}", reached.astype(float)


def people(entries: pd.DataFrame) -> pd.DataFrame:
    """How many learners are behind the entries: fewer, for some have several."""
    once = entries.drop_duplicates(["pupil_id", "school_id", "academic_year"])
    found = [
        once[members]
        .groupby([area, "academic_year"])
        .size()
        .rename_axis(["area_id", "academic_year"])
        .reset_index(name="people")
        .assign(group=group)
        for group, members in groups(once).items()
        for area in ("school_id", "la_code", "whole")
    ]
    return pd.concat(found, ignore_index=True)


def progress(
    learners: pd.DataFrame, phase: str, wide: dict[str, pd.DataFrame]
) -> Iterator[tuple[str, pd.Series]]:
    """Later level less the expected one, not below earlier level less the expected one."""
    earlier, years = BEFORE[phase]
    was = wide[earlier].assign(starts=wide[earlier]["academic_year"].str[:4].astype(int) + years)
    was = was.drop_duplicates(["pupil_id", "starts"])
    now = learners.assign(starts=learners["academic_year"].str[:4].astype(int))
    both = now.merge(was, on=["pupil_id", "starts"], how="left", suffixes=("", "_was"))
    for subject in CORE:
        old = FOLLOWS.get(subject) if phase == "KS2" else f"{subject}_was"
        if old is None:
            continue
        now_ahead = both[subject] - EXPECTED[phase]
        was_ahead = both[old] - EXPECTED[earlier]
        known = now_ahead.notna() & was_ahead.notna()
        yield (
            f"progress_{phase.lower()}_{subject}",
            (now_ahead >= was_ahead).where(known).astype(float),
        )


def groups(learners: pd.DataFrame) -> dict[str, pd.Series]:
    everybody = pd.Series(True, index=learners.index)
    flags = {flag: learners[flag] for flag in FLAGS}
    return {"all": everybody, "boys": learners["sex"] == "M", "girls": learners["sex"] == "F",
            "not_efsm": ~learners["efsm"], **flags}  # fmt: skip


def counts(learners: pd.DataFrame, names: list[str], at_once: bool) -> Iterator[pd.DataFrame]:
    for group, members in groups(learners).items():
        chosen = learners[members]
        for area in ("school_id", "la_code", "whole"):
            by = [area, "academic_year"]
            if at_once:
                numerators = chosen.groupby(by)[names].sum().stack()
                denominators = chosen.groupby(by)[names].count().stack()
                found = pd.DataFrame({"numerator": numerators, "denominator": denominators})
                found.index.names = ["area_id", "academic_year", "measure_id"]
                yield found.reset_index().assign(group=group)
                continue
            for name in names:
                found = chosen.groupby(by)[name].agg(["sum", "count"]).reset_index()
                found.columns = ["area_id", "academic_year", "numerator", "denominator"]
                yield found.assign(measure_id=name, group=group)


def gaps(found: pd.DataFrame) -> pd.DataFrame:
    key = [name for name in KEY if name != "group"]
    own = found[found["measure_id"].isin(GAPS)].drop(columns="value")
    both = own[own["group"] == "efsm"].merge(
        own[own["group"] == "not_efsm"], on=key, suffixes=("_e", "_o")
    )
    above = 1000 * (
        both["numerator_e"] * both["denominator_o"] - both["numerator_o"] * both["denominator_e"]
    )
    below = both["denominator_e"] * both["denominator_o"]
    size = (2 * above.abs() + below) // (2 * below) / 10
    return both[key].assign(
        measure_id="gap_" + both["measure_id"], group="all",
        value=size.where(above >= 0, -size),
        cohort=both[["denominator_e", "denominator_o"]].min(axis=1),
    )  # fmt: skip
