"""English: names with an article, whose something is, nouns that are counted."""

import re

from tymor.languages.rules import Counted, OwnForms, Rules

#: Names that a sentence gives an article: of a kind of place, of a body or of a grant. A title
#: with a colon has none, nor has a school that is called after such a place.
_WITH_ARTICLE = re.compile(
    r"(?!.*(:|\b(School|College|Academy|Primary)\b))"
    r"((Vale|Isle|City|County|Borough) of |.*\b(Consortium|Service|Grant$)(?!\w))"
)

#: What has an article within a sentence: *the Level 1 threshold*.
_ONE_OF_A_KIND = re.compile(r"[^:]*\b(threshold|Indicator|gap|points score)\b")
#: A common noun with a capital only because it begins a label: *Primary attendance*.
_BEGINS_A_LABEL = re.compile(r"(?!(English|Welsh)\b)[A-Z][a-z][\w-]* [a-z]")

#: Words of fewer letters have no plural that anybody looks for.
_SHORT = 4
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
#: Parts of one by how many make it, said of one and of several.
_PARTS = {
    2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters"),
    5: ("fifth", "fifths"), 6: ("sixth", "sixths"), 7: ("seventh", "sevenths"),
    8: ("eighth", "eighths"), 9: ("ninth", "ninths"), 10: ("tenth", "tenths"),
}  # fmt: skip
_PERCENT = ("per cent", "percent", "pct", "of every hundred", "in every hundred")
#: What is said of learners; and what else a report counts.
_LEARNERS = (
    "learner learners pupil pupils student students child children boy boys girl girls enrolment "
    "enrolments eligible reached"
)
_OTHERS = (
    "action actions area areas authority authorities band bands case cases cohort cohorts "
    "comparison comparisons criterion criteria day days difference differences element elements "
    "enquiry figure figures flag flags gap gaps grant grants heading headings indicator "
    "indicators inspection inspections judgement judgements measure measures month months page "
    "pages partner partners place places point points pound pounds priority priorities programme "
    "programmes risk risks result results school schools strength strengths stream streams "
    "subject subjects target targets task tasks visit visits week weeks"
)


def with_article(name: str, own: OwnForms) -> str:
    """``the Vale of Glamorgan``, ``Cardiff``."""
    if "the" in own:
        return own["the"]
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def within(name: str, own: OwnForms) -> str:
    """A label as it stands within a sentence: ``the Level 1 threshold``, ``primary attendance``."""
    del own
    small = f"{name[:1].lower()}{name[1:]}" if _BEGINS_A_LABEL.match(name) else name
    return f"the {small}" if _ONE_OF_A_KIND.match(name) else small


def possessive(name: str, own: OwnForms) -> str:
    """``Cardiff's``, ``the Vale of Glamorgan's``, ``Blackwood Schools'``."""
    name = with_article(name, own)
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def none(shown: str, own: OwnForms) -> str:
    """``none`` for 0, ``no schools`` for 0 schools; other numbers as they are."""
    del own  # a number has none
    return "none" if shown == "0" else f"no {shown[2:]}" if shown.startswith("0 ") else shown


def any_of(shown: str, own: OwnForms) -> str:
    """``any of 3 schools``; of two ``either of 2 schools``, of one ``any school``."""
    del own  # a number has none
    return _of(shown, "any", "either", "any")


def none_of(shown: str, own: OwnForms) -> str:
    """``none of 3 schools``; of two ``neither of 2 schools``, of one ``no school``."""
    del own  # a number has none
    return _of(shown, "no", "neither", "none")


def _of(shown: str, one: str, two: str, more: str) -> str:
    number, _, noun = shown.partition(" ")
    if number == "1" and noun:
        return f"{one} {noun}"
    return f"{two if number == '2' else more} of {shown}"


def counted(shown: str, noun: str, gender: str, plural: str) -> str:
    """``1 school``, ``2 schools``, ``1.0 days``."""
    del gender  # English nouns have none
    return f"{shown} {noun if shown == '1' else plural}"


def _numbers() -> dict[str, float]:
    """``one`` to ``ninety-nine``, with and without its hyphen and a half, and parts of one."""
    words: dict[str, float] = {"half": 0.5, "a dozen": 12, "half a dozen": 6, "a score of": 20}
    for parts, (one, several) in _PARTS.items():
        words |= {f"a {one}": 1 / parts, f"one {one}": 1 / parts, f"one-{one}": 1 / parts}
        for of_them, part in enumerate(_UNITS[1 : parts - 1], 2):
            words |= dict.fromkeys((f"{part} {several}", f"{part}-{several}"), of_them / parts)
    words |= zip([*_UNITS, *_TEENS], range(1, 20), strict=True)
    for tens, word in enumerate(_TENS, 2):
        words[word] = 10 * tens
        for unit, more in enumerate(_UNITS, 1):
            words |= dict.fromkeys((f"{word}-{more}", f"{word} {more}"), 10 * tens + unit)
    whole = [(word, number) for word, number in words.items() if number >= 1]
    return words | {f"{word} and a half": number + 0.5 for word, number in whole}


def also_written(word: str) -> tuple[str, ...]:
    """``schools`` of ``school`` and the other way: who looks for one finds the other."""
    if len(word) < _SHORT or not word.isalpha():
        return ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    if word.endswith("s") and not word.endswith("ss"):
        return (word[:-1],)
    return (f"{word[:-1]}ies",) if word.endswith("y") else (f"{word}s",)


ENGLISH = Rules(
    forms={
        "the": with_article,
        "'s": possessive,
        "within": within,
        "none": none,
        "any": any_of,
        "no": none_of,
    },
    own=("the",),
    genders=("any",),
    counting=counted,
    counted=Counted(_numbers(), _PERCENT, tuple(_LEARNERS.split()), tuple(_OTHERS.split())),
    also_written=also_written,
    comes_from=also_written,
)
