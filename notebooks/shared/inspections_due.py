"""When schools' next inspections are due, and those that were due in terms that have passed."""

from collections.abc import Callable, Iterable

from shared.vocabulary import in_order, term_name, terms_from
from tymor.config.terms import term_order
from tymor.page import Text
from tymor.report import told
from tymor.report.document import Document


def due_by_now(page: Document, terms: Iterable[str]) -> list[str]:
    """Those of these terms, the earliest first, that have passed or are within a year from now."""
    last = term_order(terms_from(page.publication.term_id, 4)[-1])
    return [term for term in in_order(terms) if term_order(term) <= last]


def has_passed(page: Document, term: str) -> bool:
    """Whether a term is before the page's own."""
    return term_order(term) < term_order(page.publication.term_id)


def when_due(page: Document, term: str) -> Text:
    """The term's name; one that has passed says so."""
    name = term_name(page, term)
    return (
        page.say("inspections_due.passed", {"due_term": name}) if has_passed(page, term) else name
    )


def tell_overdue(
    page: Document, terms: Iterable[str], number: Callable[[str], told.Whole], *, id: str
) -> None:
    """A sentence a term that has passed, on the schools that were due an inspection in it and of
    which none is held since; ``number`` says how many they are."""
    for term in filter(lambda each: has_passed(page, each), in_order(terms)):
        of_term = term_name(page, term, within=True)
        page.text("inspections_due.overdue", id=f"{id}.{term}", due_term=of_term,
                  schools=number(term))  # fmt: skip
