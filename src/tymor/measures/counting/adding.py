"""Adding up learners: who is in a group, times who reached a measure."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Codes = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
_Numbers = npt.NDArray[np.float32]


def add_up(learners: pa.RecordBatch, groups: int, total: Counts) -> None:
    """Add learners to the counts of their schools.

    ``members`` has a row a learner and a column a group, ``asked`` a row a learner and two
    columns a measure, all 0 or 1 (or points). The product of the one, turned, and the
    other is how many of each group reached each measure, and how many could.

    Parameters
    ----------
    learners
        One row a learner: the place of their school and of their year in ``total``; then
        whether they are in each of ``groups`` groups (or how many are, where a row is of
        several who answer alike); then their answer for each measure: 1, 0 or points,
        null where they are not in the cohort.
    total
        By school, year and group: numerators of all measures, then denominators.
    """
    school, year = (column.to_numpy().astype(np.int64) for column in learners.columns[:2])
    members = _matrix(learners.columns[2 : 2 + groups])
    answers = _matrix(learners.columns[2 + groups :])
    known = ~np.isnan(answers)
    asked = np.hstack([np.where(known, answers, 0), known])
    block = school * total.shape[1] + year
    order = np.argsort(block, kind="stable")
    members, asked, block = members[order], asked[order], block[order]
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    ends = [*starts[1:].tolist(), len(block)]
    for start, end in zip(starts.tolist(), ends, strict=True):
        # All terms are whole numbers below 2**24, so that the sums are exact.
        total[divmod(int(block[start]), total.shape[1])] += (
            members[start:end].T @ asked[start:end]
        ).astype(np.int32)


def _matrix(columns: list[pa.Array]) -> _Numbers:
    return np.column_stack(
        [column.to_numpy(zero_copy_only=False).astype(np.float32) for column in columns]
    )
