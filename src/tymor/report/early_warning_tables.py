"""Tables and chart rows of early warning."""

import pandas as pd

from tymor.config import RiskIndicator
from tymor.locale import Number
from tymor.page import Cell, Colour, Figure, FigureCell, Kind, Status, Table, Text, TextCell, Unit
from tymor.report import school_rows
from tymor.report.counted import cells_table, counted, joined, number, word
from tymor.report.document import Document
from tymor.report.early_warning import EarlyWarning, Reading, Watched, highest
from tymor.report.early_warning_words import what_moved

_COLOURS: dict[int, Colour] = {3: "red", 2: "amber", 1: "yellow", 0: "green"}
_HEAD = "early_warning.school_column"


def schools_table(warning: EarlyWarning) -> Table | None:
    """A row a school: its level, last term's, and what moved it."""
    page = warning.page
    heads = [_HEAD, "early_warning.level_column"]
    heads += ["table.last_term", "early_warning.moved_column"] if warning.before else []
    rows = [
        [TextCell(text=school.school.name), _level(page, school.level), *_last(warning, school)]
        for school in warning.schools
    ]
    return cells_table(page, heads, rows, words=len(heads))


def levels_table(warning: EarlyWarning) -> Table | None:
    """A row a school: the level of each indicator."""
    page, names = warning.page, list(warning.indicators)
    rows = [
        [TextCell(text=school.school.name),
         *(_level(page, school.now[name].level) if name in school.now
           else word(page, "status.not_available.short") for name in names)]
        for school in warning.schools
    ]  # fmt: skip
    heads = [_HEAD, *(f"early_warning.short.{name}" for name in names)]
    return cells_table(page, heads, rows, words=len(heads))


def readings_table(warning: EarlyWarning) -> Table | None:
    """A row a school and indicator at level 1 or more that is worked out: its reading.

    A reading that rests on too few exclusions is suppressed.
    """
    page, term = warning.page, warning.page.publication.term_id
    heads = [_HEAD, "early_warning.indicator_column", "early_warning.unit_column",
             "early_warning.level_column", "table.this_term"]  # fmt: skip
    heads += ["table.last_term"] if warning.before else []
    rows = []
    for school in warning.schools:
        for name, reading in school.now.items():
            indicator = warning.indicators[name]
            if reading.level == 0 or not indicator.levels:
                continue
            cells: list[Cell] = [
                TextCell(text=school.school.name), word(page, f"risk.{name}"),
                word(page, f"early_warning.unit.{indicator.unit}"), _level(page, reading.level),
                FigureCell(figure=_figure(page, school, name, indicator, reading, term)),
            ]  # fmt: skip
            if warning.before:
                was = school.before.get(name)
                figure = _figure(page, school, name, indicator, was, warning.before)
                cells.append(FigureCell(figure=figure))
            rows.append(cells)
    return cells_table(page, heads, rows, words=4)


def thresholds_table(warning: EarlyWarning) -> Table | None:
    """A row an indicator: where it comes from, where each level begins, how many schools are there.

    The count at a level is of schools at it or beyond: those that it would flag.
    """
    page = warning.page
    heads = [f"early_warning.{name}_column" for name in ("indicator", "source", "unit")]
    heads += [f"risk_levels.{level}|early_warning.{what}" for level in (1, 2, 3)
              for what in ("from", "schools_column")]  # fmt: skip
    rows = [
        [word(page, f"risk.{name}"), word(page, f"early_warning.source.{each.source}"),
         word(page, f"early_warning.unit.{each.unit or 'judged'}"),
         *(cell for level in (1, 2, 3) for cell in _threshold(warning, name, each, level))]
        for name, each in warning.indicators.items()
    ]  # fmt: skip
    return cells_table(page, heads, rows, words=3)


def level_rows(warning: EarlyWarning) -> pd.DataFrame:
    """For ``judgement_bars``: a bar an indicator, its schools by level, the highest first."""
    say = warning.page.say
    return school_rows.judged_rows(
        {name: {str(level): warning.at(level, name) for level in _COLOURS}
         for name in warning.indicators},
        {name: say(f"early_warning.short.{name}") for name in warning.indicators},
        {str(level): colour for level, colour in _COLOURS.items()},
        {str(level): say(f"risk_levels.{level}") for level in _COLOURS},
    )  # fmt: skip


def levels_counted(warning: EarlyWarning) -> Table | None:
    """What the chart draws: schools at each level of each indicator."""
    page = warning.page
    rows: list[list[Cell]] = [
        [word(page, f"risk.{name}"),
         *(number(counted(page, f"risk_{name}", float(warning.at(level, name)),
                          _counted_label(page, name, level), group=f"level_{level}"))
           for level in _COLOURS)]
        for name in warning.indicators
    ]  # fmt: skip
    heads = ["early_warning.indicator_column", *(f"risk_levels.{level}" for level in _COLOURS)]
    return cells_table(page, heads, rows)


def _last(warning: EarlyWarning, school: Watched) -> list[Cell]:
    if not warning.before:
        return []
    page = warning.page
    before = (_level(page, highest(school.before)) if school.before
              else word(page, "status.not_available.short"))  # fmt: skip
    return [before, TextCell(text=what_moved(page, school))]


def _level(page: Document, level: int) -> TextCell:
    return TextCell(text=page.say(f"risk_levels.{level}"), colour=_COLOURS[level])


def _threshold(
    warning: EarlyWarning, name: str, indicator: RiskIndicator, level: int
) -> tuple[Cell, Cell]:
    page = warning.page
    figure = counted(page, f"risk_{name}", float(warning.at_least(level, name)),
                     _counted_label(page, name, level), group=f"level_{level}_or_more")  # fmt: skip
    if not indicator.levels:
        return word(page, "early_warning.judged"), number(figure)
    limit = indicator.levels[level - 1]
    places = 0 if limit == int(limit) else 1
    said = page.say(f"early_warning.or_{indicator.worse}", {"limit": Number(limit, places)})
    return TextCell(text=said), number(figure)


def _counted_label(page: Document, name: str, level: int) -> Text:
    words = [page.say(f"risk.{name}"), page.say(f"risk_levels.{level}")]
    return joined(words, page.config.languages)


def _figure(
    page: Document, school: Watched, name: str, indicator: RiskIndicator, held: Reading | None,
    term: str,
) -> Figure:  # fmt: skip
    """A reading; of one that is hidden only the level is known."""
    value = held.value if held else None
    missing: Status = "suppressed" if held else "not_available"
    kind: Kind = "actual"
    unit: Unit = indicator.unit or "count"
    return Figure(
        area_id=school.school.id, measure_id=f"risk_{name}", academic_year=page.this_year,
        group=term, kind=kind, value=value, unit=unit, decimals=0 if unit == "count" else 1,
        status="counted" if value is not None else missing,
        label=joined([school.school.name, page.say(f"risk.{name}")], page.config.languages),
    )  # fmt: skip
