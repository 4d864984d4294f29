"""Charts as pictures, and the number and date formats Vega gets."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pages import bar_spec
from pictures import texts
from projects import ROOT

from tymor.cache import Cache
from tymor.config.words import load_languages
from tymor.locale import Catalogue
from tymor.render.charts import FAMILIES, ChartError, to_svg, vega_locale


@pytest.fixture(scope="module")
def welsh() -> Catalogue:
    return load_languages(ROOT)["cy"]


def month_spec() -> dict[str, Any]:
    return {
        "data": {"values": [{"day": "2017-07-20T12:00:00", "gap": -1234.5}]},
        "mark": "text",
        "encoding": {
            "y": {"field": "gap", "type": "quantitative", "axis": None},
            "x": {"field": "day", "type": "temporal", "axis": {"format": "%B", "tickCount": 1}},
            "text": {"field": "gap", "format": ",.1f"},
        },
    }


def test_one_spec_gives_the_same_bytes_each_time(welsh: Catalogue) -> None:
    first = to_svg(bar_spec("Barrau"), welsh)
    assert to_svg(bar_spec("Barrau"), welsh) == first


def test_a_spec_is_drawn_once_and_then_read(welsh: Catalogue, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    drawn = to_svg(bar_spec("Barrau"), welsh, cache)
    (entry,) = tmp_path.rglob("*.gz")
    entry.write_bytes(gzip.compress(b"<svg>kept</svg>"))
    assert to_svg(bar_spec("Barrau"), welsh, cache) == "<svg>kept</svg>"
    assert to_svg(bar_spec("Barrau"), welsh) == drawn


def test_what_is_drawn_otherwise_is_kept_apart(welsh: Catalogue, tmp_path: Path) -> None:
    english, cache = load_languages(ROOT)["en"], Cache(tmp_path)
    for words in (welsh, english):
        to_svg(month_spec(), words, cache)
    to_svg(month_spec() | {"title": "Bwlch"}, welsh, cache)
    assert len(list(tmp_path.rglob("*.gz"))) == 3


def test_numbers_and_months_are_written_as_the_language_does(welsh: Catalogue) -> None:
    shown = texts(to_svg(month_spec(), welsh))
    assert "−1,234.5" in shown
    assert set(shown) & set(vega_locale("cy_GB")["timeFormatLocale"]["months"])


def test_vega_locale_starts_its_week_on_sunday_and_knows_welsh() -> None:
    time = vega_locale("cy_GB")["timeFormatLocale"]
    assert time["days"][:2] == ["Dydd Sul", "Dydd Llun"]
    assert time["months"][6] == "Gorffennaf"
    assert time["date"] == "%-d %B %Y"
    assert vega_locale("en_GB")["timeFormatLocale"]["days"][0] == "Sunday"


def test_fonts_are_named_so_that_a_browser_understands_them(welsh: Catalogue) -> None:
    spec = bar_spec("Barrau") | {"config": {"font": "Source Sans 3"}}
    for svg in (to_svg(spec, welsh), to_svg(bar_spec("Barrau"), welsh)):
        assert set(re.findall(r'font-family="([^"]*)"', svg)) == {FAMILIES}


def test_labels_are_measured_with_the_real_face(welsh: Catalogue) -> None:
    """A face that is not found is guessed at 89 px for this label; it takes 62 to 65."""
    svg = to_svg(bar_spec("Barrau"), welsh)
    plot_starts = float(re.findall(r'transform="translate\(([\d.]+),5\)"', svg)[0])
    assert plot_starts < 80


def test_a_picture_has_room_beside_it_for_a_wider_stand_in_font(welsh: Catalogue) -> None:
    tree = etree.fromstring(to_svg(bar_spec("Barrau"), welsh).encode())
    left, _, width, _ = (float(part) for part in tree.get("viewBox", "").split())
    assert left < 0
    assert width == float(tree.get("width", "0"))


def test_a_spec_cannot_fetch_data(welsh: Catalogue) -> None:
    for address in ("https://example.org/a.csv", "/etc/passwd", "file:///etc/passwd"):
        spec = {"description": "Siart", "data": {"url": address}, "mark": "bar", "encoding": {}}
        with pytest.raises(ChartError, match=r"'Siart' could not be drawn: it asks for data"):
            to_svg(spec, welsh)


def test_a_spec_that_is_none_is_named(welsh: Catalogue) -> None:
    with pytest.raises(ChartError, match="'Siart' could not be drawn: Invalid specification"):
        to_svg({"description": "Siart"}, welsh)


def test_text_in_a_chart_stays_text(welsh: Catalogue) -> None:
    nasty = "</text><script>alert(1)</script>"
    spec = bar_spec("Barrau") | {"data": {"values": [{"la": nasty, "v": 1}]}}
    svg = to_svg(spec, welsh)
    assert nasty in texts(svg)
    assert not etree.fromstring(svg.encode()).xpath("//*[local-name()='script']")
