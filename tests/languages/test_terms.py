"""One term for one thing: forms that nothing may use, in not_to_be_used.csv.

One row is a form: the language, a regular expression, what to say in its place, and why.
"""

import csv
import re
from pathlib import Path

import pytest
from projects import ROOT
from wordings import wordings, written

HERE = Path(__file__).parent
with (HERE / "not_to_be_used.csv").open(encoding="utf-8", newline="") as file:
    FORMS = [*csv.DictReader(file)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["use"])
def test_nothing_says_it_otherwise(form: dict[str, str]) -> None:
    pattern = re.compile(form["pattern"])
    language = form["language"]
    used = {each for each in (*wordings(language), *written(language)) if pattern.search(each.text)}
    assert used == set(), f"say {form['use']}: {form['why']}"


@pytest.mark.parametrize("name", ["plan_actions", "plan_priorities"])
def test_what_is_bundled_of_the_plan_says_it_as_the_reports_do(name: str) -> None:
    with (ROOT / "data" / "published" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        texts = [
            text for row in csv.DictReader(file) for to, text in row.items() if to[-3:] == "_cy"
        ]
    assert texts and not [text for text in texts if "GDD" in text]  # the grant's later name
    for form in (each for each in FORMS if each["language"] == "cy"):
        assert [text for text in texts if re.search(form["pattern"], text)] == [], form["use"]


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("Tegwch, rhagoriaeth a lles", "llesiant"),
        ("Y nifer fwyaf ohonynt", "y nifer mwyaf"),
        ("Cefnogaeth i ysgolion", "cymorth"),
        ("Lefel disgwyliedig, lefel disgwyliedig", "lefel ddisgwyliedig"),
        ("By the source of the figures", "according to the source"),
        ("A head teacher", "headteacher"),
        ("Dysgwyr PYD", "PYDd"),
        ("Strategaethau cPYD", "PYDd"),
        ("drwy siawns", "hap"),
        ("y bu barn amdanynt", "barn arno, arni, arnynt"),
        ("No result is held of these local authorities: {authorities}.", "held for"),
        ("Yr hyn a ddarganfuwyd", "a ganfuwyd"),
        ("Diwrnodau a gytunwyd", "y cytunwyd arno, arni, arnynt"),
        ("yn seiliedig ar rhy ychydig", "ry"),
        ("{measure}: wedi cau {points}", "wedi culhau"),
        ("Dangosyddion allweddol (canran y disgyblion)", "y cant"),
        ("cyfran o {share}%", "y cant"),
        ("Ni ddelir dim. Ardal: {area}.", "{area:yn}"),
        ("Cyrraedd y targed", "wedi gwella, wedi cyrraedd y targed"),
        ("English-medium or dual language", "dual stream"),
        ("Coch ac ambr", "oren"),
        ("Y tymor diwethaf yr oedd 3", "roedd"),
        ("yn y lleill yr oedd yn newydd", "roedd"),
        ("y tu ôl i'r cyfrifon hyn", "nifer, niferoedd"),
        ("Ddim ar gael", "ni ddelir"),
        ("yr un a waethygodd fwyaf oedd Bwlch prydau ysgol am ddim", "y bwlch"),
    ],
)
def test_each_form_would_be_found(text: str, use: str) -> None:
    assert use in {form["use"] for form in FORMS if re.search(form["pattern"], text)}
