"""A school's post-16 entries by subject, and its programmes, for its data pack."""

from tymor.page import FigureCell
from tymor.report.document import Document
from tymor.report.entries import Entries


def newest_entries(page: Document) -> None:
    """Heading, the newest year's entries, retention and completion; nothing without entries."""
    year = _newest_year(page)
    if year is None:
        return
    page.heading("school_pack.post16")
    _by_subject(page, year)
    table = Entries.of(page, [page.area]).programmes()
    if any(isinstance(cell, FigureCell) for row in table.rows for cell in row.cells):
        page.table(table, title="post16.programmes", id="school_pack.programmes")


def earlier_entries(page: Document, year: str) -> None:
    """The entries of a year before the newest one; nothing where there were none."""
    newest = _newest_year(page)
    if newest is not None and year < newest:
        _by_subject(page, year)


def _by_subject(page: Document, year: str) -> None:
    own = Entries.of(page, [page.area], year)
    if own.subjects:
        id = f"school_pack.entries.{year[:4]}"
        page.table(own.by_subject(page.area), title="post16.by_subject", id=id, results_year=year)


def _newest_year(page: Document) -> str | None:
    """The newest of the term's years in which the school had entries by subject."""
    years = sorted(page.publication.term.years, reverse=True)
    return next((year for year in years if Entries.of(page, [page.area], year).subjects), None)
