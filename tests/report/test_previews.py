"""Previews at a desk: each verb shows what the page will have, and a batch pays nothing for it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from browser import chromium, needs_browser
from IPython.core.interactiveshell import InteractiveShell
from lxml import html as lxml_html
from made_report import bundled_project
from opened_report import opened
from page_frame import FRAME, seen
from pages import both, every_block
from projects import ROOT, publication

from tymor.config.environment import RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.errors import TymorError
from tymor.fingerprints import code_behind
from tymor.page import BLOCK_MIME, HEAD_MIME, AnyBlock
from tymor.render.html import document as html
from tymor.report import showing
from tymor.report.preview import PagePreview

OWN = publication(ROOT)
PAGE = every_block()
LANGUAGES = ("en", "cy")
#: Templates, styles and engines that no kernel of a batch needs.
BEHIND_A_PREVIEW = ("render/html/", "render/charts.py", "render/one_page.py", "report/preview.py")


def preview() -> PagePreview:
    return PagePreview(OWN, "public", both("Cardiff", "Caerdydd"))


def previews() -> list[Any]:
    """A preview of every kind of block, in the order of its page, as a reader's browser has it."""
    desk = preview()
    return [lxml_html.fragment_fromstring(desk.block(block)) for block in PAGE.blocks]


def published(language: str) -> list[Any]:
    """The same blocks on their published page."""
    words = OWN.config.languages[language]
    page = html.render_page(seen(PAGE, words), FRAME, words)
    return list(lxml_html.document_fromstring(page).xpath("//div[@class='blocks']/*"))


#: What a chart offers on its page alone: its files, and where they are from.
_OF_ITS_PAGE = ".//p[starts-with(@class, 'chart-')]"


def said(tree: Any) -> list[str]:
    """Every word for eye and ear, a chart's picture by what is said of it."""
    for picture in [*tree.iter("svg"), *tree.xpath(_OF_ITS_PAGE)]:
        picture.getparent().remove(picture)
    spoken = tree.xpath(".//@alt | .//*[@role='img']/@aria-label")
    return [*" ".join(spoken).split(), *tree.text_content().split()]


def part(shown: Any, language: str) -> Any:
    """What a preview shows in a language: the block's own element."""
    return shown.xpath(f"(.//*[@lang='{language}']/descendant-or-self::*[@class='blocks']/*)[1]")[0]


def test_the_page_has_every_kind_of_block() -> None:
    every = {kind.model_fields["kind"].default for kind in get_args(get_args(AnyBlock)[0])}
    every -= {"files", "terms"}  # of pages that stand around reports: no notebook leaves them
    assert {block.kind for block in PAGE.blocks} == every


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preview_says_what_the_page_says_word_for_word(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for first in LANGUAGES:
        monkeypatch.setenv("TYMOR_LANGUAGE", first)
        for block, shown, on_page in zip(PAGE.blocks, previews(), published(language), strict=True):
            own = part(shown, language)
            assert (own.tag, own.get("class")) == (on_page.tag, on_page.get("class"))
            assert said(own) == said(on_page), block.kind


def test_one_language_is_seen_and_the_other_one_click_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for wanted, first, other, name in (("", "en", "cy", "Cymraeg"), ("cy", "cy", "en", "English")):
        monkeypatch.setenv("TYMOR_LANGUAGE", wanted)
        for shown in previews():
            seen, behind = shown
            assert (seen.get("lang"), behind.tag, behind.get("lang")) == (first, "details", other)
            assert behind[0].text == name
    monkeypatch.setenv("TYMOR_LANGUAGE", "fr")
    with pytest.raises(TymorError, match="TYMOR_LANGUAGE is 'fr'; expected en or cy"):
        previews()


def test_a_chart_is_drawn_in_the_typeface_with_its_table_and_alternative_text() -> None:
    [chart] = [block for block in PAGE.blocks if block.kind == "chart"]
    text = preview().block(chart)
    shown = lxml_html.fragment_fromstring(text)
    assert "Source Sans 3" in shown.xpath(".//svg//text/@font-family")[0]
    assert shown.xpath(".//div[@role='img']/@aria-label")[0] == chart.alt["en"]
    assert f"Alternative text: {chart.alt['en']}" in shown.text_content()
    assert shown.xpath(".//figure//details//table")
    assert "<img" not in text  # there is no file beside a cell


def test_parts_of_two_drawn_charts_do_not_take_each_others_names() -> None:
    [chart] = [block for block in PAGE.blocks if block.kind == "chart"]
    spec = chart.spec["en"] | {"mark": {"type": "line", "clip": True}}
    both_charts = [
        chart.model_copy(update={"id": name, "spec": {"en": spec, "cy": spec}}) for name in "ab"
    ]
    text = "".join(preview().block(each) for each in both_charts)
    names = re.findall(r'<clipPath id="([^"]+)"', text)
    assert len(names) == len(set(names)) == 4
    assert set(re.findall(r"url\(#([^)]+)\)", text)) == set(names)


def test_a_link_within_the_site_leads_nowhere_in_a_cell() -> None:
    text = "".join(preview().block(block) for block in PAGE.blocks)
    assert "Ysgol y Ddôl" in text
    leads = re.findall(r' href="([^"]*)"', text)
    assert [where for where in leads if not where.startswith(("https:", "http:", "mailto:"))] == []


def test_titles_have_the_level_that_the_page_gives_them() -> None:
    desk = preview()
    shown = [lxml_html.fragment_fromstring(desk.block(block)) for block in PAGE.blocks]
    page = published("en")
    for own, on_page in zip(shown, page, strict=True):
        levels = [each.tag for each in part(own, "en").iter("h2", "h3", "h4", "h5")]
        assert levels == [each.tag for each in on_page.iter("h2", "h3", "h4", "h5")]


# What a notebook is given


@pytest.fixture
def displays(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """All that is shown, in place of a notebook."""
    left: list[dict[str, str]] = []
    monkeypatch.setattr(showing, "_publish", lambda bundle, words: left.append(bundle))
    return left


@pytest.mark.parametrize(
    ("report", "area", "audience", "readers"),
    [
        ("school", "9990001", "public", "Public"),
        ("school_pack", "9990001", "school", "For the school and its governors only"),
        ("early_warning", "681", "authority", "For officers and members of the authority only"),
    ],
)
def test_the_head_says_what_it_is_about_and_who_may_read_it(
    displays: list[dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    report: str,
    area: str,
    audience: str,
    readers: str,
) -> None:
    page = opened(monkeypatch, report, area, audience)
    [head] = displays
    shown = lxml_html.fragment_fromstring(head["text/html"].partition("</style>")[2])
    title = json.loads(head[HEAD_MIME])["title"]
    assert shown.findtext(".//h1") == title["en"]
    assert f"{page.area.name['en']} ({area})" in shown.text_content()
    assert shown.xpath(".//p[@class='callout-title']/text()")[0] == readers
    assert head["text/plain"].startswith(f'Report "{title["en"]}" ({audience}: ')


def test_a_line_says_what_each_display_is(
    displays: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = preview()
    for block in PAGE.blocks:
        showing.show_block(block, [], desk)
    lines = {
        block.kind: shown["text/plain"] for block, shown in zip(PAGE.blocks, displays, strict=True)
    }
    assert lines["table"] == 'Table "Key indicators" (outcomes-key)'
    assert lines["front_matter"] == 'Front matter "Joint Committee" (front-matter)'
    assert lines["questions"] == "Questions (enquiry)"
    assert all(len(line.splitlines()) == 1 and len(line) < 120 for line in lines.values())
    monkeypatch.setenv("TYMOR_LANGUAGE", "cy")
    showing.show_block(PAGE.blocks[0], [], desk)
    assert displays[-1]["text/plain"] == 'Heading "Deilliannau" (outcomes)'


def test_a_cell_that_is_run_again_begins_where_it_first_did(
    displays: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = InteractiveShell.instance()
    shell.user_ns["page"] = opened(monkeypatch, "authority", "681")
    cells = {
        "issue": "page.section('issue'); page.text(en='One', cy='Un')",
        "summary": "page.section('summary'); page.text(en='Two', cy='Dau')",
    }
    for name in ("issue", "summary", "issue", "summary", "summary"):
        shell.run_cell(cells[name], cell_id=name).raise_error()
    blocks = [json.loads(shown[BLOCK_MIME]) for shown in displays[1:]]
    issue, summary = (
        [("committee-issue", ""), ("one", "1.1")],
        [("committee-summary", ""), ("two", "2.1")],
    )
    shown = [(block["id"], block.get("number", "")) for block in blocks]
    assert shown == [*issue, *summary, *issue, *summary, *summary]


# A batch


def test_no_job_rests_on_what_only_a_desk_shows() -> None:
    package = Path(html.__file__).parents[2]
    behind = {path.relative_to(package).as_posix() for path in code_behind(["tymor.report"])}
    assert "report/showing.py" in behind
    assert [name for name in sorted(behind) if name.startswith(BEHIND_A_PREVIEW)] == []


def test_a_batch_shows_the_block_and_a_line_and_loads_nothing_for_a_desk() -> None:
    own = bundled_project()
    code = """
import sys
from tymor import report
from tymor.report import showing
shown = []
showing._publish = lambda bundle, words: shown.append(bundle)
page = report.open("school", area="9990001", term="2017-summer", audience="public")
page.text(en="Words", cy="Geiriau")
page.key_figures("school.context", [page.figures().first()])
loaded = [name for name in ("tymor.report.preview", "tymor.render.html", "tymor.render.charts",
                            "vl_convert") if name in sys.modules]
print(loaded, sorted({mime for bundle in shown for mime in bundle}))
"""
    environment = os.environ | {
        ROOT_VARIABLE: str(own.config.root),
        RELEASE_VARIABLE: str(own.release_folder("public")),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"[] {sorted([BLOCK_MIME, HEAD_MIME, 'text/plain'])}"


# In a browser

#: What notebooks' own styles do to tables, lists and colours, with the dark theme of one.
HOST = """<!doctype html><style>
body { background: #111; color: #eee; font: 11px monospace }
.host table { float: right; font-size: 9px } .host tbody tr:nth-child(odd) { background: #222 }
.host td, .host th { text-align: right; color: #ddd; border: 3px solid red }
.host p, .host dl dt { color: #ddd; text-transform: uppercase } .host h2 { font: 9px serif }
</style><div class="host"><h2 id="outside">x</h2>%s</div>"""


@pytest.mark.browser
@needs_browser
def test_the_notebook_around_a_preview_does_not_change_it() -> None:
    desk = preview()
    head = {"path": "x", "report": "authority", "area_id": "681", "audience": "public",
            "title": PAGE.title, "description": PAGE.description, "invented": True}  # fmt: skip
    shown = desk.opening(head) + "".join(desk.block(block) for block in PAGE.blocks)
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": 900, "height": 900})
        tab.set_content(HOST % shown)

        def style(selector: str, name: str) -> str:
            script = f"getComputedStyle(document.querySelector('{selector}')).{name}"
            return str(tab.evaluate(script))

        ink, paper = "rgb(22, 36, 43)", "rgb(255, 255, 255)"
        assert style(".tymor", "backgroundColor") == paper
        for selector in (".tymor #summary", ".tymor tr:last-child th", ".tymor h2", ".tymor dt"):
            assert style(selector, "color") == ink, selector
            assert "Source Sans 3" in style(selector, "fontFamily")
            assert style(selector, "textTransform") == "none"
        assert style(".tymor tbody th", "textAlign") == "start"
        assert style(".tymor table", "float") == "none"
        assert style(".tymor tbody tr:nth-child(odd)", "backgroundColor") == "rgba(0, 0, 0, 0)"
        assert style(".tymor td", "borderTopWidth") == "0px"
        assert style("#outside", "fontSize") == "9px"  # and it does not change the notebook
        assert style("body", "color") == "rgb(238, 238, 238)"
        assert tab.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
        wide = "document.querySelector('.tymor').scrollWidth"
        assert tab.evaluate(wide) <= 900
