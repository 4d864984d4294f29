"""Contracts of the tables about schools."""

from typing import Any

from tymor.inputs.contracts import columns as c
from tymor.inputs.contracts import references as ref
from tymor.inputs.contracts.contract import Contract, Known, contract

SECTORS = ("nursery", "primary", "middle", "secondary", "through", "special", "pru")
MEDIA = ("english", "welsh", "dual")
REFORM_AREAS = (
    "curriculum",
    "assessment_evaluation",
    "equity_excellence_wellbeing",
    "teaching",
    "leadership",
)
PRIORITY_JUDGEMENTS = ("very_good", "strong", "satisfactory", "limited")


def schools(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(),
        "la_code": ref.la_code(known),
        "name_en": c.named("Name in English", "Ysgol Enghraifft"),
        "name_cy": c.named("Name in Welsh", "Ysgol Enghraifft"),
        "sector": c.text("Kind of school", "through", c.words(SECTORS)),
        "medium": c.text("Language of teaching", "welsh", c.words(MEDIA)),
        "pupils": c.whole("Pupils on the roll", "210"),
        "efsm_pct": c.number(
            "Pupils eligible for free school meals",
            "18.5",
            unit="pct",
            span=(0, 100),
            empty=c.MAY_BE_EMPTY,
        ),
        "open_from": c.day("First day the school was open", "1974-09-01"),
        "open_to": c.day("Last day the school was open; empty while it is", ""),
        "improvement_partner": c.text(
            "Who the school's improvement partner is", "A. Partner", optional=True
        ),
    }
    return contract(
        "schools",
        "school",
        columns,
        key=["school_id"],
        rules=[_open_order()],
    )


def _open_order() -> c.Check:
    return c.row_rule(
        "closed_before_open",
        "open_to",
        ("open_from", "open_to"),
        lambda rows: (
            rows["open_to"].isna()
            | rows["open_from"].isna()
            | (rows["open_to"] >= rows["open_from"])
        ),
        says="expected a date on or after open_from, {open_from}. Correct one of the two dates.",
        describe="open_to is on or after open_from",
    )


def school_outcomes(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "academic_year": ref.academic_year(),
        "measure_id": ref.measure_id(known),
        "group": ref.group(known),
        "numerator": c.whole("Pupils who reached the measure", "26", empty=c.MAY_BE_EMPTY),
        "denominator": c.whole("Pupils in the cohort", "30", empty=c.MAY_BE_EMPTY),
    }
    rules = [
        no_more_than("numerator", "denominator"),
        *_both_or_neither(),
        ref.school_was_open(known),
        ref.phase_fits_sector(known, "measure_id", known.vocabulary.phases),
    ]
    return contract(
        "school_outcomes",
        "school, year, measure and group",
        columns,
        key=["school_id", "academic_year", "measure_id", "group"],
        rules=rules,
    )


def _both_or_neither() -> list[c.Check]:
    return [
        c.row_rule(
            "half_a_result",
            column,
            (column, other),
            lambda rows, column=column, other=other: (  # type: ignore[misc]
                rows[column].notna() | rows[other].isna()
            ),
            says=f"the cell is empty although {other} is {{{other}}}; expected both or neither. "
            f"Put the number, or empty {other} too.",
            describe="numerator and denominator are both given or both empty",
        )
        for column, other in (("numerator", "denominator"), ("denominator", "numerator"))
    ]


def no_more_than(part: str, whole: str) -> c.Check:
    """A count of some does not exceed that of all of them."""
    return c.row_rule(
        f"{part}_over_{whole}",
        part,
        (part, whole),
        lambda rows: (rows[part] <= rows[whole]).fillna(True).astype(bool),
        says=f"expected no more than {whole}, which is {{{whole}}}. "
        "Correct one of the two numbers.",
        describe=f"{part} is no more than {whole}",
    )


def attendance(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "academic_year": ref.academic_year(),
        "group": ref.group(known),
        "sessions_possible": c.whole("Half-day sessions that could be attended", "79800"),
        "sessions_attended": c.whole("Half-day sessions that were attended", "75650"),
    }
    return contract(
        "attendance",
        "school, year and group",
        columns,
        key=["school_id", "academic_year", "group"],
        rules=[
            no_more_than("sessions_attended", "sessions_possible"),
            ref.school_was_open(known),
        ],
    )


def school_priorities(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "term": ref.term(),
        "priority": c.whole("Number of the priority", "1", minimum=1),
        "reform_area": c.text("Area of the reform", "teaching", c.words(REFORM_AREAS)),
        "support": c.text("Level of support", "core", c.words(("core", "enhanced"))),
        **_reviewed(),
        "support_agreed": c.text("Support agreed, in plain text", "Coaching.", required=False),
        "support_agreed_cy": c.text("Support agreed, in Welsh", "Hyfforddiant.", optional=True),
        "days": c.number("Days of support agreed", "2.5", unit="days", span=(0, None)),
    }
    return contract(
        "school_priorities",
        "school, term and priority",
        columns,
        key=["school_id", "term", "priority"],
    )


def half_term_reviews(known: Known) -> Contract:
    columns = {
        "school_id": ref.school_id(known),
        "term": ref.term(),
        "half": c.whole("Which half of the term", "1", minimum=1, maximum=2),
        "priority": c.whole("Number of the priority", "1", minimum=1),
        **_reviewed(),
        "reviewed": c.day("When it was looked at", "2017-05-26"),
    }
    return contract(
        "half_term_reviews",
        "school, half term and priority with enhanced support",
        columns,
        key=["school_id", "term", "half", "priority"],
    )


def _reviewed() -> dict[str, Any]:
    """What a review of a priority says of it."""
    judgement = c.words(PRIORITY_JUDGEMENTS)
    return {
        "on_track": c.text("Whether it is on track", "yes", c.words(("yes", "no")), required=False),
        "judgement": c.text("Progress judgement", "strong", judgement, required=False),
        "commentary": c.text("What was found, in plain text", "Reading improved.", required=False),
        "commentary_cy": c.text("What was found, in Welsh", "Gwellodd darllen.", optional=True),
    }
