"""What Tymor says when something expected goes wrong.

Every expected error derives from :class:`TymorError`. The command line prints
its text and exits 1; only ``--debug`` shows the trace.
"""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from sysconfig import get_path
from traceback import FrameSummary, extract_tb
from typing import Literal

Severity = Literal["error", "warning"]

#: Longer values are cut in a message; the whole text stands in rejected.csv.
LONGEST_SHOWN = 60


class TymorError(Exception):
    """An expected error: which file or job, what is wrong, what to do.

    A notebook shows its text first and then only the analyst's own lines, not the way through
    this package: IPython asks each exception how it wants to be shown.
    """

    def _render_traceback_(self) -> list[str]:
        frames = extract_tb(self.__traceback__)
        own = [each for each in frames if each.line and not each.filename.startswith(_LIBRARIES)]
        return [f"{type(self).__name__}: {self}", *map(_shown, own)]


class ConfigError(TymorError):
    """``params/`` or a report's folder does not say what it must; every fault is listed at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{count(self.faults, 'fault')} in the configuration:\n{lines}")


class CheckFailed(TymorError):
    """The inputs broke their contracts; nothing after ``check`` was started."""


class PlanError(TymorError):
    """A job could not be planned: a notebook's parameters do not fit."""


class RunFailed(TymorError):
    """One or more jobs failed; the others are done and kept."""


class AuditFailed(TymorError):
    """The built site must not be published as it is."""


class RendererMissing(TymorError):
    """The renderer that was asked for cannot be used here."""


#: Where nobody looks for what is wrong in a notebook.
_LIBRARIES = (
    str(Path(__file__).parent),
    *(get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
)


def _shown(frame: FrameSummary) -> str:
    """``line 3: page.text("…")``; of a module beside the notebook with its name."""
    in_cell = "ipykernel" in frame.filename or frame.filename.startswith("<")
    file = "" if in_cell else f"{Path(frame.filename).name}, "
    return f"  {file}line {frame.lineno}: {frame.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of the input, where it stands and how to mend it.

    ``row`` is the line number a spreadsheet or text editor shows (the heading
    is row 1); it is ``None`` where the whole file or column is meant.
    """

    file: Path | str
    rule: str
    message: str
    severity: Severity = "error"
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        """Names of files may hold bytes that are no text; what is told is."""
        for name in ("file", "message", "value"):
            told = getattr(self, name)
            if isinstance(told, str) and not told.isascii():
                plain = told.encode("utf-8", "backslashreplace").decode("utf-8")
                object.__setattr__(self, name, plain)

    def __str__(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        column = "" if self.column is None else f", column {self.column}"
        seen = "" if self.value is None else f" found {self.value!r};"
        return f"{self.file}{row}{column}:{seen} {self.message}"


def at_line(file: str, line: int | None) -> str:
    """``params/terms.yml, line 7``: how a place in a file that somebody wrote is told, always."""
    return file if line is None else f"{file}, line {line}"


def fault_at(file: str, line: int | None, message: str) -> str:
    """A fault in a file that somebody wrote."""
    return f"{at_line(file, line)}: {message}"


def count(things: Sized | int, noun: str, plural: str | None = None) -> str:
    """``3 rows``, ``1 row``: for messages to the person at the terminal."""
    number = things if isinstance(things, int) else len(things)
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def shortened(value: str) -> str:
    """A value that fits into a line."""
    return value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
