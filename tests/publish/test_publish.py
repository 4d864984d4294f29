"""Publishing: all audiences at once, whole or not at all, whatever happens on the way."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from built import BuiltProjects
from editions import AUDIENCES, edition
from projects import HELPERS, closed_project, publication

from tymor.audit.stamp import tree_below, tree_digest, write_stamp
from tymor.errors import TymorError
from tymor.ledger import begin_anew
from tymor.locks import alone
from tymor.publication import Publication
from tymor.publish.published_site import published_site
from tymor.publish.switch import publish


@pytest.fixture
def own(built_projects: BuiltProjects, tmp_path: Path) -> Publication:
    """A project with a public site and closed ones, built."""
    return publication(built_projects.copy(closed_project, tmp_path / "project"))


def shown(root: Path) -> list[str | None]:
    """The edition that each audience reads; nothing where it has no site."""
    places = [root / "site" / audience / "edition.txt" for audience in AUDIENCES]
    return [place.read_text() if place.exists() else None for place in places]


def below(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")
            if p.is_file()}  # fmt: skip


def shelf(root: Path) -> list[str]:
    """What lies where publications are kept, but for the lock."""
    return sorted(p.name for p in (root / "site" / ".published").iterdir() if p.name != ".lock")


def require_tidy(root: Path) -> None:
    """Nothing lies about but what is published."""
    assert len(shelf(root)) == 2, shelf(root)
    assert not [p for p in (root / "site").iterdir() if p.is_symlink() and not p.exists()]


# One switch


def test_all_audiences_are_switched_by_one_rename(own: Publication) -> None:
    root = own.config.root
    edition(own, 1)
    publish(own)
    links = {name: (root / "site" / name).readlink() for name in AUDIENCES}
    inodes = {name: (root / "site" / name).lstat().st_ino for name in AUDIENCES}
    edition(own, 2)
    publish(own)
    assert {name: (root / "site" / name).readlink() for name in AUDIENCES} == links
    assert {name: (root / "site" / name).lstat().st_ino for name in AUDIENCES} == inodes
    assert shown(root) == ["2"] * 3
    for name in AUDIENCES:
        assert below(root / "site" / name) == below(own.sites / name)
    require_tidy(root)


def test_files_keep_the_times_of_their_pages(own: Publication) -> None:
    publish(own)
    page = Path("public", "en", "region", "index.html")
    assert (own.config.root / "site" / page).stat().st_mtime_ns == (
        own.sites / page
    ).stat().st_mtime_ns


def test_a_site_or_audience_that_is_gone_is_not_published_any_more(own: Publication) -> None:
    root = own.config.root
    publish(own)
    shutil.rmtree(own.sites / "school" / "9999002")
    shutil.rmtree(own.sites / "authority")
    write_stamp(own, tree_digest(tree_below(own.sites)))
    assert publish(own) == [root / "site" / "public", root / "site" / "school"]
    assert not os.path.lexists(root / "site" / "authority")
    assert [path.name for path in (root / "site" / "school").iterdir()] == ["9999001"]
    require_tidy(root)


def test_sites_published_by_a_link_each_are_taken_over(own: Publication) -> None:
    """As they were before: each audience a link to a copy of its own, and orphans beside."""
    root = own.config.root
    old = root / "site" / ".published"
    for name in ("public", "school", "orphan"):
        shutil.copytree(own.sites / "public", old / f"{name}-17-0badf00d")
        (old / f"{name}-17-0badf00d" / "edition.txt").write_text("0")
    for name in ("public", "school"):
        (root / "site" / name).symlink_to(Path(".published", f"{name}-17-0badf00d"))
    (old / "public-18-0badf00d.link").symlink_to(Path(".published", "public-18-0badf00d"))
    edition(own, 1)
    with published_site(root / "site"):  # taken over, and nothing new published
        assert shown(root) == [None, "0", "0"]
        assert (root / "site" / "public").readlink() == Path(".published/current/public")
    assert shown(root) == [None, "0", "0"]
    with pytest.raises(TymorError, match="The ledger"):  # nobody knows what was published so
        publish(own)
    begin_anew(root, "There was none.")
    publish(own)
    assert shown(root) == ["1"] * 3
    require_tidy(root)


def test_what_is_no_link_of_publishing_is_told_and_left(own: Publication) -> None:
    root = own.config.root
    for name in ("public", "partnership"):  # one of a site, one of an audience without a site
        (root / "site" / name).mkdir()
        (root / "site" / name / "by-hand.html").write_text("mine")
    (root / "site" / "school").symlink_to(root / "data")
    with pytest.raises(TymorError, match="The ledger"):  # it looks as if it had been published
        publish(own)
    begin_anew(root, "They were put there by hand.")
    with pytest.raises(TymorError, match="something else stands") as told:
        publish(own)
    for name in ("public is no link", "partnership is no link", "school is a link elsewhere"):
        assert name in str(told.value)
    assert (root / "site" / "public" / "by-hand.html").read_text() == "mine"
    assert (root / "site" / "school").readlink() == root / "data"
    assert not (root / "site" / "authority").is_symlink()


def test_a_link_in_a_built_site_is_not_followed(own: Publication) -> None:
    (own.sites / "public" / "notes.csv").symlink_to(own.release_folder("school") / "x")
    (own.sites / "public" / "notes.csv").readlink().write_text("a pupil")
    write_stamp(own, tree_digest(tree_below(own.sites)))
    with pytest.raises(TymorError, match=r"notes\.csv is a link"):
        publish(own)
    assert shown(own.config.root) == [None] * 3


# One at a time


def test_nothing_is_published_while_it_is_built_or_another_is_published(own: Publication) -> None:
    with alone(own), pytest.raises(TymorError, match="Another process is at work"):
        publish(own)
    with (
        published_site(own.config.root / "site"),
        pytest.raises(TymorError, match="Another process is publishing"),
    ):
        publish(own)
    publish(own)


def test_what_changes_while_it_is_copied_is_not_published(
    own: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor knows no locks: the audit's stamp is asked for again after the copy."""
    from tymor.publish import switch as stage

    copy = stage.copy_synced

    def copy_then_edit(source: Path, place: Path, *, closed: bool) -> None:
        copy(source, place, closed=closed)
        (own.sites / "public" / "index.html").write_text("edited")

    monkeypatch.setattr(stage, "copy_synced", copy_then_edit)
    with pytest.raises(TymorError, match="rendered after it was audited"):
        publish(own)
    assert shelf(own.config.root) == []


PUBLISH = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from projects import publication
from editions import edition
from tymor.errors import TymorError
from tymor.publish.switch import publish
own = publication(Path({root!r}))
number = {begin}
print("begun", flush=True)
while number < {end}:
    edition(own, number)
    publish(own)
    number += 1
"""


def publishing(root: Path, begin: int, end: int = 1_000_000) -> subprocess.Popen[str]:
    """A process that publishes one edition after the other."""
    code = PUBLISH.format(tests=str(HELPERS), root=str(root), begin=begin, end=end)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def test_publishing_at_the_same_time_is_told(own: Publication) -> None:
    root = own.config.root
    edition(own, 1)
    command = [sys.executable, "-m", "tymor", "publish", "--term", own.term_id]
    every = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True)
             for _ in range(4)]  # fmt: skip
    told = [process.communicate()[1] for process in every]
    assert {process.returncode for process in every} <= {0, 1}
    assert 0 in {process.returncode for process in every}
    for process, text in zip(every, told, strict=True):
        assert ("Another process is publishing" in text) == (process.returncode == 1), text
        assert "Traceback" not in text
    assert shown(root) == ["1"] * 3
    require_tidy(root)


# Readers meanwhile, and ends at any moment


@contextmanager
def reading(root: Path) -> Iterator[list[str]]:
    """Somebody who reads all the time; what was wrong is in the list.

    Two looks at one audience that show the same edition had no switch between them: the
    others read in between show the same edition.
    """
    wrong: list[str] = []
    done = threading.Event()
    _, first, _ = (root / "site" / audience / "edition.txt" for audience in AUDIENCES)

    def read() -> None:
        while not done.is_set():
            try:
                before, every, after = first.read_text(), shown(root), first.read_text()
            except OSError as failure:
                wrong.append(str(failure))
                continue
            if before == after and every != [before] * 3:
                wrong.append(f"{before} {every}")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield wrong
    finally:
        done.set()
        reader.join()


@pytest.mark.long
def test_readers_see_one_edition_whole_while_others_are_published_and_killed(
    own: Publication,
) -> None:
    root = own.config.root
    edition(own, 1)
    publish(own)
    chance = random.Random(2017)
    halves = 0
    with reading(root) as wrong:
        for kill in range(10):
            process = publishing(root, 1_000 * (kill + 1))
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.6))
            process.send_signal(signal.SIGKILL)
            process.wait()
            halves += len(shelf(root)) > 2
            at = shown(root)
            assert len(set(at)) == 1, at
            for name in AUDIENCES:  # every file is there, whole
                published, made = below(root / "site" / name), below(own.sites / name)
                assert {**published, "edition.txt": b""} == {**made, "edition.txt": b""}
    assert wrong == []
    assert halves, "no publication was killed half way: kill at other moments"
    edition(own, 2)
    publish(own)
    assert shown(root) == ["2"] * 3
    require_tidy(root)


# A disk that is full


def files_no_larger_than(size: int) -> None:
    """The system then refuses to write more to a file, as a full disk does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_file_that_cannot_be_written_leaves_what_is_published(own: Publication) -> None:
    root = own.config.root
    edition(own, 1)
    publish(own)
    edition(own, 2)
    sizes = sorted(p.stat().st_size for p in own.sites.rglob("*") if p.is_file())
    before = below(root / "site")
    command = [sys.executable, "-m", "tymor", "publish", "--term", own.term_id]
    ended = subprocess.run(
        command, cwd=root, text=True, capture_output=True, check=False,
        preexec_fn=lambda: files_no_larger_than(sizes[-1] - 1),
    )  # fmt: skip
    assert ended.returncode == 1
    assert "could not be published" in ended.stderr
    assert "Make room" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert below(root / "site") == before
    assert shown(root) == ["1"] * 3
    require_tidy(root)
    publish(own)
    assert shown(root) == ["2"] * 3


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[None]:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        # Lazily: the journal that could not be opened is still held by its exception.
        subprocess.run(["umount", "--lazy", str(place)], check=True)


needs_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"),
    reason="only root may mount a small disk",
)


@needs_root
def test_a_full_disk_of_the_whole_project_is_told_as_one(
    built_projects: BuiltProjects, tmp_path: Path
) -> None:
    """Where the build lies there too, not even its journal can be opened."""
    place = tmp_path / "disk"
    place.mkdir()
    with small_disk(place, "size=100m"):
        own = publication(built_projects.copy(closed_project, place / "project"))
        edition(own, 1)
        publish(own)
        edition(own, 2)
        with pytest.raises(OSError, match="No space left"), (place / "full").open("wb") as full:
            while True:
                full.write(bytes(4096))
                full.flush()
        with pytest.raises(TymorError, match=r"Readers see what they saw before\. Make room for"):
            publish(own)
        assert shown(own.config.root) == ["1"] * 3


@needs_root
def test_a_disk_that_is_full_at_any_moment_leaves_what_is_published(
    own: Publication,
) -> None:
    """Room for the first publication and some of the second, up to all of it."""
    root = own.config.root
    site = root / "site"
    with small_disk(site, "size=100m,nr_inodes=100k"):
        edition(own, 1)
        empty = _files_on(site)
        publish(own)
        one = _files_on(site) - empty
        before = sorted(path.name for path in site.iterdir())
        edition(own, 2)
        for room in (0, 1, 2, 3, 20, one // 2, one - 6, one - 4, one - 3, one - 2, one - 1):
            limit = f"remount,nr_inodes={_files_on(site) + room}"
            subprocess.run(["mount", "-o", limit, str(site)], check=True)
            try:
                publish(own)
            except TymorError as failure:
                assert "could not be published" in str(failure)
                assert "Make room" in str(failure)
                assert shown(root) == ["1"] * 3
                assert sorted(path.name for path in site.iterdir()) == before
            else:
                assert room > one // 2  # links of audiences are there already
                assert shown(root) == ["2"] * 3
            require_tidy(root)
        subprocess.run(["mount", "-o", "remount,nr_inodes=100k", str(site)], check=True)
        publish(own)
        assert shown(root) == ["2"] * 3


def _files_on(disk: Path) -> int:
    told = os.statvfs(disk)
    return told.f_files - told.f_ffree


# Who may read it


def modes(folder: Path) -> set[str]:
    return {
        f"{'folder' if path.is_dir() else 'file'} {path.stat().st_mode & 0o777:o}"
        for path in [folder, *folder.rglob("*")]
        if not path.is_symlink()
    }


@pytest.mark.skipif(os.name != "posix", reason="this system keeps no modes")
def test_the_public_site_is_read_as_the_umask_says_and_closed_ones_by_their_owner(
    own: Publication,
) -> None:
    root = own.config.root
    before = os.umask(0o022)
    try:
        publish(own)
        current = root / "site" / ".published" / "current"
        assert modes((current / "public").resolve()) == {"folder 755", "file 644"}
        for closed in ("school", "authority"):
            assert (current / closed).stat().st_mode & 0o777 == 0o700
        os.umask(0o027)
        publish(own)
        assert modes((current / "public").resolve()) == {"folder 750", "file 640"}
        os.umask(0)
        publish(own)
        for closed in ("school", "authority"):
            assert (current / closed).stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)
