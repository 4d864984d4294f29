"""What a bench of a batch is asked for, and what it found."""

from dataclasses import dataclass, field
from statistics import mean

from kills import Kill
from measured import Measured

PARTS = ("usual", "whole", "again", "many", "kill")


@dataclass(frozen=True)
class Asked:
    """What is to be timed."""

    parts: tuple[str, ...] = PARTS
    reports: int = 406
    sample: int = 12
    many: tuple[int, ...] = (406, 1500, 6000)
    kill: int = 20
    kill_reports: int = 24
    workers: str | None = None


@dataclass
class Found:
    """What was measured; parts that were not asked for stay empty."""

    wholes: list[Measured] = field(default_factory=list)
    unchanged: Measured | None = None
    unchanged_written: list[str] = field(default_factory=list)
    changed: Measured | None = None
    changed_written: list[str] = field(default_factory=list)
    changed_differing: list[str] = field(default_factory=list)
    usual: dict[tuple[int, int, bool], Measured] = field(default_factory=dict)
    many: dict[int, Measured] = field(default_factory=dict)
    kills: list[Kill] = field(default_factory=list)

    @property
    def whole_seconds(self) -> float:
        """Of a whole batch by Tymor: the mean, since the machine is not always equally quick."""
        return mean(whole.seconds for whole in self.wholes)
