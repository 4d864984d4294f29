"""From what Quarto rendered to the site: the built-in renderer's addresses.

What Quarto brings to every site is left behind where no page uses it. Names and hashes differ
from version to version, so nothing is known by its name but the icons, which Quarto loads
(280 KB a language) whether or not a page shows one.
"""

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from pikepdf import PdfError

from tymor.errors import TymorError
from tymor.files import Writer
from tymor.render.pdf.table_tags import name_row_headers
from tymor.render.quarto.plain_text import put_back

OUTPUT = "_site"
#: Quarto copies what its configuration names; these are of no use to a reader.
_LEFT_BEHIND = ("*.scss", "*.typ", "*.qmd", "search.json")
#: How what was rendered to the end ends.
_LAST_LINE = {".html": b"</html>", ".pdf": b"%%EOF"}
_LOOK = "Run `quarto render` in its project and read what it says, or use --renderer builtin."
_SKIP_LINK = re.compile(r'<a\b[^>]*\bclass="skip"[^>]*>.*?</a>\s*', re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>")
_ICON_SHEET = re.compile(r'<link\b[^>]*\bhref="[^"]*/bootstrap-icons\.css"[^>]*>\s*')
#: An icon's class on an element or in a script; and what Quarto's script adds one to.
_ICON = re.compile(r"\bbi[-\s\"']|sidebar|doc-toc")
#: Those that can name another file.
_NAMING = (".css", ".js", ".json")


def collect(project: Path, writer: Writer, language: str) -> None:
    """Copy a rendered project into the site at ``{language}/{path}/…``.

    Each page's PDF, which Quarto names after its source, gets its own name, and the first cell
    of every row of its tables is tagged as the row's heading. The link to a page's main content
    is put before Quarto's bar, where the Tab key finds it first, and the text that stand-ins
    stand for is put back. Of what Quarto brings, only what a page uses is copied.

    Raises
    ------
    TymorError
        A page or PDF was not rendered, or is not whole; all that are missing are named.
    """
    output = project / OUTPUT
    _refuse_gaps(project, output)
    files = [file for file in sorted(output.rglob("*")) if file.is_file()]
    kept = [file for file in files if not any(file.match(left) for left in _LEFT_BEHIND)]
    pages = _without_icons({file: _page(file) for file in kept if file.suffix == ".html"})
    unused = _unused_libraries(output, pages.values())
    for file in kept:
        relative = Path(language, file.relative_to(output))
        if file in pages:
            writer.text(relative, put_back(skip_link_first(pages[file])))
        elif file.name == "index.pdf":
            writer.bytes(
                relative.with_name(_name(project / file.relative_to(output))), _report(file)
            )
        elif file not in unused:
            writer.copy(file, relative)


def _page(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TymorError(f"{file}, which Quarto wrote, is no UTF-8: {error}. {_LOOK}") from None


def _name(pdf: Path) -> str:
    """What a page's PDF is called, as what it was made of says."""
    return str(json.loads(pdf.with_name("page.json").read_text("utf-8"))["file"])


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


def _without_icons(pages: Mapping[Path, str]) -> dict[Path, str]:
    """The same pages without the icons' style sheet, where none of them has an icon."""
    bare = {path: _ICON_SHEET.sub("", page) for path, page in pages.items()}
    return dict(pages) if any(map(_ICON.search, bare.values())) else bare


def _unused_libraries(output: Path, pages: Collection[str]) -> set[Path]:
    """Quarto's files that neither a page names nor a file that is used.

    A file is used if its bare name stands anywhere in them, be it only in a comment:
    whoever loads a file must name it.
    """
    unused = {file for file in (output / "site_libs").rglob("*") if file.is_file()}
    texts = list(pages)
    while texts and unused:
        named = {file for file in unused if any(file.name in text for text in texts)}
        unused -= named
        texts = [file.read_text("utf-8", "replace") for file in named if file.suffix in _NAMING]
    return unused
