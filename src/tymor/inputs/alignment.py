"""Rows of a file whose cells stand in other columns than everyone else's.

What a column usually holds is learned from the file itself, all of its columns, before any mapping
or contract. A row is then laid over the columns anew, with some cells lost or one too many: where
that makes it far more usual, its cells have moved.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tymor.inputs.readers.cells import Cells, Mask
from tymor.inputs.readers.raw import Positions, RawTable

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

#: Fewer rows than this say nothing of what is usual.
_FEWEST = 10

#: So many rows with a cell that is odd where it stands are looked at in a file.
_MOST = 5_000

#: The most columns that a row may have lost before a cell.
_GAP = 6

#: In natural logarithms: what a column that was lost, a cell that is one too many and a cell that
#: moved each cost, and by how much more usual a row must become nevertheless.
_LOST = 3.0
_EXTRA = 30.0
_MOVED = 3.0
_GAIN = 4.0

#: A number is odd so many robust spreads from the median of its column, and usual so near to it.
_ODD = 4.5
_USUAL = 15.0

#: A text is usual where so large a share of the column's cells look like it, and odd where so
#: small a one does in a column that has little else than usual ones.
_USUAL_SHARE = 0.02
_ODD_SHARE = 0.002
_REGULAR = 0.9


@dataclass(frozen=True)
class Moved:
    """A row whose cells from one on stand too far left or right.

    ``row`` and ``column`` are positions in the file's rows and columns, ``belongs`` is the column
    that the cell is like.
    """

    row: int
    column: int
    belongs: int


def moved_rows(raw: RawTable) -> Iterator[Moved]:
    """The rows whose cells, or some of them, have moved."""
    if len(raw.rows) < _FEWEST or len(raw.columns) < 3:
        return
    columns = []
    odd = np.zeros(len(raw.rows), dtype=bool)
    for cells in raw.columns:
        texts = _Texts(cells.values)
        columns.append(_Usual(cells, texts))
        _, strange, _ = columns[-1].likely(texts)
        if strange.any():
            odd |= cells.spread(strange)
    rows = np.flatnonzero(odd)[:_MOST]
    if len(rows):
        yield from _laid_anew(raw, columns, rows)


class _Texts:
    """The different texts of a column: what each looks like, what number it is (NaN: none).

    Looks are letters and figures without how many there are: ``CF10 1AA`` is ``a9 9a``.
    """

    def __init__(self, texts: pa.Array) -> None:
        is_number = pc.match_substring_regex(texts, r"\A-?[0-9]{1,15}(\.[0-9]+)?\z")
        numbers = pc.if_else(is_number, texts, None).cast(pa.float64())
        looks = pc.replace_substring_regex(texts, "[0-9]+", "9")
        looks = pc.utf8_slice_codeunits(pc.replace_substring_regex(looks, r"\p{L}+", "a"), 0, 24)
        self.looks = pc.if_else(is_number, "9", looks)
        self.numbers: Floats = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            self.logs: Floats = np.log(self.numbers)
        self.filled: Mask = pc.not_equal(texts, "").to_numpy(zero_copy_only=False)


class _Usual:
    """What the cells of a column are like: how many are empty, its numbers, the looks of its
    texts."""

    def __init__(self, cells: Cells, texts: _Texts) -> None:
        self._rows = len(cells)
        times = np.bincount(cells.codes[cells.codes >= 0], minlength=len(cells.values))
        encoded = texts.looks.dictionary_encode()
        self._looks, places = encoded.dictionary, encoded.indices.to_numpy()
        self._share = np.bincount(places, times, minlength=len(self._looks)) / self._rows
        self._regular = self._share[self._share >= _USUAL_SHARE].sum() >= _REGULAR
        held = ~np.isnan(texts.numbers)
        self._middle = _middle(texts.numbers[held], times[held])
        positive = held & (texts.numbers > 0)
        self._log_middle = _middle(texts.logs[positive], times[positive])

    def likely(self, texts: _Texts) -> tuple[Floats, Mask, Mask]:
        """How likely each text is in the column, as a logarithm; which stand oddly in it, and
        which could well: what is some times as much is no stranger. Empty ones do neither."""
        at = pc.fill_null(pc.index_in(texts.looks, self._looks), -1).to_numpy(zero_copy_only=False)
        share = np.append(self._share, 0.0)[at]
        far = np.abs(texts.numbers - self._middle[0]) / self._middle[1]
        times_far = np.abs(texts.logs - self._log_middle[0]) / self._log_middle[1]
        # As in a normal distribution near the middle, and less strict far from it.
        number = -3 * np.log1p(far**2 / 5) - np.log(self._middle[1])
        likely = np.log((share * self._rows + 0.05) / (self._rows + 1))
        likely += np.where(np.isnan(far), 0.0, number)
        odd = texts.filled & (((share < _ODD_SHARE) & self._regular) | (far > _ODD))
        strange = (far > _USUAL) & ~(times_far <= _USUAL)
        return likely, odd, texts.filled & (share >= _USUAL_SHARE) & ~strange


def _middle(values: Floats, times: Numbers) -> tuple[float, float]:
    """The median, and a robust spread that is never nothing."""
    if not len(values):
        return 0.0, 1.0
    in_order = np.argsort(values)
    reached = np.cumsum(times[in_order]) / times.sum()
    low, median, high = values[in_order][np.searchsorted(reached, [0.25, 0.5, 0.75])]
    steps = np.diff(np.unique(values))
    least = steps.min() if len(steps) else max(abs(median), 1.0) * 0.01
    return float(median), float(max((high - low) / 1.349, least, 1e-9))


def _laid_anew(raw: RawTable, columns: list[_Usual], rows: Positions) -> Iterator[Moved]:
    """Of some rows those that are far more usual with cells in other columns.

    One cell after the other, for each number of columns that cells are away from their own the
    likeliest way there. Before a cell one more column may be lost; a cell may be one too many; an
    empty one may stand for one that was lost.
    """
    cells = [Cells.encode(each.values.take(pa.array(each.codes[rows]))) for each in raw.columns]
    nowhere = _Way.start(len(rows), -np.inf)
    ways = dict.fromkeys(range(-1, _GAP + 1), nowhere) | {0: _Way.start(len(rows), 0.0)}
    stays = np.zeros(len(rows))
    for at, here in enumerate(cells):
        for away in range(-1, min(_GAP, len(columns) - at)):
            ways[away + 1] = ways[away + 1].or_better(ways[away].plus(-_LOST))
        texts = _Texts(here.values)
        empty = ~here.spread(texts.filled)
        likely, odd, _ = columns[at].likely(texts)
        stays += _spread(likely, here)
        own_odd = here.spread(odd)
        after = {}
        for away, way in ways.items():
            if not 0 <= at + away < len(columns):
                after[away] = nowhere
                continue
            likely, _, usual = columns[at + away].likely(texts)
            after[away] = way.plus(_spread(likely, here))
            if away:
                fits = here.spread(usual)
                after[away] = after[away].moved(at, away, ~empty, own_odd, fits)
        for away in range(1, _GAP + 1):  # an empty cell in the place of a lost one
            closes = ways[away].plus(np.where(empty, 0.0, -np.inf))
            after[away - 1] = after[away - 1].or_better(closes)
        after[-1] = after[-1].or_better(ways[0].plus(np.where(empty, -np.inf, -_EXTRA)))
        ways = after
    best = ways[0]
    for away in (away for away in ways if away):
        best = best.or_better(ways[away])
    gained = (best.first >= 0) & best.odd & best.fits & (best.likely - stays >= _GAIN)
    for place in np.flatnonzero(gained):
        first = int(best.first[place])
        yield Moved(int(rows[place]), first, first + int(best.away[place]))


def _spread(answers: Floats, cells: Cells) -> Floats:
    return answers[cells.codes] if len(answers) else np.zeros(len(cells))


@dataclass(frozen=True)
class _Way:
    """The likeliest way to lay each row's cells so far.

    ``first`` is the first cell that moved (-1: none did) and ``away`` by how many columns; ``odd``
    whether one that moved was odd where it stands, ``fits`` whether all that moved are usual where
    they belong.
    """

    likely: Floats
    first: Numbers
    away: Numbers
    odd: Mask
    fits: Mask

    @classmethod
    def start(cls, rows: int, likely: float) -> "_Way":
        never, no, yes = np.full(rows, -1), np.zeros(rows, bool), np.ones(rows, bool)
        return cls(np.full(rows, likely), never, np.zeros(rows, np.int64), no, yes)

    def plus(self, likely: Floats | float) -> "_Way":
        return _Way(self.likely + likely, self.first, self.away, self.odd, self.fits)

    def moved(self, at: int, away: int, where: Mask, odd: Mask, fits: Mask) -> "_Way":
        """With the cells at a place moved, in the rows that have one."""
        begins = where & (self.first < 0)
        return _Way(
            self.likely - _MOVED * where,
            np.where(begins, at, self.first),
            np.where(begins, away, self.away),
            self.odd | (where & odd),
            self.fits & (~where | fits),
        )

    def or_better(self, other: "_Way") -> "_Way":
        better = other.likely > self.likely
        return _Way(
            np.where(better, other.likely, self.likely),
            np.where(better, other.first, self.first),
            np.where(better, other.away, self.away),
            np.where(better, other.odd, self.odd),
            np.where(better, other.fits, self.fits),
        )
