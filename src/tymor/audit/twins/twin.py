"""Twins of a term: other data that the public could not tell from the true ones.

The attack takes which figures are withheld as given. A twin goes the whole way again: its data
pass ``check``, ``prepare`` decides from its numbers what is withheld, and its public release and
jobs must be the same to the last byte, while what closed audiences read is another.
"""

import filecmp
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from tymor.audit.disclosure import cells_shown, tables_told
from tymor.audit.twins.counted import CountedEdits, More
from tymor.audit.twins.data import changed_tables, impossible_rows, twin_project
from tymor.audit.twins.edits import Edits, Numbers, together
from tymor.audit.twins.fits import COUNTS, Move
from tymor.audit.twins.learners import Change, LearnerEdits
from tymor.audit.twins.moves import Moves
from tymor.audit.twins.pattern import Pattern
from tymor.check.data import check
from tymor.check.inputs_stamp import own_fingerprint
from tymor.config.disclosure import Protection
from tymor.disclosure.decide import reader_of
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.disclosure.system import Reader
from tymor.errors import Problem, TymorError, count
from tymor.files import closed_folder, write_atomic
from tymor.inputs import Inputs
from tymor.ledger import Ledger, read_ledger
from tymor.measures.computed import open_actuals
from tymor.measures.counting.database import open_engine
from tymor.plan.jobs import Job, plan
from tymor.prepare.release import prepare
from tymor.prepare.release_files import Release, StoredTables
from tymor.publication import Publication

#: So often are moves taken back that would change what is withheld; so often every other one.
_TRIES, _HALVED = 8, 2


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
    many twins these are other ones.
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
        differ = (self.cells[["numerator", "cohort"]] > 0).any(axis=1).sum()
        return (
            f"{self.audience}: {count(same, 'twin')} of {len(self.twins)} the same   "
            f"{count(closed, 'closed page')} other   "
            f"{differ:,} of {len(self.cells):,} figures not shown differ"
        )


@dataclass(frozen=True)
class _Truth:
    """The term as it is, which twins are held against."""

    publication: Publication
    audience: str
    rules: Protection
    inputs: Inputs
    cells: pd.DataFrame
    jobs: Sequence[Job]
    ledger: Ledger

    @cached_property
    def reader(self) -> Reader:
        return reader_of(self.cells, self.publication.config.measures, self.rules)


def twins(publication: Publication, audience: str, jobs: Sequence[Job], many: int) -> Twins:
    """So ``many`` twins of what an audience is shown that is kept from working out the rest.

    ``jobs`` are those of the term as it stands, of every audience.

    Raises
    ------
    TymorError
        The inputs, or the data of a twin, do not pass ``check``.
    """
    rules = publication.config.disclosure[audience]
    assert isinstance(rules, Protection)
    inputs = _checked(publication)
    release = Release(StoredTables(publication.release_folder(audience)))
    cells = cells_shown(publication, audience, tables_told(release))
    # What this very publication has shown is decided anew, as it was.
    ledger = read_ledger(publication.config.root).but_for(own_fingerprint(publication))
    truth = _Truth(publication, audience, rules, inputs, cells, jobs, ledger)
    edits, pattern = _edits(truth), Pattern(truth.reader, rules, publication.config.measures)
    moves = Moves(edits, truth.reader, rules)
    made: list[Twin] = []
    times = np.zeros(3 * len(cells), np.int64)
    for number in range(many):
        chosen = pattern.kept(_possible(truth, edits, moves.world(times, number)))
        twin, differs = _twin(truth, edits, pattern, chosen)
        made.append(twin)
        times += differs
    n, d, cohort = times.reshape(3, -1)
    told = cells[KEY].assign(state=cells["state"], numerator=n, cohort=np.maximum(d, cohort))
    return Twins(audience, made, told[told["state"] != SHOWN].reset_index(drop=True))


def _checked(publication: Publication) -> Inputs:
    inputs = check(publication)
    errors = [problem for problem in inputs.problems if problem.severity == "error"]
    if errors:
        listed = "\n".join(f"  {problem}" for problem in errors[:20])
        raise TymorError(f"The data of {publication.folder} do not pass check:\n{listed}")
    return inputs


def _edits(truth: _Truth) -> Edits:
    """Every change of the data that is looked at."""
    config, inputs = truth.publication.config, truth.inputs
    numbers = Numbers(truth.cells, config.audiences[truth.audience].school_groups, _above(truth))
    said = pd.DataFrame({"academic_year": [], "measure_id": []}, dtype="str")
    parts: list[Edits] = []
    if inputs.learners is not None:
        with open_engine(config.engine) as engine:
            parts += LearnerEdits(engine, inputs, numbers, truth.cells).every()
        with open_actuals(config, inputs, truth.publication.term.years) as actuals:
            assert actuals.of_pupils is not None
            said = actuals.of_pupils.counted.said()
    parts += CountedEdits(inputs, numbers, truth.reader, config.measures).every(said)
    return together(parts, numbers.size)


def _above(truth: _Truth) -> dict[str, tuple[str, ...]]:
    """The areas that each school counts in, beside itself."""
    who, schools = truth.publication.config.partnership, truth.inputs.tables["schools"]
    own = schools[schools["la_code"].isin(who.local_authorities)]
    whole = () if truth.inputs.holds_sample("schools") else (who.id,)
    authorities = zip(own["school_id"], own["la_code"], strict=True)
    return {school: (authority, *whole) for school, authority in authorities}


def _possible(truth: _Truth, edits: Edits, moves: Sequence[Move]) -> list[Move]:
    """The moves after which every row of counts could be so."""
    kept = list(moves)
    while bad := impossible_rows(truth.inputs.tables, _does(edits, kept)):
        kept = [
            move
            for move in kept
            if not any(
                isinstance(each, More) and any((table, row) in bad for row, _ in each.cells)
                for table, each in _does(edits, [move])
            )
        ]
    return kept


def _does(edits: Edits, moves: Sequence[Move]) -> list[tuple[str, Change | More]]:
    """What these moves do, each with the table that it is done to."""
    rows = [each for move in moves for each in move.edits]
    return [(edits.tables[row], edits.does[row]) for row in rows]


def _twin(
    truth: _Truth, edits: Edits, pattern: Pattern, moves: Sequence[Move]
) -> tuple[Twin, np.ndarray]:
    """A twin with these moves, but for those that would change what is withheld; and which
    numbers are other ones in it.
    """
    for tried in range(_TRIES):
        moves = _possible(truth, edits, moves)
        with _aside(truth.publication) as root:
            own = _project(truth, edits, moves, root)
            releases = prepare(own, _checked(own), truth.ledger)
            if (bad := _shown_otherwise(truth, own)).any():
                moves = pattern.without(moves, bad, every=tried >= _HALVED)
                continue
            jobs = plan(own, releases)
            differences = [*_other_tables(truth, own), *_other_jobs(truth, jobs)]
            closed = _closed_jobs(truth, jobs)
            return Twin(moves, differences, closed), _differing(truth, own)
    told = ["what is withheld is not the same, whatever was taken back."]
    return Twin(moves, told, 0), np.zeros(3 * len(truth.cells), np.int64)


@contextmanager
def _aside(publication: Publication) -> Iterator[Path]:
    """A closed folder for a twin, which is gone at the end."""
    folder = publication.folder / "twin"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield closed_folder(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _project(truth: _Truth, edits: Edits, moves: Sequence[Move], root: Path) -> Publication:
    tables = changed_tables(truth.inputs.tables, _does(edits, moves))
    return twin_project(truth.publication, truth.inputs, tables, root)


def _shown_otherwise(truth: _Truth, own: Publication) -> np.ndarray:
    """The figures that the twin's release has with another status: a mask."""
    was, now = (
        _status(each.release_folder(truth.audience), truth.cells)
        for each in (truth.publication, own)
    )
    other: np.ndarray = was != now
    return other


def _status(release: Path, cells: pd.DataFrame) -> np.ndarray:
    """How a release shows these figures; nothing where one is not there."""
    figures = pd.read_parquet(release / "figures.parquet", columns=[*KEY, "kind", "status"])
    status = figures[figures["kind"] != "target"].set_index(KEY)["status"].astype(str)
    return status.reindex(pd.MultiIndex.from_frame(cells[KEY])).fillna("").to_numpy(object)


def _other_tables(truth: _Truth, own: Publication) -> Iterator[str]:
    """The tables of the release that are not the same to the last byte; closed ones must not be."""
    here, there = (each.release_folder(truth.audience) for each in (truth.publication, own))
    names = sorted({path.name for folder in (here, there) for path in folder.glob("*.parquet")})
    _, other, missing = filecmp.cmpfiles(here, there, names, shallow=False)
    for name in sorted([*other, *missing]):
        yield f"release/{truth.audience}/{name} is not the same: it tells what is withheld."
    for name, audience in truth.publication.config.audiences.items():
        if audience.closed:
            own_file, other_file = (
                each.release_folder(name) / "figures.parquet" for each in (truth.publication, own)
            )
            if filecmp.cmp(own_file, other_file, shallow=False):
                yield f"release/{name}/figures.parquet is the same: the twin is none."


def _other_jobs(truth: _Truth, jobs: Sequence[Job]) -> Iterator[str]:
    """The pages of the audience that rest on something else, or are not there."""
    was, now = ({job.page_name: job for job in each if job.audience == truth.audience}
                for each in (truth.jobs, jobs))  # fmt: skip
    for name in sorted(was.keys() | now.keys()):
        if name not in was or name not in now or was[name].parts != now[name].parts:
            yield f"the page {name} rests on something else."


def _closed_jobs(truth: _Truth, jobs: Sequence[Job]) -> int:
    """How many pages of closed audiences rest on other rows."""
    closed = {name for name, each in truth.publication.config.audiences.items() if each.closed}
    now = {job.name: job.parts["rows"] for job in jobs}
    of_them = [job for job in truth.jobs if job.audience in closed]
    return sum(now.get(job.name) != job.parts["rows"] for job in of_them)


def _differing(truth: _Truth, own: Publication) -> np.ndarray:
    """Which numbers the twin's own counts have as another one: 1, or 0."""
    cells = pd.read_parquet(own.cells_file(truth.audience)).set_index(KEY)
    now = cells.reindex(pd.MultiIndex.from_frame(truth.cells[KEY]))[COUNTS].to_numpy()
    differs: np.ndarray = (now != truth.cells[COUNTS].to_numpy()).T.ravel()
    return differs.astype(np.int64)


def write_twins(publication: Publication, found: Twins) -> None:
    """How many twins have another number for each figure that is not shown, without any number."""
    told = {HIDDEN: "withheld"}
    rows = found.cells.assign(state=found.cells["state"].map(told).fillna("nearly"))
    content = rows.to_csv(index=False, lineterminator="\n").encode()
    write_atomic(publication.folder / "audit" / f"twins-{found.audience}.csv", content)
