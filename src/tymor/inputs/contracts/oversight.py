"""Contracts of what is known of a school from outside its results: exclusions, inspections."""

from tymor.inputs.contracts import columns as c
from tymor.inputs.contracts import references as ref
from tymor.inputs.contracts.contract import Contract, Known, contract

INSPECTION_JUDGEMENTS = ("excellent", "good", "adequate", "unsatisfactory")
FOLLOW_UP = ("none", "review", "significant_improvement", "special_measures")


def exclusions(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "academic_year": ref.academic_year(),
        "fixed_term": c.whole("Fixed-term exclusions", "12"),
        "permanent": c.whole("Permanent exclusions", "0"),
        "days_lost": c.number("Days lost to them", "26.5", unit="days", span=(0, None)),
    }
    return contract(
        "exclusions",
        "school and year",
        columns,
        key=["school_id", "academic_year"],
        rules=[ref.school_was_open(known)],
    )


def inspections(known: Known) -> Contract:
    judgement = c.words(INSPECTION_JUDGEMENTS)
    columns = {
        "school_id": ref.school_id(known),
        "inspected": c.day("When the school was last inspected", "2014-03-10"),
        "performance": c.text("Current performance", "good", judgement, required=False),
        "prospects": c.text("Prospects for improvement", "good", judgement, required=False),
        "follow_up": c.text("Follow-up that goes on", "none", c.words(FOLLOW_UP)),
        "due": ref.term(required=False),
    }
    return contract("inspections", "school", columns, key=["school_id"])
