"""The catalogues and the code hold no facts: no year, no month, no partnership, no setting.

Such a fact is true of one set of data and false of the next. It comes from ``source.yml``,
from ``params/`` or from rows, into a place of a message.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from projects import ROOT, notebooks

from tymor.config import load_config
from tymor.locale import Languages

WORDS = load_config(ROOT).languages
#: Of the publication that says some otherwise.
TODAY = load_config(ROOT, "dwyafon").languages
PLACE = re.compile(r"\{[^}]*\}")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Ionawr|Chwefror|Mawrth|Fawrth|Ebrill|Mai|Fai|Mehefin|Gorffennaf|Orffennaf|Awst|Medi|Fedi"
    r"|Hydref|Tachwedd|Dachwedd|Rhagfyr)\b"
)
#: What only somebody's own papers can be, and whoever holds a meeting.
PAPERS = re.compile(r"\bprint(?:ed)?\b|argraffwyd|argraffedig|consorti|joint committee|cyd-?bwyllg|"
                    r"gyd-?bwyllg", re.IGNORECASE)  # fmt: skip
#: Names, and numbers of a list, that are no facts about data.
NAMES = re.compile(
    r"(?:Key Stage|Cyfnod Allweddol) \d|\b(?:KS|CA)\d|(?:post|ôl)-16"
    r"|\b(?:Group|Grŵp|Category|Categori) \d|^\d\. ",
    re.IGNORECASE,
)

#: Messages that may hold what is looked for, and why.
MAY: dict[str, str] = {
    "status.provisional.meaning": "it may still change, which is no month",
    "risk_measured.exclusions": "a rate for each 100 pupils is what is worked out",
    "post16.chart.alt": "the chart's axis is drawn from zero to 100",
    "post16.chart_equal.alt": "the chart's axis is drawn from zero to 100",
    "post16.chart_shown.alt": "the chart's axis is drawn from zero to 100",
    "post16.chart_equal_shown.alt": "the chart's axis is drawn from zero to 100",
}


def messages(words: Languages) -> Iterator[tuple[str, str]]:
    """``LANGUAGE KEY`` and each wording, without its places; names, definitions and terms
    are left out, as years of school and levels stand in them."""
    for language, catalogue in words.catalogues.items():
        for key, entry in [*catalogue.entries.items(), *TODAY[language].entries.items()]:
            said = [entry] if isinstance(entry, str) else list(entry.values())
            if not key.startswith(("measures.", "definitions.", "glossary.", "quarto.")):
                yield from ((f"{language} {key}", PLACE.sub("", text)) for text in said)


def names_of_partnerships() -> set[str]:
    """What the partnerships of ``params/`` and the authorities of Wales are called."""
    files = [ROOT / "params" / "partnership.yml", *(ROOT / "params" / "partnerships").glob("*.yml")]
    held = [yaml.safe_load(path.read_text("utf-8")) for path in files]
    names = {name for each in held for name in (*each["name"].values(), each["id"])} - {
        "Wales",
        "Cymru",
    }
    rows = (ROOT / "data" / "published" / "local_authorities.csv").read_text("utf-8").splitlines()
    return {*names, *(cell for row in rows[1:] for cell in row.split(",")[-2:])}


def found(pattern: re.Pattern[str], *, but: re.Pattern[str] | None = None) -> set[str]:
    """The messages that hold it, by key, less those that may."""
    kept = ((key, but.sub("", text) if but else text) for key, text in messages(WORDS))
    return {key for key, text in kept if pattern.search(text) and key.split(" ")[1] not in MAY}


@pytest.mark.parametrize("pattern", [YEAR, MONTH, PAPERS], ids=["year", "month", "papers"])
def test_no_message_says_when_something_was_or_who_printed_it(pattern: re.Pattern[str]) -> None:
    assert found(pattern) == set()


def test_no_message_copies_a_number_of_the_settings() -> None:
    """``fewer than 5 learners`` is ``least_cohort``, and is said from there."""
    assert found(re.compile(r"\d"), but=NAMES) == set()


def test_no_message_names_a_partnership_or_an_authority() -> None:
    named = names_of_partnerships()
    assert {"Central South Consortium", "Consortiwm Canolbarth y De", "Caerdydd"} <= named
    assert found(re.compile("|".join(rf"\b{re.escape(name)}\b" for name in named))) == set()


def test_what_may_be_said_is_still_said() -> None:
    """A reason for a message that is gone, or no longer needs it, goes too."""
    held = dict(messages(WORDS))
    looked_for = re.compile(rf"{YEAR.pattern}|{MONTH.pattern}|{PAPERS.pattern}|\d", re.IGNORECASE)
    for key in MAY:
        assert looked_for.search(held[f"en {key}"]) or looked_for.search(held[f"cy {key}"]), key


def test_one_wording_of_one_language_is_one_of_each_other() -> None:
    """Two Welsh names of one thing make readers look for two things."""
    first, *others = [WORDS[name] for name in WORDS]
    for other in others:
        said: dict[str, dict[str, str]] = {}
        for key, words in first.entries.items():
            if isinstance(words, str):
                said.setdefault(words, {})[str(other.entries[key])] = key
        assert {words: each for words, each in said.items() if len(each) > 1} == {}


# The code

#: Modules whose texts are about one set of data, and why.
OF_DATA = {
    "inputs/contracts": "examples in the manual of the data, and in messages",
    "inputs/convert.py": "examples of dates in messages",
    "inputs/formats.py": "the day and the year by which a mapping shows how a file writes them",
    "inputs/source.py": "the form of a day, in a message",
    "locale.py": "the form of a day",
    "inputs/sources.py": "the form of a day",
    "yaml_files.py": "how YAML calls its own tags",
    "render/ods.py": "how its standards are named",
    "render/web_addresses.py": "how their standards are named",
    "render/pdf/document.py": "the epoch that SOURCE_DATE_EPOCH counts from",
    "run/warm/warm_up.py": "any year, to load what formats dates",
    "cli.py": "help and the term of the example",
}


def texts_of(path: Path) -> Iterator[str]:
    """Texts in a module's code that may reach a page: no documentation of what stands there."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in documentation:
            yield text


def test_no_text_of_the_code_is_about_one_set_of_data() -> None:
    named = "|".join(rf"\b{re.escape(name)}\b" for name in names_of_partnerships() if len(name) > 3)
    facts = re.compile(rf"{YEAR.pattern}|{MONTH.pattern}|{named}")
    package = ROOT / "src" / "tymor"
    told = {
        f"{path.relative_to(package).as_posix()}: {text}"
        for path in sorted(package.rglob("*.py"))
        for text in texts_of(path)
        if facts.search(text)
    }
    assert {each for each in told if not each.startswith(tuple(OF_DATA))} == set()


@pytest.mark.parametrize("path", notebooks(), ids=lambda p: p.stem)
def test_a_notebook_names_an_area_and_a_term_among_its_parameters_only(path: Path) -> None:
    cells = re.split(r"(?m)^# %%", path.read_text("utf-8"))
    others = [cell for cell in cells if 'tags=["parameters"]' not in cell]
    assert len(others) == len(cells) - 1
    facts = re.compile(rf"{YEAR.pattern}|{MONTH.pattern}|\bCSC\b")
    assert [cell for cell in others if facts.search(cell)] == []
