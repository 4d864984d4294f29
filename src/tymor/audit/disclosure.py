"""Attack: what can be worked out of the figures that an audience is not shown.

The attack reads the release as it was written, and takes every figure that is shown there to be
known exactly. For each other one it looks for figures that agree with all that is shown and differ
from the true ones (:mod:`tymor.disclosure.search`): as any reader would see them, and as each
school, that knows its own. It does not look at how they were protected.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tymor.cache import Cache
from tymor.config.disclosure import Protection, is_attacked
from tymor.disclosure.decide import STATUSES, attackers_of, reader_of
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN, NEAR_ALL, NEAR_NONE, SHOWN
from tymor.disclosure.repair import everything_found_out
from tymor.disclosure.search import FoundOut
from tymor.disclosure.system import ALL, COHORT, NUMERATOR
from tymor.errors import Problem, TymorError
from tymor.page import NUMBERED
from tymor.publication import Publication

#: What is found out of a figure.
_WHAT = {
    NUMERATOR: "how many reached it",
    COHORT: "how many learners it rests on",
    ALL: "that all of them reached it",
}
_LEVELS = ("school", "local_authority", "partnership")


def attacked(publication: Publication, audience: str, figures: pd.DataFrame) -> Iterator[Problem]:
    """What can be told of figures that this audience's release withholds.

    Raises
    ------
    TymorError
        The counts that it was made from are not there.
    """
    rules = publication.config.disclosure[audience]
    if not isinstance(rules, Protection) or not is_attacked(rules):
        return
    cells = published_cells(publication, audience, figures)
    reader = reader_of(cells, publication.config.measures)
    system = reader.system(cells["state"].to_numpy(), np.ones(len(cells), bool))
    attackers = attackers_of(cells, rules)
    for found in everything_found_out(system, attackers, Cache(publication.cache)):
        yield _problem(audience, cells.iloc[found.cell], found)


def utility(publication: Publication, audience: str, figures: pd.DataFrame) -> pd.DataFrame:
    """What protection costs: one row a level of areas, measure and group.

    ``exact``, ``nearly`` and ``withheld`` count the figures of published areas that rest on
    learners; of an audience without rules there are none.
    """
    names = ["level", "measure_id", "group"]
    if not isinstance(publication.config.disclosure[audience], Protection):
        return pd.DataFrame(columns=[*names, "exact", "nearly", "withheld"])
    cells = published_cells(publication, audience, figures)
    told = {SHOWN: "exact", NEAR_ALL: "nearly", NEAR_NONE: "nearly", HIDDEN: "withheld"}
    rows = cells[cells["published"]].assign(told=cells["state"].map(told))
    rows["level"] = rows["level"].map(dict(enumerate(_LEVELS)))
    counts = rows.groupby([*names, "told"]).size().unstack(fill_value=0)
    return counts.reindex(columns=["exact", "nearly", "withheld"], fill_value=0).reset_index()


def published_cells(publication: Publication, audience: str, figures: pd.DataFrame) -> pd.DataFrame:
    """The counts that the release was made from, with the state that each is published in."""
    path = publication.cells_file(audience)
    if not path.exists():
        raise TymorError(f"{path} is missing: run tymor prepare --term {publication.term_id}.")
    cells = pd.read_parquet(path)
    states = {status: state for state, status in STATUSES.items()} | dict.fromkeys(NUMBERED, SHOWN)
    shown = figures[figures["kind"] != "target"]
    status = shown.set_index(KEY)["status"].astype(str)
    found = status.reindex(pd.MultiIndex.from_frame(cells[KEY])).map(states)
    return cells.assign(state=found.fillna(HIDDEN).astype("int8").to_numpy())


def _problem(audience: str, cell: pd.Series, found: FoundOut) -> Problem:
    who = f"the school {found.who}, which knows its own figures," if found.who else "any reader"
    name = " ".join(str(cell[each]) for each in KEY)
    told = f"{name} is withheld, and {who} can work out {_WHAT[found.what]}."
    return Problem(file=f"release/{audience}", rule="disclosure", message=told)
