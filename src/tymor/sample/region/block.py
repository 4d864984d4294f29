"""One block of the region: its schools, their learners, and all that is told of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tymor.sample.cohorts import YEAR_GROUPS
from tymor.sample.draws import Draws
from tymor.sample.folder import tables_of_schools
from tymor.sample.printed import Printed
from tymor.sample.region.assessed import assessed
from tymor.sample.region.attain import attain
from tymor.sample.region.births import YearGroup, year_groups
from tymor.sample.region.estate import Estate
from tymor.sample.region.marks import marks
from tymor.sample.region.quotas import CELLS, quotas
from tymor.sample.region.rows import rows
from tymor.sample.region.sessions import sessions, tally_rates
from tymor.sample.region.sixth_form import PHASE, sixth_form, with_sixth_form
from tymor.sample.region.stages import FIRST_YEAR, SIX_YEARS, STAGES, YEARS_TO_POST_16, Stage
from tymor.sample.region.standards import Wanted, wanted
from tymor.sample.region.tables import RegionTables
from tymor.sample.region.tally import Tally, reached
from tymor.sample.schools import School

_KS3 = 2
POST_16_COLUMNS = (
    "school_id",
    "academic_year",
    "group",
    "started",
    "retained",
    "completed",
)


@dataclass(frozen=True, slots=True)
class Block:
    """Schools whose learners are invented, and calibrated, together."""

    number: int
    land: Estate
    seed: int

    def draws(self, *purpose: str) -> Draws:
        return Draws(*purpose, str(self.number), seed=self.seed)


def write_block(block: Block, printed: Printed, tables: RegionTables, tally: Tally) -> None:
    """Append the block to the tables, and to the tally that targets are set from."""
    groups = year_groups(block.land, block.number, block.seed)
    schools = _with_rolls(block.land, groups)
    for name, table in tables_of_schools(schools, block.number, block.seed).items():
        tables.csv(name, table)
    staying = with_sixth_form(block.land, block.seed)
    for first_year, academic_year in enumerate(SIX_YEARS, start=FIRST_YEAR):
        told = wanted(printed, academic_year)
        attendance = sessions(
            block.land,
            [school.pupils for school in schools],
            academic_year,
            told,
            block.draws("sessions", academic_year),
        )
        tables.parquet("attendance", attendance)
        tally_rates(tally, block.land, attendance)
        for stage in STAGES:
            group = groups[first_year - stage.years_after]
            _write_stage(block, (stage, academic_year, group), told, (tables, tally))
        group = groups[first_year - YEARS_TO_POST_16]
        draws = block.draws("sixth form", academic_year)
        after = sixth_form(block.land, group, staying, academic_year, draws)
        tables.parquet("results", rows(block.land, after.pupils, after.marks, PHASE, academic_year))
        tables.csv("post16_completion", after.completion[list(POST_16_COLUMNS)])


def _write_stage(
    block: Block,
    what: tuple[Stage, str, YearGroup],
    told: Wanted,
    into: tuple[RegionTables, Tally],
) -> None:
    stage, academic_year, group = what
    tables, tally = into
    draws = block.draws("assessed", stage.name, academic_year)
    pupils = assessed(block.land, group, stage, academic_year, draws)
    quota = quotas(stage, np.bincount(pupils.cell, minlength=CELLS), told)
    attained = attain(stage, pupils, quota)
    given = marks(stage, pupils, attained, told)
    tables.parquet("results", rows(block.land, pupils, given, stage.name, academic_year))
    tally.add(block.land, pupils, reached(stage, pupils, attained, given), academic_year)


def _with_rolls(land: Estate, groups: Mapping[int, YearGroup]) -> list[School]:
    """The schools; those that learners move up to have the roll which these come to."""
    stage = STAGES[_KS3]
    seen = [groups[first - stage.years_after] for first in range(FIRST_YEAR, FIRST_YEAR + 6)]
    arrived = sum(
        np.bincount(group.school[_KS3] + 1, minlength=len(land.schools) + 1)[1:] for group in seen
    )
    sizes = np.asarray(arrived) / len(seen)
    return [
        replace(school, pupils=max(round(size * YEAR_GROUPS[school.sector]), 1))
        if school.sector in ("secondary", "middle")
        else school
        for school, size in zip(land.schools, sizes.tolist(), strict=True)
    ]
