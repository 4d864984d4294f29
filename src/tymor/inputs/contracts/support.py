"""Contracts of what a partnership does for its schools: support, learning, grants, the calendar."""

from tymor.inputs.contracts import columns as c
from tymor.inputs.contracts import references as ref
from tymor.inputs.contracts.contract import Contract, Known, contract

TASK_KINDS = ("task", "collection", "committee")
IMPACTS = ("strong", "some", "none")


def support(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "academic_year": ref.academic_year(),
        "partner": c.named("Who gives the support", "A. Partner"),
        "days_agreed": c.number("Days agreed", "12", unit="days", span=(0, None)),
        "days_used": c.number("Days used so far", "7.5", unit="days", span=(0, None)),
    }
    return contract(
        "support",
        "school, year and partner",
        columns,
        key=["school_id", "academic_year", "partner"],
        rules=[ref.school_was_open(known)],
    )


def grants(known: Known) -> Contract:
    columns = {
        "area_id": ref.area_id(known),
        "academic_year": ref.academic_year(),
        "grant": c.named("Name of the grant", "pupil_deprivation_grant"),
        "allocated_gbp": c.number("What was allocated", "115000", unit="gbp", span=(0, None)),
        "spent_gbp": c.number(
            "What was spent", "98500.50", unit="gbp", span=(0, None), empty=c.MAY_BE_EMPTY
        ),
        "evaluation": c.text("What came of it, in plain text", "Attendance rose.", required=False),
        "evaluation_cy": c.text("What came of it, in Welsh", "Cododd presenoldeb.", optional=True),
    }
    key = ["area_id", "academic_year", "grant"]
    return contract("grants", "area, year and grant", columns, key=key)


def partners(known: Known) -> Contract:
    columns = {
        "partner": c.named("Improvement partner, as schools name them", "A. Partner"),
        "academic_year": ref.academic_year(),
        "working_pct": c.number(
            "How much of full time the partner works", "60", unit="pct", span=(0, 100)
        ),
    }
    return contract(
        "partners", "improvement partner and year", columns, key=["partner", "academic_year"]
    )


def professional_learning(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "academic_year": ref.academic_year(),
        "programme": c.named("Name of the programme", "Aspiring senior leaders"),
        "programme_cy": c.text("Its name in Welsh", "Darpar uwch arweinwyr", optional=True),
        "participants": c.whole("Staff of the school who took part", "4"),
        "impact": c.text("Impact, once evaluated", "some", c.words(IMPACTS), required=False),
        "evaluation": c.text("What changed, in plain text", "Marking is shared.", required=False),
        "evaluation_cy": c.text("What changed, in Welsh", "Rhennir marcio.", optional=True),
    }
    return contract(
        "professional_learning",
        "school, year and programme",
        columns,
        key=["school_id", "academic_year", "programme"],
        rules=[ref.school_was_open(known)],
    )


def risk(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "term": ref.term(),
        "indicator": c.named("What is watched", "leadership"),
        "level": c.whole("How high the risk is, from none (0) to high (3)", "1", maximum=3),
    }
    key = ["school_id", "term", "indicator"]
    return contract("risk", "school, term and indicator", columns, key=key)


def calendar(known: Known) -> Contract:
    columns = {
        "term": ref.term(),
        "task": c.named("What is to be done", "Send targets to the authorities"),
        "owner": c.named("Who does it", "Head of data"),
        "due": c.day("When it is to be done", "2017-11-30", empty=None),
        "committee_date": c.day("The committee it goes to, if it does", "2017-12-14"),
        "kind": c.text(
            "What kind of task it is",
            "collection",
            c.words(TASK_KINDS),
            required=False,
            optional=True,
        ),
        "task_cy": c.text("The task in Welsh", "Anfon targedau", optional=True),
        "owner_cy": c.text("Who does it, in Welsh", "Pennaeth data", optional=True),
    }
    return contract("calendar", "task of a term", columns, key=["term", "task"])
