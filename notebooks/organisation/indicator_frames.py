"""The indicators as a frame: the newest year of each, beside the year before and the target."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shared.vocabulary import typed
from tymor.measures.signals import previous_year
from tymor.page import Figure, NumberCell, Text, Unit
from tymor.report import told
from tymor.report.counted import counted
from tymor.report.document import Document

_UNITS: Mapping[str, Unit] = {"pct": "pct", "number": "count", "gbp": "gbp"}


def indicators_of(page: Document, rows: pd.DataFrame) -> pd.DataFrame:
    """One row an indicator in its newest year, in the order in which indicators come.

    ``value``, ``before`` (of the year before) and ``target`` are figures, or cells where no year
    is told; ``value`` says "not held" where there is no number, the others are missing. ``number``
    and ``aim`` are the numbers of value and target, ``change`` is from the year before to this
    one; missing where one of the two is. ``label`` and ``section`` are cells; ``unit`` is missing
    of plain numbers. ``bound`` says that a value is more than, nearly or about the number, and is
    missing where it is exact.
    """
    by_year = rows.set_index(["indicator", "year"])["value"]
    first = {name: place for place, name in enumerate(rows["indicator"].unique())}
    newest = rows.sort_values("year", kind="stable").drop_duplicates("indicator", keep="last")
    newest = newest.sort_values("indicator", key=lambda names: names.map(first))
    return pd.DataFrame(
        [_row(page, row, by_year) for row in newest.to_dict("records")],
        columns=[
            *("section", "section_name", "label", "year", "value", "number", "unit", "places"),
            *("bound", "before", "change", "target", "aim"),
        ],
    ).astype({"number": "float64", "change": "float64", "aim": "float64"})


def _row(page: Document, row: dict[Any, Any], by_year: pd.Series) -> dict[str, Any]:
    number, year = row["value"], row["year"]
    last_year = previous_year(year) if year else ""
    earlier = by_year.get((row["indicator"], last_year)) if year else None
    has_both = pd.notna(number) and pd.notna(earlier)
    places = max(map(_places, (number, earlier, row["target"])))
    return {
        "section": typed(page, row, "section"),
        "section_name": row["section"],
        "label": typed(page, row, "label"),
        "year": year or None,
        "value": _shown(page, row, number, year, places),
        "number": number,
        "unit": row["unit"] if row["unit"] != "number" else None,
        "places": places,
        "bound": row["bound"] or None,
        "before": _shown(page, row, earlier, last_year, places) if has_both else None,
        "change": round(number - earlier, places) if has_both else None,
        "target": _target(page, row, places) if pd.notna(row["target"]) else None,
        "aim": row["target"],
    }


def _shown(page: Document, row: Any, number: Any, year: str, places: int) -> Figure | NumberCell:
    """A figure of a year; where none is told a number, which no year's figure is."""
    unit = _UNITS[row["unit"]]
    if not year:
        value = None if pd.isna(number) else number
        status = {"status": "not_available"} if value is None else {}
        return NumberCell.model_validate(
            {"value": value, "unit": unit, "decimals": places} | status
        )
    return counted(
        page,
        f"organisation_{row['indicator']}",
        number,
        typed(page, row, "label").text,
        missing="not_available",
        academic_year=year,
        unit=unit,
        decimals=places,
    )


def _target(page: Document, row: Any, places: int) -> Figure | NumberCell:
    shown = _shown(page, row, row["target"], row["year"], places)
    if isinstance(shown, NumberCell):
        return shown
    return shown.model_copy(update={"kind": "target", "status": "set"})


def _places(number: Any) -> int:
    """As many places as the number was told to, two at most."""
    held = 0.0 if number is None or pd.isna(number) else float(number)
    return next((places for places in (0, 1) if round(held, places) == held), 2)


def sources_of(page: Document, rows: pd.DataFrame) -> list[tuple[told.Whole, Text]]:
    """Each source with how many figures are from it, in the order in which they come."""
    named = rows[(rows["source"] != "") & rows["value"].notna()]
    return [
        (
            told.rows(page, "organisation", source=source, value=told.HELD),
            typed(page, each.iloc[0].to_dict(), "source").text,
        )
        for source, each in named.groupby("source", sort=False)
    ]
