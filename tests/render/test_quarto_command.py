"""The quarto command: which one is used, what it renders, and one real render where it is."""

import html as html_escapes
import logging
import os
import re
import shutil
import stat
import sys
from pathlib import Path

import pytest
import yaml
from browser import chromium, needs_browser, serve
from lxml import html as lxml_html
from pages import NAMED, both, every_block
from pdf_text import text_of
from pikepdf import Pdf
from quarto_project import (
    FRAME,
    LANGUAGES,
    REPORT,
    ROOT,
    WriteProject,
    compiled,
    home,
    hostile,
    writer_below,
)

from tymor.audit.pdf import check_pdf
from tymor.errors import RendererMissing, TymorError
from tymor.files import Writer
from tymor.page import Paragraph
from tymor.render import quarto
from tymor.render.quarto import command
from tymor.render.quarto.collect import OUTPUT, skip_link_first
from tymor.render.quarto.plain_text import MARK

needs_quarto = pytest.mark.skipif(
    shutil.which("quarto") is None,
    reason="no quarto in PATH; `conda env create -f environment.yml` brings it",
)


@pytest.fixture
def project(tmp_path: Path) -> WriteProject:
    return writer_below(tmp_path)


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        ("1.9.38\n", (1, 9, 38)),
        ("1.10.2", (1, 10, 2)),
        ("v1.9", (1, 9, 0)),
        ("99.9.9", (99, 9, 9)),
        ("WARN: no R found\n1.9.1\n", (1, 9, 1)),
        ("typst 0.14.2 (b33de9de)", (0, 14, 2)),
        ("command not found", None),
        ("", None),
    ],
)
def test_versions(printed: str, version: tuple[int, int, int] | None) -> None:
    assert command.parse_version(printed) == version


def test_an_old_quarto_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    old = tmp_path / "quarto"
    old.write_text("#!/bin/sh\necho 1.4.550\n")
    old.chmod(old.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(RendererMissing, match=r"1\.4\.550.*1\.9.*PDF/UA.*environment\.yml"):
        quarto.require_quarto()
    with caplog.at_level(logging.WARNING):
        assert quarto.find_quarto() is None
    assert "1.4.550" in caplog.text


def test_without_quarto_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert quarto.find_quarto() is None
    with pytest.raises(RendererMissing, match=r"conda-forge.*environment\.yml.*pip cannot"):
        quarto.require_quarto()


def test_a_command_that_fails_is_told_with_what_it_said(project: WriteProject) -> None:
    folder = project("en", every_block())
    # Python takes "render" for a script, does not find it and says so.
    with pytest.raises(TymorError, match=r"(?s)exit status 2 .*can't open file.*builtin"):
        quarto.render([folder], Path(sys.executable))


#: A quarto that fails where another renders at the same time, as where it was asked to.
BESIDE = """\
#!/bin/sh
test "$1" = render || exit 0
cd "$2"
if test -e always; then echo always; exit 3; fi
mkdir ../alone || { echo beside; exit 4; }
sleep 0.5
echo "$(basename "$2")" >> ../rendered
rmdir ../alone
"""


def test_projects_are_rendered_side_by_side_and_again_where_that_failed(tmp_path: Path) -> None:
    quarto_command = tmp_path / "quarto"
    quarto_command.write_text(BESIDE)
    quarto_command.chmod(quarto_command.stat().st_mode | stat.S_IXUSR)
    projects = [tmp_path / name for name in ("en", "cy")]
    for folder in projects:
        folder.mkdir()
        (folder / "_quarto.yml").write_text("format: {typst: {}}\n")
    quarto.render(projects, quarto_command)
    assert sorted((tmp_path / "rendered").read_text().split()) == ["cy", "en"]
    (projects[1] / "always").touch()
    with pytest.raises(TymorError, match=r"(?s)exit status 3 in .*cy; it said last:\n  always"):
        quarto.render(projects, quarto_command)


@pytest.mark.parametrize(
    ("version", "expected"),
    [((0, 14, 2), ["ua-1"]), ((0, 15, 0), ["ua-1", "a-2a"]), (None, ["ua-1", "a-2a"])],
)
def test_an_older_typst_is_asked_for_one_standard(
    version: tuple[int, int, int] | None, expected: list[str], project: WriteProject
) -> None:
    folder = project("cy", every_block())
    before = yaml.safe_load((folder / "_quarto.yml").read_text("utf-8"))
    command.fit_standards(folder, version)
    after = yaml.safe_load((folder / "_quarto.yml").read_text("utf-8"))
    assert after["format"]["typst"].pop("pdf-standard") == expected
    before["format"]["typst"].pop("pdf-standard")
    assert after == before


def test_what_an_older_typst_leaves_out_is_told_once(
    project: WriteProject, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for language in LANGUAGES:
            command.fit_standards(project(language, home()), (0, 14, 7))
    assert caplog.text.count("0.14.7 writes one PDF standard") == 1


def test_a_quarto_that_cannot_be_started_is_told(project: WriteProject, tmp_path: Path) -> None:
    folder = project("en", every_block())
    for broken in (tmp_path / "gone", tmp_path / "quarto"):
        with pytest.raises(TymorError, match=r"cannot be started.*builtin"):
            quarto.render([folder], broken)
        (tmp_path / "quarto").write_text("no program")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("index.html", b"<html><body><p>The beg", r"lacks .*the beginning.*index\.html"),
        ("index.html", b"<html>\xff</html>", r"index\.html.*no UTF-8"),
        ("index.html", b"", r"lacks .*index\.html"),
        ("index.pdf", b"%PDF-1.7 cut short", r"lacks .*index\.pdf"),
        ("index.pdf", b"no PDF %%EOF", r"index\.pdf.*no tagged PDF"),
    ],
)
def test_what_quarto_did_not_end_is_told(
    name: str, content: bytes, told: str, project: WriteProject, tmp_path: Path
) -> None:
    folder = project("en", every_block())
    output = folder / OUTPUT / REPORT
    output.mkdir(parents=True)
    (output / "index.html").write_text("<html></html>")
    compiled(folder, output / "index.pdf")
    (output / name).write_bytes(content)
    with pytest.raises(TymorError, match=told) as caught:
        quarto.collect(folder, Writer(tmp_path / "site"), "en")
    assert "--renderer builtin" in str(caught.value)


def test_quarto_has_nothing_to_add_to_what_git_ignores() -> None:
    """Run at the top it adds these two lines where they are missing, and leaves an output."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/.quarto/", "**/*.quarto_ipynb", f"/{OUTPUT}/"} <= set(ignored)


def test_what_quarto_left_out_is_named(project: WriteProject, tmp_path: Path) -> None:
    folder = project("en", home(), every_block())
    with pytest.raises(TymorError, match="cardiff") as caught:
        quarto.collect(folder, Writer(tmp_path / "site"), "en")
    told = str(caught.value)
    assert all(name in told for name in (f"{REPORT}/index.html", f"{REPORT}/index.pdf"))
    assert not (tmp_path / "site").exists()


def test_collected_files_have_the_addresses_of_the_built_in_pages(
    project: WriteProject, tmp_path: Path
) -> None:
    folder = project("en", every_block())
    output = folder / OUTPUT / REPORT
    output.mkdir(parents=True)
    compiled(folder, output / "index.pdf")
    (output / "index.html").write_text(
        '<html><body class="nav-fixed"><nav>bar</nav>'
        '<a class="skip" href="#main_content">Skip</a><main></main></body></html>'
    )
    (folder / OUTPUT / "theme").mkdir()
    shutil.copy(folder / "theme" / "tymor.scss", folder / OUTPUT / "theme")
    quarto.collect(folder, Writer(tmp_path / "site"), "en")
    site = tmp_path / "site"
    found = sorted(str(file.relative_to(site)) for file in site.rglob("*") if file.is_file())
    assert found == [f"en/{REPORT}/{NAMED}", f"en/{REPORT}/index.html"]
    assert check_pdf(site / found[0], "en-GB") == []
    page = (site / found[1]).read_text()
    assert page.index("Skip") < page.index("<nav>")


def test_only_the_real_skip_link_is_moved() -> None:
    without = "<body><p>&lt;a class=&#34;skip&#34;&gt;x&lt;/a&gt;</p></body>"
    assert skip_link_first(without) == without


@pytest.mark.quarto
@needs_quarto
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_real_quarto_renders_page_and_pdf(
    language: str, project: WriteProject, tmp_path: Path
) -> None:
    site = rendered(language, project, tmp_path)
    page = (site / language / REPORT / "index.html").read_text("utf-8")
    tree = lxml_html.document_fromstring(page)
    assert tree.get("lang") == f"{language}-GB"
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//table")) == 2
    nasty = every_block().blocks[1]
    assert isinstance(nasty, Paragraph)
    assert tree.get_element_by_id("summary").text_content() == nasty.text[language]
    assert every_block().title[language] in html_escapes.unescape(tree.findtext(".//title") or "")
    asked = tree.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
    assert [address for address in asked if re.match(r"https?:|//", address)] == []
    assert (site / language / REPORT / "gap-trend.vl.json").is_file()
    report = site / language / REPORT / NAMED
    assert check_pdf(report, f"{language}-GB") == []
    title = "Key indicators" if language == "en" else "Dangosyddion allweddol"
    assert " ".join(text_of(report)).count(title) == 1
    assert not list((site / language).glob("*.pdf"))


@pytest.mark.quarto
@pytest.mark.browser
@needs_quarto
@needs_browser
def test_a_real_page_of_quarto_is_accessible_and_asks_nobody(
    project: WriteProject, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    site = rendered("cy", project, tmp_path)
    with serve(site) as address, chromium() as browser:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}cy/{REPORT}/")
        page.locator("figure.chart [data-explore]").click()
        page.wait_for_selector('figure[data-state="interactive"]')
        assert [url for url in asked if not url.startswith(address)] == []
        violations = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["impact"]) for fault in violations] == []


@pytest.mark.quarto
@needs_quarto
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_live_in_a_real_quarto(
    language: str, project: WriteProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One shortcode more that is known, unknown or not closed, and the render would end."""
    monkeypatch.setenv("TYMOR_SECRET", "the-builder-s-own-secret")
    live = "{{< env TYMOR_SECRET >}} {{< nobody >}} {{< env {{"
    named = hostile(f" {live}\n").model_copy(
        update={"title": both(live), "description": both(live)}
    )
    site = rendered(language, lambda *given: project(*given[:-1], named), tmp_path)
    page = (site / language / REPORT / "index.html").read_text("utf-8")
    assert "the-builder-s-own-secret" not in page
    assert MARK not in page
    tree = lxml_html.document_fromstring(page)
    assert (tree.findtext(".//title") or "").startswith(live)
    assert tree.xpath("string(//meta[@name='description']/@content)") == live
    report = site / language / REPORT / NAMED
    assert check_pdf(report, f"{language}-GB") == []
    with Pdf.open(report) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"{live} – {FRAME.readers[language]}"


def rendered(language: str, project: WriteProject, tmp_path: Path) -> Path:
    folder = project(language, home(), every_block())
    quarto.render([folder], quarto.require_quarto())
    writer = Writer(tmp_path / "site")
    quarto.collect(folder, writer, language)
    return writer.root
