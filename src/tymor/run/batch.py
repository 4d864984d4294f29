"""The batch: what must be done is done, each change is in the journal, failures stay alone."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from tymor.errors import TymorError
from tymor.files import stamp_of
from tymor.fingerprints import changed, digest, require_same_code
from tymor.options import Options
from tymor.plan.frozen import frozen_publication
from tymor.plan.jobs import Job
from tymor.plan.source_notebooks import source_path
from tymor.publication import Publication
from tymor.render.frames import Crumbs
from tymor.run.crew import Crew
from tymor.run.journal import Ended, JobEntry, Journal, PageEntry
from tymor.run.page_of_job import Finished, PageTask, Rendering, page_parts, why_render
from tymor.run.work import Work


@dataclass(frozen=True)
class Todo:
    """One job that has something left to do, and why."""

    job: Job
    execute: str  # why its notebook must be executed; empty where it need not be
    render: str

    @property
    def why(self) -> str:
        return self.execute or f"its page: {self.render}"


@dataclass(frozen=True)
class Outcome:
    """How a job ended, and where its executed notebook is kept.

    ``under_way`` is how many others had begun and not ended at that moment.
    """

    job: Job
    output: Path
    ended: Ended
    rendered: bool = False
    under_way: int = 0

    @property
    def failed(self) -> bool:
        return self.ended.failed


@dataclass(frozen=True)
class Batch:
    """Everything that doing jobs needs: what is published, how it is rendered, what was done."""

    publication: Publication
    rendering: Rendering
    journal: Journal
    options: Options
    ways: Crumbs

    def todo(self, jobs: Sequence[Job]) -> list[Todo]:
        """The jobs that have something to do."""
        entries, pages = self.journal.jobs.all(), self.journal.pages.all()
        found = []
        for job in jobs:
            entry = entries.get(job.name)
            why = self._why_execute(job, entry)
            failed = entry is not None and entry.state == "failed"
            task = self._task(job, pages.get(job.page_name))
            page = "" if why or failed else self.why_render(task)
            if why or page:
                found.append(Todo(job, why, page))
        return found

    def failed_before(self, jobs: Sequence[Job], todo: Sequence[Todo]) -> list[Outcome]:
        """Jobs that failed last time, of which nothing has changed since."""
        doing = {each.job.name for each in todo}
        left = {job.name: job for job in jobs if job.name not in doing}
        return [
            Outcome(left[name], self.executed(left[name]), entry.ended)
            for name, entry in self.journal.jobs.all().items()
            if name in left and entry.state == "failed"
        ]

    def run(self, todo: Sequence[Todo], crew: Crew) -> Iterator[Outcome]:
        """Do the jobs; yield each outcome as it comes. A failure stops no other job.

        Once ``options.max_failures`` have failed no more are begun; those on their way end.
        """
        entries, pages = self.journal.jobs.all(), self.journal.pages.all()
        waiting = deque(todo)
        under_way: dict[str, Todo] = {}
        ended: dict[str, Ended] = {}
        failed, most = 0, self.options.max_failures or len(todo) + 1
        while waiting or under_way:
            while waiting and len(under_way) < crew.room and failed < most:
                next_one = waiting.popleft()
                self._begin(next_one, pages)
                if next_one.job.fault:
                    failed += 1
                    yield replace(self._not_begun(next_one, entries), under_way=len(under_way))
                    continue
                under_way[next_one.job.name] = next_one
                crew.start(self._work(next_one, pages.get(next_one.job.page_name)))
            if not under_way:
                return
            name, event = crew.next_event()
            require_same_code()
            outcome = self._note(event, under_way[name], entries, ended)
            if outcome is not None:
                del under_way[name]
                failed += outcome.failed
                yield replace(outcome, under_way=len(under_way))

    def render(self, tasks: Sequence[PageTask], crew: Crew) -> int:
        """Render pages that no notebook wrote, where they changed; return how many.

        Raises
        ------
        TymorError
            A page could not be rendered.
        """
        pages = self.journal.pages.all()
        known = [replace(task, entry=pages.get(task.page_name)) for task in tasks]
        stale = [task for task in known if self.why_render(task)]
        for task in stale:
            crew.start(task)
        rendered = 0
        for _ in stale:
            name, finished = crew.next_event()
            require_same_code()
            assert isinstance(finished, Finished)
            if finished.entry is None:
                raise TymorError(finished.error)
            self.journal.pages.write(name, finished.entry)
            rendered += finished.rendered
        return rendered

    @cached_property
    def frozen(self) -> Publication:
        """The publication as kernels see it."""
        return frozen_publication(self.publication)

    def executed(self, job: Job) -> Path:
        """Where a job's executed notebook is kept."""
        folder = self.publication.folder / "notebooks" / "executed"
        return folder / job.site / f"{job.path}.ipynb"

    def _begin(self, todo: Todo, pages: Mapping[str, PageEntry]) -> None:
        """Whatever happens from here on, what is there of the job is not taken for done."""
        if todo.execute:
            self.journal.jobs.write(todo.job.name, JobEntry("running", todo.job.parts))
        before = pages.get(todo.job.page_name)
        if before is not None:
            self.journal.pages.write(todo.job.page_name, replace(before, parts={}))

    def _not_begun(self, todo: Todo, entries: Mapping[str, JobEntry]) -> Outcome:
        """The outcome of a job whose notebook cannot be executed at all."""
        executed, how = self.executed(todo.job), Ended(error=todo.job.fault)
        executed.unlink(missing_ok=True)  # what an earlier one left is not its own
        self.journal.jobs.write(todo.job.name, self._failed(todo, entries, how))
        return Outcome(todo.job, executed, how)

    def _note(
        self,
        event: Ended | Finished,
        todo: Todo,
        entries: Mapping[str, JobEntry],
        ended: dict[str, Ended],
    ) -> Outcome | None:
        """Write what happened into the journal; the outcome, if the job is over."""
        job = todo.job
        if isinstance(event, Ended):
            how, rendered = event, False
            if not how.failed:
                ended[job.name] = how
                return None
        else:
            how, rendered = ended.pop(job.name, Ended()), event.rendered
            if event.entry is None:
                how = replace(how, error=event.error)
            else:
                self.journal.pages.write(job.page_name, event.entry)
                if todo.execute:
                    parts = self._parts(job, event.words)
                    entry = JobEntry("done", parts, event.words, how, event.unpublished)
                    self.journal.jobs.write(job.name, entry)
        if how.failed:
            self.journal.jobs.write(job.name, self._failed(todo, entries, how))
        return Outcome(job, self.executed(job), how, rendered)

    def _failed(self, todo: Todo, entries: Mapping[str, JobEntry], how: Ended) -> JobEntry:
        """A failed job rests on the words it used when it last did not fail, if it ever did."""
        before = entries.get(todo.job.name)
        words = before.words if before else ()
        return JobEntry("failed", self._parts(todo.job, words), words, how)

    def _parts(self, job: Job, words: Iterable[str]) -> Mapping[str, str]:
        """What a job rests on now, with the catalogue entries that it used last time."""
        return {**job.parts, "words": self.rendering.languages.wording(words)}

    def _why_execute(self, job: Job, entry: JobEntry | None) -> str:
        """Why a job must be executed; nothing where its executed notebook is as it would be."""
        if entry is None:
            return "it has not run yet"
        if entry.state == "running":
            return "it was interrupted"
        if differ := changed(entry.parts, self._parts(job, entry.words)):
            return f"changed: {', '.join(differ)}"
        if entry.state == "failed":
            again = self.options.retry_failed
            return "it failed, and --retry-failed was given" if again else ""
        return "" if self.executed(job).exists() else "its executed notebook is not there"

    def why_render(self, task: PageTask) -> str:
        """Why a page must be rendered, or nothing."""
        entry = task.entry
        if entry is None:
            return "it has not been rendered yet"
        if not task.page_file.exists():
            return "its page is not there"
        page = _page_digest(task.page_file, entry)
        if self.rendering.quarto:  # which renders whole sites, from pages as they were composed
            return "" if page == entry.parts.get("page") else "changed: page"
        parts = page_parts(page, task.site, entry.words, entry.links, self.rendering)
        return why_render(entry, parts, self.rendering.sites / task.site)

    def _task(self, job: Job, entry: PageEntry | None) -> PageTask:
        page, executed = self.publication.page_file(job.site, job.path), self.executed(job)
        return PageTask(job.name, job.notebook, job.site, job.path, page, executed, entry=entry)

    def _work(self, todo: Todo, entry: PageEntry | None) -> PageTask:
        """The task of a job that has something to do."""
        job, frozen = todo.job, self.frozen
        crumbs = self.ways.to(job.area_id, self.rendering.paths[job.site])
        task = replace(self._task(job, entry), crumbs=crumbs)
        if not todo.execute:
            return task
        work = Work(
            notebook=job.notebook,
            parameters=job.parameters,
            root=frozen.config.root,
            source=source_path(self.publication, job.notebook),
            output=self.executed(job),
            release=frozen.release_folder(job.audience),
            partnership=frozen.config.partnership_file,
            job_seconds=self.options.job_seconds,
        )
        return replace(task, work=work)


def _page_digest(file: Path, entry: PageEntry) -> str:
    """Of a ``page.json``, which is read only where it was written since: they are large."""
    known = entry.parts.get("page")
    return known if known and stamp_of(file) == entry.written else digest(file.read_bytes())
