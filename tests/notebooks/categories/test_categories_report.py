"""Categories: counts for the public, names for those who may see them, and no more than is held."""

from typing import Any

import pandas as pd
import pytest
from made_report import bundled_project
from notebook_run import Ran, run_notebook

from tymor.prepare.other_tables import for_audience

NOW = "2017-summer"


def names() -> list[str]:
    areas = pd.read_parquet(bundled_project().release_folder("public") / "areas.parquet")
    return areas.loc[areas["kind"] == "school", "name_en"].tolist()


def everything(ran: Ran) -> str:
    return " ".join(block.model_dump_json() for block in ran.blocks)


def closed_rows() -> pd.DataFrame:
    return pd.read_parquet(bundled_project().release_folder("partnership") / "categories.parquet")


@pytest.mark.parametrize("area", ["CSC", "681"])
def test_the_public_has_counts_and_no_school(area: str) -> None:
    report = "categories" if area == "CSC" else "categories_authority"
    ran = run_notebook(report, area)
    assert ran.table("categories-page-by-part")
    assert ran.table("categories-page-progress")
    means = {row[0]: row[-1] for row in ran.table("categories-meanings")}
    assert means["Green"].startswith("Needs the least support")
    assert not [name for name in names() if name in everything(ran)]


def test_the_public_sees_schools_where_the_scheme_lets_it() -> None:
    ran = run_notebook("categories", "CSC", now={"categories": lambda _: closed_rows()})
    told = everything(ran)
    assert "Harbour Steps Pupil Referral Unit" in told
    assert ran.table("categories-page-support") == []  # priorities are not the scheme's to show


def test_an_audience_has_the_parts_that_the_scheme_lets_it_see() -> None:
    config = bundled_project().config
    areas = pd.DataFrame({"area_id": ["a"], "kind": "school"})
    rows = pd.DataFrame({"school_id": "a", "part": ["support", "capacity"]})
    own = config.audiences["public"].model_copy(update={"tables": ("categories",)})
    for parts in ([], ["support"]):
        seen = for_audience({"categories": rows}, own, areas, parts)["categories"]
        assert seen["part"].tolist() == parts


def test_the_closed_edition_names_followed_schools_first() -> None:
    ran = run_notebook("categories", "CSC", "partnership")
    rows = closed_rows()
    now = rows[(rows["term"] == NOW) & (rows["part"] == "support")]
    followed = now[now["category"].isin(["red", "amber"])]
    assert len(ran.table("categories-page-schools-followed")) == len(followed)
    assert len(ran.table("categories-page-schools-others")) == len(now) - len(followed)
    (said,) = ran.said(ids="categories-page-held")
    assert said.startswith(f"{len(now)} of 39 schools")


def counts(*rows: tuple[str, str, str, int]) -> Any:
    """Term, category, the one before and how many, of the partnership."""
    made = pd.DataFrame(rows, columns=["term", "category", "before", "schools"])
    made = made.assign(area_id="CSC", part="support", newest=made["term"].max())
    return lambda _: made


@pytest.mark.parametrize(
    ("last", "now", "said"),
    [
        (
            "red",
            "amber",
            "it moved to one with less support.",
        ),
        (
            "green",
            "amber",
            "it moved to one with more support.",
        ),
        (
            "amber",
            "amber",
            "it stayed in the same.",
        ),
    ],
)
def test_which_way_a_school_moved(last: str, now: str, said: str) -> None:
    held = counts(("2017-spring", last, "all", 1), (NOW, now, "all", 1), (NOW, now, last, 1))
    ran = run_notebook("categories", "CSC", now={"category_counts": held})
    assert said in ran.said(ids="categories-page-moved")[0]


def test_nothing_is_said_of_last_term_where_it_held_none() -> None:
    held = counts((NOW, "red", "all", 2), (NOW, "red", "", 2))
    ran = run_notebook("categories", "CSC", now={"category_counts": held})
    assert ran.said(ids="categories-page-moved") == []
    (said,) = ran.said(ids="categories-followed")
    assert "last term" not in said
    assert ran.block("categories-page-moves") is None


def test_priorities_that_nobody_asked_about_are_not_off_track() -> None:
    unasked = pd.DataFrame(
        [("CSC", NOW, "red", "all", 3, 2)],
        columns=["area_id", "term", "category", "answer", "priorities", "schools"],
    )
    ran = run_notebook("categories", "CSC", now={"category_progress": lambda _: unasked})
    assert ran.said(ids="categories-page-tracked") == []


def test_a_category_that_holds_on_is_no_school_that_stayed() -> None:
    ran = run_notebook("categories", "CSC", "partnership", term="2017-autumn")
    (said,) = ran.said(ids="categories-page-not-yet")
    assert said.startswith("No category of the autumn term 2017 is held: those shown are of the")
    assert ran.said(ids="categories-page-moved") == []
    assert ran.block("categories-page-moves") is None
    assert "last term" not in ran.said(ids="categories-followed")[0]
    heads = [column.label["en"] for column in ran.block("categories-page-by-part").table.columns]
    assert heads[-1] == "Summer term 2017"
    assert ran.table("categories-page-schools-followed")


def test_priorities_of_an_earlier_term_are_told_by_its_name() -> None:
    ran = run_notebook("categories", "CSC", term="2017-autumn")
    now, before = ran.said(ids="categories-page-tracked")
    assert "in the summer term 2017" in now
    assert before.startswith("The term before, ")
    assert "yn ystod tymor yr haf 2017" in ran.said("cy", ids="categories-page-tracked")[0]
