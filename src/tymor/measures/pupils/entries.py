"""Post-16: A level and equivalent grades, of entries rather than of learners.

An **entry** is one learner's examination in one subject: one row of phase ``post16`` with
a grade. The denominator is entries, U among them; an entry without a grade is not
counted. In one subject a learner has one entry; over all subjects mostly three, and
counts as often. What a figure rests on (its cohort) is the learners behind the entries.
"""

from tymor.measures.pupils.rule import Rule, rank

#: The subjects that have measures of their own. Every other subject counts in ``all``.
SUBJECTS = (
    "art_design", "biology", "business", "chemistry", "cymraeg", "english", "geography",
    "history", "mathematics", "physics", "psychology", "religious_studies", "sociology",
    "welsh_baccalaureate",
)  # fmt: skip

#: A* to A, A* to C, A* to E.
LOWEST = ("A", "C", "E")


def entries_at(lowest: str) -> Rule:
    """Entries graded ``lowest`` or better, of all entries in every subject.

    Of two learners with (A*, B, D) and (C, U): A* to A 1 of 5 entries, 20.0; A* to C
    3 of 5, 60.0; A* to E 4 of 5, 80.0.
    """
    return Rule(f"post16_all_{lowest.lower()}", "post16", f"score >= {rank(lowest)}")


def entries_in(subject: str, lowest: str) -> Rule:
    """Entries graded ``lowest`` or better, of the entries in one subject.

    Biology, entries graded A, C, E, U and one without a grade: A* to A 1 of 4, 25.0;
    A* to C 2 of 4, 50.0; A* to E 3 of 4, 75.0.
    """
    asks = f"CASE WHEN subject = '{subject}' THEN score >= {rank(lowest)} END"
    return Rule(f"post16_{subject}_{lowest.lower()}", "post16", asks)


def every_entry_rule() -> list[Rule]:
    """Over all entries, then subject by subject."""
    return [
        *(entries_at(lowest) for lowest in LOWEST),
        *(entries_in(subject, lowest) for subject in SUBJECTS for lowest in LOWEST),
    ]
