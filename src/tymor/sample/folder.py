"""Writes the folder of invented data, the same bytes each time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tymor.files import Writer
from tymor.sample.attendance import attendance
from tymor.sample.draws import SEED
from tymor.sample.half_terms import half_term_reviews
from tymor.sample.outcomes import school_outcomes
from tymor.sample.oversight import exclusions, inspections, risk
from tymor.sample.plan import calendar, plan_actions
from tymor.sample.printed import read_printed
from tymor.sample.priorities import school_priorities
from tymor.sample.schools import NAMED, School
from tymor.sample.sixth_forms import post16_completion, post16_outcomes
from tymor.sample.support import (
    grants,
    partners,
    partners_of,
    professional_learning,
    support,
)
from tymor.sample.targets import targets

COLUMNS = (
    "school_id",
    "la_code",
    "name_en",
    "name_cy",
    "sector",
    "medium",
    "pupils",
    "efsm_pct",
    "open_from",
    "open_to",
)
#: Tables that tell of schools what no result tells, by name.
AROUND = (
    "school_priorities",
    "half_term_reviews",
    "exclusions",
    "inspections",
    "partners",
    "support",
    "professional_learning",
    "grants",
    "risk",
)
_SOURCE = """\
# What this folder is; reports and the methods page read it.
title:
  en: Invented schools, for trying Tymor out
  cy: Ysgolion dychmygol, i roi cynnig ar Tymor
invented: true
sample: true
from: Made by python -m tymor.sample; no school, learner or result in it is real
"""


def write_sample(folder: Path, published: Path) -> list[Path]:
    """Write the invented schools and their data to ``folder``.

    Parameters
    ----------
    folder
        Where to write, such as ``data/sample``; files of these names are replaced.
    published
        The folder of printed figures that the invented ones come near to.

    Returns
    -------
    list of Path
        The files written: a table each, and ``source.yml``.

    Raises
    ------
    TymorError
        A table of printed figures is missing.
    """
    printed = read_printed(published)
    schools = numbered(NAMED)
    outcomes = school_outcomes(schools, printed)
    attended = attendance(schools, printed)
    tables = {
        "school_outcomes": pd.concat([outcomes, post16_outcomes(schools)]),
        "post16_completion": post16_completion(schools),
        "attendance": attended,
        "targets": targets(schools, outcomes, attended, printed),
        "plan_actions": plan_actions(sorted({school.la_code for school in schools})),
        "calendar": calendar(),
        **tables_of_schools(schools),
    }
    writer = Writer(folder)
    written = [
        writer.text(f"{name}.csv", rows.to_csv(index=False, lineterminator="\n"))
        for name, rows in tables.items()
    ]
    return [*written, writer.text("source.yml", _SOURCE)]


def tables_of_schools(
    schools: Sequence[School], number: int = 0, seed: int = SEED
) -> dict[str, pd.DataFrame]:
    """``schools`` and the tables of :data:`AROUND`; ``number`` as for :func:`partners_of`."""
    held = partners_of(schools, number, seed)
    priorities = school_priorities(schools, seed)
    rows = [[getattr(school, column) for column in COLUMNS] for school in schools]
    return {
        "schools": pd.DataFrame(rows, columns=list(COLUMNS)).assign(
            improvement_partner=[held.of_school[school.school_id] for school in schools]
        ),
        "school_priorities": priorities,
        "half_term_reviews": half_term_reviews(priorities, seed),
        "exclusions": exclusions(schools, seed),
        "inspections": inspections(schools, seed),
        "partners": partners(held),
        "support": support(schools, held, seed),
        "professional_learning": professional_learning(schools, seed),
        "grants": grants(schools, seed),
        "risk": risk(schools, seed),
    }


def numbered(schools: tuple[School, ...]) -> list[School]:
    """Give the schools their ids: 999 is the code of no local authority."""
    return [
        replace(school, school_id=f"999{place:04}") for place, school in enumerate(schools, start=1)
    ]
