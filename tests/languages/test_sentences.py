"""Sentences are prose: no colon stands where a verb belongs.

*Reached: 3. Not reached: 2.* is a form that somebody filled in. Before a colon of a sentence stands
a whole clause, with its verb, and what follows it is no bare number: a list, a quotation or what
explains the clause.
"""

import re

import pytest
from wordings import Said, wordings

#: Words that are the verb of a clause, of those that stand before a colon.
VERBS = {
    "en": re.compile(
        r"\b(is|are|was|were|has|have|had|does|do|did|can|cannot|could|may|will|would|says?|shows?"
        r"|stands?|lies?|lie|holds?|counts?|leads?|needs?|rests?|reads?|knows?|takes?|tells?|told"
        r"|rose|fell|asked|asks)\b",
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
    "authorities", "groups", "indicators", "items", "measures", "names", "priorities", "schools",
    "sections", "source", "tasks", "what",
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
