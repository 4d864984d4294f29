"""A report is a folder: what it lacks is told at once, and what it may not be called."""

import re
import shutil
import textwrap
from pathlib import Path

import pytest
from projects import (
    ROOT,
    closed_project,
    edit,
    mini_project,
    notebook_file,
    publication,
    report_file,
)

from tymor.build import run_some
from tymor.config.new_report import PARAMETERS, SAID_BY, TITLED_BY
from tymor.console.stage_log import StageLog
from tymor.errors import ConfigError, TymorError
from tymor.options import Options
from tymor.render.compose import read_page
from tymor.report.document import Document

#: A report as somebody begins it: an entry, a notebook, and half of what these need.
ENTRY = """\
# A report on each authority.
wards:
  area: partnership
  audiences: [public]
  path: wards
  parameters: {depth: 2}
"""
NOTEBOOK = """\
# %% tags=["parameters"]
area: str = "CSC"
term: str = "2017-summer"

# %%
from tymor import report

page = report.open("wards", area=area, term=term, audience="public")
page.heading("wards.first")
page.text("wards.said", pupils=3)
page.text(en="Given here.", cy="Fe'i rhoddir yma.")
page.callout("wards.boxed", title="wards.known.title")
page.table(page.figures().frame(), title="wards.known")
page.chart(None, title="wards.drawn")
"""
WORDS = """\
wards:
  title:
    en: "Wards"
    cy: "Wardiau"
  known:
    title:
      en: "Known"
      cy: "Hysbys"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return mini_project(tmp_path)


def begin(root: Path, **files: str) -> Path:
    folder = root / "notebooks" / "wards"
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("_", ".", 1)).write_text(text, "utf-8")
    return folder


def faults(root: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        publication(root)
    return list(caught.value.faults)


def test_all_that_a_new_report_lacks_is_told_at_once_with_file_and_line(root: Path) -> None:
    begin(root, report_yml=ENTRY, wards_py=NOTEBOOK, words_yml=WORDS)
    to = "add them to notebooks/wards/words.yml"
    notebook = "notebooks/wards/wards.py"
    assert faults(root) == [
        "notebooks/wards/report.yml, line 2: wards has no words for wards.description, nav.wards; "
        f"{to}",
        f"{notebook}, line 1: the cell tagged 'parameters' does not declare audience, depth with a "
        "type",
        f"{notebook}, line 9: no words for wards.first.heading; {to}",
        f"{notebook}, line 10: no words for wards.said; {to}",
        f"{notebook}, line 12: no words for wards.boxed.text; {to}",
        f"{notebook}, line 14: no words for wards.drawn.title; {to}",
    ]


def test_words_that_a_new_report_lacks_are_told_where_it_has_no_file_of_them(root: Path) -> None:
    begin(root, report_yml=ENTRY, wards_py=NOTEBOOK)
    told = faults(root)
    assert "notebooks/wards/words.yml: not there; every report's folder has one" in told
    lines = [each for each in told if "no words for" in each]
    assert [re.search(r"line \d+", each)[0] for each in lines] == [  # type: ignore[index]
        f"line {line}" for line in (2, 9, 10, 12, 13, 14)
    ]


@pytest.mark.parametrize("files", [{}, {"notes_md": "To do\n"}])
def test_a_folder_that_a_term_names_and_that_holds_no_report_yet(
    root: Path, files: dict[str, str]
) -> None:
    begin(root, **files)
    edit(root / "params" / "terms.yml", "reports: [region,", "reports: [wards, region,")
    first, *others = faults(root)
    assert first == "notebooks/wards/wards.py: not there; a notebook is called as its folder"
    assert any(each.startswith("params/terms.yml, line ") and "'wards'" in each for each in others)
    assert sum("notebooks/wards/" in each for each in others) == 3


def test_faults_of_all_kinds_are_told_in_one_go(root: Path) -> None:
    """What has another shape in one file hides no name that leads nowhere in another."""
    begin(root, report_yml=ENTRY, wards_py=NOTEBOOK, words_yml=WORDS)
    edit(root / "params" / "engine.yml", "threads:", "thread:")
    edit(root / "params" / "terms.yml", "reports: [region,", "reports: [regions,")
    edit(report_file(root, "school"), "audiences: [", "audiences: [everybody, ")
    told = "\n".join(faults(root))
    assert "params/engine.yml, line" in told
    assert re.search(r"params/terms\.yml, line \d+: \S+\.reports: found 'regions'", told)
    assert re.search(
        r"notebooks/school/report\.yml, line \d+: school\.audiences: found 'everybody'", told
    )
    assert "no words for wards.said" in told


def test_a_folder_that_lacks_its_files_is_told_each_of_them(root: Path) -> None:
    begin(root, wards_py="# %%\n")
    needed = ", ".join(PARAMETERS)
    assert faults(root) == [
        "notebooks/wards/report.yml: not there; every report's folder has one",
        "notebooks/wards/words.yml: not there; every report's folder has one",
        "notebooks/wards/report.yml: wards has no words for wards.title, wards.description; add "
        "them to notebooks/wards/words.yml",
        "notebooks/wards/wards.py: no cell is tagged 'parameters'; one must declare " + needed,
    ]
    shutil.rmtree(root / "notebooks" / "wards")
    begin(root, report_yml=ENTRY.replace("wards:", "wards:\n  aera: x"), words_yml="wards: [")
    told = faults(root)
    assert "notebooks/wards/wards.py: not there; a notebook is called as its folder" in told
    assert any(each.startswith("notebooks/wards/report.yml, line 3: wards.aera:") for each in told)
    assert any(each.startswith("notebooks/wards/words.yml, line 2: not YAML") for each in told)
    assert not any("no words" in each for each in told)  # none of these can be read


def test_a_report_that_lacks_nothing_but_a_word_stops_no_other(root: Path) -> None:
    said = 'page.heading("school.compare")'
    edit(notebook_file(root, "school"), said, 'page.heading("school.x")')
    assert publication(root).config.reports["school"].notebook == "school/school.py"


def test_every_verb_that_is_looked_into_is_one_of_a_page() -> None:
    assert all(hasattr(Document, verb) for verb in {*SAID_BY, *TITLED_BY})


def test_one_name_in_two_folders_is_told_with_both_lines(root: Path) -> None:
    entry = report_file(root, "region").read_text("utf-8")
    begin(root, report_yml=ENTRY + entry, wards_py=NOTEBOOK, words_yml=WORDS)
    at = next(n for n, line in enumerate((ENTRY + entry).splitlines(), 1) if line == "region:")
    first = entry.splitlines().index("region:") + 1
    assert (
        f"notebooks/wards/report.yml, line {at}: region is a report twice, also in "
        f"notebooks/region/report.yml, line {first}; give one another name"
    ) in faults(root)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("notebooks/calendar/calendar.py", "Python has a module 'calendar' of its own"),
        ("notebooks/school/statistics.py", "Python has a module 'statistics' of its own"),
        ("notebooks/school/pandas/__init__.py", "a package in use is called 'pandas'"),
        ("notebooks/tymor.py", "a package in use is called 'tymor'"),
    ],
)
def test_nothing_beside_a_notebook_hides_another_module(root: Path, place: str, told: str) -> None:
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).touch()
    named = place.removesuffix("/__init__.py")
    assert any(each.startswith(f"{named}: {told}") for each in faults(root))


def test_a_folder_that_is_no_reports_is_left_alone(root: Path) -> None:
    (root / "notebooks" / "drawings").mkdir()
    (root / "notebooks" / "drawings" / "shapes.py").touch()
    (root / "notebooks" / "colours.py").touch()
    assert "drawings" not in publication(root).config.reports


@pytest.mark.parametrize("name", ["Wards", "wards-2017", "2017"])
def test_a_reports_folder_is_called_as_a_module_can_be(root: Path, name: str) -> None:
    begin(root, report_yml=ENTRY, words_yml=WORDS).rename(root / "notebooks" / name)
    assert any(each.startswith(f"notebooks/{name}: found '{name}'") for each in faults(root))


def test_an_entry_that_names_nothing_is_told(root: Path) -> None:
    begin(root, report_yml="{}\n", wards_py=NOTEBOOK, words_yml=WORDS)
    assert "notebooks/wards/report.yml: names no report; expected one or more" in faults(root)


def test_a_project_of_an_older_version_is_told_where_things_are_now(root: Path) -> None:
    (root / "params" / "reports.yml").write_text("school: {notebook: school.py}\n", "utf-8")
    (root / "params" / "words").rename(root / "params" / "locales")
    told = faults(root)
    assert [each.split(":")[0] for each in told] == ["params/reports.yml", "params/locales"]
    assert "notebooks/NAME/report.yml" in told[0] and "notebooks/NAME/words.yml" in told[1]


def test_an_unknown_report_is_told_with_those_there_are(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tymor.report import opening

    monkeypatch.setenv("TYMOR_ROOT", str(root))
    monkeypatch.delenv("TYMOR_PARTNERSHIP", raising=False)
    with pytest.raises(TymorError, match=r"No report is called 'scool': .* have authority, "):
        opening.open("scool", area="CSC", term="2017-summer", audience="public")


@pytest.mark.slow
def test_a_report_made_as_the_documents_say_is_a_report(tmp_path: Path) -> None:
    """The blocks of "A whole report", each in the file that it is about."""
    text = (ROOT / "docs" / "how-to.md").read_text("utf-8")
    part = text.partition("## A whole report\n")[2].partition("\nWhat an entry in")[0]
    blocks = re.findall(r"(?ms)^ *```(yaml|python)\n(.*?)^ *```$", part)
    said = [(kind, textwrap.dedent(block)) for kind, block in blocks]
    entry, words, notebook = (block for _, block in said)
    assert [kind for kind, _ in said] == ["yaml", "yaml", "python"]
    root = closed_project(tmp_path)
    begin(root, report_yml=entry, words_yml=words, wards_py=notebook)
    edit(root / "params" / "terms.yml", "reports: [region, ", "reports: [region, wards, ")
    own = publication(root)
    run_some(own, StageLog.silent(), "wards", None, Options("builtin", "1"))
    page = read_page(own.page_file("authority/merthyr-tydfil", "wards/merthyr-tydfil"))
    assert [block.kind for block in page.blocks] == ["heading", "text"]
    assert page.blocks[1].text["cy"].startswith("Mae ")  # type: ignore[union-attr]
