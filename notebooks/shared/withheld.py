"""What may be said where figures are withheld or not there: sentences ask here.

A comparison needs both figures shown. A count, or a largest of all, over measures of which some
are withheld says that it is of those that can be shown.
"""

from dataclasses import dataclass

from tymor.measures.signals import previous_year
from tymor.page import CONFIDENTIAL, NUMBERED, Figure
from tymor.report.figures import Figures
from tymor.report.told import Beside


def confidential(figures: Figures, *years: str) -> list[Figure]:
    """Results of these years, of measures that sentences count, that are withheld."""
    own = figures.where(kind="actual", group="all")
    every = [own.one(name, year) for name in own.reported for year in years]
    return [each for each in every if each is not None and each.status in CONFIDENTIAL]


def is_all(figures: Figures) -> bool:
    """Whether some of these are withheld and nothing is told of any other, not even nearly."""
    told = {row["status"] for row in figures.rows}
    return "suppressed" in told and not told & {*NUMBERED, "near_all", "near_none"}


def aimed_and_withheld(figures: Figures, year: str) -> list[Figure]:
    """The withheld results of a year of which a target is shown."""
    targets = [figures.one(each.measure_id, year, kind="target")
               for each in confidential(figures, year)]  # fmt: skip
    aimed = {each.measure_id for each in targets if each is not None and each.value is not None}
    return [each for each in confidential(figures, year) if each.measure_id in aimed]


def key_of(key: str, *, whole: bool) -> str:
    """The key of what is said of all; or, where some are withheld, of those that can be shown."""
    return key if whole else f"{key}_shown"


@dataclass(frozen=True)
class Missed:
    """Results below their target, each beside it: those that are ``no_better`` than the year
    before, and those of which that is ``untold``, as there is no figure of the year before."""

    no_better: list[Beside]
    untold: list[Beside]


def missed(figures: Figures, year: str) -> Missed:
    """The reported results of a year that miss their target and are not known to be better."""
    found = Missed([], [])
    for name in figures.judged:
        now, target = figures.one(name, year), figures.one(name, year, kind="target")
        if not now or not target or now.value is None or target.value is None:
            continue
        if now.signal != "none":
            continue
        before = figures.one(name, previous_year(year))
        compared = before is not None and before.value is not None
        those = found.no_better if compared else found.untold
        those.append((now, target, figures.better(name)))
    return found


def without_number(figures: Figures, section: str, year: str) -> tuple[list[Figure], list[Figure]]:
    """The measures of a section that have no number in a year: withheld ones, and those without
    a result. One that does not apply is neither."""
    own = figures.section(section).where(kind="actual", group="all")
    held = [own.one(name, year) or own.latest(name) for name in own.measures]
    every = [each for each in held if each is not None]
    withheld = [each for each in every if _of(each, year) and each.status in CONFIDENTIAL]
    none = [
        each for each in every
        if not _of(each, year)
        or (each.status not in NUMBERED | CONFIDENTIAL | {"not_applicable"})
    ]  # fmt: skip
    return withheld, none


def _of(figure: Figure, year: str) -> bool:
    return figure.academic_year == year
