"""Charts for narrow screens: every word is whole, and none needs more room than there is."""

import json

import pytest
from lxml import etree
from pages import bar_spec
from projects import ROOT

from tymor.config import load_config
from tymor.render import charts
from tymor.render.narrow import WIDTH, narrow
from tymor.render.pictures import size_of

WORDS = load_config(ROOT).languages["cy"]
LONG = "Cefnogi diwygio'r cwricwlwm ym mhob ysgol drwy rwydweithiau ysgol i ysgol"
GROUPS = ("Yn gymwys i gael prydau ysgol am ddim", "Heb fod yn gymwys")
MEASURES = ("Cyfnod Allweddol 2 (DPC), 2016/17", "Lefel 1")
ROWS = [{"la": name, "v": value, "group": group, "measure": measure}
        for name, value in (("Caerdydd", 88.6), (LONG, 85.1))
        for group in GROUPS for measure in MEASURES]  # fmt: skip
BY_GROUP = {
    "mark": "point",
    "encoding": {
        "x": {"field": "v", "type": "quantitative", "title": "Y cant o'r holl ddisgyblion"},
        "y": {"field": "la", "type": "nominal", "title": None},
        "color": {"field": "group", "type": "nominal",
                  "legend": {"orient": "top", "title": None}},
    },
}  # fmt: skip
SPECS = {
    "one view": {"data": {"values": ROWS}, "width": 640, "height": {"step": 20}, **BY_GROUP},
    "panels": {
        "data": {"values": ROWS},
        "columns": 3,
        "facet": {"field": "measure", "type": "nominal", "title": None},
        "spec": {"width": 300, "height": {"step": 20}, **BY_GROUP},
    },
}


@pytest.mark.parametrize("name", list(SPECS))
def test_it_fits_and_all_of_each_name_is_there(name: str) -> None:
    spec = SPECS[name]
    svg = charts.to_svg(narrow(spec), WORDS)
    assert size_of(svg).width <= WIDTH + 2 * charts.MARGIN + 8
    assert size_of(svg).height > size_of(charts.to_svg(spec, WORDS)).height
    said = " ".join(etree.fromstring(svg.encode()).itertext())
    for words in (LONG, *GROUPS, "Y cant o'r holl ddisgyblion"):
        assert all(word in said for word in words.split()), words
    assert "…" not in said


def test_rows_are_as_far_apart_as_their_longest_name_has_lines() -> None:
    made = narrow(SPECS["one view"])
    label = made["encoding"]["y"]["axis"]["labelExpr"]
    lines = json.loads(label[1 : label.rindex(")")])
    assert lines["Caerdydd"] == "Caerdydd"
    assert len(lines[LONG]) > 2
    assert made["height"]["step"] >= 15 * len(lines[LONG])


def test_the_chart_itself_is_left_as_it_was() -> None:
    before = json.dumps(SPECS)
    for spec in SPECS.values():
        narrow(spec)
    assert json.dumps(SPECS) == before
    plain = narrow(bar_spec("bars"))
    assert plain["data"] == bar_spec("bars")["data"]
