"""Actuals computed from schools' and pupils' rows, handed out some areas at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from tymor.config import Config
from tymor.inputs import Inputs
from tymor.measures import attendance, outcomes, programmes
from tymor.measures.frame import places_of, same, stacked

if TYPE_CHECKING:
    from tymor.measures.counting import PupilFigures


@dataclass(frozen=True)
class Actuals:
    """What was computed, for every area.

    Figures counted from pupils' rows are too many to be held at once: they are made when
    asked for (see :mod:`tymor.measures.counting`). The others are in ``held``.
    """

    held: pd.DataFrame
    decimals: Mapping[str, int]
    of_pupils: "PupilFigures | None" = None

    def of_areas(self, area_ids: Collection[str], *, group: str | None = None) -> pd.DataFrame:
        """One row a figure of these areas (of one ``group``), as actuals counted here.

        Words are categories.
        """
        held = self.held if group is None else self.held[self.held["group"] == group]
        parts = [held[held["area_id"].isin(area_ids)]]
        if self.of_pupils is not None:
            parts.append(self.of_pupils.of_areas(area_ids, group=group))
        found = stacked(parts)
        words = {"kind": "actual", "status": "counted", "source": "computed"}
        return found.assign(
            decimals=places_of(found["measure_id"], self.decimals),
            **{name: same(word, len(found)) for name, word in words.items()},
        )


@contextmanager
def open_actuals(
    config: Config, inputs: Inputs, years: Sequence[str] | None = None
) -> Iterator[Actuals]:
    """Compute everything that rows allow, for every area.

    The partnership's own figures are computed only where the schools held are
    all its schools: a sample's sum says nothing about the region. Where pupils' rows
    say something of a year and measure, school rows of the same are not used.

    Parameters
    ----------
    years
        The academic years wanted; all where nothing is said.
    """
    schools = inputs.tables["schools"]
    schools = schools[schools["la_code"].isin(config.partnership.local_authorities)]
    whole = None if inputs.holds_sample("schools") else config.partnership.id
    learners = inputs.learners
    counted = inputs.tables["school_outcomes"] if learners is None else pd.DataFrame()
    held = _from_school_rows(config, inputs, schools, counted, whole)
    if learners is None:
        yield Actuals(held, config.decimals)
        return
    # DuckDB is loaded only where pupils' rows need it.
    from tymor.measures.counting import PupilFigures, count_pupils, open_engine
    from tymor.measures.counting.counts import add_counted_elsewhere
    from tymor.measures.pupils.groups import conditions

    with open_engine(config.engine) as engine:
        of_pupils = count_pupils(
            engine, learners, schools, conditions(config.groups), partnership_id=whole, years=years
        )
        add_counted_elsewhere(engine, of_pupils, inputs.tables["school_outcomes"])
        places = config.decimals
        yield Actuals(held, places, PupilFigures(engine, of_pupils, config.measures, places))


def _from_school_rows(
    config: Config,
    inputs: Inputs,
    schools: pd.DataFrame,
    school_outcomes: pd.DataFrame,
    partnership_id: str | None,
) -> pd.DataFrame:
    """Attendance, post-16 programmes, and outcomes that came counted, with their gaps."""
    places, measures = config.decimals, config.measures
    rates = [attendance.rates(inputs.tables["attendance"], schools, config.measures, places)]
    kept = programmes.retention_and_completion(inputs.tables["post16_completion"])
    for rows in (kept, school_outcomes):
        if not rows.empty:
            rates.insert(0, outcomes.of_schools_and_authorities(rows, schools, measures, places))
    if partnership_id is not None:
        rates += [
            outcomes.of_partnership(rate, schools, partnership_id, measures, places)
            for rate in rates
        ]
    counted = pd.concat(rates, ignore_index=True)
    gaps = outcomes.gaps(counted, config.measures, places)
    return pd.concat([counted, gaps], ignore_index=True)
