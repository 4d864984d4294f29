"""From an Altair chart to a Vega-Lite spec for each language, its rows as JSON has them.

Altair's own way with a data frame copies it three times for a handful of rows, for each
chart and language; columns of words, numbers and answers need none of that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from tymor.errors import TymorError
from tymor.page import Text
from tymor.report.bilingual import in_language, in_one_language, labelled
from tymor.report.columns import OF_A_FIGURE

#: Makes a chart of rows and the words of axes; nothing without rows.
Builder = Callable[..., alt.TopLevelMixin | None]

_NUMPY = ("bool", "int64", "float64")
#: So many rows a page may carry for one chart.
MOST_ROWS = 5_000
#: What the registry of Altair calls the way below.
WAY = "tymor"


def drawn(build: Builder) -> Builder:
    """A builder whose rows come with labels for words, and that is not asked without rows."""

    @wraps(build)
    def built(data: pd.DataFrame, *of: Any, **more: Any) -> alt.TopLevelMixin | None:
        return build(labelled(data), *of, **more) if len(data) else None

    return built


def specs(chart: alt.TopLevelMixin, alt_text: Text) -> dict[str, dict[str, Any]]:
    """A Vega-Lite spec a language, which differ only in words."""
    with debug_mode(True), plain_values():
        tree = _tree_of(chart)
        _require_every_language(tree)
    # Not by chart.properties, which copies the whole chart first.
    return {
        language: {"description": said} | in_language(tree, language)
        for language, said in alt_text.items()
    }


def drawn_rows(chart: alt.TopLevelMixin | None) -> pd.DataFrame | None:
    """What of a chart's data its channels draw, words before numbers; nothing without a chart.

    Raises
    ------
    TymorError
        Its data is no data frame, or has none of the columns.
    """
    if chart is None:
        return None
    data = getattr(chart, "data", None)
    if not isinstance(data, pd.DataFrame):
        raise TymorError(
            "page.chart finds no data frame in this chart: say table=…, the rows that it draws."
        )
    if data.empty:
        return data
    spec = _tree_of(chart, validate=False)
    fields = list(_fields(spec))
    if not fields:
        raise TymorError("page.chart: the chart draws no column of its data frame; encode some.")
    if made := [*dict.fromkeys(name for name in fields if name not in data.columns)]:
        raise TymorError(
            f"page.chart: the chart draws {', '.join(made)}, and its data frame has "
            f"{', '.join(map(str, data.columns))}. Mend the names, or say table=…, the rows that "
            "it draws."
        )
    if works_out := sorted({*_worked_out(spec)}):
        raise TymorError(
            f"page.chart: the chart works out what it draws ({', '.join(works_out)}), which its "
            "data frame does not hold. Do it in pandas, or say table=…, the rows that it draws."
        )
    fields.sort(key=lambda name: pd.api.types.is_numeric_dtype(data[name]))
    of_figures = "value" in fields and {*OF_A_FIGURE} <= {*data.columns}
    return data[list(dict.fromkeys([*fields, *(OF_A_FIGURE if of_figures else ())]))]


def _tree_of(chart: alt.TopLevelMixin, *, validate: bool = True) -> dict[str, Any]:
    try:
        return chart.to_dict(validate=validate)
    except alt.MaxRowsError:
        raise TymorError(
            f"page.chart: the chart draws more than {MOST_ROWS:,} rows, which no page should "
            "carry. Sum them up in pandas, and draw that."
        ) from None


def _require_every_language(tree: Any) -> None:
    """Refuse titles that are words of one language."""
    told = [each for each in _titles(tree) if in_one_language(each)]
    if told:
        raise TymorError(
            f"page.chart: {', '.join(map(repr, dict.fromkeys(told)))} in the chart is "
            "in one language only: say page.words(en='…', cy='…') or page.axis('…') there; "
            "the chart's own title is that of page.chart."
        )


def _titles(tree: Any) -> Iterator[str]:
    """The titles of a spec, of its axes, legends, layers and panels."""
    if isinstance(tree, dict):
        for name, part in tree.items():
            if name in ("title", "subtitle") and isinstance(part, str | list):
                yield from [part] if isinstance(part, str) else map(str, part)
            elif name == "title" and isinstance(part, dict):
                yield from _titles(
                    {"title": part.get("text", ""), "subtitle": part.get("subtitle", "")}
                )
            elif name not in ("datasets", "data", "config"):
                yield from _titles(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from _titles(part)


def _worked_out(spec: Any) -> Iterator[str]:
    """What of a spec makes other values of its rows."""
    if isinstance(spec, dict):
        for name, part in spec.items():
            if name in ("aggregate", "bin", "timeUnit", "transform") and part:
                yield name
            elif name not in ("datasets", "data"):
                yield from _worked_out(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _worked_out(part)


def _fields(spec: Any) -> Iterator[str]:
    """The fields of every encoding of a spec, of its layers and panels too."""
    if isinstance(spec, dict):
        for name, part in spec.items():
            if name == "encoding":
                yield from (
                    channel["field"]
                    for channel in part.values()
                    if isinstance(channel, dict) and isinstance(channel.get("field"), str)
                )
            elif name not in ("datasets", "data"):
                yield from _fields(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _fields(part)


@contextmanager
def plain_values() -> Iterator[None]:
    """In this block charts take their values so, unless somebody set up another way."""
    way = alt.data_transformers
    with way.enable(WAY, **way.options) if way.active == "default" else nullcontext():
        yield


def values_of(data: Any, max_rows: int = MOST_ROWS) -> dict[str, Any]:
    """As Altair's default transformer, to the letter: rows as records, nothing as null.

    Raises
    ------
    alt.MaxRowsError
        The chart has more rows than a page should carry.
    """
    if isinstance(data, pd.DataFrame):
        data = labelled(data)
    if not isinstance(data, pd.DataFrame) or not _is_plain(data):
        return dict(alt.default_data_transformer(data, max_rows=max_rows))
    alt.limit_rows(data, max_rows=max_rows)  # raises
    columns = [_listed(column) for _, column in data.items()]
    names = list(data.columns)
    return {"values": [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]}


def _is_plain(data: pd.DataFrame) -> bool:
    """Columns of words, and of numpy's numbers and answers; of anything else Altair knows more."""
    named = data.columns.is_unique and all(isinstance(name, str) for name in data.columns)
    kinds = (isinstance(kind, pd.StringDtype) or kind in _NUMPY for kind in data.dtypes)
    return named and not isinstance(data.index, pd.MultiIndex) and all(kinds)


def _listed(column: "pd.Series[Any]") -> list[Any]:
    values = list(column.tolist())
    if column.dtype == "float64":
        return [value if abs(value) < float("inf") else None for value in values]
    if isinstance(column.dtype, pd.StringDtype):
        return [value if isinstance(value, str) else None for value in values]
    return values


alt.data_transformers.register(WAY, values_of)
