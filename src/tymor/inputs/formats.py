"""How a file writes its numbers, days and academic years, told by an example of each.

A number is told as the file would write 1234.5 (a whole one 1234), a day as it would write 31
December 2016, an academic year as it would write 2016/17.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError

from tymor.inputs.contracts.contract import Column

#: A cell in the table's own writing, or nothing where it is not written so.
Read = Callable[[str], str | None]

_DAY = date(2016, 12, 31)
#: The day a spreadsheet counts its dates from, and how it writes the day of the example.
_EPOCH = date(1899, 12, 30)
_SERIAL = str((_DAY - _EPOCH).days)

_NUMBER = re.compile(r"(?P<money>[£€$]?)1(?P<thousands>\D?)234((?P<point>[.,])5)?(?P<after> ?%)?")
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"

#: Two digits of a year from here on are of the last century.
_LAST_CENTURY = 69

EXAMPLES: Mapping[str, str] = {
    "number": "1,234.5, 1.234,5, 1234,5 or 1234.5%",
    "whole": "1,234 or 1.234",
    "date": f"31/12/2016, 31.12.16, 31 December 2016 or {_SERIAL}",
    "academic_year": "2016-17, 2016/2017, 201617, 2016 (the year it begins in) or 2017",
}
_OF = {"number": "1234.5", "whole": "1234", "date": "31 December 2016", "academic_year": "2016/17"}


@dataclass(frozen=True)
class Form:
    """How a column is written; ``example`` is one cell of it."""

    kind: str
    example: str
    read: Read

    @property
    def expected(self) -> str:
        noun = {"whole": "whole number", "academic_year": "academic year"}.get(self.kind, self.kind)
        article = "an" if noun.startswith("a") else "a"
        return f"expected {article} {noun} such as {self.example}, as mapping.yml says (formats)"


def kind_of(column: Column) -> str | None:
    """What a column's format would be of; a text has none but for academic years."""
    if column.kind != "text":
        return column.kind
    years = any(check.name == "academic_year" for check in column.checks)
    return "academic_year" if years else None


def how_to_say(kind: str) -> str:
    """What to write for a format of a kind."""
    return f"expected how the file would write {_OF[kind]}, such as {EXAMPLES[kind]}"


@cache
def form_of(kind: str, example: str, languages: Sequence[str]) -> Form | None:
    """The form that an example tells; none where it is no example of its kind.

    Months may be named in any of the languages.
    """
    if kind == "date":
        read = _dates(example, languages)
    elif kind == "academic_year":
        read = _academic_years(example)
    else:
        read = _numbers(example, whole=kind == "whole")
    return Form(kind, example, read) if read else None


def _numbers(example: str, *, whole: bool) -> Read | None:
    said = _NUMBER.fullmatch(example)
    if said is None or said["thousands"] == said["point"] or (whole and said["point"]):
        return None
    thousands, money = said["thousands"], re.escape(said["money"])
    point = said["point"] or ("," if thousands == "." else ".")
    if thousands and thousands in _SPACES:
        thousands = _SPACES
    groups = rf"[0-9]{{1,3}}(?:[{re.escape(thousands)}][0-9]{{3}})+|" if thousands else ""
    after = r"(?: ?%)?" if said["after"] else ""
    number = re.compile(
        rf"(-?)(?:{money})?({groups}[0-9]{{1,15}})(?:{re.escape(point)}([0-9]+))?{after}"
    )

    def read(cell: str) -> str | None:
        parts = number.fullmatch(cell)
        if parts is None:
            return None
        minus, digits, places = parts.groups()
        return minus + re.sub("[^0-9]", "", digits) + (f".{places}" if places else "")

    return read


def _dates(example: str, languages: Sequence[str]) -> Read | None:
    if example == _SERIAL:
        return _serial
    months = _months(languages)
    digits = "[0-9]{2}" if example.isdigit() else "[0-9]{1,2}"
    names = sorted((re.escape(name) for name in months), key=len, reverse=True)
    tokens = {
        "2016": "(?P<year>[0-9]{4})",
        "31": f"(?P<day>{digits})",
        "12": f"(?P<month>{digits})",
        "16": "(?P<short>[0-9]{2})",
    }
    named = [name for name, number in months.items() if number == _DAY.month]
    tokens |= dict.fromkeys(named, f"(?P<name>{'|'.join(names)})")
    pattern = _pattern(example.casefold(), tokens)
    if pattern is None or sorted(part[0] for part in pattern.groupindex) not in (
        ["d", "m", "y"],
        ["d", "m", "s"],
        ["d", "n", "y"],
        ["d", "n", "s"],
    ):
        return None

    def read(cell: str) -> str | None:
        if _is_day(cell):  # a workbook's own days come so, whatever its texts look like
            return cell
        if (parts := pattern.fullmatch(cell.casefold())) is None:
            return None
        said = parts.groupdict()
        short = int(said.get("short") or 0)
        year = said.get("year") or (1900 if short >= _LAST_CENTURY else 2000) + short
        month = months[said["name"]] if "name" in said else int(said["month"])
        day = f"{int(year):04}-{month:02}-{int(said['day']):02}"
        return day if _is_day(day) else None

    return read


def _serial(cell: str) -> str | None:
    if _is_day(cell):
        return cell
    number = re.fullmatch(r"([1-9][0-9]{3,4})(\.0+)?", cell)
    return (_EPOCH + timedelta(int(number[1]))).isoformat() if number else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _months(languages: Sequence[str]) -> dict[str, int]:
    """The months by their names without capitals, whole or begun: three letters at least.

    A beginning that two months share is none of them.
    """
    months: dict[str, int] = {}
    for code in languages:
        try:
            names = Locale.parse(code).months["format"]["wide"]
        except (UnknownLocaleError, ValueError):
            continue
        for number, name in names.items():
            for length in range(3, len(name) + 1):
                begun = name.casefold()[:length]
                months[begun] = number if months.get(begun, number) == number else 0
    return {name: number for name, number in months.items() if number}


def _academic_years(example: str) -> Read | None:
    tokens = {
        "2016": "(?P<first>[0-9]{4})",
        "2017": "(?P<last>[0-9]{4})",
        "16": "(?P<short_first>[0-9]{2})",
        "17": "(?P<short_last>[0-9]{2})",
    }
    pattern = _pattern(example, tokens)
    if pattern is None or not pattern.groupindex:
        return None

    def read(cell: str) -> str | None:
        parts = pattern.fullmatch(cell)
        if parts is None:
            return None
        said = {name: int(digits) % 100 for name, digits in parts.groupdict().items()}
        begins = {said[name] for name in ("first", "short_first") if name in said}
        begins |= {(said[name] - 1) % 100 for name in ("last", "short_last") if name in said}
        if len(begins) != 1:
            return None
        (year,) = begins
        whole = parts.groupdict().get("first")
        if whole is None and parts.groupdict().get("last"):
            whole = str(int(parts["last"]) - 1)
        return f"{whole or f'20{year:02}'}/{(year + 1) % 100:02}"

    return read


def _pattern(example: str, tokens: Mapping[str, str]) -> re.Pattern[str] | None:
    """The example with each of its tokens as what may stand there; none where one stands twice."""
    longest_first = sorted(map(re.escape, tokens), key=len, reverse=True)
    found = re.split(f"({'|'.join(longest_first)})", example)
    parts = [tokens.get(part, re.escape(part)) for part in found]
    try:
        return re.compile("".join(parts))
    except re.error:  # a group twice
        return None
