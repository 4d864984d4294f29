"""A status belongs to a measure and year: all areas, groups and gaps have it, or none."""

import re
from pathlib import Path

import pandas as pd
import pytest
from built import build_quietly
from projects import ROOT, keep_reports, mini_project, publication

from tymor.check.data import check
from tymor.measures.frame import WORDS, as_figures
from tymor.measures.result_status import ResultStatuses
from tymor.page import NUMBERED
from tymor.prepare.release import prepare

STATUSES = """\
measure_id,academic_year,status,as_at
fp_fpoi,2015/16,provisional,2016-09-01
fp_fpoi,2015/16,verified,2018-01-15
fp_fpoi,2014/15,not_verified,2015-09-01
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = mini_project(tmp_path_factory.mktemp("status") / "project")
    keep_reports(root, ["authority", "school"])
    (root / "data" / "mini" / "result_status.csv").write_text(STATUSES, "utf-8")
    return root


@pytest.fixture(scope="module")
def actuals(project: Path) -> pd.DataFrame:
    own = publication(project)
    figures = prepare(own, check(own))["public"].tables["figures"]
    return figures[figures["kind"] == "actual"]


def of(actuals: pd.DataFrame, measure: str, year: str) -> pd.DataFrame:
    return actuals[(actuals["measure_id"] == measure) & (actuals["academic_year"] == year)]


@pytest.mark.parametrize("measure", ["fp_fpoi", "gap_fp_fpoi"])
def test_what_is_not_verified_has_no_number_anywhere(actuals: pd.DataFrame, measure: str) -> None:
    rows = of(actuals, measure, "2014/15")
    assert rows["area_id"].nunique() > (2 if measure == "fp_fpoi" else 0)  # schools, too
    assert set(rows["status"]) == {"not_verified"}
    assert rows[["value", "numerator", "denominator", "cohort"]].isna().all(axis=None)
    assert set(rows["signal"]) == {"none"}


@pytest.mark.parametrize("measure", ["fp_fpoi", "gap_fp_fpoi"])
def test_what_is_provisional_is_so_everywhere(actuals: pd.DataFrame, measure: str) -> None:
    rows = of(actuals, measure, "2015/16")
    numbered = rows[rows["status"].isin(NUMBERED)]
    assert numbered["area_id"].nunique() > (1 if measure == "fp_fpoi" else 0)
    assert set(numbered["status"]) == {"provisional"}


def test_what_nothing_is_said_of_is_counted_or_verified(actuals: pd.DataFrame) -> None:
    others = actuals[(actuals["measure_id"] == "attendance_primary") & actuals["value"].notna()]
    assert set(others["status"]) <= {"counted", "verified"} and len(others)


def figures_of(*rows: tuple[str, str, str, str, str, float | None]) -> pd.DataFrame:
    """Area, measure, year, kind, status and value; words as categories."""
    columns = ["area_id", "measure_id", "academic_year", "kind", "status", "value"]
    frame = pd.DataFrame(rows, columns=columns).assign(group="all", unit="pct", decimals=1)
    return as_figures(frame).astype(dict.fromkeys(WORDS, "category"))


def statuses(measure: str, year: str) -> ResultStatuses:
    config = publication(ROOT).config
    told = pd.DataFrame([(measure, year, "not_verified")],
                        columns=["measure_id", "academic_year", "status"])  # fmt: skip
    printed = pd.DataFrame(columns=["area_id", "measure_id", "academic_year", "status"])
    return ResultStatuses(told, printed, "CSC", config.measures)


def test_a_result_that_nobody_has_is_not_waited_for() -> None:
    first, year = "2015/16", "2016/17"
    figures = figures_of(
        ("675", "ks4_l1", first, "actual", "not_available", None),
        ("675", "ks4_l1", year, "actual", "not_available", None),
        ("675", "ks4_l1", year, "target", "not_set", None),
        ("672", "ks4_l1", year, "actual", "not_available", None),
        ("672", "ks4_l1", first, "actual", "counted", 50.0),
        ("674", "ks4_l1", year, "actual", "not_available", None),
        ("674", "ks4_l1", year, "target", "set", 60.0),
    )
    given = statuses("ks4_l1", year).given_to(figures)
    now = given[(given["kind"] == "actual") & (given["academic_year"] == year)]
    assert now.set_index("area_id")["status"].to_dict() == {
        "675": "not_available", "672": "not_verified", "674": "not_verified",
    }  # fmt: skip


def test_groups_of_learners_have_it_whether_their_other_results_are_shown_or_not() -> None:
    figures = figures_of(
        ("672", "ks4_l1", "2015/16", "actual", "counted", 50.0),
        ("674", "ks4_l1", "2015/16", "actual", "not_available", None),
    ).assign(group="efsm")
    figures["group"] = figures["group"].astype("category")
    told = statuses("ks4_l1", "2016/17").told_of_groups(figures, ["2015/16", "2016/17"])
    now = told[told["academic_year"] == "2016/17"].set_index("area_id")
    assert now[["group", "status"]].to_numpy().tolist() == [["efsm", "not_verified"]] * 2
    assert len(statuses("ks4_l1", "2016/17").told_of_groups(figures, ["2015/16"])) == 2


def test_the_status_of_a_later_day_is_not_known_yet(project: Path) -> None:
    own = publication(project)
    assert set(check(own).tables["result_status"]["status"]) == {"provisional", "not_verified"}


@pytest.mark.long
def test_pages_mark_what_is_provisional_and_say_so_first(project: Path) -> None:
    own = build_quietly(project)
    for language, title in {"en": "Provisional results", "cy": "Canlyniadau dros dro"}.items():
        for path in ("authorities/merthyr-tydfil", "schools/9999001"):
            page = (own.sites / "public" / language / path / "index.html").read_text("utf-8")
            marked = [
                cell for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.S) if "[p]" in cell
            ]
            assert marked, f"{language}/{path}"
            assert page.index(title) < page.index("<table")
    table = own.sites / "public" / "en" / "schools" / "9999001" / "school-results.csv"
    head, *rows = table.read_text("utf-8-sig").splitlines()
    assert "[p]" in head and any(",[p]" in row for row in rows)
