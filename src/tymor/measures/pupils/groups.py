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
