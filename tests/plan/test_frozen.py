"""What is edited while notebooks run is for the next build; no page mixes old and new.

A notebook waits in the middle of a build that runs as a command of its own; meanwhile inputs
are edited; then the build goes on.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from built import BuiltProjects
from long_tests import long_but
from projects import edit, mini_project, notebook_file, publication

import tymor
from tymor.build import build, prepare_release, why_each
from tymor.check import data as checking
from tymor.console.stage_log import StageLog
from tymor.errors import TymorError
from tymor.inputs import Inputs
from tymor.options import Options
from tymor.plan.frozen import freeze_settings
from tymor.publication import Publication

OPTIONS = Options("builtin", "2")
BUILD = [sys.executable, "-m", "tymor", "build", "--term", "2017-summer", "--renderer", "builtin"]
#: What the first notebook to run does, once: it says that it has begun, and waits.
WAITS = """\
# %%
import time
from pathlib import Path

begun, go = Path({folder!r}, "begun"), Path({folder!r}, "go")
begun.touch()
while not go.exists():
    time.sleep(0.02)

# %%
"""
NOTEBOOKS = ("region", "authority", "school", "business_plan")
SECONDS = 120


@pytest.fixture
def first(built_projects: BuiltProjects, tmp_path: Path) -> Path:
    """The project built undisturbed, as its notebooks are without what they say nothing of."""
    return built_projects.copy(mini_project, tmp_path / "first")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project where nothing is built, whose notebooks wait; each uses a module of its own
    and one that they share."""
    root = mini_project(tmp_path / "project")
    (root / "notebooks" / "beside.py").write_text('SAID = "before"\n', "utf-8")
    for name in NOTEBOOKS:
        waits = WAITS.format(folder=str(tmp_path))
        path = notebook_file(root, name)
        head, opening, rest = re.split(r"(?m)(?=^# %%$)", path.read_text("utf-8"), maxsplit=2)
        uses = f"\n# %%\nimport beside\nimport {name}_own\n"
        path.write_text(f"{head}{waits}{opening}{rest}{uses}", "utf-8")
        path.with_name(f"{name}_own.py").write_text('SAID = "before"\n', "utf-8")
    return root


@contextmanager
def waiting_build(root: Path, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    """A build that waits in its first notebooks; it goes on at the end of the block."""
    process = subprocess.Popen(
        BUILD, cwd=root, env={**os.environ, **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    until = time.monotonic() + SECONDS
    while not (root.parent / "begun").exists():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until, "no notebook began"
        time.sleep(0.02)
    try:
        yield process
    finally:
        (root.parent / "go").touch()
        process.wait(SECONDS)


def site_of(root: Path) -> dict[str, bytes]:
    sites = publication(root).sites
    return {
        path.relative_to(sites).as_posix(): path.read_bytes()
        for path in sites.rglob("*")
        if path.is_file()
    }


def edit_words(root: Path) -> None:
    for language, before in (("en", " of "), ("cy", " yn ")):
        edit(root / "params" / "words" / f"{language}.yml", before, before.upper())


def edit_settings(root: Path) -> None:
    edit(root / "params" / "partnership.yml", "Miniature Consortium", "Another Consortium")
    edit(root / "params" / "measures.yml", "decimals: 2", "decimals: 4")


def edit_the_modules_beside(root: Path) -> None:
    own = [notebook_file(root, name).with_name(f"{name}_own.py") for name in NOTEBOOKS]
    for path in (root / "notebooks" / "beside.py", *own):
        assert path.exists()
        path.write_text("raise RuntimeError('after')\n", "utf-8")


def edit_notebooks(root: Path) -> None:
    for path in map(partial(notebook_file, root), NOTEBOOKS):
        path.write_text("# %%\nraise RuntimeError\n", "utf-8")


def tear_the_release(root: Path) -> None:
    for path in (publication(root).folder / "release").rglob("*.parquet"):
        path.write_bytes(b"")


def edit_everything(root: Path) -> None:
    for change in (edit_words, edit_settings, edit_the_modules_beside, edit_notebooks):
        change(root)


def lose_everything(root: Path) -> None:
    for part in ("params", "notebooks"):
        shutil.rmtree(root / part)


@pytest.mark.parametrize("change", long_but([edit_everything, lose_everything], edit_everything))
def test_an_edit_while_notebooks_run_is_on_no_page(
    first: Path, project: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    before = shutil.copytree(
        project, tmp_path / "as-it-was", ignore=shutil.ignore_patterns("build")
    )
    with waiting_build(project) as process:
        change(project)
    assert process.returncode == 0, process.communicate()[0]
    for part in ("params", "notebooks"):  # and back again, as if nothing had been
        shutil.rmtree(project / part, ignore_errors=True)
        shutil.copytree(before / part, project / part)
    assert still_to_do(publication(project)) == {}
    assert site_of(project) == site_of(first)


@pytest.mark.long
def test_a_release_that_is_torn_while_notebooks_run_reaches_no_page(
    first: Path, project: Path
) -> None:
    with waiting_build(project) as process:
        tear_the_release(project)
    told = process.communicate()[0]
    assert "0 failed" in told
    pages = [name for name in site_of(first) if name.endswith(".pdf")]
    assert {name: site_of(project)[name] for name in pages} == {
        name: site_of(first)[name] for name in pages
    }


@pytest.mark.long
def test_settings_by_links_work_and_what_is_no_file_beside_notebooks_is_passed_over(
    tmp_path: Path,
) -> None:
    root = mini_project(tmp_path / "project")
    for name in ("audiences.yml", "words"):
        (root / "params" / name).rename(tmp_path / name)
        (root / "params" / name).symlink_to(tmp_path / name)
    os.mkfifo(root / "notebooks" / "pipe.py")
    (root / "notebooks" / "loop").symlink_to(".")
    (root / "notebooks" / "endless.py").symlink_to("/dev/zero")
    build(publication(root), OPTIONS, StageLog.silent())


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here that cannot be read")
def test_what_cannot_be_read_any_more_is_not_taken_as_it_was(tmp_path: Path) -> None:
    own = publication(mini_project(tmp_path))
    for name in ("beside.py", "region/region.py"):
        path = own.config.root / "notebooks" / name
        path.write_text("before = True\n", "utf-8")
        frozen = freeze_settings(own).config.root / "notebooks" / name
        assert frozen.read_text("utf-8") == "before = True\n"
        path.unlink()
        path.symlink_to("/proc/self/mem")  # a file, whose first bytes nobody may read
        freeze_settings(own)
        assert not frozen.is_file()


def test_data_that_changes_while_it_is_read_is_not_taken_for_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = mini_project(tmp_path)
    path = root / "data" / "mini" / "schools.csv"
    as_it_is, really = path.read_bytes(), checking.check

    def while_it_is_edited(own: Publication) -> Inputs:
        path.write_bytes(as_it_is.replace(b"Lark Hill", b"Other Hill"))
        inputs = really(own)
        path.write_bytes(as_it_is)
        return inputs

    monkeypatch.setattr(checking, "check", while_it_is_edited)
    with pytest.raises(TymorError, match=r"data/mini/schools.csv changed while the inputs"):
        prepare_release(publication(root))
    monkeypatch.undo()
    names = prepare_release(publication(root))["public"].tables["areas"]["name_en"]
    assert "Lark Hill Primary School" in set(names)


@pytest.mark.long
def test_an_edit_that_stays_is_on_every_page_after_the_next_build(project: Path) -> None:
    with waiting_build(project):
        edit(project / "params" / "partnership.yml", "Miniature Consortium", "Another Consortium")
    old = b"Miniature Consortium"
    assert any(old in content for content in site_of(project).values())
    build(publication(project), OPTIONS, StageLog.silent())
    assert not any(old in content for content in site_of(project).values())


@pytest.mark.long
def test_an_edit_of_the_package_while_it_runs_ends_the_command(
    project: Path, tmp_path: Path
) -> None:
    package = shutil.copytree(Path(tymor.__file__).parent, tmp_path / "src" / "tymor")
    edited = package / "report" / "counted.py"
    own = {"PYTHONPATH": str(package.parent)}
    with waiting_build(project, **own) as process:
        edited.write_text(edited.read_text("utf-8") + "\n# another\n", "utf-8")
    told = process.communicate()[0]
    assert process.returncode == 1
    assert "tymor/report/counted.py was changed while this command ran" in told
    assert "Traceback" not in told
    again = subprocess.run(
        BUILD, cwd=project, env={**os.environ, **own}, text=True, capture_output=True, check=False
    )
    assert again.returncode == 0, again.stderr
    assert "0 failed" in again.stderr


@pytest.mark.long
def test_two_commands_do_not_work_on_one_term(first: Path) -> None:
    notebook = notebook_file(first, "region")
    waits = WAITS.format(folder=str(first.parent))
    notebook.write_text(f"{notebook.read_text('utf-8')}\n{waits}", "utf-8")
    with waiting_build(first):
        for command in ("check", "prepare", "plan", "build", "run"):
            ended = subprocess.run(
                [sys.executable, "-m", "tymor", command, "--term", "2017-summer"],
                cwd=first, text=True, capture_output=True, check=False,
            )  # fmt: skip
            assert ended.returncode == 1
            assert "Another process is at work on 2017-summer" in ended.stderr


def still_to_do(own: Publication) -> dict[str, str]:
    every = why_each(own, OPTIONS, StageLog.silent())
    return {job.name: why for job, why in every if why}
