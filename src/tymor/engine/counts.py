"""Numerators and denominators by area, year, measure and group."""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tymor.engine.adding import Counts, add_up
from tymor.engine.database import Engine
from tymor.engine.entries import count_entries
from tymor.engine.learners import open_learners, with_phase_before
from tymor.measures.frame import coded
from tymor.measures.pupils.catalogue import every_rule
from tymor.measures.pupils.groups import GROUPS
from tymor.measures.pupils.rule import SUBJECTS, Phase

#: Rows that are added up at a time: some 30 MB.
_LEARNERS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Counted:
    """Counts of every area.

    ``of_phase`` has, by area, year and group, the numerators (who reached it, or their points)
    of all measures of the phase, then the denominators (who could).
    """

    area_ids: Sequence[str]
    years: Sequence[str]
    of_phase: Mapping[Phase, Counts]

    def rows(self, area_ids: Collection[str], groups: Sequence[str]) -> list[pd.DataFrame]:
        """One row an area, year, measure and group that has a learner; a table a phase."""
        places = np.flatnonzero(np.isin(self.area_ids, list(area_ids)))
        return [self._rows(phase, places, groups) for phase in self.of_phase]

    def _rows(self, phase: Phase, places: np.ndarray, groups: Sequence[str]) -> pd.DataFrame:
        counts = self.of_phase[phase][places][:, :, [*map(list(GROUPS).index, groups)]]
        numerators, denominators = np.split(counts, 2, axis=3)
        found = np.nonzero(denominators)
        area, year, group, measure = found
        words = {
            "area_id": (places[area], self.area_ids),
            "academic_year": (year, self.years),
            "measure_id": (measure, measures_of(phase)),
            "group": (group, groups),
        }
        return pd.DataFrame(
            {name: coded(*of) for name, of in words.items()}
            | {"numerator": numerators[found].astype(np.int64)}
            | dict.fromkeys(["denominator", "cohort"], denominators[found].astype(np.int64))
        )

    def said(self) -> pd.DataFrame:
        """The years and measures of which learners' rows say something."""
        pairs = []
        for phase, counts in self.of_phase.items():
            names = measures_of(phase)
            anybody = np.split(counts, 2, axis=3)[1].any(axis=(0, 2))
            pairs += [(self.years[year], names[measure]) for year, measure in np.argwhere(anybody)]
        return pd.DataFrame(pairs, columns=["academic_year", "measure_id"], dtype="str")


def count_pupils(
    engine: Engine,
    folder: Path,
    schools: pd.DataFrame,
    *,
    partnership_id: str | None,
    years: Sequence[str] | None = None,
) -> Counted:
    """Count every measure of pupils' rows.

    Parameters
    ----------
    folder
        Where :func:`tymor.engine.learners.write_learners` wrote its files.
    schools
        The schools that count: ``school_id``, ``la_code``. Others are left out.
    partnership_id
        The area that all of them make up; none where they are only some of its schools.
    years
        The academic years wanted; all where nothing is said. Progress looks back beyond them.

    Notes
    -----
    A learner on the roll of two schools counts in both.
    """
    open_learners(engine, folder)
    years = sorted(set(_years_held(engine) if years is None else years))
    parts = _parts(schools, partnership_id)
    area_ids = sorted(set(parts["area_id"]))
    _declare(engine, parts, area_ids, years)
    sums = parts[parts["area_id"] != parts["school_id"]]
    of_phase = {}
    for phase in SUBJECTS:
        counts = _count_phase(engine, phase, (len(area_ids), len(years)))
        for area_id, own in sums.groupby("area_id"):
            of_schools = np.searchsorted(area_ids, own["school_id"])
            counts[area_ids.index(str(area_id))] = counts[of_schools].sum(axis=0)
        of_phase[phase] = counts
    count_entries(engine)
    return Counted(area_ids, years, of_phase)


def measures_of(phase: Phase) -> list[str]:
    """The measures of a phase, in their order."""
    return [rule.measure_id for rule in every_rule() if rule.phase == phase]


def _parts(schools: pd.DataFrame, partnership_id: str | None) -> pd.DataFrame:
    """The areas that each school is part of, itself among them."""
    areas = [schools["school_id"], schools["la_code"]]
    if partnership_id is not None:
        areas.append(pd.Series(partnership_id, index=schools.index))
    return pd.concat(
        [pd.DataFrame({"school_id": schools["school_id"], "area_id": area}) for area in areas]
    )


def _years_held(engine: Engine) -> list[str]:
    held = ["results", *(f"learners_{phase}" for phase in SUBJECTS)]
    every = " UNION ".join(f"SELECT academic_year FROM {table}" for table in held)
    return [year for (year,) in engine.execute(every).fetchall()]


def _declare(
    engine: Engine, parts: pd.DataFrame, area_ids: Sequence[str], years: Sequence[str]
) -> None:
    """``parts``, and the places that areas and years have in the counts."""
    engine.register("given_parts", parts)
    engine.execute("CREATE TEMP TABLE parts AS SELECT * FROM given_parts")
    for name, column, words in (
        ("places", "school_id", area_ids),
        ("wanted", "academic_year", years),
    ):
        engine.execute(
            f"CREATE TEMP TABLE {name} AS SELECT unnest($1) AS {column}, unnest($2) AS place",
            [list(words), list(range(len(words)))],
        )
    # For entries and for counts that come as such: one row an area, year, measure and group.
    engine.execute("""
        CREATE TEMP TABLE counts (
            area_id VARCHAR, academic_year VARCHAR, measure_id VARCHAR, "group" VARCHAR,
            numerator BIGINT, denominator BIGINT, cohort BIGINT
        )
    """)


def _count_phase(engine: Engine, phase: Phase, shape: tuple[int, int]) -> Counts:
    """Counts of schools; those of other areas are 0 yet."""
    # In a file that is gone when nobody holds it any more: memory does not grow with areas.
    with tempfile.TemporaryFile() as file:
        whole = (*shape, len(GROUPS), 2 * len(measures_of(phase)))
        counts = np.memmap(file, np.int32, "w+", shape=whole)
    for learners in engine.sql(_asked(phase)).to_arrow_reader(_LEARNERS_AT_ONCE):
        add_up(learners, len(GROUPS), counts)
    return counts


def _asked(phase: Phase) -> str:
    """A query: the places of each learner's school and year, their groups and answers."""
    groups = ", ".join(f"coalesce({condition}, false)" for condition in GROUPS.values())
    rules = [rule for rule in every_rule() if rule.phase == phase]
    answers = ", ".join(f"({rule.asks})::FLOAT" for rule in rules)
    return f"""
        SELECT places.place, wanted.place, {groups}, {answers}
        FROM ({with_phase_before(phase)})
        JOIN wanted USING (academic_year) JOIN places USING (school_id)
    """


def add_counted_elsewhere(engine: Engine, counted: Counted, school_outcomes: pd.DataFrame) -> None:
    """Add counts that came as such, where pupils' rows say nothing of that year and measure."""
    if school_outcomes.empty:
        return
    columns = ["school_id", "academic_year", "measure_id", "group", "numerator", "denominator"]
    engine.register("elsewhere", school_outcomes[columns])
    engine.register("said", counted.said())
    engine.execute("""
        INSERT INTO counts
        SELECT area_id, academic_year, measure_id, "group",
            sum(numerator), sum(denominator), sum(denominator)
        FROM elsewhere JOIN parts USING (school_id) SEMI JOIN wanted USING (academic_year)
        ANTI JOIN said USING (academic_year, measure_id)
        ANTI JOIN (SELECT DISTINCT academic_year, measure_id FROM counts)
        USING (academic_year, measure_id)
        WHERE denominator > 0
        GROUP BY ALL
    """)
