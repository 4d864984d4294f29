"""Numbers that a text says in words, in both languages, and what they count."""

import pytest
import yaml
from projects import ROOT

from tymor.audit.said_numbers import LEARNERS, OTHERS, Said, numbers_in, said_in
from tymor.languages import counted_in_words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("twenty-three of ninety nine", [23, 99]),
        ("dau ddeg tri o naw deg naw", [23, 99]),
        ("un ar ddeg o ddeunaw, ac ugain", [11, 18, 20]),
        ("dwy o'r tair, a thri", [2, 3, 3]),
        ("66⅔ per cent", [66.6667]),
        ("8/9 in 2016/17, on 28 September 2017", [8, 9]),
        ("a share of .889", [0.889]),
        ("two-stream Penarth", []),
    ],
)
def test_a_number_is_one_however_it_is_written(text: str, numbers: list[float]) -> None:
    assert numbers_in(text) == numbers


def test_what_a_number_counts_is_said_behind_it_or_was_before() -> None:
    of, learners = said_in("In 3 schools, of two learners. There 1 did.")
    assert of == [Said(3, False, OTHERS, False), Said(2, False, LEARNERS, True)]
    assert learners == [Said(1, False, LEARNERS, False)]
    assert said_in("81.3 y cant") == [[Said(81.3, True, "", False)]]


def test_every_noun_that_messages_count_is_known() -> None:
    languages = yaml.safe_load((ROOT / "params" / "languages.yml").read_text("utf-8"))
    known = {word for each in counted_in_words() for word in (*each.learners, *each.others)}
    for nouns in (own for each in languages.values() for own in each.get("nouns", {}).values()):
        for noun in (*nouns, *nouns.values()):
            assert known & {*noun.split()}, noun
