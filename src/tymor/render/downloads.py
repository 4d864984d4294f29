"""The files beside a page: tables for a spreadsheet, charts, days for the reader's own calendar.

A table is CSV that a spreadsheet opens as it stands. Numbers are plain (``-12.80``), so they
can be calculated with; a figure without a number keeps its word or symbol; and what colour and
symbol say on the page stands in a column of its own.
"""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar
from icalendar import Event as Entry

from tymor.files import Writer
from tymor.locale import Catalogue
from tymor.page import ChartBlock, Event, Events, Page
from tymor.render.plain_table import plain_table
from tymor.render.view import View

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_downloads(
    writer: Writer, page: Page, seen: View, words: Catalogue, here: str, svgs: Mapping[str, str]
) -> None:
    """The files beside a page: CSV of every table, spec and pictures of every chart, calendars.

    ``svgs`` are the pictures' texts by their files' names.
    """
    for name, svg in svgs.items():
        writer.text(f"{here}/{name}", svg)
    for block, shown in zip(page.blocks, seen["blocks"], strict=True):
        if "table" in shown:
            writer.bytes(f"{here}/{shown['csv']}", table_csv(shown["table"], words))
        if isinstance(block, Events):
            writer.bytes(f"{here}/{shown['ics']}", calendar_file(block, words.language))
        if isinstance(block, ChartBlock):
            writer.json(f"{here}/{shown['spec']}", block.spec[words.language], indent=None)


def table_csv(table: View, words: Catalogue) -> bytes:
    """One table of a page in one language as CSV (UTF-8 with a byte order mark).

    A heading row, then one row for each row of the table but those that head others: these are the
    first column of the rows below them. A column in which a figure has a signal is followed by one
    with the signal's word, one with provisional figures by one with their mark. A missing or
    suppressed figure is its status' word.
    """
    plain = plain_table(table, words)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(_safe, plain.heads))
    for row in plain.rows:
        writer.writerow(each.text if each.number is not None else _safe(each.text) for each in row)
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def calendar_file(block: Events, language: str) -> bytes:
    """The block's days in one language as iCalendar (RFC 5545); one block gives the same bytes.

    Every day is one entry that lasts all day and leaves the reader free. An entry's UID comes
    from its key alone, so that a day that moves in a later term moves in the reader's
    calendar too, and its DTSTAMP from the day that the term was published.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Tymor//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", block.name[language])
    stamp = datetime.combine(block.stamped, time(), tzinfo=UTC)
    for item in block.items:
        calendar.add_component(_entry(item, stamp, language))
    return bytes(calendar.to_ical())


def _entry(item: Event, stamp: datetime, language: str) -> Entry:
    said = {"LANGUAGE": language}
    entry = Entry()
    entry.add("uid", f"{sha256(item.key.encode()).hexdigest()[:32]}@tymor")
    entry.add("dtstamp", stamp)
    entry.add("dtstart", item.day)
    entry.add("dtend", item.day + timedelta(days=1))
    entry.add("summary", item.text[language], parameters=said)
    if item.who[language]:
        entry.add("description", item.who[language], parameters=said)
    entry.add("transp", "TRANSPARENT")
    return entry
