"""The groups that a learner belongs to, as SQL conditions over their row."""

from collections.abc import Mapping

from tymor.config.groups import ALL, Group
from tymor.errors import ConfigError
from tymor.inputs.contracts.tables import TABLES

_ANSWERS = ("yes", "no")
#: What each column of ``results`` that tells a group may say.
_TOLD = {
    name: said.words
    for name, said in TABLES["results"].columns.items()
    if said != "shared" and said.words and name not in ("phase", "grade")
}
#: Columns of ``results`` that say yes or no of a learner.
FLAGS = tuple(name for name, words in _TOLD.items() if set(words) == set(_ANSWERS))


def conditions(groups: Mapping[str, Group]) -> Mapping[str, str]:
    """By group, in the order of ``params/groups.yml``, who of pupils' rows is in it.

    Groups without a column are left out, since no row tells of them. Where a flag is not known
    (NULL) the learner is in neither group, only in ``all``.

    Raises
    ------
    ConfigError
        A group is told by a column, or by a value of one, that ``results`` has not.
    """
    if faults := [each for name, group in groups.items() for each in _faults(name, group)]:
        raise ConfigError(faults)
    told = {name: _condition(group) for name, group in groups.items() if group.column}
    return {name: "true" if name == ALL else told[name] for name in groups if name in {ALL, *told}}


def _faults(name: str, group: Group) -> list[str]:
    place, words = f"params/groups.yml: groups.{name}", _TOLD.get(group.column or "", ())
    if group.column is not None and not words:
        known = ", ".join(_TOLD)
        return [f"{place}.column: found {group.column!r}; expected a column of results: {known}"]
    if group.column is not None and group.value not in words:
        return [f"{place}.value: found {group.value!r}; expected one of {', '.join(words)}"]
    return []


def _condition(group: Group) -> str:
    if group.column not in FLAGS:
        return f"{group.column} = '{group.value}'"
    return group.column if group.value == _ANSWERS[0] else f"NOT {group.column}"
