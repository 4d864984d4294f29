"""A twin held beside the truth: what an audience could tell it by, and what differs in it."""

import filecmp
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from tymor.audit.twins.fits import COUNTS
from tymor.config.disclosure import Protection
from tymor.disclosure.decide import reader_of
from tymor.disclosure.names import KEY
from tymor.disclosure.system import Reader
from tymor.inputs import Inputs
from tymor.ledger import Ledger
from tymor.plan.jobs import Job
from tymor.publication import Publication


@dataclass(frozen=True)
class Truth:
    """The term as it is, which twins are held against."""

    publication: Publication
    audience: str
    inputs: Inputs
    cells: pd.DataFrame
    jobs: Sequence[Job]
    ledger: Ledger

    @cached_property
    def reader(self) -> Reader:
        config = self.publication.config
        rules = config.disclosure[self.audience]
        assert isinstance(rules, Protection)
        return reader_of(self.cells, config.measures, rules)


def beside(truth: Truth, own: Publication, jobs: Sequence[Job]) -> tuple[list[str], int]:
    """What the audience could tell a twin by, and how many closed pages rest on other rows."""
    differences = [*_other_tables(truth, own), *_other_jobs(truth, jobs)]
    return differences, _closed_jobs(truth, jobs)


def shown_otherwise(truth: Truth, own: Publication) -> np.ndarray:
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


def _other_tables(truth: Truth, own: Publication) -> Iterator[str]:
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


def _other_jobs(truth: Truth, jobs: Sequence[Job]) -> Iterator[str]:
    """The pages of the audience that rest on something else, or are not there."""
    was, now = ({job.page_name: job for job in each if job.audience == truth.audience}
                for each in (truth.jobs, jobs))  # fmt: skip
    for name in sorted(was.keys() | now.keys()):
        if name not in was or name not in now or was[name].parts != now[name].parts:
            yield f"the page {name} rests on something else."


def _closed_jobs(truth: Truth, jobs: Sequence[Job]) -> int:
    """How many pages of closed audiences rest on other rows."""
    closed = {name for name, each in truth.publication.config.audiences.items() if each.closed}
    now = {job.name: job.parts["rows"] for job in jobs}
    of_them = [job for job in truth.jobs if job.audience in closed]
    return sum(now.get(job.name) != job.parts["rows"] for job in of_them)


def differing(truth: Truth, own: Publication) -> np.ndarray:
    """Which numbers the twin's own counts have as another one: 1, or 0."""
    cells = pd.read_parquet(own.cells_file(truth.audience)).set_index(KEY)
    now = cells.reindex(pd.MultiIndex.from_frame(truth.cells[KEY]))[COUNTS].to_numpy()
    differs: np.ndarray = (now != truth.cells[COUNTS].to_numpy()).T.ravel()
    return differs.astype(np.int64)
