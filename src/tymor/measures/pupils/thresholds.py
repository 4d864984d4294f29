"""Key Stage 4: Level 1, Level 2, Level 2 inclusive, Level 2 by subject, five A* to A."""

from tymor.measures.pupils.rule import EXPECTED, Rule, at_least, surely


def level_1() -> Rule:
    """A volume of qualifications equal to five GCSEs at A* to G; the cohort is every learner.

    It counts qualifications beyond the subjects held, so it is given in the data.
    Of learners with 1, 1, 0 and no row, two of four reached it: 50.0.
    """
    return _given("ks4_l1", "l1")


def level_2() -> Rule:
    """The volume of five GCSEs at A* to C, given as Level 1 is. Of 1, 0, 0, 1: 50.0."""
    return _given("ks4_l2", "l2")


def five_a() -> Rule:
    """The volume of five GCSEs at A* to A, given as Level 1 is. Of 1, 0, 0, 0: 25.0."""
    return _given("ks4_five_a", "five_a")


def level_2_inclusive() -> Rule:
    """Level 2 with A* to C in mathematics and in English or Welsh first language.

    Of learners with (Level 2, English, Welsh, mathematics) (1, C, none, C),
    (1, D, B, A), (1, C, none, D) and (0, C, none, C), two of four: 50.0.
    """
    pass_mark = EXPECTED["KS4"]
    language, number = (
        " OR ".join(surely(at_least(subject, pass_mark)) for subject in subjects)
        for subjects in (("english", "cymraeg"), ("mathematics",))
    )
    return Rule("ks4_l2_inclusive", "KS4", f"{surely('l2 = 1')} AND ({language}) AND ({number})")


def level_2_in(subject: str) -> Rule:
    """A* to C in one subject, of the learners who take it. Of A, C, D and none: 2 of 3, 66.7."""
    return Rule(f"ks4_l2_{subject}", "KS4", at_least(subject, EXPECTED["KS4"]))


def _given(measure_id: str, subject: str) -> Rule:
    return Rule(measure_id, "KS4", surely(f"{subject} = 1"))
