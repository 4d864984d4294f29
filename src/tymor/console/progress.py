"""How far a batch is: a bar at a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

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
    tell = _bar(name, total, console) if console.is_terminal else _lines(name, console)
    next(tell)
    began, failed = clock(), 0
    try:
        for done, thing in enumerate(things, 1):
            failed += thing.failed
            tell.send(Standing(done, total, failed, thing.under_way, clock() - began))
            yield thing
    finally:
        tell.close()


def _bar(name: str, total: int, console: Console) -> Generator[None, Standing, None]:
    columns = (TextColumn(f"{name:<9}"), BarColumn(), MofNCompleteColumn(),
               TextColumn("{task.fields[told]}"))  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=total, told="")
        while True:
            standing = yield
            bar.update(task, completed=standing.done, told=standing.told)


def _lines(name: str, console: Console) -> Generator[None, Standing, None]:
    told_at = 0.0
    while True:
        standing = yield
        if standing.seconds - told_at >= _SECONDS_APART and standing.done < standing.total:
            told_at = standing.seconds
            console.print(
                f"{name:<9} {standing.done} of {standing.total}   {standing.told}", highlight=False
            )
