"""What one audience is shown of each counted figure, decided for the whole release at once.

A figure gives others away by adding up with them, so none is decided alone. Nothing is read here
but counts: areas, learners, and how many of them reached what.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from tymor.cache import Cache
from tymor.config.disclosure import Protection
from tymor.config.measures import EVENTS, SUMS, Measure
from tymor.config.models import Audience
from tymor.disclosure.again import shown_again
from tymor.disclosure.exclusions import counted_exclusions
from tymor.disclosure.known import with_known
from tymor.disclosure.names import ELIGIBLE, EXCLUSIONS, KEY, ROLL, Rule
from tymor.disclosure.protect import (
    AUTHORITY,
    HIDDEN,
    NEAR_ALL,
    NEAR_NONE,
    PARTNERSHIP,
    SCHOOL,
    SHOWN,
    Cells,
    protect,
    with_enough,
)
from tymor.disclosure.relations import Related
from tymor.disclosure.repair import Search, everything_found_out, repaired_for_all
from tymor.disclosure.search import FoundOut
from tymor.disclosure.system import Reader, System
from tymor.measures.around import with_sums

_COUNTS = ["numerator", "denominator", "cohort"]
_LEVELS = {"school": SCHOOL, "local_authority": AUTHORITY, "partnership": PARTNERSHIP}
#: What a release says of a figure that is not shown exactly.
STATUSES = {HIDDEN: "suppressed", NEAR_ALL: "near_all", NEAR_NONE: "near_none"}


@dataclass(frozen=True)
class Decided:
    """What is not shown exactly: the status by area, measure, year and group.

    ``cells`` are the counted figures that this was decided of (:func:`cells_of`), with their
    ``state`` and, of those withheld, the name of the ``rule`` that did it first.
    """

    statuses: Mapping[tuple[str, ...], str]
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of(self, figures: pd.DataFrame) -> np.ndarray:
        """The status of each figure that is not shown exactly, of others nothing; targets are."""
        counted = (figures["kind"] != "target").to_numpy()
        found = np.full(len(figures), "", dtype=object)
        names = zip(*(figures.loc[counted, name] for name in KEY), strict=True)
        found[counted] = [self.statuses.get(tuple(map(str, name)), "") for name in names]
        return found

    @property
    def protected(self) -> bool:
        """Whether anything was decided, if of nothing that was counted."""
        return "state" in self.cells

    def shown(self, measures: Collection[str]) -> pd.MultiIndex:
        """The areas and years of which one of these measures is shown exactly, of all learners."""
        cells = self.cells
        exact = (cells["state"] == SHOWN) & (cells["group"] == "all")
        own = cells[exact & cells["measure_id"].isin(list(measures))]
        return pd.MultiIndex.from_frame(own[["area_id", "academic_year"]])

    def names(self) -> pd.MultiIndex:
        """The names of what is not shown exactly: :data:`.names.KEY`."""
        return pd.MultiIndex.from_tuples(list(self.statuses), names=KEY)

    def areas_without(self, measure: str) -> set[str]:
        """The areas that are not shown this measure's figure exactly in some year."""
        return {area for area, name, *_ in self.statuses if name == measure}


def counts_of(
    actuals: Iterable[pd.DataFrame],
    exclusions: pd.DataFrame,
    areas: pd.DataFrame,
    academic_year: str,
) -> pd.DataFrame:
    """One row a counted figure of an area: its numerator, denominator and cohort.

    Parameters
    ----------
    actuals
        Figures with words as categories, some areas at a time; those without counts are passed by.
    exclusions
        One row an area and year (:func:`.exclusions.counted_exclusions`).
    areas
        One row an area: ``area_id``, ``kind``, ``parent_id``, ``pupils``, ``efsm_pct``.
    academic_year
        The year of these rolls.
    """
    told = [
        each.loc[each["denominator"].notna() & (each["unit"] != "pp"), [*KEY, *_COUNTS, "unit"]]
        for each in actuals
    ]
    rows = pd.concat([*(each.astype(dict.fromkeys([*KEY, "unit"], "str")) for each in told),
                      counted_exclusions(exclusions, areas),
                      _eligible(areas, academic_year)], ignore_index=True)  # fmt: skip
    return rows.astype(dict.fromkeys(_COUNTS, "int64"))


def _eligible(areas: pd.DataFrame, academic_year: str) -> pd.DataFrame:
    """Each roll, and the pupils on it who are eligible for free school meals.

    Of an area above schools these are those of its schools together, whatever its rounded
    percentage gives: tables that tell it (of grants) do so of the partnership, too.
    """
    rolls = areas.dropna(subset=["pupils"])
    held = rolls[rolls["kind"] == "school"].dropna(subset=["efsm_pct"])
    eligible = (held["pupils"].astype("float64") * held["efsm_pct"] / 100).round()
    counts = held[["area_id", "pupils"]].assign(eligible=eligible.astype("Int64"))
    told = with_sums(counts, areas, [])
    own = {"area_id": told["area_id"], "measure_id": ELIGIBLE, "unit": "pct"}
    own |= {"numerator": told["eligible"], "denominator": told["pupils"]}
    # A reader of the roll knows both sides.
    own |= {"cohort": np.minimum(told["eligible"], told["pupils"] - told["eligible"])}
    whole = {"area_id": rolls["area_id"], "measure_id": ROLL, "unit": "count"}
    parts = [pd.DataFrame(own), pd.DataFrame(whole | dict.fromkeys(_COUNTS, rolls["pupils"]))]
    return pd.concat(parts).assign(academic_year=academic_year, group="all")


def cells_of(
    counts: pd.DataFrame,
    areas: pd.DataFrame,
    measures: Mapping[str, Measure],
    audience: Audience,
    rules: Protection,
    others: Mapping[str, str],
) -> pd.DataFrame:
    """The counted figures that an audience might be shown: columns of :class:`.protect.Cells`.

    ``known`` is the state in which one is public already; of none is it known here.

    ``counts`` is that of :func:`counts_of`; of a school only some groups are published, and its
    exclusions where the audience's tables have rows of schools. ``areas`` has those that are
    ``closed``, too. What is not published is in totals, and nowhere else. ``others`` has the group
    of all who are not in a group.
    """
    school_groups, unseen = audience.school_groups, unseen_of_schools(audience, measures)
    by_area = areas.set_index("area_id")
    level = counts["area_id"].map(by_area["kind"].map(_LEVELS))
    every = counts[level.notna()].assign(level=level)
    every["parent_id"] = every["area_id"].map(by_area["parent_id"]).fillna("")
    excluded = every["measure_id"].isin(EXCLUSIONS)
    of_school = every["group"].isin(list(school_groups)) & ~every["measure_id"].isin(unseen)
    known = (every["level"] > SCHOOL) | of_school | excluded
    # What is not published of a school itself, but adds up with what is.
    of_others = every["group"].isin({others.get(group, "") for group in school_groups})
    told = of_others & ~every["measure_id"].isin(unseen)
    held = every[known]
    rows = pd.concat([held, of_nobody(held, measures)], ignore_index=True)
    excluded = rows["measure_id"].isin(EXCLUSIONS)
    in_tables = (rows["level"] > SCHOOL) | ~excluded | audience.schools_in_tables
    rows = rows.assign(
        published=in_tables & ~rows["area_id"].isin(set(by_area.index[by_area["closed"]])),
        few_parts=_of_few_parts(every[~known & ~told], rows, rules),
    )
    rows = _of_sessions(rows)
    section = {name: measure.section for name, measure in measures.items()}
    sessions = {name for name, each in measures.items() if each.denominator == "sessions"}
    phase: dict[str, str] = {name: measure.phase for name, measure in measures.items()}
    rows = _from_none(rows, measures)
    own = {name: each.least_cohort for name, each in measures.items() if each.least_cohort}
    small = [*(n for n, s in section.items() if s in rules.of_small_cohorts), ELIGIBLE, ROLL,
             *EXCLUSIONS]  # fmt: skip
    phase |= {name: name for name in EXCLUSIONS}  # none is part of the other
    rows = rows.assign(
        phase=rows["measure_id"].map(phase).fillna(ROLL),
        others=[others.get(group, "") for group in rows["group"]],
        fine=~rows["measure_id"].isin(small),
        least=rows["measure_id"].map(own).fillna(0).astype("int64"),
        percentage=(rows["unit"] == "pct") & ~rows["measure_id"].isin(sessions),
        known=np.int8(HIDDEN),
    )
    return rows.sort_values(KEY, ignore_index=True)


def unseen_of_schools(audience: Audience, measures: Mapping[str, Measure]) -> list[str]:
    """The measures of whose single schools the audience has no figures at all."""
    return [name for name, each in measures.items() if not audience.sees_of_schools(each.section)]


def _from_none(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Sums counted from the least that each learner can have, with the ``most`` above that.

    How often something happened is told as few learners are: where it is seldom, it could be known
    of whom it is told. ``cohort`` is then the smaller of the two.
    """
    least, most, events = {}, {}, []
    for name, each in measures.items():
        if each.kind in SUMS and each.scale is not None:
            least[name] = math.floor(each.scale[0])
            most[name] = math.ceil(each.scale[1]) - least[name]
        if each.kind in EVENTS:
            events.append(name)
    of_each = rows["measure_id"].map(least).fillna(0).astype("int64")
    seldom = rows["measure_id"].isin(events)
    return rows.assign(
        numerator=rows["numerator"] - of_each * rows["denominator"],
        most=rows["measure_id"].map(most).fillna(0).astype("int64"),
        cohort=rows["cohort"].mask(seldom, rows[["cohort", "numerator"]].min(axis=1)),
    )


def of_nobody(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Figures that an area has none of, for nobody was there: rows of 0, to be withheld.

    Beside what is withheld in other years, or of other areas, a gap would say that there were no
    learners. An area has each measure in each year that it has any figure of, if it has it in some
    year, and others like it do in this one; and of each measure the groups that those have.

    ``rows`` have a key, ``level``, ``parent_id`` and counts.
    """
    of_level = [_of_nobody(own, measures) for _, own in rows.groupby("level")]
    return pd.concat([rows.iloc[:0], *of_level])


def _of_nobody(counts: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """The same of areas of one level."""
    sessions = {name for name, each in measures.items() if each.denominator == "sessions"}
    results = counts[counts["measure_id"].isin(set(measures) - sessions)]
    pairs = results[["level", "parent_id", *KEY[:2]]].drop_duplicates()
    every = pairs.merge(results[KEY[1:]].drop_duplicates(), on="measure_id")
    open_then = _named(every, ["area_id", "academic_year"], counts)
    none = every[open_then & ~_named(every, KEY, results)]
    units = {name: each.unit for name, each in measures.items()}
    made: pd.DataFrame = none.assign(
        **dict.fromkeys(_COUNTS, 0), unit=none["measure_id"].map(units)
    )
    return made


def _named(rows: pd.DataFrame, names: list[str], others: pd.DataFrame) -> np.ndarray:
    """Which rows are named as one of the others."""
    return pd.MultiIndex.from_frame(rows[names]).isin(pd.MultiIndex.from_frame(others[names]))


def _of_few_parts(unpublished: pd.DataFrame, rows: pd.DataFrame, rules: Protection) -> np.ndarray:
    """Whether an authority's figure is of so few schools that one could tell another's from it.

    Of groups that are published of no school: of those that are, what is withheld is counted.
    """
    own = unpublished[unpublished["cohort"] > 0]
    name = ["parent_id", *KEY[1:]]
    sums = own.groupby(name)["cohort"].agg(["size", "sum", "max"])
    rest = rules.rest
    few = (
        (sums["size"] < rest.parts)
        | (sums["sum"] < rest.learners)
        | (sums["sum"] - sums["max"] < rest.without_largest)
    )
    at = pd.MultiIndex.from_frame(rows[KEY])
    return at.isin(few.index[few])


def decide(
    cells: pd.DataFrame,
    measures: Mapping[str, Measure],
    rules: Protection,
    search: Search = everything_found_out,
    cache: Cache | None = None,
    only: np.ndarray | None = None,
) -> Decided:
    """How each counted figure is shown to an audience with these rules.

    What is withheld by rule is searched for what gives it away, and more is withheld until nothing
    does; ``search`` finds that, of :func:`cells_of`. What is ``known`` already stays shown. Where
    ``only`` some figures are asked about (a mask), others are shown by rule, whatever that tells.
    """
    table, known = Cells(cells, rules), cells["known"].to_numpy()
    states = with_known(protect(table), known)

    def enough(state: np.ndarray) -> np.ndarray:
        table.state = state.copy()
        return with_known(with_enough(table), known)

    if rules.rest.against_readers:
        attackers = attackers_of(cells, rules)
        readers, own = readers_of(cells, measures, rules), states
        search = search if only is None else partial(_found_out_of, only, search)
        table.state = repaired_for_all(readers, own, attackers, search, enough, cache)
        states = shown_again(table, own, readers, attackers, only, cache)
    else:
        states = enough(states)
    why = np.where(table.why == Rule.NONE, Rule.ATTACK, table.why)
    why[states != HIDDEN] = Rule.NONE
    rule = np.take([each.named for each in Rule], why)
    return as_decided(cells.assign(state=states, rule=rule), measures)


def _found_out_of(
    only: np.ndarray, search: Search, system: System, schools: Collection[str]
) -> list[FoundOut]:
    """What is found out of these figures."""
    return search(system.asking(only[system.cell]), schools)


def as_decided(cells: pd.DataFrame, measures: Mapping[str, Measure]) -> Decided:
    """Cells with the ``state`` and ``rule`` that were decided, and the gaps that these tell."""
    states = cells["state"]
    names = zip(*(cells[name] for name in KEY), strict=True)
    told: dict[tuple[str, ...], int] = dict(zip(names, states.tolist(), strict=True))
    statuses = {name: STATUSES[state] for name, state in told.items() if state != SHOWN}
    return Decided({**statuses, **_gaps(told, measures)}, cells)


def attackers_of(cells: pd.DataFrame, rules: Protection) -> list[str]:
    """The schools that may not work out each other's figures, beside all readers."""
    schools = cells["area_id"][cells["level"] == SCHOOL].unique()
    return sorted(schools) if rules.rest.against_schools else []


def readers_of(
    cells: pd.DataFrame, measures: Mapping[str, Measure], rules: Protection
) -> list[Reader]:
    """The readers from whom figures are withheld: who knows cohorts, too, and who does not."""
    reader = reader_of(cells, measures, rules)
    return [reader.knowing_cohorts(), reader] if rules.cohorts_known else [reader]


def reader_of(cells: pd.DataFrame, measures: Mapping[str, Measure], rules: Protection) -> Reader:
    """All that a reader of these figures can reason with."""
    return Reader(cells, related_of(measures), rules.interval)


def related_of(measures: Mapping[str, Measure]) -> Related:
    """How these measures hang together."""
    return Related(
        {name: each.wider for name, each in measures.items() if each.wider},
        {name: each.each_of for name, each in measures.items() if each.all_of},
        {name: each.streams for name, each in measures.items() if each.streams},
        {name: each.among for name, each in measures.items() if each.among},
    )


def _of_sessions(rows: pd.DataFrame) -> pd.DataFrame:
    """Attendance says the whole roll of every group: of a group, its share of the sessions."""
    whole = rows[rows["group"] == "all"].set_index(KEY[:3])[["denominator", "cohort"]]
    beside = whole.reindex(pd.MultiIndex.from_frame(rows[KEY[:3]]))
    same = (rows["cohort"].to_numpy() == beside["cohort"].to_numpy()) & (rows["group"] != "all")
    less = rows["denominator"].to_numpy() < beside["denominator"].to_numpy()
    share = rows["denominator"].to_numpy() / np.maximum(beside["denominator"].to_numpy(), 1)
    part = np.floor(np.nan_to_num(rows["cohort"].to_numpy() * share))
    return rows.assign(cohort=np.where(same & less, part, rows["cohort"]).astype("int64"))


def _gaps(
    told: Mapping[tuple[str, ...], int], measures: Mapping[str, Measure]
) -> dict[tuple[str, ...], str]:
    """A gap tells both sides: it is shown where its first group and all are, exactly."""
    gaps: dict[str, list[tuple[str, tuple[str, str]]]] = {}
    for name, each in measures.items():
        if each.of is not None and each.between is not None:
            gaps.setdefault(each.of, []).append((name, each.between))
    hidden: dict[tuple[str, ...], str] = {}
    for area, measure, year, group in told:
        for name, (first, second) in gaps.get(measure, ()) if group == "all" else ():
            sides = [told.get((area, measure, year, each), HIDDEN) for each in ("all", first)]
            other = told.get((area, measure, year, second), SHOWN)
            if any(side != SHOWN for side in (*sides, other)):
                hidden[area, name, year, "all"] = STATUSES[HIDDEN]
    return hidden
