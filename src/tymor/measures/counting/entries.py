"""Phase ``post16`` for :mod:`tymor.measures.counting.adding`: entries, and their learners."""

from collections.abc import Mapping, Sequence

from tymor.measures.counting.learners import quoted
from tymor.measures.pupils.rule import GRADES, Rule


def entries_alike(rules: Sequence[Rule], groups: Mapping[str, str]) -> str:
    """A query: one row a school, year, subject and grade, with how many entries of each group.

    All these entries answer a measure alike, so that each is asked once.
    """
    members = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in groups.values())
    answers = ", ".join(f"({rule.asks})::FLOAT" for rule in rules)
    return f"""
        SELECT places.place, wanted.place, {members}, {answers} FROM {_entries()}
        GROUP BY places.place, wanted.place, subject, score
    """


def learners_of_entries(groups: Mapping[str, str]) -> str:
    """A query: one row a learner, who answers 1; in a group where any of their entries says so."""
    members = ", ".join(f"coalesce(bool_or({condition}), false)" for condition in groups.values())
    return f"""
        SELECT places.place, wanted.place, {members}, 1::FLOAT FROM {_entries()}
        GROUP BY places.place, wanted.place, pupil_id
    """


def _entries() -> str:
    """One row an entry that has a grade; its rank is the ``score``."""
    grades = ", ".join(quoted(grade) for grade in GRADES)
    return f"""(
        SELECT *, list_position([{grades}], grade) - 1 AS score
        FROM results WHERE phase = 'post16' AND grade IS NOT NULL
    ) JOIN wanted USING (academic_year) JOIN places USING (school_id)"""
