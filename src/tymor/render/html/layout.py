"""Where things go on an HTML page: addresses, contents, heading levels, table heads.

Everything here works on views, which hold only strings of one language.
"""

import posixpath
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tymor.config.addresses import STANDING
from tymor.render.frame import Frame
from tymor.render.view import View

#: Pages that are not a report to be printed: they have no PDF.
WITHOUT_PDF = frozenset({"home", "not_made", *STANDING})
#: From so many rows on a reader may look for some of them.
MANY_ROWS = 15
#: With fewer headings than this a list of contents only takes room.
CONTENTS_FROM = 3


def has_pdf(page: View) -> bool:
    return page["report"] not in WITHOUT_PDF


def paper_name(page: View, frame: Frame) -> str:
    """What its papers are called where a reader keeps them: of whom and what, of which term, for
    which readers, and in which language."""
    return f"{_address(page, frame)}-{page['lang']}"


def pdf_name(page: View, frame: Frame) -> str:
    """The PDF's address, beside the page: a published one stays where it is."""
    return f"{_address(page, frame)}.pdf"


def _address(page: View, frame: Frame) -> str:
    return f"{page['called'] or page['report']}-{page['term']}-{frame.word}"


def folder(language: str, path: str) -> str:
    """The folder of a page below the site's root: ``en/authorities/cardiff``."""
    return f"{language}/{path}" if path else language


def href(start: str, target: str) -> str:
    """The relative address of folder ``target`` from folder ``start``, with a slash.

    Relative, so that the site works below any prefix and in a zip.
    """
    return posixpath.relpath(target, start) + "/"


def contents(page: View) -> list[dict[str, str]]:
    """The page's main headings with their anchors; empty when there are few."""
    entries = [
        {"id": block["id"], "text": block.get("label") or block["text"]}
        for block in page["blocks"]
        if block["kind"] == "appendix" or (block["kind"], block.get("level")) == ("heading", 2)
    ]
    return entries if len(entries) >= CONTENTS_FROM else []


def title_level(block: View, page: View) -> int:
    """The heading level of a block's own title: one below the heading it stands under."""
    level = 1
    for before in page["blocks"]:
        if before["id"] == block["id"]:
            break
        if before["kind"] == "heading":
            level = before["level"]
        elif before["kind"] == "appendix":
            level = 2
    return level + 1


def column_groups(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbouring columns that share a heading: ``text`` and how many they are.

    A column without a group stands alone with an empty ``text``.
    """
    groups: list[dict[str, Any]] = []
    for name, members in groupby(columns, key=lambda column: column["group"]):
        found = list(members)
        if name:
            groups.append({"text": name, "columns": found})
        else:
            groups.extend({"text": "", "columns": [column]} for column in found)
    return groups


def row_groups(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows cut before each section row, so that a section's heading heads its group."""
    group: list[dict[str, Any]] = []
    for row in rows:
        if row["style"] == "section" and group:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def marked_columns(rows: list[dict[str, Any]]) -> set[int]:
    """The columns in which a figure carries a symbol; the others' digits line up with it."""
    return {at for row in rows for at, cell in enumerate(row["cells"]) if cell["symbol"]}


def crumbs(page: View, home: str) -> list[dict[str, str]]:
    """The way from the home page to this one, the page itself left out."""
    if not page["path"]:
        return []
    given: list[dict[str, str]] = page["breadcrumbs"]
    starts_at_home = any(link["path"] == "" for link in given)
    return given if starts_at_home else [{"text": home, "path": ""}, *given]
