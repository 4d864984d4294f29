"""A page in one language: only strings, ready to be laid out.

Every renderer starts from :func:`view`; so a figure is formatted once, and a
page, its PDF and its Quarto source cannot differ. The result is plain JSON.
"""

from collections.abc import Mapping
from typing import Any

from tymor.locale import Catalogue
from tymor.page import (
    Appendix,
    Callout,
    Cell,
    ChartBlock,
    Figure,
    Heading,
    KeyFigures,
    Links,
    Numbered,
    Page,
    Paragraph,
    Signal,
    Table,
    TableBlock,
    TextCell,
)

View = dict[str, Any]

#: A symbol beside the word, so that colour never stands alone.
SYMBOLS: Mapping[Signal, str] = {"met": "✓", "improved": "▲", "none": ""}
UNIT_SIGNS = {"pct": "%", "pp": "", "count": "", "days": ""}


def view(page: Page, words: Catalogue) -> View:
    """One page in one language.

    Returns
    -------
    dict
        ``lang``, ``title``, ``description``, ``path``, ``breadcrumbs``,
        ``invented`` and ``blocks``; see ``docs/page-model.md``.
    """
    language = words.language
    return {
        "lang": language,
        "path": page.path,
        "report": page.report,
        "audience": page.audience,
        "title": page.title[language],
        "description": page.description[language],
        "invented": page.invented,
        "breadcrumbs": [
            {"text": link.text[language], "path": link.path} for link in page.breadcrumbs
        ],
        "blocks": [_block(block, words) for block in page.blocks],
    }


def show_figure(figure: Figure, words: Catalogue, *, sign: bool = False) -> str:
    """A figure as this language writes it: its number, or the word for its status."""
    if figure.value is None:
        return words.say(f"status.{figure.status}.short")
    number = words.number(figure.value, figure.decimals)
    return number + UNIT_SIGNS[figure.unit] if sign else number


def view_cell(cell: Cell, words: Catalogue) -> View:
    if isinstance(cell, TextCell):
        return {
            "text": cell.text[words.language],
            "numeric": False,
            "signal": "none",
            "word": "",
            "symbol": "",
            "status": "",
            "colour": cell.colour or "",
            "value": None,
        }
    figure = cell.figure
    return {
        "text": show_figure(figure, words),
        "numeric": figure.value is not None,
        "signal": figure.signal,
        "word": words.say(f"signal.{figure.signal}.word") if figure.signal != "none" else "",
        "symbol": SYMBOLS[figure.signal],
        "status": figure.status,
        "colour": cell.colour or "",
        "value": figure.value,
    }


def view_table(table: Table, words: Catalogue) -> View:
    language = words.language
    cells = [
        cell.figure for row in table.rows for cell in row.cells if not isinstance(cell, TextCell)
    ]
    signals = [s for s in ("met", "improved") if any(figure.signal == s for figure in cells)]
    statuses = sorted({figure.status for figure in cells if figure.value is None})
    return {
        "columns": [
            {
                "key": column.key,
                "label": column.label[language],
                "group": column.group[language] if column.group else "",
                "align": column.align,
            }
            for column in table.columns
        ],
        "rows": [
            {"style": row.style, "cells": [view_cell(cell, words) for cell in row.cells]}
            for row in table.rows
        ],
        "legend": [
            {
                "signal": signal,
                "symbol": SYMBOLS[signal],
                "word": words.say(f"signal.{signal}.word"),
                "meaning": words.say(f"signal.{signal}.meaning"),
            }
            for signal in signals
        ],
        "statuses": [
            {
                "short": words.say(f"status.{status}.short"),
                "meaning": words.say(f"status.{status}.meaning"),
            }
            for status in statuses
        ],
    }


def _block(block: Any, words: Catalogue) -> View:
    language = words.language
    base: View = {"kind": block.kind, "id": block.id}
    match block:
        case Heading():
            return base | {"level": block.level, "text": block.text[language]}
        case Paragraph():
            return base | {"text": block.text[language]}
        case Numbered():
            return base | {"number": block.number, "text": block.text[language]}
        case KeyFigures():
            return base | {
                "title": block.title[language],
                "items": [
                    {
                        "label": item.label[language],
                        "value": show_figure(item.figure, words, sign=True),
                        "numeric": item.figure.value is not None,
                        "signal": item.figure.signal,
                        "symbol": SYMBOLS[item.figure.signal],
                        "word": words.say(f"signal.{item.figure.signal}.word")
                        if item.figure.signal != "none"
                        else "",
                        "note": item.note[language] if item.note else "",
                    }
                    for item in block.items
                ],
            }
        case TableBlock():
            return base | {
                "title": block.title[language],
                "note": block.note[language] if block.note else "",
                "csv": f"{block.id}.csv",
                "table": view_table(block.table, words),
            }
        case ChartBlock():
            return base | {
                "title": block.title[language],
                "alt": block.alt[language],
                "note": block.note[language] if block.note else "",
                "svg": f"{block.id}.svg",
                "spec": f"{block.id}.vl.json",
                "csv": f"{block.id}.csv",
                "table": view_table(block.table, words),
            }
        case Callout():
            return base | {
                "tone": block.tone,
                "title": block.title[language],
                "text": block.text[language],
            }
        case Appendix():
            return base | {"label": block.label[language], "text": block.text[language]}
        case Links():
            return base | {
                "title": block.title[language],
                "finder": block.finder,
                "groups": [
                    {
                        "title": group.title[language],
                        "links": [
                            {
                                "text": link.text[language],
                                "path": link.path,
                                "note": link.note[language] if link.note else "",
                            }
                            for link in group.links
                        ],
                    }
                    for group in block.groups
                ],
            }
    raise TypeError(f"no view for a block of kind {block.kind!r}")
