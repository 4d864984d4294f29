"""Whatever stands in a data folder and is not read is told; so is what has gone since last time."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from checking import GOOD, VOCABULARY, read, with_parents
from long_tests import long_but
from projects import TERM, edit, mini_project, publication

from tymor.build import prepare_release
from tymor.check.inputs_stamp import inputs_fingerprint, still_standing
from tymor.check.read import read_inputs
from tymor.errors import CheckFailed, Problem

Put = Callable[[Path], None]


def a_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's whole path may have 108 letters at most
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


#: What may stand where a file should, and what is said of it.
NO_FILES: dict[str, tuple[Put, str]] = {
    "broken link": (lambda path: path.symlink_to("nowhere.csv"), "a link to nowhere.csv"),
    "link loop": (lambda path: path.symlink_to(path.name), "a link that leads back to itself"),
    "folder": (lambda path: path.mkdir(), "a folder"),
    "link to a folder": (lambda path: path.symlink_to(path.parent), "a folder"),
    "pipe": (os.mkfifo, "a pipe"),
    "socket": (a_socket, "a socket"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "a device"),
}


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(problem.severity, str(problem.file), problem.rule) for problem in problems]


@pytest.mark.parametrize("what", NO_FILES)
@pytest.mark.parametrize("name", ["grants.csv", "grants.xlsx", "grants.PARQUET", "Grants.csv"])
def test_what_bears_a_tables_name_and_is_no_file_is_an_error(
    tmp_path: Path, what: str, name: str
) -> None:
    data = with_parents(tmp_path / "data")
    put, says = NO_FILES[what]
    put(data / name)
    (problem,) = read(data).problems
    assert told((problem,)) == [("error", f"data/{name}", "unreadable")]
    assert f"it is {says}" in problem.message


@pytest.mark.parametrize("what", NO_FILES)
@pytest.mark.parametrize("name", ["mapping.yml", "source.yml"])
def test_what_stands_beside_the_tables_and_is_no_file_is_an_error(
    tmp_path: Path, what: str, name: str
) -> None:
    data = with_parents(tmp_path / "data")
    NO_FILES[what][0](data / name)
    assert told(read(data).problems) == [("error", f"data/{name}", "unreadable")]


@pytest.mark.parametrize("what", NO_FILES)
def test_a_file_that_a_mapping_names_and_is_none_is_an_error(tmp_path: Path, what: str) -> None:
    data = with_parents(tmp_path / "data")
    (data / "mapping.yml").write_text("grants: {file: Grants 2017.csv}\n")
    NO_FILES[what][0](data / "Grants 2017.csv")
    (problem,) = read(data).problems
    assert told((problem,)) == [("error", "data/mapping.yml", "mapping")]
    assert f"'Grants 2017.csv' cannot be read: it is {NO_FILES[what][1]}" in problem.message


@pytest.mark.parametrize("what", [name for name in NO_FILES if "folder" not in name])
def test_what_is_no_folder_is_an_error(tmp_path: Path, what: str) -> None:
    data = with_parents(tmp_path / "data")
    NO_FILES[what][0](tmp_path / "more")
    (problem,) = read(data, tmp_path / "more").problems
    assert told((problem,)) == [("error", "more", "missing_folder")]
    assert NO_FILES[what][1] in problem.message


@pytest.mark.parametrize("name", ["grants.csv", "grants.xlsx", "grants.parquet"])
def test_an_empty_file_is_an_error(tmp_path: Path, name: str) -> None:
    data = with_parents(tmp_path / "data")
    (data / name).write_bytes(b"")
    (problem,) = read(data).problems
    assert (problem.severity, str(problem.file)) == ("error", f"data/{name}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    shutil.copy(GOOD / "grants.csv", data)
    (data / "grants.csv").chmod(0)
    assert told(read(data).problems) == [("error", "data/grants.csv", "unreadable")]


#: Files that nobody reads, beside good tables of other names.
UNREAD = (
    *("PLASC 2017.xls", "address-list.ods", "notes.docx", "grants.csv.bak", "grants.csv~"),
    *("grant.csv", "Grants.csv", "grants (1).csv", "schools.json", "schools", "mapping.yaml"),
    *("source.yaml", "photo.png", "no suffix", "results.old", "Source.yml"),
)


@pytest.mark.parametrize("name", UNREAD)
def test_every_file_that_was_not_read_is_told(tmp_path: Path, name: str) -> None:
    data = with_parents(tmp_path / "data")
    (data / name).write_text("something")
    (problem,) = read(data).problems
    assert told((problem,)) == [("warning", f"data/{name}", "unknown_file")]
    hints = {"mapping.yaml": "mapping.yml", "source.yaml": "source.yml", "grant.csv": "grants"}
    assert hints.get(name, "") in problem.message


@pytest.mark.parametrize(
    "name", ["grants.dif", "grants.json", "grants.csv.gz", "grants", "risk.tsv"]
)
def test_a_table_in_another_format_is_an_error_where_nothing_else_holds_it(
    tmp_path: Path, name: str
) -> None:
    data = with_parents(tmp_path / "data")
    (data / name).write_text("something")
    assert told(read(data).problems) == [("error", f"data/{name}", "format")]


def test_capitals_in_a_suffix_do_not_count_and_two_files_of_a_table_do(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    shutil.copy(GOOD / "grants.csv", data / "grants.CSV")
    inputs = read(data)
    assert inputs.problems == ()
    assert len(inputs.tables["grants"])
    shutil.copy(GOOD / "grants.csv", data)
    assert [rule for _, _, rule in told(read(data).problems)] == ["two_files"]


@pytest.mark.parametrize(
    "name", ["README.md", "readme.txt", ".grants.csv", "~$grants.xlsx", "Thumbs.db", "desktop.ini"]
)
def test_what_is_no_input_is_passed_over(tmp_path: Path, name: str) -> None:
    data = with_parents(tmp_path / "data")
    (data / name).write_text("something")
    assert read(data).problems == ()


def test_a_folder_in_a_data_folder_is_told_but_for_what_a_mapping_names_there(
    tmp_path: Path,
) -> None:
    data = with_parents(tmp_path / "data")
    (data / "empty").mkdir()
    (data / "2017").mkdir()
    shutil.copy(GOOD / "grants.csv", data / "2017" / "all.csv")
    (problem,) = read(data).problems
    assert told((problem,)) == [("warning", "data/2017", "unknown_file")]
    assert "not read of this folder: 1 file (all.csv …)" in problem.message
    (data / "mapping.yml").write_text("grants: {file: 2017/all.csv}\n")
    inputs = read(data)
    assert inputs.problems == ()
    assert len(inputs.tables["grants"])


def test_a_data_folder_in_another_is_told_of_once(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    (data / "more").mkdir()
    shutil.copy(GOOD / "grants.csv", data / "more")
    inputs = read(data, data / "more")
    assert inputs.problems == ()
    assert inputs.rows_held()["data/more"] == {"grants": len(inputs.tables["grants"])}


def test_folders_without_a_table_are_told(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    (tmp_path / "void").mkdir()
    (tmp_path / "void" / "README.md").write_text("nothing yet")
    assert told(read(data, tmp_path / "void").problems) == [("warning", "void", "empty_folder")]
    nothing = read_inputs([], VOCABULARY, required=["schools"], root=tmp_path)
    assert [rule for _, _, rule in told(nothing.problems)] == ["missing_file"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose term was prepared, with more tables than it must have."""
    root = mini_project(tmp_path_factory.mktemp("prepared") / "project")
    prepare_release(publication(root))
    return root


@pytest.fixture
def project(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "project", symlinks=True))


def stands(root: Path) -> bool:
    it = publication(root)
    return still_standing(it, inputs_fingerprint(it)) is not None


@pytest.mark.parametrize("what", NO_FILES)
def test_what_became_of_a_file_is_noticed_by_the_next_build(project: Path, what: str) -> None:
    assert stands(project)
    attendance = project / "data" / "mini" / "attendance.csv"
    attendance.unlink()
    NO_FILES[what][0](attendance)
    assert not stands(project)
    with pytest.raises(CheckFailed, match="1 error"):
        prepare_release(publication(project))
    assert not stands(project)


def test_a_file_that_fails_to_read_is_never_as_before(project: Path) -> None:
    if not Path("/proc/self/mem").exists():
        pytest.skip("needs a file that fails to read")
    attendance = project / "data" / "mini" / "attendance.csv"
    attendance.unlink()
    attendance.symlink_to("/proc/self/mem")
    assert inputs_fingerprint(publication(project)) == ""


def test_what_came_to_stand_beside_the_tables_is_noticed(project: Path) -> None:
    mini = project / "data" / "mini"
    os.mkfifo(mini / "notes")
    assert not stands(project)
    (mini / "notes").unlink()
    assert stands(project)
    (mini / "2017").mkdir()
    (mini / "2017" / "x.csv").write_text("x")
    assert not stands(project)


def test_a_mapped_file_in_a_folder_of_the_data_folder_is_an_input(project: Path) -> None:
    mini = project / "data" / "mini"
    (mini / "2017").mkdir()
    (mini / "attendance.csv").rename(mini / "2017" / "all.csv")
    (mini / "mapping.yml").write_text(yaml.safe_dump({"attendance": {"file": "2017/all.csv"}}))
    prepare_release(publication(project))
    assert stands(project)
    text = (mini / "2017" / "all.csv").read_text()
    (mini / "2017" / "all.csv").write_text(f"{text}\n")
    assert not stands(project)


#: Of each file a setting that releases rest on, and another value.
SETTINGS = {
    "disclosure.yml": ("least_cohort_others: 5", "least_cohort_others: 50"),
    "measures.yml": ("decimals: 2", "decimals: 3"),
    "risk.yml": ("flagged_from: ", "flagged_from: 1  # was "),
    "terms.yml": ("published: 2017-", "published: 2016-"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_release_stands_for_the_settings_it_was_made_with(project: Path, name: str) -> None:
    assert stands(project)
    edit(project / "params" / name, *SETTINGS[name])
    assert not stands(project)


def test_words_make_no_other_release(project: Path) -> None:
    edit(project / "params" / "partnership.yml", "data: [mini]", "data: [mini]  # whatever")
    assert stands(project)


def gone_from(root: Path) -> list[str]:
    """What a check says has gone since the last release, by its file."""
    prepare_release(publication(root))
    standing = still_standing(publication(root), inputs_fingerprint(publication(root)))
    assert standing is not None
    return [str(each.file) for each in standing.problems if each.rule == "table_gone"]


def test_a_table_that_has_gone_is_told_until_there_is_a_release_without_it(project: Path) -> None:
    mini = project / "data" / "mini"
    (mini / "attendance.csv").rename(mini / "attendence.csv")
    # A check that ends in an error does not forget what the last release had.
    text = (mini / "targets.csv").read_text()
    (mini / "targets.csv").write_text(text.replace("value,status", "value,state"))
    with pytest.raises(CheckFailed):
        prepare_release(publication(project))
    (mini / "targets.csv").write_text(text)
    assert gone_from(project) == ["data/mini/attendance.csv"]
    assert gone_from(project) == ["data/mini/attendance.csv"]  # as before, and told again
    (mini / "README.md").write_text("attendance is with the authorities")
    assert gone_from(project) == []


def test_a_table_that_is_kept_otherwise_or_elsewhere_has_not_gone(project: Path) -> None:
    mini = project / "data" / "mini"
    (mini / "attendance.csv").rename(mini / "PLASC.csv")
    (mini / "mapping.yml").write_text("attendance: {file: PLASC.csv}\n")
    assert gone_from(project) == []
    more = project / "data" / "more"
    more.mkdir()
    (mini / "mapping.yml").unlink()
    (mini / "PLASC.csv").rename(more / "attendance.csv")
    partnership = project / "params" / "partnership.yml"
    partnership.write_text(partnership.read_text().replace("[mini]", "[mini, more]"))
    assert gone_from(project) == []
    partnership.write_text(partnership.read_text().replace("[mini, more]", "[mini]"))
    assert gone_from(project) == ["data/more"]


TORN = ["", "{}", "[]", '{"fingerprint": "x"}', '{"held": 5}']


@pytest.mark.parametrize("kept", long_but(TORN, "", '{"held": 5}'))
def test_a_torn_record_stands_for_nothing(project: Path, kept: str) -> None:
    (publication(project).folder / "prepared.json").write_text(kept)
    assert not stands(project)
    assert gone_from(project) == []


def test_a_pipe_does_not_hold_up_the_command(project: Path) -> None:
    grants = project / "data" / "mini" / "grants.csv"
    os.mkfifo(grants)
    done = subprocess.run(
        [sys.executable, "-m", "tymor", "build", "--term", TERM],
        cwd=project, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "data/mini/grants.csv" in done.stderr
    assert "it is a pipe" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_that_is_no_text_is_told_as_bytes(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    Path(os.fsdecode(os.fsencode(data) + b"/b\xff.csv")).write_text("a,b\n1,2\n")
    (problem,) = read(data).problems
    assert problem.severity == "warning"
    assert "\\udcff" in str(problem)
    str(problem).encode()  # which can be printed and kept


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "x\\0.csv"])
def test_a_mapped_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    data = with_parents(tmp_path / "data")
    (data / "mapping.yml").write_text(f'targets: {{file: "{name}", columns: {{}}}}\n')
    assert any(problem.severity == "error" for problem in read(data).problems)
