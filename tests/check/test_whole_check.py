"""``check`` as it is run in a project: faults that only all tables together show."""

import pytest
from checking import FAULTS, WHOLE_CASES, whole_check


@pytest.mark.parametrize("case", WHOLE_CASES)
def test_a_fault_gives_exactly_its_messages(case: str) -> None:
    told = [f"{problem.severity}: {problem}" for problem in whole_check(case)]
    assert told == (FAULTS / case / "expected.txt").read_text("utf-8").splitlines()
