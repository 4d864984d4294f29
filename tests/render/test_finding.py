"""A site's index: a word finds a page in any form that its language gives it."""

import json
from typing import Any

import pytest
from pages import both, every_block
from projects import ROOT

from tymor.audit.read_index import read_index
from tymor.config import load_config
from tymor.errors import TymorError
from tymor.page import Heading, Page, Paragraph
from tymor.render.finding.index import Choice, Found, search_index
from tymor.render.finding.page_words import PageWords, page_words

WORDS = load_config(ROOT).languages


def page(path: str, title: str, text: str = "", heading: str = "") -> Page:
    blocks = (Heading(id="h", text=both(heading)), Paragraph(id="p", text=both(text)))
    return every_block().model_copy(update={"path": path, "title": both(title), "blocks": blocks})


def index_of(*pages: Page, language: str = "cy", **more: Any) -> dict[str, Any]:
    found = [
        Found(PageWords(**json.loads(page_words(each, WORDS))), "school", {}, **more)
        for each in pages
    ]
    made: dict[str, Any] = json.loads(search_index(found, [], WORDS[language], ["ysgol"]))
    return made


def found_by(index: dict[str, Any], word: str) -> set[int]:
    """The pages that the site's script finds by one whole word."""
    words = [*([word] if word in index["words"] else []), *index["forms"].get(word, [])]
    return {at for each in words for places in index["words"][each] for at in places}


@pytest.mark.parametrize("typed", ["caerdydd", "gaerdydd", "nghaerdydd", "chaerdydd"])
@pytest.mark.parametrize("written", ["Caerdydd", "yng Nghaerdydd", "i Gaerdydd", "a Chaerdydd"])
def test_a_welsh_name_is_found_in_any_form_by_any_form(typed: str, written: str) -> None:
    titled, said = page("a", f"Ysgolion {written}"), page("b", "Arall", f"Mae hi {written}.")
    index = index_of(page("c", "Caerdydd"), titled, said)
    assert found_by(index, typed) == {0, 1, 2}


def test_a_dropped_letter_and_an_accent_are_found() -> None:
    index = index_of(page("a", "Bro Morgannwg"), page("b", "Ysgol Tŷ Gwyn"), page("c", "Y Garth"))
    assert found_by(index, "forgannwg") == {0}
    assert found_by(index, "fro") == {0}
    assert found_by(index, "ty") == found_by(index, "dy") == {1}
    assert found_by(index, "arth") == {2}


def test_english_names_are_not_mutated_and_plurals_find_each_other() -> None:
    index = index_of(page("a", "Cardiff High School"), language="en")
    assert "gardiff" not in index["forms"]
    assert found_by(index, "schools") == {0}


def test_a_word_counts_by_where_it_stands() -> None:
    index = index_of(page("a", "Presenoldeb"), page("b", "Arall", "", "Presenoldeb"),
                     page("c", "Arall", "presenoldeb"), language="cy")  # fmt: skip
    assert index["words"]["presenoldeb"] == [[0], [1], [1, 2]]


def test_names_and_numbers_find_a_school_in_either_language() -> None:
    index = index_of(page("schools/1", "Ysgol y Ddôl"), language="en", names=("Meadow School",),
                     around=("Caerdydd", "PRU"), number="9990001")  # fmt: skip
    for typed in ("meadow", "caerdydd", "pru", "9990001"):
        assert found_by(index, typed) == {0}


def test_no_number_of_a_page_gets_into_its_words() -> None:
    entry = json.loads(page_words(page("a", "T", "12 of 13 pupils, 88.6%, in KS2"), WORDS))
    assert entry["words"]["en"] == ["in", "of", "pupils"]


def test_what_a_chart_draws_and_a_figure_holds_is_not_read() -> None:
    words = json.loads(page_words(every_block(), WORDS))["words"]
    assert {"merthyr", "note", "schools"} & set(words["en"]) >= {"note"}
    assert not {"verified", "vega", "quantitative", "681"} & set(words["en"])
    assert "gwirioneddol" in words["cy"] and "actual" not in words["cy"]


def test_the_audit_reads_an_index_and_refuses_what_is_none() -> None:
    whole = index_of(page("a", "Presenoldeb"), number="9990001")
    assert read_index(json.dumps(whole).encode())["pages"][0]["title"] == "Presenoldeb"
    for broken in (
        {**whole, "figures": {}},
        {**whole, "words": {"12": [[0], [], []]}},
        {**whole, "forms": {"12": ["presenoldeb"]}},
        {**whole, "words": {"a": [[7], [], []]}},
        [],
    ):
        with pytest.raises(TymorError):
            read_index(json.dumps(broken).encode())


def test_filters_are_in_the_index_as_they_are_said() -> None:
    choice = Choice("sector", "Sector", "Pob sector", [("pru", "Uned")])
    made = json.loads(search_index([], [choice], WORDS["cy"]))
    assert made["filters"] == [
        {"name": "sector", "label": "Sector", "every": "Pob sector", "options": [["pru", "Uned"]]}
    ]
