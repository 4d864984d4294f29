"""From what ``tables.yml`` says of a column to what is checked of its cells."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict

from tymor.config.addresses import slug
from tymor.inputs.contracts.contract import Check, Column, Kind, Known

#: More words than this are not listed in a message.
_LISTED = 12
_LONGEST_ADDRESS = 80

_NUMBERS: Mapping[str, Kind] = {"whole": "whole", "number": "number", "date": "date"}
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


def column_of(said: SaidOfColumn, known: Known) -> Column:
    """The column, with the checks that need what is known."""
    checks: list[Check] = []
    kind = _NUMBERS.get(said.kind, "text")
    if kind == "text":
        checks += _TEXTS[said.kind]
    elif kind != "date" and said.unit != "pct or pp":  # there a rule knows which
        checks.append(_between(said))
    if said.words:
        expected = f"one of {listing(said.words)}"
        checks.append(_one_of("words", said.words, expected, expected, "Use one of these words"))
    if said.of:
        checks += _REFERENCES[said.of].checks(known)
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


def _shape(name: str, test: Callable[[str], bool] | str, expected: str, mend: str) -> Check:
    """A text of a certain shape: a pattern, or a test of each different value."""

    def fits(cells: pd.Series) -> Any:
        if isinstance(test, str):  # asked of all at once: there are as many codes as pupils
            return cells.str.fullmatch(f"(?:{test})?").astype(bool)
        return cells.map(lambda value: value == "" or test(value)).astype(bool)

    return Check(name=name, test=fits, error=f"expected {expected}. {mend}.", description=expected)


def _code(first: str, expected: str) -> Check:
    """A word without spaces that stands for something, such as a subject."""
    mend = "Write it without spaces or other signs"
    return _shape("code", f"[{first}][A-Za-z0-9_-]{{0,39}}", expected, mend)


def _priority(pattern: str, expected: str) -> Check:
    return _shape("priority", pattern, expected, "Write its number as the plan does")


_NAME = _shape(
    "name",
    lambda value: any(letter.isalpha() for letter in value),
    "a name, with letters in it",
    "Write the name, or move the value to where it belongs",
)
_ADDRESS = _shape(
    "address",
    lambda name: 0 < len(slug(name)) <= _LONGEST_ADDRESS,
    f"a name with letters from a to z or digits, {_LONGEST_ADDRESS} of them at most, since it "
    "stands in addresses",
    "Write it so",
)
_LA_CODE = _shape(
    "la_code", "[0-9]{3}", "a national local authority code of three digits", "Write it as 660"
)
_SCHOOL_ID = _shape(
    "school_id",
    "[0-9]{7}",
    "a school number of seven digits",
    "Write it as 6812001, without spaces or slashes",
)
_TERM = _shape(
    "term",
    "[0-9]{4}-(autumn|spring|summer)",
    "a term such as 2017-summer (autumn, spring or summer)",
    "Write the year, a hyphen and the term",
)
_ACADEMIC_YEAR = _shape(
    "academic_year",
    is_year,
    "an academic year such as 2016/17, whose second part follows the first",
    "Correct the year",
)
_LETTERS_AND_DIGITS = "a code of letters, digits, hyphens and underscores"
_NUMBER = r"[0-9]{1,2}(\.[0-9]{1,2})?"

#: What is checked of a text, by the ``kind`` of its column.
_TEXTS: Mapping[str, tuple[Check, ...]] = {
    "text": (),
    "name": (_NAME,),
    "address": (_NAME, _ADDRESS),
    "code": (_code("A-Za-z", f"{_LETTERS_AND_DIGITS}, a letter first"),),
    "pupil_code": (_code("A-Za-z0-9", _LETTERS_AND_DIGITS),),
    "la_code": (_LA_CODE,),
    "school_id": (_SCHOOL_ID,),
    "term": (_TERM,),
    "academic_year": (_ACADEMIC_YEAR,),
    "plan_priority": (_priority(_NUMBER, "a priority such as 4 or 1.1"),),
    "plan_priority_or_total": (
        _priority(f"{_NUMBER}|total", "a priority such as 4 or 1.1, or total"),
    ),
}


@dataclass(frozen=True)
class _Reference:
    """Words or codes that another table or a file of ``params/`` holds.

    What could not be read is not held against a cell.
    """

    name: str
    codes: Callable[[Known], Collection[str] | None]
    expected: str
    mend: str
    listed: bool = True

    def checks(self, known: Known) -> Iterator[Check]:
        codes = self.codes(known)
        if codes is not None:
            expected = f"{self.expected}: {listing(codes)}" if self.listed else self.expected
            yield _one_of(self.name, codes, expected, self.expected, self.mend)


_REFERENCES = {
    "schools": _Reference(
        "school_id_known",
        lambda known: known.school_ids,
        "a school_id that schools holds",
        "Correct it, or add its row to schools",
        listed=False,
    ),
    "local_authorities": _Reference(
        "la_code_known",
        lambda known: known.la_codes,
        "a la_code that local_authorities holds",
        "Correct it, or add its row to local_authorities",
        listed=False,
    ),
    "areas": _Reference(
        "area_known",
        lambda known: known.area_ids,
        "a partnership's id, a la_code of local_authorities or a school_id of schools",
        "Correct the id, or add the area to its table",
        listed=False,
    ),
    "measures": _Reference(
        "measure_known",
        lambda known: known.vocabulary.measures,
        "a measure of params/measures.yml",
        "Correct the id, or add the measure there",
        listed=False,
    ),
    "groups": _Reference(
        "group_known",
        lambda known: known.vocabulary.groups,
        "a group of params/groups.yml",
        "Correct the word, or add the group there",
    ),
    "plan_years": _Reference(
        "plan_year_known",
        lambda known: known.vocabulary.plan_schemes,
        "a plan year of params/judgements.yml",
        "Correct the year, or add its scheme there",
    ),
    "reform_areas": _Reference(
        "words",
        lambda known: known.vocabulary.reform_areas,
        "an area of the reform of params/support.yml",
        "Correct the word, or add the area there",
    ),
    "priority_judgements": _Reference(
        "words",
        lambda known: known.vocabulary.priority_judgements,
        "a judgement of the scheme school_priority of params/judgements.yml",
        "Correct the word, or add the judgement there",
    ),
}


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
    noun = "a number" if said.unit else "a whole number"
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
