"""Counts by local authority, kept while learners pass by: targets are set from them."""

from collections import defaultdict

import numpy as np

from tymor.sample.draws import Flags
from tymor.sample.region.assessed import Assessed
from tymor.sample.region.attain import Attained
from tymor.sample.region.estate import Estate
from tymor.sample.region.marks import EXPECTED, Marks, taking
from tymor.sample.region.stages import Stage

Key = tuple[str, str, str]
"""Authority, measure and academic year."""

Reached = dict[str, tuple[Flags, Flags]]
"""For each measure who reached it, and who was assessed."""


class Tally:
    """Adds up who reached what; knows percentages and gaps of each authority."""

    def __init__(self) -> None:
        # (not eFSM, eFSM) by (reached, assessed)
        self._counts: dict[Key, np.ndarray] = defaultdict(lambda: np.zeros((2, 2)))

    def add(self, land: Estate, pupils: Assessed, met: Reached, academic_year: str) -> None:
        """Count a phase and year of one block."""
        group = 2 * land.authority[pupils.school] + pupils.efsm
        size = 2 * len(land.la_codes)
        for measure, (reached, taken) in met.items():
            counts = [np.bincount(group, weights, size) for weights in (reached & taken, taken)]
            table = np.stack(counts, axis=1).reshape(-1, 2, 2)
            for la_code, of_authority in zip(land.la_codes, table, strict=True):
                self._counts[la_code, measure, academic_year] += of_authority

    def add_rate(self, key: Key, part: float, whole: float) -> None:
        """Count sessions, which have no groups here."""
        self._counts[key][0] += (part, whole)

    def results(self) -> dict[Key, float]:
        """Per cent of each measure, and percentage points for ``gap_`` and its name."""
        found: dict[Key, float] = {}
        for (la_code, measure, year), counts in self._counts.items():
            reached, assessed = counts.sum(axis=0)
            if assessed:
                found[la_code, measure, year] = 100 * float(reached / assessed)
            if counts[:, 1].all():
                others, efsm = counts[:, 0] / counts[:, 1]
                found[la_code, f"gap_{measure}", year] = 100 * float(efsm - others)
        return found


def reached(stage: Stage, pupils: Assessed, attained: Attained, marks: Marks) -> Reached:
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
