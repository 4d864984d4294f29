"""The attack of a stranger, who reads what was built and nothing else.

Sites of one term or several are read together: each figure of ``data/figures.csv``, what areas
and measures are, and the tables, charts and downloads of pages. What is withheld is looked for by
linear programs, and in whole numbers where it is tied to few others; for any reader, and for
each school that knows its own site, too. It is told where fewer numbers are left than an interval.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from tymor.audit.disclosure import WHAT, can_tell
from tymor.audit.origins import Figures
from tymor.audit.told_by_files import FilesRead, read_sites
from tymor.disclosure.bounds import (
    Ends,
    chain,
    consistent,
    narrowed,
    narrowed_in_whole_numbers,
)
from tymor.disclosure.names import ELIGIBLE, KEY, ROLL
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.disclosure.stranger import TOLD, Stranger
from tymor.disclosure.system import ALL, COHORT, System
from tymor.errors import TymorError, count
from tymor.page import NUMBERED
from tymor.processes import crew

#: So many values a number that is withheld should have, if nothing else is asked for.
INTERVAL = 2
_FIGURES, _AREAS, _MEASURES = "figures.csv", "areas.csv", "measures.csv"
#: What is tied to no more unknown numbers than so many is searched in whole numbers, too.
_SMALL = 100
#: So many published figures of those that give one away are named.
_LINKS = 12
_STATES = {"near_all": 1, "near_none": 2, "suppressed": HIDDEN}


@dataclass(frozen=True)
class Told:
    """``what`` of the figure ``name`` can be told by ``who`` (a school; nobody: any reader), to
    within so many ``values``, or exactly where it has one.

    ``chain`` are published figures that it follows from.
    """

    name: str
    what: str
    who: str
    chain: tuple[str, ...]
    values: int = 1

    def __str__(self) -> str:
        who = f"the school {self.who}" if self.who else "any reader"
        after = "; ".join(self.chain)
        return f"{self.name}: {who} {can_tell(self.what, self.values)}, of {after}"


@dataclass(frozen=True)
class SitesAttack:
    """What was attacked, and what was found.

    ``whole`` of the parts were searched in whole numbers. ``given_up`` sums contradict the
    others: figures printed elsewhere need not add up. ``files`` has what was read beside them.
    """

    figures: int
    withheld: int
    parts: int
    whole: int
    given_up: int
    corrected: int
    told: tuple[Told, ...]
    files: FilesRead

    def summary(self) -> str:
        said = [
            count(self.figures, "figure"),
            f"{self.withheld:,} withheld",
            f"{count(self.parts, 'part')}, {self.whole} in whole numbers",
        ]
        if self.given_up:
            said.append(f"{count(self.given_up, 'sum')} contradicted by others")
        if self.corrected:
            said.append(f"{self.corrected:,} shown with other values before")
        return "   ".join([*said, f"{count(self.told, 'figure')} told"])


def attack_sites(
    sites: Sequence[Path],
    schools: Sequence[Path] = (),
    interval: int = INTERVAL,
    tell: Callable[[str], None] = lambda _: None,
) -> SitesAttack:
    """Attack built sites that can be read together.

    Parameters
    ----------
    sites
        Folders of built or published sites, the oldest first.
    schools
        Sites of single schools: each is tried as a reader who has that one, too.
    interval
        How many values each number that is withheld should have; with 2 it is another one.
    tell
        Is told how far it is, by school.

    Raises
    ------
    TymorError
        A folder is no built site.
    """
    found = {site: _Site.read(site) for site in (*sites, *schools)}
    files = read_sites({site: each.of_files() for site, each in found.items()})
    read = [found[site].with_more(files[site]) for site in sites]
    areas = _last([each.areas for each in read], "area_id")
    measures = _last([each.measures for each in read], "measure_id").set_index("measure_id")
    cells, corrected = _together([_cells(each.figures) for each in read])
    stranger = Stranger(cells, areas, measures)
    system = stranger.system(interval)
    told, parts, whole, given_up = _told(stranger, system, "")
    readers = {(each.name, each.what): each.values for each in told}
    one = partial(_by_school, cells=cells, areas=areas, measures=measures, before=readers,
                  interval=interval)  # fmt: skip
    with crew(len(schools)) as helpers:
        sites_of = [found[site] for site in schools]
        results = helpers.map(one, sites_of) if helpers else map(one, sites_of)
        for at, (site, more) in enumerate(zip(schools, results, strict=True), 1):
            tell(
                f"{at} of {len(schools)} schools   {site.name}   {count(len(more), 'figure')} told"
            )
            told += more
    return SitesAttack(
        len(cells), int((cells["state"] != SHOWN).sum()), parts, whole, given_up, corrected,
        tuple(told), FilesRead.together(files.values()),
    )  # fmt: skip


def sites_in(folder: Path) -> list[Path]:
    """This folder, where it is a site, or else the sites in it."""
    if (folder / "data" / _FIGURES).exists():
        return [folder]
    found = sorted(place.parents[1] for place in folder.glob(f"*/data/{_FIGURES}"))
    if not found:
        raise TymorError(f"{folder} is no built site, and has none in it.")
    return found


@dataclass(frozen=True)
class _Site:
    figures: pd.DataFrame
    areas: pd.DataFrame
    measures: pd.DataFrame

    @classmethod
    def read(cls, site: Path) -> "_Site":
        try:
            tables = [
                pd.read_csv(site / "data" / name, dtype=str, keep_default_na=False)
                for name in (_FIGURES, _AREAS, _MEASURES)
            ]
        except (OSError, ValueError) as failure:
            raise TymorError(
                f"{site} is no built site that can be attacked ({failure}): name its folder, "
                "such as site/public."
            ) from None
        return cls(*tables)

    def of_files(self) -> Figures:
        """By what the numbers of its files are explained."""
        return Figures(self.figures, self.areas, self.measures)

    def with_more(self, files: FilesRead) -> "_Site":
        """With figures that only its files have: shares with decimal places, counts without."""
        kinds = {True: {"kind": "actual", "unit": "pct"}, False: {"kind": "count", "unit": "count"}}
        rows = [
            {**dict(zip(KEY, name, strict=True)), **kinds["." in number], "value": number,
             "status": "counted"}
            for name, number in files.known.items()
        ]  # fmt: skip
        more = pd.DataFrame(rows, columns=self.figures.columns, dtype=str).fillna("")
        return replace(self, figures=pd.concat([self.figures, more], ignore_index=True))


def _last(tables: Sequence[pd.DataFrame], key: str) -> pd.DataFrame:
    return pd.concat(tables).drop_duplicates(key, keep="last")


def _cells(figures: pd.DataFrame) -> pd.DataFrame:
    """A row a figure that learners are counted for, as :class:`.Stranger` takes them."""
    numbered = figures["status"].isin(NUMBERED)  # what one page shows, another need not withhold
    figures = pd.concat([figures[numbered], figures[~numbered]])
    figures = figures.drop_duplicates([*KEY, "kind"]).copy()
    figures.loc[figures["kind"] == "pct", "kind"] = "actual"
    known = figures["status"].isin(NUMBERED)
    state = figures["status"].map(_STATES).where(~known, SHOWN)
    told = figures.assign(state=state).dropna(subset=["state"])
    rates = told[(told["kind"] == "actual") & (told["unit"].isin(["pct", "points"]))]
    counts = told[(told["kind"] == "count") & (told["unit"] == "count")].set_index(KEY)
    rolls = counts[counts.index.get_level_values("measure_id") == ROLL].reset_index()
    cells = pd.concat([rates, rolls.assign(value="")], ignore_index=True)
    cells = cells[cells["measure_id"].isin([ELIGIBLE, ROLL, *_of_learners(rates, counts)])]
    of = pd.MultiIndex.from_frame(
        cells[KEY].assign(measure_id=cells["measure_id"].replace(ELIGIBLE, ROLL))
    )
    shown = counts["value"].where(counts["status"].isin(NUMBERED)).replace("", np.nan)
    places = cells["value"].str.partition(".")[2].str.len()
    return cells[KEY].assign(
        state=cells["state"].astype(int),
        value=pd.to_numeric(cells["value"], errors="coerce"),
        places=places,
        cohort=pd.to_numeric(shown.reindex(of), errors="coerce").to_numpy(),
    )


def _of_learners(rates: pd.DataFrame, counts: pd.DataFrame) -> set[str]:
    """Measures whose figures are given with how many learners they rest on, somewhere."""
    return set(rates["measure_id"]) & set(counts.index.get_level_values("measure_id"))


def _together(tables: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, int]:
    """All that is known of each figure; of what was shown with other values, the newest.

    Returns how many were.
    """
    every = pd.concat(tables, keys=range(len(tables)), names=["site", None]).reset_index("site")
    values = every.dropna(subset=["value"]).groupby(KEY)["value"].nunique()
    best = every.sort_values(["state", "site"], ascending=[True, False], kind="stable")
    cohorts = best.dropna(subset=["cohort"]).drop_duplicates(KEY).set_index(KEY)["cohort"]
    cells = best.drop_duplicates(KEY).sort_values(KEY, ignore_index=True).drop(columns="site")
    cells["cohort"] = cohorts.reindex(pd.MultiIndex.from_frame(cells[KEY])).to_numpy()
    return cells, int((values > 1).sum())


def _told(
    stranger: Stranger, system: System, who: str, asked: np.ndarray | None = None
) -> tuple[list[Told], int, int, int]:
    """What can be told, in how many parts, of which so many in whole numbers; sums given up."""
    told: list[Told] = []
    parts = whole = 0
    system, given_up = consistent(system)
    for every in system.parts():
        if asked is not None and not asked[every.cell].any():
            continue
        parts += 1
        part, contradicted = consistent(every)
        given_up += contradicted
        found = narrowed(part)
        if len(part.truth) <= _SMALL and (more := narrowed_in_whole_numbers(part)) is not None:
            whole += 1
            found |= more
        for cell, what, values in _of_withheld(stranger, part, found):
            if asked is not None and not asked[cell]:
                continue
            told.append(_as_told(stranger, system, cell, what, who, values))
    return told, parts, whole, given_up


def _of_withheld(
    stranger: Stranger, part: System, found: Mapping[int, Ends]
) -> Iterator[tuple[int, int, int]]:
    """Of what has few values, what is withheld, and how many; a cohort that another figure tells
    is not.
    """
    told = {int(part.cell[at]): least for at, (least, _) in found.items() if part.what[at] == TOLD}
    for at, (value, most) in sorted(found.items()):
        cell, what = int(part.cell[at]), int(part.what[at])
        if what == TOLD or (what == ALL and value):  # some did not
            continue
        if what == COHORT:
            beside = stranger.beside(cell)
            shown = stranger.cells["cohort"].to_numpy()[beside]
            public = [*shown, *(told[each] for each in beside.tolist() if each in told)]
            if any(value <= each <= most for each in public):
                continue
        yield cell, what, round(most - value) + 1


def _as_told(
    stranger: Stranger, system: System, cell: int, what: int, who: str, values: int
) -> Told:
    target = int(np.flatnonzero((system.cell == cell) & (system.what == what))[0])
    cells = stranger.cells
    links = stranger.known_among(chain(system, target))
    names = [_name(cells.iloc[at]) for at in links]
    more = [f"and {len(names) - _LINKS} more"] if len(names) > _LINKS else []
    return Told(_name(cells.iloc[cell]), WHAT[what], who, (*names[:_LINKS], *more), values)


def _name(cell: pd.Series) -> str:
    return " ".join(str(cell[each]) for each in KEY)


def _by_school(
    site: _Site,
    cells: pd.DataFrame,
    areas: pd.DataFrame,
    measures: pd.DataFrame,
    before: Mapping[tuple[str, str], int],
    interval: int,
) -> list[Told]:
    """What a school can tell of others that no reader can, who can tell what was told ``before``:
    how many values are left, by figure and what is told of it.
    """
    own = site.areas.loc[site.areas["kind"] == "school", "area_id"]
    known = _cells(site.figures)
    known = known[known["area_id"].isin(own)]
    beside = pd.MultiIndex.from_frame(known[KEY]).isin(pd.MultiIndex.from_frame(cells[KEY]))
    every, _ = _together([cells, known[beside]])
    stranger = Stranger(every, areas, measures)
    system = stranger.system(interval)
    kin = areas[areas["area_id"].isin(own)]["parent_id"]
    near = {*kin, *areas.loc[areas["parent_id"].isin(kin), "area_id"]} - set(own)
    asked = stranger.cells["area_id"].isin(near).to_numpy() & ~stranger.of_one_part(own)
    found, *_ = _told(stranger, system, " ".join(own), asked)
    return [each for each in found if each.values < before.get((each.name, each.what), interval)]
