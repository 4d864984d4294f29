"""``params/``: every fault of every file at once, with file, key, value and what is allowed."""

import re
import shutil
from pathlib import Path

import pytest
from projects import ROOT, mini_project, notebook_file, publication, report_file

from tymor.config import find_root, load_config
from tymor.errors import ConfigError, TymorError

GROUPINGS = {"eas": 5, "erw": 6, "gwe": 6, "wales": 22}


def edit(root: Path, name: str, old: str, new: str) -> None:
    change(root / "params" / name, old, new)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_default_partnership_is_central_south() -> None:
    config = load_config(ROOT)
    assert config.partnership.id == "CSC"
    assert len(config.partnership.local_authorities) == 5
    assert config.partnership_ids == {"CSC", "DwyAfon", "EAS", "ERW", "GwE", "WALES"}


@pytest.mark.parametrize(("name", "authorities"), GROUPINGS.items())
def test_other_groupings_are_a_file_each(name: str, authorities: int) -> None:
    assert len(load_config(ROOT, name).partnership.local_authorities) == authorities
    by_path = load_config(ROOT, str(ROOT / "params" / "partnerships" / f"{name}.yml"))
    assert by_path.partnership == load_config(ROOT, name).partnership


def test_an_unknown_grouping_or_term_lists_those_known() -> None:
    with pytest.raises(ConfigError, match="has dwyafon, eas, erw, gwe, wales"):
        load_config(ROOT, "midlands")
    with pytest.raises(ConfigError, match=r"no term '2018'"):
        from tymor.publication import open_publication

        open_publication("2018", root=ROOT)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root, "partnership.yml", '["675"]', "[675]")
    edit(root, "disclosure.yml", "least_cohort: 5", "least_cohort: none")
    edit(root, "measures.yml", "section: key_indicators", "section: indicators")
    edit(root, "terms.yml", "published:", "publisht:")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = re.sub(r", line \d+: ", ": ", str(caught.value))
    for expected in (
        "params/partnership.yml: local_authorities.0: found 675; input should be a valid string",
        "params/disclosure.yml: public.least_cohort: found 'none'",
        "params/measures.yml: measures.fp_fpoi.section: found 'indicators'",
        "expected one of key_indicators, expected_level",
        "params/terms.yml: 2017-spring.published: field required",
        "params/terms.yml: 2017-spring.publisht:",
    ):
        assert expected in told


def test_support_norms_that_cannot_be_are_told(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root, "support.yml", "least: 14, most: 20", "least: 20, most: 14")
    edit(root, "support.yml", "nursery: 7", "nursery: -7")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    assert re.search(r"params/support\.yml, line \d+: partner_schools:", told)
    assert "least is 20.0 and most 14.0; expected least first" in told
    assert re.search(r"params/support\.yml, line \d+: least_days\.nursery: found -7", told)
    edit(root, "support.yml", "least: 20, most: 14", "least: 14, most: 20")
    edit(root, "support.yml", "nursery: -7", "creche: 7")
    with pytest.raises(ConfigError, match=r"no words for sectors\.creche"):
        publication(root)


def test_names_that_lead_nowhere_are_told_with_those_that_would(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root, "terms.yml", "reports: [region,", "reports: [regions,")
    notebook_file(root, "school").rename(root / "notebooks" / "school" / "scool.py")
    change(report_file(root, "region"), "audiences: [public]", "audiences: [everybody]")
    edit(root, "measures.yml", "of: fp_fpoi", "of: fpoi")
    edit(root, "groups.yml", "  mat:", "  others: {}\n  mat:")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    for expected in (
        "found 'regions'; expected one of authority, business_plan, categories,",
        "notebooks/school/school.py: not there; a notebook is called as its folder",
        "found 'everybody'; expected one of public, authority, school, partnership",
        "measures.gap_fp_fpoi.of: found 'fpoi'",
        ": params/words has no words for groups.others, in any language",
    ):
        assert expected in told


def test_a_report_without_figures_compares_none(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    entry = report_file(root, "business_plan")
    change(entry, "  needs: [plan]", "  figures: false\n  compares: [attendance]\n  needs: [plan]")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    assert "notebooks/business_plan/report.yml, line 1: business_plan: figures is false" in told
    assert "compares and changes name measures (attendance); take these out" in told


def test_a_folder_that_is_no_project_says_so(tmp_path: Path) -> None:
    with pytest.raises(TymorError, match="not inside a Tymor project"):
        find_root(tmp_path)


#: A key of a file, what makes two of it, and what is told.
TWICE = {
    "disclosure.yml": ("  least_cohort: 5\n", "  least_cohort: 1\n", "public.least_cohort"),
    "measures.yml": ("similar: {most: 20,", " most: 4,", "similar.most"),
    "terms.yml": ("2017-spring:\n", "2017-spring:\n", "2017-spring"),
    "partnerships/eas.yml": ("id: EAS\n", "id: XYZ\n", "id"),
    "words/cy.yml": ("\nui:\n", "ui:\n", "ui"),
    "words/en.yml": ("\nui:\n", "  skip: x\n", "ui.skip"),
    "../_quarto.yml": ("toc: false ", "\ntoc: true\n#", "toc"),
}


def test_a_key_that_stands_twice_is_refused_in_every_file_at_once(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    shutil.copy(ROOT / "_quarto.yml", root)
    for name, (old, again, _) in TWICE.items():
        edit(root, name, old, old + again)
    with pytest.raises(ConfigError) as caught:
        publication(root)
    assert len(caught.value.faults) == len(TWICE)
    lines = (root / "params" / "disclosure.yml").read_text("utf-8").splitlines()
    at = lines.index("  least_cohort: 5") + 1
    for name, (_, _, key) in TWICE.items():
        file = "_quarto.yml" if name == "../_quarto.yml" else f"params/{name}"
        told = rf"{file}, line \d+: {key} stands there twice, in lines? \d+"
        assert any(re.match(told, fault) for fault in caught.value.faults), name
    assert f"least_cohort stands there twice, in lines {at} and {at + 1}" in str(caught.value)


def test_one_word_for_two_messages_is_refused_with_both_lines(tmp_path: Path) -> None:
    """A dot in a key says the same as a key below a key."""
    root = mini_project(tmp_path)
    words = root / "params" / "words" / "cy.yml"
    lines = words.read_text("utf-8").splitlines()
    first = next(line for line in lines[lines.index("ui:") + 1 :] if not line.startswith("    "))
    key = first.split(":")[0].strip()
    words.write_text("\n".join([*lines, f'ui.{key}: "x"', ""]), "utf-8")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    (fault,) = caught.value.faults
    file = "params/words/cy.yml"
    there, here = (f"{file}, line {at + 1}" for at in (lines.index(first), len(lines)))
    assert fault == f"{here}: ui.{key} has words twice, also in {there}; keep one of them"


def test_files_that_cannot_be_read_are_told_with_all_other_faults(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    params = root / "params"
    for name in ("terms.yml", "words/en.yml"):
        path = params / name
        path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    edit(root, "groups.yml", "# Groups", "# Grwpiau'r dysgwyr, ŵ\n# Groups")
    old = (params / "groups.yml").read_text("utf-8").replace("ŵ", "\xea")
    (params / "groups.yml").write_bytes(old.encode("cp1252"))
    (params / "support.yml").unlink()
    (params / "support.yml").mkdir()
    (params / "risk.yml").unlink()
    (params / "risk.yml").symlink_to(tmp_path / "nowhere")
    (params / "committees.yml").unlink()
    (params / "engine.yml").write_text("", "utf-8")
    edit(root, "words/cy.yml", "ui:", "ui:\n\tx: 1")
    edit(root, "disclosure.yml", "least_cohort: 5", "least_cohort: true")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    lines = (root / "params" / "disclosure.yml").read_text("utf-8").splitlines()
    at = lines.index("  least_cohort: true") + 1
    for expected in (
        "params/terms.yml: not UTF-8 but UTF-16",
        "params/words/en.yml: not UTF-8 but UTF-16",
        "params/groups.yml, line 1: the byte 0xea is not UTF-8",
        "params/support.yml: this is a folder",
        "params/risk.yml: this link leads nowhere",
        "params/committees.yml: not there",
        "params/engine.yml: there is nothing in the file",
        "params/words/cy.yml, line",
        f"params/disclosure.yml, line {at}: public.least_cohort: found True; input should be",
    ):
        assert expected in told
    assert len(caught.value.faults) == 9


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    for path in (root / "params").rglob("*.yml"):
        path.write_bytes(path.read_text("utf-8").encode("utf-8-sig"))
    assert publication(root).config.partnership.id == "CSC"


@pytest.mark.parametrize("words", ["", "- a\n", "just words\n", "ui: 5\n", 'ui: {a: "{x"}\n'])
def test_words_of_another_shape_are_told(tmp_path: Path, words: str) -> None:
    root = mini_project(tmp_path)
    (root / "params" / "words" / "en.yml").write_text(words, "utf-8")
    with pytest.raises(ConfigError, match=r"params/words/en\.yml: "):
        publication(root)


def test_a_torn_partnership_is_told_when_another_is_asked_for(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    (root / "params" / "partnership.yml").write_bytes(b"id: \xff\n")
    with pytest.raises(ConfigError, match="no partnership 'midlands'"):
        publication(root, "midlands")
    with pytest.raises(ConfigError, match=r"params/partnership\.yml, line 1: the byte 0xff"):
        publication(root, "eas")


def test_what_is_listed_twice_or_out_of_order_is_told(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root, "partnership.yml", '["675"]', '["675", "675"]')
    edit(root, "terms.yml", '["2014/15", "2015/16"]', '["2015/16", "2014/15"]')
    change(report_file(root, "region"), "audiences: [public]", "audiences: [public, public]")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = str(caught.value)
    assert "local_authorities holds 675 twice; keep one of them" in told
    assert "years are 2015/16, 2014/15; expected the oldest first" in told
    assert "audiences holds public twice; keep one of them" in told


@pytest.mark.parametrize("before", ["2017-summer", "2017-autumn"])
def test_the_term_before_was_published_before(tmp_path: Path, before: str) -> None:
    root = mini_project(tmp_path)
    edit(root, "terms.yml", "previous: 2017-spring", f"previous: {before}")
    with pytest.raises(ConfigError, match="expected a term published before 2017-09-28"):
        publication(root)
