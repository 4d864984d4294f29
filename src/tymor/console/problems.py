"""Telling problems to people and programs: at the terminal, as JSON lines, as a page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from typing import Any

from rich.console import Console
from rich.text import Text as RichText

from tymor.errors import Problem, count
from tymor.files import to_json

#: Of many problems of one kind so many are shown as examples; the files hold all.
_EXAMPLES = 5

#: What is amiss with a row or a column as a whole, so that faults of its cells follow from it.
_CAUSES = frozenset(
    {"shifted_row", "too_few_cells", "too_many_cells", "open_quote", "code_with_point"}
    | {"notes_above", "notes_below", "trailing_cells", "windows_1252"}
)

_INDENT = " " * 10

FIELDS = ("severity", "file", "row", "column", "value", "rule", "message")


def problem_lines(problems: Iterable[Problem]) -> str:
    """Problems as JSON lines, for other programs."""
    return "".join(to_json(record(problem), indent=None) for problem in problems)


def record(problem: Problem) -> Mapping[str, str | int | None]:
    """A problem as JSON has it; ``row``, ``column`` and ``value`` may be null."""
    return {name: getattr(problem, name) for name in FIELDS} | {"file": str(problem.file)}


def summary(problems: Sequence[Problem]) -> str:
    """``2 errors, 1 warning``."""
    errors = sum(problem.severity == "error" for problem in problems)
    return f"{count(errors, 'error')}, {count(len(problems) - errors, 'warning')}"


@dataclass(frozen=True)
class Example:
    """One of many problems of a kind: where it is, and what is told of it alone."""

    row: int | None
    value: str | None
    own: str

    def __str__(self) -> str:
        place = "" if self.row is None else f"row {self.row}"
        seen = "" if self.value is None else repr(self.value)
        return " ".join(part for part in (place, seen, self.own) if part)


@dataclass(frozen=True)
class Alike:
    """All problems of a file of one kind in one column."""

    problems: Sequence[Problem]

    @property
    def first(self) -> Problem:
        return self.problems[0]

    @property
    def number(self) -> int:
        return len(self.problems)

    @cached_property
    def message(self) -> str:
        """What is told of all of them: the sentences with which the messages begin."""
        messages = {problem.message for problem in self.problems}
        if len(messages) == 1:
            return self.first.message
        sentences = zip(*(message.split(". ") for message in sorted(messages)), strict=False)
        same = [each[0] for each in takewhile(lambda each: len(set(each)) == 1, sentences)]
        return f"{'. '.join(same)}." if same else ""

    @cached_property
    def examples(self) -> list[Example]:
        """A few of them, with different values if there are."""
        first: dict[str | None, Problem] = {}
        for each in self.problems:
            first.setdefault(each.value, each)
        chosen = [*first.values()][:_EXAMPLES]
        others = (each for each in self.problems if all(each is not one for one in chosen))
        chosen += islice(others, _EXAMPLES - len(chosen))
        in_order = sorted(chosen, key=lambda each: each.row or 0)
        return [Example(each.row, each.value, self._own(each.message)) for each in in_order]

    @property
    def more(self) -> int:
        """How many there are beside the examples."""
        return max(0, self.number - _EXAMPLES)

    def _own(self, message: str) -> str:
        return message.removeprefix(self.message.removesuffix(".")).lstrip(". ")


def alike(problems: Iterable[Problem]) -> dict[str, list[Alike]]:
    """Problems by file, those of one kind and column together; causes before what follows from
    them: of whole files, of rows, errors of cells, then warnings."""
    by_file: dict[str, dict[object, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        kind = problem.rule, problem.column, problem.severity
        by_file[str(problem.file)][kind].append(problem)
    kinds = {
        file: sorted(map(Alike, here.values()), key=lambda each: _rank(each.first))
        for file, here in by_file.items()
    }
    return dict(sorted(kinds.items(), key=lambda pair: min(_rank(pair[1][0].first), 1)))


def _rank(problem: Problem) -> int:
    is_error = problem.severity == "error"
    if problem.row is None and is_error:
        return 0
    if problem.row is None or problem.rule in _CAUSES:
        return 1
    return 2 if is_error else 3


def print_problems(problems: Sequence[Problem], console: Console) -> None:
    """Print problems file by file; of one kind there are a few examples and their number."""
    for file, kinds in alike(problems).items():
        # Text, not markup: a value such as "[red]" is printed, not obeyed.
        console.print(RichText(file, style="bold"))
        for kind in kinds:
            for line in _lines(kind):
                console.print(line, soft_wrap=True)
    console.print(RichText(summary(problems)))


def _lines(kind: Alike) -> Iterator[RichText]:
    problem = kind.first
    is_error = problem.severity == "error"
    mark = RichText("  error   " if is_error else "  warning ", "red" if is_error else "yellow")
    rule = RichText(f" [{problem.rule}]", "dim")
    if kind.number == 1:
        said = str(problem).removeprefix(str(problem.file)).lstrip(",: ")
        yield mark + RichText(said) + rule
        return
    column = "" if problem.column is None else f"column {problem.column}, "
    times = count(kind.number, "time")
    yield mark + RichText(f"{column}{times}: {kind.message or 'each of them says why.'}") + rule
    more = f"{kind.more:,} more; problems.txt has all." if kind.more else ""
    examples = [str(example) for example in kind.examples]
    if any(example.own for example in kind.examples):
        yield from (RichText(f"{_INDENT}{example}") for example in examples)
        if more:
            yield RichText(f"{_INDENT}… and {more}")
        return
    told = ", ".join(filter(None, examples))
    if told:
        yield RichText(f"{_INDENT}{told}{f' … and {more}' if more else ''}")


def filled(template: str, **values: Any) -> str:
    """The HTML of a page that is never published; every value is escaped, for it may come from
    a spreadsheet.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("tymor.console"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(template).render(values)
