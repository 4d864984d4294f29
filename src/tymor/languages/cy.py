"""Welsh: mutations, words that change before vowels, nouns beside figures.

A figure is read as mathematics and statistics read it, by tens: 11 is *un deg un*, 18 *un deg
wyth*, 20 *dau ddeg*. So *ac* stands before 1, 8, 11 to 19 and 80, and *a* before 2, 20 and 100.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import partial

from tymor.languages.rules import Counted, Form, OwnForms, Rules

#: What each mutation makes of the letters that it changes; capitals go with them.
SOFT = {"p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "m": "f", "ll": "l", "rh": "r"}
NASAL = {"p": "mh", "t": "nh", "c": "ngh", "b": "m", "d": "n", "g": "ng"}
ASPIRATE = {"p": "ph", "t": "th", "c": "ch"}

#: Letters of two signs: what begins with one does not begin with its first sign.
_TWO_SIGNS = ("ch", "dd", "ff", "ng", "ll", "ph", "rh", "th")
#: Words with which the soft mutation stands.
_SOFTENING = ("o", "i", "am", "ar", "at", "gan", "heb", "hyd", "dan", "dros", "drwy", "wrth")
#: Words that change before a vowel, and stand with the aspirate mutation.
_CHANGING = {"a": "ac", "â": "ag", "na": "nag", "gyda": "gydag", "tua": "tua"}
#: A name with one of these is an English name, and is not mutated.
_ENGLISH = re.compile(
    r"\b(Academy|Centre|Church|College|High|Infants?|Juniors?|Nursery|Primary|School|Unit)\b"
)
#: An abbreviation (TGAU, CA2, GwE) is not mutated either.
_ABBREVIATION = re.compile(r"\w[^\W\d_]*[A-Z0-9]")
#: *Y Barri*, *y rhanbarth*: the article is part of the name.
_ARTICLE = re.compile(r"[Yy]r? (?=\w)")
#: A common noun with a capital only because it begins a label: *Presenoldeb cynradd*.
_BEGINS_A_LABEL = re.compile(
    r"(?!(Cymraeg|Saesneg)\b)((Trothwy|Cyfrwng) |[A-Z][^\W\dA-Z_][\w-]* [a-z])"
)
#: A label of one of a kind, which has an article within a sentence: *y bwlch*, *o'r bwlch*.
_GAP = re.compile(r"[Bb]wlch(?= prydau\b| o ran\b)")
#: The name of a grant, which keeps its capital: *y Grant Gwella Addysg*, *ar y Grant*.
_GRANT = re.compile(r"Grant(?= [A-Z])")
_FIGURE = re.compile(r"[+£]?(\d[\d,]*)(\.\d+)?")
#: Up to here a noun stands singular beside its figure; beyond, *o* and the plural stand behind it.
_FEW = 10
#: *Pum niwrnod*, *deng mlynedd*: words of time, and the figures behind which they take the nasal
#: mutation.
_OF_TIME, _BEFORE_TIME = ("diwrnod", "blynedd", "blwydd"), (5, 7, 8, 9, 10)

#: From one to nine, masculine and feminine, before a noun and alone.
_UNITS = (
    ("un",), ("dau", "dwy"), ("tri", "tair"), ("pedwar", "pedair"), ("pump", "pum"),
    ("chwech", "chwe"), ("saith",), ("wyth",), ("naw",),
)  # fmt: skip
_TENS = (
    "un deg", "dau ddeg", "tri deg", "pedwar deg", "pum deg", "chwe deg", "saith deg", "wyth deg",
    "naw deg",
)  # fmt: skip
_PARTS = {
    0.5: ("hanner",), 1 / 3: ("traean",), 2 / 3: ("dau draean", "dwy ran o dair"),
    0.25: ("chwarter",), 0.75: ("tri chwarter",), 0.2: ("un rhan o bump", "un o bob pump"),
    0.4: ("dwy ran o bump",), 0.6: ("tair rhan o bump",), 0.8: ("pedair rhan o bump",),
    0.1: ("degfed ran", "un o bob deg"), 12: ("dwsin",),
}  # fmt: skip
#: Ten to twenty as they are said by the score.
_BY_SCORE = {
    10: ("deg", "deng"), 11: ("un ar ddeg",), 12: ("deuddeg", "deuddeng"),
    13: ("tri ar ddeg", "tair ar ddeg"), 14: ("pedwar ar ddeg", "pedair ar ddeg"),
    15: ("pymtheg", "pymtheng"), 16: ("un ar bymtheg",), 17: ("dau ar bymtheg", "dwy ar bymtheg"),
    18: ("deunaw",), 19: ("pedwar ar bymtheg", "pedair ar bymtheg"), 20: ("ugain",),
}  # fmt: skip
#: What is said of learners; and what else a report counts. Mutated forms are made.
_LEARNERS = (
    "disgybl disgyblion dysgwr dysgwyr myfyriwr myfyrwyr plentyn plant bachgen bechgyn merch "
    "merched cofrestriad cofrestriadau cymwys cyrhaeddodd cyrhaeddon"
)
_OTHERS = (
    "achos achosion ardal ardaloedd argymhelliad argymhellion arolygiad arolygiadau awdurdod "
    "awdurdodau band bandiau barn barnau blaenoriaeth blaenoriaethau bwlch bylchau cam camau "
    "canlyniad canlyniadau carfan carfanau cryfder cryfderau cymhariaeth cymariaethau dangosydd "
    "dangosyddion darn darnau diwrnod diwrnodau elfen elfennau ffigur ffigurau ffrwd ffrydiau "
    "grant grantiau gwahaniaeth gwahaniaethau gwerth gwerthoedd lle lleoedd maen meini mesur "
    "mesurau mis misoedd partner partneriaid pennawd penawdau pwnc pynciau pwynt "
    "pwyntiau rhaglen rhaglenni rhif rhifau rhybudd rhybuddion risg risgiau targed targedau tasg "
    "tasgau tudalen tudalennau ymweliad ymweliadau ysgol ysgolion"
)


def mutated(name: str, mutation: dict[str, str]) -> str:
    """``Caerdydd`` as ``Gaerdydd``, ``Nghaerdydd`` or ``Chaerdydd``; others as they are."""
    start = name[:2].lower()
    first = start if start in _TWO_SIGNS else start[:1]
    if first not in mutation or _stays(name):
        return name
    made = mutation[first] + name[len(first) :]
    return made[:1].upper() + made[1:] if name[0].isupper() else made


def before_a_vowel(shown: str) -> bool:
    """Whether what is shown begins with a vowel as it is read: *Abertawe*, *11*, *80.5*.

    The *w* of *Wrecsam* is none.
    """
    if figure := _FIGURE.match(shown):
        return _read_with_a_vowel(int(figure[1].replace(",", "")))
    return _plain(shown) in "aeiouwy" and shown[:2].lower() not in ("wr", "wl")


def counted(shown: str, noun: str, gender: str, plural: str) -> str:
    """``1 flaenoriaeth``, ``3 chanlyniad``, ``5 niwrnod``; ``11 o ddisgyblion``, ``2.5 diwrnod``.

    Who reads the figure aloud hears the mutation, so it is written. After ten a number is said
    in several words, and the noun stands in the plural behind *o*. After a decimal it stands in
    the singular, and the part that it follows changes nothing.
    """
    figure = _FIGURE.fullmatch(shown.lstrip("\N{MINUS SIGN}"))
    if figure and figure[2]:
        return f"{shown} {noun}"
    if not figure or (number := int(figure[1].replace(",", ""))) > _FEW:
        return f"{shown} o {mutated(plural, SOFT)}"
    return f"{shown} {_beside(number, noun, gender == 'feminine')}"


def _beside(number: int, noun: str, feminine: bool) -> str:
    """The noun behind a number up to ten."""
    if number == 2 or (number == 1 and feminine and noun[:2] not in ("ll", "rh")):
        return mutated(noun, SOFT)
    if number == 6 or (number == 3 and not feminine):
        return mutated(noun, ASPIRATE)
    return mutated(noun, NASAL) if noun in _OF_TIME and number in _BEFORE_TIME else noun


def _in(name: str, own: OwnForms) -> str:
    """``yng Nghaerdydd``, ``ym Merthyr Tudful``, ``yn Abertawe``; before a figure ``yn``."""
    if "in" in own:
        return own["in"]
    name = _with_article(name)
    if _ARTICLE.match(name) and not _stays(name):
        return f"yn {name[:1].lower()}{name[1:]}"
    made = mutated(name, NASAL)
    start = "" if _stays(name) else made[:2].lower()
    return f"{'yng' if start == 'ng' else 'ym' if start[:1] == 'm' else 'yn'} {made}"


def _soft(word: str, name: str, own: OwnForms) -> str:
    return _behind(word, name) or f"{word} {own.get('soft') or mutated(name, SOFT)}"


def _changing(word: str, name: str, own: OwnForms) -> str:
    if joined := _behind(word, name):
        return joined
    if before_a_vowel(name):
        return f"{_CHANGING[word]} {name}"
    return f"{word} {own.get('aspirate') or mutated(name, ASPIRATE)}"


def _behind(word: str, name: str) -> str:
    """A name with an article behind a word: ``o'r Barri``, ``ar y Barri``; of others nothing."""
    name = _with_article(name)
    if not (article := _ARTICLE.match(name)) or _stays(name):
        return ""
    if word[-1] in "aâio":
        return f"{word}'r {name[article.end() :]}"
    return f"{word} {name[:1].lower()}{name[1:]}"


def _with_article(name: str) -> str:
    """``Bwlch prydau ysgol am ddim`` as ``Y bwlch prydau ysgol am ddim``, ``Grant Gwella Addysg``
    as ``Y Grant Gwella Addysg``; others as they are."""
    if _GRANT.match(name):
        return f"Y {name}"
    return f"Y {name[:1].lower()}{name[1:]}" if _GAP.match(name) else name


def _article(name: str, own: OwnForms) -> str:
    """``y 4``, ``yr 11``, ``yr Adran``; behind a vowel a message writes ``'r`` itself."""
    del own  # a name with an article of its own has it in its name
    return f"{'yr' if before_a_vowel(name) or _plain(name) == 'h' else 'y'} {name}"


def _none(shown: str, own: OwnForms) -> str:
    """``dim un`` for 0, ``dim ysgol`` for 0 schools; other numbers as they are."""
    del own  # a number has none
    return "dim un" if shown == "0" else f"dim {shown[2:]}" if shown.startswith("0 ") else shown


def _any_of(shown: str, own: OwnForms) -> str:
    """``yr un o'r 3 ysgol``; of one ``unrhyw fesur``, ``unrhyw ysgol``."""
    del own  # a number has none
    number, _, noun = shown.partition(" ")
    one = number == "1" and noun
    return f"unrhyw {mutated(noun, SOFT)}" if one else f"yr un o'r {shown}"


def _within(name: str, own: OwnForms) -> str:
    """A label as it stands within a sentence: ``trothwy Lefel 1``, ``y Cyfnod Sylfaen``, ``y bwlch
    prydau ysgol am ddim``."""
    del own
    name = _with_article(name)
    small = _BEGINS_A_LABEL.match(name) or (_ARTICLE.match(name) and not _stays(name))
    return f"{name[:1].lower()}{name[1:]}" if small else name


def _stays(name: str) -> bool:
    return bool(_ABBREVIATION.match(name) or _ENGLISH.search(name))


def _plain(name: str) -> str:
    """The first letter, small and without accent, of a quotation too; another sign as a sign."""
    return unicodedata.normalize("NFD", name.lstrip("“‘")[:1].lower())[:1] or "-"


def _read_with_a_vowel(number: int) -> bool:
    """Of a number: the first of the words in which it is read is *un* or *wyth*."""
    scaled = number >= 1000
    while number >= 1000:
        number //= 1000
    if number >= 100:  # cant, dau gant, …, wyth cant
        return number // 100 == 8
    if number >= 20:  # dau ddeg, …, wyth deg
        return number // 10 == 8
    return number == 8 or 11 <= number <= 19 or (number == 1 and not scaled)  # mil, miliwn


_FORMS: dict[str, Form] = {
    "yn": _in,
    **{word: partial(_soft, word) for word in _SOFTENING},
    **{word: partial(_changing, word) for word in _CHANGING},
    "y": _article,
    "dim": _none,
    "unrhyw": _any_of,
    "within": _within,
}


def _in_each_form(words: Iterable[str]) -> tuple[str, ...]:
    """The words as they are, as the mutations make them, and with *h* before a vowel."""
    mutations: tuple[dict[str, str], ...] = ({}, SOFT, NASAL, ASPIRATE)
    made = ((*(mutated(word, each) for each in mutations), _with_h(word)) for word in words)
    return tuple(dict.fromkeys(form for forms in made for form in forms))


def _with_h(word: str) -> str:
    """``ysgolion`` as ``hysgolion``, behind *ei* and *eu*; others as they are."""
    if _stays(word) or not word[:1].isalpha() or not before_a_vowel(word):
        return word
    return f"{'H' if word[0].isupper() else 'h'}{word[0].lower()}{word[1:]}"


def also_written(word: str) -> tuple[str, ...]:
    """``Caerdydd`` as ``Gaerdydd``, ``Nghaerdydd`` and ``Chaerdydd``; ``ysgol`` as ``hysgol``."""
    return tuple(form for form in _in_each_form([word]) if form != word)


def comes_from(word: str) -> tuple[str, ...]:
    """The words that a mutation may have made into this one: ``fro`` of ``bro`` or ``mro``.

    Most of them are no words: who asks takes those that are known.
    """
    found = []
    for mutation in (SOFT, NASAL, ASPIRATE):
        for letter, made in mutation.items():
            radical = letter + word.lower().removeprefix(made)
            if word.lower().startswith(made) and word.lower() in map(
                str.lower, also_written(radical)
            ):
                found.append(radical)
    without = word[1:] if word[:1].lower() == "h" else ""
    if without and word.lower() in map(str.lower, also_written(without)):
        found.append(without.lower())
    return tuple(dict.fromkeys(found))


def _numbers() -> dict[str, float]:
    """``un`` to ``naw deg naw`` by tens, up to twenty by the score, and a half; parts of one."""
    said: list[tuple[float, tuple[str, ...]]] = [*_PARTS.items(), *enumerate(_UNITS, 1)]
    said += _BY_SCORE.items()
    for number, ten in enumerate(_TENS, 1):
        said.append((10 * number, (ten,)))
        for unit, words in enumerate(_UNITS, 1):
            said.append((10 * number + unit, tuple(f"{ten} {word}" for word in words)))
    known = {form: number for number, words in said for form in _in_each_form(words)}
    whole = [(word, number) for word, number in known.items() if number >= 1]
    return known | {f"{word} a hanner": number + 0.5 for word, number in whole}


WELSH = Rules(
    forms=_FORMS,
    own=("in", "soft", "aspirate"),
    units={"%": " y cant"},
    genders=("masculine", "feminine"),
    counting=counted,
    counted=Counted(
        _numbers(),
        ("y cant", "o bob cant"),
        _in_each_form(_LEARNERS.split()),
        _in_each_form(_OTHERS.split()),
    ),
    also_written=also_written,
    comes_from=comes_from,
    mutated=also_written,
)
