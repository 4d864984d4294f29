"""Attack: what can be worked out of the figures that an audience is not shown.

The attack reads the release as it was written, and takes every figure that is shown there to be
known exactly. For each other one it looks for figures that agree with all that is shown and differ
from the true ones (:mod:`tymor.disclosure.search`): as any reader would see them, and as each
school, that knows its own. It does not look at how they were protected.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from tymor.cache import Cache
from tymor.config.disclosure import Protection, is_attacked
from tymor.disclosure.costs import NAMES, RULES, SHOWN_AS, costs, sectors_of, with_gaps
from tymor.disclosure.decide import STATUSES, attackers_of, readers_of
from tymor.disclosure.exclusions import TOLD_BY, named
from tymor.disclosure.known import known_of, with_known
from tymor.disclosure.names import ELIGIBLE, KEY
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.disclosure.repair import everything_found_out
from tymor.disclosure.search import FoundOut
from tymor.disclosure.system import ALL, COHORT, NUMERATOR
from tymor.errors import Problem, TymorError
from tymor.ledger import read_ledger
from tymor.page import NUMBERED
from tymor.prepare.release_files import Release
from tymor.publication import Publication

#: What is found out of a figure.
WHAT = {
    NUMERATOR: "how many reached it",
    COHORT: "how many learners it rests on",
    ALL: "that all of them reached it",
}
#: The same of exclusions, which are no learners.
_OF_EXCLUSIONS = {NUMERATOR: "how many half days they lost", COHORT: "how many they are"}
#: The tables, beside that of figures, that tell what is counted.
_TELLING = ("exclusions", "grants")


def can_tell(what: str, values: int) -> str:
    """What somebody can do who holds so many ``values`` possible of what is withheld."""
    if values == 1:
        return f"can work out {what}"
    return f"can tell {what} to within {values} values"


def tables_told(release: Release) -> dict[str, pd.DataFrame]:
    """The tables of a release that tell counted figures."""
    return {name: release.tables[name] for name in ("figures", *_TELLING) if name in release.tables}


def attacked(
    publication: Publication, audience: str, tables: Mapping[str, pd.DataFrame]
) -> Iterator[Problem]:
    """What can be told of figures that this audience's release withholds.

    ``tables`` are those of :func:`tables_told`.

    Raises
    ------
    TymorError
        The counts that it was made from are not there.
    """
    rules = publication.config.disclosure[audience]
    if not isinstance(rules, Protection) or not is_attacked(rules):
        return
    cells = cells_shown(publication, audience, tables)
    yield from _told_beside(audience, tables)
    for found in found_out_in(publication, audience, tables):
        yield _problem(audience, cells.iloc[found.cell], found)


def found_out_in(
    publication: Publication, audience: str, tables: Mapping[str, pd.DataFrame]
) -> list[FoundOut]:
    """What can be told of the cells of :func:`cells_shown`, of an audience that is attacked.

    What earlier publications leave few values to is no fault of this one, unless it is told.
    """
    rules = publication.config.disclosure[audience]
    assert isinstance(rules, Protection)
    cells = cells_shown(publication, audience, tables).drop(columns="rule")
    readers = readers_of(cells, publication.config.measures, rules)
    known, attackers = _known(publication, audience, cells), attackers_of(cells, rules)

    def search(state: np.ndarray, asked: np.ndarray) -> list[FoundOut]:
        cache, (*knowing, reader) = Cache(publication.cache), readers
        system, more = reader.system(state, asked), list[FoundOut]()
        for each in knowing:
            all_of_it = each.system(state, asked)
            more += everything_found_out(all_of_it, attackers, cache)
            system = system.beside(all_of_it, [found.cell for found in more])
        told = everything_found_out(system, attackers, cache)
        return [*told, *(replace(each, knowing=True) for each in more if not _is_among(each, told))]

    state = with_known(cells["state"].to_numpy(), known)
    found = search(state, ~_not_withheld(cells, tables))
    near = np.isin(np.arange(len(cells)), [each.cell for each in found if each.values > 1])
    before = search(known, near) if near.any() else []
    return [each for each in found if each.values == 1 or not _is_among(each, before)]


def utility(
    publication: Publication,
    audience: str,
    tables: Mapping[str, pd.DataFrame],
    areas: pd.DataFrame,
) -> pd.DataFrame:
    """What protection costs, as the release was written: see :func:`.costs.costs`.

    ``tables`` are those of :func:`tables_told`.

    Of an audience without rules there are no rows.
    """
    rules, measures = publication.config.disclosure[audience], publication.config.measures
    if not isinstance(rules, Protection):
        return pd.DataFrame(columns=[*NAMES, *SHOWN_AS, *RULES])
    figures = tables["figures"]
    hidden = figures[(figures["kind"] != "target") & (figures["status"] == STATUSES[HIDDEN])]
    withheld = set(hidden[KEY].astype("str").itertuples(index=False, name=None))
    cells = cells_shown(publication, audience, tables)
    return costs(with_gaps(cells, measures, withheld), sectors_of(areas), rules)


def _is_among(found: FoundOut, before: Iterable[FoundOut]) -> bool:
    """Whether a number had no more values before, for all that was shown then: nothing that is
    withheld now could give it more.
    """
    name = found.cell, found.what, found.who
    return any((b.cell, b.what, b.who) == name and b.values <= found.values for b in before)


def _known(publication: Publication, audience: str, cells: pd.DataFrame) -> np.ndarray:
    """What earlier publications have shown of these."""
    ledger = read_ledger(publication.config.root)
    return known_of(cells, ledger.shown_to(audience))


def cells_shown(
    publication: Publication, audience: str, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """The counts that the release was made from, with the ``state`` that each is published in.

    ``tables`` are those of :func:`tables_told`.

    Raises
    ------
    TymorError
        The counts are not there.
    """
    path = publication.cells_file(audience)
    if not path.exists():
        raise TymorError(f"{path} is missing: run tymor prepare --term {publication.term_id}.")
    cells = pd.read_parquet(path)
    states = {status: state for state, status in STATUSES.items()} | dict.fromkeys(NUMBERED, SHOWN)
    figures = tables["figures"]
    shown = figures[figures["kind"] != "target"]
    status = shown.set_index(KEY)["status"].astype(str)
    at = pd.MultiIndex.from_frame(cells[KEY])
    found = status.reindex(at).map(states).fillna(HIDDEN).astype("int8").to_numpy(copy=True)
    for names in _told_by(cells, tables):
        found[at.isin(names) & (found == HIDDEN)] = SHOWN
    return cells.assign(state=found)


def _told_by(cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[pd.MultiIndex]:
    """The names of counted figures that stand in other tables than that of figures."""
    if "exclusions" in tables:
        rows = tables["exclusions"]
        for measure, columns in TOLD_BY.items():
            yield named(rows[rows[list(columns)].notna().any(axis=1)], measure)
    if "grants" in tables:
        told = tables["grants"].dropna(subset=["efsm_learners"])["area_id"]
        own = (cells["measure_id"] == ELIGIBLE) & cells["area_id"].isin(told)
        yield pd.MultiIndex.from_frame(cells.loc[own, KEY])


def _not_withheld(cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> np.ndarray:
    """The figures that have no number for another reason than what it would tell (a mask).

    Those are printed as not verified or not published; and shares eligible for free school meals of
    areas that the release has no place for. What is withheld has a row that says so.
    """
    figures = tables["figures"][tables["figures"]["kind"] != "target"]
    status = figures.set_index(KEY)["status"].astype(str)
    at = pd.MultiIndex.from_frame(cells[KEY])
    found = status.reindex(at)
    for_another = found.notna() & ~found.isin([*STATUSES.values(), *NUMBERED])
    areas = list(tables["grants"]["area_id"]) if "grants" in tables else []
    here = found.notna().to_numpy() | cells["area_id"].isin(areas).to_numpy()
    share = (cells["published"] & (cells["measure_id"] == ELIGIBLE)).to_numpy()
    told: np.ndarray = for_another.to_numpy() | (share & ~here)
    return told


def _told_beside(audience: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """What a table tells of a figure that the release withholds: it takes no reasoning."""
    if "exclusions" in tables:
        rows = tables["exclusions"]
        half = rows[rows["fixed_term"].isna() != rows["days_lost"].isna()]
        for area, year in zip(half["area_id"], half["academic_year"], strict=True):
            said = (
                f"Of {area} in {year} either the fixed-term exclusions or the days lost are told."
            )
            yield Problem(file=f"release/{audience}", rule="disclosure", message=said)
    if "grants" in tables:
        figures = tables["figures"]
        withheld = figures["status"].astype(str).isin(STATUSES.values())
        shares = figures[(figures["measure_id"].astype(str) == ELIGIBLE) & withheld]
        told = tables["grants"].dropna(subset=["efsm_learners"])["area_id"]
        for area in sorted(set(told) & set(shares["area_id"].astype(str))):
            said = f"{area} {ELIGIBLE} is withheld, and grants tell how many learners these are."
            yield Problem(file=f"release/{audience}", rule="disclosure", message=said)


def _problem(audience: str, cell: pd.Series, found: FoundOut) -> Problem:
    who = f"the school {found.who}, which knows its own figures," if found.who else "any reader"
    who += " who knows how many learners each cohort has," if found.knowing else ""
    name = " ".join(str(cell[each]) for each in KEY)
    what = (_OF_EXCLUSIONS if cell["measure_id"] in TOLD_BY else WHAT)[found.what]
    told = f"{name} is withheld, and {who} {can_tell(what, found.values)}."
    return Problem(file=f"release/{audience}", rule="disclosure", message=told)
