"""Figures withheld by the rules alone: for tests that are about something else than protection.

What else gives figures away is most of the time that preparing other data takes, since each data
is searched anew. Nothing that is prepared so is shared between tests, nor kept for another.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pandas as pd
import pytest

from tymor.cache import Cache
from tymor.config import Measure
from tymor.config.disclosure import Protection
from tymor.disclosure.decide import Decided, decide
from tymor.prepare import release

_AS_IT_IS = release._decided_once


@contextmanager
def by_rules_alone() -> Iterator[None]:
    """What is prepared in this process withholds what its rules say, and is not attacked.

    The decisions are neither looked up nor kept: the patch is above their cache.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release, "_decided_once", _by_rules)
        yield


def _by_rules(
    cells: pd.DataFrame, measures: Mapping[str, Measure], rules: Protection, _: Cache
) -> Decided:
    nobody_attacks = rules.rest.model_copy(update={"parts": 1})
    return decide(cells, measures, rules.model_copy(update={"rest": nobody_attacks}))


def assert_attacked() -> None:
    """What is made now is for other tests, too: it has the whole protection."""
    assert release._decided_once is _AS_IT_IS, "ask for it outside by_rules_alone()"
