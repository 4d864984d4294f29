"""The pages that list schools and local authorities, and the map of these."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest
from projects import ROOT, publication

from tymor.page import Link, Links, Page
from tymor.plan.jobs import Job
from tymor.prepare.areas import columns_of
from tymor.prepare.release_files import Release
from tymor.publication import Publication
from tymor.render.area_lists import AreaLists
from tymor.render.finding.page_words import PageWords
from tymor.render.frames import Site, frame_of, paths_of

BUNDLED = publication(ROOT)
NAMES = {"681": ("Cardiff", "Caerdydd"), "672": ("Bridgend", "Pen-y-bont ar Ogwr")}
SCHOOLS = {"9990001": ("681", "Z School"), "9990002": ("681", "A School"), "9990003": ("672", "B")}


def areas() -> pd.DataFrame:
    rows = [{"area_id": "CSC", "kind": "partnership", "slug": "csc", "name_en": "Region",
             "name_cy": "Rhanbarth"}]  # fmt: skip
    for code, (en, cy) in NAMES.items():
        rows.append({"area_id": code, "kind": "local_authority", "parent_id": "CSC",
                     "slug": en.lower(), "schools": 2, "name_en": en, "name_cy": cy})  # fmt: skip
    for number, (code, name) in SCHOOLS.items():
        rows.append({"area_id": number, "kind": "school", "parent_id": code, "slug": number,
                     "sector": "primary", "medium": "welsh", "name_en": name,
                     "name_cy": name})  # fmt: skip
    table = pd.DataFrame(rows).reindex(columns=list(columns_of(BUNDLED.config.languages)))
    return table.assign(invented=False)


def job(report: str, area: str, path: str) -> Job:
    return Job(report, area, "public", "public", f"{report}/{report}.py", path, {})


JOBS = (
    *(job("authority", code, f"authorities/{en.lower()}") for code, (en, _) in NAMES.items()),
    *(job("school", number, f"schools/{number}") for number in SCHOOLS),
    job("grants_school", "9990001", "schools/9990001/grants"),
)


def entry(each: Job) -> PageWords:
    title = {"en": f"Title of {each.path}", "cy": f"Teitl {each.path}"}
    return PageWords(each.path, each.report, each.area_id, title, title, {}, {}, [])


def lists(own: Publication = BUNDLED, jobs: tuple[Job, ...] = JOBS) -> Mapping[str, Page]:
    site = Site("public", "public", "CSC", jobs)
    entries = {each.path: entry(each) for each in jobs}
    made = AreaLists(own, site, [], Release({"areas": areas()}), entries).pages()
    return {page.path: page for page in made}


def links_on(page: Page, block: str) -> dict[str, list[Link]]:
    (found,) = [each for each in page.blocks if each.id == block]
    assert isinstance(found, Links)
    return {group.title["en"]: list(group.links) for group in found.groups}


def test_schools_stand_by_authority_and_alphabet_with_all_there_is_to_read_of_each() -> None:
    by_authority = links_on(lists()["schools"], "list")
    named = {title: [link.text["en"] for link in links] for title, links in by_authority.items()}
    assert named == {"Cardiff": ["A School", "Z School"], "Bridgend": ["B"]}
    (of_z,) = [link for link in by_authority["Cardiff"] if link.text["en"] == "Z School"]
    assert of_z.note == {"en": "Primary, Welsh-medium", "cy": "Cynradd, cyfrwng Cymraeg"}
    assert [(link.path, link.text["cy"]) for link in of_z.more] == [
        ("schools/9990001/grants", "Teitl schools/9990001/grants")
    ]


def test_authorities_are_a_map_of_links_and_a_list() -> None:
    page = lists()["authorities"]
    (drawn,) = links_on(page, "map").values()
    assert {link.text["en"]: link.tile for link in drawn} == {"Cardiff": (3, 1), "Bridgend": (1, 1)}
    (listed,) = links_on(page, "list").values()
    assert [link.path for link in listed] == ["authorities/cardiff", "authorities/bridgend"]


@pytest.mark.parametrize("tiles", [{}, {"681": (1, 1)}], ids=["no map", "no place for one"])
def test_without_the_place_of_each_there_is_no_map(tiles: dict[str, tuple[int, int]]) -> None:
    own = replace(BUNDLED, config=replace(BUNDLED.config, tiles=tiles))
    assert [block.id for block in lists(own)["authorities"].blocks] == ["list"]


def test_a_site_on_one_authority_or_school_has_no_list_of_them() -> None:
    few = tuple(each for each in JOBS if each.area_id in ("681", "9990001"))
    assert set(lists(jobs=few)) == {"search"}
    site = Site("public", "public", "CSC", few)
    assert {"schools", "authorities"}.isdisjoint(paths_of(BUNDLED, site))
    ways = frame_of(BUNDLED, site, areas()).navigation
    assert [link.path for link in ways] == ["methods", "search"]


def test_the_search_page_leads_to_every_other_page() -> None:
    made = lists()
    listed = [link.path for links in links_on(made["search"], "pages").values() for link in links]
    site = Site("public", "public", "CSC", JOBS)
    assert sorted(listed) == sorted(paths_of(BUNDLED, site) - {"", "search"})
