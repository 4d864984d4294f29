"""Closed audiences: a site of its own for each area, which the public site knows nothing of."""

from pathlib import Path

import pytest
import yaml
from lxml import html
from projects import mini_project
from test_batch import build_quietly

from tymor.errors import ConfigError, PlanError
from tymor.publication import Publication
from tymor.publish import publish

SITES = ("public", "authority/merthyr-tydfil", "school/9999001", "school/9999002")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The miniature publication, whose schools and authority also read their own editions."""
    root = mini_project(tmp_path_factory.mktemp("closed"))
    reports = root / "params" / "reports.yml"
    entries = yaml.safe_load(reports.read_text("utf-8"))
    for report, closed in (("school", "school"), ("authority", "authority")):
        entries[report]["audiences"].append(closed)
    reports.write_text(yaml.safe_dump(entries, sort_keys=False), "utf-8")
    return build_quietly(root)


def test_each_area_has_a_site_and_each_site_a_home_in_both_languages(built: Publication) -> None:
    for site in SITES:
        for language in ("en", "cy"):
            assert (built.site_folder(site) / language / "index.html").exists()
            assert (built.site_folder(site) / language / "methods" / "index.html").exists()


def test_a_closed_home_says_first_who_may_read_it_and_leads_to_its_reports(
    built: Publication,
) -> None:
    home = (
        html.parse(built.site_folder("school/9999001") / "en" / "index.html")
        .getroot()
        .find(".//main")
    )
    said = home.text_content()
    assert "For the school and its governors only" in said
    assert said.index("only") < said.index("Reports")
    assert home.xpath("//a[contains(@href, 'schools/9999001')]")
    assert not home.xpath("//a[contains(@href, '9999002')]")


def test_a_school_reads_its_own_small_cohorts_and_the_public_does_not(built: Publication) -> None:
    def results(site: str) -> str:
        folder = built.site_folder(site) / "en" / "schools" / "9999002"
        return " ".join(p.read_text("utf-8-sig") for p in sorted(folder.glob("school-*.csv")))

    assert ",75.0" in results("school/9999002")
    assert ",75.0" not in results("public")


def test_nothing_closed_is_in_the_public_tree(built: Publication) -> None:
    public = built.site_folder("public")
    for path in public.rglob("*"):
        if path.suffix in {".html", ".csv", ".json"}:
            text = path.read_text("utf-8")
            assert "school/9999" not in text
            assert "authority/merthyr" not in text


def test_each_audience_is_published_in_its_own_place(built: Publication) -> None:
    places = publish(built)
    root = built.config.root / "site"
    assert places == [root / "authority", root / "public", root / "school"]
    assert (root / "school" / "9999001" / "cy" / "index.html").exists()


def test_an_audience_of_authorities_has_no_place_for_the_whole(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    text = (root / "params" / "reports.yml").read_text("utf-8")
    before, _, after = text.partition("audiences: [public]\n  path: region")
    changed = f"{before}audiences: [public, authority]\n  path: region{after}"
    (root / "params" / "reports.yml").write_text(changed, "utf-8")
    with pytest.raises((ConfigError, PlanError), match="authority"):
        build_quietly(root)
