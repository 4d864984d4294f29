"""What a sentence claims, with the figures and rows that it rests on.

A claim travels with its block (``page.json``): what was said, and all of what it was said of. So
whoever has the page can work it out again; the audit does, and refuses what does not follow.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    import pandas as pd

#: How one number stands to another: the new one to the old, or one beside another.
Way = Literal["up", "down", "equal", "narrower", "wider", "better", "worse", "met", "missed"]


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


class Pair(BaseModel):
    """Two figures beside each other: now and before, an actual and its target, one area and
    another. Of a ``gap`` nearer to zero is better."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    one: Stated
    other: Stated
    gap: bool = False

    @property
    def rise(self) -> float:
        """How much more the one is than the other, at their places; of gaps, of their size."""
        assert self.one.value is not None and self.other.value is not None
        one, other = self.one.value, self.other.value
        if self.gap:
            one, other = abs(one), abs(other)
        return round(one - other, max(self.one.decimals, self.other.decimals))

    def is_so(self, way: Way) -> bool:
        """Whether the one stands so to the other; never where one of them has no number."""
        if self.one.value is None or self.other.value is None:
            return False
        rise = self.rise
        better = -rise if self.gap else rise
        return {
            "up": rise > 0, "down": rise < 0, "equal": rise == 0, "narrower": rise < 0,
            "wider": rise > 0, "better": better > 0, "worse": better < 0,
            "met": better >= 0, "missed": better < 0,
        }[way]  # fmt: skip


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
    """Of these pairs so many stand in one of these ways; without ways, so many pairs there are."""

    kind: Literal["counts"] = "counts"
    number: int
    ways: tuple[Way, ...] = ()
    pairs: tuple[Pair, ...]

    def stated(self) -> list[Stated]:
        return [each for pair in self.pairs for each in (pair.one, pair.other)]

    def follows(self) -> bool:
        so = [any(map(pair.is_so, self.ways)) for pair in self.pairs]
        return self.number == (sum(so) if self.ways else len(self.pairs))


class Most(_Claim):
    """No other pair moved further this way: ``better`` or ``worse``."""

    kind: Literal["most"] = "most"
    way: Literal["better", "worse"]
    pair: Pair
    among: tuple[Pair, ...]

    def stated(self) -> list[Stated]:
        return [each for pair in (self.pair, *self.among) for each in (pair.one, pair.other)]

    def follows(self) -> bool:
        moved = [self._moved(pair) for pair in (self.pair, *self.among)]
        return self.pair.is_so(self.way) and moved[0] == max(moved)

    def _moved(self, pair: Pair) -> float:
        better = -pair.rise if pair.gap else pair.rise
        return better if self.way == "better" else -better


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


class Rows(_Claim):
    """So many rows of a table of the release say this; or so much, or so many different ones,
    they have in ``column``.

    ``where`` has, by column, what its cells may be; an empty cell is "".
    """

    kind: Literal["rows"] = "rows"
    number: float
    table: str
    where: dict[str, tuple[str, ...]]
    column: str = ""
    how: Literal["count", "sum", "different"] = "count"

    def follows(self) -> bool:
        return True  # by the release: see tymor.audit.claims


class Given(_Claim):
    """A number that nobody counted: a setting, by its name."""

    kind: Literal["given"] = "given"
    number: float
    setting: str

    def follows(self) -> bool:
        return True


class Listed(_Claim):
    """So many rows the page's own table or chart with this id has, totals and sections aside."""

    kind: Literal["listed"] = "listed"
    number: int
    block: str

    def follows(self) -> bool:
        return True  # by the page: see tymor.audit.claims


Claim = Annotated[
    Went | Apart | Counts | Most | Greatest | Worth | Sums | Rows | Given | Listed,
    Field(discriminator="kind"),
]


def counted_rows(
    rows: "pd.DataFrame", where: Mapping[str, Sequence[str]], column: str, how: str
) -> float:
    """What :class:`Rows` says of these rows."""
    for name, allowed in where.items():
        rows = rows[rows[name].astype("object").fillna("").astype("str").isin(list(allowed))]
    if how == "count":
        return len(rows)
    return float(rows[column].sum()) if how == "sum" else rows[column].nunique()
