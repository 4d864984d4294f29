"""Twins: other data that the public cannot tell from the true ones, and what is told if it can."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from built import BuiltProjects, build_quietly
from projects import ROOT, closed_project, edit, keep_reports, mini_project, publication
from typer.testing import CliRunner

from tymor.audit.disclosure import cells_shown, tables_told
from tymor.audit.twins import twin as twin_module
from tymor.audit.twins.fits import COUNTS
from tymor.audit.twins.learners import MORE
from tymor.audit.twins.moves import changed_numbers
from tymor.audit.twins.twin import Maker, Twins, checked, truth_of, twins, write_twins
from tymor.build import find_twins, plan_jobs, prepare_release
from tymor.cli import app
from tymor.console.stage_log import StageLog
from tymor.disclosure.decide import Decided
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.disclosure.search import FoundOut
from tymor.disclosure.system import NUMERATOR
from tymor.errors import AuditFailed
from tymor.inputs import Inputs
from tymor.plan.jobs import Job
from tymor.prepare import release
from tymor.prepare.release_files import Release, StoredTables
from tymor.publication import Publication


@dataclass(frozen=True)
class Prepared:
    publication: Publication
    jobs: list[Job]


def prepared(root: Path) -> Prepared:
    own = publication(root)
    return Prepared(own, plan_jobs(own, prepare_release(own), StageLog.silent()))


def protected_root(folder: Path) -> Path:
    root = mini_project(folder)
    edit(root / "params" / "disclosure.yml", "parts: 1", "parts: 3")
    return root


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The miniature publication, against readers and schools; nobody changes it."""
    return prepared(protected_root(tmp_path_factory.mktemp("protected")))


@pytest.fixture(scope="module")
def one(protected: Prepared) -> Twins:
    """The first twin of it."""
    return twins(protected.publication, "public", protected.jobs, 1)


def told(found: Twins) -> str:
    return "\n".join(str(problem) for problem in found.problems)


def test_twins_give_the_same_public_site_and_change_what_is_withheld(protected: Prepared) -> None:
    own = protected.publication
    found = twins(own, "public", protected.jobs, 2)
    assert told(found) == ""
    assert all(twin.moves for twin in found.twins)
    changed = (found.cells[["numerator", "cohort"]] > 0).any(axis=1)
    true = pd.read_parquet(own.cells_file("public")).set_index(KEY)["denominator"]
    somebody = true.reindex(pd.MultiIndex.from_frame(found.cells[KEY])).to_numpy() > 0
    of_results = (found.cells["measure_id"] == "fp_fpoi") & somebody
    assert changed[of_results].all()
    assert "2 twins of 2 the same in public" in found.summary
    assert not list(own.folder.glob("twin*"))  # the other data are gone


@pytest.mark.long
def test_twins_are_the_same_each_time(protected: Prepared, one: Twins) -> None:
    again = twins(protected.publication, "public", protected.jobs, 1)
    assert one.cells.equals(again.cells)


def test_the_evidence_says_how_many_twins_differ_and_no_number(
    protected: Prepared, one: Twins
) -> None:
    own = protected.publication
    write_twins(own, one)
    rows = pd.read_csv(own.folder / "audit" / "twins-public.csv")
    assert list(rows) == [*KEY, "state", "numerator", "cohort", "exposed"]
    assert set(rows["state"]) <= {"withheld", "nearly"}
    assert set(rows["numerator"]) | set(rows["cohort"]) == {0, 1}


def test_what_no_twin_changes_is_listed_and_what_the_attack_tells(
    protected: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = protected.publication
    monkeypatch.setattr(twin_module, "found_out_in", lambda *_: [FoundOut(told_at, NUMERATOR)])
    cells = truth_of(own, "public", protected.jobs).cells
    told_at = int(np.flatnonzero(cells["state"] == HIDDEN)[0])
    found = twins(own, "public", protected.jobs, 1)
    exposed = found.cells.set_index(KEY)["exposed"]
    name = tuple(cells.loc[told_at, KEY])
    assert exposed[name] == "told"
    others = found.cells[found.cells["exposed"] != "told"]
    changed = (others[["numerator", "cohort"]] > 0).any(axis=1)
    assert 0 < changed.sum() < len(others)
    assert ((others["exposed"] == "no twin") == ~changed).all()
    assert found.summary.endswith(
        f"of {len(found.cells)} figures not shown exactly {changed.sum()} have another number in "
        f"a twin, {(~changed).sum()} have not, 1 can be worked out"
    )


def closed_and_protected(folder: Path) -> Path:
    root = closed_project(folder)
    keep_reports(root, ["authority", "school"])
    edit(root / "params" / "disclosure.yml", "parts: 1", "parts: 3")
    return root


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


@pytest.mark.long
def test_the_site_of_a_twin_is_the_same_file_by_file(
    built_projects: BuiltProjects, tmp_path: Path
) -> None:
    """Both are built in full: what the jobs rest on is all that decides."""
    own = publication(built_projects.copy(closed_and_protected, tmp_path / "true"))
    jobs = plan_jobs(own, prepare_release(own), StageLog.silent())
    maker = Maker(truth_of(own, "public", jobs))
    (made,) = twins(own, "public", jobs, 1).twins
    assert made.moves
    maker.project(made.moves, tmp_path / "other")
    other = build_quietly(tmp_path / "other")
    here, there = (tree(each.site_folder("public")) for each in (own, other))
    assert any(name.endswith(".pdf") for name in here)
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    closed = [tree(each.site_folder("school")) for each in (own, other)]
    assert closed[0] != closed[1]


def test_a_public_table_that_tells_a_withheld_count_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = release.tables_beyond

    def with_leak(own: Publication, inputs: Inputs, areas: pd.DataFrame) -> dict[str, pd.DataFrame]:
        counts = inputs.tables["school_outcomes"]
        of_one = list(counts.loc[counts["school_id"] == "9999002", "numerator"])
        every = tables(own, inputs, areas)
        return every | {"plan_actions": every["plan_actions"].assign(evidence=str(of_one))}

    monkeypatch.setattr(release, "tables_beyond", with_leak)
    leaky = prepared(protected_root(tmp_path))
    said = told(twins(leaky.publication, "public", leaky.jobs, 1))
    assert "release/public/plan_actions.parquet is not the same" in said
    assert "release/public/figures.parquet" not in said


@pytest.mark.long
def test_where_all_is_shown_the_site_is_not_the_same(
    protected: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = protected.publication
    cells = cells_shown(
        own, "public", tables_told(Release(StoredTables(own.release_folder("public"))))
    )

    def nothing_hidden(cells: pd.DataFrame, *_: object) -> Decided:
        return Decided({}, cells.assign(state=SHOWN, rule=""))

    root = protected_root(tmp_path)
    monkeypatch.setattr(release, "decide", nothing_hidden)
    shown = prepared(root)
    monkeypatch.setattr(twin_module, "cells_shown", lambda *_: cells)
    said = told(twins(shown.publication, "public", shown.jobs, 1))
    assert "release/public/figures.parquet is not the same" in said
    assert re.search(r"the page public/\S+ rests on something else", said)


@pytest.mark.long
def test_a_pattern_that_tells_of_true_numbers_has_no_twin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = release.decide

    def telling(*given: object) -> Decided:
        decided = decide(*given)  # type: ignore[arg-type]
        cells = decided.cells
        hidden = cells[cells["state"] == HIDDEN]
        odd = hidden[hidden["numerator"] % 2 == 1]
        names = zip(*(odd[name] for name in KEY), strict=True)
        return Decided({**decided.statuses, **dict.fromkeys(names, "near_none")}, cells)

    monkeypatch.setattr(release, "decide", telling)
    own = prepared(protected_root(tmp_path))
    found = twins(own.publication, "public", own.jobs, 1)
    hidden = found.cells[found.cells["state"] == HIDDEN]
    assert (hidden["numerator"] == 0).all()


def test_the_command_fails_where_a_twin_is_not_the_same(
    protected: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, log = protected.publication, StageLog.silent()
    other = [job for job in protected.jobs if job.area_id != "675"]
    with pytest.raises(AuditFailed, match="the page public/"):
        find_twins(own, other, 1, log)


def test_where_nobody_is_kept_from_subtracting_no_twin_is_made(tmp_path: Path) -> None:
    own = prepared(mini_project(tmp_path))
    find_twins(own.publication, own.jobs, 1, StageLog.silent())
    assert not list((own.publication.folder / "audit").glob("twins-*"))


def test_the_command_takes_a_number_of_twins() -> None:
    assert "--twin" in CliRunner().invoke(app, ["audit", "--help"]).output


@pytest.mark.long
def test_what_changes_do_is_what_counting_their_data_gives(tmp_path: Path) -> None:
    """Of one authority of the bundled data: learners' rows, entries, counts and attendance."""
    root = tmp_path / "one"
    for part in ("params", "notebooks", "data"):
        shutil.copytree(ROOT / part, root / part)
    edit(root / "params" / "partnership.yml", '["672", "681", "675", "674", "673"]', '["672"]')
    own = publication(root)
    prepare_release(own)
    cells = cells_shown(
        own, "public", tables_told(Release(StoredTables(own.release_folder("public"))))
    )
    maker = Maker(truth_of(own, "public", []))
    moves = maker.possible(maker.moves.world(np.zeros(3 * len(cells), np.int64), 0))
    does = maker.does(moves)
    kinds = {getattr(each, "column", table) for table, each in does}
    assert {
        "level",
        "grade",
        "school_id",
        "subject",
        "efsm",
        "sex",
        "attendance",
        "",
        MORE,
    } <= kinds
    twin = maker.project(moves, tmp_path / "twin")
    release.prepare(twin, checked(twin))
    counted = pd.read_parquet(twin.cells_file("public")).set_index(KEY)[COUNTS]
    expected = cells[COUNTS].to_numpy() + changed_numbers(moves, 3 * len(cells)).reshape(3, -1).T
    found = counted.reindex(pd.MultiIndex.from_frame(cells[KEY])).to_numpy()
    attended = cells["measure_id"].str.startswith("attendance").to_numpy()  # shares of the roll
    assert (found[:, :2] == expected[:, :2]).all()
    assert (found[~attended, 2] == expected[~attended, 2]).all()
