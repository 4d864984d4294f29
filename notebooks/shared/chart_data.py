"""Rows for the charts, and the tables of the same figures, from the same places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from shared import units
from tymor.page import Figure, Text
from tymor.render.view import show_figure
from tymor.report import told
from tymor.report.areas import Area
from tymor.report.counted import joined
from tymor.report.document import Document
from tymor.report.figures import Figures

#: So many measures of an older year are named beside the year of the others.
_NAMED = 2


def trend_rows(figures: Figures, section: str) -> pd.DataFrame:
    """One row a measure and year of a section, for :func:`shared.charts.trend`."""
    own = figures.section(section).where(group="all")
    rows = []
    for order, name in enumerate(own.measures):
        newest = own.latest(name)
        for year in figures.term.years:
            actual, target = own.one(name, year), own.one(name, year, kind="target")
            last = newest is not None and newest.academic_year == year
            rows.append(
                {
                    "measure": figures.config.languages.say(f"measures.{name}.short"),
                    "order": order,
                    "academic_year": year,
                    "actual": actual.value if actual else None,
                    "target": target.value if target else None,
                    "shown": _shown(figures, actual) if last and actual else "",
                    "target_above": bool(
                        actual and target and (target.value or 0) > (actual.value or 0)
                    ),
                }
            )
    return pd.DataFrame(rows)


def to_compare(
    figures: Figures, area: Area, others: Sequence[Area], year: str, *sections: str
) -> list[str]:
    """The measures of which an area has a number, where another has one of any of them.

    With nothing to stand beside there is nothing to compare, and none is given.
    """
    measures = [name for name in figures.with_numbers(area.id, year, *sections)
                if units.beside_others(figures.config, name)]  # fmt: skip
    held = {name for other in others for name in figures.with_numbers(other.id, year, *sections)}
    return measures if held & {*measures} else []


def newest_compared(
    figures: Figures, area: Area, others: Sequence[Area], *sections: str
) -> dict[str, str]:
    """Each measure of these sections of which an area has a number, and the newest year in which
    the last of the ``others`` has one too; where there is no such year, the area's own newest.

    None where none of the others has a number to stand beside it.
    """
    other = others[-1]
    years = reversed(figures.term.years)
    of_year = [(year, figures.with_numbers(area.id, year, *sections),
                figures.with_numbers(other.id, year, *sections)) for year in years]  # fmt: skip
    both = {name: year for year, own, beside in reversed(of_year)
            for name in own if name in beside}  # fmt: skip
    alone = {name: year for year, own, _ in reversed(of_year) for name in own}
    config = figures.config
    held = {name: year for name, year in {**alone, **both}.items()
            if units.beside_others(config, name)}  # fmt: skip
    stand = (
        name in figures.with_numbers(each.id, year, *sections)
        for name, year in held.items()
        for each in others
    )
    if not any(stand):
        return {}
    return {name: held[name] for name in figures.measures if name in held}


def when_compared(page: Document, years: Mapping[str, str]) -> Text:
    """The year in which measures are compared; that it is the newest that can be, where the term
    has a newer one. Where years differ, the last of them and which measures are of an older one; of
    more than :data:`_NAMED` such, that each is in its newest, and from which to which.

    No words where nothing is compared.
    """
    if not years:
        return page.both("")
    first, last = min(years.values()), max(years.values())
    older = [name for name, year in years.items() if year < last]
    if 0 < len(older) <= _NAMED:
        named = measures_drawn(page, {name: years[name] for name in older})
        return page.say("compared.older", {"last_year": last, "measures": named})
    if older:
        return page.say("compared.each", {"first_year": first, "last_year": last})
    if first == page.publication.term.results_year:
        return page.both(first)
    return page.say("compared.one", {"of_year": first})


def said_once(page: Document, when: Text, years: Mapping[str, str]) -> Text:
    """What ``when_compared`` says, for the sentences below the first: several years are named
    there, and are the same here."""
    return page.say("compared.same") if len(set(years.values())) > 1 else when


def measure_and_year(
    page: Document, measure: str, years: Mapping[str, str], *, long: bool = False
) -> Text:
    """A measure's name, short or ``long``; with its year, where years differ or there is a newer
    one."""
    name = page.say(f"measures.{measure}.{'label' if long else 'short'}")
    if set(years.values()) == {page.publication.term.results_year}:
        return name
    return page.say("provisional.of_year", {"measure": name, "of_year": years[measure]})


def measures_drawn(page: Document, years: Mapping[str, str]) -> Text:
    """The names of measures for the alternative of a chart that draws them, each with its year
    where that is not the year of the newest results."""
    names = (measure_and_year(page, name, years) for name in years)
    return joined(names, page.config.languages, "; ")


def compared_rows(
    page: Document, figures: Figures, areas: Sequence[Area], years: Mapping[str, str]
) -> pd.DataFrame:
    """Each area's actual on each measure in its year, where there is a number."""
    rows = []
    for order, (name, year) in enumerate(years.items()):
        for rank, area in enumerate(areas):
            figure = figures.one(name, year, area_id=area.id)
            if figure is not None and figure.value is not None:
                rows.append(
                    {
                        "measure": measure_and_year(page, name, years),
                        "order": order,
                        "area": area.name,
                        "rank": rank,
                        "value": figure.value,
                    }
                )
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Count:
    """Of ``compared`` measures on which two areas both have a number, and one way is better, on how
    many one does better (``above``)."""

    compared: told.Whole
    above: told.Whole


def above(figures: Figures, area: Area, other: Area, years: Mapping[str, str]) -> Count:
    """On how many of the measures that both have a number of, in their years, an area does
    better."""
    pairs = [
        (figures.one(m, year, area_id=area.id), figures.one(m, year, area_id=other.id),
         figures.better(m))
        for m, year in years.items()
    ]  # fmt: skip
    held = [
        (own, beside, better)
        for own, beside, better in pairs
        if own is not None and beside is not None and better != "neither"
        and own.value is not None and beside.value is not None
    ]  # fmt: skip
    return Count(told.counts(held), told.counts(held, "better"))


def _shown(figures: Figures, figure: Figure) -> dict[str, str]:
    languages = figures.config.languages
    return {name: show_figure(figure, languages[name]) for name in languages}
