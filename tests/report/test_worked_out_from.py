"""What figures were worked out from is told to those who hold learners' rows, and to no others."""

import json
from pathlib import Path

import pytest
from tiny_release import Row, report_on

from tymor.page import Figure
from tymor.render.figures_csv import COLUMNS, figures_csv
from tymor.report.counted import counted
from tymor.report.document import Document


def told(page: Document) -> list[tuple[float | None, float | None, str]]:
    """Of a figure of the release, and of one that is counted in a notebook."""
    own = page.figures().one("ks2_csi", "2016/17")
    made = counted(page, "each", 2.5, {"en": "Each", "cy": "Yr un"}, decimals=1,
                   numerator=5, denominator=2, source="costs")  # fmt: skip
    assert own is not None
    return [(each.numerator, each.denominator, each.source) for each in (own, made)]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Document:
    return report_on(monkeypatch, tmp_path, [Row("681", "ks2_csi", "2016/17", 80.0)], area="681",
                     report="authority").page  # fmt: skip


def test_a_protected_audience_is_told_nothing(page: Document) -> None:
    assert page.protected
    assert told(page) == [(None, None, "")] * 2


def test_who_holds_the_rows_is_told_and_the_page_keeps_it(page: Document) -> None:
    page.audience = "authority"
    assert not page.protected
    assert told(page) == [(None, 200.0, "computed"), (5, 2, "costs")]


def test_what_is_not_told_is_not_written(page: Document) -> None:
    figure = page.figures().one("ks2_csi", "2016/17")
    assert figure is not None
    written = json.loads(figure.model_dump_json())
    assert not {"numerator", "denominator", "source"} & written.keys()
    zero = figure.model_copy(update={"numerator": 0.0, "denominator": 200.0})
    assert json.loads(zero.model_dump_json())["numerator"] == 0


def test_each_figure_has_the_name_of_its_area() -> None:
    rows = [",".join(["page", area, *[""] * (len(COLUMNS) - 2), "A", "B"]) for area in ("681", "x")]
    text = figures_csv(["\n".join(rows)], ("en", "cy"), {"681": ("Cardiff", "Caerdydd")}).decode()
    head, known, unknown = (line.split(",") for line in text.splitlines())
    assert head[-4:] == ["label_en", "label_cy", "area_en", "area_cy"]
    assert (known[-2:], unknown[-2:]) == (["Cardiff", "Caerdydd"], ["", ""])


def test_what_has_no_value_was_worked_out_from_nothing(page: Document) -> None:
    page.audience = "authority"
    made = counted(page, "each", None, {"en": "Each", "cy": "Yr un"}, missing="not_available",
                   denominator=8, source="grants")  # fmt: skip
    assert (made.numerator, made.denominator, made.source) == (None, None, "grants")
    with pytest.raises(ValueError, match="without a value rests on no numbers"):
        Figure(**{**made.model_dump(), "denominator": 8})
