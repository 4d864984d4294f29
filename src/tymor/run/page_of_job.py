"""The second half of a job: from the executed notebook to the page and all its files.

It runs in long-lived workers, where fonts, templates and the chart engine are read once.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from tymor.cache import Cache
from tymor.errors import TymorError
from tymor.files import stamp_of, write_if_changed
from tymor.fingerprints import changed, digest, digest_of, render_code
from tymor.locale import Languages
from tymor.page import Link, Page
from tymor.render.compose import compose, links_of, page_text, read_page, within_site
from tymor.render.figures_csv import page_figures
from tymor.render.finding.page_words import FILE as WORDS_FILE
from tymor.render.finding.page_words import page_words
from tymor.render.frame import Frame
from tymor.render.provisional import WORDS, with_notice
from tymor.render.unpublished import Unpublished
from tymor.run.journal import PageEntry
from tymor.run.work import Work, start_executor


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
    """One page to be made: of a job that is executed first where ``work`` is given.

    Without ``executed`` its ``page.json`` is there already, and ``job`` is empty where no
    notebook wrote it.
    """

    job: str
    notebook: str
    site: str
    path: str
    page_file: Path
    executed: Path | None = None
    crumbs: tuple[Link, ...] = ()
    entry: PageEntry | None = None
    work: Work | None = None

    @property
    def name(self) -> str:
        return self.job or self.page_name

    @property
    def page_name(self) -> str:
        """As the journal names it."""
        return f"{self.site}/{self.path}"


@dataclass(frozen=True)
class Finished:
    """How a page's making ended. ``words`` are those that its notebook asked for, and
    ``unpublished`` what it left that the page does not show."""

    entry: PageEntry | None = None
    words: tuple[str, ...] = ()
    unpublished: tuple[Unpublished, ...] = ()
    rendered: bool = False
    error: str = ""


#: This process's own, given when it starts.
_rendering: Rendering | None = None


def start_renderer(environment: Mapping[str, str], rendering: Rendering) -> None:
    """Make this process one that finishes pages, with its engines at hand."""
    global _rendering  # noqa: PLW0603  (a worker is a process: it has one)
    start_executor(environment)
    _rendering = rendering
    if rendering.quarto is None:
        from tymor.render import charts, one_page  # noqa: F401

        charts.warm_up()


def finish_here(task: PageTask) -> Finished:
    assert _rendering is not None
    return finish(task, _rendering)


def finish(task: PageTask, with_: Rendering) -> Finished:
    """Compose and render one page; what is the same as before is not written again."""
    try:
        page, links, told = page_of(task, with_)
        text = page_text(page).encode()
        write_if_changed(task.page_file, text)
        figures = page_figures(page, tuple(with_.languages)).encode()
        write_if_changed(task.page_file.with_name("figures.csv"), figures)
        write_if_changed(task.page_file.with_name(WORDS_FILE), page_words(page, with_.languages))
        if with_.quarto:
            stamp, own = stamp_of(task.page_file), {"page": digest(text)}
            return replace(told, entry=PageEntry(page.site, page.path, own, written=stamp))
        if task.entry is not None:
            parts = page_parts(digest(text), task.site, task.entry.words, links, with_)
            if not why_render(task.entry, parts, with_.sites / task.site):
                return replace(told, entry=task.entry)
        return replace(told, entry=_rendered(task, page, digest(text), links, with_), rendered=True)
    except TymorError as error:
        return Finished(error=str(error))


def composed_files(page_file: Path) -> tuple[Path, ...]:
    """A page as it is composed, and what is made of it alone: its figures, its words."""
    return (page_file, page_file.with_name("figures.csv"), page_file.with_name(WORDS_FILE))


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


def why_render(entry: PageEntry | None, parts: Mapping[str, str], site: Path) -> str:
    """Why a page must be rendered, or nothing where its files are as they would be.

    ``parts`` are the page's parts as they are now.
    """
    if entry is None:
        return "it has not been rendered yet"
    if differ := changed(entry.parts, parts):
        return f"changed: {', '.join(differ)}"
    lost = lost_files(entry.files, site)
    return f"its file {lost[0]} is not as it was written" if lost else ""


def lost_files(files: Mapping[str, int], site: Path) -> list[str]:
    """Those of a site's files that do not have the size that they were written with."""
    return [name for name, size in files.items() if _size(f"{site}/{name}") != size]


def _size(path: str) -> int:
    """As text: a term has tens of thousands of files, and paths are slow to make."""
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return -1


def page_of(task: PageTask, with_: Rendering) -> tuple[Page, tuple[str, ...], Finished]:
    """A page, the links that its notebook wanted, and what is told of the notebook."""
    if task.executed is None:
        page = read_page(task.page_file)
        return page, links_of(page), Finished()
    made = compose(task.executed, task.job, task.notebook, task.site, task.crumbs)
    page = with_notice(within_site(made.page, with_.paths[task.site]), with_.languages)
    words = {*made.words, *WORDS}
    told = Finished(words=tuple(sorted(words)), unpublished=made.unpublished)
    return page, links_of(made.page), told


def _rendered(
    task: PageTask, page: Page, page_digest: str, links: tuple[str, ...], with_: Rendering
) -> PageEntry:
    from tymor.audit.claims import remember_claims
    from tymor.audit.leaks import remember_data
    from tymor.audit.site import remember_files
    from tymor.render.one_page import PageWork, render_one  # Typst and the chart engine

    site = with_.sites / task.site
    written = stamp_of(task.page_file)  # before the work: what is written during it counts
    asked: set[str] = set()
    languages = with_.languages.overheard(asked)
    memory = with_.audit_memory / task.site if with_.audit_memory else None
    files = render_one(
        PageWork(site, page, with_.frames[task.site], languages, with_.cache),
        look=partial(remember_files, site, memory, languages.tags) if memory else None,
    )
    if memory:
        remember_data(task.page_file, task.path, memory)
        remember_claims(task.page_file, task.path, memory / "claims")
    used = tuple(sorted(asked))
    parts = page_parts(page_digest, task.site, used, links, with_)
    return PageEntry(page.site, page.path, parts, used, links, files, written)
