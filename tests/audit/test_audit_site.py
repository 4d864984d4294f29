"""The audit of a site's files: their kinds, and that nothing is asked of another host."""

from pathlib import Path

import pytest

from tymor.audit.checks import check_files, check_links
from tymor.audit.leaks import check_leaks
from tymor.audit.site import BuiltSite
from tymor.files import files_below

HEAD = "area_id,measure_id,academic_year,group,kind,value,status\n"


def site(root: Path, **content: str) -> BuiltSite:
    """A site of a page, a font and these files; ``__`` stands for a slash, ``_`` for a dot."""
    for name, text in {"fonts__face_woff": "", "data__figures_csv": HEAD, **content}.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return BuiltSite(root, frozenset(place for place, _ in files_below(root)))


def page(inside: str) -> str:
    return f"<!doctype html><html lang='en'><title>T</title><body>{inside}</body></html>"


@pytest.mark.parametrize("kind", ["html", "css", "js", "json", "woff", "woff2", "md", "txt", "ics"])
def test_kinds_that_a_renderer_leaves_are_published(kind: str, tmp_path: Path) -> None:
    built = site(tmp_path / "site", **{f"site__file_{kind}": ""})
    assert list(check_leaks(built, tmp_path / "pages", set())) == []


@pytest.mark.parametrize(
    "name", ["notes_parquet", "x_csv_bak", "index_qmd", "theme_scss", "run_exe", "x_js_map", "woff"]
)
def test_any_other_kind_is_refused(name: str, tmp_path: Path) -> None:
    built = site(tmp_path / "site", **{name: ""})
    (problem,) = check_leaks(built, tmp_path / "pages", set())
    assert problem.file == name.replace("_", ".")
    assert "no kind of file that is published" in problem.message


@pytest.mark.parametrize(
    "style",
    [
        "@font-face{src:\nurl(\"./fonts/face.woff?e34853\") format('woff')}",
        "@font-face{src:url(fonts/face.woff#iefix)}",
        "a{background:url(\"data:image/svg+xml,%3csvg xmlns='http://www.w3.org/2000/svg'%3e\")}",
        "a{background:url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>')}",
        "/* @import url(https://example.org/a.css); */",
        "@namespace svg 'x'; @media print { a { color: red } }",
    ],
)
def test_a_style_sheet_may_ask_for_the_sites_own_files(style: str, tmp_path: Path) -> None:
    assert list(check_links(site(tmp_path, a_css=style))) == []
    assert list(check_links(site(tmp_path, index_html=page(f"<style>{style}</style>")))) == []


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ('@import url("https://fonts.example.org/css2?family=X");', "outside the site"),
        ("@import 'https://example.org/a.css';", "outside the site"),
        ('@import"https://fonts.example.org/css2?family=X";a{color:red}', "outside the site"),
        ("@IMPORT URL(//example.org/a.css);", "outside the site"),
        ("a{background:url( 'http://example.org/x.png' )}", "outside the site"),
        ("a{background:url(/x.png)}", "server's root"),
        ("@font-face{src:url(fonts/other.woff?1)}", "not in the site"),
        ("@font-face{src:url(fonts/face.woff),url(fonts/face.ttf)}", "fonts/face.ttf"),
    ],
)
def test_a_style_sheet_that_asks_for_more_is_told(style: str, told: str, tmp_path: Path) -> None:
    (problem,) = check_links(site(tmp_path / "sheet", a_css=style))
    assert problem.file == "a.css"
    assert told in problem.message
    (inside,) = check_links(site(tmp_path / "page", index_html=page(f"<style>{style}</style>")))
    assert (inside.file, told in inside.message) == ("index.html", True)


@pytest.mark.parametrize(
    "inside",
    [
        '<p style="background:url(https://example.org/x.png)">x</p>',
        '<img alt="x" srcset="fonts/face.woff 1x, https://example.org/x.png 2x">',
        '<object data="https://example.org/x.svg"></object>',
        '<form><button formaction="https://example.org/">x</button></form>',
        '<table background="//example.org/x.png"></table>',
        '<script src="https://cdn.example.org/x.js"></script>',
    ],
)
def test_a_page_that_asks_another_host_is_told(inside: str, tmp_path: Path) -> None:
    (problem,) = check_links(site(tmp_path, index_html=page(inside)))
    assert "outside the site" in problem.message


@pytest.mark.parametrize(
    ("comment", "told"), [("<!-- efsm 8/9 -->", True), ("<!-- main: a1b2 -->", False)]
)
def test_a_number_in_a_comment_is_told(comment: str, told: bool, tmp_path: Path) -> None:
    found = check_files(site(tmp_path, index_html=page(comment)))
    assert ("efsm 8/9" in " ".join(each.message for each in found if each.rule == "leaks")) is told


def test_where_a_style_sheet_stands_counts(tmp_path: Path) -> None:
    built = site(tmp_path, css__a_css="@font-face{src:url(../fonts/face.woff)}")
    assert list(check_links(built)) == []
    (problem,) = check_links(site(tmp_path, css__a_css="@font-face{src:url(fonts/face.woff)}"))
    assert "css/fonts/face.woff" in problem.message


@pytest.mark.parametrize(("numbers", "leaks"), [(",,", 0), ("50.0,,", 1), (",5,", 1), (",,10", 1)])
def test_no_number_stands_beside_a_suppressed_figure(
    numbers: str, leaks: int, tmp_path: Path
) -> None:
    value, *of = numbers.split(",")
    head = HEAD.strip() + ",numerator,denominator"
    row = ",".join(["9990001,ks2_csi,2016/17,all,actual", value, "suppressed", *of])
    built = site(tmp_path / "site", data__figures_csv=f"{head}\n{row}\n")
    assert len(list(check_leaks(built, tmp_path / "pages", set()))) == leaks
