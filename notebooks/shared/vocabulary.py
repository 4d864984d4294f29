"""One way to say what many reports say: judgements, whether on track, terms, areas of reform."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from tymor.config.terms import term_order
from tymor.page import Figure, Text, TextCell
from tymor.report.columns import as_told
from tymor.report.document import Document


def typed(page: Document, row: Mapping[Any, Any], column: str) -> TextCell:
    """What somebody wrote, in the languages in which it is held."""
    text, lang = as_told(page.config, row, column)
    return TextCell(text=text, lang=lang)


def reform_area(page: Document, code: str) -> Text:
    return page.say(f"school_priorities.reform_areas.{code}")


def priority_name(page: Document, number: str, area: str) -> Text:
    """A school's priority by its number and area of reform."""
    named: dict[str, str | Text] = {"priority": number, "reform_area": reform_area(page, area)}
    return page.say("school_priorities.named", named)


def meeting(page: Document, task: Mapping[Any, Any]) -> Text | None:
    """When the committee meets to which a task of the table ``calendar`` goes; that there is none
    where it goes to none; nothing where its day is not held."""
    if pd.notna(task["committee_date"]):
        languages, on = page.config.languages, task["committee_date"].date()
        return {name: languages[name].long_date(on) for name in languages}
    return None if task["kind"] == "committee" else page.say("table.none")


def term_name(page: Document, term: str, *, within: bool = False) -> Text:
    """``2017-summer`` as "Summer term 2017"; ``within`` a sentence as "summer term 2017"."""
    year, _, season = term.partition("-")
    key = "school_priorities.terms_within" if within else "school_priorities.terms"
    return page.say(f"{key}.{season}", {"calendar_year": year})


def of_this_term(page: Document, figures: Iterable[Figure]) -> dict[str, Text]:
    """The term's name by measure: it stands below the tiles of what is of the term, not of a whole
    year (``when`` of ``page.key_figures``)."""
    term = term_name(page, page.publication.term_id)
    return {each.measure_id: term for each in figures}


def in_order(terms: Iterable[str]) -> list[str]:
    """Different terms, the earliest first."""
    return sorted(set(terms), key=term_order)


def term_before(page: Document, terms: Iterable[str], term: str = "") -> str | None:
    """The term that comes just before the page's own, or another one, where it is one of ``terms``.

    An older one is not "last term": what happened in between is not known.
    """
    now = term_order(term or page.publication.term_id)
    return next((t for t in terms if term_order(terms_from(t, 2)[1]) == now), None)


def newest_term(page: Document, terms: Iterable[str]) -> str | None:
    """The newest of these terms up to the page's own; none where there is none.

    What is held of an older one is no news of this term: who shows it says of which it is.
    """
    now = term_order(page.publication.term_id)
    return max((t for t in terms if term_order(t) <= now), key=term_order, default=None)


def newest_year(page: Document, years: Iterable[str]) -> str:
    """The newest of these academic years up to the page's own; that one where there is none."""
    return max((each for each in years if each <= page.this_year), default=page.this_year)


def terms_from(term: str, number: int) -> list[str]:
    """A term and those that follow it, ``number`` in all.

    >>> terms_from("2017-summer", 3)
    ['2017-summer', '2017-autumn', '2018-spring']
    """
    seasons = ("spring", "summer", "autumn")
    year, at = term_order(term)
    return [f"{year + (at + n) // 3}-{seasons[(at + n) % 3]}" for n in range(number)]
