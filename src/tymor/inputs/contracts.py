"""Every table Tymor reads, in an order in which each finds its parents read."""

from collections.abc import Mapping

from tymor.inputs import region_contracts as region
from tymor.inputs import school_contracts as school
from tymor.inputs.contract import Contract, ContractMaker, Known

CONTRACTS: Mapping[str, ContractMaker] = {
    "local_authorities": region.local_authorities,
    "schools": school.schools,
    "published_outcomes": region.published_outcomes,
    "targets": region.targets,
    "plan_actions": region.plan_actions,
    "plan_printed": region.plan_printed,
    "school_outcomes": school.school_outcomes,
    "attendance": school.attendance,
    "school_priorities": school.school_priorities,
}


def all_contracts(known: Known) -> dict[str, Contract]:
    """Every contract, by the name of its table."""
    return {table: make(known) for table, make in CONTRACTS.items()}
