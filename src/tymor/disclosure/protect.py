"""Which figures may be shown, and as what: exactly, as *all or all but one*, or not at all.

A figure that is shown is taken to tell its numerator and its cohort: percentages to one place and
cohorts on pages do. What is not shown is then a cell of a table whose totals are known: the schools
of an authority add up to it, authorities to the partnership, eFSM and other learners to all. What
gives a cell away is found, and mended, by :mod:`tymor.disclosure.repair`. Beside it two rules hold:

* **The rest is itself a cell.** What an area's parts do not show is known as a whole. Where one
  of them is hidden for its own numbers, the rest is of enough learners, also without its largest
  part (:class:`~tymor.config.disclosure.HiddenRest`).
* **Both sides.** A group is shown where the others of the area could be shown, too.

Whatever must be hidden for them is what costs least: the smallest parts, the same ones from year to
year.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tymor.config.disclosure import Protection
from tymor.disclosure.names import Rule

#: How a cell may be shown.
SHOWN, NEAR_ALL, NEAR_NONE, HIDDEN = range(4)
SCHOOL, AUTHORITY, PARTNERSHIP = range(3)
_KEY = ["measure_id", "academic_year", "group"]


@dataclass
class Cells:
    """Counted actuals, a row a cell, with what is decided of each in ``state``, and in ``why`` the
    :class:`~tymor.disclosure.names.Rule` that withheld it first.

    Columns of ``rows``: ``area_id``, ``parent_id``, ``level`` (0 a school, 1 an authority, 2 the
    partnership), ``measure_id``, ``academic_year``, ``group``, ``others`` (the group of all who are
    not in it, if there is one), ``numerator``, ``denominator`` and ``cohort`` (the learners),
    ``published`` (false of what is in totals only, as a school that has closed), ``few_parts`` (so
    few schools make it up that one can tell another's), and of the measure ``phase``, ``fine``
    (shown of larger cohorts only), ``percentage`` (of learners or entries), ``most`` (the points
    that one learner can have; 0 of what is no sum of points) and ``least`` (the cohort below which
    it is shown to nobody; 0 where that is not there).
    """

    rows: pd.DataFrame
    rules: Protection

    def __post_init__(self) -> None:
        rows = self.rows
        self.n = rows["numerator"].to_numpy(np.int64)
        self.d = rows["denominator"].to_numpy(np.int64)
        self.cohort = rows["cohort"].to_numpy(np.int64)
        self.level = rows["level"].to_numpy(np.int8)
        self.fine = rows["fine"].to_numpy(bool)
        self.percentage = rows["percentage"].to_numpy(bool)
        self.most = rows["most"].to_numpy(np.int64)
        self.least = rows["least"].to_numpy(np.int64) if "least" in rows else np.zeros(len(rows))
        self.of_group = (rows["group"] != "all").to_numpy()
        self.of_few_parts = rows["few_parts"].to_numpy(bool)
        self.published = rows["published"].to_numpy(bool)
        self.area = rows["area_id"].to_numpy()
        self.state = np.full(len(rows), SHOWN, np.int8)
        self.why = np.full(len(rows), Rule.NONE, np.int8)
        #: What is hidden for its own numbers.
        self.small = np.zeros(len(rows), bool)
        names = list(zip(*(rows[name] for name in ("area_id", *_KEY)), strict=True))
        at = {name: number for number, name in enumerate(names)}
        self.total = _places(at, ((a, m, y, "all") for a, m, y, _ in names))
        self.pair = _places(
            at, ((*name[:3], other) for name, other in zip(names, rows["others"], strict=True))
        )
        above = zip(rows["parent_id"], names, strict=True)
        self.above = _places(at, ((parent, *name[1:]) for parent, name in above))
        order = rows.groupby(["area_id", rows["phase"]])["cohort"].transform("mean").to_numpy()
        self.cost = np.lexsort((self.area.astype(str), order)).argsort()
        self.block, self.parts = self._blocks()

    def _blocks(self) -> tuple[np.ndarray, dict[int, np.ndarray]]:
        """The cells of a school that share a cohort: hidden together, or told of one another."""
        number = shared_cohorts(self.rows)
        if not len(number):
            return number, {}
        order = np.argsort(number, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(number[order])) + 1)
        return number, {int(number[own[0]]): own for own in parts}

    def families(self) -> Iterator[np.ndarray]:
        """The cells that add up to one: an area's parts, of one measure, year and group."""
        below = np.flatnonzero(self.above >= 0)
        if not len(below):
            return
        order = below[np.argsort(self.above[below], kind="stable")]
        yield from np.split(order, np.flatnonzero(np.diff(self.above[order])) + 1)

    def hide(self, which: np.ndarray) -> np.ndarray:
        """Hide cells; of a school those that would tell the cohort, too. Gives what is new."""
        blocks = [which]
        for at in which[self.level[which] == SCHOOL]:
            own = self.parts[int(self.block[at])]
            # Where the expected level is hidden, so is what lies beyond; the other way it stays.
            blocks.append(own if not self.fine[at] else own[self.fine[own]])
        every = np.unique(np.concatenate(blocks))
        new: np.ndarray = every[self.state[every] != HIDDEN]
        self.state[new] = HIDDEN
        return new

    def note(self, which: np.ndarray, rule: Rule) -> np.ndarray:
        """Note which rule hid those of these cells that are hidden, and of which none was noted."""
        new = which[(self.state[which] == HIDDEN) & (self.why[which] == Rule.NONE)]
        self.why[new] = rule
        return which


def _places(at: Mapping[tuple[Any, ...], int], names: Iterable[tuple[Any, ...]]) -> np.ndarray:
    return np.array([at.get(name, -1) for name in names], np.int64)


def shared_cohorts(rows: pd.DataFrame) -> np.ndarray:
    """A number a cell; cells of one area, year and group that have the same cohort have the same.

    Measures have one cohort that are equal in every area and year; so have, in one area and year,
    those that are always part of the greatest cohort of their phase, where they are all of it.
    """
    phases = dict(zip(rows["measure_id"], rows["phase"], strict=True))
    of_all = rows[rows["group"] == "all"]
    cohorts = of_all.pivot_table(
        index=["area_id", "academic_year"], columns="measure_id", values="cohort", aggfunc="first"
    )
    first: dict[tuple[str, bytes], str] = {}
    share = {name: name for name in phases}
    for name, column in cohorts.items():
        told = column.fillna(-1).astype("int64").to_numpy().tobytes()
        share[str(name)] = first.setdefault((phases[str(name)], told), str(name))
    greatest: dict[str, str] = {}
    for name in cohorts.sum().sort_values(ascending=False, kind="stable").index:
        greatest.setdefault(phases[str(name)], share[str(name)])
    part_of = {
        name: greatest[phase]
        for name, phase in phases.items()
        if phase in greatest
        and name in cohorts
        and cohorts[name].sub(cohorts[greatest[phase]]).max() <= 0
    }
    own = rows["measure_id"].map(share)
    whole = rows["measure_id"].map(part_of)
    at = pd.MultiIndex.from_frame(rows[["area_id", "academic_year"]])
    held = cohorts.stack().rename_axis(["area_id", "academic_year", "measure_id"])
    here, there = (
        held.reindex(
            pd.MultiIndex.from_arrays([*map(at.get_level_values, (0, 1)), names])
        ).to_numpy()
        for names in (rows["measure_id"], whole)
    )
    key = own.where(here != there, whole)
    keys = [rows["area_id"], rows["academic_year"], rows["group"], key]
    return rows.groupby(keys, sort=False).ngroup().to_numpy()


def protect(cells: Cells) -> np.ndarray:
    """How each cell may be shown by its own numbers, and those of the groups beside it."""
    _by_rule(cells)
    cells.note(_both_sides(cells), Rule.BOTH_SIDES)
    return cells.state


def with_enough(cells: Cells) -> np.ndarray:
    """``state`` with so much more hidden that the rests are large enough, and groups have both
    sides. Nothing that is hidden is shown again, so it ends.
    """
    families = list(cells.families())
    of_cell = np.full(len(cells.state), -1)
    for number, members in enumerate(families):
        of_cell[members] = number
    waiting = set(range(len(families)))
    cells.note(_both_sides(cells), Rule.BOTH_SIDES)
    while waiting:
        for number in sorted(waiting):
            waiting.discard(number)
            for own in _rest(cells, families[number]):
                waiting |= set(of_cell[cells.note(own, Rule.REST)].tolist()) - {-1}
        more = cells.note(_both_sides(cells), Rule.BOTH_SIDES)
        waiting |= set(of_cell[more].tolist()) - {-1}
    return cells.state


def _by_rule(cells: Cells) -> None:
    """What a cell's own numbers forbid; then what is near all or none."""
    rules, school = cells.rules, cells.level == SCHOOL
    least = np.where(cells.fine, rules.least_cohort_others, rules.least_cohort)
    few = cells.cohort < np.maximum(np.where(school, least, rules.least_cohort), cells.least)
    side = np.where(school, rules.least_side, rules.least_cohort)
    others = np.where(cells.total >= 0, cells.cohort[cells.total] - cells.cohort, cells.cohort)
    few_of_a_side = cells.of_group & ((cells.cohort < side) | (others < side))
    few_points = of_few_points(cells.n, cells.d, cells.most, rules)
    n, d = cells.n[cells.total] - cells.n, cells.d[cells.total] - cells.d
    few_points |= cells.of_group & (cells.total >= 0) & of_few_points(n, d, cells.most, rules)
    told_nearly = cells.percentage & rules.near_all
    near_all = told_nearly & (cells.d - cells.n <= 1)
    near_none = told_nearly & (cells.n <= 1)
    cells.state[near_none] = NEAR_NONE
    cells.state[near_all] = NEAR_ALL
    for rule, which in (
        (Rule.CLOSED, ~cells.published),
        (Rule.SMALL_COHORT, few),
        (Rule.SMALL_SIDE, few_of_a_side),
        (Rule.FEW_SCHOOLS, cells.of_few_parts),
        (Rule.FEW_POINTS, few_points),
        (Rule.NEAR, near_all & near_none),
    ):
        cells.note(cells.hide(np.flatnonzero(which)), rule)
    cells.small = cells.state == HIDDEN


def of_few_points(n: np.ndarray, d: np.ndarray, most: np.ndarray, rules: Protection) -> np.ndarray:
    """Whether sums of points ``n``, of ``d`` learners, could tell who knows one learner's points
    another one's; so too where what they lack of ``most`` points each could.

    Learners' own points are not needed: whatever two of them have, the others have enough.
    """
    if not rules.dominance:
        return np.zeros(len(n), bool)
    enough = (2 + rules.dominance / 100) * most
    few: np.ndarray = (most > 0) & ((n < enough) | (d * most - n < enough))
    return few


def _both_sides(cells: Cells) -> np.ndarray:
    """Of all learners and the two sides of a pair, none tells another that is not told exactly."""
    before = cells.state.copy()
    of_total = cells.of_group & (cells.total >= 0)
    exact = of_total & (cells.state[cells.total] == SHOWN)
    n, d = cells.n[cells.total] - cells.n, cells.d[cells.total] - cells.d  # the others
    alike = exact & (cells.state == SHOWN) & cells.percentage & ((n <= 0) | (n >= d))
    cells.hide(np.flatnonzero(alike & cells.rules.near_all))
    one_sided = exact & (cells.pair >= 0) & (cells.state[cells.pair] != SHOWN)
    cells.hide(np.flatnonzero(one_sided))
    cells.hide(np.flatnonzero(of_total & (cells.state[cells.total] == HIDDEN)))
    return np.flatnonzero(before != cells.state)


def _known(cells: Cells, members: np.ndarray) -> bool:
    """Whether the total of these cells is told exactly."""
    return bool(cells.state[cells.above[members[0]]] == SHOWN)


def _cheapest(cells: Cells, among: np.ndarray) -> np.ndarray:
    return among[[np.argmin(cells.cost[among])]]


def keeps_enough(cells: Cells, at: int) -> bool:
    """Whether the rests that this cell is of, or the total of, are large enough."""
    families = (
        np.flatnonzero(cells.above == total) for total in (at, cells.above[at]) if total >= 0
    )
    return all(_is_enough(cells, members) for members in families if len(members))


def _is_enough(cells: Cells, members: np.ndarray) -> bool:
    """Whether the rest of these is none, or large enough, or nobody knows it."""
    hidden = members[cells.state[members] == HIDDEN]
    if not len(hidden) or not _known(cells, members):
        return True
    n, d = (np.array([x[hidden].sum()]) for x in (cells.n, cells.d))
    if of_few_points(n, d, cells.most[members[:1]], cells.rules).any():
        return False
    if not cells.small[hidden].any():
        return True
    rules, sizes = cells.rules.rest, np.sort(cells.cohort[hidden])
    return bool(sizes.sum() >= rules.learners and sizes[:-1].sum() >= rules.without_largest)


def _rest(cells: Cells, members: np.ndarray) -> Iterator[np.ndarray]:
    """Hide more parts until the rest is large enough where it has any that are hidden for their
    own numbers; at last the total.
    """
    while not _is_enough(cells, members):
        others = members[cells.state[members] != HIDDEN]
        more = _cheapest(cells, others) if len(others) else cells.above[members[:1]]
        cells.state[more] = HIDDEN
        yield more
