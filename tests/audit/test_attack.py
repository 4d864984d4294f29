"""The attack on a release as it was written: nothing is told, and whatever would be is found."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from projects import edit, mini_project, publication
from rich.console import Console

from tymor.audit import disclosure
from tymor.audit.disclosure import attacked, tables_told, utility
from tymor.audit.every import Findings
from tymor.build import attack_releases, prepare_release
from tymor.console.stage_log import StageLog
from tymor.disclosure import repair
from tymor.disclosure.costs import RULES, SHOWN_AS, gaps_among
from tymor.disclosure.names import KEY
from tymor.disclosure.search import FoundOut
from tymor.disclosure.system import NUMERATOR
from tymor.errors import AuditFailed, TymorError
from tymor.prepare.release_files import Release
from tymor.publication import Publication


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, dict[str, Release]]:
    """The miniature publication, against readers and schools; nobody changes it."""
    root = mini_project(tmp_path_factory.mktemp("protected"))
    edit(root / "params" / "disclosure.yml", "parts: 1", "parts: 3")
    own = publication(root)
    return own, prepare_release(own)


def copied(
    protected: tuple[Publication, dict[str, Release]], folder: Path
) -> tuple[Publication, dict[str, Release]]:
    """The same in a folder of its own, to change."""
    shutil.copytree(protected[0].config.root, folder / "copy", symlinks=True)
    own = publication(folder / "copy")
    return own, prepare_release(own)


def with_shown(releases: dict[str, Release], areas: list[str]) -> pd.DataFrame:
    """The public figures, with the results of these areas as they truly are."""
    public, true = (releases[name].tables["figures"] for name in ("public", "partnership"))
    key = ["area_id", "measure_id", "academic_year", "group", "kind"]
    again = true[true["area_id"].isin(areas) & (true["group"] == "all")]
    names = pd.MultiIndex.from_frame(again[key])
    others = public[~pd.MultiIndex.from_frame(public[key]).isin(names)]
    return pd.concat([others, again], ignore_index=True)


def costs_of(own: Publication, audience: str, releases: dict[str, Release]) -> pd.DataFrame:
    areas = releases[audience].tables["areas"]
    return utility(own, audience, tables_told(releases[audience]), areas)


def test_nothing_can_be_told_of_what_is_protected(
    protected: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = protected
    figures = releases["public"].tables["figures"]
    assert (figures["status"] == "suppressed").any()
    assert list(attacked(own, "public", {"figures": figures})) == []
    assert list(attacked(own, "partnership", tables_told(releases["partnership"]))) == []


def test_a_figure_that_is_shown_and_gives_another_away_is_found(
    protected: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = protected
    told = [
        str(each)
        for each in attacked(own, "public", {"figures": with_shown(releases, ["675", "9999001"])})
    ]
    assert any("9999002 fp_fpoi 2016/17 all is withheld, and any reader" in each for each in told)
    assert not any("9999001 fp_fpoi" in each for each in told)


def test_what_earlier_publications_leave_few_values_is_not_told_by_this_one(
    protected: tuple[Publication, dict[str, Release]], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, releases = protected
    tables = {"figures": releases["public"].tables["figures"]}

    def told_where(now: int, before: int) -> list[str]:
        """Of a number that has so many values now, and had so many before."""
        found = iter([[FoundOut(0, NUMERATOR, "", values)] for values in (now, before)])
        monkeypatch.setattr(disclosure, "everything_found_out", lambda *_: next(found))
        return [str(each) for each in attacked(own, "public", tables)]

    assert told_where(2, 2) == []
    (near,) = told_where(2, 3)
    assert near.endswith("any reader can tell how many reached it to within 2 values.")
    (exact,) = told_where(1, 1)
    assert exact.endswith("any reader can work out how many reached it.")


def test_a_total_tells_a_school_of_the_only_other_one(
    protected: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = protected
    told = [
        str(each) for each in attacked(own, "public", {"figures": with_shown(releases, ["675"])})
    ]
    assert any(
        "9999002 fp_fpoi 2016/17 all is withheld, and the school 9999001, which knows" in each
        for each in told
    )


def test_the_command_says_what_is_told_and_fails(
    protected: tuple[Publication, dict[str, Release]], tmp_path: Path
) -> None:
    own, releases = copied(protected, tmp_path)
    attack_releases(own, StageLog.silent())
    path = own.release_folder("public") / "figures.parquet"
    with_shown(releases, ["675", "9999001"]).to_parquet(path, index=False)
    with pytest.raises(AuditFailed, match="9999002 fp_fpoi"):
        attack_releases(own, StageLog.silent())


def test_where_nobody_is_kept_from_subtracting_nothing_is_claimed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = publication(mini_project(tmp_path))
    attack_releases(own, StageLog(Console(file=sys.stdout, width=200)))
    (line,) = (each for each in capsys.readouterr().out.splitlines() if each.startswith("attack"))
    assert "not attacked" in line and "told" not in line
    assert "told" not in Findings((), attacked=False).summary()
    assert "0 figures told" in Findings((), attacked=True).summary()


def test_what_was_attacked_is_not_attacked_again(
    protected: tuple[Publication, dict[str, Release]], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, releases = protected
    figures = with_shown(releases, ["675", "9999001"])
    first = list(attacked(own, "public", {"figures": figures}))

    def search(*_: object, **__: object) -> None:
        raise AssertionError("nothing is left to search")

    search.__module__ = repair.found_out.__module__
    monkeypatch.setattr(repair, "found_out", search)
    assert list(attacked(own, "public", {"figures": figures})) == first


def test_where_nothing_was_counted_nothing_can_be_told(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    edit(root / "params" / "disclosure.yml", "parts: 1", "parts: 3")
    edit(root / "params" / "partnership.yml", 'authorities: ["675"]', 'authorities: ["681"]')
    own = publication(root)
    figures = prepare_release(own)["public"].tables["figures"]
    assert pd.read_parquet(own.cells_file("public")).empty
    assert list(attacked(own, "public", {"figures": figures})) == []
    assert costs_of(own, "public", prepare_release(own)).empty


def test_what_was_decided_of_the_same_counts_is_not_decided_again(
    protected: tuple[Publication, dict[str, Release]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own, releases = copied(protected, tmp_path)
    root, before = own.config.root, releases["public"].tables["figures"]
    file = root / "data" / "mini" / "targets.csv"
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")  # an input, of no count

    def must_not(*_: object) -> None:
        raise AssertionError("the counts are the same")

    with monkeypatch.context() as patch:
        patch.setattr("tymor.disclosure.decide.repaired_for_all", must_not)
        assert_frame_equal(prepare_release(own)["public"].tables["figures"], before)
    edit(root / "params" / "disclosure.yml", "least_cohort: 5", "least_cohort: 6")
    monkeypatch.setattr("tymor.disclosure.decide.repaired_for_all", must_not)
    with pytest.raises(AssertionError, match="the counts are the same"):
        prepare_release(publication(root))


def test_a_share_that_has_no_place_in_the_release_is_not_withheld(
    protected: tuple[Publication, dict[str, Release]],
) -> None:
    """The partnership's is told by grants only; of one authority it is that one's."""
    own, releases = protected
    tables = tables_told(releases["public"])
    cells = pd.read_parquet(own.cells_file("public"))
    figures = tables["figures"]
    assert ("CSC" in set(cells.loc[cells["measure_id"] == "efsm_pct", "area_id"])) and not (
        (figures["area_id"] == "CSC") & (figures["measure_id"] == "efsm_pct")
    ).any()
    shown = figures.assign(value=figures["value"].fillna(0), status="provisional")
    assert not [each for each in attacked(own, "public", {"figures": shown})
                if "CSC efsm_pct" in str(each)]  # fmt: skip


def test_what_is_not_verified_is_not_withheld(
    protected: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = protected
    figures = with_shown(releases, ["675", "9999001", "9999002"])
    one = (figures["area_id"] == "9999002") & (figures["measure_id"] == "fp_fpoi")
    for status, number in (("not_verified", 0), ("suppressed", 1)):
        gone = figures.assign(status=figures["status"].mask(one, status))
        told = attacked(own, "public", {"figures": gone})
        found = {str(each).partition(" is withheld")[0] for each in told}
        assert ("release/public: 9999002 fp_fpoi 2016/17 all" in found) == bool(number)


def test_counts_that_are_gone_are_told(
    protected: tuple[Publication, dict[str, Release]], tmp_path: Path
) -> None:
    own, releases = copied(protected, tmp_path)
    own.cells_file("public").unlink()
    with pytest.raises(TymorError, match="run tymor prepare"):
        list(attacked(own, "public", tables_told(releases["public"])))


def test_utility_counts_every_published_figure(
    protected: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = protected
    costs = costs_of(own, "public", releases)
    cells = pd.read_parquet(own.cells_file("public"))
    published = cells[cells["published"] & (cells["cohort"] > 0)]
    gaps = gaps_among(published, own.config.measures)
    assert len(gaps)
    assert costs[[*SHOWN_AS]].sum().sum() == len(published) + len(gaps)
    assert costs["withheld"].sum() > 0
    assert costs_of(own, "partnership", releases).empty


@pytest.fixture(scope="module")
def with_exclusions(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Publication, dict[str, Release]]:
    """The same, whose two schools have exclusions, and grants; nobody changes it."""
    root = mini_project(tmp_path_factory.mktemp("exclusions"))
    edit(root / "params" / "disclosure.yml", "parts: 1", "parts: 3")
    (root / "data" / "mini" / "exclusions.csv").write_text(
        "school_id,academic_year,fixed_term,permanent,days_lost\n"
        "9999001,2016/17,24,0,40.5\n9999002,2016/17,3,1,4.0\n",
        encoding="utf-8",
    )
    (root / "data" / "mini" / "grants.csv").write_text(
        "area_id,academic_year,grant,allocated_gbp,spent_gbp,evaluation\n"
        "9999001,2016/17,pupil_deprivation_grant,41400,40000,Told later.\n"
        "9999002,2016/17,pupil_deprivation_grant,4600,4600,Told later.\n",
        encoding="utf-8",
    )
    own = publication(root)
    return own, prepare_release(own)


def with_true(releases: dict[str, Release], table: str, *columns: str) -> dict[str, pd.DataFrame]:
    """What the public release tells, with these columns of a table as they truly are."""
    told = tables_told(releases["public"])
    true = releases["partnership"].tables[table]
    key = [name for name in ("area_id", "academic_year", "grant") if name in true]
    again = told[table][key].merge(true[[*key, *columns]], on=key, how="left")
    return told | {table: told[table].assign(**{each: again[each] for each in columns})}


def test_nothing_can_be_told_of_exclusions_that_are_withheld(
    with_exclusions: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = with_exclusions
    told = tables_told(releases["public"])
    assert set(told["exclusions"]["area_id"]) == {"675", "CSC"}
    assert told["exclusions"][["fixed_term", "permanent", "days_lost"]].isna().all(axis=None)
    assert list(attacked(own, "public", told)) == []


def test_a_total_of_exclusions_tells_each_of_two_schools_the_other_one(
    with_exclusions: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = with_exclusions
    shown = with_true(releases, "exclusions", "fixed_term", "days_lost")
    told = [str(each) for each in attacked(own, "public", shown)]
    for what in ("how many they are", "how many half days they lost"):
        assert any(
            "9999002 exclusions_fixed_term 2016/17 all is withheld, and the school 9999001, which"
            in each
            and each.endswith(f"can work out {what}.")
            for each in told
        ), what
    assert not any("exclusions_permanent" in each for each in told)


def test_days_without_their_exclusions_and_learners_without_their_share_are_told(
    with_exclusions: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = with_exclusions
    days = attacked(own, "public", with_true(releases, "exclusions", "days_lost"))
    assert any(
        "Of 675 in 2016/17 either the fixed-term exclusions or the days lost" in str(each)
        for each in days
    )
    public = releases["public"].tables
    assert public["grants"]["efsm_learners"].isna().all()
    learners = attacked(own, "public", with_true(releases, "grants", "efsm_learners"))
    assert any("675 efsm_pct is withheld, and grants tell" in str(each) for each in learners)


def of_somebody(figures: pd.DataFrame, releases: dict[str, Release]) -> np.ndarray:
    """Which figures there are for whoever sees everything."""
    every = releases["partnership"].tables["figures"].dropna(subset="value")
    return pd.MultiIndex.from_frame(figures[KEY]).isin(pd.MultiIndex.from_frame(every[KEY]))


def test_what_rules_withhold_adds_up_to_what_the_release_withholds(
    protected: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = protected
    costs = costs_of(own, "public", releases)
    assert (costs[[*RULES]].sum(axis="columns") == costs["withheld"]).all()
    figures = releases["public"].tables["figures"]
    withheld = figures[(figures["status"] == "suppressed") & figures["group"].isin(["all", "efsm"])]
    of_schools = withheld["area_id"].str.startswith("9999") & of_somebody(withheld, releases)
    told = costs[costs["level"] == "school"]
    assert told["withheld"].sum() == of_schools.sum()
    assert set(told["sector"]) <= {"primary", "secondary"}
    assert set(costs.loc[costs["level"] != "school", "sector"]) == {""}


def test_the_table_of_the_release_says_what_the_release_as_written_says(
    protected: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = protected
    table = releases["partnership"].tables["protection"]
    assert set(table.pop("audience")) == {"public"}
    assert_frame_equal(table, costs_of(own, "public", releases), check_dtype=False)
    for name in ("public", "authority", "school"):
        assert "protection" not in releases[name].tables


def test_the_attack_reads_no_rule(
    protected: tuple[Publication, dict[str, Release]], tmp_path: Path
) -> None:
    own, releases = copied(protected, tmp_path)
    path = own.cells_file("public")
    tables = {"figures": with_shown(releases, ["675"])}
    first = [str(each) for each in attacked(own, "public", tables)]
    pd.read_parquet(path).assign(rule="closed").to_parquet(path, index=False)
    assert first
    assert [str(each) for each in attacked(own, "public", tables)] == first


def test_the_command_says_which_rule_withholds_how_many(
    protected: tuple[Publication, dict[str, Release]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own, releases = copied(protected, tmp_path)
    attack_releases(own, StageLog(Console(file=sys.stdout, width=200)))
    (line,) = (each for each in capsys.readouterr().out.splitlines() if "by rule" in each)
    costs = costs_of(own, "public", releases)
    assert f"{costs['small_cohort'].sum():,} small cohort" in line
    assert " 0 " not in line  # a rule that withholds nothing is not named
