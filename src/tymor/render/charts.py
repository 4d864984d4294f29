"""Charts as pictures: a Vega-Lite spec becomes an SVG, with this language's numbers.

The same SVG stands in the page for a reader without JavaScript, in print and in
the PDF. Nothing is fetched while it is drawn, so a spec cannot ask the network
for data, and one spec gives the same bytes each time.
"""

import json
import logging
import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

from babel import Locale

from tymor.cache import Cache
from tymor.errors import TymorError
from tymor.locale import Catalogue

FONT = "Source Sans 3"
#: Text is measured with the heavier face, by its PostScript name: that leaves room for both.
_MEASURED_WITH = "SourceSans3-Semibold"
#: A picture in a page cannot use the page's fonts: what stands in, by likeness of width.
#: The name ends in a digit, which CSS takes only in quotes.
FAMILIES = (
    "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
)
_FONTS = Path(__file__).parent / "fonts"
CONVERTER = f"vl-convert {version('vl-convert-python')}"
#: What one process's Vega may hold. Without it, it takes 60 MB more before it collects.
_HEAP_MB = 128
#: Room at both sides, since a stand-in font runs wider than the one measured with.
MARGIN = 8
_ONCE = Lock()
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"')
#: CLDR date fields -> the directives of d3-time-format.
_FIELDS = {
    "d": "%-d",
    "dd": "%d",
    "MM": "%m",
    "MMM": "%b",
    "MMMM": "%B",
    "y": "%Y",
    "EEEE": "%A",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
}


class ChartError(TymorError):
    """A chart's spec cannot be drawn."""


def to_svg(spec: dict[str, Any], words: Catalogue, cache: Cache | None = None) -> str:
    """Draw a Vega-Lite spec as SVG text with the numbers and dates of its language.

    The spec holds its data. A suppressed figure must not be in it: what is in the data can be
    read out of the page's own copy.

    Raises
    ------
    ChartError
        Vega-Lite refuses the spec, or the spec asks for data at an address.
    """
    text, locale = json.dumps(spec, ensure_ascii=False), words.cldr
    if cache is None:
        return _draw(text, locale)
    made_from = (text, json.dumps(vega_locale(locale)), _drawn_with())
    return cache.text(made_from, lambda: _draw(text, locale))


def warm_up() -> None:
    """Start the chart engine: it takes half a second before its first chart."""
    engine().vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"})


@cache
def vega_locale(cldr: str) -> dict[str, Any]:
    """How Vega writes numbers and dates in a locale of CLDR: ``formatLocale`` and
    ``timeFormatLocale``, as vega-embed takes them.
    """
    locale = Locale.parse(cldr)
    symbols = locale.number_symbols["latn"]
    return {
        "formatLocale": {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["£", ""],
            "percent": symbols["percentSign"],
            "minus": "\N{MINUS SIGN}",
        },
        "timeFormatLocale": _time_locale(locale),
    }


def _time_locale(locale: Locale) -> dict[str, Any]:
    date = _directives(locale.date_formats["long"].pattern)
    time = _directives(locale.time_formats["medium"].pattern)
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    names, months = locale.days["stand-alone"], locale.months["stand-alone"]
    periods = locale.day_periods["format"]["abbreviated"]
    return {
        "dateTime": f"{date} {time}",
        "date": date,
        "time": time,
        "periods": [periods["am"], periods["pm"]],
        "days": [names["wide"][day] for day in sunday_first],
        "shortDays": [names["abbreviated"][day] for day in sunday_first],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }


def _directives(pattern: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda field: _FIELDS[field.group()], pattern)


@cache
def _drawn_with() -> str:
    """What decides on every picture beside its spec: the converter, the fonts, this module."""
    files = [Path(__file__), *sorted(_FONTS.glob("*.ttf"))]
    hashes = [sha256(file.read_bytes()).hexdigest() for file in files]
    return " ".join([CONVERTER, *hashes])


def _draw(spec: str, cldr: str) -> str:
    locale = vega_locale(cldr)
    try:
        json.loads(spec, object_hook=_refuse_addresses)
        svg = engine().vegalite_to_svg(
            json.loads(spec, object_hook=_measurable),
            config={"font": _MEASURED_WITH},
            format_locale=locale["formatLocale"],
            time_format_locale=locale["timeFormatLocale"],
        )
    except ValueError as error:
        raise ChartError(
            f"The chart {_name(spec)} could not be drawn: {_reason(error)}. Expected a "
            "Vega-Lite spec with its data inside; draw it alone in its notebook."
        ) from error
    return _with_margin(svg.replace(f'font-family="{_MEASURED_WITH}"', f'font-family="{FAMILIES}"'))


def _name(spec: str) -> str:
    return repr(json.loads(spec).get("description", "without a description"))


def _reason(error: ValueError) -> str:
    """Vega's own line of the message: the first names only the converter."""
    lines = str(error).strip().splitlines()
    return lines[min(1, len(lines) - 1)].removeprefix("Error: ").rstrip(".")


def engine() -> Any:
    """vl-convert, set up. Importing it starts threads: a process that forks must not."""
    import vl_convert

    with _ONCE:
        _set_up(vl_convert)
    return vl_convert


@cache
def _set_up(vl_convert: Any) -> None:  # under _ONCE: the cache would let two threads in
    """Own fonts; no address and no file may be read; memory that stays flat."""
    # What Vega finds odd of a chart would stand in red below it, and in a batch 400 times.
    logging.getLogger("vl_convert").setLevel(logging.ERROR)
    vl_convert.register_font_directory(str(_FONTS))
    vl_convert.configure(base_url=False, allowed_base_urls=[], max_v8_heap_size_mb=_HEAP_MB)


def _refuse_addresses(part: dict[str, Any]) -> dict[str, Any]:
    """Vega would leave a chart empty, without a word, where it may not read a file."""
    data = part.get("data")
    if isinstance(data, dict) and "url" in data:
        raise ValueError(f"it asks for data at {data['url']!r}")
    return part


def _measurable(part: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _MEASURED_WITH
        if key.lower().endswith("font") and isinstance(value, str) and FONT in value
        else value
        for key, value in part.items()
    }


def _with_margin(svg: str) -> str:
    def widen(size: re.Match[str]) -> str:
        width, height = float(size[1]) + 2 * MARGIN, size[2]
        return f'width="{width:g}" height="{height}" viewBox="-{MARGIN} 0 {width:g} {height}"'

    return _SIZE.sub(widen, svg, count=1)
