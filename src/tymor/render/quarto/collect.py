"""From what Quarto rendered to the site: the built-in renderer's addresses."""

import re
from pathlib import Path

from tymor.errors import TymorError
from tymor.files import Writer
from tymor.render.table_tags import name_row_headers

OUTPUT = "_site"
#: Quarto copies what its configuration names; these are of no use to a reader.
_LEFT_BEHIND = ("*.scss", "*.typ", "*.qmd", "search.json")
_SKIP_LINK = re.compile(r'<a\b[^>]*\bclass="skip"[^>]*>.*?</a>\s*', re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>")


def collect(project: Path, writer: Writer, language: str) -> None:
    """Copy a rendered project into the site at ``{language}/{path}/…``.

    Each page's PDF, which Quarto names after its source, becomes ``report.pdf``, and
    the first cell of every row of its tables is tagged as the row's heading. The link
    to a page's main content is put before Quarto's bar, where the Tab key finds it first.

    Raises
    ------
    TymorError
        A page or PDF was not rendered; all that are missing are named.
    """
    output = project / OUTPUT
    _refuse_gaps(project, output)
    for file in sorted(output.rglob("*")):
        if not file.is_file() or any(file.match(pattern) for pattern in _LEFT_BEHIND):
            continue
        relative = file.relative_to(output)
        if relative.name == "index.pdf":
            tagged = name_row_headers(file.read_bytes())
            writer.bytes(Path(language, relative).with_name("report.pdf"), tagged)
        elif relative.suffix == ".html":
            page = skip_link_first(file.read_text(encoding="utf-8"))
            writer.text(Path(language, relative), page)
        else:
            writer.copy(file, Path(language, relative))


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
        missing += [str(page / name) for name in wanted if not (output / page / name).is_file()]
    if missing:
        raise TymorError(
            f"Quarto reported success, but {project} lacks what it should have rendered: "
            f"{', '.join(missing)}. Run `quarto render` there and read what it says."
        )
