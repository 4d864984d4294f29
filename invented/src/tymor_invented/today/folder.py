"""Writes the folder of the schools of today, which comes with Tymor beside that of 2017."""

from pathlib import Path

import pandas as pd

from tymor.files import Writer
from tymor_invented.schools.school import School
from tymor_invented.today.around import school_priorities, strengths, support
from tymor_invented.today.learners import attendance, results
from tymor_invented.words import DATA

_SEED = 2025
_SOURCE = """\
# What this folder is; reports and the methods page read it.
title:
  en: Invented schools of two invented authorities
  cy: Ysgolion dychmygol dau awdurdod dychmygol
invented: true
sample: false
from: Made by tymor-invent today; no authority, school, learner or result in it is real
"""


def write_today(folder: Path) -> list[Path]:
    """Write the invented schools of today and their data, the same bytes each time.

    Parameters
    ----------
    folder
        Where to write, such as ``data/dwyafon``; files of these names are replaced, all or none.

    Returns
    -------
    list of Path
        The files written: a table each, and ``source.yml``.
    """
    authorities, told, calendar = (
        pd.read_csv(DATA / f"today_{name}.csv", dtype=str, keep_default_na=False)
        for name in ("authorities", "schools", "calendar")
    )
    schools = _schools(told)
    sessions, absent = attendance(schools, _SEED)
    partner_of = dict(zip(told["school_id"], told["improvement_partner"], strict=True))
    tables = {
        "local_authorities": authorities,
        "schools": told.assign(open_from="", open_to=""),
        "school_outcomes": pd.concat([results(schools, _SEED), absent]),
        "attendance": sessions,
        "school_priorities": school_priorities(schools, _SEED),
        "strengths": strengths(schools, _SEED),
        "support": support(schools, partner_of, _SEED),
        "calendar": calendar,
    }
    files = [*(f"{name}.csv" for name in tables), "source.yml"]
    with Writer(folder).together(*files) as paths:
        for path, table in zip(paths, tables.values(), strict=False):
            with path.open("w", encoding="utf-8", newline="") as lines:
                table.to_csv(lines, index=False, lineterminator="\n")
        paths[-1].write_text(_SOURCE, encoding="utf-8", newline="\n")
    return [folder / name for name in files]


def _schools(told: pd.DataFrame) -> list[School]:
    kinds = told.astype({"pupils": int, "efsm_pct": float}).drop(columns="improvement_partner")
    return [School(*row) for row in kinds.itertuples(index=False)]
