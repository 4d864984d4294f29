"""Key Stage 4 grades by subject: A* to A and A* to E.

A* to C of a subject is its Level 2 measure (:func:`.thresholds.level_2_in`) and has no
second name: a figure has one identity.
"""

from tymor.measures.pupils.rule import Rule, at_least, rank


def a_star_to(grade: str, subject: str) -> Rule:
    """This grade or a better one, of the learners who take the subject.

    Of the grades A*, A, C, E, G and U: A* to A 2 of 6, 33.3; A* to E 4 of 6, 66.7.
    """
    return Rule(f"ks4_{subject}_{grade.lower()}", "KS4", at_least(subject, rank(grade)))
