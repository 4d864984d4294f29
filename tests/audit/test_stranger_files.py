"""What the stranger finds in the files of a built site: one fault of each kind, by its file."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
import typst
from built import BuiltProjects
from openpyxl import Workbook
from projects import mini_project

from tymor.audit.stranger import SitesAttack, attack_sites
from tymor.render.book import Book, Sheet
from tymor.render.ods import ods_bytes
from tymor.render.plain_table import PlainTable, Value

HILL, BAY, VALE = ("9990001", "Hill School"), ("9990002", "Bay School"), ("672", "The Vale")
LEVEL, ENGLISH = ("ks2_csi", "Key Stage 2 (CSI)"), ("ks2_english", "Key Stage 2: English")
#: What is shown, with how many learners it is of; withheld is the level of Hill School in 2016/17.
FIGURES = {
    (HILL, LEVEL, "2015/16"): ("85.7", "28"), (HILL, LEVEL, "2016/17"): None,
    (HILL, ENGLISH, "2015/16"): ("64.3", "28"), (HILL, ENGLISH, "2016/17"): ("66.7", "27"),
    (VALE, LEVEL, "2015/16"): ("80.5", "1025"), (VALE, LEVEL, "2016/17"): ("82.5", "1031"),
}  # fmt: skip
PAGE = "en/schools/9990001"
ROWS = "".join(
    f"<tr><th scope=row>{name}</th><td>{before}</td><td>{now}</td><td>{pupils}</td></tr>"
    for name, before, now, pupils in (
        (LEVEL[1], "85.7", "[c]", "[c]"), (ENGLISH[1], "64.3", "66.7", "27")
    )
)  # fmt: skip
HTML = f"""<!doctype html><html lang=en><head><title>Hill School</title>
<meta name=description content="Outcomes of Hill School, 2016/17"></head><body><h1>Hill School</h1>
<dl><div><dt>Key Stage 2 (CSI)</dt><dd>[c]<span> 2016/17</span></dd></div></dl>
<p>2.1 Key Stage 2: English rose by 2.4 points, to 66.7%. Of 2 measures 1 is confidential.</p>
<p>It was 82.5% in The Vale.</p>
<figure><img src=chart.svg alt="Bars of Hill School and The Vale"></figure><table>
<caption id=results_caption>Outcomes by year</caption><thead><tr><th rowspan=2>Measure</th>
<th colspan=2>Year</th><th rowspan=2>Pupils</th></tr>
<tr><th>2015/16</th><th>2016/17</th></tr></thead><tbody>{ROWS}</tbody></table></body></html>"""
CSV = """Measure,2015/16,2016/17,Pupils
Key Stage 2 (CSI),85.7,[c],[c]
Key Stage 2: English,64.3,66.7,27
"""
CHART = {
    "description": "Key Stage 2 (CSI) and others in 2016/17",
    "datasets": {"data": [
        {"area": "The Vale", "measure": "Key Stage 2 (CSI)", "order": 0, "value": 82.5},
        {"area": "Hill School", "measure": "Key Stage 2: English", "order": 1, "value": 66.7},
    ]},
}  # fmt: skip
SVG = """<svg xmlns="http://www.w3.org/2000/svg"><g class="role-axis"><text>90</text></g>
<text>82.5</text><path aria-label="area: Hill School; value: 66.7"/></svg>"""
PDF = "= Hill School\nOf 27 learners 66.7 % reached Key Stage 2: English, after 64.3 %."


def build(folder: Path) -> Path:
    """A site of one school's page, and what stands beside it."""
    rows = []
    for (area, measure, year), told in FIGURES.items():
        for kind, unit, at in (("actual", "pct", 0), ("count", "count", 1)):
            status, value = ("counted", told[at]) if told else ("suppressed", "")
            key = ("schools/9990001", area[0], measure[0], year, "all", kind)
            rows.append((*key, value, unit, status, measure[1]))
    tables = {
        "figures": (rows, "page area_id measure_id academic_year group kind "
                          "value unit status label_en"),
        "areas": ([(*HILL, "school", ""), (*BAY, "school", ""), (*VALE, "local_authority", "")],
                  "area_id name_en kind parent_id"),
        "measures": ([(*each, "percentage", "pct", "KS2", "", "", "") for each in (LEVEL, ENGLISH)],
                     "measure_id label_en kind unit phase of within streams"),
    }  # fmt: skip
    chart = json.dumps(CHART)
    files = {"index.html": HTML, "results.csv": CSV, "chart.vl.json": chart, "chart.svg": SVG}
    for place in ("data", PAGE, "assets"):
        (folder / place).mkdir(parents=True)
    for name, (lines, columns) in tables.items():
        table = pd.DataFrame(lines, columns=columns.split())
        table.to_csv(folder / "data" / f"{name}.csv", index=False)
    for name, text in files.items():
        (folder / PAGE / name).write_text(text, encoding="utf-8")
    (folder / PAGE / "report.pdf").write_bytes(as_pdf(PDF))
    (folder / "assets" / "page.js").write_text("const most = 57.1;")
    (folder / "assets" / "face.woff2").write_bytes(b"wOF2...")
    return folder


def as_pdf(text: str) -> bytes:
    made = typst.compile(f"#set page(width: 80mm, height: 40mm)\n{text}".encode())
    assert isinstance(made, bytes)
    return made


def replaced(old: str, new: str) -> Callable[[Path], None]:
    def replace(file: Path) -> None:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def written(content: bytes) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        file.write_bytes(content)

    return write


def said(found: SitesAttack) -> list[str]:
    return [str(each) for each in found.files.exposed]


def with_subject(file: Path) -> None:
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Subject"] = "57.1 per cent"
        pdf.save(file)


def with_attachment(file: Path) -> None:
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.attachments["rows.csv"] = b"57.1"
        pdf.save(file)


def in_workbook(file: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Measure", "2016/17"])
    sheet.append(["Key Stage 2 (CSI)", 57.1])
    book.save(file)


def in_open_document(file: Path) -> None:
    row = (Value("Key Stage 2 (CSI)"), Value("57.1", 57.1, 1))
    table = PlainTable(("Measure", "2016/17"), (row,))
    sheet = Sheet("Table A", ("Outcomes by year",), table)
    file.write_bytes(ods_bytes(Book("T", "en-GB", date(2017, 9, 28), "Cover", ("T",), (sheet,))))


def test_an_untouched_site_tells_nothing(tmp_path: Path) -> None:
    found = attack_sites([build(tmp_path)])
    assert (said(found), found.files.unexplained, found.told) == ([], {}, ())
    (line,) = found.files.summary()
    assert line.startswith("10 files read: 4 csv, 1 ") and "1 pdf" in line and "1 vl.json" in line


IN_CHART = ('"The Vale", "measure": "Key Stage 2 (CSI)", "order": 0, "value": 82.5',
            '"Hill School", "measure": "Key Stage 2 (CSI)", "value": 57.1')  # fmt: skip
IN_CODE = "Key Stage 2 (CSI) 2016/17 of Hill School"
HIDDEN = "9990001 ks2_csi 2016/17 all: withheld"


@pytest.mark.parametrize(
    ("file", "plant", "tells"),
    [
        ("index.html", replaced("<td>[c]</td><td>[c]", "<td>57.1</td><td>[c]"), HIDDEN),
        ("index.html", replaced("<td>[c]</td></tr>", "<td>21</td></tr>"), HIDDEN),
        ("index.html", replaced("<td>[c]</td><td>[c]", "<td>82.5</td><td>[c]"), HIDDEN),
        ("index.html", replaced("<dd>[c]", "<dd>57.1%"), HIDDEN),
        ("index.html", replaced("Bars of", "Key Stage 2 (CSI) in 2016/17: 57.1; bars of"), HIDDEN),
        ("index.html", replaced("<title>", "<title>57.1% of learners: "), HIDDEN),
        ("index.html", replaced("<h1>", "<h1>Key Stage 2 (CSI), 2016/17: 12 of 21; "), HIDDEN),
        ("results.csv", replaced("85.7,[c],[c]", "85.7,57.1,[c]"), HIDDEN),
        ("chart.vl.json", replaced(*IN_CHART), HIDDEN),
        ("chart.svg", replaced("82.5", "57.1"), "57.1 stands in it, and nowhere on its page"),
        ("chart.svg", replaced("82.5</text>", "82.5</text><text><tspan>of</tspan><tspan>57.1"
                                              "</tspan></text>"), "57.1 stands in it"),
        ("chart.svg", replaced("value: 66.7", "value: 57.1"), "57.1 stands in it"),
        ("report.pdf", written(as_pdf(f"{PDF} All: 57.1 %.")), "57.1 stands in it"),
        ("report.pdf", with_subject, "57.1 stands in it"),
        ("report.pdf", with_attachment, "could not be read (it has other files in it)"),
        ("report.pdf", written(b"%PDF-"), "could not be read"),
        ("chart.vl.json", replaced("{", ""), "could not be read"),
        ("results.xlsx", in_workbook, HIDDEN),
        ("results.ods", in_open_document, HIDDEN),
        ("rows.parquet", written(b"PAR1"), "could not be read"),
        ("../../../assets/face.woff2", written(b"57.1"), "it is no typeface"),
        ("../../../assets/page.js", replaced("const", f"'{IN_CODE}', 57.1; const"), HIDDEN),
        ("../../../data/figures.csv", replaced("actual,,pct", "actual,57.1,pct"), "has a number"),
    ],
)  # fmt: skip
def test_what_is_withheld_is_found_in_its_file(
    tmp_path: Path, file: str, plant: Callable[[Path], None], tells: str
) -> None:
    site = build(tmp_path)
    plant(site / PAGE / file)
    told = said(attack_sites([site]))
    assert told and all(each.startswith((site / PAGE / file).resolve().as_posix()) for each in told)
    assert any(tells in each for each in told)


#: What a page may say of the learners behind a figure that it withholds, in words and signs.
SAID = (
    "<p>Of the 3 learners eligible for free school meals, 2 reached the expected level.</p>",
    "<p>O'r 3 disgybl sy'n gymwys i gael prydau ysgol am ddim, cyrhaeddodd 2 y lefel "
    "ddisgwyliedig.</p>",
    "<p>Two of the three eligible learners reached it.</p>",
    "<p>Cyrhaeddodd dau o'r tri y lefel.</p>",
    "<p>Of the three, two did.</p>",
    "<p>One in three did.</p>",
    "<p>There are twenty-three pupils.</p>",
    "<p>Mae dau ddeg tri o ddisgyblion.</p>",
    "<p>Half of the eligible learners did.</p>",
    "<p>Four-fifths of the eligible learners reached it.</p>",
    "<p>Cyrhaeddodd tri chwarter y dysgwyr cymwys y lefel.</p>",
    "<p>Half a dozen of the eligible learners reached it.</p>",
    "<p>Eighty-seven and a half per cent of them did.</p>",
    "<p>Wyth deg saith a hanner y cant ohonynt.</p>",
    "<p>&#8535; of the learners did.</p>",
    "<p>81.3 per cent of them</p>",
    "<p>81.3 y cant ohonynt</p>",
    "<p>Wyth deg un y cant ohonynt</p>",
    "<p>66.7% reached Key Stage 2 (CSI) in 2016/17</p>",  # that of another measure
    "<p>A share of .889 of them</p>",
    "<p>8/9</p>",
    "<p title='2 of the 3 pupils'>Level</p>",
    "<div data-efsm='0.889'></div>",
    "<div data-learners='8'></div>",
    "<div data-share='88.9'></div>",
    "<div data-of='8/9'></div>",
    "<p class='learners-8-of-9'>Level</p>",
    "<p style='opacity: 0.889'>Level</p>",
    "<style>.level {opacity: 0.889}</style>",
    "<script>const level = {learners: [8, 9]}</script>",
    "<meta name=keywords content='eligible: 8 of 9'>",
    "<img src=chart.svg alt='Two of the three learners'>",
    "<template><p>2 of the 3 learners</p></template>",
    "<table><tr><th>Eligible</th><td>2 of 3</td></tr></table>",
    "<table><caption>Eligible learners</caption><tr><td>three</td></tr></table>",
    "<dl><dt>Eligible</dt><dd>3</dd></dl>",
)


@pytest.mark.parametrize("plant", SAID)
def test_what_is_withheld_is_found_however_it_is_said(tmp_path: Path, plant: str) -> None:
    site = build(tmp_path)
    replaced("</body>", f"{plant}</body>")(site / PAGE / "index.html")
    assert any(HIDDEN in each for each in said(attack_sites([site])))


@pytest.mark.parametrize("place", ["index.html", "../../../index.html"])
def test_a_sentence_that_names_a_school_is_of_that_school(tmp_path: Path, place: str) -> None:
    site = build(tmp_path)
    other = site / "en" / "schools" / "9990002"
    other.mkdir()
    (other / place).write_text("<p>Of 3 learners at Hill School 2 reached it.</p>")
    assert any(HIDDEN in each for each in said(attack_sites([site])))


@pytest.mark.parametrize(
    ("file", "old"), [("index.html", "</body>"), ("chart.svg", "</svg>"), ("index.html", "</p>")]
)
def test_a_comment_with_a_number_is_refused(tmp_path: Path, file: str, old: str) -> None:
    site = build(tmp_path)
    replaced(old, f"<!-- efsm 8/9 -->{old}")(site / PAGE / file)
    assert all(
        "a comment that no reader sees has a number" in e for e in said(attack_sites([site]))
    )
    assert said(attack_sites([site]))


#: What tells nothing: it counts no learners, or is a figure that is shown.
UNTOLD = (
    "<p>The school is above the region on 3 of 3 measures.</p>",
    "<p>Mae'r ysgol yn uwch na'r rhanbarth ar 2 o'r 2 fesur.</p>",
    "<p>Learners did less well than others in 3 of 4 comparisons.</p>",
    "<p>All of the learners, or all but one; which of the two is confidential.</p>",
    "<p>Pob un o'r dysgwyr, neu bob un ond un; mae p'un o'r ddau yn gyfrinachol.</p>",
    "<p>One pupil is worth 3.7 percentage points, for there are 27 learners.</p>",
    "<p>Mae dau ddeg saith o ddisgyblion.</p>",
    "<p>Every half term; the middle half of schools.</p>",
    "<p>2 of the 5 schools are due an inspection.</p>",
    "<p>66.7 per cent of them reached Key Stage 2: English.</p>",
    "<div data-share='0.667'></div>",
)


@pytest.mark.parametrize("text", UNTOLD)
def test_what_counts_no_learner_tells_nothing(tmp_path: Path, text: str) -> None:
    site = build(tmp_path)
    replaced("</body>", f"{text}</body>")(site / PAGE / "index.html")
    found = attack_sites([site])
    assert (said(found), found.files.unexplained) == ([], {})


def test_rows_in_the_order_of_a_value_that_is_withheld(tmp_path: Path) -> None:
    site = build(tmp_path)
    head = "Measure,2016/17\nb,10.0\nd,20.0\nc,30.0\n"
    (site / PAGE / "ordered.csv").write_text(f"{head}Key Stage 2 (CSI),[c]\na,40.0\n")
    (told,) = said(attack_sites([site]))
    assert "ordered.csv" in told and "9990001 ks2_csi 2016/17 all is withheld, and stands" in told
    (site / PAGE / "ordered.csv").write_text(f"{head}a,40.0\nKey Stage 2 (CSI),[c]\n")
    assert not said(attack_sites([site]))


def test_what_no_figure_explains_is_listed_not_told(tmp_path: Path) -> None:
    site = build(tmp_path)
    replaced("</body>", "<p>It took 17.25 days.</p></body>")(site / PAGE / "index.html")
    found = attack_sites([site])
    assert not said(found)
    (number,) = found.files.unexplained["html"]
    assert number.startswith("17.25 in ") and number.endswith("index.html: It took 17.25 days.")


def test_figures_that_only_a_page_has_are_known_to_the_attack(tmp_path: Path) -> None:
    site = build(tmp_path)
    (site / PAGE / "bay.csv").write_text("Area,2016/17\nKey Stage 2 (CSI),\nBay School,77.8\n")
    found = attack_sites([site])
    assert found.files.known == {("9990002", "ks2_csi", "2016/17", "all"): "77.8"}
    assert found.figures == attack_sites([build(tmp_path / "other")]).figures + 1


def test_a_site_as_it_is_built_tells_nothing_by_its_files(
    built_projects: BuiltProjects, tmp_path: Path
) -> None:
    root = built_projects.copy(mini_project, tmp_path / "project")
    found = attack_sites([root / "build" / "2017-summer" / "site" / "public"])
    assert (said(found), found.files.known) == ([], {})
    assert {"html", "csv", "svg", "vl.json", "xlsx", "ods", "index"} <= set(found.files.kinds)
    # What the plan's own grid says is printed beside what was counted, and is no figure; how far a
    # target is from the result of another year is of two figures that differ in two things.
    numbers = [each for kind in found.files.unexplained.values() for each in kind]
    # The number of the standard that pages are made to meet is one of its name.
    of = ("business-plan/index.html", "/region/targets-reached", "/region/index.html",
          "business-plan/tables.", "/region/tables.", "/about/index.html")  # fmt: skip
    assert [each for each in numbers if not any(page in each for page in of)] == []
