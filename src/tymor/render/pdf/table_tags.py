"""Row headings for the tables of a tagged PDF.

Typst tags a table's heading rows but, without a feature its Python package
leaves off, has no way to say that the first cell of a row heads the row; and below
a section row it names every column as the heading of every cell. A screen
reader would read out a grid of bare numbers. So each cell is told here which
headings are its own: its columns', its section's and its row's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from pikepdf import Array, Dictionary, Name, NameTree, Object, ObjectStreamMode, Pdf, String


def name_row_headers(pdf: bytes) -> bytes:
    """The same PDF with the first cell of every body row tagged as its heading."""
    with Pdf.open(BytesIO(pdf)) as document:
        tables = list(_tables(document.Root.StructTreeRoot))
        if not tables:
            return pdf
        names = NameTree(document.Root.StructTreeRoot.IDTree)
        for number, table in enumerate(tables):
            _Tagger(number, names).tag(table)
        written = BytesIO()
        # Packed objects: a file less than half as long, and written in far fewer pieces.
        document.save(written, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return written.getvalue()


def elements(parent: Object) -> Iterator[Dictionary]:
    """Every structure element below ``parent``, in reading order."""
    for child in children(parent):
        yield child
        yield from elements(child)


def children(parent: Object) -> Iterator[Dictionary]:
    """The structure elements directly below ``parent``, without marked content."""
    kids = parent.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        # Marked content is a mere number mostly; asking that first is quick.
        if not isinstance(kid, int) and isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _tables(parent: Object) -> Iterator[Dictionary]:
    """Every table below ``parent``; none stands inside another, so they are not entered."""
    for child in children(parent):
        if Name.Table == child.S:
            yield child
        else:
            yield from _tables(child)


def _rows(table: Dictionary) -> Iterator[Dictionary]:
    """Its rows from top to bottom; their cells are not entered."""
    for child in children(table):
        if child.S == Name.TR:
            yield child
        else:
            yield from _rows(child)


def table_attribute(cell: Dictionary) -> Dictionary | None:
    """The cell's attributes of the owner ``/Table``: scope, spans, headers."""
    attributes = cell.get("/A")
    for entry in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(entry, Dictionary) and entry.get("/O") == Name.Table:
            return entry
    return None


#: A cell and the columns it covers.
Placed = tuple[Dictionary, range]


@dataclass
class _Tagger:
    """Goes down one table and remembers which headings are in force."""

    number: int
    names: NameTree
    columns: dict[int, list[bytes]] = field(default_factory=dict)  # column -> heading ids
    section: list[bytes] = field(default_factory=list)
    reaching: dict[int, int] = field(default_factory=dict)  # column -> rows still covered

    def tag(self, table: Dictionary) -> None:
        for y, row in enumerate(_rows(table)):
            placed = self._place(list(children(row)))
            if all(cell.S == Name.TH for cell, _ in placed):
                self._heading_row(placed)
            else:
                self._body_row(placed, f"tymor-{self.number}-{y}")

    def _place(self, cells: list[Dictionary]) -> list[Placed]:
        placed: list[Placed] = []
        below = {column: rows - 1 for column, rows in self.reaching.items() if rows > 1}
        at = 0
        for cell in cells:
            while at in self.reaching:
                at += 1
            attribute = table_attribute(cell) or Dictionary()
            columns = range(at, at + int(attribute.get("/ColSpan", 1)))
            rows = int(attribute.get("/RowSpan", 1))
            below |= {column: rows - 1 for column in columns if rows > 1}
            placed.append((cell, columns))
            at = columns.stop
        self.reaching = below
        return placed

    def _heading_row(self, placed: list[Placed]) -> None:
        """A lone wide cell below the column headings opens a section."""
        if len(placed) == 1 and self.columns:
            cell = placed[0][0]
            _set_headers(cell, [])
            self.section = [bytes(cell.ID)]
            return
        for cell, columns in placed:
            _set_headers(cell, self._above(columns))
            for column in columns:
                self.columns.setdefault(column, []).append(bytes(cell.ID))

    def _body_row(self, placed: list[Placed], row_id: str) -> None:
        head, columns = placed[0]
        head.S = Name.TH
        head.ID = String(row_id)
        self.names[row_id] = head
        _set_headers(head, [*self._above(columns), *self.section])
        attribute = table_attribute(head)
        if attribute is not None:
            attribute.Scope = Name.Row
        for cell, columns in placed[1:]:
            _set_headers(cell, [*self._above(columns), *self.section, row_id.encode()])

    def _above(self, columns: range) -> list[bytes]:
        return list(dict.fromkeys(i for column in columns for i in self.columns.get(column, [])))


def _set_headers(cell: Dictionary, ids: list[bytes]) -> None:
    attribute = table_attribute(cell)
    if attribute is not None:
        attribute.Headers = Array([String(id) for id in ids])
