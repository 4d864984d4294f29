"""Closed audiences: a site of its own for each area, which the public site knows nothing of."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from built import BuiltProjects, build_quietly
from lxml import html
from pdf_text import text_of
from pikepdf import Pdf
from projects import closed_project, edit, mini_project, publication, report_file

from tymor.errors import ConfigError, PlanError, TymorError
from tymor.files import closed_folder, whole_folder, write_atomic
from tymor.publication import Publication
from tymor.publish.serve import folder_of, serve
from tymor.publish.switch import publish

SITES = ("public", "authority/merthyr-tydfil", "school/9999001", "school/9999002")


@pytest.fixture(scope="module")
def built(built_projects: BuiltProjects, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("closed") / "project"
    return publication(built_projects.copy(closed_project, folder))


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


@pytest.mark.parametrize(
    ("site", "path", "name", "said"),
    [
        ("public", "authorities/merthyr-tydfil",
         "merthyr-tydfil-performance-2017-summer-public.pdf",
         {"en": "Public", "cy": "Cyhoeddus"}),
        ("authority/merthyr-tydfil", "authorities/merthyr-tydfil",
         "merthyr-tydfil-performance-2017-summer-members.pdf",
         {"en": "For officers and members in Merthyr Tydfil only",
          "cy": "I swyddogion ac aelodau Merthyr Tudful yn unig"}),
        ("school/9999001", "schools/9999001", "9999001-performance-2017-summer-school.pdf",
         {"en": "For the leaders and governors of Lark Hill Primary School only",
          "cy": "I arweinwyr a llywodraethwyr Ysgol Gynradd Bryn yr Ehedydd yn unig"}),
    ],
)  # fmt: skip
def test_pages_and_papers_say_whose_they_are(
    built: Publication, site: str, path: str, name: str, said: dict[str, str]
) -> None:
    for language, own in said.items():
        root = built.site_folder(site) / language
        for page in root.rglob("index.html"):
            tree = html.parse(page).getroot()
            assert tree.xpath("string(//header/p[contains(@class, 'readers')])").strip() == own
            assert own in tree.findtext(".//title")
            closed = ["noindex"] if site != "public" else []
            assert tree.xpath("//meta[@name='robots']/@content") == closed
        for number, printed in enumerate(text_of(root / path / name)):
            assert own in printed, number
        with Pdf.open(root / path / name) as pdf:
            assert str(pdf.docinfo["/Title"]).endswith(f" – {own}")


def test_what_closed_sites_have_alike_is_on_the_disk_once_and_each_site_is_whole(
    built: Publication, tmp_path: Path
) -> None:
    def scripts(root: Path) -> list[Path]:
        return [root / site / "assets" / "vega.js" for site in SITES]

    build_quietly(built.config.root)  # the copy of a project that these tests begin with has copies
    public, *closed = scripts(built.sites)
    assert len({file.stat().st_ino for file in closed}) == 1
    assert public.stat().st_ino != closed[0].stat().st_ino
    places = publish(built)
    school = next(place for place in places if place.name == "school")
    one, other = (school / area / "assets" / "vega.js" for area in ("9999001", "9999002"))
    assert one.stat().st_ino == other.stat().st_ino
    alone = shutil.copytree(built.site_folder("school/9999001"), tmp_path / "alone")
    page = html.parse(alone / "en" / "schools" / "9999001" / "index.html").getroot()
    for address in page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src"):
        assert (alone / "en" / "schools" / "9999001" / address).is_file()
    write_atomic(one, b"another")  # one that is written anew leaves the other as it was
    assert other.stat().st_size > 100_000


def test_one_audience_is_shown_at_a_time(built: Publication) -> None:
    schools = folder_of(built.config, built.sites, "school")
    with running(serve(schools, 0)) as address:
        assert "9999001" in read(address)
        assert "Lark Hill" in read(f"{address}9999001/en/")
        with pytest.raises(HTTPError, match="404") as answer:
            read(f"{address}9999001/en/no-such-page/")
        assert "Page not found" in answer.value.read().decode()
        with pytest.raises(HTTPError, match="404"):
            read(f"{address}../public/index.html")
    assert folder_of(built.config, built.sites, "public") == built.site_folder("public")
    with pytest.raises(TymorError, match="No audience 'pupils'"):
        folder_of(built.config, built.sites, "pupils")
    with pytest.raises(TymorError, match="No site for partnership"):
        folder_of(built.config, built.sites, "partnership")


def read(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


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


def by_others(path: Path) -> int:
    """What group and others may do with it."""
    return path.stat().st_mode & 0o077


@pytest.mark.skipif(os.name != "posix", reason="this system keeps no modes")
def test_what_is_closed_is_readable_by_its_owner_only(built: Publication) -> None:
    closed = [built.folder.parent, built.folder / "check"]
    for audience in ("authority", "school", "partnership"):
        closed.append(built.release_folder(audience))
    for audience in ("authority", "school"):
        for part in ("site", "pages", "notebooks/executed", "audit/kept"):
            closed.append(built.folder / part / audience)
    assert [path for path in closed if by_others(path)] == []
    for path in closed:  # as older versions left them, and as a copy may be
        path.chmod(0o755)
    build_quietly(built.config.root)
    assert [path for path in closed if by_others(path)] == []


@pytest.mark.skipif(os.name != "posix", reason="this system keeps no modes")
def test_what_is_public_is_readable_as_the_umask_says(tmp_path: Path) -> None:
    for umask, files, folders in ((0o022, 0o644, 0o755), (0o077, 0o600, 0o700), (0, 0o666, 0o777)):
        before = os.umask(umask)
        try:
            page = write_atomic(tmp_path / f"{umask:o}" / "page.html", b"")
            with whole_folder(tmp_path / f"{umask:o}" / "whole"):
                pass
            closed = closed_folder(tmp_path / f"{umask:o}" / "closed")
        finally:
            os.umask(before)
        assert page.stat().st_mode & 0o777 == files
        for folder in (page.parent, page.parent / "whole"):
            assert folder.stat().st_mode & 0o777 == folders
        assert closed.stat().st_mode & 0o777 == 0o700


def test_an_audience_of_authorities_has_no_place_for_the_whole(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(report_file(root, "region"), "audiences: [public]", "audiences: [public, authority]")
    with pytest.raises((ConfigError, PlanError), match="authority"):
        build_quietly(root)
