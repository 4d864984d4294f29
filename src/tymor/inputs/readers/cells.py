"""A column of text as its file holds it: each different text once, and where it stands.

Data repeat a great deal: a million results have six years, four phases and two
sexes. So whatever is asked of a text is asked once for each different one, and
the answer is then spread over the rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

#: In a shorter file starting threads takes longer than they save.
_LONG = 20_000


@dataclass(frozen=True)
class Cells:
    """The cells of one column.

    ``codes`` has a number for each row: the place of its text in ``values``, or
    -1 where the file has no such column. ``values`` is an Arrow array of text.
    ``whole`` has the text of every row, where it is at hand.
    """

    codes: Codes
    values: pa.Array
    whole: pa.Array | None = None

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Cells":
        return cls.encode(pa.array(texts, pa.large_string()))

    @classmethod
    def encode(cls, texts: pa.Array | pa.ChunkedArray) -> "Cells":
        """From an Arrow column of text without nulls."""
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.cast(pa.large_string()).combine_chunks()
        codes, values = _encoded(texts)
        return cls(codes, values, texts)

    @classmethod
    def coded(cls, codes: pa.Array, texts: Sequence[str]) -> "Cells":
        """From the place of each row's text, and texts of which some may be equal."""
        places = codes.cast(pa.int32()).to_numpy(zero_copy_only=False)
        return cls(places, pa.array(texts, pa.large_string()))._distinct()

    @classmethod
    def same(cls, text: str | None, rows: int) -> "Cells":
        """One text in every row; ``None`` for a column that is not there."""
        if text is None:
            return cls(np.full(rows, -1, np.int32), pa.array([], pa.large_string()))
        return cls(np.zeros(rows, np.int32), pa.array([text], pa.large_string()))

    @classmethod
    def together(cls, parts: Sequence["Cells"]) -> "Cells":
        """The columns of several files, one below the other."""
        if len(parts) == 1:
            return parts[0]
        values = pa.concat_arrays([part.values for part in parts])
        starts = np.cumsum([0, *(len(part.values) for part in parts[:-1])])
        codes = [
            np.where(part.codes < 0, np.int32(-1), part.codes + np.int32(start))
            for part, start in zip(parts, starts, strict=True)
        ]
        return cls(np.concatenate(codes), values)._distinct()

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def texts(self) -> list[str]:
        """The different texts, in the order of ``values``."""
        texts: list[str] = self.values.to_pylist()
        return texts

    @cached_property
    def series(self) -> pd.Series:
        """The different texts, as pandas has text."""
        return as_str(self.values)

    def trimmed(self) -> "Cells":
        """Without the spaces around each text."""
        trimmed = pc.utf8_trim_whitespace(self.values)
        return self if trimmed.equals(self.values) else self.with_values(trimmed)

    def with_values(self, values: pa.Array) -> "Cells":
        """With other texts in the place of the different ones; some may now be equal."""
        return Cells(self.codes, values)._distinct()

    def worded(self, words: Mapping[str, str]) -> "Cells":
        """With other words in the place of some texts."""
        if not words:
            return self
        values = pa.array([words.get(text, text) for text in self.texts], pa.large_string())
        return Cells(self.codes, values)._distinct()

    def _distinct(self) -> "Cells":
        """Put together texts that have become the same."""
        codes, values = _encoded(self.values)
        if len(values) == len(self.values):
            return self
        return Cells(spread(codes, self.codes, -1), values)

    def take(self, rows: npt.NDArray[np.intp] | Mask) -> "Cells":
        return Cells(self.codes[rows], self.values)

    def column(self) -> pd.Series:
        """The text of every row, absent ones as NaN."""
        if self.whole is not None:
            return as_str(self.whole)
        codes = pa.array(self.codes)
        if len(self.codes) and self.codes.min() < 0:
            codes = pa.array(self.codes, mask=self.codes < 0)
        return as_str(self.values.take(codes))

    def categories(self) -> pd.Series:
        """The text of every row as a category, absent ones as "": little memory, no copy."""
        codes, texts = self.codes, self.series
        if len(codes) and codes.min() < 0:
            empty = self.texts.index("") if "" in self.texts else len(texts)
            codes = np.where(codes < 0, np.int32(empty), codes)
            texts = texts if empty < len(texts) else pd.concat([texts, pd.Series([""])])
        return pd.Series(pd.Categorical.from_codes(codes, pd.Index(texts, dtype="str")), copy=False)

    @cached_property
    def absent(self) -> Mask:
        return self.codes < 0

    @cached_property
    def used(self) -> frozenset[str]:
        """The texts that stand in some row."""
        stands = np.zeros(len(self.values) + 1, dtype=bool)
        stands[self.codes] = True  # -1 is the one place beyond the values
        return frozenset(self.values.filter(pa.array(stands[:-1])).to_pylist())

    def holds(self, text: str) -> bool:
        """Whether a text may stand in some row: quick, and never wrongly no."""
        return bool(pc.index(self.values, text).as_py() >= 0)

    def where(self, test: Callable[[str], bool]) -> Mask:
        """The rows whose text passes ``test``; absent cells do not."""
        return self.spread([test(text) for text in self.texts])

    def spread(self, answers: Iterable[bool] | Mask) -> Mask:
        """An answer for each different text, as one for each row; absent cells get no."""
        if not isinstance(answers, np.ndarray):
            answers = np.array(list(answers), dtype=bool)
        return spread(answers, self.codes, False)


def _encoded(texts: pa.Array) -> tuple[Codes, pa.Array]:
    """For each row the place of its text, and the different texts; ``texts`` has no nulls."""
    dictionary = texts.dictionary_encode()
    return dictionary.indices.to_numpy(), dictionary.dictionary


def spread(answers: npt.NDArray, codes: Codes, absent: object) -> npt.NDArray:  # type: ignore[type-arg]
    """``answers[codes]``, with ``absent`` where the code is -1."""
    if not len(answers):
        return np.full(len(codes), absent, dtype=answers.dtype)
    found = answers[codes]
    if len(codes) and codes.min() < 0:
        found[codes < 0] = absent
    return found


def as_str(texts: pa.Array) -> pd.Series:
    """Arrow text as pandas' ``str``."""
    series: pd.Series = texts.to_pandas()
    return series if series.dtype == "str" else series.astype("str")


def side_by_side(
    encode: Callable[[pa.ChunkedArray], Cells], columns: Iterable[pa.ChunkedArray], rows: int
) -> list[Cells]:
    """``encode`` of each column, two at a time where there are many rows."""
    if rows < _LONG:
        return [encode(column) for column in columns]
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(encode, columns))
