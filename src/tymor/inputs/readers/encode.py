"""Finding the different texts of a column, quickly."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

Codes = npt.NDArray[np.int32]

#: Texts of one length up to this are compared as one or two whole numbers.
_WIDEST = 16

#: For each length the bytes of a number that belong to the text.
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)

#: So many rows are looked at to see how much a column repeats.
_SAMPLE = 10_000

#: Below this, numbers are marked in a table rather than looked up one by one.
_FEW = 1 << 22


def encoded(texts: pa.Array) -> tuple[Codes, pa.Array]:
    """For each row the place of its text, and the different texts; ``texts`` has no nulls.

    Where there are many, as of pupils' codes, they are mostly short: their bytes are then
    taken for numbers, among which equal ones are found twice as quickly as among texts.
    """
    texts = texts.cast(pa.large_string())
    if _many(texts) and (words := _as_numbers(texts)) is not None:
        codes = same(words)
        return codes, texts.take(pa.array(first_places(codes)))
    dictionary = texts.dictionary_encode()
    return dictionary.indices.to_numpy(), dictionary.dictionary


def same(columns: list[npt.NDArray[np.uint64]]) -> Codes:
    """A number for each different row of numbers, from 0 up in order of appearance.

    A pupil's rows mostly follow one another: only the first of equal neighbours is looked up.
    """
    new = np.ones(len(columns[0]), dtype=bool)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    heads = [column[new] for column in columns]
    codes: npt.NDArray[np.int64] = pd.factorize(heads[0])[0]
    for more in heads[1:]:
        others = pd.factorize(more)[0]
        codes = pd.factorize(codes * (int(others.max(initial=0)) + 1) + others)[0]
    found: Codes = codes.astype(np.int32)[np.cumsum(new) - 1]
    return found


def one_of_each(
    numbers: Codes | npt.NDArray[np.int64],
) -> tuple[Codes | npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """A number for each row that only equal rows share, and a place of each different one."""
    if numbers.max(initial=0) >= _FEW:
        numbers = pd.factorize(numbers)[0]
    places = np.full(int(numbers.max(initial=-1)) + 1, -1, np.int32)
    places[numbers] = np.arange(len(numbers), dtype=np.int32)
    return numbers, places[places >= 0].astype(np.intp)


def first_places(codes: npt.NDArray[np.int32] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where each code from 0 up stands first."""
    first = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def _many(texts: pa.Array) -> bool:
    """Whether the first rows repeat little."""
    few = texts.slice(0, _SAMPLE)
    return len(few) == _SAMPLE and len(few.unique()) > _SAMPLE // 10


def _as_numbers(texts: pa.Array) -> list[npt.NDArray[np.uint64]] | None:
    """The bytes of each text as one or two numbers, where all are short."""
    if not len(texts):
        return None
    _, places, data = texts.buffers()
    ends = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    lengths = ends[1:] - ends[:-1]
    longest = int(lengths.max())
    if not 0 < longest <= _WIDEST:
        return None
    letters = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    if not letters.all():
        return None  # a zero byte would be taken for the end
    if int(lengths.min()) == longest:  # as codes often are: nothing to mask
        wide = np.zeros((len(lengths), _WIDEST), np.uint8)
        wide[:, :longest] = letters.reshape(len(lengths), longest)
        return list(wide.view("<u8").T[: -(-longest // 8)])
    # Eight bytes from each place on, of which those beyond the text are masked out.
    padded = np.concatenate([letters, np.zeros(_WIDEST, np.uint8)])
    eight = np.ndarray((len(letters) + 8,), "<u8", padded, strides=(1,))
    starts = ends[:-1] - ends[0]
    words = [eight[starts] & _MASKS[np.minimum(lengths, 8)]]
    if longest > 8:
        words.append(
            eight[np.minimum(starts + 8, len(letters))] & _MASKS[np.maximum(lengths - 8, 0)]
        )
    return words
