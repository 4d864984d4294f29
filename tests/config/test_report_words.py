"""Words of a report stand in its folder: each whole, each in one place, each asked for there."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from projects import ROOT, mini_project, publication
from tiny_release import Kept, report_on

from tymor.config import load_config
from tymor.errors import ConfigError, TymorError
from tymor.locale import Languages

WORDS = load_config(ROOT).languages
CONFIG = publication(ROOT).config
FOLDERS = sorted(path.parent.name for path in (ROOT / "notebooks").glob("*/report.yml"))


# What a words.yml must be


def with_words(folder: Path, more: str) -> list[str]:
    """The faults of the miniature project with more words of the school report."""
    root = mini_project(folder)
    words = root / "notebooks" / "school" / "words.yml"
    words.write_text(words.read_text("utf-8") + more, "utf-8")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    return list(caught.value.faults)


def line_of(text: str, line: str) -> int:
    return text.splitlines().index(line) + 1


FAULTS = {
    "new: {a: {en: x}}": "new.a lacks its words in cy",
    "new: {a: {en: x, cy: y, fr: z}}": "new.a: 'fr' is no language of the publication (en, cy)",
    "new: {a: just text}": "new: 'a' is no language of the publication (en, cy)",
    "new: just text": "new: found 'just text'; expected its words in each language (en, cy)",
    "new: {a: {en: '{x}', cy: y}}": "new.a.cy: lacks the place {x}, which en has",
    "new: {a: {en: 5, cy: y}}": "new.a.en: 5 is not text (quote it)",
    "new: {a: {en: '{x', cy: y}}": "new.a.en: expected '}' before end of string",
    "new: {a: {en: {one: x}, cy: y}}": "new.a.en: expected text, or plural forms and 'plural'",
    "new: {a: {en: {plural: n, other: x}, cy: y}}": "new.a.en lacks the plural form 'one'",
    "new: {a: {en: x, cy: {plural: n, one: x, other: y}}}": "new.a.cy lacks the plural form 'few'",
    "new: {a: {en: {plural: n, one: x, other: y, lots: z}, cy: y}}":
        "new.a.en: 'lots' is no CLDR plural form",
}  # fmt: skip


@pytest.mark.parametrize("more", FAULTS)
def test_what_is_wrong_with_a_message_is_told_with_file_and_line(tmp_path: Path, more: str) -> None:
    own = ROOT / "notebooks" / "school" / "words.yml"
    line = len(own.read_text("utf-8").splitlines()) + 1
    told = with_words(tmp_path, f"{more}\n")
    start = f"notebooks/school/words.yml, line {line}: {FAULTS[more]}"
    assert any(each.startswith(start) for each in told), told


def test_a_key_stands_in_one_file_only(tmp_path: Path) -> None:
    own = (ROOT / "notebooks" / "school" / "words.yml").read_text("utf-8")
    end = len(own.splitlines())
    told = with_words(tmp_path, "region.title: {en: x, cy: y}\nui.skip: {en: x, cy: y}\n")
    region = line_of((ROOT / "notebooks" / "region" / "words.yml").read_text("utf-8"), "  title:")
    assert (
        f"notebooks/school/words.yml, line {end + 1}: region.title has words twice, also in "
        f"notebooks/region/words.yml, line {region}; keep one of them"
    ) in told
    for language in ("en", "cy"):
        start = f"notebooks/school/words.yml, line {end + 2}: ui.skip has words twice, also in "
        there = f"{start}params/words/{language}.yml, line "
        assert any(each.startswith(there) for each in told), told


# What a page may say


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kept:
    return report_on(monkeypatch, tmp_path, [], area="9990001", report="school")


def test_a_page_says_its_own_words_and_those_that_reports_share(school: Kept) -> None:
    assert school.page.say("school.compare.heading")["cy"]
    assert school.page.say("table.measure")["cy"] == "Mesur"


def test_a_page_has_no_words_of_another_report(school: Kept) -> None:
    named = r"notebooks/school/words\.yml, or to params/words/ where reports share them"
    with pytest.raises(TymorError, match=rf"no words for 'region\.none\.text' in en: .* {named}"):
        school.page.say("region.none.text")
    assert not school.page.config.languages.has("region.none.text")


def test_a_page_names_another_report_by_its_title(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = report_on(monkeypatch, tmp_path, [], area="681", report="authority").page
    assert page.title_of("region", page.area)["en"] == "Area 681: data commentary"
    assert "region.title" in page._asked  # so that the page rests on it
    assert page.link_to(page.area, "grants_authority").path.startswith("grants/")


def test_a_report_runs_where_the_rows_that_it_needs_are_held(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As it is planned, for whichever audience: this page's own is the public."""
    page = report_on(monkeypatch, tmp_path, [], area="681", report="authority").page
    assert not page.runs("business_plan") and not page.runs("early_warning")
    rows = pd.DataFrame({"area_id": ["CSC"]})
    rows.iloc[:0].to_parquet(tmp_path / "public" / "plan.parquet")
    (tmp_path / "authority").mkdir()
    rows.to_parquet(tmp_path / "authority" / "risk.parquet")
    assert not page.runs("business_plan") and page.runs("early_warning")
    rows.to_parquet(tmp_path / "public" / "plan.parquet")
    assert page.runs("business_plan")
    assert page.runs("region")  # which needs no table


def test_a_page_leads_only_where_its_report_says(school: Kept) -> None:
    told = r"does not lead to 'region' \(its links are none\): add it to 'links' in its report\.yml"
    page = school.page
    for ask in (
        lambda: page.title_of("region", page.area),
        lambda: page.link_to(page.area, "region"),
    ):
        with pytest.raises(TymorError, match=told):
            ask()
    assert not page.runs("region")


# What is said in one place

#: Keys of things that are only called alike, by why, or what they begin with. Of each such thing
#: one is not here, so that no third one is called so.
CALLED_ALIKE = {
    "quarto.": "Quarto's own keys",
    "glossary.": "terms as pages have them, which is how they are found there",
    "nav.": "what the menus call a report, which is its own to change",
    "group_names.efsm": "the learners; the measure is the share of learners that they are",
    "group_names_short.efsm": "the learners; the measure is the share of learners that they are",
    "table.cohort": "pupils of a cohort; the measure is of pupils on roll",
    "school_priorities.on_track.": "of one priority; the column has how many are so",
    "risk.attendance": "an indicator of risk; the section is of figures",
    "risk.leadership": "an indicator of risk; the other is an area of the reform",
    "risk.limited_progress": "an indicator of risk; the other is a figure of one school",
    "risk_short.limited_progress": "an indicator of risk; the other is a judgement",
    "risk_short.exclusions": "an indicator of risk; the other is a heading",
    "risk_measured.limited_progress": "what a reading counts; the column has how many",
    "follow_ups.none": "no follow-up; the other is no appendix",
    "risk_levels.0": "no risk; the other is no appendix",
    "units.values.days": "of a caption; the other heads a column",
    "school_priorities.went.same": "of a judgement; the other is of a gap",
    "judgement_criteria.": "what a judgement is by; the others are parts of a scheme and headings",
    "judgement_definitions.": "what a judgement means in its own scheme, which may change alone",
    "caseload.level": "the level of a school; the other is what a report is called",
    "value.columns.pounds": "named by what it heads in this report",
    "value.judged.same": "named by what it heads in this report",
    "value.kinds.programme": "named by what it heads in this report",
    "value.outcomes.pupils": "named by what it heads in this report",
    "value.columns.days": "named by what it heads in this report",
    "value.kinds.support": "named by what it heads in this report",
    "value.support.partner": "named by what it heads in this report",
    "value.range": "named by what it heads in this report",
    "value.judged.priorities": "named by what it heads in this report",
    "value.columns.schools": "named by what it heads in this report",
    "value.judged.schools": "named by what it heads in this report",
    "value.outcomes.schools": "named by what it heads in this report",
    "value.outcomes.before": "named by what it heads in this report",
    "value.none.title": "named by what it heads in this report",
}


def said_twice(words: Languages, *, but: Iterable[str] = CALLED_ALIKE) -> list[list[str]]:
    """Keys that say the same in every language, where one of them could say it for all.

    Within one folder messages may be alike, as what two of its reports are called; so may
    measures, whose names are long and short.
    """
    alike: dict[str, list[str]] = {}
    for key in sorted(words.first.entries):
        if not key.startswith(tuple(but)):
            said = repr([words[language].entries[key] for language in words])
            alike.setdefault(said, []).append(key)
    return [keys for keys in alike.values() if len({place_of(words, key) for key in keys}) > 1]


def place_of(words: Languages, key: str) -> str:
    shared = "measures" if key.startswith("measures.") else key
    return words.folders.get(key, shared)


def test_what_several_places_say_stands_once_among_the_shared_words() -> None:
    assert said_twice(WORDS) == []


@pytest.mark.parametrize("key", CALLED_ALIKE)
def test_what_is_only_called_alike_is_still_called_so(key: str) -> None:
    assert said_twice(WORDS, but={*CALLED_ALIKE} - {key}) != []


FOUND = {
    "a folder says what is shared": {"new.shared": "", "school.new": "school"},
    "two folders say it": {"region.new": "region", "school.new": "school"},
    "two shared messages say it": {"new.shared": "", "newer.shared": ""},
}


@pytest.mark.parametrize("added", FOUND.values(), ids=FOUND)
def test_what_is_said_twice_is_found(added: dict[str, str]) -> None:
    assert said_twice(with_words_of(added)) == [[*added]]


def test_two_reports_of_one_folder_may_be_called_alike() -> None:
    assert said_twice(with_words_of({"school.new": "school", "school.newer": "school"})) == []


def with_words_of(added: dict[str, str]) -> Languages:
    """All words, and these keys of a folder or shared, which all say the same."""
    return Languages(
        {
            language: replace(each, entries={**each.entries, **dict.fromkeys(added, "Said twice")})
            for language, each in WORDS.catalogues.items()
        },
        WORDS.folders | {key: folder for key, folder in added.items() if folder},
    )


# What is asked for

#: What the verbs of a page, and pages that no notebook makes, put behind the key they are given.
PARTS = ("heading", "title", "text", "note", "alt", "description")
PACKAGE = ROOT / "src" / "tymor"


def texts_of(tree: ast.AST) -> Iterator[str]:
    """The texts of a piece of code that may be keys, as patterns: a place may be any word."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
              for part in node.values}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield from "".join(map(str, parts)).split("|")
        elif isinstance(node, ast.Constant) and id(node) not in inside:
            yield str(node.value)


def texts_in(paths: Iterable[Path]) -> set[str]:
    found = {text for path in paths for text in texts_of(ast.parse(path.read_text("utf-8")))}
    return {text for text in found if re.fullmatch(r"[\w-][\w.{}-]*", text)}


def said_by_package() -> set[str]:
    templates = (path for path in (PACKAGE / "render" / "templates").rglob("*") if path.is_file())
    shown = {key for path in templates for key in re.findall(r"[\w.-]+", path.read_text("utf-8"))}
    return shown | texts_in(PACKAGE.rglob("*.py"))


#: What the modules say that reports share.
SAID_BY_ALL = texts_in((ROOT / "notebooks" / "shared").rglob("*.py"))


def said_in(folder: str) -> set[str]:
    """What the code of a folder may say, and what is said of each of its reports."""
    reports = [name for name, each in CONFIG.reports.items() if each.folder == folder]
    of_reports = {f"{name}.{part}" for name in reports for part in ("title", "description")}
    return of_reports | texts_in((ROOT / "notebooks" / folder).rglob("*.py")) | SAID_BY_ALL


def unasked(keys: Iterable[str], texts: set[str]) -> list[str]:
    """The keys that no text is, nor the beginning of up to a dot."""
    patterns = [
        re.compile(re.escape(text).replace(r"\{\}", r"[\w-]+") + r"(\..+)?")
        for text in texts
        if "{}" in text
    ]

    def is_asked(key: str) -> bool:
        first, *others = key.split(".")
        begins = {".".join([first, *others[:n]]) for n in range(1, len(others) + 1)}
        by_verb = first in texts and others in [[part] for part in PARTS]
        return (
            by_verb
            or not texts.isdisjoint({*begins, f"{first}."})
            or any(pattern.fullmatch(key) for pattern in patterns)
        )

    return sorted(key for key in keys if not is_asked(key))


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_a_folder_says_its_own_code_or_the_package_asks_for(folder: str) -> None:
    own = [key for key, owner in WORDS.folders.items() if owner == folder]
    assert own
    assert unasked(own, said_by_package() | said_in(folder)) == []


def test_every_shared_message_is_asked_for() -> None:
    shared = [key for key in WORDS["en"].entries if key not in WORDS.folders]
    every = set().union(*map(said_in, [*FOLDERS, "shared"]))
    assert unasked(shared, said_by_package() | every) == []


def test_a_message_that_nobody_asks_for_is_found() -> None:
    nobodys = ["school.vanished", "vanished.title"]
    assert unasked(nobodys, said_by_package() | said_in("school")) == nobodys


@pytest.mark.parametrize("folder", [*FOLDERS, "shared"])
def test_no_folders_code_says_what_stands_in_another(folder: str) -> None:
    texts = {text for text in said_in(folder) if "." in text}
    others = {key for key, owner in WORDS.folders.items() if owner != folder}
    named = {
        key for key in others for part in ("", *PARTS) if key.removesuffix(f".{part}") in texts
    }
    assert named == set()
