"""Columns: what a table says of a data frame's columns.

A column knows its heading in every language, its unit, alignment and width, its sign, how
what is missing looks, and whether it is added up. What it makes of a cell is a cell of the
page, from which the page, the PDF, the CSV and the Quarto source are all written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, get_args

import pandas as pd

from tymor.config import Config
from tymor.locale import Value
from tymor.page import (
    NUMBERED,
    WORKED_OUT_FROM,
    Cell,
    Figure,
    FigureCell,
    NumberCell,
    ProseCell,
    Status,
    Text,
    TextCell,
    Unit,
)
from tymor.prose.tree import plain
from tymor.prose.web_form import is_formatted, read_web_form
from tymor.report.bilingual import in_every
from tymor.report.given import require_finite

#: A key of the catalogues, or the words themselves in every language.
Words = str | Mapping[str, str]
Record = Mapping[str, Any]


class Speaker(Protocol):
    """Who says the words of a table: the page that it stands on."""

    @property
    def config(self) -> Config: ...

    def say(self, key: str, values: Mapping[str, Value | Figure] | None = None) -> Text: ...

    def name_of(self, area_id: str) -> Text: ...

    def figure_of(self, row: Record) -> Figure: ...


#: The columns by which a row of a frame of figures is one.
OF_A_FIGURE = [name for name in Figure.model_fields if name not in ("label", *WORKED_OUT_FROM)]

#: Why there is no number, or no words.
STATUSES: frozenset[str] = frozenset(get_args(Status)) - NUMBERED

#: Makes a cell of a value and the row that it stands in.
Show = Callable[[Speaker, Any, Record], Cell]


@dataclass(frozen=True)
class Column:
    """One column of a table, of the data frame's column ``of``.

    Without ``heading`` it is ``table.OF`` of the catalogues, else the column's own name.
    Neighbours with one ``group`` share a heading above. ``missing`` stands where the frame
    has nothing: words, or the name of a status, which the table's legend then explains. No cell
    is left blank: a reader could not tell nothing from none.
    ``total`` adds the column up in a last row. A column that is shown ``by_row`` has no
    missing cells: the row's other columns say what stands there. ``takes`` says what must stand
    in the frame.
    """

    of: str
    show: Show
    heading: Words = ""
    group: Words = ""
    align: Literal["start", "end"] = "end"
    width: Literal["narrow", "wide"] | None = None
    missing: Words | Status = "not_available"
    total: bool = False
    by_row: bool = False
    takes: str = ""


def words(
    of: str,
    heading: Words = "",
    *,
    key: str = "{}",
    group: Words = "",
    missing: Words | Status = "not_available",
    align: Literal["start", "end"] = "start",
    width: Literal["narrow", "wide"] | None = None,
    colour: str = "",
) -> Column:
    """Words: of every language, a text that all write alike, or codes that ``key`` makes keys of.

    ``words("support", key="support_kinds.{}")`` says ``support_kinds.core`` where the frame
    has ``core``. ``colour`` is one, or names a column with a colour or nothing.
    """

    def show(page: Speaker, value: Any, row: Record) -> Cell:
        if isinstance(value, TextCell | FigureCell | NumberCell):
            return value
        text = page.say(key.format(value)) if key != "{}" else text_of(page, value)
        return TextCell(text=text, colour=_colour(row, colour))

    return Column(of, show, heading, group, align, width, missing)


def area(of: str = "area_id", heading: Words = "table.area") -> Column:
    """The name of an area, from its code."""
    return Column(of, lambda page, value, _: TextCell(text=page.name_of(value)), heading,
                  align="start")  # fmt: skip


def measure(of: str = "measure_id", heading: Words = "table.measure") -> Column:
    """The name of a measure; in a row of another group than all learners, with the group's."""

    def show(page: Speaker, value: Any, row: Record) -> Cell:
        return TextCell(text=measure_name(page.config, value, row.get("group") or "all"))

    return Column(of, show, heading, align="start")


def figure(
    of: str = "value",
    heading: Words = "",
    *,
    group: Words = "",
    missing: Words | Status = "not_available",
    colour: str = "",
) -> Column:
    """Published figures, with their status, signal and identity.

    The frame's column holds :class:`Figure` objects, or is ``value`` of a frame of figures,
    whose other columns say which figure it is. ``colour`` is one, or names a column with a
    colour or nothing.
    """

    def show(page: Speaker, value: Any, row: Record) -> Cell:
        if isinstance(value, TextCell | FigureCell | NumberCell):
            return value
        made = value if isinstance(value, Figure) else page.figure_of(row)
        return FigureCell(figure=made, colour=_colour(row, colour))

    return Column(of, show, heading, group, missing=missing, by_row=of == "value")


def number(
    of: str,
    heading: Words = "",
    *,
    unit: Unit = "count",
    decimals: int | str = 0,
    signed: bool = False,
    group: Words = "",
    missing: Words | Status = "not_available",
    total: bool = False,
) -> Column:
    """Numbers that were worked out in the notebook; ``signed`` shows a plus.

    ``decimals`` is to how many places, or the frame's column that has them row by row.
    """

    def show(_: Speaker, value: Any, row: Record) -> Cell:
        if isinstance(value, TextCell | FigureCell | NumberCell):
            return value
        places = decimals if isinstance(decimals, int) else int(row[decimals])
        require_finite(float(value), f"The column {of!r}")
        number = round(float(value), places) + 0.0
        return NumberCell(value=number, unit=unit, decimals=places, signed=signed)

    return Column(of, show, heading, group, missing=missing, total=total, takes="numbers")


def pct(of: str, heading: Words = "", *, decimals: int = 1, **more: Any) -> Column:
    """Percentages, from 0 to 100."""
    return number(of, heading, unit="pct", decimals=decimals, **more)


def change(
    of: str,
    heading: Words = "",
    *,
    decimals: int | str = 1,
    missing: Words | Status = "table.no_comparison",
    **more: Any,
) -> Column:
    """A change, in percentage points: with its sign, so that a rise is told from a level.

    Where one of the two is withheld or not held there is none to tell.
    """
    return number(of, heading, unit="pp", decimals=decimals, signed=True, missing=missing, **more)


def judgement(
    of: str,
    heading: Words = "",
    *,
    missing: Words = "judgements.not_judged",
    scheme: str = "school_priority",
) -> Column:
    """A progress judgement, of a scheme of ``params/judgements.yml``, in words on its colour."""

    def show(page: Speaker, value: Any, _: Record) -> Cell:
        category = page.config.judgements.schemes[scheme][value]
        return TextCell(text=page.say(f"judgements.{value}"), colour=category.colour)

    takes = f"judgements of the scheme {scheme!r} of params/judgements.yml"
    return Column(of, show, heading, align="start", missing=missing, takes=takes)


def on_track(of: str = "on_track", heading: Words = "table.on_track") -> Column:
    """Whether a priority is on track, from ``yes`` or ``no``; where nobody said, so in words."""
    said = "school_priorities.on_track"
    return words(of, heading, key=f"{said}.{{}}", missing=f"{said}.unsaid")


def day(of: str, heading: Words = "", *, missing: Words | Status = "not_available") -> Column:
    """Days, as each language writes them."""

    def show(page: Speaker, value: Any, _: Record) -> Cell:
        on = value if type(value) is date else pd.Timestamp(value).date()
        languages = page.config.languages
        return TextCell(text={name: languages[name].long_date(on) for name in languages})

    return Column(of, show, heading, align="start", missing=missing, takes="days")


def written(of: str, heading: Words = "", *, missing: Words | Status = "not_available") -> Column:
    """What people wrote: in the first language in ``of``, in another in ``of_LANGUAGE``.

    What stands in one only is shown in every language, marked as what it is. Paragraphs, lists,
    lines, bold and italic words are shown as such where a form on the web exported them.
    """

    def show(page: Speaker, _: Any, row: Record) -> Cell:
        text, lang = as_told(page.config, row, of)
        return told_cell(text, lang) if any(text.values()) else nothing(page, missing)

    # What only another language has is not missing.
    return Column(of, show, heading, align="start", width="wide", by_row=True)


def nothing(page: Speaker, missing: Words | Status) -> Cell:
    """What stands where there is nothing: a status, or words."""
    if isinstance(missing, str) and missing in STATUSES:
        return NumberCell(value=None, status=missing)  # type: ignore[arg-type]
    return TextCell(text=said(page, missing))


def _colour(row: Record, colour: str) -> Any:
    """What a column of that name holds, if there is one; else the colour itself."""
    held = row.get(colour, colour)
    return None if pd.isna(held) or held == "" else held


def text_of(page: Speaker, value: Any) -> Text:
    """Words of every language: as they are, or of a text with its labels."""
    if isinstance(value, Mapping):
        return dict(value)
    return in_every(str(value), page.config.languages)


def said(page: Speaker, words_: Words, values: Mapping[str, Any] | None = None) -> Text:
    """The words that a key stands for. Words given as such have their places filled where there
    are ``values``; without any they stand as they are: they may be a name out of the data.

    Raises
    ------
    TymorError
        Words are missing in a language, or no catalogue has the key.
    """
    if isinstance(words_, str):
        return page.say(words_, values)
    languages = page.config.languages
    return languages.whole(words_) if values is None else languages.fill(words_, values)


def measure_name(config: Config, measure_id: str, group: str = "all") -> Text:
    """A measure's name; for a group of learners, with the group's."""
    say = config.languages.say
    name = say(f"measures.{measure_id}.label")
    if group == "all":
        return name
    return say("measures.of_group", measure=name, group=say(f"groups.{group}"))


def as_told(config: Config, row: Mapping[Any, Any], column: str) -> tuple[Text, str | None]:
    """What somebody wrote, by language; where only one has it, it stands in all and is named."""
    first, *others = config.languages
    held = {first: row[column], **{lang: row.get(f"{column}_{lang}") for lang in others}}
    there = {lang: str(text) for lang, text in held.items() if not pd.isna(text) and text != ""}
    if len(there) == len(held):
        return there, None
    lang, text = next(iter(there.items()), (None, ""))
    return dict.fromkeys(config.languages, text), lang


def told_cell(text: Text, lang: str | None) -> Cell:
    """What somebody wrote (see :func:`as_told`), with the formatting of a form on the web."""
    if not any(map(is_formatted, text.values())):
        return TextCell(text=text, lang=lang)
    pieces = {name: read_web_form(told) for name, told in text.items()}
    return ProseCell(text={name: plain(own) for name, own in pieces.items()}, pieces=pieces,
                     lang=lang)  # fmt: skip


def sensible(page: Speaker, frame: pd.DataFrame) -> list[Column]:
    """The columns of a frame for which nobody said any.

    Of a frame of figures: area, measure and year where they differ, then the figures. Of
    others every column, by what is in it.
    """
    names = [str(name) for name in frame.columns]
    if {*OF_A_FIGURE} <= {*names}:
        told = [("area_id", area()), ("measure_id", measure()), ("academic_year", words(
            "academic_year", "table.year"))]  # fmt: skip
        differ = [column for name, column in told if frame[name].nunique() > 1]
        return [*(differ or [measure()]), figure("value", "table.actual")]
    return [_by_kind(frame[name], name) for name in names]


def _by_kind(values: "pd.Series[Any]", name: str) -> Column:
    kinds = {type(value) for value in values.dropna()}
    if pd.api.types.is_bool_dtype(values):
        return _yes_or_no(name)
    if pd.api.types.is_numeric_dtype(values):
        places = _places(values.dropna())
        return number(name, decimals=places, missing="not_available")
    if pd.api.types.is_datetime64_any_dtype(values) or kinds == {date}:
        return day(name)
    return figure(name) if kinds and kinds <= {Figure, FigureCell} else words(name)


def _yes_or_no(of: str) -> Column:
    def show(page: Speaker, value: Any, _: Record) -> Cell:
        return TextCell(text=page.say("answers.yes" if value else "answers.no"))

    return Column(of, show, align="start")


def _places(values: Iterable[float], most: int = 2) -> int:
    """As many places as tell the numbers apart, up to two."""
    held = list(values)
    return next((n for n in range(most) if all(round(v, n) == v for v in held)), most)
