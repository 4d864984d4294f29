"""Counting over millions of pupils' rows, in bounded memory.

The measures say what they ask of a learner (:mod:`tymor.measures.pupils`); this package
reads the rows, asks, and adds up: ``learners`` (a row a learner and phase), ``counts`` (by
school, year and group), ``entries`` (the same of post-16 entries), ``figures`` (of
every area). Why DuckDB: docs/decisions/engine.md.
"""

from tymor.engine.counts import count_pupils
from tymor.engine.database import Engine, open_engine
from tymor.engine.figures import computed_figures, figures_of

__all__ = [
    "Engine",
    "computed_figures",
    "count_pupils",
    "figures_of",
    "open_engine",
]
