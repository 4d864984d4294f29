"""What a sentence claims, with the figures and rows that it rests on.

A claim travels with its block (``page.json``): what was said, and all of what it was said of. So
whoever has the page can work it out again; the audit does, and refuses what does not follow.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tymor.better import Better, gained, risen
from tymor.chance import range_of

#: How one number stands to another: the new one to the old, or one beside another.
#: ``turned`` is of differences: the one lies on the other side of nought.
Way = Literal[
    "up", "down", "equal", "narrower", "wider", "turned", "better", "worse", "met", "missed",
]  # fmt: skip
#: Those that hang on which way the measure is better.
_JUDGING: frozenset[Way] = frozenset({"narrower", "wider", "better", "worse", "met", "missed"})


class Stated(BaseModel):
    """One figure that a claim rests on, as the page has it: its identity, value and places."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    area_id: str
    measure_id: str
    academic_year: str
    group: str
    kind: str
    value: float | None
    decimals: int = 0
    earlier: bool = False  # as the release of the term before has it


class Pair(BaseModel):
    """Two figures beside each other: now and before, an actual and its target, one area and
    another. ``better`` is which way their measure is better; ``higher`` where they are compared
    as plain numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    one: Stated
    other: Stated
    better: Better = "higher"

    @property
    def rise(self) -> float:
        """How much more the one is than the other, at their places; of gaps, of their size."""
        assert self.one.value is not None and self.other.value is not None
        return round(risen(self.one.value, self.other.value, self.better), self._places)

    @property
    def gain(self) -> float | None:
        """How much better the one is than the other; nothing where neither way is better."""
        assert self.one.value is not None and self.other.value is not None
        gain = gained(self.one.value, self.other.value, self.better)
        return None if gain is None else round(gain, self._places)

    @property
    def _places(self) -> int:
        return max(self.one.decimals, self.other.decimals)

    def is_so(self, way: Way) -> bool:
        """Whether the one stands so to the other; never where one of them has no number."""
        if self.one.value is None or self.other.value is None:
            return False
        rise, gain = self.rise, self.gain
        judged = {} if gain is None else {
            "better": gain > 0, "worse": gain < 0, "met": gain >= 0, "missed": gain < 0,
        }  # fmt: skip
        plain = {"up": rise > 0, "down": rise < 0, "equal": rise == 0, "narrower": rise < 0,
                 "wider": rise > 0, "turned": self.one.value * self.other.value < 0}  # fmt: skip
        return (plain | judged).get(way, False)


class _Claim(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def stated(self) -> list[Stated]:
        """The figures that it rests on."""
        return []


class Went(_Claim):
    """The one figure of the pair stands so to the other."""

    kind: Literal["went"] = "went"
    way: Way
    pair: Pair

    def stated(self) -> list[Stated]:
        return [self.pair.one, self.pair.other]

    def follows(self) -> bool:
        return self.pair.is_so(self.way)


class Apart(_Claim):
    """So far apart are two figures, without a sign."""

    kind: Literal["apart"] = "apart"
    number: float
    pair: Pair

    def stated(self) -> list[Stated]:
        return [self.pair.one, self.pair.other]

    def follows(self) -> bool:
        return abs(self.pair.rise) == self.number


class Counts(_Claim):
    """Of these pairs so many stand in one of these ways; without ways, so many pairs there are.

    With ``areas`` it is of how many areas they are.
    """

    kind: Literal["counts"] = "counts"
    number: int
    ways: tuple[Way, ...] = ()
    areas: bool = False
    pairs: tuple[Pair, ...]

    def stated(self) -> list[Stated]:
        return [each for pair in self.pairs for each in (pair.one, pair.other)]

    def follows(self) -> bool:
        return self.number == counted_pairs(self.pairs, self.ways, areas=self.areas)


class Chanced(BaseModel):
    """A share of a ``cohort`` of so many learners, beside another figure."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    one: Stated
    cohort: Stated
    other: Stated

    def lies(self, level: float) -> Literal["above", "below", "within", "unknown"]:
        """Whether the one is further from the other than chance alone leaves it; see
        :func:`tymor.chance.range_of`."""
        one, learners, other = self.one.value, self.cohort.value, self.other.value
        if one is None or not learners or other is None:
            return "unknown"
        least, most = range_of(one, learners, level)
        return "above" if other < least else "below" if other > most else "within"


class Beyond(_Claim):
    """So many of these shares lie in one of these ways to the figure beside them; without ways, so
    many could be held against it."""

    kind: Literal["beyond"] = "beyond"
    number: int
    level: float
    ways: tuple[Literal["above", "below", "within"], ...] = ()
    cases: tuple[Chanced, ...]

    def stated(self) -> list[Stated]:
        return [each for case in self.cases for each in (case.one, case.cohort, case.other)]

    def follows(self) -> bool:
        return self.number == beyond(self.cases, self.level, self.ways)


class Most(_Claim):
    """No other pair moved further this way: ``better`` or ``worse``."""

    kind: Literal["most"] = "most"
    way: Literal["better", "worse"]
    pair: Pair
    among: tuple[Pair, ...]

    def stated(self) -> list[Stated]:
        return [each for pair in (self.pair, *self.among) for each in (pair.one, pair.other)]

    def follows(self) -> bool:
        gains = [pair.gain for pair in (self.pair, *self.among)]
        judged = [gain if self.way == "better" else -gain for gain in gains if gain is not None]
        return self.pair.is_so(self.way) and judged[0] == max(judged)


class Greatest(_Claim):
    """No other figure has a greater value (or, ``least``, a smaller one); of ``size`` whatever
    its sign."""

    kind: Literal["greatest"] = "greatest"
    least: bool = False
    size: bool = False
    one: Stated
    among: tuple[Stated, ...]

    def stated(self) -> list[Stated]:
        return [self.one, *self.among]

    def follows(self) -> bool:
        if self.one.value is None:
            return False
        held = [each.value for each in self.stated() if each.value is not None]
        one, *values = [abs(value) if self.size else value for value in held]
        return one == (min if self.least else max)([one, *values])


class Worth(_Claim):
    """What one learner of a cohort is worth, in percentage points to one place."""

    kind: Literal["worth"] = "worth"
    number: float
    cohort: Stated

    def stated(self) -> list[Stated]:
        return [self.cohort]

    def follows(self) -> bool:
        if not self.cohort.value:
            return False
        exact = Decimal(100) / Decimal(str(self.cohort.value))
        return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP)) == self.number


class Sums(_Claim):
    """So much are these figures together."""

    kind: Literal["sums"] = "sums"
    number: float
    of: tuple[Stated, ...]

    def stated(self) -> list[Stated]:
        return list(self.of)

    def follows(self) -> bool:
        values = [each.value for each in self.of]
        return None not in values and round(sum(filter(None, values)), 6) == round(self.number, 6)


class Limit(BaseModel):
    """What the cells of a column must be beside ``than``: a number, a day or words; or, with
    ``of_column``, what stands in that column of the same row. ``or_empty``: so may an empty cell.
    Whatever stands in a cell comes after "".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    column: str
    way: Literal["<", "<=", ">", ">="]
    than: str
    of_column: bool = False
    or_empty: bool = False


#: By column what its cells may be; an empty cell is "".
Cells = dict[str, tuple[str, ...]]


class Rows(_Claim):
    """So many rows of a table of the release say this; or so much, or so many different ones,
    they have in ``column``.

    A row fits all of ``where`` and ``limits``, and one of ``either`` where there are any.
    ``newest`` leaves, of the rows of ``where`` with the same in its first column, the last by its
    second, before ``limits`` are looked at.
    ``earlier``: of the release of the term before.
    """

    kind: Literal["rows"] = "rows"
    number: float
    table: str
    where: Cells
    limits: tuple[Limit, ...] = ()
    either: tuple[Cells, ...] = ()
    newest: tuple[str, str] | None = None
    column: str = ""
    how: Literal["count", "sum", "different"] = "count"
    earlier: bool = False

    def follows(self) -> bool:
        return True  # by the release: see tymor.audit.claims


class Share(_Claim):
    """So many per cent, at so many places, are these rows of those."""

    kind: Literal["share"] = "share"
    number: float
    decimals: int
    part: Rows
    whole: tuple[Rows, ...]

    def follows(self) -> bool:
        whole = sum(each.number for each in self.whole)
        return bool(whole) and round(100 * self.part.number / whole, self.decimals) == self.number


class Step(BaseModel):
    """Which way a column went from the one row to the other; ``order`` has the place of each of
    its words, the better the higher, where these are no numbers or days."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    column: str
    ways: tuple[Literal["up", "down", "equal"], ...]
    order: dict[str, int] = {}


class Twice(_Claim):
    """So many things stand in rows of two kinds, such as those of this term and of the last, and
    went these ways from the one (``before``) to the other (``now``).

    ``key`` names the columns that tell things apart; of several rows of one thing the highest
    counts. With ``different`` it is how many different ones that column of the key has.
    """

    kind: Literal["twice"] = "twice"
    number: int
    key: tuple[str, ...]
    now: Rows
    before: Rows
    steps: tuple[Step, ...] = ()
    different: str = ""

    def follows(self) -> bool:
        return True  # by the release: see tymor.audit.claims


class Given(_Claim):
    """A number that nobody counted: a setting of ``params/``, by its place.

    ``how`` is its ``value``, or how many there are in it, or what one learner is ``worth`` in
    percentage points to one place where that many are the whole.
    """

    kind: Literal["given"] = "given"
    number: float
    setting: str
    how: Literal["value", "count", "worth"] = "value"

    def follows(self) -> bool:
        return True  # by the settings: see tymor.audit.claims


class Brings(_Claim):
    """So many more (``way`` is ``up``) or fewer bring what these rows say between the least and
    the most of a setting, of which the other rows say the share in per cent."""

    kind: Literal["brings"] = "brings"
    number: int
    way: Literal["up", "down"]
    setting: str
    held: Rows
    share: Rows

    def follows(self) -> bool:
        return True  # by the settings: see tymor.audit.claims

    def lies_between(self, least: float, most: float) -> bool:
        """Whether it does by this number, and by no smaller one."""
        low, high = (each * self.share.number / 100 for each in (least, most))
        step = 1 if self.way == "up" else -1
        there = [low <= self.held.number + step * by <= high for by in range(self.number + 1)]
        return there == [False] * self.number + [True]


class PartOf(_Claim):
    """So much of a setting, at so many places, is the share in per cent that these rows say."""

    kind: Literal["part_of"] = "part_of"
    number: float
    decimals: int
    setting: str
    share: Rows

    def follows(self) -> bool:
        return True  # by the settings: see tymor.audit.claims

    def is_of(self, whole: float) -> bool:
        """Whether it is that share of the whole."""
        return round(whole * self.share.number / 100, self.decimals) == self.number


class Listed(_Claim):
    """So many rows the page's own table or chart with this id has, totals and sections aside;
    of those in which columns have one of these words, by language."""

    kind: Literal["listed"] = "listed"
    number: int
    block: str
    cells: dict[str, tuple[dict[str, str], ...]] = {}

    def follows(self) -> bool:
        return True  # by the page: see tymor.audit.claims


class Named(_Claim):
    """So many different things the words themselves name, one after the other."""

    kind: Literal["named"] = "named"
    number: int
    names: tuple[dict[str, str], ...]

    def follows(self) -> bool:
        every = {tuple(sorted(each.items())) for each in self.names}
        return len(every) == len(self.names) == self.number


Claim = Annotated[
    Went
    | Apart
    | Counts
    | Beyond
    | Most
    | Greatest
    | Worth
    | Sums
    | Rows
    | Share
    | Twice
    | Given
    | Brings
    | PartOf
    | Listed
    | Named,
    Field(discriminator="kind"),
]


def judged_pairs(claim: Claim) -> Iterator[Pair]:
    """The pairs of a claim of which it matters which way their measure is better."""
    match claim:
        case Went(way=way, pair=pair) if way in _JUDGING:
            yield pair
        case Counts(ways=ways, pairs=pairs) if _JUDGING & {*ways}:
            yield from pairs
        case Most(pair=pair, among=among):
            yield from (pair, *among)


def counted_pairs(pairs: Sequence[Pair], ways: Sequence[Way], *, areas: bool = False) -> int:
    """What :class:`Counts` says of these pairs."""
    so = [pair for pair in pairs if not ways or any(map(pair.is_so, ways))]
    return len({pair.one.area_id for pair in so}) if areas else len(so)


def beyond(cases: Sequence[Chanced], level: float, ways: Sequence[str]) -> int:
    """What :class:`Beyond` says of these."""
    found = [case.lies(level) for case in cases]
    return sum(way in ways if ways else way != "unknown" for way in found)


def rows_told(claim: Claim) -> list[Rows]:
    """The rows of the release that a claim rests on."""
    match claim:
        case Rows():
            return [claim]
        case Share():
            return [claim.part, *claim.whole]
        case Brings():
            return [claim.held, claim.share]
        case PartOf():
            return [claim.share]
        case _:
            return []
