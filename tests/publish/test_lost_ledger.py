"""A ledger that is lost or torn stops every command that rests on it, and how it comes back."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from built import BuiltProjects
from editions import edition
from projects import closed_project, edit, publication
from typer.testing import CliRunner, Result

from tymor.build import prepare_release
from tymor.cli import app
from tymor.errors import TymorError
from tymor.files import closed_folder
from tymor.fingerprints import digest
from tymor.ledger import Entry, Ledger, begin_anew, read_ledger, take_in
from tymor.publish import switch
from tymor.publish.switch import publish
from tymor.recorded import OF_BUILD, OF_PROJECT, record, recorded

TERM = ["--term", "2017-summer"]
#: Every command that rests on the ledger.
COMMANDS = {
    "prepare": TERM, "plan": TERM, "run": ["--only", "9999001"], "render": TERM, "build": TERM,
    "audit": TERM, "attack": TERM, "publish": TERM, "ledger": [],
}  # fmt: skip


def _files(root: Path) -> list[Path]:
    """The files of the ledger, the oldest first."""
    folder = root / "site" / ".ledger"
    entries = json.loads((folder / "index.json").read_text("utf-8"))["entries"]
    return [folder / each["file"] for each in entries]


def _truncated(root: Path) -> str:
    file = _files(root)[0]
    file.write_bytes(file.read_bytes()[:-8])
    return f"{file.name} is not as it was entered"


def _without_a_byte(root: Path) -> str:
    file = _files(root)[0]
    file.write_bytes(b"")
    return f"{file.name} is empty"


def _other_bytes(root: Path) -> str:
    file = _files(root)[1]
    file.write_bytes(bytes(file.stat().st_size))
    return f"{file.name} is not as it was entered"


def _one_of_two_gone(root: Path) -> str:
    file = _files(root)[1]
    file.unlink()
    return f"{file.name} is missing"


def _two_faults(root: Path) -> str:
    return f"{_without_a_byte(root)}\n  {_one_of_two_gone(root)}"


def _index_empty(root: Path) -> str:
    (root / "site" / ".ledger" / "index.json").write_text("")
    return "index.json is empty"


def _folder_empty(root: Path) -> str:
    for file in (root / "site" / ".ledger").iterdir():
        file.unlink()
    return "it is empty, and something was published: there is site/authority, site/public"


def _folder_gone(root: Path) -> str:
    shutil.rmtree(root / "site" / ".ledger")
    return "it is missing, and something was published: there is site/authority, site/public"


def _folder_and_records_gone(root: Path) -> str:
    for name in (OF_PROJECT, OF_BUILD):
        (root / name).unlink()
    return _folder_gone(root)


def _site_gone(root: Path) -> str:
    (root / "site").rename(root / "site-away")
    return "2017-summer of "


def _site_gone_as_the_build_knows(root: Path) -> str:
    (root / OF_PROJECT).unlink()
    _site_gone(root)
    return f", which {OF_BUILD} names, is not in it"


def _site_gone_as_the_project_knows(root: Path) -> str:
    (root / OF_BUILD).unlink()
    _site_gone(root)
    return f", which {OF_PROJECT} names, is not in it"


def _older_copy(root: Path) -> str:
    shutil.rmtree(root / "site" / ".ledger")
    shutil.copytree(root / "older", root / "site" / ".ledger")
    return f", which {OF_PROJECT} names, is not in it"


HARMS: list[Callable[[Path], str]] = [
    _truncated, _without_a_byte, _other_bytes, _one_of_two_gone, _two_faults, _index_empty,
    _folder_empty, _folder_gone, _folder_and_records_gone, _site_gone,
    _site_gone_as_the_build_knows, _site_gone_as_the_project_knows, _older_copy,
]  # fmt: skip


def typed(root: Path, *words: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        return CliRunner().invoke(app, words)


def said(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture(scope="module")
def twice(built_projects: BuiltProjects, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was published twice, so that its ledger has two files."""
    root = built_projects.copy(closed_project, tmp_path_factory.mktemp("twice") / "project")
    publish(publication(root))
    shutil.copytree(root / "site" / ".ledger", root / "older")
    edit(root / "params" / "disclosure.yml", "least_side: 1", "least_side: 2")
    results = root / "data" / "mini" / "school_outcomes.csv"
    edit(results, "9999001,2016/17,ks2_csi,all,18,20", "9999001,2016/17,ks2_csi,all,17,20")
    again = publication(root)
    prepare_release(again)
    publish(again)
    return root


@pytest.fixture
def own(twice: Path, tmp_path: Path) -> Iterator[Path]:
    """The same project, whose ledger and records are brought back after the test."""
    records = {name: (twice / name).read_bytes() for name in (OF_PROJECT, OF_BUILD)}
    kept = shutil.copytree(twice / "site" / ".ledger", tmp_path / "kept")
    yield twice
    if (twice / "site-away").exists():
        shutil.rmtree(twice / "site", ignore_errors=True)
        (twice / "site-away").rename(twice / "site")
    for aside in (twice / "site").glob(".ledger*"):
        shutil.rmtree(aside)
    shutil.copytree(kept, twice / "site" / ".ledger")
    for name, content in records.items():
        (twice / name).write_bytes(content)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("harm", HARMS)
def test_it_stops_every_command_that_rests_on_it(
    own: Path, harm: Callable[[Path], str], command: str
) -> None:
    told = harm(own)
    result = typed(own, command, *COMMANDS[command])
    assert result.exit_code == 1, result.output
    assert " ".join(told.split()) in said(result)
    assert "is not whole" in said(result) and "tymor ledger --begin" in said(result)
    assert "as before" not in said(result)


def test_what_is_whole_is_as_before_and_inputs_are_checked_without_it(own: Path) -> None:
    assert said(typed(own, "prepare", *TERM)).count("as before") == 2
    _folder_gone(own)
    assert typed(own, "check", *TERM).exit_code == 0


@pytest.mark.parametrize("name", [OF_PROJECT, OF_BUILD])
def test_a_record_that_is_torn_is_told_and_comes_back_from_the_other(own: Path, name: str) -> None:
    (other,) = {OF_PROJECT, OF_BUILD} - {name}
    (own / name).write_text((own / name).read_text()[:-20])
    told = said(typed(own, "prepare", *TERM))
    assert f"{name}, which says what was published, cannot be read" in told
    shutil.copyfile(own / other, own / name)
    assert typed(own, "prepare", *TERM).exit_code == 0


# How it comes back


def test_files_come_back_from_a_copy(own: Path, tmp_path: Path) -> None:
    _two_faults(own)
    told = typed(own, "ledger", "--from", str(tmp_path / "kept"))
    assert told.exit_code == 0, told.output
    for file in _files(own):
        assert file.read_bytes() == (tmp_path / "kept" / file.name).read_bytes()


def test_what_two_machines_published_is_laid_together(own: Path, tmp_path: Path) -> None:
    """Each has the other's publication in its record, by way of the repository, and lacks it."""
    kept = tmp_path / "kept"
    _older_copy(own)
    assert typed(own, "ledger", "--from", str(kept)).exit_code == 0
    with pytest.raises(TymorError, match="has nothing of a ledger"):
        take_in(own, tmp_path / "nothing")
    whole = read_ledger(own)
    assert len(whole.entries) == 2
    assert whole.rules_before("CSC")["public"]["rules"]["least_side"] == 2


def test_without_a_copy_what_is_built_and_what_is_whole_is_known_again(own: Path) -> None:
    """A new ledger knows what is published again, and takes in what is whole of the one before."""
    before = read_ledger(own).entries
    lost = _files(own)[1]
    lost.unlink()
    aside = begin_anew(own, "A disk broke.")
    told = typed(own, "ledger", "--from", str(aside))
    assert f"{lost.name} is missing" in said(told)
    assert read_ledger(own).entries == [before[0]]
    begin_anew(own, "Once more, as the documents say it.")
    publish(publication(own))  # as it was built
    told = typed(own, "ledger", "--from", str(aside))
    assert told.exit_code == 0 and "Warning" not in told.output
    held = read_ledger(own).entries
    assert held[:2] == before and held[2].digest == before[1].digest


def test_another_machine_needs_the_ledger_that_the_repository_tells_of(
    own: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    for part in ("params", "notebooks", "data"):
        shutil.copytree(own / part, clone / part)
    shutil.copyfile(own / OF_PROJECT, clone / OF_PROJECT)
    with pytest.raises(TymorError, match=r"which published\.json names, is not in it"):
        prepare_release(publication(clone))
    shutil.copytree(own / "site" / ".ledger", clone / "site" / ".ledger")
    prepare_release(publication(clone))
    (clone / OF_PROJECT).unlink()  # what was known here once is missed, too
    shutil.rmtree(clone / "site")
    with pytest.raises(TymorError, match=r"which build/published\.json names, is not in it"):
        prepare_release(publication(clone))


# A publication that was killed


ENTRY = Entry("2017-summer", "CSC", "2017-09-28", "2017-summer-1.parquet", "", "inputs", {})


def _entered(root: Path, content: bytes) -> None:
    made = digest(content)
    entry = replace(ENTRY, file=f"{made}.parquet", digest=made, mark=made)
    read_ledger(root).with_entry(entry, content).record(root, OF_PROJECT, OF_BUILD)


def test_one_that_is_killed_at_any_moment_leaves_a_ledger_that_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a kill after each step of a first and a second one leaves is read, and gone on with."""
    root = tmp_path / "project"
    closed_folder(root)
    left: list[Path] = []
    synced: set[int] = set()

    def then_left(step: Callable[..., object]) -> Callable[..., object]:
        def stepped(*given: object, **more: object) -> object:
            made = step(*given, **more)
            left.append(Path(shutil.copytree(root, tmp_path / f"left-{len(left)}")))
            return made

        return stepped

    replace_file = Path.replace

    def renamed(place: Path, to: Path) -> Path:
        assert place.stat().st_ino in synced, f"{to.name} might be empty after a loss of power"
        return replace_file(place, to)

    sync = os.fsync

    def noted(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        sync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", then_left(renamed))
        patch.setattr(Path, "mkdir", then_left(Path.mkdir))
        patch.setattr(os, "fsync", then_left(noted))
        _entered(root, b"first")
        _entered(root, b"second")
    assert len(left) > 15
    for each in left:
        read_ledger(each)
        _entered(each, b"first")
        _entered(each, b"second")
        assert {one.file for one in read_ledger(each).entries} == {
            one.file for one in read_ledger(root).entries
        }
        assert len(recorded(each)) == 2


def test_a_first_publication_that_was_half_copied_needs_no_ceremony(
    built_projects: BuiltProjects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = built_projects.copy(closed_project, tmp_path / "project")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(switch, "enter", killed)
        patch.setattr(switch.PublishedSite, "sweep", lambda _: None)  # a kill leaves no time to
        with pytest.raises(KeyboardInterrupt):
            publish(publication(root))
    assert list((root / "site" / ".published").glob("2017-summer-*"))
    assert said(typed(root, "prepare", *TERM)).count("as before") == 2
    edition(publication(root), 1)
    publish(publication(root))


def test_nothing_is_taken_out_of_a_record(tmp_path: Path) -> None:
    held = Ledger(tmp_path, [Entry(**{**vars(ENTRY), "mark": mark}) for mark in ("a", "b")])
    record(tmp_path, OF_PROJECT, [each.marked for each in held.entries])
    record(tmp_path, OF_PROJECT, [held.entries[1].marked])
    assert [each.mark for each in recorded(tmp_path)] == ["a", "b"]
