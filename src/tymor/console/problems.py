"""Telling problems to people and programs: at the terminal, as JSON lines, as a page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text as RichText

from tymor.errors import Problem, count
from tymor.files import to_json

#: A fault repeated in a file is shown this often at the terminal; the files hold all.
_REPEATS = 10

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


def print_problems(problems: Sequence[Problem], console: Console) -> None:
    """Print problems file by file; many of one kind are cut short and counted."""
    by_file: dict[str, dict[object, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        by_file[str(problem.file)][problem.rule, problem.column].append(problem)
    for file, here in by_file.items():
        # Text, not markup: a value such as "[red]" is printed, not obeyed.
        console.print(RichText(file, style="bold"))
        for alike in here.values():
            for problem in alike[:_REPEATS]:
                console.print(_line(problem), soft_wrap=True)
            if len(alike) > _REPEATS:
                more = count(len(alike) - _REPEATS, "more problem")
                console.print(RichText(f"    … and {more} of this kind; problems.txt has all."))
    console.print(RichText(summary(problems)))


def _line(problem: Problem) -> RichText:
    is_error = problem.severity == "error"
    mark = RichText("  error   " if is_error else "  warning ", "red" if is_error else "yellow")
    said = RichText(str(problem).removeprefix(str(problem.file)).lstrip(",: "))
    return mark + said + RichText(f" [{problem.rule}]", "dim")


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
