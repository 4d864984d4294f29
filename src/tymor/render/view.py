"""A page in one language: only strings, ready to be laid out.

Every renderer starts from :func:`view`; so a figure is formatted once, and a
page, its PDF and its Quarto source cannot differ. The result is plain JSON.
"""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from tymor.locale import Catalogue
from tymor.page import (
    AnyBlock,
    Appendix,
    Callout,
    Cell,
    ChartBlock,
    Events,
    Figure,
    FigureCell,
    FrontMatter,
    Heading,
    KeyFigure,
    KeyFigures,
    Links,
    NumberCell,
    Numbered,
    Page,
    Paragraph,
    Prose,
    Questions,
    Signal,
    Table,
    TableBlock,
    Text,
    TextCell,
    anchors_of,
)
from tymor.render.prose import view_pieces

View = dict[str, Any]

#: A symbol beside the word, so that colour never stands alone.
SYMBOLS: Mapping[Signal, str] = {"met": "✓", "improved": "▲", "none": ""}
UNIT_SIGNS = {"pct": "%", "pp": "", "points": "", "count": "", "days": "", "gbp": ""}


def view(page: Page, words: Catalogue) -> View:
    """One page in one language.

    Returns
    -------
    dict
        ``lang``, ``title``, ``description``, ``path``, ``breadcrumbs``,
        ``invented`` and ``blocks``; see ``docs/page-model.md``.
    """
    language = words.language
    led_to = {anchor for block in page.blocks for anchor in anchors_of(block)}
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
        "blocks": [
            view_block(block, words, page.minimum_cohort)
            | _repeats(block, page)
            | ({"target": True} if block.id in led_to else {})
            for block in page.blocks
        ],
    }


def view_block(block: AnyBlock, words: Catalogue, minimum: int | None = None) -> View:
    """One block in one language: ``kind``, ``id`` and what its kind has beside them.

    ``minimum`` is the least cohort that the page's audience is shown: legends say it.
    """
    shown: View = {"kind": block.kind, "id": block.id} | _parts(block, words)
    if isinstance(block, TableBlock | ChartBlock):
        shown["table"] = view_table(block.table, words, minimum)
    return shown


def _repeats(block: AnyBlock, page: Page) -> View:
    """Whether a chart's figures stand in a table of the page as well: print has them once."""
    if not isinstance(block, ChartBlock):
        return {}
    tables = [other.table for other in page.blocks if other.kind == "table"]
    return {"repeats_table": block.table in tables}


def show_figure(figure: Figure | NumberCell, words: Catalogue, *, sign: bool = False) -> str:
    """A figure as this language writes it: its number, or the word for its status."""
    if figure.value is None:
        return words.say(f"status.{figure.status}.short")
    number = words.number(figure.value, figure.decimals)
    return number + UNIT_SIGNS[figure.unit] if sign else number


def view_cell(cell: Cell, words: Catalogue) -> View:
    if isinstance(cell, TextCell):
        return {
            "text": cell.text[words.language],
            "lang": "" if cell.lang in (None, words.language) else cell.lang,
            "numeric": False,
            "signal": "none",
            "word": "",
            "symbol": "",
            "status": "",
            "colour": cell.colour or "",
            "value": None,
        }
    told = cell.figure if isinstance(cell, FigureCell) else cell
    signal: Signal = cell.figure.signal if isinstance(cell, FigureCell) else "none"
    return {
        "text": _plus(cell) + show_figure(told, words),
        "lang": "",
        "numeric": told.value is not None,
        "signal": signal,
        "word": _signal_word(signal, words),
        "symbol": SYMBOLS[signal],
        "status": told.status,
        "colour": cell.colour or "",
        "value": told.value,
    }


def _plus(cell: FigureCell | NumberCell) -> str:
    return "+" if isinstance(cell, NumberCell) and cell.signed and (cell.value or 0) > 0 else ""


def view_table(table: Table, words: Catalogue, minimum: int | None = None) -> View:
    """Columns, rows and legend; ``minimum`` is the least cohort that the audience is shown."""
    language = words.language
    cells = [cell for row in table.rows for cell in row.cells]
    figures = [cell.figure for cell in cells if isinstance(cell, FigureCell)]
    numbers: list[Figure | NumberCell] = [*figures]
    numbers += [cell for cell in cells if isinstance(cell, NumberCell)]
    held = {figure.signal for figure in figures}
    signals = [signal for signal in SYMBOLS if signal in held and signal != "none"]
    statuses = sorted({number.status for number in numbers if number.value is None})
    return {
        "columns": [
            {
                "key": column.key,
                "label": column.label[language],
                "group": column.group[language] if column.group else "",
                "align": column.align,
                "width": column.width or "",
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
                "meaning": _meaning(status, words, minimum),
            }
            for status in statuses
        ],
    }


def _meaning(status: str, words: Catalogue, minimum: int | None) -> str:
    """What a word in place of a number means; of a hidden one with the limit, where it is known."""
    if status == "suppressed" and minimum is not None and minimum > 1:
        return words.say("status.suppressed.below", minimum=minimum)
    return words.say(f"status.{status}.meaning")


@singledispatch
def _parts(block: Any, words: Catalogue) -> View:
    """What a kind of block has beside ``kind`` and ``id``; one function a kind."""
    raise TypeError(f"no view for a block of kind {block.kind!r}")


@_parts.register
def _(block: Heading, words: Catalogue) -> View:
    return {"level": block.level, "text": block.text[words.language]}


@_parts.register
def _(block: Paragraph, words: Catalogue) -> View:
    return {"text": block.text[words.language]}


@_parts.register
def _(block: Prose, words: Catalogue) -> View:
    return {"number": block.number, "pieces": view_pieces(block, words)}


@_parts.register
def _(block: FrontMatter, words: Catalogue) -> View:
    language = words.language
    attached = [text[language] for text in block.appendices]
    lines = {
        "written": [words.long_date(block.written)],
        "author": [block.author[language]],
        "committee": [block.committee[language]],
        "meets": [words.long_date(block.meets)],
        "appendices": attached or [words.say("committee.none_attached")],
    }
    return {
        "lines": [
            {"label": words.say(f"committee.{name}"), "values": values}
            for name, values in lines.items()
        ]
    }


@_parts.register
def _(block: Numbered, words: Catalogue) -> View:
    return {"number": block.number, "text": block.text[words.language]}


@_parts.register
def _(block: Appendix, words: Catalogue) -> View:
    return {"label": block.label[words.language], "text": block.text[words.language]}


@_parts.register
def _(block: Callout, words: Catalogue) -> View:
    language = words.language
    return {
        "tone": block.tone,
        "title": block.title[language],
        "text": block.text[language],
    }


@_parts.register
def _(block: KeyFigures, words: Catalogue) -> View:
    return {
        "title": block.title[words.language],
        "items": [_tile(item, words) for item in block.items],
    }


@_parts.register
def _(block: TableBlock, words: Catalogue) -> View:
    return {
        "title": block.title[words.language],
        "note": _optional(block.note, words),
        "csv": f"{block.id}.csv",
    }


@_parts.register
def _(block: ChartBlock, words: Catalogue) -> View:
    return {
        "title": block.title[words.language],
        "alt": block.alt[words.language],
        "note": _optional(block.note, words),
        "svg": f"{block.id}.svg",
        "spec": f"{block.id}.vl.json",
        "csv": f"{block.id}.csv",
    }


@_parts.register
def _(block: Questions, words: Catalogue) -> View:
    asked = [question[words.language] for question in block.questions]
    return {"questions": asked, "lines": block.lines}


@_parts.register
def _(block: Links, words: Catalogue) -> View:
    language = words.language
    return {
        "title": block.title[language],
        "finder": block.finder,
        "groups": [
            {
                # one group needs no name of its own, but a finder looks for it
                "title": group.title[language] if len(block.groups) > 1 or block.finder else "",
                "links": [
                    {
                        "text": link.text[language],
                        "path": link.path,
                        "note": _optional(link.note, words),
                    }
                    for link in group.links
                ],
            }
            for group in block.groups
        ],
    }


@_parts.register
def _(block: Events, words: Catalogue) -> View:
    return {"title": block.title[words.language], "ics": f"{block.id}.ics"}


def _tile(item: KeyFigure, words: Catalogue) -> View:
    figure = item.figure
    return {
        "label": item.label[words.language],
        "value": show_figure(figure, words, sign=True),
        "numeric": figure.value is not None,
        "signal": figure.signal,
        "symbol": SYMBOLS[figure.signal],
        "word": _signal_word(figure.signal, words),
        "note": _optional(item.note, words),
    }


def _signal_word(signal: Signal, words: Catalogue) -> str:
    return "" if signal == "none" else words.say(f"signal.{signal}.word")


def _optional(text: Text | None, words: Catalogue) -> str:
    return text[words.language] if text else ""
