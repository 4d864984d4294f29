"""Reading CSV: commas, semicolons or tabs; UTF-8, or what is plainly Windows-1252.

A sound file is read by Arrow in one go. Anything odd (a ragged row, an open
quotation mark, a cell of megabytes) makes Arrow refuse, and the file is read
again row by row, so that each odd row can be named.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from tymor.inputs.readers import side_by_side
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.csv_form import Form, form_of
from tymor.inputs.readers.encoding import as_utf8
from tymor.inputs.readers.ragged import RowByRow
from tymor.inputs.readers.raw import EMPTY_FILE, RawTable, raw_table, unreadable
from tymor.inputs.readers.table_file import TableFile

#: Arrow reads a file in parts of this size; large ones have fewer texts to put together again.
_PART = 1 << 22


def read_csv(file: TableFile) -> RawTable:
    """Every cell of a CSV file as text; ragged rows are named and left out."""
    decoded = as_utf8(file.path.read_bytes(), file.name)
    if isinstance(decoded, RawTable):
        return decoded
    data = decoded.data
    if not data or data.isspace():
        return unreadable(file.name, "empty_file", EMPTY_FILE)
    form = form_of(data, file)
    if isinstance(form, RawTable):
        return form
    columns = _at_once(data, form)
    if columns is None:
        raw = RowByRow(data.decode("utf-8"), form, file).read()
    else:
        first = form.heading_row + 1
        rows = np.arange(first, first + len(columns[0]), dtype=np.int64)
        raw = raw_table(form.headings, columns, rows)
    return replace(raw, heading_row=form.heading_row).warned(*decoded.warnings)


def _at_once(data: bytes, form: Form) -> list[Cells] | None:
    """The cells below the headings, or ``None`` where the file is not plainly regular."""
    quotes = data.count(b'"') if b'"' in data else 0  # to look is quicker than to count
    if quotes % 2 or (quotes and form.heading_row > 1):
        return None  # Arrow takes what follows an open quotation mark for one cell
    names = [str(number) for number in range(len(form.headings))]
    skip = (
        {"skip_rows_after_names": 1} if form.heading_row == 1 else {"skip_rows": form.heading_row}
    )
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=_PART, **skip),
            parse_options=pa_csv.ParseOptions(
                delimiter=form.separator, newlines_in_values=quotes > 0, ignore_empty_lines=False
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowException:
        return None
    return side_by_side.encoded(Cells.encode, table.columns, table.num_rows)
