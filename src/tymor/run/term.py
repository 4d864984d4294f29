"""One term's jobs, and what surrounds their pages: home, methods, shared files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tymor.cache import Cache
from tymor.config.environment import settings_told
from tymor.errors import TymorError, count
from tymor.files import write_if_changed
from tymor.fingerprints import changed, packages
from tymor.options import DASK, Options
from tymor.page import Page
from tymor.plan.jobs import Job
from tymor.prepare.release_files import Release
from tymor.publication import Publication
from tymor.render.compose import page_text, read_page
from tymor.render.figures_csv import page_figures
from tymor.render.finding.page_words import FILE as WORDS_FILE
from tymor.render.finding.page_words import page_words
from tymor.render.finding.site_index import entries_of
from tymor.render.frames import Crumbs, Site, frame_of, paths_of, sites_of
from tymor.render.html.layout import WITHOUT_PDF
from tymor.render.standing import page_not_made
from tymor.render.standing_pages import standing_pages
from tymor.run.batch import Batch, Outcome, Todo
from tymor.run.crew import Crew, local_crew
from tymor.run.journal import Journal, PageEntry, SiteEntry
from tymor.run.page_of_job import PageTask, Rendering, lost_files
from tymor.run.sites import (
    COMMON,
    QUARTO,
    SiteParts,
    find_renderer,
    render_with_quarto,
    share_assets,
    sweep_term,
    write_common,
    write_data,
)
from tymor.run.told import places


@dataclass(frozen=True)
class TermRun:
    """A term's jobs on their way to its sites."""

    publication: Publication
    jobs: Sequence[Job]
    releases: Mapping[str, Release]
    sites: Sequence[Site]
    batch: Batch

    def todo(self) -> list[Todo]:
        """What is left to do."""
        return self.batch.todo(self.jobs)

    def again(self, jobs: Sequence[Job]) -> list[Todo]:
        """These jobs from the beginning, whether or not there is anything left to do."""
        return [Todo(job, "it was asked for", "") for job in jobs]

    def render_again(self) -> list[Todo]:
        """Every page once more, from the notebooks as they were executed.

        Raises
        ------
        TymorError
            Notebooks have something to do before.
        """
        undone = [each for each in self.todo() if each.execute]
        if undone:
            raise TymorError(
                f"{count(undone, 'notebook')} of {self.publication.name} must be executed first: "
                "run tymor build."
            )
        pages = self.batch.journal.pages
        pages.forget(pages.all())
        return [Todo(job, "", "it was asked for") for job in self.jobs]

    @contextmanager
    def crew(self, todo: Sequence[Todo], *, warm: bool = False) -> Iterator[Crew]:
        """Those who do it: processes of this machine, or a Dask cluster.

        ``warm`` says that this machine's kernels are warm already.
        """
        rendering, options = self.batch.rendering, self.batch.options
        if not options.workers.startswith(DASK):
            executing = sum(bool(each.execute) for each in todo)
            told = None if warm else settings_told(self.batch.frozen.config)
            with local_crew(rendering, options.workers, executing, len(todo), told) as crew:
                yield crew
            return
        from tymor.run.cluster.dask_crew import DaskCrew, dask_client  # fsspec, only where asked
        from tymor.run.cluster.parcel import pack_parcel

        with (
            local_crew(rendering, "auto", 0, len(todo)) as near,
            dask_client(options.workers.removeprefix(DASK)) as client,
        ):
            shared = options.shared or (self.publication.folder / "shared").as_uri()
            parcel = pack_parcel(self.publication, shared)
            yield DaskCrew(client, parcel, self.publication.config.root, rendering, shared, near)

    def failed(self, todo: Sequence[Todo], outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Every failed job: those of this run, and those that were not tried again."""
        before = self.batch.failed_before(self.jobs, todo)
        every = [*before, *(outcome for outcome in outcomes if outcome.failed)]
        return sorted(every, key=lambda outcome: outcome.job.name)

    def unpublished(self, jobs: Sequence[Job]) -> list[str]:
        """What these jobs' notebooks left that no page shows, now or when they last ran."""
        entries = self.batch.journal.jobs.all()
        return places((job, entries[job.name].unpublished) for job in jobs if job.name in entries)

    def close(self, failed: Sequence[Outcome], crew: Crew, rendered: int) -> str:
        """Write all that surrounds the reports' pages, and remove what belongs to nothing.

        ``rendered`` is how many pages were rendered before; what was done is returned in words.
        """
        journal = self.batch.journal
        not_made = {outcome.job.page_name for outcome in failed}
        pages, before = journal.pages.all(), journal.sites.all()
        parts = SiteParts(self.publication, self.releases, self.batch.rendering, pages, not_made)
        now = {site.name: parts.of(site) for site in self.sites}
        stale = [s for s in self.sites if self._is_stale(s, now[s.name], before.get(s.name), pages)]
        surrounding = {site.name: self._surrounding(site, not_made) for site in stale}
        tasks = [self._task(page) for made in surrounding.values() for page in made]
        rendered += self.batch.render(tasks, crew)
        for site in stale:
            rendered += self._finish(site, surrounding[site.name], now[site.name])
        share_assets(self.publication, self.sites)
        sites = self._forget_removed()
        executed = {self.batch.executed(job) for job in self.jobs}
        sweep_term(self.publication, journal.pages.all().values(), sites, executed)
        self.batch.rendering.cache.sweep()
        return self._told(sites.values(), not_made, rendered)

    def _is_stale(
        self,
        site: Site,
        parts: Mapping[str, str],
        entry: SiteEntry | None,
        pages: Mapping[str, PageEntry],
    ) -> bool:
        """Whether anything around a site's reports is not as it would be made now."""
        if entry is None or changed(entry.parts, parts):
            return True
        folder = self.publication.site_folder(site.name)
        entries = [pages.get(f"{site.name}/{name}") for name in self._shared]
        if any(each is None or lost_files(each.files, folder) for each in (entry, *entries)):
            return True
        own = [(path, pages.get(f"{site.name}/{path}")) for path in entry.paths]
        return any(self.batch.why_render(self._task_at(site.name, *each)) for each in own)

    def _finish(self, site: Site, surrounding: Sequence[Page], parts: Mapping[str, str]) -> int:
        """Write what is made of all pages of a site; return how many Quarto rendered."""
        rendering, journal = self.batch.rendering, self.batch.journal
        own = {page.path for page in surrounding}
        paths = own | {job.path for job in site.jobs}
        write_common(self.publication, site, rendering, journal)
        rendered = 0
        if rendering.quarto:
            rendered = render_with_quarto(self.publication, site, paths, rendering, journal)
        areas = self.releases[site.audience].tables["areas"]
        files = write_data(self.publication, site, rendering.frames[site.name], paths, areas)
        without = sum(page.report in WITHOUT_PDF for page in surrounding)
        journal.sites.write(site.name, SiteEntry(parts, tuple(sorted(own)), without, files))
        return rendered

    def _surrounding(self, site: Site, not_made: set[str]) -> list[Page]:
        """Home and methods, and what stands in for pages that could not be made."""
        own = [
            read_page(self.publication.page_file(site.name, job.path))
            for job in site.jobs
            if job.area_id == site.area_id and job.page_name not in not_made
        ]
        release = self.releases[site.audience]
        missing = [
            page_not_made(self.publication, job, release.tables["areas"])
            for job in site.jobs
            if job.page_name in not_made
        ]
        made = [job.path for job in site.jobs if job.page_name not in not_made]
        entries = entries_of(self.publication, site, made)
        return [*standing_pages(self.publication, site, own, release, entries), *missing]

    def _task(self, page: Page) -> PageTask:
        file = self.publication.page_file(page.site, page.path)
        write_if_changed(file, page_text(page).encode())
        languages = self.publication.config.languages
        figures = page_figures(page, tuple(languages)).encode()
        write_if_changed(file.with_name("figures.csv"), figures)
        write_if_changed(file.with_name(WORDS_FILE), page_words(page, languages))
        return self._task_at(page.site, page.path)

    def _task_at(self, site: str, path: str, entry: PageEntry | None = None) -> PageTask:
        """A page that no notebook wrote."""
        return PageTask("", "", site, path, self.publication.page_file(site, path), entry=entry)

    @property
    def _shared(self) -> Sequence[str]:
        """The journal's names for what is made of all pages of a site."""
        return [COMMON, QUARTO] if self.batch.rendering.quarto else [COMMON]

    def _forget_removed(self) -> Mapping[str, SiteEntry]:
        """Take out of the journal what the term has no more; return the sites that it has."""
        journal, names = self.batch.journal, {site.name for site in self.sites}
        journal.jobs.forget(journal.jobs.all().keys() - {job.name for job in self.jobs})
        sites = journal.sites.all()
        journal.sites.forget(sites.keys() - names)
        kept = {name: entry for name, entry in sites.items() if name in names}
        pages = {job.page_name for job in self.jobs} | {
            f"{name}/{path}"
            for name, entry in kept.items()
            for path in (*entry.paths, *self._shared)
        }
        journal.pages.forget(journal.pages.all().keys() - pages)
        return kept

    def _told(self, sites: Collection[SiteEntry], not_made: set[str], rendered: int) -> str:
        languages = len(self.batch.rendering.languages.catalogues)
        pages = len(self.jobs) - len(not_made) + sum(len(site.paths) for site in sites)
        without = sum(site.without_pdf for site in sites)
        return (
            f"{count(pages * languages, 'page')}   {count((pages - without) * languages, 'PDF')}"
            f"   {rendered * languages} rendered   "
            f"{'quarto' if self.batch.rendering.quarto else 'builtin'}"
        )


@contextmanager
def opened_term(
    publication: Publication,
    jobs: Sequence[Job],
    releases: Mapping[str, Release],
    options: Options,
) -> Iterator[TermRun]:
    """The term's journal opened, its sites and their frames known."""
    areas = next(iter(releases.values())).tables["areas"]
    sites = sites_of(publication, jobs, areas)
    publication.close_sites(site.name for site in sites)
    rendering = Rendering(
        languages=publication.config.languages,
        frames={site.name: frame_of(publication, site, areas) for site in sites},
        paths={site.name: paths_of(publication, site) for site in sites},
        sites=publication.sites,
        cache=Cache(publication.cache),
        audit_memory=publication.audit_memory(""),
        packages=packages(publication.config.root),
        quarto=find_renderer(options.renderer, publication.config.root / "_quarto.yml"),
    )
    with Journal(publication.folder / "journal.sqlite") as journal:
        ways = Crumbs(publication, areas)
        batch = Batch(publication, rendering, journal, options, ways)
        yield TermRun(publication, jobs, releases, sites, batch)
