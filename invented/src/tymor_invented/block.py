"""One block of schools: their learners, and all that is told of them, table by table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa

from tymor_invented.around import oversight, priorities, support, together
from tymor_invented.draws import Draws
from tymor_invented.learners.assessed import assessed
from tymor_invented.learners.attain import attain
from tymor_invented.learners.births import YearGroup, year_groups
from tymor_invented.learners.counts import outcomes, reached
from tymor_invented.learners.marks import marks
from tymor_invented.learners.printed import Printed, Wanted, wanted
from tymor_invented.learners.quotas import CELLS, quotas
from tymor_invented.learners.rows import rows
from tymor_invented.learners.sessions import sessions
from tymor_invented.learners.sixth_form import PHASE, sixth_form
from tymor_invented.learners.stages import FIRST_YEAR, KS3, SIX_YEARS, STAGES, TO_POST_16, Stage
from tymor_invented.schools.estate import Estate
from tymor_invented.schools.school import YEAR_GROUPS, School
from tymor_invented.targets import Tally, school_targets

#: Tables that tell of schools what no result tells, by name.
AROUND = (
    *("schools", "school_priorities", "half_term_reviews", "exclusions", "inspections"),
    *("partners", "support", "professional_learning", "grants", "risk", "risk_readings"),
    *("categorisation", "collaboration", "strengths"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table, with the phase and year they are all of, where they are of one.

    ``counted`` gives the results of a phase as rows of ``school_outcomes``.
    """

    table: str
    rows: pd.DataFrame | pa.Table
    academic_year: str = ""
    phase: str = ""
    counted: Callable[[], pd.DataFrame] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Schools whose learners are invented, and calibrated, together."""

    number: int
    land: Estate
    seed: int

    def draws(self, *purpose: str) -> Draws:
        return Draws(*purpose, str(self.number), seed=self.seed)


def parts(block: Block, printed: Printed, tally: Tally) -> Iterator[Part]:
    """Everything about the block in turn; results are counted in ``tally`` on the way."""
    groups = year_groups(block.land, block.number, block.seed)
    if block.land.whole:
        block = replace(block, land=_with_rolls(block.land, groups))
    yield from _around(block)
    of_schools = Tally(by_school=True)
    for year, academic_year in enumerate(SIX_YEARS, start=FIRST_YEAR):
        told = wanted(printed, academic_year)
        draws = block.draws("sessions", academic_year)
        attendance = sessions(block.land, academic_year, told, draws)
        tally.add_sessions(block.land, attendance, academic_year)
        yield Part("attendance", attendance, academic_year)
        for stage in STAGES:
            group = groups[year - stage.years_after]
            yield _of_stage(block, (stage, academic_year, group), told, (tally, of_schools))
        yield from _after_16(block, groups[year - TO_POST_16], academic_year)
    yield Part("targets", school_targets(of_schools, block.land, printed, block.seed))


def _around(block: Block) -> Iterator[Part]:
    schools, seed = block.land.schools, block.seed
    partner_of = support.partner_of(schools, block.number)
    reviewed = priorities.school_priorities(schools, seed)
    tables = (
        _schools(schools, partner_of),
        reviewed,
        priorities.half_term_reviews(reviewed, seed),
        oversight.exclusions(schools, seed),
        oversight.inspections(schools, seed),
        support.partners(partner_of, seed),
        support.support(schools, partner_of, seed),
        support.professional_learning(schools, seed),
        support.grants(schools, seed),
        oversight.risk(schools, seed),
        oversight.risk_readings(schools, seed),
        together.categorisation(schools, seed),
        together.collaboration(schools, block.number, seed),
        together.strengths(schools, seed),
    )
    yield from (Part(name, table) for name, table in zip(AROUND, tables, strict=True))


def _schools(schools: Sequence[School], partner_of: Mapping[str, str]) -> pd.DataFrame:
    """One row a school."""
    table = pd.DataFrame([asdict(school) for school in schools]).drop(columns="sixth_form")
    return table.assign(improvement_partner=table["school_id"].map(dict(partner_of)))


def _of_stage(
    block: Block, what: tuple[Stage, str, YearGroup], told: Wanted, tallies: Sequence[Tally]
) -> Part:
    stage, academic_year, group = what
    draws = block.draws("assessed", stage.name, academic_year)
    pupils = assessed(block.land, group, stage, academic_year, draws)
    quota = quotas(stage, np.bincount(pupils.cell, minlength=CELLS), told)
    attained = attain(stage, pupils, quota)
    given = marks(stage, pupils, attained, told)
    met = reached(stage, pupils, attained, given)
    for tally in tallies:
        tally.add(block.land, pupils, met, academic_year)
    results = rows(block.land, pupils, given, stage.name, academic_year)
    counted = partial(outcomes, block.land, pupils, met, academic_year)
    return Part("results", results, academic_year, stage.name, counted)


def _after_16(block: Block, group: YearGroup, academic_year: str) -> Iterator[Part]:
    draws = block.draws("sixth form", academic_year)
    after = sixth_form(block.land, group, academic_year, draws)
    results = rows(block.land, after.pupils, after.marks, PHASE, academic_year)
    yield Part(
        *("results", results, academic_year, PHASE),
        counted=lambda: outcomes(block.land, after.pupils, after.entries(), academic_year),
    )
    yield Part("post16_completion", after.completion, academic_year)


def _with_rolls(land: Estate, groups: Mapping[int, YearGroup]) -> Estate:
    """The schools that learners move up to get the roll which these come to."""
    stage = STAGES[KS3]
    seen = [groups[first - stage.years_after] for first in range(FIRST_YEAR, FIRST_YEAR + 6)]
    arrived = sum(
        np.bincount(group.school[KS3] + 1, minlength=len(land.schools) + 1)[1:] for group in seen
    )
    sizes = np.asarray(arrived) / len(seen)
    schools = tuple(
        replace(school, pupils=max(round(size * YEAR_GROUPS[school.sector]), 1))
        if school.sector in ("secondary", "middle")
        else school
        for school, size in zip(land.schools, sizes.tolist(), strict=True)
    )
    return replace(land, schools=schools)
