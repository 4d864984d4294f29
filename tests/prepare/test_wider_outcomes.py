"""Printed figures of areas above the partnership, and of other partnerships, reach a release."""

from pathlib import Path

import pytest
from projects import ROOT, copy_project, mini_project, publication

from tymor.check.data import check
from tymor.prepare.wider import wider_outcomes

PRINTED = """\
area_id,measure_id,academic_year,value,status
WALES,fp_fpoi,2015/16,87.0,verified
WALES,fp_fpoi,2015/16,,not_verified
GwE,fp_fpoi,2015/16,86.0,provisional
WALES,fp_fpoi,1999/00,50.0,verified
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = mini_project(tmp_path_factory.mktemp("wider") / "project")
    rows = [line for line in PRINTED.splitlines() if "not_verified" not in line]
    (root / "data" / "mini" / "published_outcomes.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return root


def test_those_above_come_first_and_only_the_terms_years(project: Path) -> None:
    own = publication(project)
    found = wider_outcomes(own, check(own))
    assert found[["of_area", "relation", "value", "status"]].to_numpy().tolist() == [
        ["WALES", "above", 87.0, "verified"],
        ["GwE", "beside", 86.0, "provisional"],
    ]
    assert found["name_cy"].iloc[0] == "Cymru"


def test_a_partnership_that_shares_some_authorities_is_neither(tmp_path: Path) -> None:
    relations = {each.id: how for how, each in publication(ROOT).config.other_partnerships}
    beside = dict.fromkeys(["EAS", "ERW", "GwE", "DwyAfon"], "beside")
    assert relations == {"WALES": "above", **beside}
    root = copy_project(tmp_path, ROOT / "data" / "published", "published")
    file = root / "params" / "partnerships" / "gwe.yml"
    held = file.read_text("utf-8")
    file.write_text(held.replace("authorities: [", 'authorities: ["681", '), "utf-8")
    others = [each.id for _, each in publication(root).config.other_partnerships]
    assert others == ["WALES", "DwyAfon", "EAS", "ERW"]
