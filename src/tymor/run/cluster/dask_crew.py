"""A crew beyond this machine: the same jobs on an existing Dask cluster.

A worker unpacks the parcel once, keeps warm kernels, and does one job at a time, since a
notebook's folder and environment belong to the whole process: start workers with
``--nthreads 1``. What a lost worker had under way is done by another one.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tymor.cache import Cache
from tymor.config.environment import PARTNERSHIP_VARIABLE, ROOT_VARIABLE
from tymor.errors import TymorError
from tymor.fingerprints import digest, package_code
from tymor.publication import CACHE
from tymor.render.html.layout import folder
from tymor.run.cluster.parcel import Parcel, fetch_results, send_results, unpacked
from tymor.run.crew import Event, LocalCrew
from tymor.run.journal import Ended
from tymor.run.page_of_job import Finished, PageTask, Rendering, composed_files, finish
from tymor.run.warm.starter import warm_kernels
from tymor.run.work import execute

if TYPE_CHECKING:
    from distributed import Client, Future

#: Jobs on their way for each worker: one done and one waiting.
_FOR_EACH_WORKER = 2


@dataclass(frozen=True)
class Errand:
    """One job for a worker elsewhere. Its paths are those of the project it comes from."""

    parcel: Parcel
    project: Path
    task: PageTask
    rendering: Rendering
    results: str


@dataclass(frozen=True)
class Back:
    """What a worker tells of an errand; the files lie in the shared place."""

    ended: Ended
    finished: Finished | None


@dataclass
class DaskCrew:
    """A :class:`~tymor.run.crew.Crew` of a cluster's workers.

    What is only to be rendered, from files that lie here, is left to ``near``. ``shared`` is the
    shared place, where the ``parcel`` lies.
    """

    client: "Client"
    parcel: Parcel
    project: Path
    rendering: Rendering
    shared: str
    near: LocalCrew
    _futures: "set[Future[Back]]" = field(default_factory=set)

    @property
    def room(self) -> int:
        """As many jobs as keep every worker of this moment busy."""
        return _FOR_EACH_WORKER * max(1, len(self.client.scheduler_info(n_workers=-1)["workers"]))

    def start(self, task: PageTask) -> None:
        if task.work is None:
            self.near.start(task)
            return
        results = f"{self.shared}/results/{digest(task.name)}.zip"
        # A worker's copies are not the files that are audited, and it renders what it is given.
        rendering = replace(self.rendering, audit_memory=None)
        errand = Errand(self.parcel, self.project, task, rendering, results)
        future = self.client.submit(run_errand, errand, pure=False)
        self._futures.add(future)
        future.add_done_callback(  # type: ignore[no-untyped-call]
            lambda done: self._done(errand, done)
        )

    def next_event(self) -> Event:
        return self.near.next_event()

    def _done(self, errand: Errand, done: "Future[Back]") -> None:
        self._futures.discard(done)
        name = errand.task.name
        try:
            back: Back = done.result()
            must, may = files_of(errand.task, back, errand.rendering)
            fetch_results(errand.results, self.project, must, may)
        except Exception as failure:  # KilledWorker: it took several workers down with it
            self.near.events.put((name, Ended(error=_told(failure))))
            return
        self.near.events.put((name, back.ended))
        if back.finished is not None:
            self.near.events.put((name, back.finished))


def run_errand(errand: Errand) -> Back:
    """Do one job on a worker, and put its files into the shared place."""
    if package_code() != errand.parcel.code:
        raise TymorError(
            "This worker has another version of Tymor than the one that builds: install the "
            "same one on every worker."
        )
    with _at_a_time:
        root = unpacked(errand.parcel)
        back, files = _do(errand, root)
        send_results(files, root, errand.results)
    return back


def files_of(
    task: PageTask, back: Back, rendering: Rendering
) -> tuple[frozenset[Path], frozenset[Path]]:
    """The files that a job's result must hold here, and those that it may hold beside them.

    They are worked out from the job, and not believed: a worker tells only which files its
    page has, and these lie in the page's own folders.

    Raises
    ------
    TymorError
        What it tells is of another page.
    """
    ended, entry = back.ended, back.finished.entry if back.finished else None
    executed = frozenset([task.executed] if task.executed else [])
    must = frozenset() if ended.failed else executed
    if entry is not None:
        site = rendering.sites / task.site
        own = {Path(folder(name, task.path)) for name in rendering.languages.catalogues}
        others = [name for name in entry.files if Path(name).parent not in own]
        if others or (entry.site, entry.path) != (task.site, task.path):
            of = ", ".join(sorted(others)[:3]) or f"{entry.site}/{entry.path}"
            raise TymorError(f"A worker tells of what is not its page's: {of}. See who it is.")
        must |= {*composed_files(task.page_file)}
        must |= {site / name for name in entry.files}
    return must, executed


def _do(errand: Errand, root: Path) -> tuple[Back, list[Path]]:
    """Do a job in the unpacked parcel ``root``; say which files it has written."""

    def here(path: Path) -> Path:
        return root / path.relative_to(errand.project)

    there, task = errand.task.work, errand.task
    assert there is not None
    work = replace(
        there,
        root=here(there.root),
        source=here(there.source),
        output=here(there.output),
        release=here(there.release),
        partnership=str(here(Path(there.partnership))),
    )
    _keep_kernels_warm({ROOT_VARIABLE: str(work.root), PARTNERSHIP_VARIABLE: work.partnership})
    ended = execute(work)
    files = [work.output] if work.output.exists() else []
    if ended.failed:
        return Back(ended, None), files
    task = replace(task, page_file=here(task.page_file), executed=work.output, entry=None)
    sites, cache = here(errand.rendering.sites), Cache(root / CACHE)
    finished = finish(task, replace(errand.rendering, sites=sites, cache=cache))
    if finished.entry is not None:
        files += composed_files(task.page_file)
        files += [sites / task.site / name for name in finished.entry.files]
    return Back(ended, finished), files


#: A worker's own: one job at a time, and kernels that stay warm as long as it lives.
_at_a_time = threading.Lock()
_warm: ExitStack | None = None


def _keep_kernels_warm(told: Mapping[str, str]) -> None:
    global _warm  # noqa: PLW0603  (a worker is a process: it has one)
    if _warm is None:
        _warm = ExitStack()
        _warm.enter_context(warm_kernels(told))


def _told(failure: BaseException) -> str:
    name = type(failure).__name__
    if name == "KilledWorker":
        return "Several workers of the cluster ended while they did this job: look at their logs."
    return str(failure) if isinstance(failure, TymorError) else f"{name}: {failure}"


@contextmanager
def dask_client(address: str) -> Iterator[Any]:
    """A client of the cluster at an address like ``tcp://host:8786``.

    Raises
    ------
    TymorError
        The package that talks to clusters is not there, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise TymorError("--workers dask:… needs Dask: pip install 'tymor[dask]'") from None
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            address, timeout="10s", set_as_default=False
        )
    except OSError as failure:
        raise TymorError(
            f"No Dask scheduler answers at {address} ({failure}): start one with dask scheduler, "
            "and workers with dask worker ADDRESS --nthreads 1."
        ) from None
    with client:
        yield client
