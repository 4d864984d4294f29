"""What ``params/groups.yml`` may say: the groups of learners, and which belong together."""

from collections.abc import Mapping

from pydantic import Field, model_validator

from tymor.config.addresses import Name
from tymor.config.entry import Entry

#: Every learner: the group that each figure has where no other is said.
ALL = "all"


class Group(Entry):
    """Who is in a group: those in whose rows of ``results`` the ``column`` says ``value``.

    Without a column its figures come counted only.
    """

    column: Name | None = None
    value: str = "yes"


class Groups(Entry):
    """``groups`` in the order of tables. Each of the ``pairs`` is all learners, in two groups.

    ``disadvantaged`` is the group whose results stand apart where there is one; ``followed`` are
    those that have a table of their own in a school's pack.
    """

    groups: dict[Name, Group]
    pairs: tuple[tuple[Name, Name], ...] = Field(default=())
    disadvantaged: Name | None = None
    followed: tuple[Name, ...] = Field(default=())

    @model_validator(mode="after")
    def _names_what_there_is(self) -> "Groups":
        if self.groups.get(ALL) != Group():
            raise ValueError(f"groups has no {ALL!r} of every learner; expected {ALL}: {{}}")
        of_pairs = [name for pair in self.pairs for name in pair]
        if twice := sorted({name for name in of_pairs if of_pairs.count(name) > 1}):
            raise ValueError(f"pairs has {', '.join(twice)} twice; a group is in one pair at most")
        named = [*of_pairs, *self.followed, *([self.disadvantaged] if self.disadvantaged else [])]
        if unknown := sorted({name for name in named if name not in self.groups or name == ALL}):
            raise ValueError(
                f"pairs, disadvantaged or followed have {', '.join(unknown)}; expected some of "
                f"{', '.join(name for name in self.groups if name != ALL)}"
            )
        return self

    @property
    def others(self) -> Mapping[str, str]:
        """The group of all who are not in a group, by that group; of those of pairs alone."""
        return {one: other for pair in self.pairs for one, other in (pair, pair[::-1])}
