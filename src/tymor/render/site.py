"""Render: every page of an audience in every language, with all its files."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from tymor.errors import TymorError
from tymor.files import Writer, fresh_folder
from tymor.locale import Languages
from tymor.page import Link, Page
from tymor.publication import Publication
from tymor.render import html
from tymor.render.figures_csv import figures_csv
from tymor.render.frame import Frame
from tymor.render.html_layout import WITHOUT_PDF
from tymor.render.one_page import PageWork, render_one

Renderer = Literal["auto", "builtin", "quarto"]
Progress = Callable[[Iterable[Any], int], Iterator[Any]]


def renderer_named(name: str) -> Renderer:
    """A renderer by the name that was asked for.

    Raises
    ------
    TymorError
        There is none of that name.
    """
    known: tuple[Renderer, ...] = get_args(Renderer)
    for renderer in known:
        if renderer == name:
            return renderer
    raise TymorError(f"No renderer {name!r}; expected one of {', '.join(known)}.")


@dataclass(frozen=True)
class Built:
    """How much was rendered, and by what."""

    pages: int
    pdfs: int
    renderer: str


def build_sites(
    publication: Publication, pages: Sequence[Page], renderer: Renderer, progress: Progress
) -> Built:
    """Write ``site/AUDIENCE/`` for every audience that has pages.

    Raises
    ------
    TymorError
        Two pages have one address, or a page cannot be rendered.
    RendererMissing
        Quarto was asked for and is not there, or is too old.
    """
    chosen, quarto = _choose(renderer)
    for audience in dict.fromkeys(page.audience for page in pages):
        own = [page for page in pages if page.audience == audience]
        _refuse_shared_addresses(own)
        frame = frame_of(publication, own)
        writer = Writer(fresh_folder(publication.site_folder(audience)))
        _write_common(writer, publication.config.languages, frame, own)
        if quarto is None:
            for _ in progress(_render_all(publication, own, frame), len(own)):
                pass
        else:
            from tymor.render.quarto.site import render_with_quarto

            render_with_quarto(publication, audience, own, frame, writer, quarto)
    languages = len(list(publication.config.languages))
    reports = sum(page.report not in WITHOUT_PDF for page in pages)
    return Built(len(pages) * languages, reports * languages, chosen)


def frame_of(publication: Publication, pages: Sequence[Page]) -> Frame:
    """Publisher, term and the ways through the site: the whole area's own pages."""
    say = publication.config.languages.say
    own = publication.config.partnership.id
    whole = [page for page in pages if page.area_id == own and page.path]
    whole.sort(key=lambda page: publication.config.report_order(page.report))
    return Frame(
        publisher=publication.config.partnership.name.model_dump(),
        term_label=publication.term.name.model_dump(),
        published=publication.term.published,
        navigation=tuple(Link(text=say(f"nav.{page.report}"), path=page.path) for page in whole),
        languages=tuple(publication.config.languages),
    )


def _choose(renderer: Renderer) -> tuple[str, Path | None]:
    from tymor.render.quarto.command import find_quarto, require_quarto

    if renderer == "builtin":
        return "builtin", None
    found = require_quarto() if renderer == "quarto" else find_quarto()
    return ("quarto", found) if found else ("builtin", None)


def _refuse_shared_addresses(pages: Iterable[Page]) -> None:
    seen: dict[str, str] = {}
    for page in pages:
        if page.path in seen:
            raise TymorError(
                f"The reports {seen[page.path]!r} and {page.report!r} both have the address "
                f"{page.path!r}; one would overwrite the other. Change a path in "
                "params/reports.yml."
            )
        seen[page.path] = page.report


def _write_common(
    writer: Writer, languages: Languages, frame: Frame, pages: Sequence[Page]
) -> None:
    html.write_assets(writer)
    writer.text("index.html", html.render_language_choice(frame, languages))
    writer.text("404.html", html.render_not_found(frame, languages))
    writer.bytes("data/figures.csv", figures_csv(pages))


def _render_all(publication: Publication, pages: Sequence[Page], frame: Frame) -> Iterator[int]:
    """Pages in long-lived processes: the first chart of each costs half a second."""
    work = [
        PageWork(publication.site_folder(page.audience), page, frame, publication.config.languages)
        for page in pages
    ]
    workers = min(os.cpu_count() or 1, len(work))
    context: Any = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(render_one, work)
