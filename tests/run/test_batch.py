"""The batch with real kernels: nothing is done twice, nothing stale stays, failures stay alone."""

import csv
import io
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from built import OPTIONS, BuiltProjects, build_quietly, contents, copy_of, files
from long_tests import runs_all
from lxml import html
from pdf_text import pdf_in
from projects import change_a_cell, edit, mini_project, notebook_file, publication
from rich.console import Console

from tymor.build import build, why_each
from tymor.console.stage_log import StageLog
from tymor.errors import RunFailed, TymorError
from tymor.options import Options
from tymor.publication import Publication
from tymor.publish.switch import publish
from tymor.run.journal import Journal
from tymor.run.warm.starter import ONE_THREAD, cannot_fork

OTHER_SCHOOL = "schools/9999002"


@pytest.fixture
def root(built_projects: BuiltProjects, tmp_path: Path) -> Path:
    return built_projects.copy(mini_project, tmp_path / "project")


def written(before: dict[str, tuple[int, bytes]], own: Publication, part: str) -> set[str]:
    """The addresses whose files below ``part`` were written since."""
    now = files(own)
    found = {name for name in now if now[name][0] != before.get(name, (0, b""))[0]}
    return {
        name.removeprefix(f"{part}/public/")
        .rpartition("/")[0]
        .removeprefix("en/")
        .removeprefix("cy/")
        for name in found
        if name.startswith(f"{part}/")
    }


def ran(root: Path) -> list[str]:
    """The jobs that would run now."""
    return [job.name for job, why in why_each(publication(root), OPTIONS, StageLog.silent()) if why]


# Nothing is done twice


def test_a_built_project_in_another_place_is_built(root: Path) -> None:
    """Nothing that a build leaves says where it stands."""
    told = io.StringIO()
    build(publication(root), OPTIONS, StageLog(Console(file=told, width=200)))
    said = told.getvalue()
    assert said.count("as before") == 3  # check, prepare, audit
    assert "0 notebooks of 5" in said and "   0 rendered" in said
    held = [path for path in (root / "build").rglob("*") if path.is_file()]
    places = {str(root), str(root.parent)}
    assert not [path for path in held if any(p.encode() in path.read_bytes() for p in places)]


def test_nothing_changed_nothing_is_written(root: Path) -> None:
    before = files(publication(root))
    own = build_quietly(root)
    after = files(own)
    after.pop("jobs.parquet"), before.pop("jobs.parquet")
    assert after == before
    assert ran(root) == []


def test_a_file_that_was_only_touched_is_the_same_file(root: Path) -> None:
    pages = (publication(root).folder / "pages").rglob("page.json")
    for path in [*(root / "data").rglob("*.csv"), *(root / "notebooks").glob("*/*.py"), *pages]:
        path.touch()
    assert ran(root) == []


def test_one_schools_rows_touch_what_shows_them_and_no_page_that_withholds_them(root: Path) -> None:
    own = publication(root)
    before = files(own)
    change_a_cell(
        root, "school_outcomes",
        lambda row: (row["school_id"], row["academic_year"], row["group"], row["measure_id"])
        == ("9999001", "2016/17", "efsm", "fp_fpoi"),
        numerator="3",
    )  # fmt: skip
    assert "authority / 675 / public" in ran(root)
    assert not [job for job in ran(root) if job.startswith("school / ")]
    # a criterion of the plan may name any measure, so its report rests on figures, too
    assert "business_plan / CSC / public" in ran(root)
    build_quietly(root)
    assert written(before, own, "notebooks/executed") == {"authorities", ""}
    pages = written(before, own, "site")
    assert {"authorities/merthyr-tydfil", "data"} <= pages
    assert not {OTHER_SCHOOL, "business-plan", "methods", "assets"} & pages
    anew = build_quietly(mini_with_data_of(root))
    assert contents(anew) == contents(own)


def mini_with_data_of(root: Path) -> Path:
    other = mini_project(root.parent / "anew")
    shutil.copytree(root / "data", other / "data", dirs_exist_ok=True)
    return other


def test_a_word_touches_the_reports_that_say_it(root: Path) -> None:
    words = root / "notebooks" / "school" / "words.yml"
    edit(words, 'cy: "Rhagor am yr awdurdod lleol"', 'cy: "Mwy am yr awdurdod lleol"')
    reasons = why_each(publication(root), OPTIONS, StageLog.silent())
    touched = {job.report: why for job, why in reasons if why}
    assert touched == {"school": "changed: words"}


def test_a_notebook_touches_its_own_jobs(root: Path) -> None:
    edit(notebook_file(root, "school"), "# ## Attendance", "# ## Attendance here")
    reasons = why_each(publication(root), OPTIONS, StageLog.silent())
    assert {job.name: why for job, why in reasons if why} == {
        "school / 9999001 / public": "changed: notebook",
        "school / 9999002 / public": "changed: notebook",
    }


@pytest.mark.long
def test_a_module_of_a_reports_own_touches_that_report(root: Path) -> None:
    own_module = root / "notebooks" / "school" / "school_own.py"
    own_module.write_text('SAID = {"en": "Said first.", "cy": "Yn gyntaf."}\n', "utf-8")
    with notebook_file(root, "school").open("a", encoding="utf-8") as notebook:
        notebook.write("\n# %%\nimport school_own\n\npage.text(**school_own.SAID)\n")
    build_quietly(root)
    edit(own_module, "Said first.", "Said later.")
    assert ran(root) == ["school / 9999001 / public", "school / 9999002 / public"]
    before = files(publication(root))
    own = build_quietly(root)
    assert written(before, own, "notebooks/executed") == {"schools"}
    page = own.site_folder("public") / "en" / OTHER_SCHOOL / "index.html"
    assert "Said later." in page.read_text("utf-8")


def test_an_executed_notebook_that_shows_the_same_renders_nothing(root: Path) -> None:
    edit(notebook_file(root, "school"), "# ## Attendance", "# ## Attendance here")
    own = publication(root)
    before = files(own)
    build_quietly(root)
    assert written(before, own, "notebooks/executed") == {"schools"}
    assert written(before, own, "site") == set()


def test_a_lost_or_spoiled_file_is_made_again(root: Path) -> None:
    own = publication(root)
    before = contents(own)
    pdf_in(own.site_folder("public") / "en" / OTHER_SCHOOL).unlink()
    (own.site_folder("public") / "cy" / "region" / "index.html").write_text("half")
    (own.page_file("public", "business-plan")).unlink()
    build_quietly(root)
    assert contents(own) == before


def test_a_page_that_was_written_over_is_made_again(root: Path) -> None:
    """Also by one of the same length: what it holds is known only while nobody wrote to it."""
    own = publication(root)
    before = contents(own)
    page = own.page_file("public", "region")
    page.write_bytes(page.read_bytes()[::-1])
    [(_, why)] = [each for each in why_each(own, OPTIONS, StageLog.silent()) if each[1]]
    assert why == "its page: changed: page"
    build_quietly(root)
    assert contents(own) == before


def test_another_style_sheet_renders_all_and_executes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tymor.run.page_of_job

    monkeypatch.setattr(tymor.run.page_of_job, "render_code", lambda: "another one")
    reasons = [why for _, why in why_each(publication(root), OPTIONS, StageLog.silent())]
    assert reasons == ["its page: changed: renderer"] * 5


# Nothing stale stays


def test_a_job_that_was_removed_loses_its_pages(root: Path) -> None:
    own = publication(root)
    edit(root / "params" / "terms.yml", ", business_plan", "")
    build_quietly(root)
    assert not [name for name in contents(own) if "business-plan" in name]
    home = html.parse(own.site_folder("public") / "en" / "index.html")
    assert not home.xpath("//a[contains(@href, 'business-plan')]")
    with (own.site_folder("public") / "data" / "figures.csv").open(encoding="utf-8") as file:
        assert "business-plan" not in {row["page"] for row in csv.DictReader(file)}


def test_what_belongs_to_no_job_is_swept_away(root: Path) -> None:
    own = publication(root)
    stray = [own.sites / "public" / "en" / "old" / "index.html", own.sites / ".half.x7f"]
    for path in stray:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("left by somebody")
    build_quietly(root)
    assert not any(path.exists() for path in stray)
    assert not stray[0].parent.exists()


# Failures stay alone

BROKEN = 'if area == "9999002":\n    raise KeyError("ks3_csi")'


@pytest.fixture(scope="module")
def failed_once(built_projects: BuiltProjects, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which one job failed."""
    root = built_projects.copy(mini_project, tmp_path_factory.mktemp("failed") / "project")
    notebook = notebook_file(root, "school")
    notebook.write_text(f"{notebook.read_text()}\n# %%\n{BROKEN}\n")
    with pytest.raises(RunFailed) as caught:
        build_quietly(root)
    line = notebook.read_text().split("\n").index('    raise KeyError("ks3_csi")') + 1
    told = str(caught.value)
    for expected in (
        "school / 9999002 / public failed in notebooks/school/school.py",
        f", line {line}",
        "KeyError: 'ks3_csi'",
        "tymor run --report school --only 9999002 --debug",
        "4 other reports done and kept",
        "build/2017-summer/failures.html",
    ):
        assert expected in told
    return root


@pytest.fixture
def failed(failed_once: Path, tmp_path: Path) -> Path:
    return copy_of(failed_once, tmp_path / "failed")


def test_a_failed_job_is_kept_told_and_stood_in_for(failed: Path) -> None:
    own = publication(failed)
    executed = own.folder / "notebooks" / "executed" / "public" / f"{OTHER_SCHOOL}.ipynb"
    assert "KeyError" in executed.read_text("utf-8")
    page = html.parse(own.folder / "failures.html")
    assert page.xpath("//td/pre/text()") == ["KeyError: 'ks3_csi'"]
    (link,) = page.xpath("//td/a/@href")
    assert (own.folder / link).samefile(executed)
    for language, words in (("en", "could not be made"), ("cy", "Nid oedd modd llunio")):
        stands_in = own.site_folder("public") / language / OTHER_SCHOOL
        assert words in (stands_in / "index.html").read_text("utf-8")
        assert [path.name for path in stands_in.iterdir()] == ["index.html"]
    assert (own.folder / "audit" / "findings.json").read_text("utf-8") == "[]\n"


def test_an_incomplete_site_is_published_only_when_told_which_pages_may_be_missing(
    failed: Path,
) -> None:
    own = publication(failed)
    with pytest.raises(TymorError, match=f"--missing public/{OTHER_SCHOOL}"):
        publish(own)
    with pytest.raises(TymorError, match="has no page public/schools/1"):
        publish(own, [f"public/{OTHER_SCHOOL}", "public/schools/1"])
    (place,) = publish(own, [f"public/{OTHER_SCHOOL}"])
    assert pdf_in(place / "cy" / "region")


@pytest.mark.long
def test_a_failed_job_is_tried_again_when_mended_or_asked_for(failed: Path) -> None:
    assert ran(failed) == []
    with pytest.raises(RunFailed, match="KeyError"):
        build_quietly(failed)  # told again, though not tried again
    retry = Options("builtin", "2", retry_failed=True)
    reasons = {j.name: w for j, w in why_each(publication(failed), retry, StageLog.silent()) if w}
    assert reasons == {"school / 9999002 / public": "it failed, and --retry-failed was given"}
    edit(notebook_file(failed, "school"), BROKEN, "")
    own = build_quietly(failed)
    assert not (own.folder / "failures.html").exists()
    assert pdf_in(own.site_folder("public") / "en" / OTHER_SCHOOL)
    publish(own)


@pytest.mark.long
def test_no_job_begins_after_so_many_failures(root: Path) -> None:
    for name in ("school", "authority", "region", "business_plan"):
        notebook = notebook_file(root, name)
        notebook.write_text(f"{notebook.read_text()}\n# %%\nraise ValueError(area)\n")
    with pytest.raises(RunFailed, match=r"as many as --max-failures allows \(1\)"):
        build_quietly(root, Options("builtin", "1", max_failures=1))
    with pytest.raises(TymorError, match="is not whole"):
        publish(publication(root))


def test_a_job_that_takes_too_long_is_ended_and_told(root: Path) -> None:
    notebook = notebook_file(root, "region")
    edit(notebook, "from tymor import", "import time\n\ntime.sleep(600)\nfrom tymor import")
    began = time.monotonic()
    with pytest.raises(RunFailed, match="took longer than it may"):
        build_quietly(root, Options("builtin", "2", job_seconds=5))
    assert time.monotonic() - began < 200


# Killed and interrupted

_BUILD = [sys.executable, "-m", "tymor", "build", "--term", "2017-summer", "--renderer",
          "builtin", "--workers", "2"]  # fmt: skip


def start_build(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _BUILD, cwd=root, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


@pytest.mark.long
def test_ctrl_c_stops_in_order_and_keeps_what_is_done(tmp_path: Path) -> None:
    root, waits = mini_project(tmp_path / "project"), tmp_path / "waits"
    waits.touch()  # one notebook does not end before it is stopped, however slow the test is
    with notebook_file(root, "region").open("a", encoding="utf-8") as file:
        waiting = f"while os.path.exists({str(waits)!r}):\n    time.sleep(0.1)\n"
        file.write(f"\n# %%\nimport os, time\n{waiting}")
    journal = publication(root).folder / "journal.sqlite"
    batch = start_build(root)
    until = time.monotonic() + 120
    while not done_jobs(journal) and time.monotonic() < until:
        time.sleep(0.05)
    processes = psutil.Process(batch.pid).children(recursive=True)
    os.killpg(batch.pid, signal.SIGINT)  # as a terminal does: to the whole group
    _, told = batch.communicate(timeout=60)
    assert batch.returncode == 130
    assert "Stopped. What is done is kept" in told
    assert "Traceback" not in told
    _, alive = psutil.wait_procs(processes, timeout=15)
    assert not alive
    kept = done_jobs(journal)
    assert kept
    waits.unlink()
    assert not set(kept) & set(ran(root))


def done_jobs(journal: Path) -> list[str]:
    if not journal.exists():
        return []
    try:
        with Journal(journal) as opened:
            return [name for name, entry in opened.jobs.all().items() if entry.state == "done"]
    except sqlite3.OperationalError:
        return []


def test_killed_at_any_moment_the_next_run_gives_the_undisturbed_result(
    built_projects: BuiltProjects, tmp_path: Path
) -> None:
    """A few moments here; ``bench/batch.py --kill 20`` takes more."""
    chance = random.Random(2017)
    undisturbed = contents(publication(built_projects.copy(mini_project, tmp_path / "first")))
    root = mini_project(tmp_path / "killed")
    killed = 0
    for _ in range(4 if runs_all() else 2):
        batch = start_build(root)
        try:
            batch.communicate(timeout=chance.uniform(1.0, 4.0))
        except subprocess.TimeoutExpired:
            os.killpg(batch.pid, signal.SIGKILL)
            batch.communicate()
            killed += 1
    assert killed, "every build was done before it could be killed: kill sooner"
    own = build_quietly(root)
    assert contents(own) == undisturbed
    with sqlite3.connect(own.folder / "journal.sqlite") as journal:
        names = [name for (name,) in journal.execute("SELECT name FROM jobs")]
    assert len(names) == len(set(names)) == 5


def test_two_builds_of_one_term_do_not_meet(root: Path) -> None:
    from tymor.build import alone

    with alone(publication(root)), pytest.raises(TymorError, match="Another process"):
        build_quietly(root)


@pytest.mark.skipif(bool(cannot_fork()), reason="this system forks no processes")
def test_what_the_crew_is_forked_from_has_one_thread_and_what_all_need() -> None:
    """A fork copies only the thread that calls it: a lock another one held stays locked."""
    code = (
        "import psutil, sys, tymor.run.preloaded; print(psutil.Process().num_threads())\n"
        "print(*sys.modules)"
    )
    env = {**os.environ, **ONE_THREAD}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    threads, *loaded = told.stdout.decode().split()
    assert threads == "1"
    needed = {"papermill", "tymor.run.work", "tymor.run.page_of_job", "tymor.render.one_page"}
    assert needed <= set(loaded)
    assert "pandas" not in loaded  # no worker needs data frames


def test_a_crew_has_the_environment_of_its_batch(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its processes are forked from began with an earlier build of this process."""
    monkeypatch.setenv("TYMOR_SAID_TONIGHT", "yes")
    asks = 'import os\n\nassert os.environ["TYMOR_SAID_TONIGHT"] == "yes"\n\n# %%'
    edit(notebook_file(root, "school"), "# %%\nfrom tymor", f"# %%\n{asks}\nfrom tymor")
    build_quietly(root)
    assert ran(root) == []
