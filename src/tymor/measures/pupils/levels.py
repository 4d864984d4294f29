"""The expected outcome or level by subject, and one and two above it."""

from tymor.measures.pupils.rule import EXPECTED, Phase, Rule, at_least

#: The highest that a phase's scale goes: Foundation Phase outcomes end one above 5.
_ABOVE = {"FP": 1, "KS2": 2, "KS3": 2}


def reached_level(phase: Phase, subject: str, above: int = 0) -> Rule:
    """The expected level in one subject, or ``above`` levels more.

    The cohort is the learners who take the subject. A higher level counts among
    the lower ones.

    Key Stage 3 mathematics, levels 4, 5, 6, 7 and one learner without: expected (5)
    3 of 4, 75.0; plus one 2 of 4, 50.0; plus two 1 of 4, 25.0.
    """
    name = f"{phase.lower()}_{subject}" + (f"_plus{above}" if above else "")
    return Rule(name, phase, at_least(subject, EXPECTED[phase] + above))


def levels_of(phase: Phase, subjects: tuple[str, ...]) -> list[Rule]:
    """Every level that the phase's scale has room for, of every subject."""
    return [
        reached_level(phase, subject, above)
        for above in range(_ABOVE[phase] + 1)
        for subject in subjects
    ]
