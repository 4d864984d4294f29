"""Reading what has types of its own, Parquet, as the text a CSV would hold.

Parquet itself writes a column that repeats as its different values and their places.
That is what ``Cells`` are: such a column is taken as it stands, without a text for each row.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable
from tymor.inputs.readers.cells import Cells, side_by_side
from tymor.inputs.readers.raw import RawTable, as_text, first_line, raw_table
from tymor.inputs.readers.table_file import TableFile

#: pandas keeps its row labels in columns called so; they are no data.
_PANDAS_INDEX = "__index_level_"

#: A column of text with no more bytes a row than this repeats.
_REPEATS = 4


def read_parquet(file: TableFile) -> RawTable:
    """A Parquet file; its rows are numbered from 2, as if its headings stood in row 1."""
    try:
        parquet = pq.ParquetFile(file.path)
        table = pq.ParquetFile(file.path, read_dictionary=_repeating(parquet)).read()
    except (pa.ArrowException, ValueError) as error:
        message = (
            f"the file cannot be read as Parquet ({first_line(error)}). Write it anew from where "
            "it came."
        )
        raise Unreadable(Problem(file.name, "parquet", message)) from None
    names = [name for name in table.column_names if not name.startswith(_PANDAS_INDEX)]
    if odd := [name for name in names if not _is_plain(table.schema.field(name).type)]:
        raise Unreadable(*(_not_plain(name, table, file.name) for name in odd))
    columns = side_by_side(_cells, table.select(names).columns, table.num_rows)
    return raw_table(names, columns, np.arange(2, table.num_rows + 2, dtype=np.int64))


def _repeating(parquet: pq.ParquetFile) -> list[str]:
    """The columns of text that have few different values."""
    held = parquet.metadata
    sizes = {field.name: 0 for field in parquet.schema_arrow if _is_text(field.type)}
    for group in range(held.num_row_groups):
        for number in range(held.num_columns):
            chunk = held.row_group(group).column(number)
            if chunk.path_in_schema in sizes:
                sizes[chunk.path_in_schema] += chunk.total_uncompressed_size
    return [name for name, size in sizes.items() if size <= _REPEATS * held.num_rows]


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_plain(kind: pa.DataType) -> bool:
    """Whether values of this type are single numbers, words or dates."""
    if pa.types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    tests = (
        *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
        *(pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean),
        *(pa.types.is_date, pa.types.is_timestamp, pa.types.is_null),
    )
    return any(test(kind) for test in tests)


def _not_plain(name: str, table: pa.Table, file: str) -> Problem:
    return Problem(
        file,
        "parquet_type",
        f"the column holds values of the type {table.schema.field(name).type}; expected text, "
        "numbers, dates, or true and false. Write one value a cell.",
        column=name,
    )


def _cells(column: pa.ChunkedArray) -> Cells:
    """Text as it is; of anything else each different value is written once."""
    if _is_text(column.type):
        return Cells.encode(pc.fill_null(column, ""))
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    placed = column.unify_dictionaries().combine_chunks()
    if isinstance(placed, pa.ChunkedArray):  # without any rows
        return Cells.of([])
    # A column of true and false answers a question, as yes and no do in a CSV.
    spelled = _yes_or_no if pa.types.is_boolean(placed.dictionary.type) else as_text
    values, codes = placed.dictionary.to_pylist(), placed.indices
    if codes.null_count:
        codes, values = pc.fill_null(codes, len(values)), [*values, None]
    return Cells.coded(codes, [spelled(value) for value in values])


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else ("yes" if value else "no")
