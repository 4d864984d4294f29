"""Figures of schools, local authorities and the partnership, from counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from tymor.config import Measure
from tymor.measures import outcomes
from tymor.measures.counting.counts import Counted
from tymor.measures.counting.database import Engine
from tymor.measures.frame import stacked


@dataclass(frozen=True)
class PupilFigures:
    """Figures counted from pupils' rows, given out some areas at a time."""

    engine: Engine
    counted: Counted
    measures: Mapping[str, Measure]
    decimals: Mapping[str, int]

    def of_areas(self, area_ids: Collection[str], *, group: str | None = None) -> pd.DataFrame:
        """The percentages, points and gaps of these areas; of one ``group`` where it is named.

        Returns
        -------
        pandas.DataFrame
            One row a figure, as :func:`tymor.measures.outcomes.rates` and
            :func:`tymor.measures.outcomes.gaps` give them, in no particular order.
        """
        # A gap is one of all learners, and is between two groups.
        sides = {name for each in self.measures.values() for name in each.between or ()}
        asked = {group, *sides} if group == "all" else {group}
        groups = [name for name in self.counted.groups if group is None or name in asked]
        elsewhere = self.engine.execute(
            'SELECT * FROM counts WHERE list_contains($1, area_id) AND list_contains($2, "group")',
            [list(area_ids), groups],
        ).df()
        counts = stacked([*self.counted.rows(area_ids, groups), elsewhere])
        found = outcomes.rates(counts, self.measures, self.decimals)
        found = stacked([found, outcomes.gaps(found, self.measures, self.decimals)])
        return found if group is None else found[found["group"] == group]
