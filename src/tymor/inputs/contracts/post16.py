"""Contracts of learning after 16 beside its results."""

from tymor.inputs.contracts import columns as c
from tymor.inputs.contracts import references as ref
from tymor.inputs.contracts.contract import Contract, Known, contract
from tymor.inputs.contracts.schools import no_more_than


def post16_completion(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "academic_year": ref.academic_year(),
        "group": ref.group(known),
        "started": c.whole("Learners who began a programme that was to end in this year", "80"),
        "retained": c.whole("Of these, learners who were on it at its end", "70"),
        "completed": c.whole("Of these, learners who completed it", "68"),
    }
    return contract(
        "post16_completion",
        "school, year and group",
        columns,
        key=["school_id", "academic_year", "group"],
        rules=[
            no_more_than("retained", "started"),
            no_more_than("completed", "retained"),
            ref.school_was_open(known),
            ref.sector_teaches(known, "post16"),
        ],
    )
