"""What `make test` leaves out, and `make test-all` does not (docs/decisions/long-tests.md).

A test that takes long is marked ``long``. It is skipped before anything is prepared for it, with
the reason, and the last lines of a run say how many were.
"""

import os
from collections.abc import Iterable
from typing import Any

import pytest

OPTION = "--all"
WHY = "takes long: `make test-all` runs it"
#: So that each process of a run knows it, and when the files are read.
_VARIABLE = "TYMOR_TESTS"


def runs_all() -> bool:
    return os.environ.get(_VARIABLE) == "all"


def know(config: pytest.Config) -> None:
    """What was asked for, before any file of tests is read."""
    if config.getoption(OPTION):
        os.environ[_VARIABLE] = "all"


def skip_if_long(item: pytest.Item) -> None:
    if item.get_closest_marker("long") and not runs_all():
        pytest.skip(WHY)


def long_but(values: Iterable[Any], *kept: Any) -> list[Any]:
    """Values to test with: these ``kept`` stand for the others, which are marked ``long``."""
    every = list(values)
    assert kept and all(each in every for each in kept), f"{kept}: not all of {every}"
    return [value if value in kept else _long(value) for value in every]


def _long(value: Any) -> Any:
    return pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.long)


def examples(number: int) -> int:
    """How many examples a test tries: of so many a fifth, but for a run of all."""
    return number if runs_all() else max(number // 5, 3)
