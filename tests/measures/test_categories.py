"""Categories of schools, their work with each other and caseloads: worked by hand."""

import pandas as pd

from tymor.inputs.contracts.contract import Known
from tymor.inputs.contracts.tables import all_contracts
from tymor.inputs.model import Vocabulary
from tymor.measures.caseloads import addresses, caseloads
from tymor.measures.categories import categories_by_term, category_counts, category_progress
from tymor.measures.collaboration import together_counts, work_of_schools

SCHOOLS = pd.DataFrame({"school_id": list("abc"), "la_code": ["681", "681", "672"]})
NOW, LAST = "2017-summer", "2017-spring"


def by_term(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """School, term and category, of the part ``support``."""
    told = pd.DataFrame(rows, columns=["school_id", "term", "category"])
    return categories_by_term(told.assign(part="support"), NOW)


def held(categories: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row.school_id, row.term): (row.category, row.before) for row in categories.itertuples()
    }


def test_a_category_holds_until_there_is_a_newer_one() -> None:
    found = held(by_term(("a", "2014-summer", "red"), ("a", NOW, "amber"), ("b", LAST, "green")))
    assert found == {
        ("a", "2016-summer"): ("red", "red"), ("a", "2016-autumn"): ("red", "red"),
        ("a", LAST): ("red", "red"), ("a", NOW): ("amber", "red"),
        ("b", LAST): ("green", ""), ("b", NOW): ("green", "green"),
    }  # fmt: skip


def test_what_comes_later_is_not_known_yet() -> None:
    found = by_term(("a", LAST, "red"), ("a", "2017-autumn", "green"))
    assert found["category"].unique().tolist() == ["red"]
    assert by_term().empty


def test_schools_are_counted_by_category_and_by_the_one_before() -> None:
    rows = by_term(("a", LAST, "red"), ("a", NOW, "amber"), ("b", NOW, "red"), ("c", LAST, "amber"))
    counts = category_counts(rows, SCHOOLS, "CSC").set_index(
        ["area_id", "term", "category", "before"]
    )["schools"]
    assert counts["CSC", NOW, "amber", "all"] == 2
    assert counts["CSC", NOW, "amber", "red"] == 1
    assert counts["681", NOW, "red", ""] == 1
    assert ("681", NOW, "red", "red") not in counts.index
    assert not {*"abc"} & {*counts.index.get_level_values("area_id")}


def test_the_term_of_the_newest_category_is_one_for_all_areas_and_parts() -> None:
    rows = by_term(("a", LAST, "red"), ("b", LAST, "red"), ("c", LAST, "amber"))
    other = pd.DataFrame({"school_id": ["c"], "term": [NOW], "category": ["a"]})
    other = categories_by_term(other.assign(part="capacity"), NOW)
    counts = category_counts(pd.concat([rows, other]), SCHOOLS, "CSC")
    newest = counts.groupby(["area_id", "term"])["newest"].unique().map(list).to_dict()
    both = (LAST, NOW)
    assert newest == {(area, term): [term] for area in ("681", "672", "CSC") for term in both}


def test_progress_is_of_the_schools_that_are_in_a_category_now() -> None:
    rows = by_term(("a", LAST, "red"), ("b", LAST, "red"), ("b", NOW, "green"))
    priorities = pd.DataFrame(
        [("a", LAST, "no", "limited"), ("a", NOW, "yes", "strong"), ("b", LAST, "yes", ""),
         ("a", NOW, "", "limited")],
        columns=["school_id", "term", "on_track", "judgement"],
    )  # fmt: skip
    counts = category_progress(rows, priorities, SCHOOLS, "CSC")
    of_red = counts[(counts["area_id"] == "CSC") & (counts["category"] == "red")]
    found = of_red.set_index(["term", "answer"])["priorities"].to_dict()
    assert found == {
        (LAST, "all"): 1, (LAST, "not_on_track"): 1, (LAST, "limited"): 1,
        (NOW, "all"): 2, (NOW, "on_track"): 1, (NOW, "limited"): 1, (NOW, "strong"): 1,
    }  # fmt: skip


WORK = pd.DataFrame(
    [("a", "2016/17", "hub", "North"), ("c", "2016/17", "hub", "North"),
     ("b", "2016/17", "group", "North"), ("a", "2015/16", "hub", "North")],
    columns=["school_id", "academic_year", "kind", "name"],
)  # fmt: skip


def test_a_piece_of_work_names_the_other_schools_of_its_year_and_kind() -> None:
    names = SCHOOLS.assign(name_en=["A", "B", "C"], name_cy=["Â", "B", "Ĉ"])
    rows = work_of_schools(WORK, names, ["en", "cy"])
    told = rows[["school_id", "schools", "with_en", "with_cy"]].to_numpy().tolist()
    assert told == [["a", 2, "C", "Ĉ"], ["c", 2, "A", "Â"], ["b", 1, "", ""], ["a", 1, "", ""]]


def test_what_is_not_told_of_a_strength_is_not_nothing() -> None:
    strengths = pd.DataFrame(
        {"school_id": ["a", "a", "c"], "academic_year": "2016/17",
         "reform_area": ["teaching", "teaching", "leadership"], "strength": ["x", "y", "x"],
         "shared_with": pd.array([0, 3, None], "Int64")}
    )  # fmt: skip
    counts = together_counts(WORK, strengths, SCHOOLS, "CSC").set_index(
        ["area_id", "academic_year", "what", "word"]
    )[["pieces", "schools", "told", "shared"]]
    assert counts.loc[("CSC", "2016/17", "strengths", "all")].tolist() == [3, 2, 2, 1]
    assert counts.loc[("672", "2016/17", "strengths", "all")].tolist() == [1, 1, 0, 0]
    assert counts.loc[("CSC", "2016/17", "work", "all")].tolist()[:2] == [2, 3]
    assert counts.loc[("681", "2016/17", "work", "hub")].tolist()[:2] == [1, 1]
    assert counts.loc[("CSC", "2016/17", "work", "hub"), "told"] is pd.NA


def test_whoever_gives_support_has_a_school_that_names_no_partner() -> None:
    schools = SCHOOLS.assign(improvement_partner=["A. Nico", "", ""])
    support = pd.DataFrame(
        [("a", "2016/17", "B. Robin"), ("b", "2016/17", "B. Robin"), ("b", "2015/16", "A. Nico"),
         ("elsewhere", "2016/17", "B. Robin")],
        columns=["school_id", "academic_year", "partner"],
    )  # fmt: skip
    partners = pd.DataFrame(
        {"partner": ["A. Nico"], "academic_year": ["2016/17"], "working_pct": [60.0]}
    )
    rows = caseloads(schools, support, partners, "2016/17")
    told = rows[["school_id", "each", "name"]].to_numpy().tolist()
    assert told == [["a", "a-nico", "A. Nico"], ["b", "b-robin", "B. Robin"]]
    assert rows["working_pct"].fillna(-1).tolist() == [60, -1]


def test_without_the_optional_tables_there_is_nothing_and_no_fault() -> None:
    known = Known(Vocabulary({}, frozenset(), {}, frozenset()))
    empty = {name: contract.empty() for name, contract in all_contracts(known).items()}
    rows = categories_by_term(empty["categorisation"], NOW)
    names = SCHOOLS.assign(name_en="A", improvement_partner="")
    made = [
        rows,
        category_counts(rows, SCHOOLS, "CSC"),
        category_progress(rows, empty["school_priorities"], SCHOOLS, "CSC"),
        work_of_schools(empty["collaboration"], names, ["en"]),
        together_counts(empty["collaboration"], empty["strengths"], SCHOOLS, "CSC"),
        caseloads(names, empty["support"], empty["partners"], "2016/17"),
    ]
    assert [len(table) for table in made] == [0] * len(made)


def test_each_name_has_an_address_of_its_own() -> None:
    found = addresses(["Á. Hebog", "A Hebog", "A Hebog 2", "Κ."])
    assert found == {
        "A Hebog": "a-hebog", "A Hebog 2": "a-hebog-2", "Á. Hebog": "a-hebog-3", "Κ.": "partner",
    }  # fmt: skip
