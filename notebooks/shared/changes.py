"""What changed since last term: figures, judgements and schools; nothing without a last term.

What a page is held against is said by ``changes`` in its ``report.yml``: sections of
measures, ``judgements`` and ``schools``.
"""

from typing import Any, Literal

import pandas as pd

from shared import units
from shared.names import name_them
from shared.narrative import cohort_caution
from shared.vocabulary import priority_name
from tymor.page import CONFIDENTIAL, NUMBERED, Figure, NumberCell, Text
from tymor.render.view import show_figure
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import counted, joined
from tymor.report.document import Document
from tymor.report.figures import Change, Figures

_TERMS = ("last_term", "this_term")
_WAYS: dict[str, Literal["up", "down", "equal"]] = {"up": "up", "down": "down", "same": "equal"}


def changed_since_last_term(page: Document, *, level: int = 2) -> None:
    """Heading, tables and sentences of all that moved, or that nothing did.

    The earlier term is the one that ``previous`` in ``params/terms.yml`` names, and its
    release for the same audience is read where it was prepared. Nothing is shown where
    there is none, or where both terms hold nothing to compare: that no school came or left says
    nothing of what else the page tells. Where that term had no such report, nothing is said of what
    was in it, or has not changed since. ``level`` is that of the heading; 0 where the caller has
    set one.
    """
    if page.earlier is None:
        return
    figures, judgements = figures_changed(page), judgements_changed(page)
    moves, final, reported = judgements_moved(page), now_final(page), reported_before(page)
    came, left = (schools_joined(page), schools_left(page)) if reported else ([], [])
    moved = moves.get("up") or moves.get("down")
    changed = bool(len(figures) or len(final) or len(judgements) or moved or came or left)
    if not (changed or (reported and (_both_terms(page) or moves))):
        return
    if level:
        page.heading("changed", level=level)
    if not changed:
        if _both_terms(page):
            page.text("changed.nothing")
        _show_moves(page, moves)
        return
    if len(final):
        pairs = [(now, before, told.PLAIN) for now, before in final]
        differ = told.counts(pairs, "up", "down", earlier=True)
        page.text("changed.final", final=told.counts(pairs, earlier=True), moved=differ)
    _show_figures(page, figures)
    _show_judgements(page, judgements)
    _show_moves(page, moves)
    for key, names in (("changed.joined", came), ("changed.left", left)):
        if names:
            name_them(page, key, names, place="schools", count="count")


def reported_before(page: Document) -> bool:
    """Whether the term before had this report: what it did not say cannot have changed."""
    before = page.config.terms.get(page.earlier_term)
    return before is not None and page.report in before.reports


def _show_moves(page: Document, moves: dict[str, told.Whole]) -> None:
    if moves:
        page.text("changed.moves", up=moves["up"], down=moves["down"], same=moves["same"])


def figures_changed(page: Document) -> pd.DataFrame:
    """A row a measure whose newest result is another one than last term.

    Columns: ``measure`` (its name), ``last_term`` (as it was printed, with its year),
    ``this_term`` (the figure), ``year``, ``change_pp`` (missing unless both have a number).
    """
    pairs = [(now, before) for now, before in _both_terms(page) if _told_anew(now, before)]
    # Text, not a figure: one identity has one value on a page, and this may be a revision.
    return pd.DataFrame(
        {
            "measure": now.label,
            "last_term": _printed(page, before),
            "this_term": now,
            "year": now.academic_year,
            "change_pp": _change(page, now, before),
        }
        for now, before in pairs
    )


def now_final(page: Document) -> list[tuple[Figure, Figure]]:
    """Results that were provisional last term and are not any more, now and then."""
    return [
        (now, before)
        for now, before in _both_terms(page)
        if now.academic_year == before.academic_year
        and before.status == "provisional" != now.status
        and now.value is not None
    ]


def _told_anew(now: Figure, before: Figure) -> bool:
    """Whether a result is another one: of a later year, or a revision. One of the same year that
    was withheld from these readers, or is now, is no new result."""
    if now.academic_year != before.academic_year:
        return True
    withheld = {now.status, before.status} & CONFIDENTIAL
    return not withheld and now.value != before.value


def judgements_changed(page: Document) -> pd.DataFrame:
    """Progress judged last term and now, where it moved: of a school a row a priority, above
    that a row a judgement and how many priorities had it."""
    if "judgements" not in page.config.reports[page.report].changes:
        return pd.DataFrame()
    return _by_priority(page) if page.area.kind == "school" else _by_judgement(page)


def judgements_moved(page: Document) -> dict[str, told.Whole]:
    """How many priorities went ``up``, ``down`` or stayed the ``same``; empty for the public."""
    moving = "judgements" in page.config.reports[page.report].changes
    if not moving or _judged_twice(page).empty:
        return {}
    before = told.rows(page, "school_priorities", term=page.earlier_term, earlier=True)
    return ways_judged(page, before)


def ways_judged(page: Document, before: told.Whole) -> dict[str, told.Whole]:
    """How many priorities are judged higher than in ``before``, rows of an earlier term: ``up``;
    or lower, ``down``; or the ``same``."""
    scheme = page.config.judgements.schemes["school_priority"]
    rank = {code: category.rank or 0 for code, category in scheme.items()}
    now = told.rows(page, "school_priorities", term=page.publication.term_id)
    key = ["school_id", "priority"]
    return {
        name: told.went_from(page, key, before, now, told.step("judgement", way, order=rank))
        for name, way in _WAYS.items()
    }


def schools_joined(page: Document) -> list[Text]:
    """Names of schools below this area that are in this term's release and not in the last."""
    return _apart(page, page.release.areas, page.earlier_areas)


def schools_left(page: Document) -> list[Text]:
    """Names of schools below this area that were in the last term's release only."""
    return _apart(page, page.earlier_areas, page.release.areas)


def _both_terms(page: Document) -> list[tuple[Figure, Figure]]:
    """Each measure's newest result in this term's release and in the last, where both have one:
    a number, or one that is withheld."""
    now, before = page.figures(), _earlier_figures(page)
    sections = page.config.reports[page.report].changes
    pairs = [
        (now.latest(name), before.latest(name))
        for name in now.measures
        if page.config.measures[name].section in sections and _fits(page, name)
    ]
    return [
        (new, old) for new, old in pairs
        if new is not None and old is not None and _is_result(new) and _is_result(old)
    ]  # fmt: skip


def _is_result(figure: Figure) -> bool:
    return figure.status in NUMBERED | CONFIDENTIAL


def _fits(page: Document, measure: str) -> bool:
    """Whether a measure fits the page's school; every one fits an area above."""
    return page.area.kind != "school" or page.config.fits(measure, page.area.sector_code)


def _earlier_figures(page: Document) -> Figures:
    assert page.earlier is not None
    rows = page.earlier.figures([page.area_id])
    return Figures.of(rows, page.config, page.publication.term)


def _printed(page: Document, figure: Figure) -> Text:
    languages = page.config.languages
    return {
        name: f"{show_figure(figure, languages[name])} ({figure.academic_year})"
        for name in languages
    }


def _change(page: Document, now: Figure, before: Figure) -> NumberCell | None:
    if now.value is None or before.value is None:
        return None
    places = max(now.decimals, before.decimals)
    points = Change(now, before, page.config.measures[now.measure_id].better).points
    unit = page.config.measures[now.measure_id].unit
    return NumberCell(
        value=points, unit="pp" if unit == "pct" else unit, decimals=places, signed=True
    )


def _show_figures(page: Document, rows: pd.DataFrame) -> None:
    """The table; of a school with what one learner is worth in the smallest cohort of it."""
    words = [col.words("measure"), col.words("last_term", align="end")]
    if rows.empty:
        return
    measures = [figure.measure_id for figure in rows["this_term"]]
    unit = units.differences_in(page, measures)
    numbers = [col.figure("this_term"), col.words("year", align="end"),
               col.figure("change_pp", page.say("table.change_in", {"unit": unit}))]  # fmt: skip
    columns = [*words, *numbers]
    page.table(rows, columns, title="changed.figures", compared_sections=_sections_compared(page))
    if page.area.kind != "school":
        return
    held = page.figures()
    shown = [figure.measure_id for figure in rows["this_term"]]
    of_learners = [name for name in shown if units.is_share(page.config, name)]
    cohorts = [held.newest_cohort(name) for name in of_learners]
    sizes = [cohort for cohort in cohorts if cohort is not None and cohort.value]
    smallest = min(sizes, key=lambda cohort: cohort.value or 0, default=None)
    cohort_caution(page, smallest, "changed.caution", id="changed.caution")


def _sections_compared(page: Document) -> Text:
    """The sections of measures of which both terms have a result, as tables call them."""
    held = {page.config.measures[now.measure_id].section for now, _ in _both_terms(page)}
    names = [page.say(f"sections.{name}") for name in page.config.sections if name in held]
    return joined(names, page.config.languages)


def _show_judgements(page: Document, rows: pd.DataFrame) -> None:
    if page.area.kind == "school":
        columns = [col.words("priority"), *map(col.judgement, _TERMS)]
    else:
        columns = [col.judgement("judgement"), *map(col.figure, _TERMS)]
    page.table(rows, columns, title="changed.judgements")


def _by_judgement(page: Document) -> pd.DataFrame:
    before, now = _how_many(page, page.earlier_term), _how_many(page, page.publication.term_id)
    if not now or not before or now == before:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "judgement": code,
            "last_term": _priorities(page, code, before.get(code, 0), page.earlier_term),
            "this_term": _priorities(page, code, now.get(code, 0), "all"),
        }
        for code in page.config.judgements.schemes["school_priority"]
    )


def _how_many(page: Document, term: str) -> dict[str, int]:
    """Priorities of the area's schools by how they were judged in a term."""
    if not page.release.has("progress"):
        return {}
    rows = page.release.table("progress")
    whole = (rows["reform_area"] == "all") & (rows["support"] == "all")
    judged = rows["answer"].isin(page.config.judgements.schemes["school_priority"])
    own = rows[whole & judged & (rows["area_id"] == page.area_id) & (rows["term"] == term)]
    return dict(zip(own["answer"], own["priorities"], strict=True))


def _priorities(page: Document, code: str, number: int, group: str) -> Figure:
    label = page.say(f"measures.priorities_{code}.label")
    return counted(page, f"priorities_{code}", number, label, group=group)


def _by_priority(page: Document) -> pd.DataFrame:
    pairs = _judged_twice(page)
    moved = pairs[pairs["before"] != pairs["now"]]
    if moved.empty:
        return pd.DataFrame()
    held = page.release.table("school_priorities")
    held = held[held["term"] == page.publication.term_id].set_index(["school_id", "priority"])
    areas: dict[Any, str] = held["reform_area"].to_dict()
    return pd.DataFrame(
        {
            "priority": priority_name(page, str(own[1]), areas[own]),
            "last_term": before,
            "this_term": now,
        }
        for own, before, now in moved.itertuples(name=None)
    )


def _judged_twice(page: Document) -> pd.DataFrame:
    """One row a priority judged in both terms: ``before`` and ``now``."""
    nothing = pd.DataFrame(columns=["before", "now"])
    if page.earlier is None or not page.earlier.has("school_priorities"):
        return nothing
    if not page.release.has("school_priorities"):
        return nothing
    terms = {
        "before": (page.earlier, page.earlier_term),
        "now": (page.release, page.publication.term_id),
    }
    judged = {}
    for name, (release, term) in terms.items():
        rows = release.table("school_priorities")
        rows = rows[(rows["term"] == term) & (rows["judgement"] != "")]
        judged[name] = rows.set_index(["school_id", "priority"])["judgement"]
    return pd.DataFrame(judged).dropna()


def _apart(page: Document, these: pd.DataFrame, others: pd.DataFrame) -> list[Text]:
    if "schools" not in page.config.reports[page.report].changes:
        return []
    schools = these[(these["kind"] == "school") & ~these["area_id"].isin(others["area_id"])]
    if page.area.kind != "partnership":
        schools = schools[schools["parent_id"] == page.area_id]
    languages = page.config.languages
    return languages.in_order(languages.named(row, "name") for row in schools.to_dict("records"))
