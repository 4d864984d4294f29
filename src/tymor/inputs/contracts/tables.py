"""Every table Tymor reads, in an order in which each finds its parents read."""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from tymor.inputs.contracts import oversight, post16, region, support
from tymor.inputs.contracts import pupils as pupil
from tymor.inputs.contracts import schools as school
from tymor.inputs.contracts.contract import Contract, Known, Table
from tymor.inputs.model import Vocabulary

_OF_SCHOOLS = ("schools",)

TABLES: Mapping[str, Table] = {
    "local_authorities": Table(region.local_authorities),
    "schools": Table(school.schools, ("local_authorities",)),
    "published_outcomes": Table(region.published_outcomes),
    "targets": Table(region.targets),
    "plan_actions": Table(region.plan_actions),
    "plan_printed": Table(region.plan_printed),
    "results": Table(pupil.results, _OF_SCHOOLS),
    "school_outcomes": Table(school.school_outcomes, _OF_SCHOOLS),
    "attendance": Table(school.attendance, _OF_SCHOOLS),
    "post16_completion": Table(post16.post16_completion, _OF_SCHOOLS),
    "school_priorities": Table(school.school_priorities, _OF_SCHOOLS),
    "half_term_reviews": Table(school.half_term_reviews, _OF_SCHOOLS),
    "exclusions": Table(oversight.exclusions, _OF_SCHOOLS),
    "inspections": Table(oversight.inspections, _OF_SCHOOLS),
    "support": Table(support.support, _OF_SCHOOLS),
    "partners": Table(support.partners),
    "professional_learning": Table(support.professional_learning, _OF_SCHOOLS),
    "grants": Table(support.grants),
    "risk": Table(support.risk, _OF_SCHOOLS),
    "calendar": Table(support.calendar),
}


def all_contracts(known: Known) -> dict[str, Contract]:
    """Every contract, by the name of its table."""
    return {name: table.make(known) for name, table in TABLES.items()}


def empty_table(name: str) -> pd.DataFrame:
    """A table without a row: of the same columns and types whatever words are known."""
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return TABLES[name].make(Known(Vocabulary({}, frozenset(), {}, frozenset()))).empty()
