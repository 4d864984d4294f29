"""A workbook as OpenDocument (ODS): a handful of elements, written as the standard has them.

No library that is kept writes it: odfpy's last release is of 2020, and pandas writes by it. What a
workbook here needs is a sheet, rows, cells of words or numbers, a style for headings, and a named
range for each table.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date

from lxml import etree

from tymor.render.book import Book, Sheet
from tymor.render.plain_table import PlainTable, Value

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = {
    "office": f"{_OASIS}:office:1.0",
    "table": f"{_OASIS}:table:1.0",
    "text": f"{_OASIS}:text:1.0",
    "style": f"{_OASIS}:style:1.0",
    "number": f"{_OASIS}:datastyle:1.0",
    "meta": f"{_OASIS}:meta:1.0",
    "manifest": f"{_OASIS}:manifest:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
_VERSION = "1.3"
#: So many places a number of a table may have.
_PLACES = 4
_LETTERING = {"title": ("14pt", "bold"), "head": ("11pt", "bold"), "words": ("11pt", "normal"),
              "line": ("11pt", "normal")}  # fmt: skip
_WIDTHS = {"wide": "12cm", "narrow": "4.5cm"}


def ods_bytes(book: Book) -> bytes:
    """A book as the bytes of its file."""
    parts = {
        "content.xml": _bytes(_content(book)),
        "meta.xml": _bytes(_meta(book)),
        "META-INF/manifest.xml": _bytes(_manifest()),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        # The kind of the file comes first, and as it is, so that programs find it there.
        written.writestr(_info("mimetype", book.made, zipfile.ZIP_STORED), MIMETYPE)
        for name, part in parts.items():
            written.writestr(_info(name, book.made, zipfile.ZIP_DEFLATED), part)
    return out.getvalue()


def _info(name: str, day: date, how: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = how
    return info


def _bytes(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def _name(name: str) -> str:
    space, _, local = name.partition(":")
    return f"{{{_SPACES[space]}}}{local}"


def _add(parent: etree._Element, name: str, text: str = "", **said: str) -> etree._Element:
    """An element below another; ``office_value`` of ``said`` is the attribute ``office:value``."""
    attributes = {_name(key.replace("_", ":", 1).replace("_", "-")): value
                  for key, value in said.items()}  # fmt: skip
    made = etree.SubElement(parent, _name(name), attributes)
    if text:
        made.text = text
    return made


def _content(book: Book) -> etree._Element:
    root = etree.Element(_name("office:document-content"), nsmap=_SPACES)
    root.set(_name("office:version"), _VERSION)
    _styles(_add(root, "office:automatic-styles"), book.language)
    sheets = _add(_add(root, "office:body"), "office:spreadsheet")
    cover = _add(sheets, "table:table", table_name=book.cover_name)
    _add(cover, "table:table-column", table_style_name="wide")
    for at, line in enumerate(book.cover):
        _cell(_add(cover, "table:table-row"), Value(line), "title" if at == 0 else "words")
    for sheet in book.sheets:
        cell = _add(_add(cover, "table:table-row"), "table:table-cell",
                    office_value_type="string", table_style_name="words")  # fmt: skip
        _add(_add(cell, "text:p"), "text:a", f"{sheet.name}: {sheet.lines[0]}",
             xlink_href=f"#{sheet.name}.A1", xlink_type="simple")  # fmt: skip
    for sheet in book.sheets:
        _sheet(sheets, sheet)
    ranges = _add(sheets, "table:database-ranges")
    for number, sheet in enumerate(book.sheets, 1):
        _add(ranges, "table:database-range", table_name=f"table_{number}",
             table_target_range_address=_range(sheet), table_contains_header="true")  # fmt: skip
    return root


def _styles(styles: etree._Element, language: str) -> None:
    for places in range(_PLACES + 1):
        number = _add(styles, "number:number-style", style_name=f"n{places}")
        _add(number, "number:number", number_decimal_places=str(places),
             number_min_decimal_places=str(places), number_min_integer_digits="1")  # fmt: skip
        _add(styles, "style:style", style_name=f"number{places}", style_family="table-cell",
             style_data_style_name=f"n{places}")  # fmt: skip
    for name, width in _WIDTHS.items():
        column = _add(styles, "style:style", style_name=name, style_family="table-column")
        _add(column, "style:table-column-properties", style_column_width=width)
    code, _, country = language.partition("-")
    for name, (size, weight) in _LETTERING.items():
        style = _add(styles, "style:style", style_name=name, style_family="table-cell")
        if name in ("head", "words"):
            _add(style, "style:table-cell-properties", fo_wrap_option="wrap",
                 style_vertical_align="top")  # fmt: skip
        said = {"fo_language": code, "fo_country": country} if country else {"fo_language": code}
        _add(style, "style:text-properties", fo_font_size=size, fo_font_weight=weight, **said)


def _sheet(sheets: etree._Element, sheet: Sheet) -> None:
    made = _add(sheets, "table:table", table_name=sheet.name)
    for at, _ in enumerate(sheet.table.heads):
        _add(
            made,
            "table:table-column",
            table_style_name="wide" if _is_wide(sheet.table, at) else "narrow",
        )
    for at, line in enumerate(sheet.lines):
        _cell(_add(made, "table:table-row"), Value(line), "title" if at == 0 else "line")
    heads = _add(_add(made, "table:table-header-rows"), "table:table-row")
    for head in sheet.table.heads:
        _cell(heads, Value(head), "head")
    for row in sheet.table.rows:
        cells = _add(made, "table:table-row")
        for value in row:
            _cell(cells, value, "words")


def _is_wide(table: PlainTable, at: int) -> bool:
    return any(len(row[at].text) > 24 for row in table.rows)


def _cell(row: etree._Element, value: Value, style: str) -> None:
    if value.number is not None:
        cell = _add(row, "table:table-cell", office_value_type="float", office_value=value.text,
                    table_style_name=f"number{min(value.decimals, _PLACES)}")  # fmt: skip
        _add(cell, "text:p", value.text)
        return
    cell = _add(row, "table:table-cell", office_value_type="string", table_style_name=style)
    for line in value.text.splitlines() or [""]:
        _add(cell, "text:p", line)


def _range(sheet: Sheet) -> str:
    """Where a sheet's table is: ``'Table 1'.A3:'Table 1'.D20``."""
    top = len(sheet.lines) + 1
    name = f"'{sheet.name}'"
    last = f"{_letters(len(sheet.table.heads))}{top + len(sheet.table.rows)}"
    return f"{name}.A{top}:{name}.{last}"


def _letters(column: int) -> str:
    """
    >>> _letters(1), _letters(26), _letters(27)
    ('A', 'Z', 'AA')
    """
    return "".join(reversed([*_digits(column)]))


def _digits(column: int) -> Iterator[str]:
    while column:
        column, at = divmod(column - 1, 26)
        yield chr(ord("A") + at)


def _meta(book: Book) -> etree._Element:
    root = etree.Element(_name("office:document-meta"), nsmap=_SPACES)
    root.set(_name("office:version"), _VERSION)
    meta = _add(root, "office:meta")
    _add(meta, "dc:title", book.title)
    _add(meta, "dc:language", book.language)
    _add(meta, "meta:creation-date", f"{book.made.isoformat()}T00:00:00")
    return root


def _manifest() -> etree._Element:
    root = etree.Element(_name("manifest:manifest"), nsmap={"manifest": _SPACES["manifest"]})
    root.set(_name("manifest:version"), _VERSION)
    for path, kind in (("/", MIMETYPE), ("content.xml", "text/xml"), ("meta.xml", "text/xml")):
        _add(root, "manifest:file-entry", manifest_full_path=path, manifest_media_type=kind)
    return root
