"""Words and numbers: both languages whole, plural forms of each, sorting in Welsh."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from projects import ROOT

from tymor.config.words import load_languages
from tymor.errors import ConfigError, TymorError
from tymor.locale import Languages, Number


def languages_of(root: Path, en: str, cy: str) -> Languages:
    (root / "notebooks").mkdir()
    (root / "params" / "words").mkdir(parents=True)
    shutil.copy(ROOT / "params" / "languages.yml", root / "params")
    (root / "params" / "words" / "en.yml").write_text(en, encoding="utf-8")
    (root / "params" / "words" / "cy.yml").write_text(cy, encoding="utf-8")
    return load_languages(root)


def test_the_catalogues_of_the_project_are_whole() -> None:
    languages = load_languages(ROOT)
    assert set(languages["en"].entries) == set(languages["cy"].entries)
    assert len(languages["en"].entries) > 300


def test_every_missing_key_form_and_place_is_named_at_once(tmp_path: Path) -> None:
    en = (
        "a: one\nb:\n  c: '{x} and {y}'\nd:\n  plural: n\n  one: '{n} pupil'\n  other: '{n} pupils'"
    )
    cy = "b:\n  c: '{x}'\nd:\n  plural: n\n  one: x\n  other: '{n} disgybl'\n  lots: y\ne: dim"
    with pytest.raises(ConfigError) as caught:
        languages_of(tmp_path, en, cy)
    told = str(caught.value)
    for expected in (
        "cy.yml: a is missing",
        "en.yml: e is missing",
        "the place {y}",
        "lacks the plural form 'two'",
        "lacks the plural form 'zero'",
        "'lots' is no CLDR plural form",
    ):
        assert expected in told


@pytest.mark.parametrize(
    ("count", "form"), [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (6, "many"), (4, "other"),
                        (20, "other")],
)  # fmt: skip
def test_welsh_has_six_plural_forms(tmp_path: Path, count: int, form: str) -> None:
    names = ("zero", "one", "two", "few", "many", "other")
    forms = "\n".join(f"  {name}: {name}" for name in names)
    en = "k:\n  plural: n\n  one: '1'\n  other: '2'"
    languages = languages_of(tmp_path, en, f"k:\n  plural: n\n{forms}")
    assert languages["cy"].say("k", n=count) == form
    assert languages["cy"].say("k", n=Number(float(count))) == form


def test_what_is_said_where_numbers_are_nought(tmp_path: Path) -> None:
    """With plural forms or without; the form of which the most are nought is said."""
    en = (
        "k: {0 up: 'none up, {down} down', 0 up down: none moved, other: '{up} up, {down} down'}\n"
        "p: {0 n: no pupil, plural: n, one: '{n} pupil', other: '{n} pupils'}"
    )
    said = languages_of(
        tmp_path, en, en.replace("one: '{n} pupil', ", "").replace("plural: n,", "")
    )
    assert [said["en"].say("k", up=up, down=down) for up, down in ((0, 3), (0, 0), (2, 0))] == [
        "none up, 3 down", "none moved", "2 up, 0 down",
    ]  # fmt: skip
    assert [said["en"].say("p", n=Number(float(n))) for n in range(3)] == [
        "no pupil", "1 pupil", "2 pupils",
    ]  # fmt: skip
    assert said["cy"].say("p", n=0) == "no pupil"


def test_what_is_said_where_a_number_is_one(tmp_path: Path) -> None:
    """The form that names the most of what is nought or one is said."""
    en = (
        "k: {0 up: 'down in {down} of {of}', 0 up 1 of: down in the one, 1 of: one, "
        "other: '{up} {down} {of}'}"
    )
    said = languages_of(tmp_path, en, en)["en"]
    assert [said.say("k", up=up, down=1, of=of) for up, of in ((0, 2), (0, 1), (2, 1), (2, 2))] == [
        "down in 1 of 2", "down in the one", "one", "2 1 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{1 m: one, other: '{n} pupils'}", "'1 m' names {m}, which the message has not"),
        ("{0 m: none, other: '{n} pupils'}", "'0 m' names {m}, which the message has not"),
        ("{0 n: 'none of {n}', other: '{n} pupils'}", "'0 n' shows {n}, which is nought there"),
        ("{0 n: none}", "lacks the plural form 'other'"),
    ],
)
def test_a_form_for_noughts_shows_none_of_them(tmp_path: Path, said: str, why: str) -> None:
    with pytest.raises(ConfigError) as error:
        languages_of(tmp_path, f"k: {said}", f"k: {said}")
    assert why in str(error.value)


def test_numbers_and_dates_in_both_languages() -> None:
    languages = load_languages(ROOT)
    assert languages["cy"].number(-1234.5, 2) == "−1,234.50"
    assert languages["en"].number(88.6, 1) == "88.6"
    assert languages["cy"].long_date(date(2017, 9, 28)) == "28 Medi 2017"
    assert languages["en"].long_date(date(2017, 9, 28)) == "28 September 2017"


def test_a_message_without_its_value_or_words_says_so() -> None:
    languages = load_languages(ROOT)
    with pytest.raises(TymorError, match="needs a value for 'title'"):
        languages.say("ui.chart_of")
    with pytest.raises(TymorError, match=r"words for 'no\.such' in en: add them to params/words/"):
        languages.say("no.such")


def test_welsh_letters_sort_as_letters() -> None:
    languages = load_languages(ROOT)
    names = ["Dyffryn", "Ddôl", "Llan", "Lôn", "Ceirw", "Chwarel", "Tŷ", "Thomas", "Cwm"]
    ordered = sorted(names, key=languages["cy"].sort_key)
    assert ordered == ["Ceirw", "Cwm", "Chwarel", "Dyffryn", "Ddôl", "Lôn", "Llan", "Tŷ", "Thomas"]
    assert sorted(names, key=languages["en"].sort_key)[0] == "Ceirw"


def test_a_third_language_is_an_entry_and_its_words(tmp_path: Path) -> None:
    """Welsh, English and German: its own numbers, days, plural forms; data names fall back."""
    (tmp_path / "notebooks").mkdir()
    words = tmp_path / "params" / "words"
    words.mkdir(parents=True)
    entries = (ROOT / "params" / "languages.yml").read_text("utf-8")
    german = "de: {name: Deutsch, locale: de_DE}\n"
    (tmp_path / "params" / "languages.yml").write_text(entries + german, encoding="utf-8")
    for name, said in {"en": "Yes on {day}", "cy": "Ie ar {day}", "de": "Ja am {day}"}.items():
        (words / f"{name}.yml").write_text(f"a: '{said}'", encoding="utf-8")
    languages = load_languages(tmp_path)
    assert languages.say("a", day=date(2017, 5, 1))["de"] == "Ja am 1 Mai 2017"
    assert languages["de"].number(1234.5, 1) == "1.234,5" and languages["de"].tag == "de-DE"
    row = {"name_en": "Cardiff", "name_cy": "Caerdydd"}
    assert languages.named(row, "name") == {"en": "Cardiff", "cy": "Caerdydd", "de": "Cardiff"}
    (words / "de.yml").write_text("b: 'Nein'", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"de\.yml: a is missing"):
        load_languages(tmp_path)


def test_a_locale_that_nobody_knows_is_told(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "params" / "words").mkdir(parents=True)
    (tmp_path / "params" / "languages.yml").write_text("en: {name: English, locale: zz_QQ}")
    (tmp_path / "params" / "words" / "en.yml").write_text("a: b")
    with pytest.raises(ConfigError, match="expected a locale of CLDR, such as cy_GB"):
        load_languages(tmp_path)
