"""What the report says of itself to the committee: which edition it is, and when the next comes."""

from datetime import date

from tymor.report.document import Document


def edition(page: Document) -> str:
    """``named`` names schools' judgements; ``public`` has such an edition beside it, ``only``
    none."""
    audiences = page.config.audiences
    readers = page.config.reports[page.report].audiences
    naming = {name for name in readers if "school_priorities" in audiences[name].tables}
    return "named" if page.audience in naming else "public" if naming else "only"


def next_meeting(page: Document) -> date | None:
    """When the committee meets next with this report, as ``params/committees.yml`` says."""
    if page.committee is None:
        return None
    sittings = page.committee.terms
    now = sittings[page.publication.term_id].meets
    with_it = {term for term, each in page.config.terms.items() if page.report in each.reports}
    return min(
        (each.meets for term, each in sittings.items() if term in with_it and each.meets > now),
        default=None,
    )
