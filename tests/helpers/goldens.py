"""Golden files: the record of what is published. ``make goldens`` renews all of them."""

import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
#: Set by ``make goldens``: what is written now becomes the record.
RENEW = "TYMOR_RENEW_GOLDENS"


def golden_text(name: str, written: str) -> str:
    """What ``tests/golden/NAME`` holds, to be held against what was ``written``.

    On a desk a missing one is written and the test fails once, so that it is read; in CI
    (``CI`` is set) it only fails.
    """
    golden = GOLDEN / name
    if RENEW in os.environ:
        _write(golden, written)
    elif not golden.exists():
        if "CI" not in os.environ:
            _write(golden, written)
        pytest.fail(f"there was no golden {name}: read what is there now, and run again")
    return golden.read_text("utf-8")


def _write(golden: Path, text: str) -> None:
    golden.parent.mkdir(parents=True, exist_ok=True)
    golden.write_text(text, encoding="utf-8")
