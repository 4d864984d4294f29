"""``mapping.yml``: a partnership's own headings, wide tables, codes, numbers and days."""

import re
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from checking import GOOD, VOCABULARY, read, with_parents
from hypothesis import given, settings
from hypothesis import strategies as st
from long_tests import examples
from projects import ROOT

from tymor.inputs import Inputs
from tymor.inputs.formats import form_of
from tymor.inputs.mapping import read_mapping

LANGUAGES = ("en", "cy")
MEASURES = ("ks2_csi", "fp_fpoi", "gap_ks2_csi")
AREAS = ("CSC", "672", "681", "9990001")
YEARS = ("2014/15", "2015/16", "2016/17")

ADDRESS_LIST = """\
School Number,School Name,LA Code,Sector,WM Code,Pupils - see notes,fsm_3yr_pct,Governance
9990001,Ysgol Enghraifft,681,Secondary,WM,355,15.7,Community
9990002,Ysgol Newydd,672,Primary,EM,,,Community
9990003,Ysgol Annibynnol,672,Secondary,EM,90,,Independent
"""
LIST_MAPPING = """\
schools:
  file: address-list.csv
  columns: {school_id: School Number, la_code: LA Code, name_en: School Name, name_cy: School Name,
            sector: Sector, medium: WM Code, pupils: Pupils - see notes, efsm_pct: fsm_3yr_pct}
  codes:
    sector: {means: {Secondary: secondary, Primary: primary}}
    medium: {means: {WM: welsh}, rest: english}
  leave_out: {"Pupils - see notes": [""], Governance: [Independent]}
"""


def folder_with(tmp_path: Path, mapping: str, **files: str) -> Path:
    """A data folder with the tables that others refer to, a mapping, and files as CSV."""
    folder = with_parents(tmp_path / "data")
    (folder / "mapping.yml").write_text(mapping, "utf-8")
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.csv").write_text(text, "utf-8")
    return folder


def told(inputs: Inputs) -> list[str]:
    return [f"{problem.severity}: {problem}" for problem in inputs.problems]


def test_an_official_list_is_read_by_its_mapping_alone(tmp_path: Path) -> None:
    """One name serves both languages; days of opening stand in no column; a new school without
    pupils and an independent one are left out, as the mapping says."""
    folder = folder_with(tmp_path, LIST_MAPPING, address_list=ADDRESS_LIST)
    (folder / "schools.csv").unlink()
    inputs = read(folder)
    assert told(inputs) == []
    (school,) = inputs.tables["schools"].to_dict("records")
    assert (school["name_en"], school["name_cy"]) == ("Ysgol Enghraifft", "Ysgol Enghraifft")
    assert (school["medium"], school["pupils"], school["efsm_pct"]) == ("welsh", 355, 15.7)
    assert pd.isna(school["open_from"])
    assert school["improvement_partner"] == ""


def test_a_column_that_the_mapping_names_must_be_there(tmp_path: Path) -> None:
    mapping = LIST_MAPPING.replace("fsm_3yr_pct}", "fsm_3_yr}")
    folder = folder_with(tmp_path, mapping, address_list=ADDRESS_LIST)
    (folder / "schools.csv").unlink()
    assert any("column efsm_pct (fsm_3_yr): the column is missing" in each
               for each in told(read(folder)))  # fmt: skip


@st.composite
def long_tables(draw: st.DrawFn) -> pd.DataFrame:
    """Printed values, at least one, each area, measure and year once."""
    key = st.tuples(*map(st.sampled_from, (AREAS, MEASURES, YEARS)))
    keys = draw(st.lists(key, min_size=1, unique=True))
    values = draw(st.lists(st.integers(0, 1000), min_size=len(keys), max_size=len(keys)))
    rows = pd.DataFrame(keys, columns=["area_id", "measure_id", "academic_year"])
    return rows.assign(value=np.array(values) / 10)


KEY = ["area_id", "measure_id", "academic_year"]


@settings(max_examples=examples(25), deadline=None)
@given(
    rows=long_tables(),
    pattern=st.sampled_from(
        [
            "{measure_id} {academic_year}",
            "{academic_year}: {measure_id}",
            "{measure_id}{academic_year} %",
        ]
    ),
)
def test_wide_to_long_and_back(
    tmp_path_factory: pytest.TempPathFactory, rows: pd.DataFrame, pattern: str
) -> None:
    """A table made wide has the same rows again, whatever is empty in it."""
    heads = [pattern.format(**row) for row in rows.to_dict("records")]
    wide = rows.assign(head=heads).pivot(index="area_id", columns="head", values="value")
    mapping = (
        "published_outcomes:\n  file: wide.csv\n  columns: {area_id: Area}\n"
        f'  rows: "{pattern}"\n  fixed: {{status: verified}}\n'
    )
    folder = folder_with(tmp_path_factory.mktemp("wide"), mapping)
    wide.rename_axis("Area").to_csv(folder / "wide.csv")
    inputs = read(folder)
    assert [each for each in inputs.problems if each.severity == "error"] == []
    back = inputs.tables["published_outcomes"][[*KEY, "value"]]
    pd.testing.assert_frame_equal(
        back.sort_values(KEY).reset_index(drop=True),
        rows.sort_values(KEY).reset_index(drop=True),
        check_dtype=False,
    )


def test_two_columns_come_out_of_headings_together(tmp_path: Path) -> None:
    counts = "Number,ks2_csi all n,ks2_csi all of,ks2_csi efsm n,ks2_csi efsm of\n9990001,20,30,,\n"
    mapping = (
        "school_outcomes:\n  file: counts.csv\n  columns: {school_id: Number}\n"
        '  rows: {numerator: "{measure_id} {group} n", denominator: "{measure_id} {group} of"}\n'
        "  fixed: {academic_year: 2016/17}\n"
    )
    inputs = read(folder_with(tmp_path, mapping, counts=counts))
    assert told(inputs) == []
    (row,) = inputs.tables["school_outcomes"].to_dict("records")
    assert [row["group"], row["numerator"], row["denominator"]] == ["all", 20, 30]
    assert row["source_row"] == 2


WIDE = "Area,ks2_csi 2015-16,ks2_csi 2016-17\nCSC,87.6,*\n672,,x\n"


@pytest.mark.parametrize(
    ("codes", "rows"),
    [
        (
            '"*": not_published, x: skip',
            {"CSC 2015/16": "verified", "CSC 2016/17": "not_published"},
        ),
        (
            '"*": not_published, x: not_applicable, "": not_published',
            {
                "CSC 2015/16": "verified",
                "CSC 2016/17": "not_published",
                "672 2015/16": "not_published",
                "672 2016/17": "not_applicable",
            },
        ),
    ],
)
def test_code_words_of_a_figure_say_why_there_is_none(
    tmp_path: Path, codes: str, rows: dict[str, str]
) -> None:
    """An empty cell of a wide table makes no row, unless a meaning is given for it."""
    mapping = (
        "published_outcomes:\n  file: wide.csv\n  columns: {area_id: Area}\n"
        '  rows: "{measure_id} {academic_year}"\n  formats: {academic_year: 2016-17}\n'
        f"  codes: {{value: {{means: {{{codes}}}}}}}\n  fixed: {{status: verified}}\n"
    )
    inputs = read(folder_with(tmp_path, mapping, wide=WIDE))
    assert told(inputs) == []
    table = inputs.tables["published_outcomes"]
    assert (
        table.set_index(table["area_id"] + " " + table["academic_year"])["status"].to_dict() == rows
    )
    assert table["value"].dropna().tolist() == [87.6]


@pytest.mark.parametrize(
    ("rest", "statuses", "said"),
    [
        ("skip", ["verified"], ["2 rows left out", "'*' 1, 'x' 1"]),
        ("not_published", ["verified", "not_published", "not_published"], []),
        ("error", ["verified"], ["value (ks2_csi 2016-17): found '*'", "found 'x'"]),
    ],
)
def test_the_rest_is_told_left_out_or_a_status(
    tmp_path: Path, rest: str, statuses: list[str], said: list[str]
) -> None:
    mapping = (
        "published_outcomes:\n  file: wide.csv\n  columns: {area_id: Area}\n"
        '  rows: "{measure_id} {academic_year}"\n  formats: {academic_year: 2016-17}\n'
        f"  codes: {{value: {{means: {{n: not_applicable}}, rest: {rest}}}}}\n"
        "  fixed: {status: verified}\n"
    )
    inputs = read(folder_with(tmp_path, mapping, wide=WIDE))
    assert inputs.tables["published_outcomes"]["status"].tolist() == statuses
    assert all(any(each in problem for problem in told(inputs)) for each in said)
    assert bool(told(inputs)) == bool(said)


def test_a_measure_that_is_meant_and_unknown_is_told(tmp_path: Path) -> None:
    """Else it would be passed over with all that ``ignore`` names."""
    mapping = (
        "published_outcomes:\n  file: wide.csv\n  columns: {area_id: Area}\n"
        '  rows: "{measure_id} {academic_year}"\n  fixed: {status: verified}\n  ignore: "*"\n'
    )
    wide = "Area,ks2_cis 2015/16,ks2_csi 2016/17,Some note\nCSC,80,81,a\n"
    (problem,) = read(folder_with(tmp_path, mapping, wide=wide)).problems
    assert (problem.rule, problem.column) == ("wide_heading", "ks2_cis 2015/16")
    assert problem.message.endswith("Did you mean 'ks2_csi'?")


def test_each_entry_of_a_file_speaks_by_its_own_headings(tmp_path: Path) -> None:
    """Two entries read one file, the one by a heading that the other does not know."""
    mapping = (
        "published_outcomes:\n"
        "  - {file: both.csv, columns: {area_id: Area, value: CSI}, ignore: [FPOI],\n"
        "     fixed: {measure_id: ks2_csi, academic_year: 2016/17, status: verified}}\n"
        "  - {file: both.csv, columns: {area_id: Area, value: FPOI}, ignore: [CSI],\n"
        "     fixed: {measure_id: fp_fpoi, academic_year: 2016/17, status: verified}}\n"
    )
    both = "Area,CSI,FPOI\nCSC,high,120\n672,80,low\n"
    inputs = read(folder_with(tmp_path, mapping, both=both))
    assert [(each.column, each.row, each.value) for each in inputs.problems] == [
        ("value (CSI)", 2, "high"),
        ("value (FPOI)", 2, "120"),
        ("value (FPOI)", 3, "low"),
    ]
    assert inputs.tables["published_outcomes"]["value"].tolist() == [80]


def test_a_file_in_a_folder_within_keeps_that_folders_source(tmp_path: Path) -> None:
    mapping = (
        "targets:\n"
        "  - {file: invented/targets.csv}\n"
        "  - {file: plain/targets.csv, fixed: {academic_year: 2017/18}, ignore: [academic_year]}\n"
    )
    folder = folder_with(tmp_path, mapping)
    for name in ("invented", "plain"):
        (folder / name).mkdir()
        (folder / name / "targets.csv").write_bytes((GOOD / "targets.csv").read_bytes())
    (folder / "invented" / "source.yml").write_text(
        "title: {en: Made up, cy: Dychmygol}\ninvented: true\n", "utf-8"
    )
    inputs = read(folder)
    rows = inputs.tables["targets"]
    made_up = rows["source_file"] == "data/invented/targets.csv"
    assert made_up.any() and not made_up.all()
    assert inputs.invented_rows(rows).tolist() == made_up.tolist()
    assert [(each.folder, each.title["en"]) for each in inputs.sources] == [
        ("data", "data"),
        ("data/invented", "Made up"),
    ]
    assert inputs.rows_held()["data/invented"] == {"targets": int(made_up.sum())}
    assert {("targets", "data"), ("targets", "data/invented")} <= inputs.held


def example_of(write: Callable[[date], str]) -> str:
    return write(date(2016, 12, 31))


DAYS = st.dates(date(1970, 1, 1), date(2030, 12, 31))
WAYS: dict[str, Callable[[date], str]] = {
    "slashes": lambda day: f"{day:%d/%m/%Y}",
    "american": lambda day: f"{day.month}/{day.day}/{day.year}",
    "points": lambda day: f"{day:%d.%m.%Y}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "short year": lambda day: f"{day:%d-%m-%y}",
    "serial": lambda day: str((day - date(1899, 12, 30)).days),
    "English": lambda day: format_date(day, "d MMMM y", locale="en_GB"),
    "English, short": lambda day: format_date(day, "dd-MMM-yy", locale="en_GB"),
    "Welsh": lambda day: format_date(day, "d MMMM y", locale="cy"),
    "Welsh, short": lambda day: format_date(day, "d MMM y", locale="cy"),
}


@pytest.mark.parametrize("way", WAYS)
@given(day=DAYS)
def test_days_are_read_as_their_example_says(way: str, day: date) -> None:
    form = form_of("date", example_of(WAYS[way]), LANGUAGES)
    assert form is not None
    assert form.read(WAYS[way](day)) == day.isoformat()
    assert form.read(day.isoformat()) == day.isoformat()  # as a workbook gives its own days


@pytest.mark.parametrize("locale", ["en_GB", "cy", "de", "fr", "de_CH"])
@given(number=st.decimals(-(10**9), 10**9, places=3, allow_nan=False))
def test_numbers_are_read_as_their_example_says(locale: str, number: float) -> None:
    form = form_of("number", format_decimal(1234.5, locale=locale), LANGUAGES)
    assert form is not None
    read = form.read(format_decimal(number, locale=locale).replace("\N{MINUS SIGN}", "-"))
    assert read is not None
    assert float(read) == float(number)


@pytest.mark.parametrize(
    ("kind", "example", "cell"),
    [
        ("number", "1.234,5", "87.6"),  # a decimal point where there should be none
        ("number", "1,234.5", "1,23"),
        ("number", "1234.5", "87.6%"),
        ("whole", "1,234", "1,2345"),
        ("date", "31/12/2016", "12/31/2016"),
        ("date", "31/12/2016", "29/02/2017"),
        ("date", "31 December 2016", "31 Dcmber 2016"),
        ("academic_year", "2016-17", "2016-18"),
    ],
)
def test_what_is_written_otherwise_is_never_guessed(kind: str, example: str, cell: str) -> None:
    form = form_of(kind, example, LANGUAGES)
    assert form is not None
    assert form.read(cell) is None


@pytest.mark.parametrize("example", ["2016-17", "2016/2017", "201617", "2016", "2017", "16-17"])
@given(year=st.integers(2001, 2098))
def test_academic_years_are_read_as_their_example_says(example: str, year: int) -> None:
    form = form_of("academic_year", example, LANGUAGES)
    assert form is not None
    written = {
        "2016-17": f"{year}-{(year + 1) % 100:02}",
        "2016/2017": f"{year}/{year + 1}",
        "201617": f"{year}{(year + 1) % 100:02}",
        "2016": f"{year}",
        "2017": f"{year + 1}",
        "16-17": f"{year % 100:02}-{(year + 1) % 100:02}",
    }[example]
    assert form.read(written) == f"{year}/{(year + 1) % 100:02}"


@pytest.mark.parametrize(
    ("kind", "example"),
    [("number", "1.5"), ("number", "1,234,5"), ("whole", "1234.5"), ("date", "31/31/2016"),
     ("date", "December 2016"), ("academic_year", "last year")],
)  # fmt: skip
def test_what_is_no_example_is_none(kind: str, example: str) -> None:
    assert form_of(kind, example, LANGUAGES) is None


def test_the_guides_example_is_read(tmp_path: Path) -> None:
    """``docs/how-to.md``: an official list with results beside each school."""
    text = (ROOT / "docs" / "how-to.md").read_text("utf-8")
    section = text.split("\n## Begin with the files you have\n")[1].split("\n## ")[0]
    csv, mapping = re.findall(r"(?ms)^ *```\w+\n(.*?)^ *```$", section)
    folder = folder_with(tmp_path, textwrap.dedent(mapping))
    (folder / "address list.csv").write_text(csv, "utf-8")
    (folder / "schools.csv").unlink()
    inputs = read(folder)
    assert told(inputs) == []
    (school,) = inputs.tables["schools"].to_dict("records")
    assert (school["pupils"], school["efsm_pct"]) == (1210, 15.7)
    assert school["open_from"] == pd.Timestamp("1974-09-01")
    printed = inputs.tables["published_outcomes"]
    assert printed["status"].tolist() == ["verified", "not_published"]


def test_the_manuals_wide_tables_codes_and_formats_are_mappings(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "data.md").read_text("utf-8").split("## mapping.yml")[1]
    examples = manual.split("\n## ")[0].split("```yaml\n")[1:]
    assert len(examples) == 3
    for example in examples:
        (tmp_path / "mapping.yml").write_text(example.split("```")[0], "utf-8")
        entries, problems = read_mapping(tmp_path, "data", VOCABULARY)
        assert problems == []
        assert entries
    formats = manual.split("### Formats")[1].split("\n\n")[2].split("\n- ")
    for kind, listed in zip(("number", "whole", "date", "academic_year"), formats, strict=True):
        for example in re.findall('`"?([^`"]+)"?`', listed):
            assert form_of(kind, example, LANGUAGES), example
