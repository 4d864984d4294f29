"""For all tests: none leaves its environment to the next."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """A job that is executed in the test's own process tells its kernel by the environment."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
