"""Charts of the region's report: what their rows become in a picture."""

import pandas as pd
from pictures import drawn, texts

import region_charts
from shared import school_charts
from shared.units import Axis

MINUS = "\N{MINUS SIGN}"


def test_every_school_is_a_dot() -> None:
    quartiles = {"lower_quartile": 57.5, "median": 65.0, "upper_quartile": 72.5}
    rows = pd.DataFrame({"measure": "CA2", "value": [50.0, 60.0, 70.0, 80.0], "place": 0.0})
    svg = drawn(region_charts.school_dots, rows.assign(**quartiles), Axis("y cant", 0, 100))
    assert svg.count('aria-roledescription="circle"') == 4
    assert "CA2" in texts(svg)


def test_bars_of_moves_stand_in_their_order_with_their_numbers() -> None:
    rows = pd.DataFrame(
        {"short": ["B", "A"], "points": [2.0, -0.5], "shown": ["+2.0", f"{MINUS}0.5"]}
    )
    said = texts(drawn(region_charts.moved_most, rows, Axis("y cant", 0, 100)))
    assert said.index("B") < said.index("A")
    assert {"+2.0", f"{MINUS}0.5"} <= set(said)


def test_distances_are_sorted_and_coloured_by_what_they_mean() -> None:
    rows = pd.DataFrame(
        {
            "short": ["low", "high"],
            "points": [-1.0, 3.0],
            "shown": [f"{MINUS}1.0", "+3.0"],
            "signal": ["none", "met"],
            "signal_word": ["Heb", "Cyrraedd"],
        }
    )
    said = texts(drawn(region_charts.distance_to_target, rows, Axis("y cant", 0, 100)))
    assert said.index("high") < said.index("low")
    assert said.index("✓ Cyrraedd") < said.index("▼ Heb")  # told by shape, too
    assert {"✓ +3.0", f"▼ {MINUS}1.0"} <= set(said)


def test_areas_that_lie_close_together_are_dots_and_the_whole_a_line() -> None:
    rows = pd.DataFrame(
        {
            "area": ["Y Fro", "Caerdydd", "Y rhanbarth"],
            "value": [95.3, 94.9, 95.0],
            "shown": ["95.3", "94.9", "95.0"],
            "role": ["other", "other", "whole"],
        }
    )
    said = texts(drawn(school_charts.areas_beside, rows, Axis("y cant", 0, 100)))
    assert said.index("Y Fro") < said.index("Caerdydd")
    assert "Y rhanbarth, 95.0" in said
    assert "Y rhanbarth" not in said


def test_two_groups_have_a_panel_a_measure_and_a_number_a_dot() -> None:
    rows = pd.DataFrame(
        {
            "measure": ["CA2", "CA2"],
            "area": ["Y Fro", "Y Fro"],
            "group": ["Merched", "Bechgyn"],
            "value": [94.1, 95.2],
            "shown": ["94.1", "95.2"],
            "higher": [False, True],
        }
    )
    said = texts(drawn(school_charts.two_groups, rows, Axis("y cant", 0, 100)))
    assert {"CA2", "Y Fro", "Merched", "Bechgyn", "94.1", "95.2"} <= set(said)
