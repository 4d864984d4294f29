"""Numerators and denominators by area, year, measure and group."""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tymor.measures.counting.adding import Counts, add_up
from tymor.measures.counting.database import Engine
from tymor.measures.counting.entries import entries_alike, learners_of_entries
from tymor.measures.counting.learners import open_learners, with_phase_before
from tymor.measures.frame import coded
from tymor.measures.pupils.catalogue import every_rule
from tymor.measures.pupils.rule import SUBJECTS, Phase, Rule

#: Rows that are added up at a time: some 30 MB.
_LEARNERS_AT_ONCE = 100_000
_PHASES_AT_ONCE = 2


@dataclass(frozen=True)
class Counted:
    """Counts of every area.

    ``of_phase`` has, by area, year and group, the numerators (who reached it, or their points)
    of all measures of the phase, then the denominators (who could). Of post-16 these are
    entries; the learners behind them, fewer where one has several, come after. ``groups`` are
    those that rows tell of, each with its condition.
    """

    area_ids: Sequence[str]
    years: Sequence[str]
    of_phase: Mapping[Phase, Counts]
    groups: Mapping[str, str]

    def rows(self, area_ids: Collection[str], groups: Sequence[str]) -> list[pd.DataFrame]:
        """One row an area, year, measure and group that has a learner; a table a phase."""
        places = np.flatnonzero(np.isin(self.area_ids, list(area_ids)))
        return [self._rows(phase, places, groups) for phase in self.of_phase]

    def _rows(self, phase: Phase, places: np.ndarray, groups: Sequence[str]) -> pd.DataFrame:
        counts = self.of_phase[phase][places][:, :, [*map(list(self.groups).index, groups)]]
        number = len(measures_of(phase))
        denominators = counts[..., number : 2 * number]
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
            | {
                "numerator": counts[..., :number][found].astype(np.int64),
                "denominator": denominators[found].astype(np.int64),
                # The last ones: the denominators themselves where it is learners that count.
                "cohort": counts[..., -number:][found].astype(np.int64),
            }
        )

    def said(self) -> pd.DataFrame:
        """The years and measures of which learners' rows say something."""
        pairs = []
        for phase, counts in self.of_phase.items():
            names = measures_of(phase)
            anybody = counts[..., len(names) : 2 * len(names)].any(axis=(0, 2))
            pairs += [(self.years[year], names[measure]) for year, measure in np.argwhere(anybody)]
        return pd.DataFrame(pairs, columns=["academic_year", "measure_id"], dtype="str")


def count_pupils(
    engine: Engine,
    folder: Path,
    schools: pd.DataFrame,
    groups: Mapping[str, str],
    *,
    partnership_id: str | None,
    years: Sequence[str] | None = None,
) -> Counted:
    """Count every measure of pupils' rows.

    Parameters
    ----------
    folder
        Where :func:`tymor.measures.counting.learners.write_learners` wrote its files.
    schools
        The schools that count: ``school_id``, ``la_code``. Others are left out.
    groups
        The groups of learners, each with its condition (:func:`.pupils.groups.conditions`).
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
    shape = len(area_ids), len(years), len(groups)
    # No phase needs another's counts: one is added up while the next is read, the longest first.
    with ThreadPoolExecutor(_PHASES_AT_ONCE, thread_name_prefix="tymor-counts") as threads:
        asked: dict[Phase, Future[Counts]] = {}
        asked["post16"] = threads.submit(_count_entries, engine.cursor(), groups, shape)
        for phase in SUBJECTS:
            asked[phase] = threads.submit(_count_phase, engine.cursor(), phase, groups, shape)
    of_phase = {phase: counts.result() for phase, counts in asked.items()}
    for area_id, own in sums.groupby("area_id"):
        of_schools = np.searchsorted(area_ids, own["school_id"])
        for counts in of_phase.values():
            counts[area_ids.index(str(area_id))] = counts[of_schools].sum(axis=0)
    return Counted(area_ids, years, of_phase, groups)


def measures_of(phase: Phase) -> list[str]:
    """The measures of a phase, in their order."""
    return [rule.measure_id for rule in _rules(phase)]


def _rules(phase: Phase) -> list[Rule]:
    return [rule for rule in every_rule() if rule.phase == phase]


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
    engine.execute("CREATE TABLE parts AS SELECT * FROM given_parts")
    for name, column, words in (
        ("places", "school_id", area_ids),
        ("wanted", "academic_year", years),
    ):
        engine.execute(
            f"CREATE TABLE {name} AS SELECT unnest($1) AS {column}, unnest($2) AS place",
            [list(words), list(range(len(words)))],
        )
    # For counts that come as such: one row an area, year, measure and group.
    engine.execute("""
        CREATE TABLE counts (
            area_id VARCHAR, academic_year VARCHAR, measure_id VARCHAR, "group" VARCHAR,
            numerator BIGINT, denominator BIGINT, cohort BIGINT
        )
    """)


def _count_phase(
    engine: Engine, phase: Phase, groups: Mapping[str, str], shape: tuple[int, ...]
) -> Counts:
    """Counts of schools; those of other areas are 0 yet."""
    counts = _nothing((*shape, 2 * len(measures_of(phase))))
    _add_up(engine, _asked(phase, groups), counts)
    return counts


def _count_entries(engine: Engine, groups: Mapping[str, str], shape: tuple[int, ...]) -> Counts:
    """The same of post-16 entries, with the learners behind them: disclosure goes by people."""
    number = len(measures_of("post16"))
    counts = _nothing((*shape, 3 * number))
    _add_up(engine, entries_alike(_rules("post16"), groups), counts[..., : 2 * number])
    learners = _nothing((*shape, 2))
    _add_up(engine, learners_of_entries(groups), learners)
    # In one subject a learner has one entry; over all subjects the learners are fewer.
    of_measure = counts[..., number : 2 * number]
    np.minimum(of_measure, learners[..., 1:], out=counts[..., 2 * number :])
    return counts


def _nothing(shape: tuple[int, ...]) -> Counts:
    """Counts that are all 0, in a file that is gone when nobody holds it any more.

    So memory does not grow with areas.
    """
    with tempfile.TemporaryFile() as file:
        return np.memmap(file, np.int32, "w+", shape=shape)


def _add_up(engine: Engine, query: str, counts: Counts) -> None:
    for learners in engine.sql(query).to_arrow_reader(_LEARNERS_AT_ONCE):
        add_up(learners, counts.shape[2], counts)


def _asked(phase: Phase, groups: Mapping[str, str]) -> str:
    """A query: the places of each learner's school and year, their groups and answers."""
    members = ", ".join(f"coalesce({condition}, false)" for condition in groups.values())
    answers = ", ".join(f"({rule.asks})::FLOAT" for rule in _rules(phase))
    return f"""
        SELECT places.place, wanted.place, {members}, {answers}
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
        WHERE denominator > 0
        GROUP BY ALL
    """)
