"""What changed since last term: two real terms of the bundled data; nothing without the first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from built import copy_of
from made_report import bundled_project
from notebook_run import run_notebook

from shared.changes import (
    changed_since_last_term,
    figures_changed,
    judgements_changed,
    judgements_moved,
    schools_joined,
    schools_left,
)
from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.page import CONFIDENTIAL, AnyBlock
from tymor.report import document, opening
from tymor.report.document import Document

SPRING, SUMMER = "2017-spring", "2017-summer"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both terms prepared from the same folders; in spring one school was not there yet."""
    place = tmp_path_factory.mktemp("terms") / "project"
    root = copy_of(bundled_project().config.root, place)
    areas = root / "build" / SPRING / "release" / "public" / "areas.parquet"
    rows = pd.read_parquet(areas)
    gone = rows[rows["area_id"] == "9990001"].assign(area_id="9990099", name_en="Gone School")
    pd.concat([rows[rows["area_id"] != "9990001"], gone]).to_parquet(areas, index=False)
    return root


@pytest.fixture
def page(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    for variable in (RELEASE_VARIABLE, PARTNERSHIP_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(ROOT_VARIABLE, str(root))

    def opened(
        area: str, audience: str = "public", term: str = SUMMER, report: str = ""
    ) -> Document:
        usual = "school" if len(area) == 7 else "authority" if area.isdigit() else "region"
        return opening.open(report or usual, area=area, term=term, audience=audience)

    yield opened


def test_spring_knows_nothing_of_summer(root: Path) -> None:
    held = root / "build" / SPRING / "release" / "partnership"
    figures = pd.read_parquet(held / "figures.parquet")
    actual = figures[figures["kind"] == "actual"]
    assert set(actual["academic_year"]) == {"2014/15", "2015/16"}
    assert set(pd.read_parquet(held / "school_priorities.parquet")["term"]) == {
        "2016-autumn", SPRING,
    }  # fmt: skip


def test_the_newest_results_stand_beside_last_terms(page) -> None:  # type: ignore[no-untyped-def]
    rows = figures_changed(page("CSC")).to_dict("records")
    (row,) = [r for r in rows if r["measure"]["en"].startswith("Key Stage 3 Core")]
    assert row["last_term"]["en"].endswith("(2015/16)")
    assert row["this_term"].academic_year == "2016/17"
    # Key stage 4 has no newer result, so nothing moved.
    assert not any(r["measure"]["en"] == "Level 2 threshold" for r in rows)


def test_judgements_are_counted_for_all_and_compared_for_those_who_may(page) -> None:  # type: ignore[no-untyped-def]
    inside = page("681", "authority", report="authority_support")
    for own in (page("CSC"), inside):
        before, now = judged(judgements_changed(own))
        assert sum(before) == sum(now) > 0
        assert before != now
    assert judgements_moved(page("CSC")) == {}
    moved = judgements_moved(inside)
    assert sum(moved.values()) == sum(now)
    assert moved["up"] > 0


def test_a_schools_priorities_that_moved_are_named(page) -> None:  # type: ignore[no-untyped-def]
    rows = judgements_changed(page("9990014", "school", report="governors"))
    assert [(row.priority["en"], row.last_term, row.this_term) for row in rows.itertuples()] == [
        ("2. Equity, excellence and wellbeing", "strong", "very_good"),
        ("3. Assessment and evaluation", "satisfactory", "strong"),
    ]


def judged(rows: pd.DataFrame) -> list[list[float | None]]:
    """How many were judged to be in each category, last term and this term."""
    return [[figure.value for figure in rows[term]] for term in ("last_term", "this_term")]


def test_a_report_that_tells_of_judgements_itself_does_not_do_so_twice(page) -> None:  # type: ignore[no-untyped-def]
    own = page("681", "authority")
    assert judgements_changed(own).empty
    assert judgements_moved(own) == {}


def test_schools_that_joined_or_left_are_named(page) -> None:  # type: ignore[no-untyped-def]
    own = page("672")
    assert [name["en"] for name in schools_joined(own)] == ["Cwm Helygen Primary School"]
    assert [name["en"] for name in schools_left(own)] == ["Gone School"]
    assert schools_joined(page("681")) == schools_left(page("681")) == []


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[AnyBlock]:
    """The blocks that a page leaves behind."""
    blocks: list[AnyBlock] = []
    monkeypatch.setattr(document, "show_block", lambda block, *a, **more: blocks.append(block))
    return blocks


def test_nothing_is_said_where_there_is_no_last_term(page, left: list[AnyBlock]) -> None:  # type: ignore[no-untyped-def]
    spring = page("CSC", term=SPRING)
    assert spring.earlier is None
    changed_since_last_term(spring)
    assert left == []
    changed_since_last_term(page("CSC"))
    assert left[0].id == "changed-heading"


def test_a_page_says_so_where_nothing_changed(page, left: list[AnyBlock]) -> None:  # type: ignore[no-untyped-def]
    own = page("9990003")
    own.earlier = own.release
    changed_since_last_term(own)
    assert [block.id for block in left] == ["changed-heading", "changed-nothing"]
    assert left[1].text["en"].startswith("No result that is compared here ")  # type: ignore[union-attr]


def test_what_last_term_did_not_report_has_not_changed(page, left: list[AnyBlock]) -> None:  # type: ignore[no-untyped-def]
    own = page("9990003", "school", report="governors")
    assert "governors" not in own.config.terms[SPRING].reports
    own.earlier = own.release
    changed_since_last_term(own)
    assert left == []


def test_that_no_school_came_is_not_that_nothing_changed(page, left: list[AnyBlock]) -> None:  # type: ignore[no-untyped-def]
    own = page("CSC", "partnership", report="early_warning_partnership")
    own.earlier = own.release
    changed_since_last_term(own)
    assert left == []


def test_what_is_withheld_is_not_followed_by_what_is_not_there(page) -> None:  # type: ignore[no-untyped-def]
    own = page("9990007")
    for row in figures_changed(own).to_dict("records"):
        assert row["this_term"].value is not None or row["this_term"].status == "suppressed"


def test_a_school_is_told_what_one_learner_is_worth(page, left: list[AnyBlock]) -> None:  # type: ignore[no-untyped-def]
    changed_since_last_term(page("9990040"), level=3)
    (caution,) = [block for block in left if block.id == "changed-caution"]
    (smallest,) = caution.figures
    assert 5 <= smallest.value <= 100
    assert f"{smallest.value:.0f} learners, so one learner" in caution.text["en"]


def test_last_terms_result_and_this_terms_say_their_years(page) -> None:  # type: ignore[no-untyped-def]
    rows = figures_changed(page("681"))
    assert len(rows)
    for row in rows.itertuples():
        assert row.year == row.this_term.academic_year == "2016/17"
        assert row.last_term["cy"].endswith("(2015/16)")
        if row.this_term.status in CONFIDENTIAL:
            assert row.change_pp is None
        else:
            assert row.change_pp.signed and row.change_pp.unit == "pp"


def test_results_that_became_final_are_told_with_how_many_moved() -> None:
    def provisional(figures: pd.DataFrame) -> pd.DataFrame:
        own = (figures["area_id"] == "CSC") & (figures["group"] == "all")
        of_year = own & (figures["academic_year"] == "2015/16") & (figures["kind"] == "actual")
        moved = of_year & (figures["measure_id"] == "ks4_l1")
        both = moved | (of_year & (figures["measure_id"] == "ks4_l2_inclusive"))
        return figures.assign(
            status=figures["status"].mask(both, "provisional"),
            value=figures["value"].mask(moved, 94.0),
        )

    told = run_notebook("region", "CSC", earlier={"figures": provisional})
    assert told.said(ids="changed-final") == [
        "2 results that were provisional last term are now final; of these, 1 moved."
    ]
    (row,) = [each for each in told.table("changed-figures") if each[0] == "Level 1 threshold"]
    assert row[1:] == ["94.00\N{NO-BREAK SPACE}[p] (2015/16)", "95.42", "2015/16", "1.42"]
    assert run_notebook("region", "CSC").said(ids="changed-final") == []


def test_a_result_that_is_withheld_no_longer_is_no_new_one() -> None:
    """Else readers are told what their edition hid, as if it had just come."""

    def withheld(figures: pd.DataFrame) -> pd.DataFrame:
        own = (figures["area_id"] == "CSC") & (figures["group"] == "all")
        own &= (figures["kind"] == "actual") & (figures["measure_id"] == "ks2_csi")
        of_year = own & (figures["academic_year"] == "2016/17")
        return figures.assign(
            status=figures["status"].astype("str").mask(of_year, "suppressed"),
            value=figures["value"].mask(of_year),
            signal="none",
        )

    def told(**altered: Any) -> list[str]:
        ran = run_notebook("region", "CSC", term="2017-autumn", **altered)
        return [row[0] for row in ran.table("changed-figures")]

    name = "Key Stage 2 Core Subject Indicator (CSI)"
    assert name not in told(earlier={"figures": withheld})
    assert name not in told(now={"figures": withheld})
    lower = {"figures": lambda figures: figures.assign(value=figures["value"] - 1)}
    assert name in told(earlier=lower)
