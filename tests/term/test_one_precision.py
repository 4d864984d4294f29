"""A measure has one number of decimal places, on every page of a term and wherever it stands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kept_pages import kept_pages
from long_tests import long_but
from made_report import bundled_term

from tymor.config import Config

TERMS = ("2017-spring", "2017-summer", "2017-autumn")


def measure_of(config: Config, figure: dict[str, Any]) -> str | None:
    """The measure that a figure is of; also of one that was worked out of its figures, whose id
    goes on after the measure's. Counts of schools and learners are of none."""
    if figure["unit"] == "count" or figure["value"] is None:
        return None
    name = figure["measure_id"].removeprefix("value_")
    known = [each for each in config.measures if name == each or name.startswith(f"{each}_")]
    return max(known, key=len, default=None)


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a page."""
    if isinstance(tree, dict):
        yield tree
    for each in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from nodes(each)


def shown_to(config: Config, page: Any) -> Iterator[tuple[str, int, str]]:
    """Each measure that a page shows, to how many places, and in which block."""
    for block in page["blocks"]:
        for node in nodes(block):
            if {"measure_id", "value", "unit", "decimals"} <= node.keys():
                measure = measure_of(config, node)
                if measure is not None:
                    yield measure, node["decimals"], block["id"]
        for row in block.get("table", {}).get("rows", ()):
            yield from _worked_out(config, row, block["id"])


def _worked_out(config: Config, row: Any, block: str) -> Iterator[tuple[str, int, str]]:
    """The changes in a row that has figures of one measure: numbers of the notebook's own."""
    figures = [cell["figure"] for cell in row["cells"] if cell["kind"] == "figure"]
    measures = {measure_of(config, each) for each in figures} - {None}
    if len(measures) == 1:
        (measure,) = measures
        for cell in row["cells"]:
            if cell["kind"] == "number" and cell["unit"] in ("pp", "pct") and cell["value"]:
                yield str(measure), cell["decimals"], block


def differing(config: Config, folder: Path) -> list[str]:
    """Measures of built pages that are shown to other places than their own."""
    found: dict[tuple[str, int], str] = {}
    for file in sorted(folder.rglob("page.json")):
        page = json.loads(file.read_text("utf-8"))
        for measure, places, block in shown_to(config, page):
            if places != config.decimals[measure]:
                where = f"{file.parent.relative_to(folder)}, {block}"
                found.setdefault((measure, places), where)
    return [f"{measure} to {places}: {where}" for (measure, places), where in found.items()]


def test_a_second_precision_is_found(tmp_path: Path) -> None:
    config = bundled_term("2017-summer").config
    figure = {"measure_id": "ks2_csi", "value": 87.6, "unit": "pct", "decimals": 1}
    cells = [{"kind": "figure", "figure": figure | {"decimals": 2}},
             {"kind": "number", "unit": "pp", "value": 1.2, "decimals": 1}]  # fmt: skip
    blocks = [
        {"id": "tile", "items": [{"figure": figure | {"measure_id": "ks2_csi_schools_median"}}]},
        {"id": "table", "table": {"rows": [{"cells": cells}]}},
        {"id": "fine", "figures": [figure | {"decimals": 2}, figure | {"unit": "count"}]},
    ]
    for at, block in enumerate(blocks):
        place = tmp_path / str(at) / "page.json"
        place.parent.mkdir()
        place.write_text(json.dumps({"blocks": [block]}), "utf-8")
    shown = [differing(config, tmp_path / str(at)) for at in range(3)]
    assert shown == [["ks2_csi to 1: ., tile"], ["ks2_csi to 1: ., table"], []]


@pytest.mark.parametrize("term", long_but(TERMS, "2017-summer"))
def test_a_measure_has_one_precision_all_over_a_term(term: str) -> None:
    kept = kept_pages(term)
    assert all([*audience.rglob("page.json")] for audience in kept.iterdir())
    assert differing(bundled_term(term).config, kept) == []
