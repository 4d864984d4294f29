"""Pages of a partnership with a measure of every kind, read in both languages.

No mean, rate, count or average is said in percentage points, drawn on an axis of per cent, or
ranked with what is in another unit; where lower is better a rise is no improvement, and of what is
neither nothing is said to be better, met or compared. The project is built with ``--strict``: each
claim of its pages follows, and no number claims nothing.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from built import BuiltProjects
from kinds_project import MEASURES, kinds_project
from projects import TERM

#: Which of the measures are no percentages, by language as their sentences name them.
NO_SHARES = [name for name, (entry, *_) in MEASURES.items() if "kind:" in entry]
NAMES = {name: {"en": said[1], "cy": said[2]} for name, said in MEASURES.items()}
PER_CENT = {
    "en": re.compile(r"per cent|percentage|[0-9]%", re.I),
    "cy": re.compile(r"y cant|canran|[0-9]%", re.I),
}


@pytest.fixture(scope="module")
def pages(
    built_projects: BuiltProjects, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, Any]]]:
    """The blocks of each page, by its place."""
    root = built_projects.copy(kinds_project, tmp_path_factory.mktemp("kinds") / "project")
    folder = root / "build" / TERM / "pages"
    return {
        path.parent.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8"))["blocks"]
        for path in sorted(folder.rglob("page.json"))
    }


def sentences(blocks: list[dict[str, Any]], language: str) -> Iterator[str]:
    """What paragraphs say, and charts are called and stand for."""
    for block in blocks:
        for part in ("text", "title", "alt"):
            if block["kind"] in ("text", "numbered", "chart") and block.get(part):
                yield block[part][language]


def charts(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [block for block in blocks if block["kind"] == "chart"]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_sentence_says_another_unit_in_per_cent(
    pages: dict[str, list[dict[str, Any]]], language: str
) -> None:
    names = [NAMES[name][language] for name in NO_SHARES]
    said = [text for blocks in pages.values() for text in sentences(blocks, language)]
    about = [text for text in said if any(name in text for name in names) and len(text) < 250]
    assert about
    assert [text for text in about if PER_CENT[language].search(text)] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The Capped 9 points score rose by 7.00 points between 2015/16 and 2016/17, from "
               "350.00 to 357.00."),
        ("cy", "Rhwng 2015/16 a 2016/17, cododd sgôr pwyntiau Capio 9 o 350.00 i 357.00, sef 7.00 "
               "pwynt."),
        ("en", "Exclusions per 1,000 pupils fell by 33.33 per 1,000 pupils between 2015/16 and "
               "2016/17, from 200.00 to 166.67; lower is better."),
        ("cy", "Rhwng 2015/16 a 2016/17, gostyngodd gwaharddiadau am bob 1,000 o ddisgyblion o "
               "200.00 i 166.67, sef 33.33 am bob 1,000 o ddisgyblion; gorau po isaf."),
        ("en", "Days lost per pupil rose by 1.67 days between 2015/16 and 2016/17, from 8.00 to "
               "9.67; lower is better."),
        ("en", "Pupils who moved in rose by 4.00 between 2015/16 and 2016/17, from 8.00 to "
               "12.00."),
    ],
)  # fmt: skip
def test_how_a_school_moved_is_said_in_its_unit(
    pages: dict[str, list[dict[str, Any]]], language: str, said: str
) -> None:
    assert said in [*sentences(pages["public/schools/9999001"], language)]


def test_only_measures_of_one_unit_are_ranked_together(
    pages: dict[str, list[dict[str, Any]]],
) -> None:
    for blocks in pages.values():
        for block in blocks:
            for claim in (c for c in block.get("claims", ()) if c["kind"] == "most"):
                named = {pair["one"]["measure_id"] for pair in claim["among"]}
                assert len(named & {*NO_SHARES}) == 0 or len(named) == 1, block["id"]


def test_a_chart_has_one_unit_and_says_which(pages: dict[str, list[dict[str, Any]]]) -> None:
    drawn = 0
    for blocks in pages.values():
        for block in charts(blocks):
            spec = json.dumps(block["spec"]["en"], ensure_ascii=False)
            own = [name for name in NO_SHARES if f'"{NAMES[name]["en"]}"' in spec]
            drawn += bool(own)
            assert len(own) <= 1, block["id"]
            assert not own or not PER_CENT["en"].search(spec), block["id"]
    assert drawn


def test_captions_say_every_unit_of_their_table(pages: dict[str, list[dict[str, Any]]]) -> None:
    titles = {block["id"]: block["title"] for block in pages["public/region"]
              if block["kind"] == "table"}  # fmt: skip
    assert titles["outcomes-key-indicators"] == {
        "en": "Key indicators, actual and target (points; per 1,000 pupils; number; days; per cent "
              "of pupils)",
        "cy": "Dangosyddion allweddol, gwirioneddol a tharged (pwyntiau; am bob 1,000 o "
              "ddisgyblion; nifer; diwrnodau; y cant o'r disgyblion)",
    }  # fmt: skip


def test_signals_are_by_what_is_better(pages: dict[str, list[dict[str, Any]]]) -> None:
    (table,) = [b["table"] for b in pages["public/region"] if b["id"] == "outcomes-key-indicators"]
    figures = [cell["figure"] for row in table["rows"] for cell in row["cells"] if "figure" in cell]
    newest = {each["measure_id"]: each["signal"] for each in figures
              if each["kind"] == "actual" and each["academic_year"] == "2016/17"}  # fmt: skip
    told = {name: newest[name] for name in NO_SHARES}
    assert told == {
        "capped9": "improved", "exclusions_rate": "none", "moved_in": "none", "days_lost": "met",
    }  # fmt: skip
