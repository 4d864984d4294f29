"""Findings into problems: which file, row, column and value, and in which words."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import pandas as pd

from tymor.errors import Problem
from tymor.inputs.findings import Finding
from tymor.inputs.readers.text_table import TextTable

#: Longer values are cut in a message; the whole text stands in rejected.csv.
_SHOWN = 60


def explain(findings: Iterable[Finding], text: TextTable) -> list[tuple[int, Problem]]:
    """Each broken rule of each row as a problem, with the row's position in ``text``."""
    return [pair for finding in findings for pair in _problems(finding, text)]


def _problems(finding: Finding, text: TextTable) -> Iterator[tuple[int, Problem]]:
    columns = finding.column.split(" + ")
    rows = text.at(finding.rows).set_axis(finding.rows)
    hint = cache(finding.hint) if finding.hint else None
    places = zip(
        finding.rows.tolist(),
        rows["source_file"].tolist(),
        rows["source_row"].tolist(),
        _values(rows, columns),
        _messages(finding, rows),
        strict=True,
    )
    for position, file, row, value, message in places:
        more = hint(value) if hint else ""
        yield (
            position,
            Problem(
                file,
                finding.rule,
                f"{message} {more}".rstrip(),
                row=row,
                column=finding.column,
                value=shortened(value) if value else None,
            ),
        )


def _values(rows: pd.DataFrame, columns: list[str]) -> list[str]:
    if len(columns) == 1:
        return [str(value) for value in rows[columns[0]].tolist()]
    lists = [rows[column].tolist() for column in columns]
    return [" + ".join(str(part) for part in parts) for parts in zip(*lists, strict=True)]


def _messages(finding: Finding, rows: pd.DataFrame) -> Iterable[str]:
    """The message for each row, its places filled from the row's own cells."""
    says = finding.says
    if "{" not in says:
        return [says] * len(rows)
    if finding.also is not None:
        rows = rows.join(finding.also)
    records: list[Mapping[str, str]] = rows.to_dict("records")  # type: ignore[assignment]
    return [
        says.format_map({name: shortened(str(cell)) for name, cell in record.items()})
        for record in records
    ]


def shortened(value: str) -> str:
    """A value that fits into a line."""
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
