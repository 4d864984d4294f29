"""From what ``tables.yml`` says of a column to what is checked of its cells."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict

from tymor.config.addresses import slug
from tymor.inputs.contracts.contract import Check, Column, Kind, Known

#: More words than this are not listed in a message.
_LISTED = 12
_LONGEST_ADDRESS = 80

_NUMBERS: Mapping[str, Kind] = {"whole": "whole", "number": "number", "date": "date"}
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
#: A year without a leap day.
_USUAL_YEAR = 2001
_YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")


class SaidOfColumn(BaseModel):
    """A column as ``tables.yml`` describes it; what each key means stands there."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: str = "text"
    says: str
    example: str
    words: tuple[str, ...] = ()
    of: str = ""
    unit: str = ""
    least: int = 0
    most: int | None = None
    empty: bool = False
    optional: bool = False
    mend: str = ""


class SaidOfShape(BaseModel):
    """What a text of one kind looks like: a pattern, or else a test of this module."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: str
    pattern: str = ""
    expected: str
    mend: str


class SaidOfReference(BaseModel):
    """What is told of a cell that none of the words or codes is that are held elsewhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: str
    expected: str
    mend: str
    listed: bool = False


class SaidOfColumns(BaseModel):
    """What ``tables.yml`` says for all tables: of kinds of text, of what cells refer to."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kinds: dict[str, tuple[SaidOfShape, ...]]
    references: dict[str, SaidOfReference]
    shared: dict[str, SaidOfColumn]


def column_of(said: SaidOfColumn, all_tables: SaidOfColumns, known: Known) -> Column:
    """The column, with the checks that need what is known."""
    checks: list[Check] = []
    kind = _NUMBERS.get(said.kind, "text")
    if kind == "text":
        checks += map(_shaped, all_tables.kinds[said.kind])
    elif kind != "date" and said.unit != "pct or pp":  # there a rule knows which
        checks.append(_between(said))
    if said.words:
        expected = f"one of {listing(said.words)}"
        checks.append(_one_of("words", said.words, expected, expected, "Use one of these words"))
    if said.of:
        checks += _held(said.of, all_tables.references[said.of], known)
    return Column(
        kind=kind,
        checks=tuple(checks),
        nullable=said.empty or said.optional,
        required=not said.optional,
        description=said.says,
        example=said.example,
        unit=said.unit,
        mend=said.mend or _mend(said),
    )


def _mend(said: SaidOfColumn) -> str:
    what = f"Put the {'date' if said.kind == 'date' else 'number'}"
    if said.empty or said.optional:
        return f"{what}, or leave the cell empty if there is none."
    return f"{what}; if there is none, leave the whole row out."


def is_year(value: str) -> bool:
    """Whether a text is an academic year, whose second part follows the first."""
    parts = _YEAR.fullmatch(value)
    return parts is not None and (int(parts[1]) + 1) % 100 == int(parts[2])


def _some_letter(value: str) -> bool:
    return any(letter.isalpha() for letter in value)


def _makes_an_address(name: str) -> bool:
    return 0 < len(slug(name)) <= _LONGEST_ADDRESS


def _in_every_year(value: str) -> bool:
    try:
        date.fromisoformat(f"{_USUAL_YEAR}-{value}")
    except ValueError:
        return False
    return _MONTH_DAY.fullmatch(value) is not None


#: Shapes that are no pattern, by their names in ``tables.yml``.
_TESTS: Mapping[str, Callable[[str], bool]] = {
    "name": _some_letter,
    "address": _makes_an_address,
    "academic_year": is_year,
    "month_day": _in_every_year,
}


def _shaped(shape: SaidOfShape) -> Check:
    """A text of a certain shape: a pattern, or a test of each different value."""

    def fits(cells: pd.Series) -> Any:
        if shape.pattern:  # asked of all at once: there are as many codes as pupils
            return cells.str.fullmatch(f"(?:{shape.pattern})?").astype(bool)
        test = _TESTS[shape.rule]
        return cells.map(lambda value: value == "" or test(value)).astype(bool)

    error = f"expected {shape.expected}. {shape.mend}."
    return Check(name=shape.rule, test=fits, error=error, description=shape.expected)


#: What tables and ``params/`` hold, as columns are ``of``. ``None`` is not known, and is not
#: held against a cell.
_HELD: Mapping[str, Callable[[Known], Collection[str] | None]] = {
    "schools": lambda known: known.school_ids,
    "local_authorities": lambda known: known.la_codes,
    "areas": lambda known: known.area_ids,
    "measures": lambda known: known.vocabulary.measures,
    "groups": lambda known: known.vocabulary.groups,
    "committees": lambda known: known.vocabulary.committees,
    "plan_years": lambda known: known.vocabulary.plan_schemes,
    "reform_areas": lambda known: known.vocabulary.reform_areas,
    "priority_judgements": lambda known: known.vocabulary.priority_judgements,
    "category_parts": lambda known: known.vocabulary.categories,
    "collaboration_kinds": lambda known: known.vocabulary.collaboration,
    "judged_indicators": lambda known: known.vocabulary.judged_indicators,
    "counted_indicators": lambda known: known.vocabulary.counted_indicators,
}


def _held(of: str, said: SaidOfReference, known: Known) -> Iterator[Check]:
    held = _HELD[of](known)
    if held is not None:
        expected = f"{said.expected}: {listing(held)}" if said.listed else said.expected
        yield _one_of(said.rule, held, expected, said.expected, said.mend)


def _one_of(
    name: str, allowed: Collection[str], expected: str, description: str, mend: str
) -> Check:
    """A value of ``allowed``; a near miss is named in the message."""
    right = {"", *allowed}
    return Check(
        name=name,
        test=lambda cells: pd.Series([each in right for each in cells], cells.index, dtype=bool),
        error=f"expected {expected}. {mend}.",
        description=description,
        allowed=tuple(sorted(allowed)),
    )


def _between(said: SaidOfColumn) -> Check:
    least, most = said.least, 100 if said.unit == "pct" else said.most
    expected = f"of {least} or more" if most is None else f"from {least} to {most}"
    noun = "a whole number" if said.kind == "whole" else "a number"
    noun = "a percentage" if said.unit == "pct" else noun
    return Check(
        name="range",
        test=lambda cells: (cells >= least) & (most is None or cells <= most),
        error=f"expected {noun} {expected}. Correct the number.",
        description=expected.removeprefix("of "),
    )


def listing(allowed: Collection[str]) -> str:
    """``core, enhanced``; a long list only begins."""
    values = sorted(allowed)
    shown = ", ".join(values[:_LISTED])
    return shown if len(values) <= _LISTED else f"{shown} and {len(values) - _LISTED} more"
