"""Invented rows of the region: schools with every phase, so that no figure is missing."""

from pathlib import Path

import numpy as np
import pandas as pd

YEARS = ["2014/15", "2015/16", "2016/17"]
TARGET_YEARS = ["2015/16", "2016/17", "2017/18"]
AUTHORITIES = ["672", "681", "675", "674", "673"]
REGION = "CSC"
COHORT = {"efsm": 15, "not_efsm": 45}
_SEED = 2017
_SOURCE = """\
title: {en: An invented region, cy: Rhanbarth dychmygol}
invented: true
sample: false
from: made for timing; no school in it is real
"""


def write_rows(folder: Path, schools: int, measures: list[str]) -> None:
    """The tables of ``schools`` schools with these measures; the same bytes each time."""
    rng = np.random.default_rng(_SEED)
    ids = [str(9990001 + number) for number in range(schools)]
    school_table(ids).to_csv(folder / "schools.csv", index=False)
    outcomes(rng, ids, measures).to_parquet(folder / "school_outcomes.parquet", index=False)
    attendance(rng, ids).to_parquet(folder / "attendance.parquet", index=False)
    targets(rng, [REGION, *AUTHORITIES, *ids], measures).to_parquet(
        folder / "targets.parquet", index=False
    )
    (folder / "source.yml").write_text(_SOURCE, encoding="utf-8")


def change_one_school(folder: Path, school_id: str) -> None:
    """Every pupil of one school reaches the higher levels in the last year.

    Its authority and the region show these levels; the reports of other authorities, which
    read the region's key indicators, do not.
    """
    path = folder / "school_outcomes.parquet"
    rows = pd.read_parquet(path)
    own = (rows["school_id"] == school_id) & (rows["academic_year"] == YEARS[-1])
    higher = rows["measure_id"].str.contains("_plus")
    rows["numerator"] = rows["numerator"].mask(own & higher, rows["denominator"])
    rows.to_parquet(path, index=False)


def school_table(ids: list[str]) -> pd.DataFrame:
    codes = [AUTHORITIES[number % len(AUTHORITIES)] for number in range(len(ids))]
    names = [f"{number}" for number in range(1, len(ids) + 1)]
    return pd.DataFrame(
        {
            "school_id": ids,
            "la_code": codes,
            "name_en": [f"Invented School {name}" for name in names],
            "name_cy": [f"Ysgol Ddychmygol {name}" for name in names],
            "sector": "through",
            "medium": "dual",
            "pupils": 840,
            "efsm_pct": 25.0,
            "open_from": "",
            "open_to": "",
        }
    )


def outcomes(rng: np.random.Generator, ids: list[str], measures: list[str]) -> pd.DataFrame:
    """One row a school, year, measure and group; the two groups add up to all."""
    whole = product(school_id=ids, academic_year=YEARS, measure_id=measures)
    groups = [
        whole.assign(
            group=group,
            numerator=rng.binomial(size, chance, len(whole)),
            denominator=size,
        )
        for (group, size), chance in zip(COHORT.items(), (0.7, 0.85), strict=True)
    ]
    everybody = whole.assign(
        group="all",
        numerator=sum(each["numerator"] for each in groups),
        denominator=sum(COHORT.values()),
    )
    return pd.concat([everybody, *groups], ignore_index=True)


def attendance(rng: np.random.Generator, ids: list[str]) -> pd.DataFrame:
    rows = product(school_id=ids, academic_year=YEARS).assign(group="all")
    possible = 840 * 380
    attended = rng.binomial(possible, 0.94, len(rows))
    return rows.assign(sessions_possible=possible, sessions_attended=attended)


def targets(rng: np.random.Generator, areas: list[str], measures: list[str]) -> pd.DataFrame:
    rows = product(area_id=areas, measure_id=measures, academic_year=TARGET_YEARS)
    return rows.assign(value=rng.integers(75, 90, len(rows)).astype(float), status="set")


def product(**columns: list[str]) -> pd.DataFrame:
    """One row for each combination."""
    return pd.MultiIndex.from_product(columns.values(), names=list(columns)).to_frame(index=False)
