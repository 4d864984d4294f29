"""What the person who runs a term sees while it runs."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from rich.console import Console

from tymor.console.stage_log import Standing, followed


@dataclass(frozen=True)
class Job:
    failed: bool
    under_way: int


def jobs(number: int) -> Iterator[Job]:
    for at in range(number):
        yield Job(failed=at == 1, under_way=min(6, number - at - 1))


def said(*, terminal: bool) -> str:
    """Nine jobs of four seconds each."""
    told = io.StringIO()
    console = Console(file=told, force_terminal=terminal, width=120)
    seconds = count(0.0, 4.0)
    assert len(list(followed("run", jobs(9), 9, console, lambda: next(seconds)))) == 9
    return told.getvalue()


def test_rate_and_time_left_are_those_of_the_jobs_done() -> None:
    standing = Standing(done=50, total=406, failed=2, under_way=6, seconds=25.0)
    assert standing.told == "2 failed   6 running   2.0 a second   2:58 left"


def test_nothing_done_in_no_time_is_no_error() -> None:
    assert "0.0 a second   0:00 left" in Standing(0, 9, 0, 1, 0.0).told


def test_where_there_is_no_terminal_there_is_a_line_now_and_then() -> None:
    assert said(terminal=False).splitlines() == [
        "run       3 of 9   1 failed   6 running   0.2 a second   0:24 left",
        "run       6 of 9   1 failed   3 running   0.2 a second   0:12 left",
    ]


def test_at_a_terminal_there_is_a_bar() -> None:
    assert "9/9" in said(terminal=True)
