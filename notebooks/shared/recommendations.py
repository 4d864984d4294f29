"""What a committee recommended, and what has become of it: a report to it opens with that."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from shared.vocabulary import typed
from tymor.claims import Limit
from tymor.measures.as_known import recommendations_known
from tymor.page import TextCell
from tymor.report import columns as col
from tymor.report import told
from tymor.report.document import Document

_STANDINGS = ("overdue", "open", "answered")
#: What stands in place of an outcome and an answer that are still to come.
NOT_YET = "recommendations.not_yet"


def open_with_recommendations(page: Document) -> None:
    """Tell the committee what it asked since the last report to it, what was answered since, and
    what is open or overdue on the day on which this one was written.

    That no recommendation of it is held is said; nothing where the report goes to no committee, or
    its readers are told of no recommendations.
    """
    if page.committee is None or not page.release.has("recommendations"):
        return
    rows = recommendations(page)
    if rows.empty:
        page.text("recommendations.none", held=_counted(page), written=written_on(page))
        return
    if rows["invented"].any():
        page.callout("recommendations.invented", important=True)
    written, before = written_on(page), written_before(page)
    _asked(page, _counted(page, asked=_since(before)), before)
    answered = _counted(page, answered=[told.limit("<=", written), *_since(before)])
    not_yet = told.limit(">", written, or_empty=True)
    still = _counted(page, answered=not_yet)
    overdue = _counted(page, answered=not_yet, due=told.limit("<", written))
    if before is not None or answered:
        when = "answered" if before is not None else "answered_first"
        page.text(f"recommendations.{_key(when, answered)}", answered=answered)
    page.text(f"recommendations.{_key('open', still)}", still=still)
    if overdue:
        page.text("recommendations.overdue", overdue=overdue, written=written)
    elif still and rows.loc[rows["standing"] == "open", "due"].notna().all():
        page.text("recommendations.none_overdue", written=written)
    _show(page, rows)


def recommendations(page: Document) -> pd.DataFrame:
    """One row a recommendation of the page's committee, as it stood on the day on which this
    report was written, by when it was asked.

    ``standing`` is ``overdue``, ``open``, ``answered`` (since the last report to the committee)
    or ``told`` (answered before that); ``asked``, ``due`` and ``answered`` are days, the latter
    two missing where there is none.
    """
    assert page.committee is not None
    held = page.release.table("recommendations")
    own = held["committee"] == page.config.reports[page.report].committee
    written, before = written_on(page), written_before(page)
    rows = recommendations_known(held[own & (held["area_id"] == page.area_id)], written)
    late = rows["due"] < pd.Timestamp(written)
    open_now = rows["status"] == "open"
    standing = late.map({True: "overdue", False: "open"}).where(open_now, "answered")
    if before is not None:
        told = ~open_now & (rows["answered"] <= pd.Timestamp(before))
        standing = standing.mask(told, "told")
    return rows.assign(standing=standing).sort_values(["asked", "number"], ignore_index=True)


def written_on(page: Document) -> date:
    """The day on which the report to the committee was written; where nothing is said of a
    committee, the day of publication."""
    if page.committee is None:
        return page.publication.term.published
    return page.committee.terms[page.publication.term_id].written


def say_written(page: Document) -> None:
    """When a report to a committee was written, and that what has a later day is not in it: see
    :func:`tymor.measures.as_known.as_it_stood`. Nothing where it goes to no committee."""
    if page.committee is not None:
        page.text("as_at.written", written=written_on(page))


def written_before(page: Document) -> date | None:
    """The day on which the last report to the committee was written; none before the first."""
    assert page.committee is not None
    days = [sitting.written for sitting in page.committee.terms.values()]
    return max((day for day in days if day < written_on(page)), default=None)


def _since(day: date | None) -> list[Limit]:
    """That something came after a day, where there is one."""
    return [] if day is None else [told.limit(">", day)]


def _counted(page: Document, asked: Sequence[Limit] = (), **cells: Any) -> told.Whole:
    """How many of the committee's recommendations that were made by now are so."""
    committee = page.config.reports[page.report].committee
    by_now = [told.limit("<=", written_on(page)), *asked]
    return told.rows(page, "recommendations", committee=committee, area_id=page.area_id,
                     asked=by_now, **cells)  # fmt: skip


def _asked(page: Document, asked: int, before: date | None) -> None:
    if before is None:
        page.text("recommendations.asked_first", asked=asked)
    else:
        page.text(f"recommendations.{_key('asked', asked)}", asked=asked, before=before)


def _key(name: str, number: int) -> str:
    return name if number else f"{name}_none"


def _show(page: Document, rows: pd.DataFrame) -> None:
    shown = rows[rows["standing"].isin(_STANDINGS)]
    shown = shown.sort_values(
        "standing", key=lambda names: names.map(_STANDINGS.index), kind="stable"
    )
    records = [dict(row) for _, row in shown.iterrows()]
    cells = pd.DataFrame(
        {
            "named": [page.words(f"recommendations.standing.{row['standing']}") for row in records],
            "became": [_became(page, row) for row in records],
            "made": [_made(page, row) for row in records],
        },
        index=shown.index,
    )
    table = _answers_told(page, shown.join(cells))
    of_answers = [
        col.words("became", "recommendations.columns.became", missing=NOT_YET),
        col.written("answer", "recommendations.columns.answer"),
    ]
    columns = [
        col.written("recommendation", "committee.sections.recommendation"),
        col.words("made", "recommendations.columns.made"),
        *([col.day("due", "recommendations.columns.due")] if shown["due"].notna().any() else []),
        *(of_answers if (shown["standing"] == "answered").any() else []),
    ]
    page.table(table, columns, title="recommendations", sections="named")


def _answers_told(page: Document, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows; in place of an answer that is still to come, that it is. One that was given and is
    not held stays so."""
    first, *others = page.config.languages
    columns = {first: "answer", **{each: f"answer_{each}" for each in others}}
    open_now, said = rows["answered"].isna(), page.say(NOT_YET)
    told = {name: rows[name].mask(open_now, said[each]) for each, name in columns.items()}
    return rows.assign(**told)


def _made(page: Document, row: Mapping[Any, Any]) -> TextCell:
    """When it was asked, and by whom."""
    who = typed(page, row, "asked_by")
    named = {"day": row["asked"].date(), "who": who.text}
    return TextCell(text=page.say("recommendations.made", named), lang=who.lang)


def _became(page: Document, row: Mapping[Any, Any]) -> TextCell | None:
    """The status, with the day of the answer; nothing while it is open."""
    if pd.isna(row["answered"]):
        return None
    status = page.say(f"recommendations.status.{row['status']}")
    named = {"status": status, "day": row["answered"].date()}
    return TextCell(text=page.say("recommendations.status.on", named))
