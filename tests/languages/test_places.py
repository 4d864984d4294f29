"""What fills a place may begin with any letter or number, so the words around it are asked for:
``{number:a}`` and not ``a {number}``; ``{area:yn}`` and not ``yn {area}``.
"""

import re

import pytest
from wordings import WORDS, Said, wordings

from tymor.languages.cy import ASPIRATE, SOFT, counted, mutated

#: Words that change with what follows, whether a name or a number.
CHANGING = re.compile(r"(?<![\w'’])(ac?|ag?|âg?|nag?|yr?|gydag?|tua) \{\w+[}:]", re.IGNORECASE)
#: Words behind which names are mutated, and numbers are not.
MUTATING = re.compile(
    r"(?<![\w'’])(yn|yng|ym|o|i|am|ar|at|gan|heb|hyd|dan|dros|drwy|wrth) \{(\w+)\}", re.IGNORECASE
)
#: Places that hold numbers, years or days, and nothing else.
NUMBERS = {
    *re.findall(
        r"\w+",
        """above agreed areas before better change cohort compared compared_year computed counted
        day days_agreed difference down elements entries first_year flagged good high highest
        in_year judged known largest least limited low lowest meets middle most now number of
        on pages parts printed pupils same schools since support_year this_year up whole working
        written year""",
    )
}
#: The number of each plural form that is of one number alone.
OF_FORM = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 6}
NOUNS = {
    written: (noun, gender, plural)
    for gender, own in WORDS["cy"].nouns.items()
    for noun, plural in own.items()
    for written in (noun, mutated(noun, SOFT), mutated(noun, ASPIRATE))
}
BESIDE = re.compile(
    rf"\{{(\w+)\}} ({'|'.join(map(re.escape, sorted(NOUNS, key=len, reverse=True)))})(?![\w-])"
)
#: The article is shortened behind a vowel: *a'r un*, *na'r un*.
UNSHORTENED = re.compile(r"(?<![\w'’])n?ac yr? un\b")
#: Names that an English sentence may give an article.
ENGLISH = re.compile(r"\b(in|of|for|on|about|by) \{(area|authority|publisher)\}")


def fixed_words(said: Said) -> list[str]:
    """Words beside a place that are right for some of what may fill it, and wrong for the rest."""
    found = [each.group() for each in CHANGING.finditer(said.text)]
    found += [each.group() for each in UNSHORTENED.finditer(said.text)]
    found += [each.group() for each in MUTATING.finditer(said.text) if each[2] not in NUMBERS]
    for each in BESIDE.finditer(said.text):
        noun, gender, plural = NOUNS[each[2]]
        number = OF_FORM.get(said.form) if each[1] == said.plural else None
        if number is None or counted(str(number), noun, gender, plural) != f"{number} {each[2]}":
            found.append(each.group())
    return found


def test_no_welsh_message_has_fixed_words_beside_a_place() -> None:
    told = [(said.key, said.form, fixed_words(said)) for said in wordings("cy")]
    assert [each for each in told if each[-1]] == []


def test_no_english_message_leaves_an_article_out() -> None:
    assert {said.key for said in wordings("en") if ENGLISH.search(said.text)} == set()


@pytest.mark.parametrize(
    "text",
    [
        "{before} yn {since} a {now}",
        "yn uwch na {other}",
        "o'i gymharu â {first_year}",
        "ystyried y {limited} elfen",
        "gyda {efsm} ohonynt",
        "Ysgolion yn {area}",
        "Adroddiadau ar {area} i'w swyddogion",
        "Mae {schools} ysgol yma",
        "sgôr o {of} gan {authority}",
        "yn is ar gyfer {down} ac yr un fath ar gyfer {same}",
    ],
)
def test_each_kind_would_be_found(text: str) -> None:
    assert fixed_words(Said("key", text))


@pytest.mark.parametrize(
    ("form", "text", "wrong"),
    [
        ("two", "{n} ddisgybl", False),
        ("two", "{n} disgybl", True),
        ("few", "{n} chanlyniad", False),
        ("few", "{n} canlyniad", True),
        ("few", "{n} thasg", True),
        ("one", "{n} flaenoriaeth", False),
        ("other", "{n} disgybl", True),
        ("other", "{n:disgybl}", False),
    ],
)
def test_a_noun_beside_its_number_is_held_against_the_rule(
    form: str, text: str, wrong: bool
) -> None:
    assert bool(fixed_words(Said("key", text, "n", form))) is wrong
