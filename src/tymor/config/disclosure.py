"""How an audience's figures are protected: what ``params/disclosure.yml`` may say of each."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, StrictBool, Tag

from tymor.config.addresses import Name
from tymor.config.entry import Entry, Whole

#: The table of a release that says what protection costs, and which rule costs it. How few are
#: withheld by a rule could tell what they are: it is for nobody from whom figures are withheld.
COSTS = "protection"


class HiddenRest(Entry):
    """What an area's parts do not show, taken together, where one of them is hidden for its own
    numbers: so many ``learners``, and so many ``without_largest`` of the parts.

    One part that is not shown is told by a subtraction; of two, each can tell the other's. So
    ``parts`` says who is to find nothing out: from 2 on readers, from 3 on schools, too.
    """

    parts: Whole = Field(ge=1)
    learners: Whole = Field(ge=1)
    without_largest: Whole = Field(ge=0)

    @property
    def against_readers(self) -> bool:
        """Whether no reader may work out what is not shown."""
        return self.parts > 1

    @property
    def against_schools(self) -> bool:
        """Whether no school may, that knows its own figures."""
        return self.parts > 2


class Protection(Entry):
    """The rules for one audience; each is a number of learners.

    A figure of the sections ``of_small_cohorts`` rests on ``least_cohort`` learners at least, one
    of any other section on ``least_cohort_others``. A group of learners is shown of a school where
    the group and the others both have ``least_side`` learners, of an authority where both have
    ``least_cohort``. ``near_all`` tells a percentage that is all, or all but one learner,
    as that, and never which; likewise none, or one. ``rest`` is of what is not shown. Each number
    that is withheld has ``interval`` values at least that it could be, to whoever attacks; of who
    reached a level, none or one is enough. A sum of points is shown where nobody who knows one
    learner's could come within ``dominance`` per cent of the most that one can have to another's;
    where that is 0, each is. ``cohorts_known`` says whether figures are also withheld from readers
    who know from elsewhere how many learners each cohort of all learners has.
    """

    least_cohort: Whole = Field(ge=1)
    of_small_cohorts: tuple[Name, ...] = ()
    least_cohort_others: Whole = Field(ge=1)
    least_side: Whole = Field(ge=1)
    near_all: StrictBool
    rest: HiddenRest
    interval: Whole = Field(ge=2)
    dominance: Whole = Field(default=0, ge=0)
    cohorts_known: StrictBool


#: The rules; or the word that there are none, for who may see all that its release holds.
Disclosure = Annotated[
    Annotated[Protection, Tag("rules")] | Annotated[Literal["unprotected"], Tag("word")],
    Discriminator(lambda said: "word" if isinstance(said, str) else "rules"),
]


def is_attacked(rules: Disclosure) -> bool:
    """Whether what these rules withhold is to be kept from whoever reasons with the rest."""
    return isinstance(rules, Protection) and rules.rest.against_readers
