"""What is assessed at each phase, and in which schools."""

from dataclasses import dataclass
from typing import Literal

Takers = Literal["all", "welsh", "not_welsh"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure, who takes it, and how many levels above the expected are told."""

    measure_id: str
    takers: Takers = "all"
    levels_above: int = 0

    @property
    def levels(self) -> tuple[str, ...]:
        """Measure ids from the expected level up."""
        above = (f"{self.measure_id}_plus{step}" for step in range(1, self.levels_above + 1))
        return (self.measure_id, *above)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of school: ``overall`` is reached only by who reaches every subject.

    ``spread`` is how far a pupil's subjects lie apart, beside a spread of
    ability of 1. ``threshold`` is a lower measure that ``overall`` includes.
    """

    name: str
    sectors: tuple[str, ...]
    overall: str
    subjects: tuple[Subject, ...]
    spread: float
    threshold: str | None = None


PHASES = (
    Phase(
        "FP",
        ("primary", "through", "special"),
        "fp_fpoi",
        (
            Subject("fp_lce", "not_welsh", 1),
            Subject("fp_lcw", "welsh", 1),
            Subject("fp_md", "all", 1),
        ),
        spread=0.16,
    ),
    Phase(
        "KS2",
        ("primary", "middle", "through", "special"),
        "ks2_csi",
        (
            Subject("ks2_english", "all", 1),
            Subject("ks2_cymraeg", "welsh", 1),
            Subject("ks2_mathematics", "all", 1),
        ),
        spread=0.14,
    ),
    Phase(
        "KS3",
        ("secondary", "middle", "through", "special"),
        "ks3_csi",
        (
            Subject("ks3_english", "all", 2),
            Subject("ks3_cymraeg", "welsh", 2),
            Subject("ks3_mathematics", "all", 2),
        ),
        spread=0.2,
    ),
    Phase(
        "KS4",
        ("secondary", "through", "pru"),
        "ks4_l2_inclusive",
        (
            Subject("ks4_l2_english"),
            Subject("ks4_l2_cymraeg", "welsh"),
            Subject("ks4_l2_mathematics"),
        ),
        spread=0.3,
        threshold="ks4_l1",
    ),
)
