"""The page of the check report: plain, self-contained, readable by anyone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tymor.console.problems import filled
from tymor.errors import Problem
from tymor.inputs.model import Inputs
from tymor.locale import Catalogue

#: Rows of one file on the page; problems.txt holds all.
_SHOWN = 200


@dataclass(frozen=True)
class FileProblems:
    """The problems of one file that the page shows, and how many there are in all."""

    file: str
    shown: Sequence[Problem]
    total: int


def check_page(inputs: Inputs, summary: str, words: Catalogue | None) -> str:
    """The HTML of ``index.html``. Every value is escaped: it comes from spreadsheets."""
    return filled(
        "check.html.jinja",
        summary=summary,
        publication=words.say("ui.site_name") if words else "",
        language=words.language if words else "en",
        failed=any(problem.severity == "error" for problem in inputs.problems),
        files=_by_file(inputs.problems),
        tables=[
            {"name": name, "rows": len(rows), "rejected": int(rejected)}
            for name, rows in inputs.tables.items()
            for rejected in [(inputs.rejected["table"] == name).sum()]
        ],
        sources=inputs.sources,
    )


def _by_file(problems: Sequence[Problem]) -> list[FileProblems]:
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[str(problem.file)].append(problem)
    return [FileProblems(file, here[:_SHOWN], len(here)) for file, here in by_file.items()]
