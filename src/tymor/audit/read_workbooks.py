"""What workbooks of a site say: sheets with their tables, and lines of words around these."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree
from python_calamine import CalamineWorkbook

from tymor.audit.looked_at import Facts
from tymor.errors import TymorError

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
#: What an XLSX file may hold: sheets with their tables, how they look, and what it says of itself.
_XLSX_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml"
    r"|xl/(workbook|styles|sharedStrings|theme/theme\d+|worksheets/sheet\d+|tables/table\d+)\.xml"
    r"|xl/(worksheets/)?_rels/\w+\.xml\.rels"
)
_XLSX_CORE = "docProps/core.xml"
#: When a workbook was made.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z")
#: What an ODS file may hold, where its tables are, and the name that its standard gives these.
_ODS_PARTS = frozenset(("mimetype", "content.xml", "meta.xml", "META-INF/manifest.xml"))
_ODS_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_ODS_RANGE = re.compile(r"^'(.+)'\.A(\d+):'\1'\.[A-Z]+(\d+)$")


def read_xlsx(content: bytes, facts: Facts) -> None:
    """Its sheets and what the workbook says of itself; a part that is none of these, such as notes
    on cells or a drawing, is refused."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        _refuse(name for name in parts.namelist() if not _XLSX_PARTS.fullmatch(name))
        core: Any = etree.fromstring(parts.read(_XLSX_CORE), _PARSER)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content), load_tables=True)
    marked: dict[str, list[tuple[int, int]]] = {}
    for name in book.table_names or ():
        table = book.get_table_by_name(name)
        if table.start and table.end:  # those of its rows below the headings, from nought
            marked.setdefault(table.sheet, []).append((table.start[0], table.end[0] + 1))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        _of_sheet(name, [[*map(_cell, row)] for row in rows], marked.get(name, []), facts)
    facts["words"] += [text for text in map(str, core.xpath("//text()"))
                       if not _MOMENT.fullmatch(text)]  # fmt: skip


def _cell(value: object) -> str:
    """As a CSV file has it: a whole number without places."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _refuse(unknown: Iterable[str]) -> None:
    if first := min(unknown, default=""):
        raise TymorError(f"nobody knows what {first} in it says")


def read_ods(content: bytes, facts: Facts) -> None:
    """Its sheets and its title; a file within it that is none of these is refused."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        _refuse({*parts.namelist()} - _ODS_PARTS)
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
