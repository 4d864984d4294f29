"""From result rows to one row a learner, year and phase, in small numbers."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from tymor.measures.counting.database import Engine
from tymor.measures.pupils.groups import FLAGS
from tymor.measures.pupils.progression import BEFORE
from tymor.measures.pupils.rule import GRADES, SUBJECTS, Phase

#: A learner is one person at one school in one year.
_LEARNER = ["pupil_id", "school_id", "academic_year"]
_WORDS = [*_LEARNER, "phase", "subject", "grade", "sex", *FLAGS]

_ANSWERS = {"yes": 1, "no": 0}

#: The files that :func:`write_learners` makes: one a phase, and the rows of all others.
FILES = (*(f"{phase}.parquet" for phase in SUBJECTS), "others.parquet")

Numbers = npt.NDArray[np.int64]


def write_learners(results: pd.DataFrame, files: Mapping[str, Path]) -> None:
    """Write pupils' rows as the engine reads them.

    Parameters
    ----------
    results
        The checked table ``results``: one row a learner, year, phase and subject.
    files
        Where to write each of :data:`FILES`. ``PHASE.parquet`` has a row a learner
        (see :func:`learners`); ``others.parquet`` the rows of phases without such a row,
        with yes and no as true and false and nothing as null.
    """
    rows = results.astype(dict.fromkeys(_WORDS, "category"))
    for phase in SUBJECTS:
        table = learners(rows[rows["phase"] == phase], phase)
        table.to_parquet(files[f"{phase}.parquet"], index=False, compression="zstd")
    others = _as_rows(rows.loc[~rows["phase"].isin(SUBJECTS), [*_WORDS, "level"]])
    others.to_parquet(files["others.parquet"], index=False)


def _as_rows(rows: pd.DataFrame) -> pd.DataFrame:
    answers = {name: _numbers(rows[name], _ANSWERS) for name in FLAGS}
    flags = {name: pd.arrays.BooleanArray(of == 1, of < 0) for name, of in answers.items()}
    plain = rows.astype(dict.fromkeys(_WORDS, "str")).assign(**flags)
    return plain.assign(grade=plain["grade"].replace("", None))


def learners(rows: pd.DataFrame, phase: Phase) -> pd.DataFrame:
    """One row a learner, school and year: a number a subject, and what groups they are in.

    Parameters
    ----------
    rows
        Result rows of one phase, words as categories.

    Returns
    -------
    pandas.DataFrame
        ``pupil``, a number that stands for the same person in every phase; ``school_id``,
        ``academic_year``, ``sex``; ``efsm`` and the other flags, true where any row of
        the learner says yes, missing where none says yes or no; and a column a subject: the
        level, the rank of the grade, or what KS4 gives, missing where there is no row.
    """
    number, first = _numbered(rows)
    table = {
        "pupil": rows["pupil_id"].cat.codes.to_numpy()[first],
        **{name: rows[name].array[first] for name in ("school_id", "academic_year", "sex")},
        **{name: _any_of(_numbers(rows[name], _ANSWERS), number, len(first)) for name in FLAGS},
    }
    score = _scores(rows)
    for name in SUBJECTS[phase]:
        own = (rows["subject"] == name).to_numpy()
        table[name] = _spread(score[own], number[own], len(first))
    return pd.DataFrame(table)


def _numbered(rows: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Which learner each row is of, and where each learner stands first."""
    key = np.zeros(len(rows), np.int64)
    for name in _LEARNER:
        words = rows[name].cat
        key = key * len(words.categories) + words.codes.to_numpy()
    number, _ = pd.factorize(key)
    first = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
    first[number[::-1]] = np.arange(len(number) - 1, -1, -1)
    return number, first


def _numbers(words: pd.Series, meaning: Mapping[str, int]) -> npt.NDArray[np.int32]:
    """What each row's word means as a number; -1 where it means nothing."""
    found = [meaning.get(word, -1) for word in words.cat.categories]
    return np.array([*found, -1], np.int32)[words.cat.codes.to_numpy()]  # no word has code -1


def _any_of(answers: npt.NDArray[np.int32], number: Numbers, learners: int) -> pd.Series:
    """Whether any of a learner's rows says yes; missing where none says anything."""
    yes, known = (np.zeros(learners, dtype=bool) for _ in range(2))
    yes[number[answers == 1]] = True
    known[number[answers >= 0]] = True
    return pd.Series(pd.arrays.BooleanArray(yes, ~known))


def _scores(rows: pd.DataFrame) -> npt.NDArray[np.int32]:
    """The level or the rank of the grade; -1 where there is neither."""
    rank = _numbers(rows["grade"], {grade: rank for rank, grade in enumerate(GRADES)})
    level = rows["level"].astype("Int32").fillna(-1).to_numpy(np.int32)
    return np.where(level >= 0, level, rank)


def _spread(score: npt.NDArray[np.int32], number: Numbers, learners: int) -> pd.Series:
    """Each learner's score; missing where there is none."""
    scores = np.full(learners, -1, np.int32)
    scores[number] = score
    return pd.Series(pd.arrays.IntegerArray(scores, scores < 0))


def open_learners(engine: Engine, folder: Path) -> None:
    """Views over the files of :func:`write_learners`: ``learners_PHASE``, and ``results``."""
    for phase in SUBJECTS:
        engine.execute(f"""
            CREATE VIEW learners_{phase} AS
            SELECT *, left(academic_year, 4)::SMALLINT AS starts
            FROM read_parquet({quoted(str(folder / f"{phase}.parquet"))})
        """)
    others = quoted(str(folder / "others.parquet"))
    engine.execute(f"CREATE VIEW results AS SELECT * FROM read_parquet({others})")


def with_phase_before(phase: Phase) -> str:
    """A query: ``learners_PHASE`` with ``before_SUBJECT``, NULL for learners that do not match."""
    if phase not in BEFORE:
        return f"SELECT * FROM learners_{phase}"
    earlier, years = BEFORE[phase]
    subjects = SUBJECTS[earlier]
    before = ", ".join(f"max({subject}) AS before_{subject}" for subject in subjects)
    # A learner on the roll of two schools had one phase before, not two.
    return f"""
        SELECT now.*, was.* EXCLUDE (pupil, starts)
        FROM learners_{phase} AS now LEFT JOIN (
            SELECT pupil, starts, {before} FROM learners_{earlier} GROUP BY pupil, starts
        ) AS was ON was.pupil = now.pupil AND was.starts = now.starts - {years}
    """


def quoted(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
