"""Workbooks as other programs write them, part by part: LibreOffice's, and binary ones of Excel."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[object]]

_ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in
    (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)  # fmt: skip


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts of a workbook as one file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def ods_cell(value: object) -> str:
    """A cell as LibreOffice writes it; a text that begins with ``<`` is XML already."""
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, float | int):
        attributes = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {attributes}><text:p>{value}</text:p></table:table-cell>"
    text = str(value)
    if text.startswith("<"):
        return text
    written = f"<text:p>{escape(text)}</text:p>"
    return f'<table:table-cell office:value-type="string">{written}</table:table-cell>'


def ods_rows(rows: Rows) -> str:
    return "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows
    )


def ods(sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> bytes:
    """A spreadsheet of sheets, each with the XML of its rows."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table">'
        f'<style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("ta1", "true"), ("ta2", "false"))
    )
    tables = "".join(
        f'<table:table table:name="{title}" table:style-name="ta{2 if title in hidden else 1}">'
        f'<table:table-column table:number-columns-repeated="16384"/>{rows}</table:table>'
        for title, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content})


def xlsb(rows: Rows, *, first_row: int = 0) -> bytes:
    """A binary workbook of one sheet, its texts in their cells."""
    cells = [_record(0x81), _record(0x94, struct.pack("<4I", 0, len(rows), 0, 20)), _record(0x91)]
    for number, row in enumerate(rows):
        place = first_row if number == len(rows) - 1 and first_row else number
        cells.append(_record(0, struct.pack("<I", place) + bytes(13)))
        cells += [
            _cell(column, value) for column, value in enumerate(row) if value not in ("", None)
        ]
    sheet = b"".join([*cells, _record(0x92), _record(0x82)])
    listed = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Data")
    book = b"".join(
        [_record(0x83), _record(0x8F), _record(0x9C, listed), _record(0x90), _record(0x84)]
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    rels = f'<Relationships xmlns="{package}/relationships">{{}}</Relationships>'
    one = '<Relationship Id="rId1" Type="{}" Target="{}"/>'
    kinds = f'<Types xmlns="{package}/content-types"></Types>'
    return packed(
        {
            "[Content_Types].xml": kinds,
            "_rels/.rels": rels.format(one.format(f"{office}/officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": rels.format(
                one.format(f"{office}/worksheet", "worksheets/sheet1.bin")
            ),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(content), b""
    while size >= 0x80:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column: int, value: object) -> bytes:
    at = struct.pack("<II", column, 0)
    if isinstance(value, int | float):
        return _record(5, at + struct.pack("<d", value))
    return _record(6, at + _wide(str(value)))
