"""The groups that a learner belongs to, as SQL conditions over their row."""

from collections.abc import Mapping

#: Where a flag is not known (NULL) the learner is in neither group, only in ``all``.
GROUPS: Mapping[str, str] = {
    "all": "true",
    "boys": "sex = 'M'",
    "girls": "sex = 'F'",
    "efsm": "efsm",
    "not_efsm": "NOT efsm",
    "eal": "eal",
    "lac": "lac",
    "aln": "aln",
    "mat": "mat",
}


def groups_of_a_learner() -> str:
    """An SQL list of the names of a learner's groups.

    A girl with additional needs who is not eligible for free school meals: ``all``,
    ``girls``, ``not_efsm`` and ``aln``. She counts in each.
    """
    names = [f"CASE WHEN {condition} THEN '{name}' END" for name, condition in GROUPS.items()]
    return f"[{', '.join(names)}]"
