"""``docs/how-to.md`` is followed: each block of a section goes into the file that it names."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import BuiltProjects
from pdf_text import pdf_in
from projects import ROOT, mini_project, publication

from tymor.build import run_some
from tymor.console.stage_log import StageLog
from tymor.options import Options
from tymor.page import AnyBlock
from tymor.publication import Publication
from tymor.render.compose import read_page

SCHOOL = "9999001"
HOW_TO = (ROOT / "docs" / "how-to.md").read_text("utf-8")
PLURALS = ("zero", "one", "two", "few", "many", "other")


def blocks(section: str) -> Iterator[tuple[str, str]]:
    """The file that each block of a section names in its first line, and what goes there."""
    text = HOW_TO.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    for fenced in re.findall(r"(?ms)^ *```\w+\n(.*?)^ *```$", text):
        first, _, rest = textwrap.dedent(fenced).partition("\n")
        yield first.removeprefix("# "), rest


def follow(root: Path, *sections: str) -> None:
    """Do what the sections say: cells and rows go to the end of a file, keys among its others."""
    for name, text in (each for section in sections for each in blocks(section)):
        path = root / name.replace("data/NAME", "data/mini")
        before = path.read_text("utf-8")
        if path.suffix == ".py":
            path.write_text(f"{before}\n# %%\n{text}", "utf-8")
        elif path.suffix == ".yml":
            told = yaml.safe_load(before)
            path.write_text(yaml.safe_dump(merged(told, yaml.safe_load(text)), sort_keys=False))
        else:
            path.write_text(before + text, "utf-8")


def merged(told: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    both = told.keys() & more.keys()
    return told | more | {key: merged(told[key], more[key]) for key in both}


def page_of(root: Path, area: str = SCHOOL) -> dict[str, AnyBlock]:
    """What the public page of a school has, after a run that leaves nothing unpublished."""
    own = publication(root)
    run_some(own, StageLog.silent(), "school", area, Options("builtin", "1", strict=True))
    return shown_by(own, area)


def shown_by(own: Publication, area: str) -> dict[str, AnyBlock]:
    """What the public page of a school has as it stands."""
    page = read_page(own.page_file("public", f"schools/{area}"))
    return {block.id: block for block in page.blocks if block.id}


@pytest.fixture
def root(built_projects: BuiltProjects, tmp_path: Path) -> Path:
    return built_projects.copy(mini_project, tmp_path / "project")


@pytest.mark.slow
def test_a_sentence_a_table_and_a_chart(root: Path) -> None:
    before = shown_by(publication(root), SCHOOL)
    follow(root, "Add a sentence", "Add a table", "Add a chart of your own")
    after = page_of(root)
    in_place, by_key, table, chart = (block for id, block in after.items() if id not in before)
    for sentence in (in_place, by_key):
        assert re.fullmatch(r".+ has [\d,]+ pupils?\.", sentence.text["en"])
        assert re.fullmatch(
            r"Mae [\d,]+ (o ddisgyblion|disgybl) (yn|ym|yng) .+\.", sentence.text["cy"]
        )
    assert table.title["cy"] == "Canlyniadau diweddaraf, yr uchaf yn gyntaf"
    assert [column.key for column in table.table.columns] == ["measure_id", "value", "cohort"]
    shown = [row.cells[1].figure for row in table.table.rows]
    assert shown and {figure.status for figure in shown} <= {"counted", "suppressed"}
    values = [figure.value for figure in shown if figure.value is not None]
    assert values == sorted(values, reverse=True) and values
    assert chart.alt["cy"].startswith("Bariau'r canlyniadau")
    assert len(chart.table.rows) == len(values)


@pytest.mark.slow
def test_a_measure(root: Path) -> None:
    follow(root, "Add a measure")
    (results,) = (block for id, block in page_of(root).items() if id == "school-results")
    row = next(
        row
        for row in results.table.rows
        if "KS2 reading" in str(row) or "reading" in str(row.cells[0])
    )
    assert row.cells[0].text["cy"] == "Darllen Cyfnod Allweddol 2 (Lefel 4 neu uwch)"
    assert 86.36 in [cell.figure.value for cell in row.cells[1:] if cell.figure]


@pytest.mark.long
def test_a_language(root: Path) -> None:
    follow(root, "Add a language")
    own = root / "params" / "words"
    said = yaml.safe_load((own / "en.yml").read_text("utf-8"))
    (own / "ga.yml").write_text(yaml.safe_dump(in_irish(said), sort_keys=False), "utf-8")
    settings = [each for each in (root / "params").rglob("*.yml") if each.parent != own]
    named = [*(root / "notebooks").glob("*/words.yml"), *settings, *root.glob("data/*/source.yml")]
    for words in named:
        told = with_irish(yaml.safe_load(words.read_text("utf-8")))
        words.write_text(yaml.safe_dump(told, sort_keys=False), "utf-8")
    blocks = page_of(root)
    assert {*blocks["school-results"].title} == {"en", "cy", "ga"}
    built = publication(root).site_folder("public") / "ga" / "schools" / SCHOOL
    html = (built / "index.html").read_text("utf-8")
    assert '<html lang="ga"' in html and 'hreflang="cy"' in html
    assert pdf_in(built)


def in_irish(told: Any) -> Any:
    """The same messages; where a number is told, with every form that there is."""
    if not isinstance(told, dict):
        return told
    if "plural" in told:
        forms = dict.fromkeys(PLURALS[1:], told["other"]) | {"one": told["one"]}
        return {**told, **forms}
    return {key: in_irish(each) for key, each in told.items()}


def with_irish(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    if told.keys() >= {"en", "cy"}:
        return told | {"ga": in_irish(told["en"])}
    return {key: with_irish(each) for key, each in told.items()}
