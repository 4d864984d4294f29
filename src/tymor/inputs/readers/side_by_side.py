"""The columns of a long file, two at a time."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa

from tymor.inputs.readers.cells import Cells

#: In a shorter file starting threads takes longer than they save.
_LONG = 20_000


def encoded(
    encode: Callable[[pa.ChunkedArray], Cells], columns: Iterable[pa.ChunkedArray], rows: int
) -> list[Cells]:
    """``encode`` of each column, in threads where there are many rows."""
    if rows < _LONG:
        return [encode(column) for column in columns]
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(encode, columns))
