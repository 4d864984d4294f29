"""What Quarto brings to every site, less what no page of this one uses.

Names and hashes differ from version to version, so nothing is known by its name but
the icons, which Quarto loads (280 KB a language) whether or not a page shows one.
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

#: The folder of Quarto's own files in what it rendered.
FOLDER = "site_libs"
_ICON_SHEET = re.compile(r'<link\b[^>]*\bhref="[^"]*/bootstrap-icons\.css"[^>]*>\s*')
#: An icon's class on an element or in a script; and what Quarto's script adds one to.
_ICON = re.compile(r"\bbi[-\s\"']|sidebar|doc-toc")
#: Those that can name another file.
_NAMING = (".css", ".js", ".json")


def without_icons(pages: Mapping[Path, str]) -> dict[Path, str]:
    """The same pages without the icons' style sheet, where none of them has an icon."""
    bare = {path: _ICON_SHEET.sub("", page) for path, page in pages.items()}
    return dict(pages) if any(map(_ICON.search, bare.values())) else bare


def unused_libraries(output: Path, pages: Collection[str]) -> set[Path]:
    """Quarto's files that neither a page names nor a file that is used.

    A file is used if its bare name stands anywhere in them, be it only in a comment:
    whoever loads a file must name it.
    """
    unused = {file for file in (output / FOLDER).rglob("*") if file.is_file()}
    texts = list(pages)
    while texts and unused:
        named = {file for file in unused if any(file.name in text for text in texts)}
        unused -= named
        texts = [file.read_text("utf-8", "replace") for file in named if file.suffix in _NAMING]
    return unused
