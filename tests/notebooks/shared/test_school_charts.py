"""Charts of schools and areas: their rows worked by hand, and what the picture says."""

import re

import pandas as pd
import pytest
from pictures import drawn, texts
from projects import ROOT, publication

from shared import charts, school_charts
from shared.units import Axis
from tymor.report import palette

OWN = publication(ROOT)


def test_areas_are_sorted_around_their_values_and_the_whole_is_a_line() -> None:
    areas = [("681", 80.0, "own"), ("672", 90.0, "other"), ("CSC", 85.5, "whole")]
    rows = pd.DataFrame(
        {"area": f"Ysgol {name}", "value": value, "shown": str(value), "role": role}
        for name, value, role in areas
    )
    said = texts(drawn(school_charts.areas_beside, rows, Axis("y cant", 0, 100)))
    assert said.index("Ysgol 672") < said.index("Ysgol 681")
    assert "Ysgol CSC, 85.5" in said
    assert {"80.0", "90.0"} <= set(said)
    assert not {"0", "100"} & set(said)


def test_a_judgement_has_a_sign_beside_its_colour() -> None:
    scheme = OWN.config.judgements.schemes["school_priority"]
    rows = school_charts.judged_rows(
        {"681": {"strong": 3, "limited": 2}}, {"681": {"en": "Cardiff", "cy": "Caerdydd"}},
        {code: each.colour for code, each in scheme.items()},
        {code: OWN.config.languages.say(f"judgements.{code}") for code in scheme},
    )  # fmt: skip
    assert rows["count"].tolist() == [0, 3, 0, 2]
    said = texts(drawn(school_charts.judgement_bars, rows))
    assert {"■ 3", "▼ 2", "■ Cynnydd cryf", "▼ Cynnydd cyfyngedig"} <= set(said)
    assert "▲ 0" not in said


@pytest.mark.parametrize(("width", "labelled"), [(560, True), (120, False)])
def test_a_segment_too_narrow_for_its_label_where_it_is_drawn_has_none(
    width: int, labelled: bool
) -> None:
    columns = ["bar", "order", "category", "rank", "colour", "count"]
    held = [("1.4", 0, "Strong", 0, "yellow", 3), ("1.4", 0, "Limited", 1, "red", 30)]
    rows = pd.DataFrame(held, columns=columns)
    said = texts(drawn(lambda *of: school_charts.judgement_bars(*of).properties(width=width), rows))
    assert ("■ 3" in said) is labelled
    assert "▼ 30" in said


def test_a_label_stands_in_the_middle_of_its_segment_beside_one_too_narrow_for_any() -> None:
    columns = ["bar", "order", "category", "rank", "colour", "count"]
    held = [("1.4", 0, "Strong", 0, "yellow", 1), ("1.4", 0, "Limited", 1, "red", 30)]
    rows = pd.DataFrame(held, columns=columns)
    svg = drawn(school_charts.judgement_bars, rows)
    placed = re.findall(r"translate\(([\d.]+),[^>]*>([^<]+)</text>", svg)
    across = {said: float(x) for x, said in placed}
    assert not {said for said in across if said.endswith(" 1")}
    assert abs(across["▼ 30"] - 16 * across["10"] / 10) < 1  # from 1 to 31


def test_the_region_keeps_its_colour_beside_any_number_of_areas() -> None:
    for number in (2, 3, 4):
        rows = [
            {
                "measure": "FPOI",
                "order": 0,
                "area": f"area {rank}",
                "rank": rank,
                "value": 80 + rank,
            }
            for rank in range(number)
        ]
        spec = charts.compared(pd.DataFrame(rows), str, Axis("y cant", 0, 100)).to_dict()
        scale = spec["layer"][1]["encoding"]["color"]["scale"]
        assert len(set(scale["range"])) == len(scale["domain"]) == number
        if number > 2:
            assert scale["range"][-1] == palette.REGION
