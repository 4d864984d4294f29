"""The printed figures the invented ones come near to."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tymor.errors import TymorError

YEARS = ("2014/15", "2015/16", "2016/17")
TARGET_YEARS = ("2015/16", "2016/17", "2017/18")
REGION = "CSC"


@dataclass(frozen=True, slots=True)
class Printed:
    """Actuals and targets of the region, by measure and academic year.

    A pair that is missing was printed without a number; ``target_status`` says
    for every target whether it was set.
    """

    measures: tuple[str, ...]
    actual: dict[tuple[str, str], float]
    target: dict[tuple[str, str], float]
    target_status: dict[tuple[str, str], str]


def read_printed(folder: Path) -> Printed:
    """Read ``published_outcomes.csv`` and ``targets.csv`` of ``folder``."""
    actual = _read(folder / "published_outcomes.csv")
    target = _read(folder / "targets.csv")
    return Printed(
        measures=tuple(actual["measure_id"].drop_duplicates()),
        actual=_numbers(actual),
        target=_numbers(target),
        target_status={
            (str(row.measure_id), str(row.academic_year)): str(row.status)
            for row in target.itertuples()
        },
    )


def _read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise TymorError(
            f"{path} is missing: the invented schools are made to come near its figures. "
            "Run from the project's folder, or name the folder of printed figures "
            "with --published."
        )
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    return rows[rows["area_id"] == REGION]


def _numbers(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {
        (str(row.measure_id), str(row.academic_year)): float(str(row.value))
        for row in rows.itertuples()
        if row.value
    }
