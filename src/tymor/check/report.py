"""What ``check`` found, written for the person who runs the term."""

from tymor.check.check_page import check_page
from tymor.console.problems import problem_lines, summary
from tymor.files import Writer
from tymor.inputs.model import Inputs
from tymor.locale import Catalogue


def write_check_report(writer: Writer, inputs: Inputs, words: Catalogue | None = None) -> None:
    """Write what ``check`` found, for people and for programs.

    ``problems.jsonl`` (one object a line), ``problems.txt``, ``rejected.csv``
    (every row left out, with its reasons and its text) and ``index.html``. All
    are written also when nothing was wrong. ``words`` puts the publication's
    name on the page, whose own words are English: it is for the person who runs
    the term, and is never published.
    """
    writer.text("problems.jsonl", problem_lines(inputs.problems))
    texts = [f"{problem.severity}: {problem} [{problem.rule}]\n" for problem in inputs.problems]
    writer.text("problems.txt", "".join([*texts, f"{summary(inputs.problems)}\n"]))
    writer.text("rejected.csv", inputs.rejected.to_csv(index=False, lineterminator="\n"))
    writer.text("index.html", check_page(inputs, summary(inputs.problems), words))
