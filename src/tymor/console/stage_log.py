"""What the person who runs the term sees: a line a stage, and how far it is."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console

from tymor.console.problems import print_problems
from tymor.console.progress import Thing, followed
from tymor.errors import Problem


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
