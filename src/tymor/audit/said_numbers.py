"""What the numbers of a text are of, however they are written: in digits, in words, as shares.

*Two of the three learners*, *dau o'r tri*, *8/9* and *81.3 y cant* are numbers as *2*, *3* and
*81.3%* are. What a number counts is the next word that says so, or what the one before counted.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple
from unicodedata import numeric

from tymor.languages import counted_in_words

LEARNERS, OTHERS = "learners", "others"
#: Stands for the name of a group of learners.
GROUP = "§"

#: A number: not part of a word, a date, an academic year or a numbered heading (3.1.2).
_NUMBER = re.compile(r"(?<![\w./])(?<![^\W\d][-–])[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?!\.?\d|/\d|\w)")
#: What numbers there are in dates: 28 September 2017, 2017-09-28, 2017.
_DATES = re.compile(
    r"(?<![\d/])\d{1,2} +[^\W\d]+ +(?:19|20)\d\d\b|\b\d{4}-\d\d-\d\d\b"
    r"|(?<![\d,.])(?:19|20)\d\d(?![\d/]|[.,]\d)"
)
#: 8/9, which is no academic year.
_PARTS = re.compile(r"(?<![\w/.])(\d{1,3})\s?/\s?(\d{1,3})(?![\w/])")
#: .889, and ⅔ with or without whole ones before it.
_BARE_POINT = re.compile(r"(?<![\w.])(?=\.\d\d)")
_FRACTION = re.compile(r"(\d*)([¼-¾⅐-⅞])")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[^\W_a-z])")
#: Stands behind a number that was written in words.
_SPELLED = "\N{WORD JOINER}"
#: So many characters beyond a number the word for what it counts may begin.
_NEAR = 60


class Said(NamedTuple):
    """A number: whether it is per cent, what it counts (``""`` where nothing says so), and whether
    it is written in words.
    """

    value: float
    percent: bool
    of: str
    spelled: bool


def numbers_in(text: str) -> list[float]:
    """The numbers of a text, dates left out."""
    if not _may_have_number(text):
        return []
    return [_value(each)[-1] for each in _NUMBER.finditer(_in_digits(text))]


def said_in(text: str) -> list[list[Said]]:
    """The numbers of each sentence of a text, dates left out."""
    if not _may_have_number(text):
        return []
    said: list[list[Said]] = []
    for sentence in _SENTENCE_ENDS.split(_in_digits(text)):
        if found := [_value(each) for each in _NUMBER.finditer(sentence)]:
            said.append(_with_what_is_counted(sentence, found, said[-1][-1].of if said else ""))
    return said


def counted_in(text: str) -> str:
    """What a heading or a row says that it counts: learners, others, or nothing; names of groups
    are marked.
    """
    kinds = {_kind(word) for word in _counted().findall(text)}
    return min(kinds, default="")  # of both it is learners


def is_counted(word: str) -> bool:
    """Whether a word says what is counted: *schools*, *ysgolion*."""
    return _counted().fullmatch(word) is not None


def _with_what_is_counted(
    sentence: str, found: list[tuple[int, int, float]], of: str
) -> list[Said]:
    """``of`` is what the number before this sentence counts."""
    words = [(at.start(), _kind(at[0])) for at in _counted().finditer(sentence)]
    said: list[Said] = []
    for start, end, value in found:
        behind = sentence[end : end + 3]
        spelled = behind.startswith(_SPELLED)
        after = [kind for at, kind in words if end <= at < end + _NEAR]
        introduced = not spelled or sentence[:start].rstrip().endswith((":", "=", "("))
        before = [kind for at, kind in words if at < start and introduced and not said]
        own = (after[:1] or before[-1:] or [of])[0]
        percent = behind.strip(f" {_SPELLED}").startswith("%")
        said.append(Said(value, percent, own, spelled))
        of = of if spelled and value == 1 else own  # *one* need not be a number
    return said


def _value(found: re.Match[str]) -> tuple[int, int, float]:
    return *found.span(), float(found[0].replace(",", "").replace("−", "-"))


def _may_have_number(text: str) -> bool:
    return any(map(str.isnumeric, text)) or bool(_in_words().search(text))


def _in_digits(text: str) -> str:
    """The text with its numbers in digits, and without dates."""
    bare = _DATES.sub(" ", text)
    bare = _PARTS.sub(r"\1 : \2", _percent().sub("%", bare))
    bare = _FRACTION.sub(_with_fraction, _BARE_POINT.sub("0", bare))
    return _in_words().sub(_with_digits, bare)


def _with_digits(found: re.Match[str]) -> str:
    return f"{_numbers()[found[0].lower()]:.4g}{_SPELLED}"


def _with_fraction(found: re.Match[str]) -> str:
    return f"{int(found[1] or 0) + numeric(found[2]):.4f}"


def _kind(word: str) -> str:
    return LEARNERS if word == GROUP or word.lower() in _learners() else OTHERS


@cache
def _numbers() -> dict[str, float]:
    return {word: number for each in counted_in_words() for word, number in each.numbers.items()}


@cache
def _learners() -> frozenset[str]:
    return frozenset(word for each in counted_in_words() for word in each.learners)


@cache
def _in_words() -> re.Pattern[str]:
    return _any_of(_numbers())


@cache
def _percent() -> re.Pattern[str]:
    return _any_of(word for each in counted_in_words() for word in each.percent)


@cache
def _counted() -> re.Pattern[str]:
    others = (word for each in counted_in_words() for word in each.others)
    return re.compile(f"{GROUP}|{_any_of([*others, *_learners()]).pattern}", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    known = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(known)})(?![\w-])", re.IGNORECASE)
