"""No sentence without the rows that make it true: whole terms of data other than the bundled.

Another partnership with pupils' rows of its own, a term whose predecessor was not prepared, a
region without figures of its own, and a spring term; the bundled term says what is true of it.
"""

import csv
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from made_report import bundled_project, bundled_term
from projects import ROOT, TERM, copy_project
from rules_alone import by_rules_alone
from whole_pages import Said, pages_said

from tymor.build import prepare_release
from tymor.publication import Publication, open_publication
from tymor_invented import Wish, write_region

SPRING, AUTUMN = "2017-spring", "2017-autumn"
#: The authorities of the sample's region, and those that stand in their places.
EAS = dict(zip(["672", "673", "674", "675", "681"], ["676", "677", "678", "679", "680"],
               strict=True))  # fmt: skip
#: What was said of every data, and is true of one.
OF_THE_BUNDLED = (
    "printed",
    "argraffwyd",
    "argraffedig",
    "September",
    "Medi ",
    "Central South",
    "Canolbarth y De",
)
#: A count of nothing, in either language.
OF_NOTHING = re.compile(r"\b0 (?:of|o'r|o blith|allan o) 0\b|\b\d+ of 0\b|\bof 0 |\bO 0 |\bo'r 0 ")


def on(said: Said, report: str, language: str = "en") -> str:
    """All that the pages of a report say in one language."""
    pages = [text for name, text in said.items() if name.startswith(f"{language} {report} ")]
    assert pages
    return "\n".join(pages)


def with_word(said: Said, word: str) -> list[str]:
    return [f"{name}: {line}" for name, text in said.items() for line in text.split("\n")
            if word.casefold() in line.casefold()]  # fmt: skip


def pages_of_nothing(said: Said) -> list[str]:
    return [f"{name}: {line}" for name, text in said.items() for line in text.split("\n")
            if OF_NOTHING.search(line)]  # fmt: skip


def said_by_rules(own: Publication, only: str = "") -> Said:
    """What the pages of other data say. No sentence is about what an attack finds."""
    with by_rules_alone():
        return pages_said(own, only=only)


def root_of(folder: Path) -> Path:
    root = copy_project(folder, ROOT / "data" / "published", "published")
    shutil.copytree(ROOT / "data" / "sample", root / "data" / "sample")
    return root


# (i) Another partnership


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """The pages of EAS with the rows of invented pupils: no printed figure is its own."""
    root = copy_project(tmp_path_factory.mktemp("eas"), ROOT / "data" / "published", "published")
    # What is printed of the bundled one would stand beside its own; a table must have a row.
    printed = root / "data" / "published" / "published_outcomes.csv"
    head, row, *_ = printed.read_text("utf-8").splitlines()
    old = re.sub(r"^CSC(,\w+,)20\d\d/\d\d", r"EAS\g<1>2010/11", row)
    printed.write_text(f"{head}\n{old}\n", "utf-8")
    own = root / "data" / "own"
    write_region(own, ROOT / "data" / "published", Wish(60, 3))
    (own / "recommendations.csv").unlink()  # of committees that the others do not have
    for table, column in (("schools", "la_code"), ("targets", "area_id"),
                          ("plan_actions", "area_id"), ("plan_priorities", "area_id")):  # fmt: skip
        _in_their_place(own / f"{table}.csv", column)
    path = root / "params" / "partnerships" / "eas.yml"
    entry = yaml.safe_load(path.read_text("utf-8")) | {"data": ["published", "own"]}
    path.write_text(yaml.safe_dump(entry, allow_unicode=True), "utf-8")
    return said_by_rules(open_publication(TERM, "eas", root))


def _in_their_place(path: Path, column: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row[column] = EAS.get(row[column], row[column])  # a school keeps its own
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("word", OF_THE_BUNDLED)
def test_another_partnership_is_told_nothing_of_the_bundled_one(another: Said, word: str) -> None:
    days = re.compile(r"\d{1,2} (?:September|Medi) \d{4}")  # of tasks and of committees
    told = [line for line in with_word(another, word) if not days.search(line)]
    assert told == []


def test_invented_pupils_rows_are_called_so_and_nothing_else(another: Said) -> None:
    region = on(another, "region")
    assert (
        "The results of the Education Achievement Service for South East Wales are counted here "
        "from the rows of invented schools." in region
    )
    assert "not been verified" not in region
    assert "come from this source" not in region
    assert "So are those figures of the Education Achievement Service" in region
    assert "o resi ysgolion dychmygol" in on(another, "region", "cy")


def test_nothing_is_counted_of_nothing(another: Said) -> None:
    assert pages_of_nothing(another) == []


# (ii) A term whose predecessor was not prepared


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """The autumn without its summer: 45 elements were reviewed again, and none knows of it."""
    return said_by_rules(open_publication(AUTUMN, None, root_of(tmp_path_factory.mktemp("alone"))))


@pytest.mark.long
def test_what_was_not_kept_did_not_stand_still(alone: Said) -> None:
    plan = on(alone, "business_plan")
    assert "The plan has 167 elements" in plan
    assert "reviewed again" not in plan
    assert "adolygu eto" not in on(alone, "business_plan", "cy")
    by_term = (" categories", " caseload")  # their rows have the term before themselves
    others = {name: text for name, text in alone.items() if not any(map(name.count, by_term))}
    assert with_word(others, "last term") == []
    assert with_word(others, "tymor diwethaf") == []
    assert with_word(others, "the term before") == []


@pytest.mark.long
def test_what_does_not_follow_is_not_announced(alone: Said) -> None:
    """Of the autumn no priorities are held."""
    authority = on(alone, "authority")
    assert "priorities" not in authority.split("\n", 1)[0]
    assert "stand with their own priorities" not in authority
    assert pages_of_nothing(alone) == []


@pytest.mark.long
def test_with_its_predecessor_the_autumn_says_what_moved() -> None:
    bundled_term(AUTUMN)
    own = bundled_project()
    prepare_release(own)
    plan = on(pages_said(bundled_term(AUTUMN), only="business_plan"), "business_plan")
    assert "45 elements were reviewed again since last term" in plan


# (iii) A region without figures of its own


@pytest.fixture(scope="module")
def faceless(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """The bundled term where the results and targets are another region's."""
    root = root_of(tmp_path_factory.mktemp("faceless"))
    for table in ("published_outcomes", "targets"):
        path = root / "data" / "published" / f"{table}.csv"
        path.write_text(re.sub("(?m)^CSC,", "EAS,", path.read_text("utf-8")), "utf-8")
    return said_by_rules(open_publication(TERM, None, root))


@pytest.mark.long
def test_nobody_is_above_a_region_that_has_no_figure(faceless: Said) -> None:
    assert with_word(faceless, "above the region on") == []
    assert with_word(faceless, "uwch na'r rhanbarth ar") == []
    assert pages_of_nothing(faceless) == []
    assert "The school beside other areas, 2016/17" in on(faceless, "school")
    assert "Cardiff beside other authorities, " in on(faceless, "authority")


@pytest.mark.long
def test_a_region_without_figures_has_no_source_of_them(faceless: Said) -> None:
    region = on(faceless, "region")
    assert "No outcomes of the Central South Consortium are held" in region
    assert with_word({"region": region}, "taken from") == []
    assert "The figures of the Central South Consortium itself are not" not in region
    assert "No measure improved" not in region


# (iv) The spring, and the bundled term itself


@pytest.fixture(scope="module")
def spring() -> Said:
    return pages_said(bundled_term(SPRING))


@pytest.mark.long
def test_the_spring_cites_nothing_that_came_after_it(spring: Said) -> None:
    region = on(spring, "region")
    assert (
        "The results and targets of the Central South Consortium come from this source: Published "
        "figures of the Central South Consortium." in region
    )
    for report in ("region", "methods"):
        assert "September 2017" not in on(spring, report)
        assert "Medi 2017" not in on(spring, report, "cy")
    assert "not been verified" not in region  # of the years that the spring shows, all were
    assert "monitoring of the business plan" not in on(spring, "authority")
    assert pages_of_nothing(spring) == []


@pytest.fixture(scope="module")
def bundled() -> Said:
    return pages_said(bundled_project())


@pytest.mark.long
def test_the_bundled_term_says_where_its_figures_come_from(bundled: Said) -> None:
    assert (
        "The results and targets of the Central South Consortium come from this source: reports of "
        "the Central South Consortium to its Joint Committee on outcomes and targets, and on the "
        "business plans 2016/17 and 2017/18; the latest is of September 2017."
        in on(bundled, "region")
    )
    assert "Joint Committee on outcomes" in on(bundled, "business_plan")
    welsh = on(bundled, "region", "cy")
    assert "adroddiadau Consortiwm Canolbarth y De" in welsh
    assert "; Medi 2017 yw dyddiad y diweddaraf." in welsh


@pytest.mark.long
def test_the_bundled_term_says_which_results_are_still_to_come(bundled: Said) -> None:
    region = on(bundled, "region")
    source = "According to the source of the figures, the result"
    assert re.search(rf"{source}s for 2016/17 on \d+ measures had not been verified: they", region)
    assert f"{source} for 2016/17 on primary attendance had not been published." in region
    said = "There is no result for 2016/17 on 2 key indicators: Level 2 inclusive; Level 1."
    assert said in region
    assert "The figures of the Central South Consortium itself are not." in region


@pytest.mark.long
def test_invented_figures_are_not_called_printed(bundled: Said) -> None:
    # Two comments of the partnership's own plan, no invention, say what its report printed.
    plan = pd.read_csv(ROOT / "data" / "published" / "plan_actions.csv", dtype=str).fillna("")
    of_plan = {text for name in plan for text in plan[name] if text}
    for word in ("printed", "argraffwyd"):
        theirs = tuple(text for text in of_plan if word in text)
        assert [each for each in with_word(bundled, word) if not each.endswith(theirs)] == []
    assert "Invented schools, for trying Tymor out. These figures are invented." in on(
        bundled, "methods"
    )
    assert pages_of_nothing(bundled) == []


@pytest.mark.long
def test_a_count_holds_only_what_both_have(bundled: Said) -> None:
    authority = on(bundled, "authority")
    above = r"Cardiff does better than the region on \d of 5 key indicators, 2016/17"
    assert re.search(above, authority)


# (v) Another provenance in everything

#: What the bundled data says of itself, in its folders and in its rows.
OWN_WORDS = ("Published figures of the Central", "to its Joint Committee on",
             "is of September 2017", "Papers of the Joint Committee", "for trying Tymor",
             "tymor-invent")  # fmt: skip


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """The bundled rows, with a provenance that this test has made up: what was printed is
    invented, what was invented is real, and all of it was found in an attic."""
    root = root_of(tmp_path_factory.mktemp("elsewhere"))
    for folder, invented in (("published", True), ("sample", False), ("national", False)):
        if not (root / "data" / folder).is_dir():
            continue
        told = {
            "title": {"en": f"Ledger {folder}", "cy": f"Llyfr {folder}"},
            "invented": invented,
            "sample": not invented,
            "from": {"en": "the attic", "cy": "yr atig"},
            "published": "2016-02",
        }
        (root / "data" / folder / "source.yml").write_text(yaml.safe_dump(told), "utf-8")
    path = root / "data" / "published" / "organisation.csv"
    rows = path.read_text("utf-8").replace("Papers of the Joint Committee", "A box in the attic")
    path.write_text(rows.replace(",2017-09,", ",2016-02,"), "utf-8")
    own = open_publication(TERM, None, root)
    said: Said = {}
    for report in ("region", "authority", "business_plan", "organisation"):
        said |= said_by_rules(own, only=report)
    return said


@pytest.mark.long
@pytest.mark.parametrize("word", OWN_WORDS)
def test_with_another_provenance_nothing_is_said_of_the_bundled_one(
    elsewhere: Said, word: str
) -> None:
    if word == "is of September 2017":  # days of meetings are said otherwise
        assert with_word({"region": on(elsewhere, "region")}, word) == []
    else:
        assert with_word(elsewhere, word) == []


@pytest.mark.long
def test_what_is_real_and_what_is_invented_is_said_from_the_data(elsewhere: Said) -> None:
    region = on(elsewhere, "region")
    assert "are invented: Ledger published." in region
    assert "the attic; the latest is of February 2016" in region
    assert "yr atig; Chwefror 2016 yw dyddiad y diweddaraf" in on(elsewhere, "region", "cy")
    assert "counted from invented schools" not in region
    assert "invented schools" not in on(elsewhere, "authority")
    assert "The plan on this page and its elements are invented" in on(elsewhere, "business_plan")
    assert "A box in the attic" in on(elsewhere, "organisation")
