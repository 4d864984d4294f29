"""Pupils counted: one row a school, year, measure and group."""

from collections.abc import Iterator, Sequence
from itertools import product

import pandas as pd

from tymor.sample.cohorts import Cohort, cohort
from tymor.sample.levels import Reached, reach, takes
from tymor.sample.phases import PHASES, Phase
from tymor.sample.printed import YEARS, Printed
from tymor.sample.schools import School

KEY = ["school_id", "academic_year", "measure_id", "group"]
GROUPS = ("all", "efsm", "not_efsm", "boys", "girls")


def school_outcomes(schools: Sequence[School], printed: Printed) -> pd.DataFrame:
    """Counts for every phase and year whose figures were printed.

    A group without a pupil has no row. KS4 of 2016/17 has none at all: its
    results had not been verified when the region's figures were printed.
    """
    told = [
        _of_phase(phase, academic_year, schools, printed)
        for phase, academic_year in product(PHASES, YEARS)
        if (phase.overall, academic_year) in printed.actual
    ]
    rows = pd.concat(told, ignore_index=True)
    # Measures in the printed order and groups in theirs; the rest as it sorts itself.
    place = {name: f"{at:03}" for at, name in enumerate((*printed.measures, *GROUPS))}
    rows = rows.sort_values(KEY, key=lambda column: column.map(lambda name: place.get(name, name)))
    return rows[[*KEY, "numerator", "denominator"]]


def _of_phase(
    phase: Phase, academic_year: str, schools: Sequence[School], printed: Printed
) -> pd.DataFrame:
    having = [
        school
        for school in schools
        if school.sector in phase.sectors and school.open_in(academic_year)
    ]
    subjects = [subject.measure_id for subject in phase.subjects]
    chance = [*subjects, phase.overall, *([phase.threshold] if phase.threshold else [])]
    pupils = cohort(having, phase.name, academic_year, chance)
    share = {
        measure_id: value / 100
        for (measure_id, year), value in printed.actual.items()
        if year == academic_year
    }
    reached = reach(phase, pupils, share)
    return pd.concat(_counts(phase, pupils, reached)).assign(academic_year=academic_year)


def _counts(phase: Phase, pupils: Cohort, reached: Reached) -> Iterator[pd.DataFrame]:
    taken = {
        measure_id: takes(subject, pupils)
        for subject in phase.subjects
        for measure_id in subject.levels
    }
    everyone = pupils.efsm | ~pupils.efsm
    members = (everyone, pupils.efsm, ~pupils.efsm, pupils.boy, ~pupils.boy)
    for (measure_id, met), (group, member) in product(
        reached.items(), zip(GROUPS, members, strict=True)
    ):
        counted = pd.DataFrame(
            {
                "school_id": pupils.school,
                "numerator": (met & member).astype(int),
                "denominator": (taken.get(measure_id, everyone) & member).astype(int),
            }
        )
        sums = counted.groupby("school_id", as_index=False).sum()
        yield sums[sums["denominator"] > 0].assign(measure_id=measure_id, group=group)
