"""A file's headings and words, as ``mapping.yml`` has them, under those of its contract."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tymor.errors import Problem, count, shortened
from tymor.inputs.contracts.contract import Contract
from tymor.inputs.invisible import all_as_seen, as_seen, as_there, with_signs
from tymor.inputs.lettering import codes_as_digits
from tymor.inputs.mapped import Mapped, mapped, may_do_without
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.raw import Positions, RawTable, Reject, RowNumbers
from tymor.inputs.readers.table_file import Kept, TableFile


@dataclass(frozen=True)
class Sheet:
    """A file's rows under the contract's columns, all text.

    A column the file does not have (or has twice) is absent in every row: its
    rows cannot be used, and ``missing`` says why. One it may do without is empty.
    ``order`` has the columns as the file has them, from left to right.
    """

    file: str
    columns: Mapping[str, Cells]
    rows: RowNumbers
    rejects: tuple[Reject, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Problem, ...]
    order: tuple[str, ...]
    mapped: Mapped


def under_headings(raw: RawTable, contract: Contract, file: TableFile) -> Sheet:
    """The rows of ``raw`` under the contract's columns, in the table's own words."""
    raw = replace(raw, headings=all_as_seen(raw.headings))
    file = replace(file, kept=_as_there(file.kept, raw.headings))
    done = mapped(raw, contract, file)
    empty, raw = not len(raw.rows), done.raw
    told = _Headings(raw, contract, file, raw.file or file.name)
    missing, problems = told.missing(), [*raw.problems]
    if set(raw.headings) & set(contract.columns):
        problems += [*missing, *told.unknown()]
    else:
        missing = [told.none()]
        problems += missing
    if empty and not raw.rejects and not missing:
        problems.append(told.no_rows())
    times = Counter(raw.headings)
    place = {name: at for at, name in enumerate(raw.headings) if times[name] == 1}
    columns = {}
    for name, column in contract.columns.items():
        lacks = not column.required or may_do_without(contract, file, name)
        nothing = "" if lacks and name not in raw.headings else None
        absent = Cells.same(nothing, len(raw.rows))
        columns[name] = raw.columns[place[name]] if name in place else absent
        columns[name], with_points = codes_as_digits(columns[name], column)
        if len(with_points):
            problems.append(told.with_points(name, place[name], with_points))
    order = [name for name in place if name in columns and name not in file.kept.fixed]
    told_of = tuple(problems), tuple(missing), tuple(order)
    return Sheet(told.name, columns, raw.rows, raw.rejects, *told_of, done)


def _as_there(kept: Kept, headings: Collection[str]) -> Kept:
    """What a mapping says of headings, with these as the file has them."""
    columns = {name: as_there(heading, headings) for name, heading in kept.columns.items()}
    leave_out = {as_there(heading, headings): words for heading, words in kept.leave_out.items()}
    ignore = tuple(as_there(heading, headings) for heading in kept.ignore)
    told = {"columns": columns, "leave_out": leave_out, "ignore": ignore}
    return kept.model_copy(update=told)


def in_their_words(problem: Problem, own: Mapping[str, str]) -> Problem:
    """A problem whose columns bear the file's own headings too: ``pupil_id (UPN)``."""
    if problem.column is None or not own:
        return problem
    names = [
        f"{name} ({own[name]})" if own.get(name, name) != name else name
        for name in problem.column.split(" + ")
    ]
    return replace(problem, column=" + ".join(names))


@dataclass(frozen=True)
class _Headings:
    """What is to be told of a file's headings."""

    raw: RawTable
    contract: Contract
    file: TableFile
    name: str

    def missing(self) -> list[Problem]:
        """Headings that stand there twice, or not at all, so that no row can be used."""
        columns, required = self.contract.columns, self.contract.required
        repeated = [
            self._heading_problem(
                "repeated_column",
                f"the heading stands {times} times; expected once, or nobody can tell which "
                "column counts. Remove or rename the others.",
                name,
            )
            for name, times in Counter(self.raw.headings).items()
            if times > 1 and name in columns
        ]
        absent = [
            self._heading_problem(
                "missing_column",
                f"the column is missing; expected the headings {', '.join(required)}. "
                f"{self._mend(name)}",
                name,
            )
            for name in columns
            if name not in self.raw.headings and not may_do_without(self.contract, self.file, name)
        ]
        return [*repeated, *absent]

    def unknown(self) -> Iterator[Problem]:
        """Columns that the table does not have."""
        for number, name in enumerate(self.raw.headings):
            if name == "" and self.raw.columns[number].used - {""}:
                yield self._heading_problem(
                    "nameless_column",
                    f"column {number + 1} holds values but has no heading; expected one. "
                    "Give it its name, or remove it.",
                )
            elif name and name not in self.contract.columns:
                near = get_close_matches(name.lower(), self.contract.columns, n=1)
                hint = f" Did you mean '{near[0]}'?" if near else ""
                yield self._heading_problem(
                    "unknown_column",
                    f"{self.contract.table} has no such column; expected only "
                    f"{', '.join(self.contract.columns)}. "
                    f"Rename or remove it, or have mapping.yml ignore it.{hint}",
                    name,
                )

    def none(self) -> Problem:
        """No heading is one of the table's."""
        problem = self._heading_problem(
            "no_headings",
            f"the row holds none of the headings; expected {', '.join(self.contract.columns)}. "
            "Put them in row 1, with nothing above them, or say in mapping.yml where they stand "
            "(heading_row) or what they are called (columns).",
        )
        seen = shortened(", ".join(heading for heading in self.raw.headings if heading))
        return replace(problem, value=seen or None)

    def no_rows(self) -> Problem:
        return Problem(
            self.name,
            "empty_table",
            "there are headings but no rows; expected at least one row. "
            "Put the data in, or remove the file.",
        )

    def with_points(self, name: str, place: int, rows: Positions) -> Problem:
        """Codes that some program took for numbers, on the way through a column with gaps."""
        was = self.raw.columns[place].take(rows[:1]).column()[0]
        problem = self._heading_problem(
            "code_with_point",
            f"{count(rows, 'cell')} of the column hold a code with a point, as programs write "
            f"numbers where a column has gaps; read without it, as {was.split('.')[0]}. "
            "Keep the column as text.",
            name,
        )
        row = int(self.raw.rows[rows[0]])
        return replace(problem, severity="warning", row=row, value=was)

    @property
    def _own(self) -> Mapping[str, str]:
        return self.file.kept.columns

    def _mend(self, name: str) -> str:
        if name in self._own:
            called = f"mapping.yml says it is called '{with_signs(self._own[name])}' here."
            return f"{called} Correct that.{self._alike(name)}"
        strangers = [each for each in self.raw.headings if each not in self.contract.columns]
        if near := get_close_matches(name, strangers, n=1):
            return f"Is it the one called '{with_signs(near[0])}'? Then rename that."
        return "Add it."

    def _alike(self, name: str) -> str:
        """The file's headings that look like the one that a mapping names, with what differs."""
        seen = as_seen(self._own[name])
        alike = [with_signs(each) for each in self.raw.headings if as_seen(each) == seen]
        return f" These look like it: {', '.join(map(repr, alike))}." if alike else ""

    def _heading_problem(self, rule: str, message: str, column: str | None = None) -> Problem:
        shown = None if column is None else with_signs(column)
        return Problem(self.name, rule, message, row=self.raw.heading_row, column=shown)
