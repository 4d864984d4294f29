"""The shape in which every figure travels from ``prepare`` to the notebooks."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from tymor.page import Identity

#: One row is one figure; the columns of its identity come first.
#:
#: ``value`` is rounded to ``decimals``, in ``unit``; missing unless ``status``
#: has a number. ``numerator`` and ``denominator`` are pupils (sessions for
#: attendance, entries for post-16 grades); ``cohort`` is the number of pupils the
#: figure rests on, by which disclosure control decides. All four are missing together
#: when suppressed.
COLUMNS: dict[str, str] = {
    "area_id": "str",
    "measure_id": "str",
    "academic_year": "str",
    "group": "str",
    "kind": "str",
    "value": "float64",
    "numerator": "Int64",
    "denominator": "Int64",
    "cohort": "Int64",
    "unit": "str",
    "decimals": "int64",
    "status": "str",
    "signal": "str",
    "source": "str",
}
IDENTITY = list(Identity._fields)
#: What goes together where a figure has no number, so that none of them gives the others away.
NUMBERS = ["value", "numerator", "denominator", "cohort"]


#: The columns that hold words. There may be millions of figures and their words are few, so
#: ``prepare`` holds these as categories, in the order of the alphabet.
WORDS = [name for name, kind in COLUMNS.items() if kind == "str"]


def as_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with every column of a figure, in order and of the right type.

    Words that are categories stay so.
    """
    frame = rows.reindex(columns=list(COLUMNS))
    if frame["signal"].isna().all():
        frame["signal"] = same("none", len(frame))
    kept = [name for name in WORDS if frame[name].dtype == "category"]
    return frame.astype({name: kind for name, kind in COLUMNS.items() if name not in kept})


def as_text(figures: pd.DataFrame) -> pd.DataFrame:
    """The same with words as text, as they are in a release."""
    return figures.astype({name: "str" for name in WORDS if name in figures})


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """``parts`` with the same columns, one below the other, words as categories."""
    some = [part for part in parts if len(part)] or list(parts[:1])
    words = {
        name: union_categoricals(
            [part[name].astype("category") for part in some], sort_categories=True
        )
        for name in WORDS
        if name in some[0]
    }
    numbers = pd.concat(
        [part[[name for name in part if name not in words]] for part in some], ignore_index=True
    )
    return pd.DataFrame({name: words[name] if name in words else numbers[name] for name in some[0]})


def same(word: str, rows: int) -> pd.Categorical:
    """One word in every row."""
    return coded(np.zeros(rows, np.int8), [word])


def coded(codes: npt.NDArray[np.integer], words: Sequence[str]) -> pd.Categorical:
    """``words[code]`` for each code; nothing for -1."""
    made: pd.Categorical = pd.Categorical.from_codes(codes, pd.Index(list(words), dtype="str"))
    return made


def in_other_words(words: pd.Series, meaning: Mapping[str, str]) -> pd.Categorical:
    """What each word means; ``words`` are categories."""
    meanings = [meaning.get(word, "") for word in words.cat.categories]
    different = sorted(set(meanings))
    places = np.array([*map(different.index, meanings), -1])
    return coded(places[words.cat.codes.to_numpy()], different)


def places_of(measures: pd.Series, decimals: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """To how many places each figure of these measures (words, or categories) is shown."""
    words = measures.astype("category").cat
    places = np.array([*(decimals[word] for word in words.categories), 0], np.int64)
    found: npt.NDArray[np.int64] = places[words.codes.to_numpy()]
    return found


def in_order(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures by identity; of two with one identity the first stays. Words are categories."""
    key = identities(figures)
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.concatenate([[True], key[1:] != key[:-1]]) if len(key) else np.zeros(0, bool)
    found: pd.DataFrame = figures.iloc[order[first]].reset_index(drop=True)
    return found


def identities(figures: pd.DataFrame) -> np.ndarray:
    """A number for each figure, in the order of its identity; words are categories."""
    number = np.zeros(len(figures), np.int64)
    for name in IDENTITY:
        words = figures[name].cat
        number = number * len(words.categories) + words.codes.to_numpy()
    return number
