"""Twins of a term: other data that the public could not tell from the true ones.

The attack takes which figures are withheld as given. A twin goes the whole way again: its data
pass ``check``, ``prepare`` decides from its numbers what is withheld, and its public release and
jobs must be the same to the last byte, while what closed audiences read is another.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from tymor.audit.disclosure import cells_shown, found_out_in, tables_told
from tymor.audit.twins.beside import Truth, beside, differing, shown_otherwise
from tymor.audit.twins.counted import CountedEdits, More
from tymor.audit.twins.data import changed_tables, impossible_rows, twin_project
from tymor.audit.twins.edits import Edits, Numbers, together
from tymor.audit.twins.fits import Move
from tymor.audit.twins.learners import Change, LearnerEdits
from tymor.audit.twins.moves import Moves
from tymor.audit.twins.pattern import NEAR, Pattern
from tymor.check.data import check
from tymor.check.inputs_stamp import own_fingerprint
from tymor.config.disclosure import Protection
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.errors import Problem, TymorError, count
from tymor.files import closed_folder, write_atomic
from tymor.inputs import Inputs
from tymor.ledger import read_ledger
from tymor.measures.computed import open_actuals
from tymor.measures.counting.database import open_engine
from tymor.measures.pupils.groups import conditions
from tymor.plan.jobs import Job, plan
from tymor.prepare.release import prepare
from tymor.prepare.release_files import Release, StoredTables
from tymor.processes import crew
from tymor.publication import Publication

#: So often are moves taken back that would change what is withheld.
_TRIES = 8
#: Of more figures than this twins are made in two rows, by a process each; each twin asks first for
#: what those before it in its row left as it was.
_MANY, _ROWS = 5_000, 2
#: What is said of a figure that no twin changed, and of one that the attack tells.
NO_TWIN, TOLD = "no twin", "told"


@dataclass(frozen=True)
class Twin:
    """One twin: its moves, how the public could tell it, and how many closed pages differ."""

    moves: Sequence[Move]
    differences: Sequence[str]
    closed: int


@dataclass(frozen=True)
class Twins:
    """Twins of an audience.

    ``cells`` are its figures that are not shown exactly, with ``numerator`` and ``cohort``: in how
    many twins these are other ones; and whether it is ``exposed``: :data:`TOLD`, :data:`NO_TWIN`.
    """

    audience: str
    twins: Sequence[Twin]
    cells: pd.DataFrame

    @property
    def problems(self) -> Iterator[Problem]:
        """What of a twin the audience could tell; and that there is none, where there should be."""
        for number, twin in enumerate(self.twins, 1):
            told = list(twin.differences)
            if not twin.moves and len(self.cells):
                told.append("no other data were found that give the same release.")
            for each in told:
                message = f"Twin {number} of {len(self.twins)}: {each}"
                yield Problem(f"release/{self.audience}", "disclosure", message)

    @property
    def summary(self) -> str:
        same = sum(bool(twin.moves) and not twin.differences for twin in self.twins)
        closed = max((twin.closed for twin in self.twins), default=0)
        exposed = self.cells["exposed"]
        told, without = (int((exposed == each).sum()) for each in (TOLD, NO_TWIN))
        return (
            f"{self.audience}: {count(same, 'twin')} of {len(self.twins)} the same in public   "
            f"{count(closed, 'closed page')} other   "
            f"of {len(exposed):,} figures not shown exactly {len(exposed) - told - without:,} "
            f"have another number in a twin, {without:,} have not, {told:,} can be worked out"
        )


def twins(publication: Publication, audience: str, jobs: Sequence[Job], many: int) -> Twins:
    """So ``many`` twins of what an audience is shown that is kept from working out the rest.

    ``jobs`` are those of the term as it stands, of every audience.

    Raises
    ------
    TymorError
        The inputs, or the data of a twin, do not pass ``check``.
    """
    truth = truth_of(publication, audience, jobs)
    cells = truth.cells
    split = min(_ROWS, many) if len(cells) > _MANY else 1
    rows = [range(first, many, split) for first in range(split)]
    with _aside(publication), crew(split) as helpers:
        parts = list((helpers.map if helpers else map)(partial(_row, truth), rows))
    found: dict[int, tuple[Twin, np.ndarray]] = {}
    for part in parts:
        found |= part
    times = np.zeros(3 * len(cells), np.int64)
    for _, differs in found.values():
        times += differs
    n, d, cohort = times.reshape(3, -1)
    told = cells[KEY].assign(state=cells["state"], numerator=n, cohort=np.maximum(d, cohort))
    never = (told["numerator"] == 0) & (told["cohort"] == 0)
    told["exposed"] = np.where(never, NO_TWIN, "")
    of_release = tables_told(Release(StoredTables(publication.release_folder(audience))))
    told.loc[[each.cell for each in found_out_in(publication, audience, of_release)], "exposed"] = (
        TOLD
    )
    hidden = told[told["state"] != SHOWN].reset_index(drop=True)
    return Twins(audience, [found[number][0] for number in sorted(found)], hidden)


def truth_of(publication: Publication, audience: str, jobs: Sequence[Job]) -> Truth:
    """The term as it is; what this very publication has shown is decided anew, as it was."""
    release = Release(StoredTables(publication.release_folder(audience)))
    cells = cells_shown(publication, audience, tables_told(release))
    ledger = read_ledger(publication.config.root).but_for(own_fingerprint(publication))
    return Truth(publication, audience, checked(publication), cells, jobs, ledger)


def checked(publication: Publication) -> Inputs:
    """The inputs, which pass ``check``."""
    inputs = check(publication)
    errors = [problem for problem in inputs.problems if problem.severity == "error"]
    if errors:
        listed = "\n".join(f"  {problem}" for problem in errors[:20])
        raise TymorError(f"The data of {publication.folder} do not pass check:\n{listed}")
    return inputs


def _row(truth: Truth, numbers: Sequence[int]) -> dict[int, tuple[Twin, np.ndarray]]:
    """Twins of these numbers, one after the other, and which numbers of figures differ in each."""
    maker = Maker(truth)
    times = np.zeros(3 * len(truth.cells), np.int64)
    made = {}
    for number in numbers:
        made[number] = maker.twin(number, times)
        times += made[number][1]
    return made


class Maker:
    """Makes twins of one audience's release."""

    def __init__(self, truth: Truth) -> None:
        config = truth.publication.config
        rules = config.disclosure[truth.audience]
        assert isinstance(rules, Protection)
        self._truth, self.edits = truth, edits_of(truth)
        self.pattern = Pattern(truth.reader, rules, config.measures, truth.publication.cache)
        self.moves = Moves(self.edits, truth.reader, rules)

    def twin(self, number: int, times: np.ndarray) -> tuple[Twin, np.ndarray]:
        """A twin in which numbers are others that were so seldom, and which ones are.

        What is withheld is decided anew of its data; moves that would change it are taken back.
        """
        truth = self._truth
        moves = self.pattern.kept(self.possible(self.moves.world(times, number)))
        for tried in range(_TRIES):
            moves = self.possible(moves)
            own = self.project(moves, _aside_of(truth.publication) / f"{number}-{tried}")
            releases = prepare(own, checked(own), truth.ledger)
            if not (bad := shown_otherwise(truth, own)).any():
                differences, closed = beside(truth, own, plan(own, releases))
                return Twin(moves, differences, closed), differing(truth, own)
            moves = self.pattern.without(moves, bad, tried + NEAR)
        told = ["what is withheld is not the same, whatever was taken back."]
        return Twin(moves, told, 0), np.zeros(3 * len(truth.cells), np.int64)

    def possible(self, moves: Sequence[Move]) -> list[Move]:
        """The moves after which every row of counts could be so."""
        kept = list(moves)
        while bad := impossible_rows(self._truth.inputs.tables, self.does(kept)):
            kept = [move for move in kept if not self._touches(move, bad)]
        return kept

    def _touches(self, move: Move, rows: set[tuple[str, int]]) -> bool:
        counts = [(table, each) for table, each in self.does([move]) if isinstance(each, More)]
        return any((table, row) in rows for table, each in counts for row, _ in each.cells)

    def does(self, moves: Sequence[Move]) -> list[tuple[str, Change | More]]:
        """What these moves do, each with the table that it is done to."""
        rows = [each for move in moves for each in move.edits]
        return [(self.edits.tables[row], self.edits.does[row]) for row in rows]

    def project(self, moves: Sequence[Move], root: Path) -> Publication:
        """A project in ``root`` with the data that these moves make."""
        truth = self._truth
        tables = changed_tables(truth.inputs.tables, self.does(moves))
        return twin_project(truth.publication, truth.inputs, tables, root)


def edits_of(truth: Truth) -> Edits:
    """Every change of the data that is looked at."""
    config, inputs = truth.publication.config, truth.inputs
    numbers = Numbers(truth.cells, config.audiences[truth.audience].school_groups, _above(truth))
    said = pd.DataFrame({"academic_year": [], "measure_id": []}, dtype="str")
    parts: list[Edits] = []
    groups = conditions(config.groups)
    if inputs.learners is not None:
        with open_engine(config.engine) as engine:
            parts += LearnerEdits(engine, inputs, numbers, truth.cells, groups).every()
        with open_actuals(config, inputs, truth.publication.term.years) as actuals:
            assert actuals.of_pupils is not None
            said = actuals.of_pupils.counted.said()
    parts += CountedEdits(inputs, numbers, truth.reader, config).every(said)
    return together(parts, numbers.size)


def _above(truth: Truth) -> dict[str, tuple[str, ...]]:
    """The areas that each school counts in, beside itself."""
    who, schools = truth.publication.config.partnership, truth.inputs.tables["schools"]
    own = schools[schools["la_code"].isin(who.local_authorities)]
    whole = () if truth.inputs.holds_sample("schools") else (who.id,)
    authorities = zip(own["school_id"], own["la_code"], strict=True)
    return {school: (authority, *whole) for school, authority in authorities}


def _aside_of(publication: Publication) -> Path:
    return publication.folder / "twin"


@contextmanager
def _aside(publication: Publication) -> Iterator[None]:
    """A closed folder for the data of twins, which is gone at the end."""
    folder = _aside_of(publication)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        closed_folder(folder)
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_twins(publication: Publication, found: Twins) -> None:
    """How many twins have another number for each figure that is not shown, without any number."""
    state = np.where(found.cells["state"] == HIDDEN, "withheld", "nearly")
    rows = found.cells.assign(state=state)
    content = rows.to_csv(index=False, lineterminator="\n").encode()
    write_atomic(publication.folder / "audit" / f"twins-{found.audience}.csv", content)
