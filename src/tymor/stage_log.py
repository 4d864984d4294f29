"""What the person who runs the term sees: a line a stage, and how far it is."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tymor.errors import Problem
from tymor.problems import print_problems

T = TypeVar("T")


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

    def progress(self, things: Iterable[T], total: int) -> Iterator[T]:
        """``things`` as they come, with a bar at a terminal and nothing elsewhere."""
        if not self.console.is_terminal:
            yield from things
            return
        columns = (TextColumn(f"{self.name:<9}"), BarColumn(), MofNCompleteColumn(),
                   TimeRemainingColumn())  # fmt: skip
        with Progress(*columns, console=self.console, transient=True) as bar:
            task = bar.add_task(self.name, total=total)
            for thing in things:
                yield thing
                bar.advance(task)


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
