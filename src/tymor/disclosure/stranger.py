"""What a stranger knows, who has nothing but what is published: figures to their places, no counts.

Of a percentage to one place and its cohort follows the numerator, or the few that it can be; of
one without a cohort, a cone. What is withheld is unknown. All else is as for
:class:`~tymor.disclosure.system.Reader`, but that nothing here knows the truth.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from tymor.disclosure.names import ELIGIBLE, KEY, ROLL
from tymor.disclosure.protect import HIDDEN, NEAR_ALL, NEAR_NONE, SHOWN
from tymor.disclosure.relations import Related, Rows, relate
from tymor.disclosure.system import ALL, COHORT, NUMERATOR, System

#: The cohort of a figure that is shown, if without it: what it is no secret.
TOLD = 3
#: No area has more learners.
_MOST = 300_000.0
#: Percentages are rounded so much more freely, in their last place but one, that no solver's own
#: rounding makes one impossible.
_HAIR = 1e-3
#: Where learners are, and when: with a measure it is a figure.
_WHERE = ["area_id", "academic_year", "group"]


class Stranger:
    """All that can be reasoned from published figures.

    Parameters
    ----------
    cells
        One row a figure that learners are counted for: its key, ``state`` (of
        :mod:`.protect`), ``value`` (a percentage; missing where it is not shown), ``places``
        (decimals of it) and ``cohort`` (missing where it is not shown).
    areas
        ``area_id``, ``kind`` and ``parent_id``. Whoever is in an authority's figure is taken to be
        in one of its schools here that has the figure, too.
    measures
        By ``measure_id``: ``phase``, ``unit``, ``denominator`` (pupils where it is not there),
        ``within``, ``all_of``, ``among`` and ``streams``, as names.
    """

    def __init__(self, cells: pd.DataFrame, areas: pd.DataFrame, measures: pd.DataFrame) -> None:
        self.cells = cells.reset_index(drop=True)
        self._parent = self.cells["area_id"].map(areas.set_index("area_id")["parent_id"]).fillna("")
        phases = measures["phase"].to_dict()
        self._phase = self.cells["measure_id"].map(phases).fillna(ROLL)
        unit = self.cells["measure_id"].map(measures["unit"].to_dict())
        # Attendance is of sessions; only how many learners it is of counts.
        denominators = measures["denominator"].to_dict() if "denominator" in measures else {}
        of = self.cells["measure_id"].map(denominators)
        #: Whether it is a share of its learners.
        self.percentage = (
            ((unit == "pct") & (of != "sessions")) | (self.cells["measure_id"] == ELIGIBLE)
        ).to_numpy()
        count = len(self.cells)
        block = self._shared_cohorts(measures)
        self.n, self.d = np.arange(count), count + block
        self._at = pd.MultiIndex.from_frame(self.cells[KEY])
        self._rows = Rows()
        width = count + int(block.max(initial=-1)) + 1
        self._least, self._most = np.zeros(width), np.full(width, _MOST)
        self._area = np.empty(width, object)
        self._area[self.n] = self._area[self.d] = self.cells["area_id"]
        self._own_limits()
        self._sums()
        self._groups()
        relate(self._rows, self.cells, (self.n, self.d), _related(measures))

    def system(self, interval: int) -> System:
        """What is known, and as targets what is withheld: numerators, cohorts, that all did.

        Numerators and cohorts must have ``interval`` values, or as many as what is said of each
        figure allows. Beside these stand the cohorts of figures that are shown without them
        (:data:`TOLD`).
        """
        state = self.cells["state"].to_numpy()
        n, d = self.n, self.d
        open_n = self._most[n] > self._least[n]
        of_n = np.flatnonzero((state != SHOWN) & open_n & self.percentage)
        # What a cohort is that also others rest on, of which one is told, is no secret.
        told = np.zeros(len(self._least), bool)
        told[d[state != HIDDEN]] = True
        unknown = np.flatnonzero((state == HIDDEN) & ~told[d] & (self._most[d] > self._least[d]))
        of_d = unknown[np.unique(d[unknown], return_index=True)[1]]
        of_all = unknown[self.percentage[unknown]]
        targets = Rows()
        targets.add(0, 0, (n[of_n], 1))
        targets.add(0, 0, (d[of_d], 1))
        targets.add(0, 0, (d[of_all], 1), (n[of_all], -1))
        of_told = np.flatnonzero((state != HIDDEN) & (self._most[d] > self._least[d]))
        of_told = of_told[np.unique(d[of_told], return_index=True)[1]]
        targets.add(0, 0, (d[of_told], 1))
        low, high = self._rows.ends()
        width = len(self._least)
        can = np.minimum(self._most[n[of_n]] - self._least[n[of_n]], self._most[d[of_n]])
        can[state[of_n] != HIDDEN] = 1  # all, or all but one
        apart = [np.clip(can, 1, interval - 1), np.full(len(of_d), interval - 1),
                 np.ones(len(of_all)), np.ones(len(of_told))]  # fmt: skip
        return System(
            self._rows.matrix(width), low, high, self._least, self._most, self._least.copy(),
            self._area, targets.matrix(width), np.concatenate([of_n, of_d, of_all, of_told]),
            np.repeat([NUMERATOR, COHORT, ALL, TOLD], [*map(len, (of_n, of_d, of_all, of_told))]),
            np.arange(width), np.concatenate(apart), self._area,
        )  # fmt: skip

    def of_one_part(self, areas: Collection[str]) -> np.ndarray:
        """Which figures are those of one of these areas alone, by another area's name (a mask)."""
        above = self._place(area_id=self._parent)
        child = np.flatnonzero(above >= 0)
        parts = np.bincount(above[child], minlength=len(above))
        own = child[self.cells["area_id"].iloc[child].isin(areas)]
        alone: np.ndarray = np.isin(np.arange(len(above)), above[own]) & (parts == 1)
        return alone

    def beside(self, cell: int) -> np.ndarray:
        """The places of figures of the same learners' phase, area, year and group."""
        alike = self._phase == self._phase.iloc[cell]
        for name in _WHERE:
            alike &= self.cells[name] == self.cells[name].iloc[cell]
        return np.flatnonzero(alike)

    def known_among(self, used: np.ndarray) -> np.ndarray:
        """The places of the published figures behind these numbers (a mask)."""
        told = (self.cells["state"] != HIDDEN).to_numpy()
        return np.flatnonzero((used[self.n] | used[self.d]) & told)

    def _shared_cohorts(self, measures: pd.DataFrame) -> np.ndarray:
        """A number a cell; those that rest on the same learners have the same.

        Who reached a level within another is one of those who were assessed in both: measures that
        lie within each other share their learners, unless their cohorts are seen to differ.
        """
        root = {name: name for name in self.cells["measure_id"]}
        for name, wider in _names(measures["within"]):
            for each in wider:
                one, other = (_end(root, m) for m in (name, each))
                if name in root and each in root and self._alike(name, each):
                    root[one] = other
        share = self.cells["measure_id"].map({name: _end(root, name) for name in root})
        keys = [*(self.cells[name] for name in _WHERE), share, self._phase]
        # What is shown with other numbers is no cohort of all of them, whatever else is alike.
        differ = self.cells.groupby(keys, sort=False)["cohort"].transform("nunique") > 1
        alone = np.where(differ, np.arange(len(self.cells)), -1)
        block: np.ndarray = self.cells.groupby([*keys, alone], sort=False).ngroup().to_numpy()
        return block

    def _alike(self, one: str, other: str) -> bool:
        """Whether the cohorts of two measures are equal wherever both are shown."""
        measure, cohort = self.cells["measure_id"], self.cells.set_index(_WHERE)["cohort"]
        first, second = (cohort[(measure == name).to_numpy()].dropna() for name in (one, other))
        both = pd.concat([first, second], axis=1, join="inner")
        return bool((both.iloc[:, 0] == both.iloc[:, 1]).all())

    def _own_limits(self) -> None:
        """What is said of each figure itself."""
        cells, n, d = self.cells, self.n, self.d
        cohort = cells["cohort"].to_numpy(float)
        told = np.flatnonzero(~np.isnan(cohort))
        self._least[d[told]] = self._most[d[told]] = cohort[told]
        some = self.percentage
        self._rows.add(-np.inf, 0, (n[some], 1), (d[some], -1))
        state = cells["state"].to_numpy()
        near = np.flatnonzero(some & (state == NEAR_ALL))
        self._rows.add(0, 1, (d[near], 1), (n[near], -1))
        self._most[n[some & (state == NEAR_NONE)]] = 1
        shown = np.flatnonzero(some & (state == SHOWN) & cells["value"].notna().to_numpy())
        self._least[d[shown]] = np.maximum(self._least[d[shown]], 1)
        places = cells["places"].to_numpy(int)[shown]
        for each in np.unique(places):
            self._percentages(shown[places == each], int(each))
        counted = np.flatnonzero(~some)  # their numerators are no learners
        self._most[n[counted]] = 0

    def _percentages(self, at: np.ndarray, places: int) -> None:
        """100 n / d, to so many places, is what is shown."""
        scale = 10 ** (places + 1)
        shown = np.round(self.cells["value"].to_numpy(float)[at] * scale)
        for low, high, n, d in zip(shown - 5, shown + 5, self.n[at], self.d[at], strict=True):
            if self._least[d] == self._most[d]:
                size = self._least[d]
                least, most = -(-low * size // (100 * scale)), high * size // (100 * scale)
                least, most = min(least, most), max(least, most)  # where no whole number fits
                self._least[n], self._most[n] = max(least, 0), min(most, size)
            else:
                one = np.array([n]), np.array([d])
                least, most = (low - _HAIR) / (100 * scale), (high + _HAIR) / (100 * scale)
                self._rows.add(0, np.inf, (one[0], 1), (one[1], -least))
                self._rows.add(-np.inf, 0, (one[0], 1), (one[1], -most))

    def _place(self, **other: str | pd.Series) -> np.ndarray:
        return self._at.get_indexer(pd.MultiIndex.from_frame(self.cells.assign(**other)[KEY]))

    def _sums(self) -> None:
        above = self._place(area_id=self._parent)
        child = np.flatnonzero(above >= 0)
        for x, asked in ((self.n, self.percentage), (self.d, np.ones(len(above), bool))):
            kept = child[asked[child]]
            parent, of = np.unique(above[kept], return_inverse=True)
            self._rows.add_sums(x[parent], x[kept], of)

    def _groups(self) -> None:
        total = self._place(group="all")
        g = np.flatnonzero((total >= 0) & (self.cells["group"] != "all").to_numpy())
        self._rows.add(-np.inf, 0, (self.d[g], 1), (self.d[total[g]], -1))
        g = g[self.percentage[g]]
        t, n, d = total[g], self.n, self.d
        self._rows.add(-np.inf, 0, (n[g], 1), (n[t], -1))
        self._rows.add(-np.inf, 0, (n[t], 1), (n[g], -1), (d[t], -1), (d[g], 1))


def _related(measures: pd.DataFrame) -> Related:
    """What sites say of measures; a bar stands between those of which one is enough."""
    said = (
        measures.reindex(columns=["within", "all_of", "streams", "among"]).astype(object).fillna("")
    )
    all_of = {name: [each.split("|") for each in parts] for name, parts in _names(said["all_of"])}
    among = {name: of for name, (of,) in _names(said["among"])}
    return Related(dict(_names(said["within"])), all_of, dict(_names(said["streams"])), among)


def _names(said: pd.Series) -> Iterator[tuple[str, Sequence[str]]]:
    for name, words in said.items():
        if words:
            yield str(name), str(words).split()


def _end(root: Mapping[str, str], name: str) -> str:
    while root.get(name, name) != name:
        name = root[name]
    return name
