"""The desk: one report's page made again and again, by what stays warm meanwhile."""

import io
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from pebble import ProcessPool
from rich.console import Console

from tymor.build import plan_jobs, prepare_release
from tymor.config.environment import settings_told
from tymor.console.stage_log import StageLog
from tymor.errors import TymorError
from tymor.files import write_if_changed
from tymor.locks import alone
from tymor.options import Options
from tymor.plan.frozen import freeze_settings, frozen_publication
from tymor.plan.jobs import Job, job_again
from tymor.prepare.release_files import Release
from tymor.preview.asked import Asked, NoSuchPage, PreviewPublication
from tymor.preview.board import Made
from tymor.preview.explain import MadePage
from tymor.preview.failure import Failure, told_of, told_of_job
from tymor.preview.watch import Asks
from tymor.publication import Publication
from tymor.render import charts
from tymor.render.compose import page_text
from tymor.render.html.layout import folder, has_pdf, pdf_name
from tymor.render.one_page import PageWork, render_one
from tymor.run.crew import Event, process_pool, result_of
from tymor.run.journal import Ended, PageEntry
from tymor.run.page_of_job import Finished, PageTask, Rendering, page_of
from tymor.run.sites import write_common
from tymor.run.term import TermRun, opened_term
from tymor.run.warm.starter import WAITED_FOR, warm_kernels
from tymor.run.work import execute, start_executor

#: So often it is looked whether something has changed while a notebook runs.
_LOOK_SECONDS = 0.1


class NotMade(Exception):
    """There is no new page, and why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


class Overtaken(Exception):
    """Something was saved while the page was made: it must be made anew anyway."""


@dataclass(frozen=True)
class Planned:
    """What stays as it is while only the notebook and words change."""

    publication: PreviewPublication
    releases: Mapping[str, Release]
    jobs: tuple[Job, ...]
    job: Job


class Desk:
    """Makes the page that is asked for; what it knew before is kept while something is wrong."""

    def __init__(self, asked: Asked, executors: ProcessPool) -> None:
        self.asked = asked
        self._executors = executors
        self._planned: Planned | None = None
        self._behind = Asks.INPUTS
        self._work: PageWork | None = None  # the page as it was made last
        self._papers_of: PageWork | None = None
        self._papers = Lock()

    @property
    def planned(self) -> Planned | None:
        """What the page rests on, once that was found."""
        return self._planned

    @property
    def site(self) -> Path | None:
        """The folder of the page's site, once there is a page."""
        return self._work.site if self._work else None

    @property
    def built_site(self) -> Path | None:
        """The folder of the same site as the term was built last, if it ever was."""
        if self._planned is None:
            return None
        own = self._planned.publication.as_built()
        return own.site_folder(self._planned.job.site)

    def make(self, asks: Asks, overtaken: Callable[[], bool]) -> Made:
        """The page as its files are now; ``overtaken`` says that one was saved meanwhile.

        What could not be done the last time is done as well.

        Raises
        ------
        NotMade
            Something is wrong with the notebook, the words, the settings or the data.
        NoSuchPage
            The term has no such page, and there never was one here.
        Overtaken
            It was overtaken: the next one does it.
        """
        self._behind = max(asks, self._behind)
        seconds: dict[str, float] = {}
        told = io.StringIO()
        try:
            with _taking(seconds, "prepare" if self._behind is Asks.INPUTS else "plan"):
                planned = self._plan(StageLog(Console(file=told, width=100, highlight=False)))
            self._behind = Asks.NOTEBOOK
            made = self._run(planned, seconds, overtaken)
        except TymorError as error:
            if isinstance(error, NoSuchPage) and self._planned is None:
                raise
            raise NotMade(told_of(error, told.getvalue())) from error
        self._behind = Asks.NOTHING
        return made

    @property
    def made_page(self) -> MadePage | None:
        """The page that was made last, with what it was made from."""
        if self._planned is None or self._work is None:
            return None
        return MadePage.of(self._planned.publication, self._planned.job)

    def papers(self) -> None:
        """See that the PDF and the workbooks of the page that was made last are there."""
        with self._papers:
            while (work := self._work) is not None and work is not self._papers_of:
                render_one(replace(work, screen=False, papers=True))
                self._papers_of = work

    def _plan(self, log: StageLog) -> Planned:
        own = self.asked.publication()
        publication = self.asked.at_desk(own)
        before = self._planned
        if before is not None and self._behind < Asks.INPUTS:
            job = job_again(publication, before.job)
            planned = Planned(publication, before.releases, before.jobs, job)
        else:
            planned = self._prepare(own, publication, log)
        self._planned = planned
        return planned

    def _prepare(self, own: Publication, publication: PreviewPublication, log: StageLog) -> Planned:
        with alone(own):
            releases = prepare_release(own, log)
        jobs = plan_jobs(publication, releases, log)
        return Planned(publication, releases, tuple(jobs), self.asked.job_of(jobs))

    def _run(
        self, planned: Planned, seconds: dict[str, float], overtaken: Callable[[], bool]
    ) -> Made:
        publication, job = planned.publication, planned.job
        options = Options("builtin", "1")
        with opened_term(publication, planned.jobs, planned.releases, options) as run:
            (site,) = [site for site in run.sites if site.name == job.site]
            write_common(publication, site, run.batch.rendering, run.batch.journal)
            alone_crew = _OneJob(self._executors, run.batch.rendering, seconds, overtaken)
            (outcome,) = run.batch.run(run.again([job]), alone_crew)
            if outcome.failed:
                notebooks = frozen_publication(publication).config.root / "notebooks"
                raise NotMade(told_of_job(outcome, notebooks))
            assert alone_crew.work is not None
            self._work = alone_crew.work
            return _made(run, job, alone_crew.work, seconds)


def _made(run: TermRun, job: Job, work: PageWork, seconds: Mapping[str, float]) -> Made:
    frame = run.batch.rendering.frames[job.site]
    return Made(
        path=job.path,
        called=job.name,
        readers=frame.readers,
        closed=frame.closed,
        seconds=seconds,
        left=tuple(run.unpublished([job])),
        pdfs={name: _pdf_of(work, name) for name in frame.languages if _has_pdf(work)},
    )


def _has_pdf(work: PageWork) -> bool:
    return has_pdf({"report": work.page.report})


def _pdf_of(work: PageWork, language: str) -> str:
    page = work.page
    named = {"called": page.called, "report": page.report, "term": page.term}
    return f"/{folder(language, page.path)}/{pdf_name(named, work.frame)}"


class _OneJob:
    """A crew that does one job at a time: its notebook in a process of its own, its page here."""

    room = 1

    def __init__(
        self,
        executors: ProcessPool,
        rendering: Rendering,
        seconds: dict[str, float],
        overtaken: Callable[[], bool],
    ) -> None:
        self.work: PageWork | None = None
        self._executors = executors
        self._rendering = rendering
        self._seconds = seconds
        self._overtaken = overtaken
        self._events: deque[Event] = deque()

    def start(self, task: PageTask) -> None:
        with _taking(self._seconds, "execute"):
            ended = self._execute(task)
        self._events.append((task.name, ended))
        if not ended.failed:
            self._events.append((task.name, self._finish(task)))

    def next_event(self) -> Event:
        return self._events.popleft()

    def _execute(self, task: PageTask) -> Ended:
        future = self._executors.schedule(execute, args=[task.work])
        while not wait([future], _LOOK_SECONDS).done:
            if self._overtaken():
                future.cancel()  # type: ignore[no-untyped-call]
                raise Overtaken
        ended = result_of(future, Ended)
        assert ended is not None
        return ended

    def _finish(self, task: PageTask) -> Finished:
        try:
            with _taking(self._seconds, "compose"):
                page, links, told = page_of(task, self._rendering)
                write_if_changed(task.page_file, page_text(page).encode())
            with _taking(self._seconds, "render"):
                site, frame = self._rendering.sites / task.site, self._rendering.frames[task.site]
                languages, cache = self._rendering.languages, self._rendering.cache
                self.work = PageWork(site, page, frame, languages, cache, papers=False)
                files = render_one(self.work)
        except TymorError as error:
            return Finished(error=str(error))
        entry = PageEntry(page.site, page.path, {}, links=links, files=files)
        return Finished(entry, told.words, told.unpublished, rendered=True)


@contextmanager
def _taking(seconds: dict[str, float], part: str) -> Iterator[None]:
    """Note how long a part takes."""
    began = time.monotonic()
    try:
        yield
    finally:
        seconds[part] = time.monotonic() - began


@contextmanager
def open_desk(asked: Asked) -> Iterator[Desk]:
    """A desk whose kernels are warm; nothing of it is left running at the end of the block.

    Raises
    ------
    TymorError
        The settings cannot be read, or the same page is being looked at already.
    """
    publication = asked.at_desk(asked.publication())
    with alone(publication):
        told = settings_told(freeze_settings(publication).config)
        with warm_kernels({**told, **WAITED_FOR}), process_pool(1, start_executor) as executors:
            charts.warm_up()
            yield Desk(asked, executors)
