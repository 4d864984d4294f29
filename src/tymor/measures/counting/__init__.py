"""Counting over millions of pupils' rows, in bounded memory.

The measures say what they ask of a learner (:mod:`tymor.measures.pupils`); this package
reads the rows, asks, and adds up: ``learners`` (a row a learner and phase), ``adding`` and
``counts`` (by area, year and group), ``entries`` (the same of post-16 entries), ``figures``
(of some areas). Why DuckDB: docs/decisions/engine.md.
"""

from tymor.measures.counting.counts import count_pupils
from tymor.measures.counting.database import Engine, open_engine
from tymor.measures.counting.figures import PupilFigures

__all__ = [
    "Engine",
    "PupilFigures",
    "count_pupils",
    "open_engine",
]
