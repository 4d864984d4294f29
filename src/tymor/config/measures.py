"""What ``params/measures.yml`` may say: of each measure its kind, from which all else follows."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StrictBool, model_validator

from tymor.better import Better
from tymor.config.addresses import Name
from tymor.config.entry import Entry, Number, Whole
from tymor.page import Unit

#: What a measure is. A ``percentage`` of a cohort; a ``gap`` between two groups; a ``mean`` of
#: points; a ``rate`` per so many of the cohort; a ``count``; a ``median`` or an ``average``.
Kind = Literal["percentage", "gap", "mean", "rate", "count", "median", "average"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: The units that each may be in; the first where nothing is said.
UNITS: dict[str, tuple[Unit, ...]] = {
    "percentage": ("pct",),
    "gap": ("pp", "points", "rate", "days", "count"),
    "mean": ("points",),
    "rate": ("rate",),
    "count": ("count",),
    "median": ("points", "days", "count", "pct"),
    "average": ("days", "points", "count"),
}
#: Kinds whose numerator is what all of a cohort have together: of each learner it can be more than
#: one, so that of a scale follows what it can be.
SUMS: frozenset[Kind] = frozenset({"mean", "rate", "count", "average"})
#: As data writes it: ``KS4``.
PhaseName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
#: Kinds of which it is counted how often something happened.
EVENTS: frozenset[Kind] = frozenset({"rate", "count"})
#: Of what its denominator is a number.
Denominator = Literal["pupils", "sessions", "entries"]


class Measure(Entry):
    """``kind`` says what it is, ``unit`` in what, ``better`` which way; where these are left out
    it is a percentage of pupils, higher being better, and with ``of`` the gap of that measure.

    Between which two groups a gap is ``between`` says: the first less the second.
    ``scale`` is the least and the most that one learner can have, and so their mean; ``per`` of how
    many a rate is. ``least_cohort``: of fewer learners it is not shown, whatever the rules of an
    audience allow. ``denominator``: of what it is a number. ``sectors`` are the schools it covers;
    ``within`` the measures that every learner who reached this one reached, too; ``all_of`` those
    that whoever reached each of them reached this one by, and nobody else (where it is a list, one
    of that is enough); ``among`` the one whose cohort its learners are among; ``streams`` those
    whose cohorts add up to this one's. ``defined_as``: the words that define it, where they are
    neither its own nor those of its section and phase.
    """

    section: Name
    phase: PhaseName
    kind: Kind
    unit: Unit
    better: Better
    scale: tuple[Number, Number] | None = None
    per: Annotated[Whole, Field(ge=1)] | None = None
    least_cohort: Annotated[Whole, Field(ge=1)] | None = None
    denominator: Denominator = "pupils"
    of: str | None = None
    between: tuple[Name, Name] | None = None
    defined_as: str | None = None
    sectors: tuple[str, ...] = ()
    within: tuple[Name, ...] = ()
    all_of: tuple[tuple[Name, ...] | Name, ...] = ()
    among: Name | None = None
    streams: tuple[Name, ...] = ()
    decimals: Annotated[Whole, Field(ge=0, le=4)] | None = None  # where not those of its section

    @model_validator(mode="before")
    @classmethod
    def _with_what_follows(cls, said: Any) -> Any:
        """What is not said, by what is."""
        if not isinstance(said, dict):
            return said
        kind = said.get("kind", "gap" if said.get("of") else "percentage")
        follows: dict[str, Any] = {"kind": kind}
        follows["better"] = "nearer_zero" if kind == "gap" else "higher"
        # Of a kind that there is not the unit is none of its faults.
        follows["unit"] = UNITS.get(kind if isinstance(kind, str) else "", ("pct",))[0]
        return {**follows, **said}

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Measure":
        if self.unit not in UNITS[self.kind]:
            raise ValueError(
                f"unit is {self.unit!r}; expected {' or '.join(UNITS[self.kind])} of a measure of "
                f"the kind {self.kind} ({', '.join(KINDS)} are the kinds)"
            )
        gap = self.kind == "gap"
        if gap != (self.of is not None) or gap != (self.between is not None):
            raise ValueError(
                "of and between are said of a gap, and of nothing else: the measure, and the two "
                "groups, the first of which is held against the second"
            )
        if self.kind in ("mean", "average") and self.scale is None:
            raise ValueError(
                f"scale is missing: the least and the most that one learner can have, of a "
                f"measure of the kind {self.kind}, such as [0, 540]"
            )
        if self.scale is not None and self.kind not in SUMS | {"median"}:
            raise ValueError(f"scale is said of no measure of the kind {self.kind}")
        if self.scale is not None and self.scale[0] >= self.scale[1]:
            raise ValueError(f"scale is {[*self.scale]}; expected the least first, then the most")
        if (self.kind == "rate") != (self.per is not None):
            raise ValueError("per is said of a rate, and only there: per: 1000")
        return self

    @property
    def most(self) -> float | None:
        """The most that one learner can have, of what is no share of them."""
        return None if self.scale is None else self.scale[1]

    @property
    def times(self) -> int:
        """What its numerator, shared among its denominator, is taken times."""
        return 100 if self.kind == "percentage" else self.per or 1

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the most that its value can be; nothing where there is no such end."""
        match self.kind:
            case "percentage":
                return 0, 100
            case "gap":
                return (-100, 100) if self.unit == "pp" else (None, None)
            case "mean" | "median" | "average":
                return self.scale or (None, None)
            case _:
                return 0, None

    @property
    def each_of(self) -> tuple[tuple[str, ...], ...]:
        """What :attr:`all_of` asks for: of each, one is enough."""
        return tuple((each,) if isinstance(each, str) else each for each in self.all_of)

    @property
    def wider(self) -> tuple[str, ...]:
        """All measures that every learner who reached this one reached, too."""
        return (*self.within, *(each for each in self.all_of if isinstance(each, str)))


class Cautions(Entry):
    """From where on sentences say that few stand behind a figure."""

    small_cohort: Whole = Field(ge=1)
    large_cohort: Whole = Field(ge=1)
    few_schools: Whole = Field(ge=1)


class Similar(Entry):
    """How many schools are set beside one as similar: the ``most``, and no more than so many per
    cent ``of_sector``."""

    most: Whole = Field(ge=1)
    of_sector: Whole = Field(ge=1, le=100)


class Chance(Entry):
    """How much room chance is given: a result's ``range`` holds it in so many of 100 cohorts, and
    the ``limits`` of a funnel so many of 100 schools. ``years`` are taken together where one year
    has few learners.
    """

    range: float = Field(gt=50, lt=100)
    limits: tuple[Annotated[float, Field(gt=50, lt=100)], ...] = Field(min_length=1)
    years: Whole = Field(ge=2)


class MeasureSection(Entry):
    """Measures that belong together; sentences count those of one that is ``summarised``.

    ``sectors`` are those whose schools' reports show them; all where nothing is said.
    ``decimals``: to how many places its measures are shown, wherever they stand.
    """

    summarised: StrictBool
    decimals: Whole = Field(ge=0, le=4)
    sectors: tuple[Name, ...] = ()


class Phase(Entry):
    """A phase of education: the ``sectors`` whose schools may have it; all where nothing is said.

    Of ``expected`` ones each school has it.
    """

    sectors: tuple[Name, ...] = ()
    expected: tuple[Name, ...] = ()


class Measures(Entry):
    """``sections`` in the order in which tables show them.

    ``unlike`` are the sectors whose learners start from elsewhere than those of other schools.
    """

    cautions: Cautions
    similar: Similar
    unlike: tuple[Name, ...] = ()
    chance: Chance
    sections: dict[Name, MeasureSection] = Field(min_length=1)
    phases: dict[PhaseName, Phase] = Field(min_length=1)
    measures: dict[Name, Measure]
