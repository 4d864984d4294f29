"""Changes of what came counted: one more or one less of a school, in all groups that it is in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from tymor.audit.twins.edits import Edits, Numbers
from tymor.config import Config
from tymor.disclosure.system import Reader
from tymor.inputs import Inputs
from tymor.measures import programmes

#: Groups that together are all learners.
Pairs = Sequence[tuple[str, str]]
#: Cells of a table, and the numbers of figures that are more where these are.
_Together = tuple[tuple[tuple[int, str], ...], list[int]]


@dataclass(frozen=True)
class More:
    """One more (``by`` 1) or one less (-1) in these cells of a table: row and column."""

    cells: tuple[tuple[int, str], ...]
    by: int


class CountedEdits:
    """Every change of counts that is looked at."""

    def __init__(self, inputs: Inputs, numbers: Numbers, reader: Reader, config: Config) -> None:
        self._numbers, self._inputs = numbers, inputs
        self._pairs = config.learners.pairs
        cells = reader.cells
        self._learners = (cells["denominator"] == cells["cohort"]).to_numpy()
        self._block = reader.block
        self._known = set(config.measures)
        own = config.measures.items()
        sessions = [name for name, each in own if each.denominator == "sessions"]
        #: With a row a school, year and group: the numerator of each measure, and the denominator.
        self._tables: tuple[tuple[str, Mapping[str, str], str], ...] = (
            ("attendance", dict.fromkeys(sessions, "sessions_attended"), "sessions_possible"),
            ("post16_completion", programmes.COUNTED, "started"),
        )

    def every(self, said: pd.DataFrame) -> Iterator[Edits]:
        """``said`` has the years and measures of learners' rows: their counts are not used."""
        yield from self._edits("school_outcomes", self._of_outcomes(said))
        for table, measures, denominator in self._tables:
            yield from self._edits(table, self._of_table(table, measures, denominator))

    def _of_outcomes(self, said: pd.DataFrame) -> pd.DataFrame:
        """A row a count: ``row``, ``part`` and ``whole`` name its cells of the table."""
        rows = self._inputs.tables["school_outcomes"].reset_index(drop=True)
        told = pd.MultiIndex.from_frame(said[["academic_year", "measure_id"]])
        own = pd.MultiIndex.from_frame(rows[["academic_year", "measure_id"]])
        used = ~own.isin(told) & (rows["denominator"].fillna(0) > 0)
        kept = rows.loc[used, ["school_id", "academic_year", "measure_id", "group"]]
        return kept.assign(row=kept.index, part="numerator", whole="denominator")

    def _of_table(self, table: str, measures: Mapping[str, str], whole: str) -> pd.DataFrame:
        rows = self._inputs.tables[table].reset_index(drop=True)
        own = rows[["school_id", "academic_year", "group"]]
        return pd.concat(
            [own.assign(measure_id=name, row=own.index, part=part, whole=whole)
             for name, part in measures.items() if name in self._known]
        )  # fmt: skip

    def _edits(self, table: str, rows: pd.DataFrame) -> Iterator[Edits]:
        numbers = self._numbers
        rows = rows[rows["school_id"].isin(list(numbers.above))]
        rows = rows[rows["academic_year"].isin(numbers.years)]
        does: list[More] = []
        found: list[tuple[int, int, int]] = []
        for (school, year), own in rows.groupby(["school_id", "academic_year"], sort=True):
            for more, moved in self._of_school(str(school), str(year), own):
                for by in (1, -1):
                    found += [(len(does), at, by) for at in moved]
                    does.append(More(more, by))
        if does:
            edit, at, by = np.array(found).T
            shape = len(does), numbers.size
            effects = csr_array((by.astype(float), (edit, at)), shape=shape)
            owner = [f"{table} {'+'.join(f'{r}{c}' for r, c in each.cells)}" for each in does]
            yield Edits([table] * len(does), owner, does, effects)

    def _of_school(self, school: str, year: str, rows: pd.DataFrame) -> Iterator[_Together]:
        """The cells that change together, and the numbers of figures that are more by it."""
        own = _Held(rows, self._numbers.places(school, year, *_names(rows)), self._pairs)
        blocks: dict[tuple[int, str], list[str]] = {}
        for measure in own.measures:
            if (at := own.first(measure)) < 0:
                continue
            for groups in own.footprints(measure):
                cells = tuple((own.row[measure, g], own.part[measure]) for g in groups)
                yield cells, own.figures([measure], groups)
            block = int(self._block[at]), own.whole[measure]
            blocks.setdefault(block, []).append(measure)
        for measures in blocks.values():
            if len({own.footprints(each) for each in measures}) == 1:
                for groups in own.footprints(measures[0]):
                    yield self._one_more(own, measures, groups)

    def _one_more(self, own: "_Held", measures: Sequence[str], groups: Sequence[str]) -> _Together:
        """A learner more in all that have the same cohort."""
        cells = dict.fromkeys((own.row[m, g], own.whole[m]) for m in measures for g in groups)
        count, figures = self._numbers.count, own.figures(measures, groups)
        learners = [2 * count + at for at in figures if self._learners[at]]
        return tuple(cells), [*(count + at for at in figures), *learners]


def _names(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    return sorted(set(rows["measure_id"].astype(str))), sorted(set(rows["group"].astype(str)))


class _Held:
    """The counts of a school and year, and where their figures stand."""

    def __init__(self, rows: pd.DataFrame, places: np.ndarray, pairs: Pairs) -> None:
        self._pairs = pairs
        self.measures, groups = _names(rows)
        names = list(zip(rows["measure_id"], rows["group"], strict=True))
        self.row = {name: int(row) for name, row in zip(names, rows["row"], strict=True)}
        self.part = dict(zip(rows["measure_id"], rows["part"], strict=True))
        self.whole = dict(zip(rows["measure_id"], rows["whole"], strict=True))
        of_all = places[0, groups.index("all")].tolist() if "all" in groups else []
        self._own: dict[str, int] = dict(zip(self.measures, of_all, strict=False))
        self._places = {
            (measure, group): [int(at) for at in places[:, g, m] if at >= 0]
            for m, measure in enumerate(self.measures)
            for g, group in enumerate(groups)
        }

    def first(self, measure: str) -> int:
        """Where the school's own figure of all learners stands; nowhere is less than 0."""
        return self._own.get(measure, -1) if (measure, "all") in self.row else -1

    def footprints(self, measure: str) -> tuple[tuple[str, ...], ...]:
        return tuple(_footprints([g for m, g in self.row if m == measure], self._pairs))

    def figures(self, measures: Sequence[str], groups: Sequence[str]) -> list[int]:
        return [at for m in measures for g in groups for at in self._places[m, g]]


def _footprints(groups: Sequence[str], pairs: Pairs) -> Iterator[tuple[str, ...]]:
    """The groups that one learner is in, of those held: of each pair one, where both are held."""
    sides = [pair for pair in pairs if set(pair) <= set(groups)]
    for chosen in product(*sides):
        yield ("all", *chosen)
