"""Sentences are prose: no colon stands where a verb belongs, and none of several is no 0.

*Reached: 3. Not reached: 2.* is a form that somebody filled in. Before a colon of a sentence stands
a whole clause, with its verb, and what follows it is no bare number: a list, a quotation or what
explains the clause.
"""

import re
from collections.abc import Mapping

import pytest
from wordings import WORDS, Said, messages, wordings

from tymor.languages.nought_and_one import is_of_numbers, noughts_of, ones_of
from tymor.locale import places_and_forms, places_of

#: Words that are the verb of a clause, of those that stand before a colon.
VERBS = {
    "en": re.compile(
        r"\b(is|are|was|were|has|have|had|does|do|did|can|cannot|could|may|will|would|says?|shows?"
        r"|stands?|lies?|lie|holds?|counts?|leads?|needs?|rests?|reads?|knows?|takes?|tells?|told"
        r"|rose|fell|asked|asks|comes?)\b",
        re.IGNORECASE,
    ),
    "cy": re.compile(
        r"\b(dyma|dyma'r|mae|maent|mae'n|yw|ydyw|ydynt|oes|nid|ni|nas|na|oedd|oeddent|roedd|roeddent|bu|bydd"
        r"|byddai|gall|gallai|gellir|daw|saif|dengys|gwnaeth|cafodd|sydd|sy'n|a'r|dywed"
        r"|\w+wyd|\w+odd|\w+ir|\w+asant)\b",
        re.IGNORECASE,
    ),
}
#: Messages that are no sentences though they end with a full stop, by how they begin or end: what
#: is read in a picture's place, what a search engine lists a page by, and what a term means.
NO_SENTENCES = ("chart.of_table", "definitions.")
ENDS = (".alt", ".description")
COLON = re.compile(r":(?=\s)")
#: A place that stands alone behind a colon: ``: {met}.``, ``: {up}; yn is``.
ALONE = re.compile(r"\s*£?\{(\w+)(?::[^}]*)?\}(?: \([^)]*\))?(?=[.;,])")
#: Places of lists and of sources, which stand behind the clause that announces them.
LISTS = {
    "authorities", "groups", "indicators", "items", "measures", "names", "parts", "priorities",
    "schools", "sections", "source", "subjects", "tasks", "what",
}  # fmt: skip


def clauses(text: str) -> list[tuple[str, str]]:
    """What stands before each colon, back to the end of the sentence before, and behind it."""
    found = []
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        for colon in COLON.finditer(sentence):
            before = re.split(r"[;:]\s", sentence[: colon.start()])[-1]
            found.append((before, sentence[colon.end() :]))
    return found


def labels(said: Said, language: str) -> list[str]:
    """What stands before a colon of a sentence as its label."""
    if not said.text.endswith(".") or said.key.endswith(ENDS) or said.key.startswith(NO_SENTENCES):
        return []
    return [
        before
        for before, behind in clauses(said.text)
        if not VERBS[language].search(before)
        or ((alone := ALONE.match(behind)) and alone[1] not in LISTS)
    ]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_sentence_is_a_label_with_a_colon(language: str) -> None:
    told = [(said.key, labels(said, language)) for said in wordings(language)]
    assert [each for each in told if each[1]] == []


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("en", "Reached: {met}. Not reached: {others}.", True),
        ("en", "{measure}: up {points} percentage points.", True),
        ("en", "The number of schools is: {count}.", True),
        ("en", "Risk: no element is off track.", True),
        ("en", "It is so; number of schools: {count} in all.", True),
        ("en", "No results are held of these groups: {groups}.", False),
        ("en", "The term has {flags} flags: {new} are new.", False),
        ("en", "Figures in the chart: {title}", False),
        ("cy", "Nifer y disgyblion: {pupils}.", True),
        ("cy", "Amserlen: ni ddelir dyddiadau.", True),
        ("cy", "Mae'n hysbys. Yn gulach: {narrower}; yn lletach: {wider}.", True),
        ("cy", "Nid yw'r tasgau hyn yn y calendr mwyach: {tasks}.", False),
    ],
)
def test_a_label_would_be_found(language: str, text: str, wrong: bool) -> None:
    assert bool(labels(Said("key", text), language)) is wrong


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_label_has_the_capital_that_its_place_asks_for(language: str) -> None:
    """*In the summer term 2017*, not *, Summer term 2017*; *Reports of …* where a sentence begins
    with its source."""
    wrong = [
        said.key
        for said in wordings(language)
        if re.search(r".\{term\}", said.text) or said.text.startswith("{source}")
    ]
    assert wrong == []


#: Before a list stands a whole clause, not one that the list would end: of more names than a
#: sentence holds it says that they are named below.
OPEN_ENDED = {
    "en": re.compile(r"\b(of|on|in|at|to|for|from|by|with|as|than|and|the)$"),
    "cy": re.compile(r"\b(o|i|ar|yn|at|am|gan|gyda|achos|blith|gyfer|na|a|â|y|yr)$"),
}


def left_open(said: Said, language: str) -> list[str]:
    """What stands before the list that ends a sentence, and is no whole clause without it."""
    lists = "|".join(sorted(LISTS))
    before = re.findall(rf"([^.:]*): \{{(?:{lists})\}}\.$", said.text)
    return [each for each in before if OPEN_ENDED[language].search(each.strip())]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_announces_a_list_is_a_whole_clause(language: str) -> None:
    told = [(said.key, left_open(said, language)) for said in wordings(language)]
    assert [each for each in told if each[1]] == []


#: Lists of which the report says the sentence only where they are several, or which are settings,
#: titles and sources.
OTHER_LISTS = re.compile(
    r"_tied|^(provisional|provenance\.(from|invented)|methods|protection|categories_page\.about"
    r"|business_plan\.not_held|calendar|wider\.(from|invented))\b"
)


def listed_alone(entry: str | Mapping[str, str]) -> bool:
    """Whether a message would list one thing behind its colon: that is named in the sentence."""
    forms = {"other": entry} if isinstance(entry, str) else entry
    behind = re.compile(rf": \{{({'|'.join(sorted(LISTS))})\}}\.$")
    listing = [form for form in forms if form != "plural" and behind.search(forms[form])]
    of_one = [form for form in forms if ones_of(form)]
    return bool(listing) and (not of_one or not {*of_one}.isdisjoint(listing))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_one_thing_is_named_and_not_listed(language: str) -> None:
    """*The result on primary attendance*, not *the result of 1 measure: Primary attendance*."""
    wrong = [key for key, said in messages(language)
             if not OTHER_LISTS.search(key) and listed_alone(said)]  # fmt: skip
    assert wrong == []
    assert listed_alone("It is so on {number:measure}: {measures}.")
    assert listed_alone({"1 number": "It is so: {measures}.", "other": "It is so: {measures}."})
    assert not listed_alone({"1 number": "{measures} is so.", "other": "It is so: {measures}."})


def test_an_open_end_would_be_found() -> None:
    assert left_open(Said("key", "It does not do better on: {measures}."), "en")
    assert left_open(Said("key", "Nid yw'n well yn achos: {measures}."), "cy")
    assert not left_open(Said("key", "On these measures it is no better: {measures}."), "en")


#: Places before *of* that are no count which may be nought: a page, a year, money, a figure; or
#: whose sentence the report says only where there are some.
NEVER_NOUGHT = {
    "page", "part", "of_year", "allocated", "similar", "held", "already", "small", "below",
    "flagged",
}  # fmt: skip
PART_OF = re.compile(r"\{(\w+)(?::(?![Nn]one)[^}]*)?\} of (?:the |these )?\{")


def without_none(entry: str | Mapping[str, str]) -> set[str]:
    """Counts of a message that it would show as 0: *on 0 of 5* is *on none of 5*."""
    forms = {"other": entry} if isinstance(entry, str) else entry
    noughts = {place for form in forms if is_of_numbers(form) for place in noughts_of(form)}
    counts = {place for form in forms if form != "plural" for place in PART_OF.findall(forms[form])}
    return counts - noughts - NEVER_NOUGHT


def test_none_of_several_is_said_and_not_shown_as_nought() -> None:
    told = [(key, without_none(entry)) for key, entry in messages("en")]
    assert [each for each in told if each[1]] == []
    assert without_none("It does better on {better} of {compared}.") == {"better"}


@pytest.mark.parametrize(("language", "other"), [("en", "cy"), ("cy", "en")])
def test_each_form_for_noughts_is_one_of_every_language(language: str, other: str) -> None:
    """Or the other language has but one word for none of it, which its places ask for."""
    own = forms_of_noughts(language)
    texts: dict[str, str] = {}
    for said in wordings(other):
        texts[said.key] = f"{texts.get(said.key, '')} {said.text}"
    alone = {
        (key, form)
        for key, form in own - forms_of_noughts(other)
        if not all(re.search(rf"\{{{name}:([Nn]one|dim)", texts[key]) for name in noughts_of(form))
    }
    assert alone == set()
    assert ("changed.moves", "0 down") in own


#: Counts that make up a whole: where two are nought, the third is all of it.
PARTS = (
    {"up", "down", "equal"}, {"up", "down", "same"}, {"better", "worse", "same"},
    {"narrower", "wider", "equal"}, {"above", "below", "within"}, {"less", "more", "same"},
)  # fmt: skip
WHOLES = {"compared", "counted", "priorities"}


def told_twice(entry: str | Mapping[str, str]) -> list[str]:
    """Forms that count a whole and the part that is all of it: *in none of 3, and in 3*."""
    forms = {} if isinstance(entry, str) else entry
    wrong = []
    for form, text in forms.items():
        for parts in PARTS if is_of_numbers(form) else ():
            rest = parts - {*noughts_of(form)}
            places = {name for name, _ in places_and_forms(text)}
            if parts <= {*places_of(forms["other"])} and len(rest) == 1 and places & WHOLES:
                wrong += [form] if rest <= places else []
    return wrong


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_is_so_of_all_is_said_of_all(language: str) -> None:
    told = [(key, told_twice(entry)) for key, entry in messages(language)]
    assert [each for each in told if each[1]] == []
    assert told_twice({"0 up equal": "It fell in {down} of {compared}, and rose in none.",
                       "other": "{up} {down} {equal} {compared}"}) == ["0 up equal"]  # fmt: skip


#: *Dim un* and *dim ysgol* are said of what is not: their clause denies.
DENIES = re.compile(r"\b(nid|nad|ni|na|nas|nis|heb|does|doedd)\b", re.IGNORECASE)


def undenied(said: Said) -> list[str]:
    """Clauses with *dim un*, or a place that may say it, which deny nothing."""
    parts = re.split(r"[.;,:] |, ", said.text)
    return [
        each for each in parts if re.search(r":dim\b|\bdim un\b", each) and not DENIES.search(each)
    ]


def test_none_of_several_stands_in_a_clause_that_denies() -> None:
    told = [(said.key, undenied(said)) for said in wordings("cy")]
    assert [each for each in told if each[1]] == []
    assert undenied(Said("key", "Mae'r farn yn well yn achos {better:dim}."))
    assert not undenied(Said("key", "Ni ddaeth {better:dim ysgol}."))


def forms_of_noughts(language: str) -> set[tuple[str, str]]:
    return {
        (key, form)
        for key, entry in messages(language)
        if not isinstance(entry, str)
        for form in entry
        if is_of_numbers(form)
    }


def test_a_school_of_every_sector_and_medium_is_told_of() -> None:
    known = {key.rpartition(".")[::2] for key in WORDS["en"].entries}
    for names, said in (("sectors", "school.about"), ("media", "school.medium")):
        assert {last for first, last in known if first == names} == {
            last for first, last in known if first == said
        }
