"""Reading what has types of its own, Parquet, as the text a CSV would hold."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tymor.errors import Problem
from tymor.inputs.as_text import as_text
from tymor.inputs.cells import Cells
from tymor.inputs.raw import RawTable, raw_table, unreadable
from tymor.inputs.table_file import TableFile

#: pandas keeps its row labels in columns called so; they are no data.
_PANDAS_INDEX = "__index_level_"


def read_parquet(file: TableFile) -> RawTable:
    """A Parquet file; its rows are numbered from 2, as if its headings stood in row 1."""
    try:
        table = pq.ParquetFile(file.path).read()
    except (pa.ArrowException, ValueError) as error:
        first = next(iter(str(error).splitlines()), type(error).__name__)
        return unreadable(
            file.name,
            "parquet",
            f"the file cannot be read as Parquet ({first}). Write it anew from where it came.",
        )
    names = [name for name in table.column_names if not name.startswith(_PANDAS_INDEX)]
    if odd := [name for name in names if not _is_plain(table.schema.field(name).type)]:
        return RawTable(problems=tuple(_not_plain(name, table, file.name) for name in odd))
    columns = [Cells.encode(_texts(table.column(name))) for name in names]
    return raw_table(names, columns, np.arange(2, table.num_rows + 2, dtype=np.int64))


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


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text as it is; of anything else each different value is written once."""
    kind = column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        column = _written(column)
    return pc.fill_null(column.cast(pa.large_string()), "")


def _written(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    # A column of true and false answers a question, as yes and no do in a CSV.
    spelled = _yes_or_no if pa.types.is_boolean(column.type) else as_text
    values = column.unique()
    texts = pa.array([spelled(value) for value in values.to_pylist()], pa.large_string())
    return pa.chunked_array([texts.take(pc.index_in(column, values).combine_chunks())])


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else ("yes" if value else "no")
