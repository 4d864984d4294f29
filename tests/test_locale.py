"""Words and numbers: both languages whole, plural forms of each, sorting in Welsh."""

from datetime import date
from pathlib import Path

import pytest
from projects import ROOT

from tymor.config.words import load_languages
from tymor.errors import ConfigError, TymorError
from tymor.locale import Languages, Number, sort_key


def languages_of(root: Path, en: str, cy: str) -> Languages:
    (root / "notebooks").mkdir()
    (root / "params" / "words").mkdir(parents=True)
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
    names = ["Dyffryn", "Ddôl", "Llan", "Lôn", "Ceirw", "Chwarel", "Tŷ", "Thomas", "Cwm"]
    ordered = sorted(names, key=lambda name: sort_key("cy", name))
    assert ordered == ["Ceirw", "Cwm", "Chwarel", "Dyffryn", "Ddôl", "Lôn", "Llan", "Tŷ", "Thomas"]
    assert sorted(names, key=lambda name: sort_key("en", name))[0] == "Ceirw"
