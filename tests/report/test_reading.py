"""A notebook reads what its report says it reads, and nothing else of the release."""

from pathlib import Path

import pandas as pd
import pytest
from tiny_release import area_row, write_release

from tymor.errors import TymorError
from tymor.report.reading import ReleaseReader


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return write_release(tmp_path, [], [area_row(each, "primary") for each in ("CSC", "681")])


def test_no_other_areas_figures_are_read(release: Path) -> None:
    with pytest.raises(TymorError, match="leaves out CSC: add the relation that is missing"):
        ReleaseReader(release, "681", ["self"]).figures(["681", "CSC"])


def test_no_other_table_is_read(release: Path) -> None:
    reader = ReleaseReader(release, "681", ["self"])
    assert not reader.has("risk")
    with pytest.raises(TymorError, match="add it to the report's 'uses'"):
        reader.table("risk")


def test_a_table_that_the_audience_may_not_read_has_no_rows(release: Path) -> None:
    reader = ReleaseReader(release, "681", ["self"], tables=["risk"])
    assert [*reader.rows("risk", "area_id", "level").columns] == ["area_id", "level"]
    assert reader.rows("risk", "area_id").empty
    with pytest.raises(TymorError, match="add it to the report's 'uses'"):
        reader.rows("plan", "area_id")
    pd.DataFrame({"area_id": ["681", "672"], "level": [1, 2]}).to_parquet(release / "risk.parquet")
    assert reader.rows("risk", "area_id", "level")["level"].tolist() == [1]


def test_a_report_that_says_it_reads_no_figures_gets_none(release: Path) -> None:
    reader = ReleaseReader(release, "681", ["self"], tables=["plan"])
    assert list(reader.areas.index) == ["681"]
    with pytest.raises(TymorError, match=r"take 'figures: false' out of its report\.yml"):
        reader.figures(["681"])


def test_an_area_that_is_not_there_is_told(release: Path) -> None:
    with pytest.raises(TymorError, match="No area '999' in this release; it has"):
        ReleaseReader(release, "999", ["self"]).slice  # noqa: B018
