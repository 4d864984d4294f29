"""Terms as a reader calls them, known to ``params/terms.yml`` or not."""

from collections.abc import Iterable

from tymor.config.terms import term_order
from tymor.page import Text
from tymor.report.document import Document


def term_name(page: Document, term: str, *, within: bool = False) -> Text:
    """``2017-summer`` as "Summer term 2017"; ``within`` a sentence as "summer term 2017"."""
    year, _, season = term.partition("-")
    key = "season_within" if within else "seasons"
    return page.say(f"scrutiny.{key}.{season}", {"calendar_year": year})


def in_order(terms: Iterable[str]) -> list[str]:
    """Different terms, the earliest first."""
    return sorted(set(terms), key=term_order)


def term_before(page: Document, terms: Iterable[str]) -> str | None:
    """The term that comes just before the page's own, where it is one of ``terms``.

    An older one is not "last term": what happened in between is not known.
    """
    now = term_order(page.publication.term_id)
    return next((t for t in terms if term_order(terms_from(t, 2)[1]) == now), None)


def terms_from(term: str, number: int) -> list[str]:
    """A term and those that follow it, ``number`` in all.

    >>> terms_from("2017-summer", 3)
    ['2017-summer', '2017-autumn', '2018-spring']
    """
    seasons = ("spring", "summer", "autumn")
    year, at = term_order(term)
    return [f"{year + (at + n) // 3}-{seasons[(at + n) % 3]}" for n in range(number)]
