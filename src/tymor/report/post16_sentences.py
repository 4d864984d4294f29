"""What the post-16 report says, by rule, of entries, subjects and programmes."""

from collections.abc import Sequence

from tymor.page import Figure, Table, Text
from tymor.report import direction, school_charts
from tymor.report.areas import Area
from tymor.report.charts import Words
from tymor.report.counted import joined
from tymor.report.document import Document
from tymor.report.entries import GRADES, PROGRAMMES, Entries
from tymor.report.narrative import moved

#: With more learners than this a change of one entry is less than a point.
_LARGE = direction.LARGE_COHORT


def summary(page: Document, entries: Entries, area: Area) -> None:
    """An area's entries: each range of grades, and how A* to C went since the year before."""
    shares = [entries.share(area, grade) for grade in GRADES]
    number = entries.number(area)
    if number is None or number.value is None or any(s is None or s.value is None for s in shares):
        page.text("post16.none_told")
        return
    a, c, e = (share for share in shares if share is not None)
    page.text("post16.summary", entries=number, grades_a=a, grades_c=c, grades_e=e)
    years = page.publication.term.years
    if len(years) > 1:
        before = entries.share(area, "c", year=years[-2])
        moved(page, entries.share(area, "c"), before, id="post16.moved")


def collected(page: Document, entries: Entries) -> None:
    """From how many areas entries were collected, and from which not."""
    told = entries.collected()
    missing = [area.name for area in entries.areas if area not in told]
    page.text("post16.collected", areas=len(told), of=len(told) + len(missing))
    if missing:
        page.text("post16.missing", names=joined(missing, page.config.languages))


def smallest_subject(page: Document, entries: Entries) -> None:
    """What one entry is worth in the smallest subject shown; nothing where all are large."""
    told = [
        (number.value, number, _place(entries, area, subject))
        for area in entries.areas
        for subject in entries.subjects
        if (number := entries.number(area, subject)) is not None and number.value
    ]
    value, number, name = min(told, key=lambda each: each[0], default=(None, None, {}))
    if value is not None and number is not None and value <= _LARGE:
        worth = direction.worth_of_one(int(value))
        page.text("post16.smallest", subject=name, entries=number, points=worth)


def _place(entries: Entries, area: Area, subject: str) -> Text:
    """A subject; where several areas are shown, and of which area."""
    name = entries.subject_name(subject)
    if len(entries.areas) == 1:
        return name
    return {language: f"{name[language]}, {area.name[language]}" for language in name}


def chart(page: Document, entries: Entries, bars: Sequence[tuple[Text, Figure | None]],
          table: Table, whole: tuple[Text, Figure | None]) -> None:  # fmt: skip
    """Sorted bars of A* to C; nothing where fewer than two have a number."""
    told = [(figure.value, figure, name) for name, figure in bars
            if figure is not None and figure.value is not None]  # fmt: skip
    if len(told) < 2:
        return
    low, high = min(told, key=lambda t: t[0]), max(told, key=lambda t: t[0])
    key = "post16.chart" if low[0] < high[0] else "post16.chart_equal"
    page.chart(
        school_charts.areas_beside(entries.chart_rows(bars, *whole), _axis_of(page)),
        title=key,
        table=table,
        low=low[1], low_name=low[2], high=high[1], high_name=high[2],
    )  # fmt: skip


#: The axis counts entries, not pupils.
_AXIS = {"pct": "entries_pct"}


def _axis_of(page: Document) -> Words:
    return lambda word: page.axis(_AXIS.get(word, word))


def programmes(page: Document, entries: Entries) -> None:
    """Retention and completion: of how many areas they were collected; then the table."""
    table = entries.programmes()
    year = entries.year
    told = [
        area
        for area in entries.areas
        if any(
            figure is not None and figure.status != "not_available"
            for name in PROGRAMMES
            if (figure := entries.figures.one(name, year, area_id=area.id)) is not None
        )
    ]
    page.heading("post16.programmes")
    if told and len(entries.areas) > 1:
        page.text("post16.programmes.collected", areas=len(told), of=len(entries.areas))
    if told:
        page.table(table, title="post16.programmes")
    else:
        page.text("post16.programmes.not_collected")
