"""Quarto projects to test with, and what their sources are taken apart with."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import typst
import yaml
from pages import both, every_block

from tymor.config import load_config
from tymor.page import Heading, Link, Page, Paragraph, Text
from tymor.render import quarto
from tymor.render.frame import Frame

ROOT = Path(__file__).parents[2]
WORDS = load_config(ROOT).languages
LANGUAGES = ("en", "cy")
FRAME = Frame(
    publisher=both("The Partnership", "Y Bartneriaeth"),
    term_label=both("Summer term 2017", "Tymor yr haf 2017"),
    published=date(2017, 9, 28),
    navigation=(
        Link(text=both("Cardiff", "Caerdydd"), path="authorities/cardiff"),
        Link(text=both("Plans & methods", "Cynlluniau a dulliau"), path="methods"),
    ),
    languages={"en": "English", "cy": "Cymraeg"},
    readers=both("For officers of Cardiff only", "I swyddogion Caerdydd yn unig"),
    word="members",
    closed=True,
)
REPORT = "authorities/cardiff"
#: What a commentary could hold: everything Quarto looks for by line, in any block.
LINES = """Before
```
```{python}
import os
```
````{=html}
---
filters: [evil.lua]
include-in-header: /etc/passwd
---
# Heading {#id}
::: {.callout-note}
{{< include /etc/passwd >}} {{{< meta title >}}}
<!-- --> </main> `r 1+1` ~~~ $$x$$ @ref [^1]
#read("/etc/passwd")"""


#: ``write(language, *pages)``: a project of these pages.
WriteProject = Callable[..., Path]


def writer_below(folder: Path) -> WriteProject:
    def write(language: str, *pages: Page, root_config: Path = ROOT / "_quarto.yml") -> Path:
        return quarto.write_project(
            folder / language, pages, FRAME, language, WORDS[language], root_config
        )

    return write


def home() -> Page:
    return every_block().model_copy(update={"path": "", "report": "home"})


def hostile(line_end: str = "\n") -> Page:
    """Text of a spreadsheet that tries everything, as title, heading and paragraph."""
    one_line = " ".join(LINES.split())
    text: Text = both(LINES.replace("\n", line_end))
    return every_block().model_copy(
        update={
            "title": both(one_line),
            "description": both(one_line),
            "blocks": (
                Heading(id="h", text=both(one_line)),
                Paragraph(id="p", text=text),
                *every_block().blocks[2:],
            ),
        }
    )


def front_matter(source: str) -> tuple[dict[str, object], str]:
    opening, matter, body = re.split(r"^---$", source, maxsplit=2, flags=re.MULTILINE)
    assert opening == ""
    loaded = yaml.safe_load(matter)
    assert isinstance(loaded, dict)
    return loaded, body


def raw_blocks(body: str) -> Iterator[tuple[str, str]]:
    """Format and content of every raw block; fails on any line that stands outside one."""
    fence = ""
    name = ""
    content: list[str] = []
    for line in body.splitlines():
        if fence:
            if line == fence:
                yield name, "\n".join(content)
                fence = ""
            else:
                content.append(line)
        elif opening := re.fullmatch(r"(`{3,})\{=(html|typst)\}", line):
            fence, name, content = opening[1], opening[2], []
        else:
            assert line == "", f"live Markdown: {line!r}"
    assert fence == "", "a raw block is never closed"


def compiled(folder: Path, output: Path) -> Path:
    """The page's Typst blocks in a document that begins as Quarto's own template does."""
    page = folder / REPORT
    _, body = front_matter((page / "index.qmd").read_text("utf-8"))
    blocks = [content for name, content in raw_blocks(body) if name == "typst"]
    output.write_bytes(typeset(folder, page, blocks, "What Quarto takes for the title"))
    return output


def typeset(folder: Path, page: Path, blocks: list[str], title: str) -> bytes:
    """Typst blocks of the page in this folder; Quarto's template sets a title before them."""
    stand_in = [
        '#set page(paper: "a4", margin: 1in, numbering: "1")',
        "#set table(inset: 6pt, stroke: none)",
        f"#let title = {json.dumps(title, ensure_ascii=False)}",
        "#show: body => { set document(title: title); set par(justify: true); body }",
    ]
    (page / "index.typ").write_text("\n\n".join([*stand_in, *blocks]), encoding="utf-8")
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[folder / "typst" / "fonts"],
    )
    compiler = typst.Compiler(page / "index.typ", root=folder, font_paths=fonts)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=0)
    assert isinstance(made, bytes)
    return made
