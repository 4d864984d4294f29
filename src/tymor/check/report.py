"""What ``check`` found, written for the person who runs the term."""

from tymor.console.problems import alike, filled, problem_lines, summary
from tymor.files import Writer
from tymor.inputs.model import Inputs

#: Kinds of problems of one file on the page; problems.txt holds all.
_SHOWN = 200


def write_check_report(writer: Writer, inputs: Inputs) -> None:
    """Write what ``check`` found, for people and for programs.

    ``problems.jsonl`` (one object a line), ``problems.txt``, ``rejected.csv``
    (every row left out, with its reasons and its text) and ``index.html``, which is plain,
    self-contained and never published. All are written also when nothing was wrong.
    """
    told = summary(inputs.problems)
    rejected = inputs.rejected["table"].value_counts()
    page = filled(
        "check.html.jinja",
        summary=told,
        failed=any(problem.severity == "error" for problem in inputs.problems),
        files=alike(inputs.problems),
        most=_SHOWN,
        tables=[
            (name, len(rows), int(rejected.get(name, 0))) for name, rows in inputs.tables.items()
        ],
        sources=inputs.sources,
    )
    texts = [f"{problem.severity}: {problem} [{problem.rule}]\n" for problem in inputs.problems]
    writer.text("problems.jsonl", problem_lines(inputs.problems))
    writer.text("problems.txt", "".join([*texts, f"{told}\n"]))
    writer.text("rejected.csv", inputs.rejected.to_csv(index=False, lineterminator="\n"))
    writer.text("index.html", page)
