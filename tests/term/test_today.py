"""The second publication that comes with Tymor: a partnership of today, with settings of its own.

It is built once, strictly: each claim of its pages follows, no number claims nothing, and the audit
finds nothing. What is read here is what its pages say, in both languages.
"""

import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from built import STRICT
from projects import ROOT

from tymor.build import build
from tymor.console.stage_log import StageLog
from tymor.publication import Publication, open_publication

pytestmark = pytest.mark.long

LANGUAGES = ("en", "cy")
#: What is of another time: its measures, its years, its plans and its categories.
OF_2017 = {
    "en": re.compile(
        r"key indicator|expected level|core subject|foundation phase|level [12]\b|key stage [23]"
        r"|business plan(?! of the partnership is reported)|(of the|area of) reform"
        r"|quarter of (all )?schools|similar (schools|authorit)|against targets?|201\d"
        r"|met (its|their) target",
        re.IGNORECASE,
    ),
    "cy": re.compile(
        r"dangosydd(ion)? allweddol|lefel ddisgwyliedig|pynciau craidd|cyfnod sylfaen|lefel [12]\b"
        r"|cyfnod allweddol [23]|(maes|y) diwygio|chwarter(i)? (o|yr) |(ysgolion|awdurdodau) tebyg"
        r"|o'u cymharu â thargedau|201\d",
        re.IGNORECASE,
    ),
}


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    root = tmp_path_factory.mktemp("today") / "project"
    for part in ("params", "notebooks"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data" / "dwyafon", root / "data" / "dwyafon")
    (root / "site").mkdir()
    own = open_publication("2025-autumn", "dwyafon", root)
    build(own, STRICT, StageLog.silent())
    return own


@pytest.fixture(scope="module")
def pages(today: Publication) -> dict[str, dict[str, Any]]:
    """Each page by its place."""
    folder = today.folder / "pages"
    return {
        path.parent.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("page.json"))
    }


def said(tree: Any, language: str) -> Iterator[str]:
    """Every wording of a language in a page, wherever it stands."""
    if isinstance(tree, dict):
        own = tree.get(language)
        if isinstance(own, str):
            yield own
        for each in tree.values():
            yield from said(each, language)
    elif isinstance(tree, list):
        for each in tree:
            yield from said(each, language)


def figures(tree: Any) -> Iterator[dict[str, Any]]:
    """Every figure in a page."""
    if isinstance(tree, dict):
        if {"measure_id", "area_id", "academic_year"} <= tree.keys():
            yield tree
        for each in tree.values():
            yield from figures(each)
    elif isinstance(tree, list):
        for each in tree:
            yield from figures(each)


def test_each_report_has_its_pages_in_each_audience(pages: dict[str, dict[str, Any]]) -> None:
    schools = pd.read_csv(ROOT / "data" / "dwyafon" / "schools.csv", dtype=str)["school_id"]
    for each in schools:
        assert f"public/schools/{each}" in pages and f"school/{each}/data-pack" in pages
    assert "public/region" in pages and "public/calendar" in pages
    own = {place for place in pages if "/authorities/" in place}
    assert {place.partition("/")[0] for place in own} == {"public", "authority"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_measures_plans_and_years_of_another_time(
    pages: dict[str, dict[str, Any]], language: str
) -> None:
    of_blocks = {place: said(page["blocks"], language) for place, page in pages.items()}
    titles = {place: said([page["title"], page["description"]], language)
              for place, page in pages.items()}  # fmt: skip
    told = {
        (place, text[:120])
        for every in (of_blocks, titles)
        for place, texts in every.items()
        for text in texts
        if OF_2017[language].search(text)
    }
    assert told == set()


def test_the_public_has_of_a_school_its_roll_and_nothing_that_learners_reached(
    today: Publication, pages: dict[str, dict[str, Any]]
) -> None:
    schools = {place.rpartition("/")[2] for place in pages if place.startswith("public/schools/")}
    shown = {
        figure["measure_id"]
        for place, page in pages.items()
        if place.startswith("public")
        for figure in figures(page)
        if figure["area_id"] in schools
    }
    assert shown == {"pupils", "efsm_pct"}
    release = pd.read_parquet(today.release_folder("public") / "figures.parquet")
    of_schools = release[release["area_id"].isin(schools)]
    assert set(of_schools["measure_id"].astype(str)) == {"pupils", "efsm_pct"}


@pytest.mark.parametrize(
    ("language", "title", "of_methods"),
    [
        ("en", "Results of single schools are not public",
         "Of single schools no figures of these tables are shown here: Interim Key Stage 4"
         " measures; Free school meal gap; Attendance."),
        ("cy", "Nid yw canlyniadau ysgolion unigol yn gyhoeddus",
         "Ni ddangosir yma ffigurau ysgolion unigol o'r tablau hyn: Mesurau interim Cyfnod"
         " Allweddol 4; Bwlch prydau ysgol am ddim; Presenoldeb."),
    ],
)  # fmt: skip
def test_a_schools_page_and_the_methods_say_what_is_not_public(
    pages: dict[str, dict[str, Any]], language: str, title: str, of_methods: str
) -> None:
    for place, page in pages.items():
        if place.startswith("public/schools/"):
            assert title in said(page["blocks"], language), place
    methods = [*said(pages["public/methods"]["blocks"], language)]
    assert any(text.startswith(of_methods) for text in methods)
    closed = [*said(pages["school/9980005/methods"]["blocks"], language)]
    assert not any(text.startswith(of_methods[:40]) for text in closed)


def test_no_audience_has_what_ranks_schools(
    today: Publication, pages: dict[str, dict[str, Any]]
) -> None:
    for audience in today.config.audiences.values():
        assert not {"standing", "trends", "categories", "risk"} & {*audience.tables}
    blocks = [block for page in pages.values() for block in page["blocks"]]
    assert [block["id"] for block in blocks if "standing" in block.get("id", "")] == []


@pytest.mark.parametrize(
    ("place", "language", "sentence"),
    [
        ("public/region", "en", "The Capped 9 points score fell by 2.3 points between 2022/23 and"
         " 2024/25, from 350.6 to 348.3."),
        ("public/region", "cy", "Rhwng 2022/23 a 2024/25, gostyngodd sgôr pwyntiau Capio 9 o 350.6"
         " i 348.3, sef 2.3 pwynt."),
        ("public/authorities/dyffryn-awen", "en", "Persistent absence in primary schools fell by"
         " 1.7 percentage points between 2023/24 and 2024/25, from 28.5% to 26.8%; lower is"
         " better."),
        ("public/authorities/dyffryn-awen", "en", "The gap in Capped 9 narrowed by 3.8 points"
         " between 2023/24 and 2024/25, from −49.6 to −45.8."),
        ("public/authorities/dyffryn-awen", "en", "No business plan of the partnership is reported"
         " this term."),
    ],
)  # fmt: skip
def test_sentences_of_today(
    pages: dict[str, dict[str, Any]], place: str, language: str, sentence: str
) -> None:
    assert sentence in {*said(pages[place]["blocks"], language)}


def test_a_school_sees_its_groups_of_today(pages: dict[str, dict[str, Any]]) -> None:
    own = {*said(pages["school/9980005/data-pack"]["blocks"], "en")}
    for group in (
        "Children looked after",
        "Young carers",
        "Learners with additional learning needs",
    ):
        assert any(text.startswith(f"{group} (points;") for text in own), group


def test_where_no_plan_and_no_target_is_reported_the_methods_say_nothing_of_them(
    pages: dict[str, dict[str, Any]],
) -> None:
    ids = {block["id"] for block in pages["public/methods"]["blocks"]}
    assert not {"plan", "signals"} & ids and {"disclosure", "rounding"} <= ids


def test_points_of_another_scale_are_drawn_and_ranked_apart(
    pages: dict[str, dict[str, Any]],
) -> None:
    """Of Capped 9 one can have nine times the points of each other measure."""
    blocks = pages["public/region"]["blocks"]
    drawn = [block for block in blocks if block["id"].startswith("outcomes-trend")]
    names = [{name for name in ("Capped 9", "Literacy", "Numeracy") if f'"{name}"' in spec}
             for spec in (json.dumps(block["spec"]["en"]) for block in drawn)]  # fmt: skip
    assert names == [{"Capped 9"}, {"Literacy", "Numeracy"}]
    ranked = [
        claim for block in blocks for claim in block.get("claims", ()) if claim["kind"] == "most"
    ]
    for claim in ranked:
        named = {pair["one"]["measure_id"] for pair in claim["among"]}
        assert len({"capped9" in name for name in named}) == 1, named
