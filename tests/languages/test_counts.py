"""What stands beside a number in Welsh: the noun by rule, and no message goes round it.

``nouns_cy.csv`` has each noun of ``params/languages.yml`` beside 0 to 21, 100 and 245, for somebody
who speaks Welsh to read through.
"""

import csv
import re
from pathlib import Path

import pytest
from wordings import WORDS, Said, messages, wordings

from tymor.languages.cy import ASPIRATE, NASAL, SOFT, WELSH, mutated

NOUNS_CY = WORDS["cy"].nouns
HELD = {noun: (gender, plural) for gender, own in NOUNS_CY.items() for noun, plural in own.items()}
with (Path(__file__).parent / "nouns_cy.csv").open(encoding="utf-8", newline="") as file:
    NOUNS = [*csv.DictReader(file)]
COUNTED = [*map(str, range(22)), "100", "245"]
#: Numbers that are read with *un* or *wyth* first.
BEFORE_A_VOWEL = {"1", "8", *map(str, range(11, 20))}


def welsh(form: str, number: str) -> str:
    return WELSH.form(form, number, {}, NOUNS_CY)


def forms_of(words: str) -> set[str]:
    """The words as they are, and as the mutations make them."""
    return {words, *(mutated(words, each) for each in (SOFT, NASAL, ASPIRATE))}


# The rule


def test_every_noun_is_in_the_table_beside_every_number() -> None:
    """A new noun of params/languages.yml gets a row in nouns_cy.csv."""
    assert {row["noun"]: row["gender"] for row in NOUNS} == {
        noun: gender for noun, (gender, _) in HELD.items()
    }
    assert [*NOUNS[0]] == ["noun", "gender", *COUNTED]


@pytest.mark.parametrize("row", NOUNS, ids=lambda row: row["noun"])
def test_a_noun_beside_each_number(row: dict[str, str]) -> None:
    assert {number: welsh(row["noun"], number) for number in COUNTED} == {
        number: row[number] for number in COUNTED
    }


@pytest.mark.parametrize("row", NOUNS, ids=lambda row: row["noun"])
def test_the_noun_is_the_same_behind_the_article_and_behind_other_words(
    row: dict[str, str],
) -> None:
    """*y 6 chanlyniad*, *yr 11 o gamau*, *o 3 mesur*, *ac 8 ysgol*, *yn 2 ysgol*."""
    for number in COUNTED:
        written, vowel = row[number], number in BEFORE_A_VOWEL
        assert welsh(f"y {row['noun']}", number) == f"{'yr' if vowel else 'y'} {written}"
        assert welsh(f"a {row['noun']}", number) == f"{'ac' if vowel else 'a'} {written}"
        assert welsh(f"na {row['noun']}", number) == f"{'nag' if vowel else 'na'} {written}"
        for word in ("o", "i", "ar", "yn", "gan"):
            assert welsh(f"{word} {row['noun']}", number) == f"{word} {written}"


# Guard: places of numbers

#: Places that hold names, terms, judgements and other words; every other holds a number, a year or
#: a day. A new place of words is named here, or the word behind it is taken for what is counted.
OF_WORDS = {
    "area", "authorities", "authority", "committee", "grant", "items", "measure", "name", "other",
    "partner", "priority", "publisher",
}  # fmt: skip
#: What may stand behind a number without counting: no noun is among them but a grade that a
#: share of entries had.
COUNTS_NOTHING = {
    *re.findall(
        r"\S+",
        """a a'r ac ag am ar arall bellach bryd ei ers eto eu fel fwy fyddai gan heb hyn i islaw
        islaw'r llai neu newydd o ochr o'r ohono ohonynt os radd sydd uwchlaw wedi wedi'i wedi'u
        wrth y ydyw ym ymlaen yn yr yw â""",
    )
}
BEHIND = re.compile(r"\{(\w+)(?::(\w*))?\} ([\w'’*]+(?: [\w'’*]+)?)")
PLURALS = {form for _, plural in HELD.values() for form in forms_of(plural)}
SINGULARS = {form for noun in HELD for form in forms_of(noun)}


def uncounted(said: Said) -> list[str]:
    """Numbers of a message with a noun behind them that no rule has beside them.

    A noun in a plural form of one number alone (``few: {n} chanlyniad``) is held against the rule
    in test_places.py.
    """
    found = []
    for place, form, behind in BEHIND.findall(said.text):
        word, _, more = behind.replace("’", "'").partition(" ")
        if place in OF_WORDS or form in HELD:
            continue
        of_one = said.plural == place and any(behind.startswith(noun) for noun in SINGULARS)
        bare = word not in COUNTS_NOTHING or (
            word == "o" and more in {p.split()[0] for p in PLURALS}
        )
        if bare and not of_one:
            found.append(f"{{{place}}} {behind}")
    return found


def test_every_counted_noun_of_a_message_has_its_form() -> None:
    """Ask for it: ``{schools:ysgol}``, with the noun in params/languages.yml."""
    told = [(said.key, uncounted(said)) for said in wordings("cy")]
    assert [each for each in told if each[1]] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Mae {n} ysgolion yma", True),
        ("Mae {n} o ysgolion yma", True),
        ("Mae {n} ysgol yma", True),
        ("O'r {n} ganlyniadau", True),
        ("i fyny {points} pwynt canran", True),
        ("Cytunwyd ar {days} o ddiwrnodau", True),
        ("Mae {n} o'r ysgolion yma", False),
        ("Mae {n:ysgol} yma", False),
        ("Mae {n:y ysgol} yma", False),
        ("{area} ysgolion", False),
    ],
)
def test_a_noun_without_a_form_would_be_found(text: str, wrong: bool) -> None:
    assert bool(uncounted(Said("key", text))) is wrong


# Guard: what is counted follows its number, in front of it and in English, too

#: Numbers that are no one: settings, shares, and percentage points, which have a decimal.
SEVERAL = {
    "came", "few", "first", "items", "largest", "least", "learners", "most", "others", "per",
    "points", "second", "share",
}  # fmt: skip
ENGLISH = [*WORDS["en"].nouns["any"].values(), "learners", "programmes", "elements", "entries"]
ENGLISH_BEHIND = re.compile(rf"\{{(\w+)\}} (?:\w+ )?({'|'.join(ENGLISH)})\b")
#: *Canlyniadau 1 mesur*, *canlyniad 8 mesur*: a noun whose number is that of what it belongs to.
CY_BEFORE = re.compile(
    r"\b([cg]h?anlyniad(?:au)?|[bf]wlch|[bf]ylchau|d?h?arged) \{(\w+):([\w ]+)\}"
)


def plural_of_one(said: Said) -> list[str]:
    """Plurals behind a number that may be one, in English."""
    return [
        f"{{{place}}} {noun}"
        for place, noun in ENGLISH_BEHIND.findall(said.text)
        if place not in SEVERAL
        and said.plural != place
        and (said.key, place) not in NOT_COUNTED
        and said.key != "docs/how-to.md"
    ]


#: Of a whole that has several parts, or in brackets behind what is told.
NOT_COUNTED = {
    ("region.schools.middle", "schools"), ("region.schools.small", "shown"),
    ("outcomes.distance.title", "year"), ("outcomes.distance.title", "judged"),
    ("outcomes.not_shown", "number"), ("outcomes.without_result", "number"),
}  # fmt: skip


def before_its_number(said: Said) -> list[str]:
    """Nouns in front of what is counted, in a form that is said of one as of several."""
    if said.plural:
        return []
    return [
        f"{noun} {{{place}}}"
        for noun, place, counts in CY_BEFORE.findall(said.text)
        if counts in HELD and f"1 {place}" not in FORMS_OF.get(said.key, ())
    ]


FORMS_OF = {key: [*entry] for key, entry in messages("cy") if not isinstance(entry, str)}


def test_no_plural_stands_behind_a_number_that_may_be_one() -> None:
    """Ask for it: ``{schools:school}``, with the noun in params/languages.yml."""
    told = [(said.key, plural_of_one(said)) for said in wordings("en")]
    assert [each for each in told if each[1]] == []
    assert plural_of_one(Said("key", "Of {days} days"))
    assert not plural_of_one(Said("key", "Of {days:day}, {days} days", "days", "other"))


def test_what_belongs_to_several_is_not_said_as_of_one() -> None:
    """*Canlyniadau 1 mesur* and *canlyniad 8 mesur* have a form for one beside the other."""
    told = [(said.key, before_its_number(said)) for said in wordings("cy")]
    assert [each for each in told if each[1]] == []
    assert before_its_number(Said("key", "nid oedd canlyniadau {number:mesur} wedi'u dilysu"))


# Guard: numbers in words, and figures that a message has itself

#: Numbers that have a gender, masculine and feminine.
GENDERED = (("dau", "dwy"), ("tri", "tair"), ("pedwar", "pedair"))
#: Nouns of messages behind numbers in words, beyond those of params/languages.yml.
OTHER_NOUNS = {
    "masculine": [
        *(
            "cyfanswm",
            "cyfnod",
            "cyfrif",
            "grŵp",
            "maes",
            "math",
            "pen",
            "pennaeth",
            "pwnc",
            "tymor",
        )
    ],
    "feminine": ["blynedd", "canran", "ffrwd", "iaith", "lefel", "ochr", "rhan", "sesiwn"],
}
#: What stands behind such a number that counts nothing.
ALONE = {"mewn", "wedi", "yn", "o", "a", "i", "y"}
GENDERS = {gender: {*(n.split()[0] for n in own), *OTHER_NOUNS[gender]}
           for gender, own in NOUNS_CY.items()}  # fmt: skip
IN_WORDS = {
    form: (gender, word)
    for both in GENDERED
    for gender, word in zip(("masculine", "feminine"), both, strict=True)
    for form in forms_of(word)
}
WORD_AND_NOUN = re.compile(rf"\b({'|'.join(IN_WORDS)}) ([\w'’]+)", re.IGNORECASE)
#: Figures that a message has itself, behind a word that changes.
FIXED = re.compile(r"(?<![\w'’])(ac?|nag?|gydag?|yr?) (\d[\d,.]*\d|\d)(?![\w*/])", re.IGNORECASE)


def wrong_words(said: Said) -> list[str]:
    """Numbers in words of another gender than their noun, or behind which it mutates otherwise;
    and words before a figure that are not as it is read."""
    found = []
    for number, noun in WORD_AND_NOUN.findall(said.text):
        gender, word = IN_WORDS[number.lower()]
        mutation = SOFT if word in ("dau", "dwy") else ASPIRATE if word == "tri" else {}
        if noun not in ALONE and noun not in {mutated(n, mutation) for n in GENDERS[gender]}:
            found.append(f"{number} {noun}")
    for word, figure in FIXED.findall(said.text):
        form = {"ac": "a", "nag": "na", "gydag": "gyda", "yr": "y"}.get(word.lower(), word.lower())
        if welsh(form, figure) != f"{word.lower()} {figure}":
            found.append(f"{word} {figure}")
    return found


def test_every_number_in_words_is_of_the_gender_of_its_noun() -> None:
    told = [(said.key, wrong_words(said)) for said in wordings("cy")]
    assert [each for each in told if each[1]] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("dwy ysgol", False),
        ("dau ysgol", True),
        ("y ddwy flynedd", False),
        ("y ddau flynedd", True),
        ("tri phwnc", False),
        ("tri pwnc", True),
        ("tair tasg", False),
        ("dwy tasg", True),
        ("y ddau wedi cyrraedd", False),
        ("graddau 1 a 8", True),
        ("graddau 1 ac 8", False),
        ("y 12 mis", True),
        ("A* i A", False),
    ],
)
def test_a_number_in_words_that_is_wrong_would_be_found(text: str, wrong: bool) -> None:
    assert bool(wrong_words(Said("key", text))) is wrong
