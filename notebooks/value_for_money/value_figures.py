"""Days, pounds, schools and learners of each item, and how judgements and outcomes moved."""

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any

import pandas as pd

from shared.provenance import Provenance
from shared.vocabulary import in_order
from tymor.chance import range_of
from tymor.locale import Number
from tymor.measures.signals import previous_year
from tymor.page import Figure, Text
from tymor.report.bilingual import label
from tymor.report.counted import counted, days, joined
from tymor.report.document import Document
from value_items import Item, of_this_year

_WAYS = ("better", "same", "worse")


def reached(page: Document, items: Iterable[Item]) -> pd.DataFrame:
    """One row an item: ``kind``, ``item`` (its name, a label), and figures.

    ``schools`` and ``learners`` (on the rolls of these schools now), ``days``, ``budget``,
    ``pounds`` (spent) and ``each`` (pounds for each school); days, pounds and learners are not held
    where any part of them is not. There is no figure of the days of grants, which are given in
    pounds alone.
    """
    rolls = page.release.areas["pupils"]
    rows = []
    for item in items:
        pupils = rolls.reindex(sorted(item.schools))
        learners = None if pupils.isna().any() else int(pupils.sum())
        schools = len(item.schools)
        each = None if item.pounds is None else item.pounds / schools

        def of(
            what: str, number: float | None, item: Item = item, made: Any = counted, **more: Any
        ) -> Figure:
            said = joined([item.label, page.say(f"value.counted.{what}")], page.config.languages)
            told = {"missing": "not_available"} | more
            return made(page, f"value_{what}", number, said, group=item.id, **told)  # type: ignore[no-any-return]

        rows.append(
            {
                "kind": item.kind,
                "item": label(item.label),
                "schools": of("schools", schools, source=_of(item.sources[:1])),
                "learners": of("learners", learners, source="schools"),
                "days": None if item.kind == "grant" else of(
                    "days", item.days, made=days, source=_of(item.sources)
                ),
                "budget": of("budget", item.budget, unit="gbp", source=_of(item.sources[-1:])),
                "pounds": of("pounds", item.pounds, unit="gbp", source=_of(item.sources[-1:])),
                "each": of("each", each, unit="gbp", numerator=item.pounds,
                           denominator=schools, source=_of(item.sources)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows, dtype="object")


def _of(sources: Sequence[str]) -> str:
    return " ".join(sources)


def since_first(page: Document) -> tuple[pd.DataFrame, str]:
    """Priorities that were judged both now and in the first term of the year that is held.

    One row a priority: ``school_id``, ``support`` now, ``moved`` (:data:`_WAYS`). Beside them that
    first term; nothing, and no rows, where it is this one, or this one has no judgements.
    """
    columns = ["school_id", "term", "priority", "reform_area", "support", "judgement"]
    rows = of_this_year(page, "school_priorities", *columns)
    rows = rows[rows["judgement"] != ""]
    terms = in_order(rows["term"])
    now = page.publication.term_id
    if len(terms) < 2 or terms[-1] != now:
        return rows.iloc[:0].assign(moved=""), ""
    key = ["school_id", "priority", "reform_area"]
    before = rows.loc[rows["term"] == terms[0], [*key, "judgement"]]
    both = rows[rows["term"] == now].merge(before, on=key, suffixes=("", "_before"))
    place = {code: at for at, code in enumerate(page.config.judgements.schemes["school_priority"])}
    step = both["judgement"].map(place) - both["judgement_before"].map(place)
    moved = step.map(lambda by: "better" if by < 0 else "worse" if by > 0 else "same")
    return both.assign(moved=moved), terms[0]


def judged(page: Document, items: Iterable[Item], priorities: pd.DataFrame) -> pd.DataFrame:
    """One row an item whose schools have any of these priorities (:func:`since_first`).

    ``kind``, ``item`` and figures: ``schools``, ``priorities`` and how many of them are judged
    ``better`` than in the first term, the ``same`` and ``worse``.
    """
    rows = []
    for item in items:
        own = priorities[priorities["school_id"].isin(item.schools)]
        if item.only:
            own = own[own["support"] == item.only]
        if own.empty:
            continue
        numbers = {"schools": own["school_id"].nunique(), "priorities": len(own)}
        numbers |= {way: int((own["moved"] == way).sum()) for way in _WAYS}
        row: dict[str, Any] = {"kind": item.kind, "item": label(item.label)}
        for what, number in numbers.items():
            said = joined([item.label, page.say(f"value.judged.{what}")], page.config.languages)
            row[what] = counted(page, f"value_judged_{what}", number, said, group=item.id,
                                source="school_priorities")  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows, columns=["kind", "item", "schools", "priorities", *_WAYS],
                        dtype="object")  # fmt: skip


def reach_all(page: Document, items: Iterable[Item]) -> list[Item]:
    """Those that every school with results of both years had: their results are all schools'."""
    schools = set(_of_both_years(page)["area_id"])
    return [item for item in items if schools and schools <= item.schools]


def _of_both_years(page: Document) -> pd.DataFrame:
    """Counts of key indicators of schools: a row a school, measure and group that has this year
    and the one before, whose columns end in ``_before``."""
    year = page.this_year
    before = previous_year(year)
    counts = page.figures(*page.schools()).frame(section="key_indicators", kind="actual")
    counts = counts[counts["numerator"].notna() & (counts["unit"] == "pct")]
    both: pd.DataFrame = counts[counts["academic_year"] == year].merge(
        counts[counts["academic_year"] == before],
        on=["area_id", "measure_id", "group"], suffixes=("", "_before"),
    )  # fmt: skip
    return both


def outcomes(page: Document, items: Iterable[Item]) -> pd.DataFrame:
    """One row an item and key indicator: results of its schools, this year beside last.

    Only of schools that have both years. ``kind``, ``item``; ``measure`` in words; ``schools``,
    ``pupils`` (of this year); where these are many, figures ``before`` and ``now`` (their
    learners together), and ``change`` in points, missing where they are few. ``range``: in
    words, between what and what a change lies of which chance alone makes so much; ``clear``:
    ``up`` or ``down`` where no change lies outside it, else ``unclear``; ``small`` where the
    schools or learners are few. No rows where results of this year are not held yet.
    """
    years = (previous_year(page.this_year), page.this_year)
    sources = Provenance.of_areas(page, [page.area, *page.children()]).counted_tables()
    both = _of_both_years(page)
    rows = []
    for item in items:
        own = both[both["area_id"].isin(item.schools) & (both["group"] == item.group)]
        by_measure = dict(iter(own.groupby("measure_id")))
        for measure in page.config.measures:
            if measure in by_measure:
                rows.append(_outcome(page, item, measure, by_measure[measure], years, sources))
    columns = ["kind", "item", "measure_id", "measure", "schools", "pupils", "before", "now",
               "change", "places", "range", "clear", "small"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns, dtype="object")
    return frame.astype({"small": "bool", "change": "float64"})


def _outcome(
    page: Document,
    item: Item,
    measure: str,
    each: pd.DataFrame,
    years: tuple[str, str],
    sources: Sequence[str],
) -> dict[str, Any]:
    """A row of :func:`outcomes`."""
    sums = {name: int(each[name].sum()) for name in ("numerator", "denominator",
            "numerator_before", "denominator_before")}  # fmt: skip
    then = (sums["numerator_before"], sums["denominator_before"])
    now = (sums["numerator"], sums["denominator"])
    places = page.config.decimals[measure]
    least, most = change_between(then, now, places, page.config.chance.range)
    few = page.config.cautions
    small = len(each) < few.few_schools or min(then[1], now[1]) < few.large_cohort
    name = page.say(f"measures.{measure}.short")

    def figure(what: str, number: float, year: str, **more: Any) -> Figure:
        said = joined([item.label, name, page.say(f"value.outcomes.{what}")], page.config.languages)
        return counted(page, f"value_{measure}_{what}", number, said, academic_year=year,
                       group=item.id, source=_of(sources), **more)  # fmt: skip

    row: dict[str, Any] = {
        "kind": item.kind,
        "item": label(item.label),
        "measure_id": measure,
        "measure": _measure(page, measure, item.group),
        "schools": figure("schools", len(each), years[1]),
        "pupils": figure("pupils", now[1], years[1]),
        "range": page.words("value.range", least=_end(least, places), most=_end(most, places)),
        "clear": "up" if least > 0 else "down" if most < 0 else "unclear",
        "small": small,
    }
    if small:
        return row
    both = [
        figure("pct", 100 * part / whole, year, unit="pct", decimals=places, numerator=part,
               denominator=whole)
        for (part, whole), year in zip((then, now), years, strict=True)
    ]  # fmt: skip
    change = round((both[1].value or 0) - (both[0].value or 0), places)
    return row | {"before": both[0], "now": both[1], "change": change, "places": places}


def _measure(page: Document, measure: str, group: str) -> Text:
    name = page.say(f"measures.{measure}.short")
    if group == "all":
        return name
    return page.say("measures.of_group", {"measure": name, "group": page.say(f"groups.{group}")})


def change_between(
    then: tuple[int, int], now: tuple[int, int], places: int, level: float
) -> tuple[float, float]:
    """Between what and what the change of a percentage lies, in points to so many ``places``.

    ``then`` and ``now``: how many reached it, of how many. The interval of Newcombe (1998,
    method 10) for two independent shares, at a ``level`` of 100; an end that would be zero so has
    one place more.

    >>> change_between((48, 80), (56, 70), 1, 95)
    (5.2, 33.4)
    >>> change_between((0, 10), (0, 10), 1, 95)
    (-27.8, 27.8)
    """
    old, new = (100 * part / whole for part, whole in (then, now))
    old_low, old_high = range_of(old, then[1], level)
    new_low, new_high = range_of(new, now[1], level)
    least = new - old - sqrt((new - new_low) ** 2 + (old_high - old) ** 2)
    most = new - old + sqrt((new_high - new) ** 2 + (old - old_low) ** 2)
    return _rounded(least, places), _rounded(most, places)


def _rounded(points: float, places: int) -> float:
    """To one place more where these would leave nothing of it, so that its side is seen."""
    return (round(points, places) or round(points, places + 1)) + 0.0


def _end(points: float, places: int) -> Number:
    return Number(points, places if round(points, places) == points else places + 1)
