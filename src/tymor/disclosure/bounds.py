"""How far numbers can be from each other for all that is known: the attack of who has no truth.

A reader has no true world to begin from. What linear programs say of a number, its least and its
most, holds for whole numbers too: where few whole numbers are left, it can be told to within these.
"""

from dataclasses import replace

import numpy as np
from highspy import Highs, HighsModelStatus, HighsVarType, kHighsInf
from scipy.sparse import csr_array, eye_array, hstack

from tymor.disclosure.solver import model_of
from tymor.disclosure.system import System
from tymor.errors import TymorError

#: So many worlds are looked at, in no direction, before one is looked for of each number.
_AT_RANDOM = 24
#: Numbers nearer than this are one.
_SAME = 1e-6
_OPTIONS: dict[str, bool | int | float | str] = {"output_flag": False, "threads": 1}
#: No world of whole numbers is looked for longer; so many are looked at first.
_SECONDS, _WORLDS = 1.0, 4

#: The least and the most whole number that something can be.
Ends = tuple[float, float]


def consistent(part: System) -> tuple[System, int]:
    """``part`` without those sums that contradict the others, and how many they were.

    What is printed elsewhere need not add up to what is counted. The sums that are given up are
    those that are missed by least in all.
    """
    given_up = 0
    while not _has_worlds(part):
        part, more = _less_of(part)
        if not more:
            raise TymorError("These figures contradict each other by more than their sums.")
        given_up += more
    return part, given_up


def _has_worlds(part: System) -> bool:
    model = _model(part)
    model.run()
    found: bool = model.getModelStatus() == HighsModelStatus.kOptimal
    return found


def _less_of(part: System) -> tuple[System, int]:
    """``part`` without the sums that are missed, where all are missed by least in all."""
    rows = part.matrix.shape[0]
    slack = eye_array(rows, format="csr")
    loose = replace(
        part,
        matrix=csr_array(hstack([part.matrix, slack, -slack])),
        least=np.concatenate([part.least, np.zeros(2 * rows)]),
        most=np.concatenate([part.most, np.full(2 * rows, kHighsInf)]),
    )
    model = _model(loose, np.concatenate([np.zeros(len(part.truth)), np.ones(2 * rows)]))
    model.run()
    missed = np.array(model.getSolution().col_value)[len(part.truth) :]
    missed = missed[:rows] + missed[rows:]
    # A sum may be missed by less than a solver takes for nothing, and still have no world.
    given_up = missed > min(_SAME, missed.max(initial=0) / 2)
    kept = replace(
        part,
        low=np.where(given_up, -np.inf, part.low),
        high=np.where(given_up, np.inf, part.high),
    )
    return kept, int(given_up.sum())


def narrowed(part: System) -> dict[int, Ends]:
    """The targets of ``part`` that linear programs leave fewer values than they should have
    (``apart``), and the least and the most of these.
    """
    model, targets = _model(part), part.targets
    rng = np.random.default_rng(1)
    lowest = np.full(targets.shape[0], np.inf)
    highest = -lowest
    for _ in range(min(_AT_RANDOM, targets.shape[0])):
        _aim(model, rng.normal(size=len(part.truth)))
        _widen(model, targets, lowest, highest)

    for at in range(targets.shape[0]):
        for way in (1.0, -1.0):
            if part.is_near(at, *_whole(lowest[at], highest[at])):
                _aim(model, way * _dense(targets, at))
                _widen(model, targets, lowest, highest)
    ends = [_whole(*each) for each in zip(lowest, highest, strict=True)]
    near = [at for at, each in enumerate(ends) if part.is_near(at, *each)]
    return {at: ends[at] for at in near if np.isfinite(ends[at]).all()}


def narrowed_in_whole_numbers(part: System) -> dict[int, Ends] | None:
    """The same in whole numbers, which takes much longer; nothing where no world is found soon.

    What is not settled in some seconds is taken to have values enough.
    """
    model, targets = _model(part), part.targets
    columns = np.arange(len(part.truth), dtype=np.int32)
    whole = np.full(len(columns), HighsVarType.kInteger, dtype=object)
    model.changeColsIntegrality(len(columns), columns, whole)
    model.setOptionValue("time_limit", _SECONDS)
    model.setOptionValue("mip_max_improving_sols", 1)
    rng = np.random.default_rng(1)
    worlds: list[np.ndarray] = []
    for _ in range(_WORLDS):
        _aim(model, rng.normal(size=len(columns)))
        if (world := _whole_world(model, part)) is not None:
            worlds.append(targets @ world)
    if not worlds:
        return None
    _aim(model, np.zeros(len(columns)))
    least, most = np.min(worlds, axis=0), np.max(worlds, axis=0)
    found: dict[int, Ends] = {}
    for at in range(targets.shape[0]):
        own = slice(targets.indptr[at], targets.indptr[at + 1])
        row = targets.indices[own].astype(np.int32), targets.data[own]
        ends: Ends | None = (float(least[at]), float(most[at]))
        while ends is not None and part.is_near(at, *ends) and at not in found:
            further = _further(model, part, row, ends)
            if further == ends:
                found[at] = ends
            ends = further
    return found


def _further(
    model: Highs, part: System, row: tuple[np.ndarray, np.ndarray], ends: Ends
) -> Ends | None:
    """The least and the most of a sum in one more world, as they are where no world is further;
    nothing where that is not settled.
    """
    for outside in ((ends[1] + 1, kHighsInf), (-kHighsInf, ends[0] - 1)):
        last = model.getNumRow()
        model.addRow(*outside, len(row[0]), *row)
        world = _whole_world(model, part)
        impossible = model.getModelStatus() == HighsModelStatus.kInfeasible
        model.deleteRows(1, np.array([last], dtype=np.int32))
        if impossible:
            continue
        value = float(world[row[0]] @ row[1]) if world is not None else ends[0]
        settled = not ends[0] <= value <= ends[1]
        return (min(ends[0], value), max(ends[1], value)) if settled else None
    return ends


def _whole_world(model: Highs, part: System) -> np.ndarray | None:
    model.run()
    world: np.ndarray = np.round(np.array(model.getSolution().col_value))
    if len(world) != len(part.truth):
        return None
    sums = part.matrix @ world
    # Where there is no world the solver leaves zeros, which may fit every sum.
    within = (world >= part.least).all() and (world <= part.most).all()
    fits = within and (sums >= part.low - _SAME).all() and (sums <= part.high + _SAME).all()
    return world if fits else None


def chain(system: System, target: int) -> np.ndarray:
    """The numbers whose being known makes this target certain: a mask.

    ``system`` is whole, not a part of one. Those are the numbers of all the sums and limits that
    hold it from being less, and from being more.
    """
    model = _model(system)
    used = np.zeros(len(system.truth), bool)
    for way in (1.0, -1.0):
        _aim(model, way * _dense(system.targets, target))
        solution = model.getSolution()
        tight = np.abs(np.array(solution.row_dual)) > _SAME
        rows = csr_array(system.matrix[np.flatnonzero(tight)])
        used[np.unique(rows.indices)] = True
        used |= np.abs(np.array(solution.col_dual)) > _SAME
    own = system.targets.indptr[target], system.targets.indptr[target + 1]
    used[system.targets.indices[slice(*own)]] = False
    known: np.ndarray = used & (system.least == system.most)
    return known


def _whole(lowest: float, highest: float) -> Ends:
    """The whole numbers between; the nearest one where there is none."""
    least, most = float(np.ceil(lowest - _SAME)), float(np.floor(highest + _SAME))
    if least > most:
        least = most = float(np.round((lowest + highest) / 2))
    return least, most


def _dense(targets: csr_array, at: int) -> np.ndarray:
    own = slice(targets.indptr[at], targets.indptr[at + 1])
    cost = np.zeros(targets.shape[1])
    cost[targets.indices[own]] = targets.data[own]
    return cost


def _aim(model: Highs, cost: np.ndarray) -> None:
    """Look for the world of least cost."""
    model.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
    model.run()


def _widen(model: Highs, targets: csr_array, lowest: np.ndarray, highest: np.ndarray) -> None:
    if model.getModelStatus() == HighsModelStatus.kOptimal:
        values = targets @ np.array(model.getSolution().col_value)
        np.minimum(lowest, values, out=lowest)
        np.maximum(highest, values, out=highest)


def _model(part: System, cost: np.ndarray | None = None) -> Highs:
    cost = np.zeros(part.matrix.shape[1]) if cost is None else cost
    return model_of(part.matrix, (part.low, part.high), (part.least, part.most), cost, _OPTIONS)
