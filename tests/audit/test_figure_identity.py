"""One figure, one identity: a target beside a hidden actual is right, the actual is a leak."""

import csv
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from built import OPTIONS, build_quietly
from projects import ROOT, change_a_cell, keep_reports, mini_project, publication

from tymor.audit.every import audit
from tymor.audit.leaks import _in_figures, hidden_figures
from tymor.audit.stamp import take_stamp_away
from tymor.build import build
from tymor.console.stage_log import StageLog
from tymor.disclosure.names import ELIGIBLE, ROLL
from tymor.measures.frame import IDENTITY
from tymor.page import OF_NO_YEAR, Identity, Page
from tymor.prepare.release_files import Release, StoredTables
from tymor.publication import Publication
from tymor.render.figures_csv import COLUMNS

AUTHORITY, SCHOOL = "675", "9999002"
#: Three of four pupils: hidden, and as high as the target that was set.
HIDDEN = 75.0


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """An authority and a school have targets for what only four pupils reached or not."""
    root = mini_project(tmp_path_factory.mktemp("targets"))
    keep_reports(root, ["authority", "school"])
    outcomes = root / "data" / "mini" / "school_outcomes.csv"
    text = outcomes.read_text("utf-8").replace("9999001,2016/17,ks2_csi,all,18,20\n", "")
    outcomes.write_text(text.replace("ks2_csi,all,5,6", "ks2_csi,all,3,4"), "utf-8")
    with (root / "data" / "mini" / "targets.csv").open("a", encoding="utf-8") as file:
        for area in (AUTHORITY, SCHOOL):
            file.write(f"{area},ks2_csi,2016/17,{HIDDEN},set\n")
        file.write(f"{SCHOOL},fp_fpoi,2016/17,{HIDDEN},set\n")
    return build_quietly(root)


@pytest.fixture
def own(built: Publication, tmp_path: Path) -> Publication:
    """A copy to be spoilt."""
    root = shutil.copytree(built.config.root, tmp_path / "project", copy_function=shutil.copy2)
    return publication(Path(root))


def audited(own: Publication) -> list[str]:
    take_stamp_away(own)
    release = Release(StoredTables(own.release_folder("public")))
    return [*map(str, audit(own, {"public": "public"}, {"public": release}).problems)]


def test_a_target_is_published_where_the_actual_is_hidden(built: Publication) -> None:
    figures = pd.read_parquet(built.release_folder("public") / "figures.parquet")
    for area, measure in ((AUTHORITY, "ks2_csi"), (SCHOOL, "ks2_csi"), (SCHOOL, "fp_fpoi")):
        one = figures[(figures["area_id"] == area) & (figures["measure_id"] == measure)]
        of_year = one[(one["academic_year"] == "2016/17") & (one["group"] == "all")]
        by_kind = of_year.set_index("kind")[["status", "value"]]
        assert by_kind.loc["actual", "status"] == "suppressed"
        if area == AUTHORITY:
            assert by_kind.loc["target"].tolist() == ["set", HIDDEN]
        else:
            assert "target" not in by_kind.index  # what a school set is not the public's
    path = built.site_folder("public") / "data" / "figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        shown = {Identity.of(row): row["value"] for row in csv.DictReader(file)}
    assert shown[Identity(AUTHORITY, "ks2_csi", "2016/17", "all", "target")] == "75.00"
    assert shown[Identity(AUTHORITY, "ks2_csi", "2016/17", "all", "actual")] == ""
    findings = (built.folder / "audit" / "findings.json").read_text("utf-8")
    assert findings.strip() == "[]"


@pytest.mark.parametrize("kind", ["actual", "count", "pct"])
@pytest.mark.parametrize("value", [HIDDEN, 74.9])
def test_the_actual_with_a_value_is_a_leak_also_where_it_equals_the_target(
    own: Publication, kind: str, value: float
) -> None:
    path = own.page_file("public", "authorities/merthyr-tydfil")
    page = json.loads(path.read_text("utf-8"))
    leaked = {
        "area_id": AUTHORITY, "measure_id": "ks2_csi", "academic_year": "2016/17", "group": "all",
        "kind": kind, "value": value, "unit": "pct", "decimals": 1, "status": "provisional",
        "signal": "none", "label": {"en": "x", "cy": "x"},
    }  # fmt: skip
    text = next(block for block in page["blocks"] if block["kind"] in {"text", "numbered"})
    text["figures"] = [leaked]
    Page.model_validate(page)  # a page as a notebook could leave it
    path.write_text(json.dumps(page), "utf-8")
    told = audited(own)
    named = f"{AUTHORITY} ks2_csi 2016/17 all {kind} is suppressed"
    assert [problem for problem in told if named in problem and "page.json" in problem]


@pytest.mark.parametrize(("kind", "leaks"), [("actual", True), ("count", True), ("target", False)])
def test_a_leak_in_the_figures_is_told_by_its_kind(
    own: Publication, kind: str, leaks: bool
) -> None:
    path = own.site_folder("public") / "data" / "figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if Identity.of(row)[:2] == (AUTHORITY, "ks2_csi"))
    row |= {"academic_year": "2016/17", "kind": kind, "value": "75.0", "status": "provisional"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerows([row])
    assert any("is suppressed for this audience" in told for told in audited(own)) == leaks


def test_an_actual_called_a_target_is_a_leak_where_no_target_was_set() -> None:
    row = {"area_id": "a", "measure_id": "m", "academic_year": "2016/17", "group": "all"}
    figures = pd.DataFrame(
        [
            row | {"kind": "actual", "status": "suppressed"},
            row | {"kind": "target", "status": "not_set"},
            row | {"kind": "count", "status": "counted"},
            row | {"group": "efsm", "kind": "actual", "status": "provisional"},
        ]
    )
    assert {figure.kind for figure in hidden_figures(figures)} == {"actual", "target", "pct"}
    assert {figure.group for figure in hidden_figures(figures)} == {"all"}


def test_a_roll_has_no_academic_year(built: Publication) -> None:
    path = built.site_folder("public") / "data" / "figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rolls = [row for row in rows if row["measure_id"] in OF_NO_YEAR]
    assert rolls and {row["academic_year"] for row in rolls} == {""}
    assert all(row["academic_year"] for row in rows if row not in rolls)
    assert set(OF_NO_YEAR) == {ROLL, ELIGIBLE}


def test_a_roll_that_is_hidden_is_a_leak_in_the_figures(tmp_path: Path) -> None:
    roll = Identity(SCHOOL, ROLL, "2016/17", "all", "count")
    path = tmp_path / "figures.csv"
    path.write_text(
        "page,area_id,measure_id,academic_year,group,kind,value,status\n"
        f"a,{SCHOOL},{ROLL},,all,count,3,counted\n",
        "utf-8",
    )
    assert len([*_in_figures(path, {roll})]) == 1
    assert not [*_in_figures(path, {roll._replace(area_id=AUTHORITY)})]


def test_an_identity_is_told_in_one_place() -> None:
    assert [*Identity._fields] == IDENTITY == list(COLUMNS[1:6])
    listed = re.compile(r'"measure_id",\s*"academic_year",\s*"group",\s*"kind"')
    others = [
        path.name for path in (ROOT / "src").rglob("*.py") if listed.search(path.read_text("utf-8"))
    ]
    assert others == []


@pytest.mark.long
def test_a_page_of_before_is_a_leak_once_its_figure_is_hidden(own: Publication) -> None:
    change_a_cell(
        own.config.root, "school_outcomes",
        lambda row: (row["school_id"], row["academic_year"], row["measure_id"], row["group"])
        == (SCHOOL, "2015/16", "fp_fpoi", "all"),
        numerator="3", denominator="4",
    )  # fmt: skip
    before = own.page_file("public", f"schools/{SCHOOL}").read_text("utf-8")
    build(own, OPTIONS, StageLog.silent())
    page = own.page_file("public", f"schools/{SCHOOL}")
    assert page.read_text("utf-8") != before
    page.write_text(before, "utf-8")
    told = audited(own)
    assert any(f"{SCHOOL} fp_fpoi 2015/16 all actual is suppressed" in each for each in told)
