"""An area beside wider ones, and its targets beside what is reached."""

from typing import Any

import pandas as pd
import pytest
from desk import desk_page
from made_report import bundled_project

from shared.targets_reached import show_targets_reached, targets_ahead
from shared.wider import both_have, changes_beside, show_wider
from tymor.measures.frame import as_figures
from tymor.report.areas import Area
from tymor.report.figures import Figures

FIRST, BEFORE, NOW, NEXT = "2014/15", "2015/16", "2016/17", "2017/18"
Row = tuple[str, str, str, str, float | None]


def figures_of(*rows: Row) -> Figures:
    """Area, measure, year, kind and value; withheld where there is none."""
    own = bundled_project()
    columns = ["area_id", "measure_id", "academic_year", "kind", "value"]
    frame = pd.DataFrame(rows, columns=columns)
    status = frame["value"].notna().map({True: "verified", False: "suppressed"})
    made = frame.assign(group="all", unit="pct", decimals=1, status=status)
    return Figures.of(as_figures(made), own.config, own.term)


def wider(measure: str, year: str, value: float) -> dict[str, Any]:
    return {
        "of_area": "WALES", "relation": "above", "measure_id": measure, "academic_year": year,
        "value": value, "status": "verified", "published": "2017-09", "invented": False,
        "name_en": "Wales", "name_cy": "Cymru", "title_en": "Print", "title_cy": "Print",
        "from_en": "the Government", "from_cy": "y Llywodraeth",
    }  # fmt: skip


def shown_beside(rows: list[dict[str, Any]], *own: Row) -> Any:
    page = desk_page("authority", "681", "public")
    page.release.__dict__["table"] = lambda name: pd.DataFrame(rows)
    show_wider(page, figures_of(*own))
    return page


def test_a_count_is_of_measures_that_both_have_in_one_year() -> None:
    rows = [
        wider("ks2_csi", NOW, 80.0),
        wider("ks3_csi", BEFORE, 80.0),
        wider("fp_fpoi", NOW, 80.0),
    ]
    page = shown_beside(
        rows,
        ("681", "ks2_csi", NOW, "actual", 81.0),
        ("681", "ks3_csi", BEFORE, "actual", 70.0),
        ("681", "fp_fpoi", NOW, "actual", None),
    )
    first, *_, last = page.said("en")
    assert first == (
        "Cardiff does better than Wales on 1 of 2 measures that can be compared, 2016/17, or an "
        "older year where that is the newest common one (Key Stage 3 (CSI), "
        "2015/16)."
    )
    assert page.said("cy")[0].startswith("Mae Caerdydd yn gwneud yn well na Chymru ar 1 o'r 2")
    assert last.startswith("The figures of wider areas come from this source: the Government")


def test_without_wider_figures_nothing_is_said() -> None:
    assert shown_beside([wider("ks2_csi", NOW, 80.0)]).said("en") == []


def test_a_gap_that_closes_faster_has_improved_more() -> None:
    gap = "gap_ks2_csi"
    rows = [wider(gap, FIRST, -20.0), wider(gap, NOW, -18.0)]
    own = [("681", gap, FIRST, "actual", -20.0), ("681", gap, NOW, "actual", -15.0)]
    page = shown_beside(rows, *own)  # type: ignore[arg-type]
    assert page.said("en")[1].startswith("Cardiff improved more than Wales on the one measure")
    slower = shown_beside([wider(gap, FIRST, -20.0), wider(gap, NOW, -10.0)], *own)  # type: ignore[arg-type]
    assert slower.said("en")[1].startswith(
        "Cardiff did not improve more than Wales on the one measure"
    )


@pytest.mark.parametrize("years", [(FIRST, NOW), (NOW, NOW)])
def test_a_change_needs_two_years_of_both(years: tuple[str, str]) -> None:
    own, other = (
        Area(i, "x", None, i, {}, None, None, None, None, None, None, False) for i in "AB"
    )
    figures = figures_of(
        *(("A", "ks2_csi", year, "actual", 80.0) for year in (FIRST, NOW)),
        *(("B", "ks2_csi", year, "actual", 70.0) for year in dict.fromkeys(years)),
    )
    assert len(changes_beside(figures, own, other, "ks2_csi")) == (2 if years[0] == FIRST else 0)
    assert both_have(figures, own, other) == {"ks2_csi": NOW}


def test_targets_below_what_is_reached_are_told() -> None:
    figures = figures_of(
        ("681", "ks2_csi", NOW, "actual", 90.0), ("681", "ks2_csi", NEXT, "target", 89.9),
        ("681", "ks3_csi", NOW, "actual", 90.0), ("681", "ks3_csi", NEXT, "target", 90.0),
        ("681", "ks4_l1", BEFORE, "actual", 95.0), ("681", "ks4_l1", NEXT, "target", 94.0),
        ("681", "gap_ks2_csi", NOW, "actual", -9.0), ("681", "gap_ks2_csi", NEXT, "target", -11.0),
        ("681", "fp_fpoi", NOW, "actual", None), ("681", "fp_fpoi", NEXT, "target", 10.0),
    )  # fmt: skip
    rows = targets_ahead(figures, NEXT).set_index("measure_id")
    assert rows["points"].to_dict() == {
        "ks2_csi": -0.1, "ks3_csi": 0.0, "ks4_l1": -1.0, "gap_ks2_csi": -2.0,
    }  # fmt: skip
    page = desk_page("authority", "681", "public")
    show_targets_reached(page, figures)
    assert page.said("en") == [
        "Of 4 targets for 2017/18 that can be held against a result, 3 are behind the result "
        "already reached."
    ]
