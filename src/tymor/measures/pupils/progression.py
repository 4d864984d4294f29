"""Progress between key stages, of learners found at both.

**Expected progress** is to stand at the later phase at least as far from the
expected level as at the earlier one: from outcome 5 to level 4, to level 5, to
grade C; who was one level above is one level (one grade) above again, and who was
below has not fallen further behind. So level 6 at the end of Key Stage 3 looks for a B,
level 4 for a D. The scales allow it: each expected level is what the next expected one is
built on, and grade A* is as far above C as level 8 is above level 5. It is this
project's definition, since none was printed, and a reader can follow it from the levels.
"""

from collections.abc import Mapping

from tymor.measures.pupils.rule import EXPECTED, SUBJECTS, Phase, Rule

#: The phase before, and how many years before it was.
BEFORE: Mapping[Phase, tuple[Phase, int]] = {
    "KS2": ("FP", 4),
    "KS3": ("KS2", 3),
    "KS4": ("KS3", 2),
}
#: Which area of the Foundation Phase a subject follows; science follows none.
_FOLLOWS = {"english": "lce", "cymraeg": "lcw", "mathematics": "md"}


def expected_progress(phase: Phase, subject: str) -> Rule:
    """Learners who made at least expected progress in one subject, of those who match.

    The cohort is the learners with a result in the subject who also had one at
    the phase before, exactly so many years earlier, at whichever school. It
    counts for the school they are at now.

    Key Stage 2 to 3 in English, levels (4, 5), (5, 5), (3, 4), (none, 6): 2 of 3, 66.7.
    """
    earlier = BEFORE[phase][0]
    step = EXPECTED[phase] - EXPECTED[earlier]
    asks = f"{subject} - before_{subject_before(phase, subject)} >= {step}"
    return Rule(f"progress_{phase.lower()}_{subject}", phase, asks)


def subject_before(phase: Phase, subject: str) -> str:
    """
    >>> subject_before("KS2", "mathematics"), subject_before("KS3", "science")
    ('md', 'science')
    """
    return _FOLLOWS[subject] if phase == "KS2" else subject


def progress_of(phase: Phase) -> list[Rule]:
    """Every subject of a phase that had one to follow."""
    subjects = [subject for subject in SUBJECTS["KS2"] if phase != "KS2" or subject in _FOLLOWS]
    return [expected_progress(phase, subject) for subject in subjects]
