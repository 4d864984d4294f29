"""Measures counted from pupils' rows: one small file a family, each measure a pure function.

A measure is a :class:`~tymor.measures.pupils.rule.Rule`: what it asks of one
learner. :mod:`tymor.measures.counting` counts it by school, year and group.
"""

from tymor.measures.pupils.catalogue import every_rule
from tymor.measures.pupils.rule import Rule

__all__ = ["Rule", "every_rule"]
