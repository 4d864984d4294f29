"""The whole way with Quarto: build, audit, publish, and back to the built-in renderer.

``recorded_quarto.py`` stands in for Quarto, with text in every field that would be live in it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from lxml import html
from pdf_text import text_of
from pikepdf import Pdf
from projects import MINI_PARTNERSHIP, ROOT, TERM, edit, mini_project
from recorded_quarto import PUT_AWAY, put_on_path

from tymor.publication import open_publication
from tymor.run.journal import Journal

LANGUAGES = ("en", "cy")
SECRET = "the-builder-s-own-secret"
CALL = "{{< env TYMOR_SECRET >}}"
#: By what may become of it: called, unknown, unclosed, escaped, put away, and ends at a tag.
NAMES = {
    "Lark Hill Primary School": f"Lark Hill {CALL}",
    "Ysgol Gynradd Bryn yr Ehedydd": "Bryn {{< nobody knows >}} yr Ehedydd",
    "Ysgol y Nant Fach,Ysgol y Nant Fach": f"Nant {{{{{{< env TYMOR_SECRET >}}}}}} {{{{,"
    f"Nant {PUT_AWAY};{CALL.encode().hex()}; {{{{< env",
}
#: The same in the project's own words and names; a word's braces are doubled.
WORDS = {
    ("en", '  site_name: "School outcomes'): "{{{{< env TYMOR_SECRET >}}}}",
    ("cy", '  site_name: "Deilliannau'): "{{{{< neb >}}}}",
    ("en", '  methods: "Methods'): "{{{{< env",
    ("cy", '  copy-button-tooltip-success: "Wedi'): "{{{{< env TYMOR_SECRET >}}}}</script>",
}


@dataclass(frozen=True)
class Trees:
    """One project's sites as files, one after the other; and what was published in the middle.

    ``claimed`` are the files that Quarto's pages have for their own, when Quarto rendered them.
    """

    root: Path
    claimed: Mapping[str, Mapping[str, int]]
    builtin: Mapping[str, bytes]
    quarto: Mapping[str, bytes]
    published: Mapping[str, bytes]
    again: Mapping[str, bytes]


def tymor(root: Path, path: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tymor", *arguments, "--term", TERM],
        cwd=root,
        env=os.environ | dict(path) | {"TYMOR_SECRET": SECRET},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def hostile_project(folder: Path) -> Path:
    root = mini_project(folder)
    shutil.copy(ROOT / "_quarto.yml", root)
    for name, live in NAMES.items():
        edit(root / "data" / "mini" / "schools.csv", name, live)
    for (language, word), live in WORDS.items():
        edit(root / "params" / "words" / f"{language}.yml", word, f"{word} {live}")
    named = MINI_PARTNERSHIP.replace("Consortium", f"Consortium {CALL}")
    (root / "params" / "partnership.yml").write_text(named, encoding="utf-8")
    return root


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    folder = tmp_path_factory.mktemp("quarto")
    path = put_on_path(folder / "bin")
    root = hostile_project(folder / "project")
    site = open_publication(TERM, None, root).site_folder("public")

    def done(*arguments: str) -> None:
        ended = tymor(root, path, *arguments)
        assert ended.returncode == 0, ended.stderr

    done("build", "--renderer", "builtin")
    builtin = files_of(site)
    done("build", "--renderer", "auto")
    quarto = files_of(site)
    done("publish")
    published = files_of(root / "site" / "public")
    with Journal(root / "build" / TERM / "journal.sqlite") as journal:
        claimed = {name: entry.files for name, entry in journal.pages.all().items()}
    done("build", "--renderer", "builtin")
    return Trees(root, claimed, builtin, quarto, published, files_of(site))


def pages(tree: Mapping[str, bytes]) -> dict[str, html.HtmlElement]:
    names = [name for name in tree if name.startswith(LANGUAGES) and name.endswith(".html")]
    return {name: html.document_fromstring(tree[name]) for name in names}


def text(tree: html.HtmlElement, where: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in tree.xpath(where)]


def test_what_quarto_rendered_is_published_whole(trees: Trees) -> None:
    assert trees.published == trees.quarto
    assert b"quarto-1.9" in trees.published["en/region/index.html"]
    assert trees.builtin.keys() - trees.quarto.keys() == set()


def test_a_file_that_quarto_wrote_is_no_other_pages(trees: Trees) -> None:
    """Or the built-in renderer would take one of the same size for its own."""
    assert {name for name, files in trees.claimed.items() if files} == {
        "public/(common)",
        "public/(quarto)",
    }


def test_the_built_in_renderer_finds_nothing_of_quarto_left(trees: Trees) -> None:
    assert trees.again == trees.builtin


def test_of_quartos_own_files_only_those_that_are_used_are_kept(trees: Trees) -> None:
    kept = {re.sub("-[0-9a-f]{32}", "", name) for name in trees.quarto if "site_libs" in name}
    assert {name.removeprefix("en/site_libs/") for name in kept if name.startswith("en/")} == {
        "bootstrap/bootstrap.min.css",
        "bootstrap/bootstrap.min.js",
        "quarto-html/popper.min.js",
        "quarto-html/quarto-syntax-highlighting.css",
        "quarto-html/quarto.js",
        "quarto-html/tabsets/tabsets.js",
        "quarto-html/tippy.css",
        "quarto-html/tippy.umd.min.js",
        "quarto-nav/headroom.min.js",
        "quarto-nav/quarto-nav.js",
    }
    assert not [name for name in trees.quarto if name.endswith("search.json")]
    for page in pages(trees.quarto).values():
        assert not page.xpath("//link[contains(@href, 'icons')]")


def test_no_text_was_live_in_any_file(trees: Trees) -> None:
    for name, content in trees.quarto.items():
        assert SECRET.encode() not in content, name
        assert b"TymorText" not in content, name
    for name in (name for name in trees.quarto if name.endswith(".pdf")):
        file = trees.root / "site" / "public" / name
        with Pdf.open(file) as pdf:
            said = [*text_of(file), str(pdf.docinfo), str(pdf.open_metadata())]
        assert not [each for each in said if SECRET in each or "TymorText" in each], name


def test_a_page_says_what_the_built_in_one_says(trees: Trees) -> None:
    builtin, quarto = pages(trees.builtin), pages(trees.quarto)
    assert builtin.keys() == quarto.keys()
    for name, page in quarto.items():
        for where in ("//head/title", "//h1", "//main/header/p", "//main//*[@class='blocks']"):
            assert text(page, where) == text(builtin[name], where), (name, where)
        described = "string(//meta[@name='description']/@content)"
        assert page.xpath(described) == builtin[name].xpath(described)
    school = quarto["en/schools/9999001/index.html"]
    assert CALL in text(school, "//head/title")[0]
    assert f"School outcomes {CALL} and progress" in text(school, "//*[@class='navbar-title']")
    assert "Methods {{< env" in text(school, "//*[@class='menu-text']")


def test_a_word_in_a_script_stays_a_string_of_it(trees: Trees) -> None:
    page = pages(trees.quarto)["cy/region/index.html"]
    script = page.xpath("string(//script[@id='quarto-html-after-body'])")
    assert r"\u007b\u007b\u003c env TYMOR\u005fSECRET" in script
    assert len(page.xpath("//script[@id='quarto-html-after-body']")) == 1


@pytest.mark.long
def test_a_render_that_stops_halfway_touches_nothing_and_is_told(
    trees: Trees, tmp_path: Path
) -> None:
    """An unknown shortcode of the project's own, in what all Quarto projects have in common."""
    root = shutil.copytree(trees.root, tmp_path / "project", symlinks=True)
    config = yaml.safe_load((root / "_quarto.yml").read_text("utf-8"))
    config["website"]["page-footer"] = "{{< nobody knows >}}"
    (root / "_quarto.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    site = root / "build" / TERM / "site" / "public"
    before = files_of(site)
    failed = tymor(root, put_on_path(tmp_path / "bin"), "build", "--renderer", "quarto")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "Shortcode ['nobody', 'knows'] not found" in failed.stderr
    assert "--renderer builtin" in failed.stderr
    assert files_of(site) == before


@pytest.mark.long
def test_icons_that_a_page_shows_are_kept_and_published(trees: Trees, tmp_path: Path) -> None:
    root = shutil.copytree(trees.root, tmp_path / "project", symlinks=True)
    path = put_on_path(tmp_path / "bin")
    config = yaml.safe_load((root / "_quarto.yml").read_text("utf-8"))
    config["website"]["navbar"]["right"] = [{"text": "Home", "icon": "house", "href": "index.qmd"}]
    (root / "_quarto.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    built = tymor(root, path, "build", "--renderer", "quarto")
    assert built.returncode == 0, built.stderr
    assert tymor(root, path, "publish").returncode == 0
    published = root / "site" / "public" / "cy" / "site_libs" / "bootstrap"
    assert (published / "bootstrap-icons.css").is_file()
    assert (published / "bootstrap-icons.woff").is_file()
