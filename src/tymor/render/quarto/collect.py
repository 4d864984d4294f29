"""From what Quarto rendered to the site: the built-in renderer's addresses."""

import re
from pathlib import Path

from pikepdf import PdfError

from tymor.errors import TymorError
from tymor.files import Writer
from tymor.render.pdf.table_tags import name_row_headers
from tymor.render.quarto.libraries import unused_libraries, without_icons
from tymor.render.quarto.stand_ins import put_back

OUTPUT = "_site"
#: Quarto copies what its configuration names; these are of no use to a reader.
_LEFT_BEHIND = ("*.scss", "*.typ", "*.qmd", "search.json")
#: How what was rendered to the end ends.
_LAST_LINE = {".html": b"</html>", ".pdf": b"%%EOF"}
_LOOK = "Run `quarto render` in its project and read what it says, or use --renderer builtin."
_SKIP_LINK = re.compile(r'<a\b[^>]*\bclass="skip"[^>]*>.*?</a>\s*', re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>")


def collect(project: Path, writer: Writer, language: str) -> None:
    """Copy a rendered project into the site at ``{language}/{path}/…``.

    Each page's PDF, which Quarto names after its source, becomes ``report.pdf``, and
    the first cell of every row of its tables is tagged as the row's heading. The link
    to a page's main content is put before Quarto's bar, where the Tab key finds it first,
    and the text that stand-ins stand for is put back. Of what Quarto brings, only what
    a page uses is copied.

    Raises
    ------
    TymorError
        A page or PDF was not rendered, or is not whole; all that are missing are named.
    """
    output = project / OUTPUT
    _refuse_gaps(project, output)
    files = [file for file in sorted(output.rglob("*")) if file.is_file()]
    kept = [file for file in files if not any(file.match(left) for left in _LEFT_BEHIND)]
    pages = without_icons({file: _page(file) for file in kept if file.suffix == ".html"})
    unused = unused_libraries(output, pages.values())
    for file in kept:
        relative = Path(language, file.relative_to(output))
        if file in pages:
            writer.text(relative, put_back(skip_link_first(pages[file])))
        elif file.name == "index.pdf":
            writer.bytes(relative.with_name("report.pdf"), _report(file))
        elif file not in unused:
            writer.copy(file, relative)


def _page(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TymorError(f"{file}, which Quarto wrote, is no UTF-8: {error}. {_LOOK}") from None


def _report(file: Path) -> bytes:
    try:
        return name_row_headers(file.read_bytes())
    except (PdfError, AttributeError) as error:  # no PDF, or one without tags
        raise TymorError(
            f"{file}, which Quarto wrote, is no tagged PDF: {error}. {_LOOK}"
        ) from None


def skip_link_first(page: str) -> str:
    """The same document with its skip link at the beginning of the body.

    A page cannot write before the bar Quarto puts there; without link or body
    nothing is changed. Text of the page is escaped and cannot pass for the link.
    """
    link, body = _SKIP_LINK.search(page), _BODY.search(page)
    if link is None or body is None:
        return page
    between = page[body.end() : link.start()]
    return f"{page[: body.end()]}\n{link[0].strip()}{between}{page[link.end() :]}"


def _refuse_gaps(project: Path, output: Path) -> None:
    missing: list[str] = []
    for source in sorted(project.rglob("index.qmd")):
        page = source.parent.relative_to(project)
        wanted = ["index.html"]
        if source.with_name("page.json").exists():
            wanted.append("index.pdf")
        missing += [str(page / name) for name in wanted if not _is_whole(output / page / name)]
    if missing:
        raise TymorError(
            f"Quarto reported success, but {project} lacks what it should have rendered, or has "
            f"the beginning of it only: {', '.join(missing)}. {_LOOK}"
        )


def _is_whole(file: Path) -> bool:
    """Whether a page or PDF is there to its last line."""
    end = _LAST_LINE[file.suffix]
    return file.is_file() and file.read_bytes().rstrip().endswith(end)
