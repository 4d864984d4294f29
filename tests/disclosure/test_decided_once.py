"""What was tried is not tried again, and what is asked about is decided as all is."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_protect import RULES, table

from tymor.cache import Cache
from tymor.disclosure import again
from tymor.disclosure.decide import attackers_of, decide, readers_of
from tymor.disclosure.protect import HIDDEN, Cells, protect


def of_two_years() -> pd.DataFrame:
    """In each year two schools are all but one, so that a third one's figure is withheld beside."""
    first = table([(14, 15), (14, 15), (20, 30), (25, 40)])
    return pd.concat([first, first.assign(academic_year="2015/16")], ignore_index=True)


def test_of_what_is_asked_about_others_are_withheld_as_of_all() -> None:
    rows = of_two_years()
    whole = decide(rows, {}, RULES).cells["state"].to_numpy()
    only = (rows["academic_year"] == "2015/16").to_numpy()
    some = decide(rows, {}, RULES, only=only).cells["state"].to_numpy()
    assert (some[only] == whole[only]).all()
    assert (some[~only] != whole[~only]).any()  # of these nothing was mended


def test_what_was_tried_of_the_same_numbers_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = [9, 9, 30, 12, 45]
    rows = table([(size // 2, size) for size in sizes], fine=True)
    readers, schools, cache = (
        readers_of(rows, {}, RULES),
        attackers_of(rows, RULES),
        Cache(tmp_path),
    )

    def shown() -> list[int]:
        cells = Cells(rows, RULES)
        own = protect(cells).copy()
        cells.state[[2, 3, 4]] = HIDDEN
        return list(again.shown_again(cells, own, readers, schools, cache=cache))

    def not_asked(*_: object) -> list[object]:
        raise AssertionError("it was tried again")

    not_asked.__module__ = again.found_out.__module__
    first = shown()
    assert np.count_nonzero(np.array(first) == HIDDEN) < 5
    monkeypatch.setattr(again, "found_out", not_asked)
    assert shown() == first
