"""Learners counted by school and group."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tymor_invented.draws import Flags
from tymor_invented.learners.assessed import Assessed
from tymor_invented.learners.attain import Attained
from tymor_invented.learners.marks import EXPECTED, Marks, taking
from tymor_invented.learners.stages import Stage
from tymor_invented.schools.estate import Estate, Ints

Reached = Mapping[str, tuple[Flags | Ints, Flags | Ints]]
"""For each measure who reached it and who was assessed, or how often each of them."""


def reached(
    stage: Stage, pupils: Assessed, attained: Attained, marks: Marks
) -> dict[str, tuple[Flags, Flags]]:
    """Who reached each measure that has targets."""
    everyone = np.ones_like(attained.short)
    met = {stage.overall: (~attained.short, everyone)}
    if stage.lower:
        met[stage.lower] = (~attained.lower_missed, everyone)
    for subject in (*stage.languages, stage.number):
        taken, measure = taking(stage, pupils, subject), stage.measure(subject)
        met[measure] = (taken & ~attained.missed[subject], taken)
        if stage.name in EXPECTED:
            level = marks.level[:, marks.subjects.index(subject)] - EXPECTED[stage.name]
            met[f"{measure}_plus1"] = (taken & (level >= 1), taken)
            met[f"{measure}_plus2"] = (taken & (level >= 2), taken)
    return met


def outcomes(land: Estate, pupils: Assessed, met: Reached, academic_year: str) -> pd.DataFrame:
    """Rows of ``school_outcomes``: one a school, measure and group that anyone is in."""
    columns = ["school_id", "academic_year", "measure_id", "group", "numerator", "denominator"]
    parts = [
        by_group(land, pupils, {"denominator": taken, "numerator": got}).assign(measure_id=measure)
        for measure, (got, taken) in met.items()
    ]
    rows = pd.concat(parts).sort_values("school_id", kind="stable")
    return rows.assign(academic_year=academic_year)[columns]


def by_group(land: Estate, pupils: Assessed, counted: Mapping[str, Flags | Ints]) -> pd.DataFrame:
    """One row a school and group that has any of the first of ``counted``: how many of each."""
    parts = [
        pd.DataFrame(
            {"school_id": land.school_ids, "group": group}
            | {
                name: np.bincount(pupils.school, members * each, len(land.schools))
                for name, each in counted.items()
            }
        )
        for group, members in _groups(pupils).items()
    ]
    rows = pd.concat(parts).astype(dict.fromkeys(counted, "int64"))
    return rows[rows[next(iter(counted))] > 0].sort_values("school_id", kind="stable")


def _groups(pupils: Assessed) -> dict[str, Flags]:
    own = ("eal", "lac", "aln", "mat")
    return {
        **{"all": np.ones_like(pupils.boy), "efsm": pupils.efsm, "not_efsm": ~pupils.efsm},
        **{"boys": pupils.boy, "girls": ~pupils.boy},
        **{name: getattr(pupils, name) for name in own},
    }
