"""What a workbook holds, whatever its format."""

from dataclasses import dataclass
from datetime import date

from tymor.render.plain_table import PlainTable


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table: what it is called, the lines above the table, and the table."""

    name: str
    lines: tuple[str, ...]
    table: PlainTable


@dataclass(frozen=True)
class Book:
    """All sheets of a page's workbook. ``cover`` are its lines; behind them it lists the others."""

    title: str
    language: str
    made: date
    cover_name: str
    cover: tuple[str, ...]
    sheets: tuple[Sheet, ...]
