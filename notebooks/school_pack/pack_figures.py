"""What the pack counts of priorities and exclusions, as figures with their names."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shared.vocabulary import in_order, priority_name, term_name
from tymor.config.terms import academic_year_of
from tymor.page import Figure, Text
from tymor.report.counted import counted, days
from tymor.report.document import Document


def priorities(page: Document, what: str, number: int) -> Figure:
    """Of this term's ``priorities``: all, those ``on_track``, ``limited``, ``not_judged`` or
    of which it is ``unsaid`` whether they are on track."""
    return counted(page, f"school_{what}", number, page.say(f"school_priorities.counts.{what}"))


def supported(page: Document, review: Mapping[Any, Any]) -> str:
    """A priority's name with its support, a label; ``review`` is a row of ``school_priorities``.

    The support is that of ``newest``, a term, which is named where it is not the page's own.
    """
    name = priority_name(page, str(review["priority"]), review["reform_area"])
    said = {"name": name, "support": page.say(f"school_priorities.support.{review['support']}")}
    if review["newest"] == page.publication.term_id:
        return page.words("school_priorities.supported", **said)
    of_term = term_name(page, review["newest"], within=True)
    return page.words("school_priorities.supported_then", **said, of_term=of_term)


def priority_days(page: Document, review: Mapping[Any, Any]) -> Figure:
    """Days agreed for a priority in a term; of a row as in :func:`supported`."""
    term, number = review["term"], review["priority"]
    name = priority_name(page, str(number), review["reform_area"])
    said: dict[str, Text] = {"name": name, "priority_term": term_name(page, term)}
    label = page.say("school_priorities.days_of", said)
    of = {"group": f"{term}, priority {number}", "academic_year": academic_year_of(term)}
    return days(page, "priority_days", review["days"], label, **of)


def excluded(page: Document, what: str, value: float | None, year: str) -> Figure:
    """Exclusions of a year, ``fixed_term`` or ``permanent``, or the ``days_lost`` by them."""
    label = page.say(exclusions_key(what))
    of = days if what == "days_lost" else counted
    name = f"exclusions_{what}"
    return of(page, name, value, label, missing="not_available", academic_year=year)


def exclusions_key(what: str) -> str:
    """The key of what :func:`excluded` counts."""
    return "school_pack.exclusions.days_lost" if what == "days_lost" else f"exclusions.{what}"


def own_readings(page: Document) -> pd.DataFrame:
    """Readings of what fits schools of this kind and not all: a row an indicator.

    ``indicator`` is its name, and a column of figures a term that is held, missing where the
    indicator has no reading of it.
    """
    rows = page.release.rows("own_readings", "indicator", "term", "reading")
    terms = in_order(rows["term"])
    indicators = page.config.risk.indicators
    made = []
    for name, own in rows.groupby("indicator", sort=False):
        readings = dict(zip(own["term"], own["reading"], strict=True))
        label = page.say(f"risk.{name}")
        made.append({"indicator": label} | {
            term: counted(
                page, str(name), float(readings[term]), label, group=term, decimals=1,
                academic_year=academic_year_of(term), unit="pct", source="risk_readings",
            )
            for term in terms
            if term in readings and indicators[str(name)].unit == "pct"
        })  # fmt: skip
    return pd.DataFrame(made, columns=["indicator", *terms], dtype="object")
