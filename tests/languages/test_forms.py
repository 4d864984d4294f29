"""The forms that messages ask for, against tables that a Welsh speaker can read through.

``names_cy.csv``: every local authority of Wales, every partnership, every measure's label and
short label. ``numbers_cy.csv``: figures. Nouns that messages count are in test_counts.py.
"""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from projects import ROOT
from wordings import WORDS

from tymor.config.words import load_languages
from tymor.errors import ConfigError, TymorError
from tymor.languages.cy import WELSH
from tymor.languages.en import ENGLISH
from tymor.locale import Languages, Name, Number

WORDS_CY = WORDS["cy"]
HERE = Path(__file__).parent


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


NAMES, NUMBERS = (table(f"{name}_cy.csv") for name in ("names", "numbers"))


def welsh(form: str, shown: str, **own: str) -> str:
    return WELSH.form(form, shown, own, WORDS_CY.nouns)


def names_to_check() -> set[str]:
    """What areas and measures are called in Welsh."""
    rows = table(str(ROOT / "data" / "published" / "local_authorities.csv"))
    files = [ROOT / "params" / "partnership.yml", *(ROOT / "params" / "partnerships").glob("*.yml")]
    partnerships = {yaml.safe_load(path.read_text("utf-8"))["name"]["cy"] for path in files}
    labels = {
        str(said)
        for key, said in WORDS_CY.entries.items()
        if key.startswith("measures.") and key.endswith((".label", ".short"))
    }
    return {*(row["la_name_cy"] for row in rows), *partnerships, *labels}


def test_every_area_and_measure_is_in_the_table() -> None:
    """A new one gets a row in names_cy.csv, written by somebody who speaks Welsh."""
    named = {row["name"] for row in NAMES}
    assert names_to_check() - named == set()


@pytest.mark.parametrize("row", NAMES, ids=lambda row: row["name"])
def test_a_name_after_each_word(row: dict[str, str]) -> None:
    name = row["name"]
    assert {form: welsh(form, name) for form in ("yn", "o", "a", "na")} == {
        form: row[form] for form in ("yn", "o", "a", "na")
    }
    if row["o"].startswith("o'r "):  # an article of its own: o'r, i'r, ar y
        theirs = row["o"].removeprefix("o'r ")
        assert (welsh("i", name), welsh("ar", name)) == (f"i'r {theirs}", f"ar y {theirs}")
        assert (welsh("â", name), welsh("gyda", name)) == (f"â'r {theirs}", f"gyda'r {theirs}")
        return
    soft, aspirate = row["o"].removeprefix("o "), row["a"].partition(" ")[2]
    for word in ("i", "am", "ar", "at", "gan", "heb", "hyd", "dan", "dros", "drwy", "wrth"):
        assert welsh(word, name) == f"{word} {soft}"
    vowel = row["a"].startswith("ac ")
    assert welsh("â", name) == f"{'ag' if vowel else 'â'} {aspirate}"
    assert welsh("gyda", name) == f"{'gydag' if vowel else 'gyda'} {aspirate}"


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row["number"])
def test_words_that_change_before_a_number(row: dict[str, str]) -> None:
    number = row["number"]
    asked = ("a", "na", "gyda", "y")
    assert {form: welsh(form, number) for form in asked} == {form: row[form] for form in asked}
    for word in ("yn", "o", "i", "ar"):
        assert welsh(word, number) == f"{word} {number}"


def test_the_numbers_from_nought_to_twenty_one_and_a_hundred_are_there() -> None:
    assert {*map(str, range(22)), "100"} <= {row["number"] for row in NUMBERS}


@pytest.mark.parametrize(
    ("form", "shown", "expected"),
    [
        ("y blaenoriaeth", "4", "y 4 blaenoriaeth"),
        ("y canlyniad", "6", "y 6 chanlyniad"),
        ("y disgybl", "8", "yr 8 disgybl"),
        ("na dysgwr", "11", "nag 11 o ddysgwyr"),
        ("disgybl", "1,245", "1,245 o ddisgyblion"),
        ("disgybl", "2.5", "2.5 disgybl"),
        ("pwynt canran", "\N{MINUS SIGN}3.2", "\N{MINUS SIGN}3.2 pwynt canran"),
        ("o diwrnod", "2.0", "o 2.0 diwrnod"),
        ("disgybl", "[c]", "[c] o ddisgyblion"),
        ("Yn", "Caerdydd", "Yng Nghaerdydd"),
        ("yn", "y rhanbarth", "yn y rhanbarth"),
        ("o", "y rhanbarth", "o'r rhanbarth"),
        ("na", "Y Barri", "na'r Barri"),
        ("ar", "Yr Wyddgrug", "ar yr Wyddgrug"),
        ("yn", "Ysgol y Bont", "yn Ysgol y Bont"),
        ("a", "Ysgol y Bont", "ac Ysgol y Bont"),
        ("o", "Coleg y Bont", "o Goleg y Bont"),
        ("yn", "Bridge Primary School", "yn Bridge Primary School"),
        (
            "within",
            "Bwlch prydau ysgol am ddim yn DDCS",
            "y bwlch prydau ysgol am ddim yn DDCS",
        ),
        ("at", "Bwlch prydau ysgol am ddim yn DDCS", "at y bwlch prydau ysgol am ddim yn DDCS"),
        ("i", "Bwlch o ran DDCS", "i'r bwlch o ran DDCS"),
        ("o", "Bwlch yr Aradr", "o Fwlch yr Aradr"),
        ("ar", "Grant Gwella Addysg", "ar y Grant Gwella Addysg"),
        ("o", "Grant Gwella Addysg", "o'r Grant Gwella Addysg"),
        ("ar", "Grantiau", "ar Rantiau"),
        ("o", "Chwarter", "o Chwarter"),
        ("o", "Theatr", "o Theatr"),
        ("o", "Llandaf", "o Landaf"),
        ("y", "Haf", "yr Haf"),
        ("a", "[c]", "a [c]"),
    ],
)
def test_welsh_forms(form: str, shown: str, expected: str) -> None:
    assert welsh(form, shown) == expected


@pytest.mark.parametrize(
    ("form", "name", "expected"),
    [
        ("the", "Vale of Glamorgan", "the Vale of Glamorgan"),
        ("The", "Isle of Anglesey", "The Isle of Anglesey"),
        ("the", "Pupil Deprivation Grant", "the Pupil Deprivation Grant"),
        ("the", "Grant Primary School", "Grant Primary School"),
        ("the", "Cardiff", "Cardiff"),
        ("the", "Central South Consortium", "the Central South Consortium"),
        ("the", "GwE: School Improvement Service", "GwE: School Improvement Service"),
        ("the", "Vale of Clwyd Primary School", "Vale of Clwyd Primary School"),
        ("'s", "Cardiff", "Cardiff's"),
        ("'s", "Vale of Glamorgan", "the Vale of Glamorgan's"),
        ("'s", "Bridge Schools", "Bridge Schools'"),
    ],
)
def test_english_forms(form: str, name: str, expected: str) -> None:
    assert ENGLISH.form(form, name, {}, {}) == expected


def test_forms_of_its_own_come_before_the_rule() -> None:
    own = {"cy": {"in": "ar Ynys Môn", "soft": "Fôn"}, "en": {"the": "Anglesey"}}
    area = Name({"en": "Isle of Anglesey", "cy": "Ynys Môn"}, own)
    said = WORDS.fill({"en": "in {area:the}", "cy": "{area:yn}, {area:o}"}, {"area": area})
    assert said == {"en": "in Anglesey", "cy": "ar Ynys Môn, o Fôn"}


def test_a_row_gives_a_name_its_own_forms() -> None:
    row = {"name_en": "Isle of Anglesey", "name_cy": "Ynys Môn", "name_cy_in": "ar Ynys Môn",
           "name_cy_soft": "", "name_en_the": float("nan")}  # fmt: skip
    named = WORDS.named(row, "name")
    assert named == {"en": "Isle of Anglesey", "cy": "Ynys Môn"}
    assert named.forms["cy"] == {"in": "ar Ynys Môn"} and named.forms["en"] == {}


def test_a_percentage_is_said_in_a_sentence_and_signed_in_a_table() -> None:
    share = Number(11.5, 1, "%")
    said = WORDS.fill({"en": "{s} {t:%}", "cy": "{s:a}, {t:%}"}, {"s": share, "t": share})
    assert said == {"en": "11.5% 11.5%", "cy": "ac 11.5 y cant, 11.5%"}


def test_a_noun_that_is_changed_changes_the_messages_that_count_it() -> None:
    """So that a corrected plural or gender makes the pages anew that say it."""
    counts, other = "home.authority_schools", "home.methods_note"
    corrected = {"feminine": {"ysgol": "ysgolau"}}
    cy = replace(WORDS_CY, nouns=corrected)
    assert cy.wording(counts) != WORDS_CY.wording(counts)
    assert cy.wording(other) == WORDS_CY.wording(other)
    changed = Languages({"en": WORDS["en"], "cy": cy})
    assert changed.wording([counts]) != WORDS.wording([counts])


def test_a_form_that_is_none_is_told() -> None:
    with pytest.raises(TymorError, match=r"The language cy has no form 'ym': there are yn, o,"):
        WORDS.fill({"en": "{area}", "cy": "{area:ym}"}, {"area": "x"})


def test_a_message_that_asks_for_no_form_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    words = tmp_path / "params" / "words"
    words.mkdir(parents=True)
    entries = (
        "en: {name: English, locale: en_GB}\ncy: {name: Cymraeg, locale: cy_GB, nouns: {x: {}}}"
    )
    languages = tmp_path / "params" / "languages.yml"
    languages.write_text(entries, encoding="utf-8")
    (words / "en.yml").write_text("a: '{n:disgybl} {area:yn}'", encoding="utf-8")
    (words / "cy.yml").write_text("a: '{n:disgybl} {area:yn}'", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"no gender 'x' \(there are: masculine, feminine\)"):
        load_languages(tmp_path)
    languages.write_text(entries.replace("x: {}", "masculine: {a: b}"), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_languages(tmp_path)
    told = str(caught.value)
    forms = "the, 's, within, none, any, no, %"
    assert f"en.yml, line 1: a: {{area}} has no form 'yn': there are {forms}" in told
    assert "{n} has no form 'disgybl'" in told and "languages.yml (a)" in told


def test_a_sentence_says_none_for_nought() -> None:
    """*Lower for none*, *yn is ar gyfer dim un*: a 0 is for tables."""
    nouns = {each: WORDS[each].nouns for each in ("en", "cy")}
    for asked, shown, said in (
        ("none", "0", "none"), ("None", "0", "None"), ("none", "10", "10"), ("none", "0.5", "0.5"),
        ("none school", "0", "no schools"), ("none school", "1", "1 school"),
        ("any school", "2", "either of 2 schools"), ("any school", "12", "any of 12 schools"),
        ("any school", "1", "any school"), ("no school", "1", "no school"),
        ("no school", "2", "neither of 2 schools"), ("No school", "3", "None of 3 schools"),
    ):  # fmt: skip
        assert ENGLISH.form(asked, shown, {}, nouns["en"]) == said
    for asked, shown, said in (
        ("dim", "0", "dim un"), ("Dim", "0", "Dim un"), ("dim", "20", "20"),
        ("dim ysgol", "0", "dim ysgol"), ("dim ysgol", "2", "2 ysgol"),
        ("unrhyw ysgol", "1", "unrhyw ysgol"), ("unrhyw mesur", "1", "unrhyw fesur"),
        ("unrhyw blaenoriaeth", "1", "unrhyw flaenoriaeth"),
        ("unrhyw mesur", "3", "yr un o'r 3 mesur"),
    ):  # fmt: skip
        assert welsh(asked, shown) == said
