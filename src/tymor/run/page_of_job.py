"""The second half of a job: from the executed notebook to the page and all its files.

It runs in long-lived workers, where fonts, templates and the chart engine are read once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from tymor.errors import TymorError
from tymor.files import stamp_of, write_if_changed
from tymor.fingerprints import digest, digest_of, render_code
from tymor.locale import Languages
from tymor.page import Link, Page
from tymor.render.cache import Cache
from tymor.render.compose import compose, links_of, page_text, read_page, within_site
from tymor.render.figures_csv import page_figures
from tymor.render.frame import Frame
from tymor.render.unpublished import Unpublished
from tymor.run.journal import PageEntry
from tymor.run.stale import why_render


@dataclass(frozen=True)
class Rendering:
    """What all pages of a term are rendered with; given to each worker once.

    ``audit_memory`` is where the audit remembers what it found, if it is to look at once.
    ``packages`` is the digest of the packages in use. Where there is a ``quarto`` it renders
    whole sites later, and pages are only composed.
    """

    languages: Languages
    frames: Mapping[str, Frame]  # by site
    paths: Mapping[str, frozenset[str]]  # of each site's pages
    sites: Path
    cache: Cache
    audit_memory: Path | None
    packages: str
    quarto: Path | None = None

    @cached_property
    def frame_digests(self) -> dict[str, str]:
        """By site: what surrounds a page, to tell whether it changed."""
        return {site: digest_of(repr(frame)) for site, frame in self.frames.items()}


@dataclass(frozen=True)
class PageTask:
    """One page to be made. Without ``executed`` its ``page.json`` is there already."""

    job: str
    notebook: str
    site: str
    path: str
    page_file: Path
    executed: Path | None = None
    crumbs: tuple[Link, ...] = ()
    entry: PageEntry | None = None


@dataclass(frozen=True)
class Finished:
    """How a page's making ended. ``words`` are those that its notebook asked for, and
    ``unpublished`` what it left that the page does not show."""

    entry: PageEntry | None = None
    words: tuple[str, ...] = ()
    unpublished: tuple[Unpublished, ...] = ()
    rendered: bool = False
    error: str = ""


def finish(task: PageTask, with_: Rendering) -> Finished:
    """Compose and render one page; what is the same as before is not written again."""
    try:
        made = _page(task, with_)
        text = page_text(made.page).encode()
        write_if_changed(task.page_file, text)
        figures = page_figures(made.page, tuple(with_.languages)).encode()
        write_if_changed(task.page_file.with_name("figures.csv"), figures)
        if with_.quarto:
            stamp, own = stamp_of(task.page_file), {"page": digest(text)}
            entry = PageEntry(made.page.site, made.page.path, own, written=stamp)
            return made.finished(entry)
        return _rendered(task, made, digest(text), with_)
    except TymorError as error:
        return Finished(error=str(error))


def page_parts(
    page_digest: str,
    site: str,
    words: Sequence[str],
    links: Sequence[str],
    with_: Rendering,
) -> Mapping[str, str]:
    """What a page's files rest on; ``links`` are those its notebook wanted."""
    return {
        "page": page_digest,
        "frame": with_.frame_digests[site],
        "links": digest_of([(path, path in with_.paths[site]) for path in links]),
        "words": with_.languages.wording(words),
        "renderer": render_code(),
        "packages": with_.packages,
    }


@dataclass(frozen=True)
class _Made:
    """A page, the links that its notebook wanted, and what is told of the notebook."""

    page: Page
    links: tuple[str, ...]
    words: tuple[str, ...] = ()
    unpublished: tuple[Unpublished, ...] = ()

    def finished(self, entry: PageEntry, *, rendered: bool = False) -> Finished:
        return Finished(entry, self.words, self.unpublished, rendered)


def _page(task: PageTask, with_: Rendering) -> _Made:
    if task.executed is None:
        page = read_page(task.page_file)
        return _Made(page, links_of(page))
    made = compose(task.executed, task.job, task.notebook, task.site, task.crumbs)
    page = within_site(made.page, with_.paths[task.site])
    return _Made(page, links_of(made.page), tuple(sorted(made.words)), made.unpublished)


def _rendered(task: PageTask, made: _Made, page_digest: str, with_: Rendering) -> Finished:
    from tymor.audit.leaks import remember_data
    from tymor.audit.site import remember_files
    from tymor.render.one_page import PageWork, render_one  # Typst and the chart engine

    site = with_.sites / task.site
    if task.entry is not None:
        parts = page_parts(page_digest, task.site, task.entry.words, made.links, with_)
        if not why_render(task.entry, parts, site):
            return made.finished(task.entry)
    written = stamp_of(task.page_file)  # before the work: what is written during it counts
    asked: set[str] = set()
    languages = with_.languages.overheard(asked)
    memory = with_.audit_memory / task.site if with_.audit_memory else None
    files = render_one(
        PageWork(site, made.page, with_.frames[task.site], languages, with_.cache),
        look=partial(remember_files, site, memory, languages.tags) if memory else None,
    )
    if memory:
        remember_data(task.page_file, task.path, memory)
    used = tuple(sorted(asked))
    parts = page_parts(page_digest, task.site, used, made.links, with_)
    entry = PageEntry(made.page.site, made.page.path, parts, used, made.links, files, written)
    return made.finished(entry, rendered=True)
