"""What Calamine makes of a workbook, as JSON: run by itself, with a path.

A damaged workbook may end the process that reads it, or ask for all memory there is. So this is
a process of its own, with a limit.
"""

import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tymor.inputs.readers.raw import as_text

#: Of memory; a sheet of .xls has 16 million cells at most.
MOST_GIGABYTES = 4


def sheets_of(book: CalamineWorkbook) -> Iterator[dict[str, Any]]:
    """Each sheet with its filled cells: row and column from 1, and the text."""
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        first = (sheet.start or (0, 0))[1] + 1
        cells = [
            (row, column, as_text(value))
            for row, values in enumerate(sheet.iter_rows(), start=1)
            for column, value in enumerate(values, start=first)
            if value != ""
        ]
        hidden = about.visible != SheetVisibleEnum.Visible
        merged = sheet.merged_cell_ranges or []
        yield {"title": about.name, "hidden": hidden, "cells": cells, "merged": merged}


def main(path: str) -> None:
    try:
        import resource
    except ImportError:  # where there is none, the system's own limit holds
        pass
    else:
        most = MOST_GIGABYTES << 30
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        # By what it is: from its path Calamine would take its suffix for that.
        source = BytesIO(Path(path).read_bytes())
        with CalamineWorkbook.from_filelike(source) as book:
            told: Any = {"sheets": [*sheets_of(book)]}
    except CalamineError as error:
        told = {"fault": str(error)}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
