"""What the person who runs the term sees: a line a stage, and how far it is: a bar at a
terminal, a line now and then elsewhere.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tymor.console.problems import print_problems
from tymor.errors import Problem

#: So many seconds lie between two lines where there is no terminal.
_SECONDS_APART = 10.0


class Ended(Protocol):
    """Something that ended, well or not, while others were under way."""

    @property
    def failed(self) -> bool: ...

    @property
    def under_way(self) -> int: ...


Thing = TypeVar("Thing", bound=Ended)


@dataclass(frozen=True)
class Standing:
    """How far a batch is after some seconds."""

    done: int
    total: int
    failed: int
    under_way: int
    seconds: float

    @property
    def told(self) -> str:
        """``2 failed   6 running   2.1 a second   1:36 left``."""
        rate = self.done / self.seconds if self.seconds else 0.0
        left = (self.total - self.done) / rate if rate else 0.0
        minutes, seconds = divmod(round(left), 60)
        return (
            f"{self.failed} failed   {self.under_way} running   {rate:.1f} a second   "
            f"{minutes}:{seconds:02} left"
        )


def followed(
    name: str,
    things: Iterable[Thing],
    total: int,
    console: Console,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Thing]:
    """``things`` as they come, while the console tells how far they are."""
    began, told_at, failed, terminal = clock(), 0.0, 0, console.is_terminal
    told = TextColumn("{task.fields[told]}")
    columns = (TextColumn(f"{name:<9}"), BarColumn(), MofNCompleteColumn(), told)
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(name, total=total, told="")
    with bar if terminal else nullcontext():
        for done, thing in enumerate(things, 1):
            failed += thing.failed
            now = Standing(done, total, failed, thing.under_way, clock() - began)
            bar.update(task, completed=done, told=now.told)
            if not terminal and now.seconds - told_at >= _SECONDS_APART and done < total:
                told_at = now.seconds
                console.print(f"{name:<9} {done} of {total}   {now.told}", highlight=False)
            yield thing


@dataclass
class Told:
    """One stage's say: its closing line, its progress, its problems."""

    name: str
    console: Console
    closing: str = ""

    def say(self, closing: str) -> None:
        self.closing = closing

    def problems(self, problems: Sequence[Problem]) -> None:
        if problems:
            print_problems(problems, self.console)

    def progress(self, things: Iterable[Thing], total: int) -> Iterator[Thing]:
        """``things`` as they come, told as they do."""
        return followed(self.name, things, total, self.console)


@dataclass
class StageLog:
    console: Console = field(default_factory=lambda: Console(stderr=True))

    @classmethod
    def silent(cls) -> "StageLog":
        return cls(Console(quiet=True))

    @contextmanager
    def stage(self, name: str) -> Iterator[Told]:
        """Time a stage and say how it ended; nothing is said where it raised."""
        told = Told(name, self.console)
        started = time.monotonic()
        yield told
        seconds = time.monotonic() - started
        self.console.print(f"{name:<9} {told.closing:<60} {seconds:6.1f} s", highlight=False)
