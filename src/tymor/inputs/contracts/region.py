"""Contracts of the tables about the region: areas, printed figures, targets, the plan."""

from typing import Any

import pandas as pd

from tymor.config.addresses import slug
from tymor.inputs.contracts import columns as c
from tymor.inputs.contracts import references as ref
from tymor.inputs.contracts.contract import Contract, Known, contract

#: Statuses of a printed value; only the first two come with a number.
OUTCOME_STATUS = ("verified", "provisional", "not_verified", "not_published", "not_applicable")
TARGET_STATUS = ("set", "not_set", "not_applicable")
WITH_VALUE = frozenset({"verified", "provisional", "set"})
YES_NO = ("yes", "no")
_LONGEST_ADDRESS = 80


def local_authorities(known: Known) -> Contract:
    columns = {
        "consortium": c.code("Id of the consortium", "CSC"),
        "consortium_name": c.named("Name of the consortium", "Central South Consortium"),
        "la_code": ref.la_code(),
        "la_name_en": c.named("Name in English", "Cardiff", _makes_an_address()),
        "la_name_cy": c.named("Name in Welsh", "Caerdydd"),
    }
    rules = [_address_of_its_own()]
    return contract("local_authorities", "local authority", columns, key=["la_code"], rules=rules)


def _makes_an_address() -> c.Check:
    return c.shaped(
        "address",
        lambda name: 0 < len(slug(name)) <= _LONGEST_ADDRESS,
        f"a name with letters from a to z or digits, {_LONGEST_ADDRESS} of them at most, since it "
        "stands in addresses",
        "Write it so",
    )


def _address_of_its_own() -> c.Check:
    """Two authorities with one address would share a closed site."""
    return c.row_rule(
        "shared_address",
        "la_name_en",
        ("la_code", "la_name_en"),
        lambda rows: ~rows["la_name_en"].map(slug).duplicated() | (rows["la_name_en"] == ""),
        says="expected a name that differs from every other authority's in its letters from a to "
        "z or digits, since it stands in addresses. Correct one of the two.",
        describe="no two names have the same letters from a to z and digits",
    )


def published_outcomes(known: Known) -> Contract:
    return _printed(known, "published_outcomes", "printed value of an area", OUTCOME_STATUS)


def targets(known: Known) -> Contract:
    return _printed(known, "targets", "target of an area", TARGET_STATUS)


def _printed(known: Known, table: str, one_row_per: str, statuses: tuple[str, ...]) -> Contract:
    numbered = [status for status in statuses if status in WITH_VALUE]
    columns = {
        "area_id": ref.area_id(known),
        "measure_id": ref.measure_id(known),
        "academic_year": ref.academic_year(),
        "value": c.number(
            f"The value as printed; empty unless status is {' or '.join(numbered)}",
            "87.6",
            unit="pct or pp",
            empty="Leave the cell empty and say why in the column status.",
        ),
        "status": c.text(
            "How sure the value is, or why there is none", numbered[0], c.words(statuses)
        ),
    }
    key = ["area_id", "measure_id", "academic_year"]
    rules = [*_value_rules(numbered), *_unit_rules(known)]
    return contract(table, one_row_per, columns, key=key, rules=rules)


def _value_rules(numbered: list[str]) -> list[c.Check]:
    names = " or ".join(numbered)
    return [
        c.row_rule(
            "value_missing",
            "value",
            ("value", "status"),
            lambda rows: rows["value"].notna() | ~rows["status"].isin(numbered),
            says="the cell is empty; expected a number, for the status is {status}. "
            "Put the value, or the status that says why there is none.",
            describe=f"value is given where status is {names}",
        ),
        c.row_rule(
            "value_unexpected",
            "value",
            ("value", "status"),
            lambda rows: rows["value"].isna() | rows["status"].isin(["", *numbered]),
            says="expected an empty cell, for the status is {status}. "
            f"Empty the cell, or set the status to {names}.",
            describe="value is empty at any other status",
        ),
    ]


def _unit_rules(known: Known) -> list[c.Check]:
    """A percentage lies in 0..100, a gap in -100..100, by the unit of its measure."""
    rules = []
    for unit, least, noun in (("pct", 0, "a percentage"), ("pp", -100, "percentage points")):
        measures = [name for name, of in known.vocabulary.measures.items() if of == unit]

        def fits(rows: pd.DataFrame, least: int = least, measures: list[str] = measures) -> Any:
            value = rows["value"]
            return value.isna() | value.between(least, 100) | ~rows["measure_id"].isin(measures)

        span = c.span_of(least, 100)
        rules.append(
            c.row_rule(
                "range",
                "value",
                ("value", "measure_id"),
                fits,
                says=f"expected {noun} {span} for {{measure_id}}. Correct the number.",
                describe=f"value is {noun} {span} where the unit of the measure is {unit}",
            )
        )
    return rules


def plan_actions(known: Known) -> Contract:
    columns = {
        "area_id": ref.area_id(known),
        "plan_year": ref.plan_year(known),
        "priority": ref.plan_priority(total=False),
        "action": c.whole("Number of the action in its priority", "3", minimum=1),
        "on_track": c.text("Whether it is on track", "yes", c.words(YES_NO), required=False),
        "judgement": c.text("Progress, in the words of that year's scheme", "strong"),
        "aspect": c.text("Part of the priority it belongs to", "Reading", optional=True),
        "lead": c.text("Who leads it", "Head of literacy", optional=True),
        "due": c.day("When it is to be done", "2018-03-31", optional=True),
        "commentary": c.text("What was done, in plain text", "Two clusters met.", optional=True),
        "evidence": c.text("Where that can be seen", "Minutes of June", optional=True),
        "reviewed": c.day("When it was last looked at", "2017-12-01", optional=True),
        "aspect_cy": c.text("The part in Welsh", "Darllen", optional=True),
        "lead_cy": c.text("Who leads it, in Welsh", "Pennaeth llythrennedd", optional=True),
        "commentary_cy": c.text("What was done, in Welsh", "Cyfarfu dau glwstwr.", optional=True),
    }
    return contract(
        "plan_actions",
        "action of the business plan and review",
        columns,
        key=["area_id", "plan_year", "priority", "action", "reviewed"],
        rules=_judgement_rules(known),
    )


def _judgement_rules(known: Known) -> list[c.Check]:
    """Each plan year has its own words for progress."""
    return [
        _judgement_rule(year, allowed)
        for year, allowed in sorted(known.vocabulary.plan_schemes.items())
    ]


def _judgement_rule(year: str, allowed: frozenset[str]) -> c.Check:
    return c.row_rule(
        "judgement_of_year",
        "judgement",
        ("plan_year", "judgement"),
        lambda rows: (rows["plan_year"] != year) | rows["judgement"].isin(["", *allowed]),
        says=f"expected one of {c.listing(allowed)}, the words of the plan of {year}. "
        "Use one of these words.",
        describe="judgement is a word of the plan year's scheme in params/judgements.yml",
    )


def plan_printed(known: Known) -> Contract:
    columns = {
        "area_id": ref.area_id(known),
        "plan_year": ref.plan_year(known),
        "priority": ref.plan_priority(total=True),
        "column": c.named("Column of the printed grid", "on_track"),
        "count": c.whole("The count as printed", "155", empty=c.MAY_BE_EMPTY),
        "pct": c.number(
            "The percentage as printed", "92.81", unit="pct", span=(0, 100), empty=c.MAY_BE_EMPTY
        ),
    }
    key = ["area_id", "plan_year", "priority", "column"]
    return contract("plan_printed", "cell of a printed plan grid", columns, key=key)
