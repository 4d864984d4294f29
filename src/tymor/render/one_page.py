"""One page and everything beside it: HTML, PDF, charts, specs and tables as CSV."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tymor.cache import Cache
from tymor.files import Writer
from tymor.locale import Catalogue, Languages
from tymor.page import Page
from tymor.render.card import FILE as CARD
from tymor.render.card import draw_card
from tymor.render.downloads import write_downloads
from tymor.render.frame import Frame
from tymor.render.html import document as html
from tymor.render.html.layout import folder, has_pdf, pdf_name
from tymor.render.pdf import document as pdf
from tymor.render.pictures import draw_charts
from tymor.render.view import View, view
from tymor.render.workbook import workbooks

#: Files, below the site, with their bytes.
Sizes = dict[str, int]


@dataclass(frozen=True)
class PageWork:
    """What a worker needs to render one page: what is seen on a ``screen``, with the files that
    this asks for, and the ``papers``, which a reader takes away: PDF, workbooks, card."""

    site: Path
    page: Page
    frame: Frame
    languages: Languages
    cache: Cache | None = None
    screen: bool = True
    papers: bool = True


def render_one(work: PageWork, look: Callable[[Iterable[str]], None] | None = None) -> Sizes:
    """Write a page in every language; return its files, below the site, with their sizes.

    Languages are made side by side: the chart engine draws one's charts while Typst sets
    another's report. So one process keeps two cores busy, with one of each engine in memory.
    ``look`` is given each language's files when they are there.
    """
    with ThreadPoolExecutor(len(work.frame.languages)) as threads:
        made = [threads.submit(_in_language, work, name, look) for name in work.frame.languages]
    return dict(sorted((path, size) for each in made for path, size in each.result().items()))


def _in_language(
    work: PageWork, language: str, look: Callable[[Iterable[str]], None] | None
) -> Sizes:
    writer = Writer(work.site)
    words = work.languages[language]
    seen = view(work.page, words)
    here = folder(language, work.page.path)
    svgs = draw_charts(work.page, seen, words, work.cache)
    if work.screen:
        write_downloads(writer, work.page, seen, words, here, svgs)
        writer.text(f"{here}/index.html", html.render_page(seen, work.frame, words))
    papers = _papers(seen, work.frame, words, svgs) if work.papers else ()
    for name, content in papers:
        writer.bytes(f"{here}/{name}", content)
    sizes = writer.sizes()
    if look is not None:
        look(sizes)
    return sizes


def _papers(
    seen: View, frame: Frame, words: Catalogue, svgs: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """What a reader takes away of a whole page, by its file's name."""
    if frame.address:
        yield CARD, _card(seen, frame, words)
    yield from workbooks(seen, frame, words).items()
    if has_pdf(seen):
        yield pdf_name(seen, frame), pdf.render_pdf(seen, frame, words, svgs)


def _card(seen: View, frame: Frame, words: Catalogue) -> bytes:
    return draw_card(
        words.language,
        " ".join(seen["title"].split()),
        words.say("ui.figures_to", term=frame.term_label, date=frame.published),
        words.say("ui.published_by", publisher=frame.publisher),
    )
