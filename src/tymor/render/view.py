"""A page in one language: only strings, ready to be laid out.

Every renderer starts from :func:`view`; so a figure is formatted once, and a
page, its PDF and its Quarto source cannot differ. The result is plain JSON.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from tymor.locale import Catalogue
from tymor.page import (
    AnyBlock,
    Cell,
    ChartBlock,
    Events,
    Figure,
    FigureCell,
    Files,
    FrontMatter,
    KeyFigure,
    KeyFigures,
    Links,
    NumberCell,
    Page,
    Prose,
    ProseCell,
    Signal,
    Table,
    TableBlock,
    Terms,
    TextCell,
)
from tymor.prose.tree import ProseTable, nodes, plain

View = dict[str, Any]

#: A symbol beside the word, so that colour never stands alone.
SYMBOLS: Mapping[Signal, str] = {"met": "✓", "improved": "▲", "none": ""}
#: What stands behind a number that may still change.
_MARKED = "status.provisional.short"
UNIT_SIGNS = {"pct": "%", "pp": "", "points": "", "rate": "", "count": "", "days": "", "gbp": ""}


def view(page: Page, words: Catalogue) -> View:
    """One page in one language.

    Returns
    -------
    dict
        ``lang``, ``title``, ``description``, ``path``, ``breadcrumbs``,
        ``invented`` and ``blocks``; see ``docs/page-model.md``.
    """
    language = words.language
    blocks = [view_block(block, words) for block in page.blocks]
    led_to = page.anchors()
    tables = [block.table for block in page.blocks if isinstance(block, TableBlock)]
    for block, shown in zip(page.blocks, blocks, strict=True):
        if isinstance(block, ChartBlock):  # print has figures once
            shown["repeats_table"] = block.table in tables
        if block.id in led_to:
            shown["target"] = True
    return {
        "lang": language,
        "path": page.path,
        "report": page.report,
        "audience": page.audience,
        "term": page.term,
        "called": page.called,
        "title": page.title[language],
        "description": page.description[language],
        "invented": page.invented,
        "breadcrumbs": [
            {"text": link.text[language], "path": link.path} for link in page.breadcrumbs
        ],
        "blocks": blocks,
    }


def view_block(block: AnyBlock, words: Catalogue) -> View:
    """One block in one language: ``kind``, ``id`` and what its kind has beside them."""
    shown: View = {"kind": block.kind, "id": block.id} | _parts(block, words)
    if isinstance(block, TableBlock | ChartBlock):
        shown["table"] = view_table(block.table, words)
    return shown


def show_figure(figure: Figure | NumberCell, words: Catalogue, *, sign: bool = False) -> str:
    """A figure as this language writes it: its number, or the word for its status."""
    if figure.value is None:
        return words.say(f"status.{figure.status}.short")
    number = words.number(figure.value, figure.decimals)
    shown = number + UNIT_SIGNS[figure.unit] if sign else number
    return (
        f"{shown}\N{NO-BREAK SPACE}{words.say(_MARKED)}"
        if figure.status == "provisional"
        else shown
    )


def view_cell(cell: Cell, words: Catalogue) -> View:
    if isinstance(cell, TextCell | ProseCell):
        shown = {
            "text": cell.text[words.language],
            "lang": "" if cell.lang in (None, words.language) else cell.lang,
            "numeric": False,
            "signal": "none",
            "word": "",
            "symbol": "",
            "status": "",
            "colour": (isinstance(cell, TextCell) and cell.colour) or "",
            "value": None,
            "decimals": 0,
            "mark": "",
        }
        if isinstance(cell, ProseCell):
            shown["pieces"] = [p.model_dump(mode="json") for p in cell.pieces[words.language]]
        return shown
    told = cell.figure if isinstance(cell, FigureCell) else cell
    signal: Signal = cell.figure.signal if isinstance(cell, FigureCell) else "none"
    rise = isinstance(cell, NumberCell) and cell.signed and (cell.value or 0) > 0
    return {
        "text": ("+" if rise else "") + show_figure(told, words),
        "lang": "",
        "numeric": told.value is not None,
        "signal": signal,
        "word": _word(signal, words),
        "symbol": SYMBOLS[signal],
        "status": told.status,
        "colour": cell.colour or "",
        "value": told.value,
        "decimals": told.decimals,
        "mark": words.say(_MARKED) if told.status == "provisional" else "",
    }


def _signal(signal: Signal, words: Catalogue) -> View:
    return {"signal": signal, "word": _word(signal, words), "symbol": SYMBOLS[signal]}


def _word(signal: Signal, words: Catalogue) -> str:
    return "" if signal == "none" else words.say(f"signal.{signal}.word")


def view_table(table: Table, words: Catalogue) -> View:
    """Columns, rows and legend."""
    language = words.language
    cells = [cell for row in table.rows for cell in row.cells]
    figures = [cell.figure for cell in cells if isinstance(cell, FigureCell)]
    numbers: list[Figure | NumberCell] = [*figures]
    numbers += [cell for cell in cells if isinstance(cell, NumberCell)]
    held = {figure.signal for figure in figures}
    explained = (n.status for n in numbers if n.value is None or n.status == "provisional")
    statuses = sorted(set(explained))
    newest = _newest(table)
    columns = _said(table.columns, language)
    return {
        "columns": [own | {"newest": at in newest} for at, own in enumerate(columns)],
        "rows": [
            {"style": row.style, "cells": [view_cell(cell, words) for cell in row.cells]}
            for row in table.rows
        ],
        "legend": [
            _signal(signal, words) | {"meaning": words.say(f"signal.{signal}.meaning")}
            for signal in SYMBOLS
            if signal in held and signal != "none"
        ],
        "statuses": [
            {
                "short": words.say(f"status.{status}.short"),
                "meaning": words.say(f"status.{status}.meaning"),
            }
            for status in statuses
        ],
    }


def _newest(table: Table) -> frozenset[int]:
    """The columns of actual results of the newest year, where columns differ in their years."""
    of_columns: dict[int, str] = {}
    for at, _ in enumerate(table.columns):
        cells = (row.cells[at] for row in table.rows)
        figures = [cell.figure for cell in cells if isinstance(cell, FigureCell)]
        years = {figure.academic_year for figure in figures if figure.kind == "actual"}
        if len(years) == 1:
            of_columns[at] = years.pop()
    newest = max(of_columns.values(), default="")
    several = len({*of_columns.values()}) > 1
    return frozenset(at for at, year in of_columns.items() if several and year == newest)


#: What blocks hold that is no part of a page in one language, or is shown in another shape.
_NOT_SHOWN = frozenset(
    {"id", "kind", "claims", "unclaimed", "table", "spec", "figures", "items", "name", "stamped"}
)


def _parts(block: AnyBlock, words: Catalogue) -> View:
    """What a kind of block has beside ``kind`` and ``id``: its fields, unless told otherwise."""
    shown = {n: _said(value, words.language) for n, value in block if n not in _NOT_SHOWN}
    match block:
        case FrontMatter():
            shown = {"lines": list(_lines(block, words))}
        case Prose():
            shown["pieces"] = _pieces(block, words)
        case KeyFigures():
            shown["items"] = [_tile(item, words) for item in block.items]
        case TableBlock():
            shown["csv"] = f"{block.id}.csv"
        case ChartBlock():
            ends = {"svg": "svg", "spec": "vl.json", "csv": "csv"}
            shown |= {name: f"{block.id}.{end}" for name, end in ends.items()}
        case Files():
            shown["items"] = _said(block.items, words.language)
        case Terms():
            shown["items"] = sorted(_said(block.items, words.language),
                                    key=lambda item: words.sort_key(item["term"]))  # fmt: skip
        case Events():
            shown["ics"] = f"{block.id}.ics"
        case Links(finder=False, groups=(_,)):
            shown["groups"][0]["title"] = ""  # one group needs no name, but a finder looks for it
    return shown


def _said(value: Any, language: str) -> Any:
    """What a field of a block says in one language; of one that may be left out, nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return value[language]
    if isinstance(value, BaseModel):
        return {name: _said(each, language) for name, each in value}
    if isinstance(value, tuple):
        return [_said(each, language) for each in value]
    return "" if value is None else value


def _lines(block: FrontMatter, words: Catalogue) -> Iterator[View]:
    """Who wrote for which committee, when, and what is attached."""
    attached = _said(block.appendices, words.language) or [words.say("table.none")]
    lines = {
        "written": [words.long_date(block.written)],
        "author": [block.author[words.language]],
        "committee": [block.committee[words.language]],
        "meets": [words.long_date(block.meets)],
        "appendices": attached,
    }
    for name, values in lines.items():
        yield {"label": words.say(f"committee.{name}"), "values": values}


def _tile(item: KeyFigure, words: Catalogue) -> View:
    figure = item.figure
    return {
        "label": item.label[words.language],
        "value": show_figure(figure, words, sign=True),
        "numeric": figure.value is not None,
        **_signal(figure.signal, words),
        "note": _said(item.note, words.language),
    }


def _pieces(block: Prose, words: Catalogue) -> list[View]:
    """An analyst's pieces; a table has an ``id`` and a ``title`` as well: what its columns are
    called, for those who go from one table to the next and see neither.
    """
    pieces = block.pieces[words.language]
    shown = [piece.model_dump(mode="json") for piece in pieces]
    tables = (node for node in nodes(pieces) if isinstance(node, ProseTable))
    for number, (table, seen) in enumerate(zip(tables, _tables(shown), strict=True), 1):
        columns = ", ".join(filter(None, map(plain, table.head)))
        seen["id"] = f"{block.id}_table{number}"
        seen["title"] = words.say("ui.table_of", columns=columns)
    return shown


def _tables(tree: Any) -> Iterator[View]:
    if isinstance(tree, dict):
        if tree.get("kind") == "table":
            yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from _tables(each)
