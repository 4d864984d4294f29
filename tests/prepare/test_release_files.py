"""Prepare: what it writes comes to stand whole, in place of the last release, or not at all."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from bundled import PUBLISHED
from long_tests import runs_all
from projects import HELPERS, copy_project, edit, mini_project, publication

from tymor.build import prepare_release
from tymor.check.data import check
from tymor.files import settle_folder, whole_folder
from tymor.inputs import Inputs
from tymor.prepare.release import prepare
from tymor.prepare.release_files import Release, WriterThread
from tymor.publication import Publication
from tymor.report.reading import ReleaseReader
from tymor_invented import Wish, write_region


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.parquet"))}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, Inputs]:
    """A region of 60 schools, its pupils' rows beside the other tables; it is not attacked."""
    folder = tmp_path_factory.mktemp("release")
    write_region(folder / "made", PUBLISHED, Wish(60))
    root = copy_project(folder / "project", folder / "made", "region")
    copy_of = root / "data" / "published"
    copy_of.mkdir()
    for path in PUBLISHED.iterdir():
        (copy_of / path.name).write_bytes(path.read_bytes())
    who = root / "params" / "partnership.yml"
    who.write_text(who.read_text().replace("[published, national, sample]", "[published, region]"))
    edit(root / "params" / "disclosure.yml", "parts: 3", "parts: 1")
    own = publication(root)
    return own, check(own)


@pytest.fixture(scope="module")
def releases(own: tuple[Publication, Inputs]) -> dict[str, Release]:
    return prepare(*own)


def test_pupils_rows_reach_every_release(releases: dict[str, Release]) -> None:
    figures = releases["partnership"].tables["figures"]
    actual = figures[(figures["kind"] == "actual") & figures["value"].notna()]
    computed = actual[actual["source"] == "computed"]
    assert set(computed["status"]) == {"counted"}
    assert {"ks4_capped_points", "progress_ks3_english", "fp_fpoi"} <= set(computed["measure_id"])
    assert {"eal", "lac", "aln", "mat", "boys"} <= set(computed["group"])
    shares = computed[computed["unit"] == "pct"]
    assert shares[["numerator", "denominator", "cohort"]].notna().all(axis=None)
    # what is printed of the partnership stands before what is computed
    whole = actual[(actual["area_id"] == "CSC") & (actual["measure_id"] == "fp_fpoi")]
    assert set(whole.loc[whole["group"] == "all", "source"]) == {"printed"}


def test_small_cohorts_of_pupils_rows_are_hidden(releases: dict[str, Release]) -> None:
    figures = releases["public"].tables["figures"]
    assert (figures["status"] == "suppressed").any()
    assert figures["cohort"].dropna().ge(5).all()
    of_school = figures[figures["area_id"].str.startswith("99")]
    assert set(of_school["group"]) == {"all", "efsm"}


@pytest.mark.long
def test_the_number_of_areas_prepared_at_a_time_changes_nothing(
    own: tuple[Publication, Inputs],
) -> None:
    found, inputs = own
    at_once = prepare(found, inputs)["authority"].tables["figures"]
    engine = found.config.engine.model_copy(update={"areas_at_once": 7, "threads": 1})
    by_seven = replace(found, config=replace(found.config, engine=engine))
    pd.testing.assert_frame_equal(prepare(by_seven, inputs)["authority"].tables["figures"], at_once)


def test_figures_lie_in_the_order_of_areas_with_statistics(
    own: tuple[Publication, Inputs], releases: dict[str, Release]
) -> None:
    path = own[0].release_folder("partnership") / "figures.parquet"
    file = pq.ParquetFile(path)
    assert file.metadata.num_row_groups > 2
    ranges = [
        (stats.min, stats.max)
        for group in range(file.metadata.num_row_groups)
        for stats in [file.metadata.row_group(group).column(0).statistics]
    ]
    assert ranges == sorted(ranges)
    one = ReleaseReader(path.parent, "9900007", ["self"]).figures(["9900007"])
    every = pd.read_parquet(path)
    pd.testing.assert_frame_equal(one, every[every["area_id"] == "9900007"].reset_index(drop=True))


RUN = """
import sys
import threading
from pathlib import Path
sys.path.insert(0, {tests!r})
from projects import publication
from tymor.build import prepare_release
print("begun", flush=True)
while True:
    prepare_release(publication(Path({root!r})), again=True)
"""


@pytest.mark.slow
def test_a_run_killed_at_any_moment_leaves_the_last_release_whole(tmp_path: Path) -> None:
    own = publication(mini_project(tmp_path))
    prepare_release(own)
    before = contents(own.releases)
    assert len(before) >= 4 * 2
    chance = random.Random(2017)
    for _ in range(6 if runs_all() else 3):
        code = RUN.format(tests=str(HELPERS), root=str(tmp_path))
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            run.stdout.readline()
            time.sleep(chance.uniform(0.0, 1.5))
            os.kill(run.pid, signal.SIGKILL)
        settle_folder(own.releases)
        assert contents(own.releases) == before


@pytest.mark.parametrize("renames", [0, 1])
def test_a_run_killed_between_the_renames_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    """The one instant in which no folder stands: the next look at it brings the old one back."""
    place = tmp_path / "release"
    place.mkdir()
    (place / "a").write_text("old")
    done: list[Path] = []
    real = Path.rename

    def killed(self: Path, target: Path) -> Path:
        if len(done) == renames:
            os._exit(9)
        done.append(self)
        return real(self, target)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(Path, "rename", killed)
        with whole_folder(place) as fresh:
            (fresh / "a").write_text("new")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    settle_folder(place)
    assert (place / "a").read_text() == "old"
    with whole_folder(place) as fresh:
        (fresh / "a").write_text("newest")
    assert (place / "a").read_text() == "newest"
    assert not (tmp_path / ".release.before").exists()


def test_what_a_killed_run_was_filling_is_cleared_away_and_what_another_fills_is_not(
    tmp_path: Path,
) -> None:
    place = tmp_path / "release"
    child = os.fork()
    if child == 0:
        with whole_folder(place) as fresh:
            (fresh / "a").write_text("half")
            os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    elsewhere = tmp_path / ".release.new-another-host-1234-abc"
    elsewhere.mkdir()
    with (
        whole_folder(place),
        whole_folder(place) as fresh,
    ):  # two at once: neither takes the other's
        (fresh / "a").write_text("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [elsewhere.name, "release"]
    os.utime(elsewhere, (0, 0))
    settle_folder(place)
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_a_run_that_fails_leaves_what_stood_there(tmp_path: Path) -> None:
    place = tmp_path / "release"
    place.mkdir()
    (place / "a").write_text("old")
    with pytest.raises(KeyboardInterrupt), whole_folder(place) as fresh:
        (fresh / "a").write_text("new")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["release"]
    assert (place / "a").read_text() == "old"


def test_an_error_while_writing_is_raised_and_nothing_after_it_is_written(tmp_path: Path) -> None:
    table = pd.DataFrame({"school_id": ["9910001"]})
    with pytest.raises(OSError, match="no_such_folder"), WriterThread() as writer:
        writer.table(table, tmp_path / "first.parquet")
        writer.table(table.assign(n=1), tmp_path / "no_such_folder" / "second.parquet")
    assert (tmp_path / "first.parquet").exists()


def test_an_error_in_the_block_leaves_what_waits_unwritten(tmp_path: Path) -> None:
    started, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        started.set()
        go_on.wait(timeout=60)

    with pytest.raises(ValueError, match="no figures"), WriterThread() as writer:
        writer.soon(hold)
        writer.table(pd.DataFrame({"n": [1]}), tmp_path / "late.parquet")
        assert started.wait(timeout=60)
        threading.Timer(0.2, go_on.set).start()
        raise ValueError("no figures")
    assert not (tmp_path / "late.parquet").exists()


def test_what_several_audiences_read_is_written_once(tmp_path: Path) -> None:
    table = pd.DataFrame({"school_id": ["9910001"]})
    with WriterThread() as writer:
        for name in ("public", "authority"):
            writer.table(table, tmp_path / f"{name}.parquet")
    assert contents(tmp_path)["public.parquet"] == contents(tmp_path)["authority.parquet"]
