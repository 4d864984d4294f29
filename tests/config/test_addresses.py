"""Names and places of ``params/`` stay inside the project; what is left out shows less."""

import re
from pathlib import Path

import pandas as pd
import pytest
from built import build_quietly
from long_tests import long_but
from projects import ROOT, copy_project, edit, mini_project, publication
from rules_alone import by_rules_alone

from tymor.check.data import check
from tymor.config import Audience
from tymor.config.addresses import overlapping
from tymor.config.disclosure import Protection
from tymor.errors import ConfigError
from tymor.prepare.release import prepare
from tymor.yaml_files import read_yaml, to_yaml

OUTSIDE = [
    "../x", "..", "a/../../b", "/etc", "/", "", ".", "./a", ".published", ".published/a", "a/.b",
    "a//b", "a/", "a\\..\\b", "C:/a", "a\0b", "a\nb", "a/ b", "a .", "~", "{area}", "{0}", "{",
    "{slug.__class__}", "{id!r}", "Public", "PUBLIC", "ｐublic",
]  # fmt: skip


def put(root: Path, file: str, value: object, *place: str) -> None:
    """Another value for a key of a file, below ``params/`` where nothing else is said."""
    path = root / (file if "/" in file else f"params/{file}")
    tree = read_yaml(path)
    entry = tree
    for step in place[:-1]:
        entry = entry[step]
    entry[place[-1]] = value
    path.write_text(to_yaml(tree), "utf-8")


@pytest.mark.parametrize("site", long_but(OUTSIDE, *OUTSIDE[::4]))
def test_a_site_outside_its_folder_is_refused(tmp_path: Path, site: str) -> None:
    root = mini_project(tmp_path)
    put(root, "audiences.yml", site, "partnership", "site")
    told = r"params/audiences\.yml, line \d+: partnership\.site: found"
    with pytest.raises(ConfigError, match=told):
        publication(root)


@pytest.mark.parametrize("path", long_but([*OUTSIDE, "methods"], *OUTSIDE[1::4], "methods"))
def test_a_report_outside_its_site_is_refused(tmp_path: Path, path: str) -> None:
    root = mini_project(tmp_path)
    put(root, "notebooks/region/report.yml", path, "region", "path")
    told = r"notebooks/region/report\.yml, line \d+: region[.:].*(found|methods)"
    with pytest.raises(ConfigError, match=told):
        publication(root)


@pytest.mark.parametrize(
    "folder", ["../..", "..", "/etc", "", ".", "a/../../b", "a\\b", "C:/a", ".git", "a\0b", "a//b"]
)
def test_a_data_folder_outside_the_project_is_refused(tmp_path: Path, folder: str) -> None:
    root = mini_project(tmp_path)
    put(root, "partnership.yml", ["mini", folder], "data")
    with pytest.raises(ConfigError, match=r"params/partnership\.yml, line \d+: data\.1: found"):
        publication(root)


@pytest.mark.parametrize("folder", ["mini", "2017 Summer", "Gwynedd/Môn 2017", "a.b-c_d"])
def test_a_data_folder_may_be_called_as_people_call_folders(tmp_path: Path, folder: str) -> None:
    root = mini_project(tmp_path)
    put(root, "partnership.yml", [folder], "data")
    assert publication(root).config.data_folders == [root / "data" / folder]


@pytest.mark.parametrize("name", ["../x", "a/b", ".", "", "Public", "a.b", "a b"])
def test_names_become_folders_and_are_held_to_that(tmp_path: Path, name: str) -> None:
    root = mini_project(tmp_path)
    for file, old in (
        ("params/audiences.yml", "\npartnership:\n"),
        ("notebooks/region/report.yml", "\nregion:"),
        ("params/terms.yml", "\n2017-spring:"),
        ("params/committees.yml", "\nscrutiny:"),
    ):
        text = "\n" + (root / file).read_text("utf-8")
        new = old.replace(old.strip().removesuffix(":"), repr(name))
        assert old in text
        (root / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    names = ("params/audiences", "notebooks/region/report", "params/terms", "params/committees")
    for file in names:
        found = [fault for fault in caught.value.faults if fault.startswith(f"{file}.yml")]
        assert any("string should match pattern" in fault for fault in found), file


MEET = {
    ("public", "public"): True,
    ("public", "public/x"): True,
    ("authority", "authority/{slug}"): True,
    ("authority/{slug}", "authority/{id}"): True,
    ("authority/{slug}", "authority/cardiff"): True,
    ("authority/{slug}", "authority/cardiff/x"): True,
    ("closed/la-{id}", "closed/school-{id}"): False,
    ("closed/la-{id}", "closed/la-{id}-x"): True,  # an id could end so
    ("closed/{slug}-a", "closed/{slug}-b"): False,
    ("authority/{slug}", "school/{id}"): False,
    ("public", "public-x"): False,
}


@pytest.mark.parametrize(("pair", "meet"), MEET.items())
def test_sites_that_could_be_one_place_are_told(pair: tuple[str, str], meet: bool) -> None:
    assert bool(overlapping(dict(zip("ab", pair, strict=True)))) == meet
    assert bool(overlapping(dict(zip("ab", pair[::-1], strict=True)))) == meet


@pytest.mark.parametrize("site", ["public", "public/inside", "school"])
def test_an_audience_within_another_is_refused(tmp_path: Path, site: str) -> None:
    root = mini_project(tmp_path)
    put(root, "audiences.yml", site, "partnership", "site")
    with pytest.raises(ConfigError, match=r"partnership\.site: found .*, which could be the same"):
        publication(root)


@pytest.mark.parametrize(
    "site_and_of",
    [
        ({"site": "school", "of": "school"}, "expected {slug} or {id}"),
        ({"site": "authority", "of": "local_authority"}, "expected {slug} or {id}"),
        ({"site": "authority/{slug}"}, "expected {slug} or {id} in a site for each area"),
        ({"site": "authority/{slug}", "of": None}, "and in no other"),
    ],
)
def test_each_area_has_a_site_of_its_own(site_and_of: tuple[dict[str, str], str]) -> None:
    entry, told = site_and_of
    with pytest.raises(ValueError, match=re.escape(told)):
        Audience(tables=(), word="some", **entry)


RULES = {
    "least_cohort": 5, "least_cohort_others": 10, "least_side": 10, "near_all": True,
    "rest": {"parts": 3, "learners": 10, "without_largest": 5}, "interval": 3,
    "cohorts_known": True,
}  # fmt: skip


@pytest.mark.parametrize("limit", [True, "5", 5.0, 0, -1, None, 1.5])
@pytest.mark.parametrize("name", ["least_cohort", "least_cohort_others", "least_side", "interval"])
def test_a_limit_is_a_whole_number(name: str, limit: object) -> None:
    assert Protection.model_validate(RULES)
    with pytest.raises(ValueError, match=name):
        Protection.model_validate(RULES | {name: limit})


def test_of_one_value_only_nothing_would_be_withheld() -> None:
    assert Protection.model_validate(RULES | {"interval": 2})
    with pytest.raises(ValueError, match="interval"):
        Protection.model_validate(RULES | {"interval": 1})


@pytest.mark.parametrize("name", RULES)
def test_a_rule_that_is_left_out_is_told(name: str) -> None:
    with pytest.raises(ValueError, match=f"(?s){name}.*Field required"):
        Protection.model_validate({key: RULES[key] for key in RULES if key != name})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("authority: unprotected", "", "authority is missing: every audience has its rules there"),
        ("public:", "public: unprotected\nother:", "public: found 'unprotected'; a public site"),
        ("public:", "pubic:", "pubic: found 'pubic'|found 'pubic'; expected one of public,"),
        ("of_small_cohorts: []", "of_small_cohorts: [fpoi]", "found 'fpoi'; expected one of key_"),
    ],
)
def test_every_audience_has_its_rules(tmp_path: Path, old: str, new: str, told: str) -> None:
    root = mini_project(tmp_path)
    edit(root / "params" / "disclosure.yml", old, new)
    with pytest.raises(ConfigError, match=rf"params/disclosure\.yml.*({told})"):
        publication(root)


def test_what_protection_costs_is_for_nobody_who_is_protected(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root / "params" / "audiences.yml", "progress, exclusions,",
         "progress, protection, exclusions,")  # fmt: skip
    told = (
        r"params/audiences\.yml, line \d+: public\.tables: found 'protection', which is for nobody"
    )
    with pytest.raises(ConfigError, match=told):
        publication(root)


def test_what_shows_anything_must_be_said() -> None:
    with pytest.raises(ValueError, match=r"(?s)site.*tables"):
        Audience()
    least = Audience(site="public", word="public", tables=())
    assert (least.school_groups, least.schools_in_tables, least.closed) == ((), False, False)


def test_the_audiences_of_the_project_say_what_they_see() -> None:
    audiences = publication(ROOT).config.audiences
    groups = publication(ROOT).config.groups
    assert audiences["public"].school_groups == ("all", "efsm")
    assert {audiences[name].school_groups for name in audiences if name != "public"} == {
        tuple(groups)
    }
    assert [name for name in audiences if not audiences[name].schools_in_tables] == ["public"]


def test_where_nothing_is_said_schools_show_nothing(tmp_path: Path) -> None:
    root = copy_project(tmp_path, ROOT / "data" / "sample", "sample")
    (root / "data" / "published").symlink_to(ROOT / "data" / "published")
    for file, keys in (
        ("audiences", "school_groups|schools_in_tables"),
        ("categorisation", "audiences"),
    ):
        path = root / "params" / f"{file}.yml"
        text, times = re.subn(rf"\n +({keys}): .*", "", path.read_text("utf-8"))
        assert times
        path.write_text(text, "utf-8")
    term = publication(root)
    with by_rules_alone():  # what is left out is about no school, however few learners it has
        releases = prepare(term, check(term))
    for name, release in releases.items():
        areas = release.tables["areas"]
        schools = areas.loc[areas["kind"] == "school", "area_id"]
        assert len(schools) > 30
        for table in ("figures", *term.config.audiences[name].tables):
            rows: pd.DataFrame = release.tables[table]
            columns = [each for each in ("area_id", "school_id") if each in rows]
            assert not rows[columns].isin(set(schools)).any(axis=None), f"{name}: {table}"
        assert len(release.tables["figures"]) > 0


@pytest.mark.long
def test_a_publication_whose_audience_sees_no_group_is_built(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root / "params" / "audiences.yml", "  school_groups: [all, efsm]\n", "")
    built = build_quietly(root)
    rows = (built.site_folder("public") / "data" / "figures.csv").read_text("utf-8").splitlines()
    of_schools = [row for row in rows if "999900" in row.split(",")[1]]
    assert not [row for row in of_schools if row.split(",")[6]]
    assert len(rows) > len(of_schools) + 10


def test_a_closed_audience_without_words_is_told(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root / "params" / "audiences.yml", "site: public", "site: web")
    with pytest.raises(ConfigError, match=r"params/words has no words for closed\.public\.title"):
        publication(root)
