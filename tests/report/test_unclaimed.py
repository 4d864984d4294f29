"""Numbers that say nothing of what they rest on belong to the block that has their words."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from written_page import Written, written

from tymor.report import columns as col
from tymor.report import told

FIGURES = [{"measure_id": "ks2_csi", "academic_year": "2016/17", "value": 57.2}]


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Written]:
    with written(tmp_path, {}, figures=FIGURES) as opened:
        yield opened


def unclaimed(it: Written) -> list[tuple[str, ...]]:
    return [block.unclaimed for block in it.blocks]


def test_a_number_of_a_sentence_is_named(it: Written) -> None:
    it.page.text(en="{n} schools", cy="{n} ysgol", n=3)
    it.page.text(en="No number", cy="Dim rhif")
    assert unclaimed(it) == [("n",), ()]


def test_a_figure_and_a_number_with_a_claim_are_not(it: Written) -> None:
    figure = it.page.figures().latest("ks2_csi")
    assert figure is not None
    it.page.text(en="{now}, {n}", cy="{now}, {n}", now=figure, n=told.number_of([figure]))
    assert unclaimed(it) == [()]


def test_a_number_belongs_to_the_words_that_it_ends_up_in(it: Written) -> None:
    """However long before it was said, and not to what is shown next."""
    span = it.page.words(en="{low} to {high}", cy="{low} i {high}", low=3, high=4)
    it.page.heading(en="Schools", cy="Ysgolion")
    it.page.text(en="From {span}.", cy="O {span}.", span=span)
    assert unclaimed(it) == [(), ("low", "high")]


def test_a_number_in_the_cell_of_a_table_is_nobodys(it: Written) -> None:
    frame = pd.DataFrame({"a": [it.page.words(en="{n} days", cy="{n} diwrnod", n=3)]})
    it.page.table(frame, [col.words("a", "table.measure")], title={"en": "T", "cy": "T"})
    it.page.table(
        frame, [col.words("a", "table.measure")], title={"en": "Of {n}", "cy": "O {n}"}, n=7
    )
    assert unclaimed(it) == [(), ("n",)]


def test_a_number_is_not_found_within_another(it: Written) -> None:
    it.page.words(en="{n}", cy="{n}", n=5)
    it.page.text(en="In 2015 it was 15.", cy="Yn 2015, 15 oedd.")
    assert unclaimed(it) == [()]
