"""A linear model of sums and limits, as HiGHS takes it."""

from collections.abc import Mapping

import numpy as np
from highspy import Highs, HighsLp, MatrixFormat
from scipy.sparse import csr_array


def model_of(
    matrix: csr_array, sums: tuple[np.ndarray, np.ndarray], limits: tuple[np.ndarray, np.ndarray],
    cost: np.ndarray, options: Mapping[str, bool | int | float | str],
) -> Highs:  # fmt: skip
    """The numbers of least ``cost`` whose ``sums`` (by ``matrix``) and selves are within these
    least and most."""
    lp = HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = limits
    lp.row_lower_, lp.row_upper_ = sums
    lp.a_matrix_.format_ = MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    model = Highs()  # type: ignore[no-untyped-call]
    for name, value in options.items():
        model.setOptionValue(name, value)
    model.passModel(lp)
    return model
