"""``params/``: every fault of every file at once, with file, key, value and what is allowed."""

from pathlib import Path

import pytest
from projects import ROOT, mini_project, publication

from tymor.config import find_root, load_config
from tymor.errors import ConfigError, TymorError

GROUPINGS = {"eas": 5, "erw": 6, "gwe": 6, "wales": 22}


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / "params" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_default_partnership_is_central_south() -> None:
    config = load_config(ROOT)
    assert config.partnership.id == "CSC"
    assert len(config.partnership.local_authorities) == 5
    assert config.partnership_ids == {"CSC", "EAS", "ERW", "GwE", "WALES"}


@pytest.mark.parametrize(("name", "authorities"), GROUPINGS.items())
def test_other_groupings_are_a_file_each(name: str, authorities: int) -> None:
    assert len(load_config(ROOT, name).partnership.local_authorities) == authorities
    by_path = load_config(ROOT, str(ROOT / "params" / "partnerships" / f"{name}.yml"))
    assert by_path.partnership == load_config(ROOT, name).partnership


def test_an_unknown_grouping_or_term_lists_those_known() -> None:
    with pytest.raises(ConfigError, match="has eas, erw, gwe, wales"):
        load_config(ROOT, "midlands")
    with pytest.raises(ConfigError, match=r"no term '2018'"):
        from tymor.publication import open_publication

        open_publication("2018", root=ROOT)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root, "partnership.yml", '["675"]', "[675]")
    edit(root, "audiences.yml", "minimum_cohort: 5", "minimum_cohort: none")
    edit(root, "measures.yml", "section: key_indicators", "section: indicators")
    edit(root, "terms.yml", "plan_year:", "plan_yeer:")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    for expected in (
        "params/partnership.yml: local_authorities.0: found 675; input should be a valid string",
        "params/audiences.yml: public.minimum_cohort: found 'none'",
        "params/measures.yml: measures.fp_fpoi.section: found 'indicators'",
        "'key_indicators', 'expected_level'",
        "params/terms.yml: 2017-spring.plan_year: field required",
        "params/terms.yml: 2017-spring.plan_yeer:",
    ):
        assert expected in told


def test_support_norms_that_cannot_be_are_told(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root, "support.yml", "least: 14, most: 20", "least: 20, most: 14")
    edit(root, "support.yml", "nursery: 7", "nursery: -7")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    assert "params/support.yml: partner_schools:" in told
    assert "least is 20.0 and most 14.0; expected least first" in told
    assert "params/support.yml: least_days.nursery: found -7" in told
    edit(root, "support.yml", "least: 20, most: 14", "least: 14, most: 20")
    edit(root, "support.yml", "nursery: -7", "creche: 7")
    with pytest.raises(ConfigError, match=r"sectors\.creche is missing"):
        publication(root)


def test_names_that_lead_nowhere_are_told_with_those_that_would(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root, "terms.yml", "reports: [region,", "reports: [regions,")
    edit(root, "reports.yml", "notebook: school.py", "notebook: scool.py")
    edit(root, "reports.yml", "audiences: [public]", "audiences: [everybody]")
    edit(root, "measures.yml", "of: fp_fpoi", "of: fpoi")
    edit(root, "groups.yml", "boys, girls", "boys, girls, others")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    for expected in (
        "found 'regions'; expected one of region, authority, school, business_plan",
        "notebooks/scool.py is not there",
        "found 'everybody'; expected one of public, authority, school, partnership",
        "params/measures.yml: gap_fp_fpoi.of: found 'fpoi'",
        "params/locales: groups.others is missing",
    ):
        assert expected in told


def test_a_report_without_figures_compares_none(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root, "reports.yml", "figures: false", "figures: false\n  compares: [attendance]")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    assert "params/reports.yml: business_plan" in told
    assert "compares and changes name measures (attendance); take these out" in told


def test_a_folder_that_is_no_project_says_so(tmp_path: Path) -> None:
    with pytest.raises(TymorError, match="not inside a Tymor project"):
        find_root(tmp_path)
