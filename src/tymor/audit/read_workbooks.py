"""What workbooks of a site say: sheets with their tables, and lines of words around these."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lxml import etree
from openpyxl import load_workbook

from tymor.audit.looked_at import Facts
from tymor.errors import TymorError

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
#: The numbers of rows in the place of a table, such as A3:D20.
_ROWS = re.compile(r"\d+")
#: What an ODS file may hold, where its tables are, and the name that its standard gives these.
_ODS_PARTS = frozenset(("mimetype", "content.xml", "meta.xml", "META-INF/manifest.xml"))
_ODS_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_ODS_RANGE = re.compile(r"^'(.+)'\.A(\d+):'\1'\.[A-Z]+(\d+)$")


def read_xlsx(content: bytes, facts: Facts) -> None:
    """Its sheets, their notes, and what the workbook says of itself."""
    book = load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        lines = [["" if each is None else str(each) for each in row] for row in sheet.values]
        marked = [[*map(int, _ROWS.findall(table.ref))] for table in sheet.tables.values()]
        _of_sheet(sheet.title, lines, [(rows[0], rows[-1]) for rows in marked], facts)
        notes = (cell.comment for row in sheet.iter_rows() for cell in row)
        facts["words"] += [note.text for note in notes if note]
    facts["words"] += [str(each) for each in vars(book.properties).values()
                       if each and not isinstance(each, datetime)]  # fmt: skip


def read_ods(content: bytes, facts: Facts) -> None:
    """Its sheets and its title; a file within it that is none of these is refused."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        unknown = {*parts.namelist()} - _ODS_PARTS
        if unknown:
            raise TymorError(f"nobody knows what {min(unknown)} in it says")
        tree: Any = etree.fromstring(parts.read("content.xml"), _PARSER)
        meta: Any = etree.fromstring(parts.read("meta.xml"), _PARSER)
    marked = tree.xpath(
        "//*[local-name()='database-range']/@*[local-name()='target-range-address']"
    )
    rows = {name: (int(top), int(bottom)) for each in marked
            for name, top, bottom in _ODS_RANGE.findall(each)}  # fmt: skip
    for sheet in tree.xpath("//*[local-name()='table' and namespace-uri()=$t]", t=_ODS_TABLE):
        name = sheet.get(f"{{{_ODS_TABLE}}}name")
        lines = [[_said(cell) for cell in row.xpath("*[local-name()='table-cell']")]
                 for row in sheet.xpath(".//*[local-name()='table-row']")]  # fmt: skip
        _of_sheet(name, lines, [rows[name]] if name in rows else [], facts)
    facts["words"] += [str(text) for text in meta.xpath("//*[local-name()='title']/text()")]


def _of_sheet(
    name: str, lines: list[list[str]], marked: Sequence[tuple[int, int]], facts: Facts
) -> None:
    """A sheet of a workbook: its tables, by the first and last of their rows, and lines of words;
    where no table is marked, all of it is one, unless it has one column."""
    if not marked and max(map(len, lines), default=0) > 1:
        marked = [(1, len(lines))]
    above = (
        [name, *(text for row in lines[: marked[0][0] - 1] for text in row if text)]
        if marked
        else [name]
    )
    for top, bottom in marked:
        heads, *rows = lines[top - 1 : bottom]
        facts["tables"].append({"heads": heads, "rows": rows, "above": above})
        facts["words"] += heads
    within = {at for top, bottom in marked for at in range(top - 1, bottom)}
    facts["words"] += [name, *(text for at, row in enumerate(lines) if at not in within
                               for text in row if text)]  # fmt: skip


def _said(cell: Any) -> str:
    return " ".join("\n".join(cell.itertext()).split())
