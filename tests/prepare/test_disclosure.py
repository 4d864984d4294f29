"""Disclosure: what rests on too few pupils leaves the release, whole and everywhere."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import mini_project, publication

from tymor.build import prepare_release
from tymor.disclosure.decide import Decided
from tymor.disclosure.names import KEY
from tymor.disclosure.suppress import NEARLY, suppress
from tymor.measures.frame import NUMBERS, as_figures
from tymor.prepare.release_files import Release

CLOSED = ("authority", "school", "partnership")


def rows(cohorts: list[int | None]) -> pd.DataFrame:
    size = len(cohorts)
    frame = pd.DataFrame({"cohort": pd.array(cohorts, dtype="Int64")}).assign(
        area_id="9990001", measure_id="fp_fpoi", academic_year="2016/17", group="all",
        kind="actual", value=50.0, numerator=2, denominator=4, unit="pct", decimals=1,
        status="provisional", signal="met", source="computed",
    )  # fmt: skip
    assert len(frame) == size
    return as_figures(frame)


STATUSES = st.sampled_from(["", "suppressed", "near_all", "near_none"])


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 12)), STATUSES), min_size=1))
def test_what_is_decided_is_done_and_nothing_else(cells: list[tuple[int | None, str]]) -> None:
    figures = rows([cohort for cohort, _ in cells])
    figures["area_id"] = [f"a{number}" for number in range(len(cells))]
    names = zip(*(figures[name] for name in KEY), strict=True)
    decided = {name: status for name, (_, status) in zip(names, cells, strict=True) if status}
    found = suppress(figures, Decided(decided))
    for (cohort, status), row in zip(cells, found.to_dict("records"), strict=True):
        hidden = status if cohort is not None else ""  # printed elsewhere, it is public already
        assert row["status"] == (hidden or "provisional")
        gone = NUMBERS if hidden == "suppressed" else NEARLY if hidden else []
        assert [column for column in NUMBERS if pd.isna(row[column])] == [
            column
            for column in NUMBERS
            if column in gone or (column == "cohort" and cohort is None)
        ]
        assert row["signal"] == ("none" if hidden else "met")


def test_where_all_are_of_nobody_they_are_withheld_as_those_of_a_few() -> None:
    """Of a chunk of areas no row may have the words that what is withheld has."""
    of_nobody = rows([None, None]).assign(status="not_available", source="none")
    of_nobody["area_id"] = ["a0", "a1"]
    kinds = dict.fromkeys(["status", "source"], "category")
    decided = {tuple(row): "suppressed" for row in of_nobody[KEY].to_numpy()}
    found = suppress(of_nobody.astype(kinds), Decided(decided))
    assert set(found["status"]) == {"suppressed"}
    assert set(found["source"]) == {"computed"}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    root = mini_project(tmp_path_factory.mktemp("disclosure"))
    found = prepare_release(publication(root))
    return found


def cell(release: Release, area: str, measure: str, year: str, group: str = "all") -> pd.Series:
    figures = release.tables["figures"]
    chosen = figures[
        (figures["area_id"] == area)
        & (figures["measure_id"] == measure)
        & (figures["academic_year"] == year)
        & (figures["group"] == group)
        & (figures["kind"] == "actual")
    ]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_four_pupils_are_hidden_and_five_are_not(releases: dict[str, Release]) -> None:
    public = releases["public"]
    assert cell(public, "9999002", "fp_fpoi", "2016/17")["status"] == "suppressed"
    assert cell(public, "9999002", "fp_fpoi", "2015/16")["value"] == 80.0
    assert cell(public, "9999001", "fp_fpoi", "2015/16", "efsm")["status"] == "suppressed"


def test_a_gap_is_hidden_when_either_cohort_is_small(releases: dict[str, Release]) -> None:
    assert cell(releases["public"], "675", "gap_fp_fpoi", "2015/16")["status"] == "suppressed"
    assert cell(releases["public"], "675", "gap_fp_fpoi", "2016/17")["value"] == -22.69


def test_the_school_itself_sees_its_own_figures(releases: dict[str, Release]) -> None:
    assert cell(releases["school"], "9999002", "fp_fpoi", "2016/17")["value"] == 75.0


def test_the_public_has_no_two_groups_of_a_school_that_add_up(
    releases: dict[str, Release],
) -> None:
    figures = releases["public"].tables["figures"]
    of_school = figures[figures["area_id"].str.startswith("9999")]
    assert set(of_school["group"]) == {"all", "efsm"}


def test_no_signal_gives_a_hidden_figure_away(releases: dict[str, Release]) -> None:
    figures = releases["public"].tables["figures"]
    assert (figures.loc[figures["value"].isna(), "signal"] == "none").all()
    # Of nobody and of a few it is withheld alike: nothing beside tells the one from the other.
    withheld = figures[(figures["status"] == "suppressed") & (figures["kind"] == "actual")]
    assert "none" not in set(withheld["source"])


def test_the_public_release_has_no_judgement_of_a_school(releases: dict[str, Release]) -> None:
    named = {"school_priorities", "inspections", "support", "risk", "professional_learning"}
    assert not named & set(releases["public"].tables)
    for audience in CLOSED:
        assert "school_priorities" in releases[audience].tables


def test_no_release_has_a_school_that_closed_before_the_year(
    releases: dict[str, Release],
) -> None:
    for release in releases.values():
        assert "9999003" not in set(release.tables["areas"]["area_id"])
    # but its pupils count in the authority's earlier years: 22 of 25, 4 of 5 and 6 of 7
    assert cell(releases["public"], "675", "fp_fpoi", "2015/16")["value"] == 86.49


def test_where_the_public_sees_nothing_the_partnership_may_have_nobody(
    releases: dict[str, Release],
) -> None:
    """No blank beside what is withheld says that there was no learner."""
    public, closed = (
        figures[(figures["kind"] == "actual") & (figures["unit"] == "pct")]
        for figures in (releases[name].tables["figures"] for name in ("public", "partnership"))
    )
    held = closed[closed["denominator"].notna() & (closed["area_id"].str.len() == 7)]
    held = held[held["group"].isin(["all", "efsm"]) & ~held["measure_id"].str.contains("attend")]
    wanted = held[["area_id", "measure_id"]].drop_duplicates()
    wanted = wanted.merge(held[["measure_id", "academic_year", "group"]].drop_duplicates())
    places = held[["area_id", "academic_year"]].drop_duplicates()
    wanted = wanted.merge(places)[KEY]
    nobody = wanted.merge(held[KEY], how="left", indicator=True)
    nobody = nobody[nobody["_merge"] == "left_only"][KEY]
    assert len(nobody)
    seen = wanted.merge(public[[*KEY, "status"]], how="left")
    assert "not_available" not in set(seen["status"])
    assert set(nobody.merge(seen)["status"]) == {"suppressed"}
    assert not len(nobody.merge(closed[[*KEY, "value"]].dropna()))
