"""What comes from elsewhere: a result holds a job's own files or nothing of it is written."""

import io
import os
import stat
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from projects import mini_project, publication

from tymor.build import prepare_release
from tymor.cache import Cache
from tymor.errors import TymorError
from tymor.files import write_atomic
from tymor.plan.frozen import freeze_releases, freeze_settings
from tymor.run.cluster import parcel as parcels
from tymor.run.cluster.dask_crew import Back, files_of
from tymor.run.cluster.parcel import fetch_results, pack_parcel, send_results, unpacked
from tymor.run.journal import PageEntry
from tymor.run.page_of_job import Finished, PageTask, Rendering
from tymor.run.work import Ended

PAGE = "build/2017-summer/pages/public/region/page.json"
FIGURES = "build/2017-summer/pages/public/region/figures.csv"
EXECUTED = "build/2017-summer/notebooks/executed/public/region.ipynb"


def zipped(
    *entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return made.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def locked(content: bytes) -> bytes:
    """The zip with its first entry said to need a password."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]


def shrunk(content: bytes, size: int) -> bytes:
    """The zip with its last entry said to hold only so much."""
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = content.rindex(mark) + at
        content = content[:where] + struct.pack("<I", size) + content[where + 4 :]
    return content


GOOD = ((PAGE, b"{}"), (FIGURES, b""))
HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "above": (lambda: zipped(*GOOD, ("../../x", b"x")), r"'\.\./\.\./x' leads elsewhere"),
    "above, later": (lambda: zipped(*GOOD, ("build/../../x", b"x")), "leads elsewhere"),
    "absolute": (lambda: zipped(*GOOD, ("/tmp/x", b"x")), "'/tmp/x' leads elsewhere"),
    "a drive": (lambda: zipped(*GOOD, ("C:x", b"x")), "'C:x' leads elsewhere"),
    "backslashes": (lambda: zipped(*GOOD, ("..\\x", b"x")), "leads elsewhere"),
    "another name of it": (lambda: zipped(*GOOD, (f"./{PAGE}", b"x")), "leads elsewhere"),
    "a link": (lambda: zipped(GOOD[1], (link(PAGE), b"/etc/passwd")), "is no plain file"),
    "a folder": (lambda: zipped(*GOOD, ("build/2017-summer/", b"")), "is no plain file"),
    "twice": (lambda: zipped(*GOOD, (PAGE, b"[]")), "is there twice"),
    "code": (lambda: zipped(*GOOD, ("notebooks/school/school.py", b"x")), "does not belong to it"),
    "another page": (
        lambda: zipped(*GOOD, (PAGE.replace("region", "methods"), b"x")), "does not belong to it",
    ),
    "too little": (lambda: zipped(GOOD[0]), "figures.csv' is missing"),
    "a password": (lambda: locked(zipped(*GOOD)), "is no plain file"),
    "another method": (lambda: zipped(*GOOD, method=zipfile.ZIP_LZMA), "is no plain file"),
    "a bomb": (
        lambda: zipped(GOOD[1], (PAGE, bytes(300 * 2**20)), method=zipfile.ZIP_DEFLATED),
        "it holds 315 MB, and 268 is the most",
    ),
    "a bomb that lies": (
        lambda: shrunk(
            zipped(GOOD[1], (PAGE, bytes(30 * 2**20)), method=zipfile.ZIP_DEFLATED), 10
        ),
        "no whole zip",
    ),
    "half a zip": (lambda: zipped(*GOOD)[:-30], "no whole zip"),
    "no zip": (lambda: b"x", "no whole zip"),
    "nothing": (lambda: b"", "no whole zip"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", HOSTILE)
def test_of_a_result_with_anything_else_nothing_is_written(kind: str, tmp_path: Path) -> None:
    make, told = HOSTILE[kind]
    root, result = tmp_path / "deep" / "project", tmp_path / "shared" / "result.zip"
    root.mkdir(parents=True)
    write_atomic(result, make())
    with pytest.raises(TymorError, match=told) as failure:
        fetch_results(result.as_uri(), root, {root / PAGE, root / FIGURES}, {root / EXECUTED})
    assert "result.zip is not what a worker" in str(failure.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [result]
    assert not Path("/tmp/x").exists()


def test_a_result_with_its_jobs_files_is_laid_out_and_cleared_away(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    for name in (PAGE, FIGURES, EXECUTED):
        write_atomic(there / name, name.encode())
    url = (tmp_path / "shared" / "results" / "one.zip").as_uri()
    send_results([there / name for name in (PAGE, FIGURES, EXECUTED)], there, url)
    fetch_results(url, here, {here / PAGE, here / FIGURES}, {here / EXECUTED})
    for name in (PAGE, FIGURES, EXECUTED):
        assert (here / name).read_text() == name
    assert not list((tmp_path / "shared" / "results").iterdir())
    assert (tmp_path / "shared" / "results").stat().st_mode & 0o077 == 0 or os.name != "posix"


# Which files are a job's own


@pytest.fixture
def task(tmp_path: Path) -> PageTask:
    return PageTask("region / CSC / public", "region.py", "public", "region",
                    tmp_path / PAGE, tmp_path / EXECUTED)  # fmt: skip


@pytest.fixture
def rendering(tmp_path: Path) -> Rendering:
    languages = publication(mini_project(tmp_path / "own")).config.languages
    return Rendering(languages, {}, {}, tmp_path / "site", Cache(tmp_path), None, "")


def back(entry: PageEntry | None, error: str = "") -> Back:
    return Back(Ended(seconds=1.0, error=error), None if error else Finished(entry))


def test_a_result_must_hold_all_of_a_page_and_may_hold_nothing_else(
    task: PageTask, rendering: Rendering, tmp_path: Path
) -> None:
    entry = PageEntry("public", "region", {}, files={"en/region/a.csv": 1, "cy/region/a.csv": 1})
    site = tmp_path / "site" / "public"
    words = tmp_path / FIGURES.replace("figures.csv", "search.json")
    page = {
        tmp_path / PAGE,
        tmp_path / FIGURES,
        words,
        site / "en/region/a.csv",
        site / "cy/region/a.csv",
    }
    executed = {tmp_path / EXECUTED}
    assert files_of(task, back(entry), rendering) == (page | executed, executed)
    assert files_of(task, back(None), rendering) == (executed, executed)
    assert files_of(task, back(None, "KeyError"), rendering) == (set(), executed)


@pytest.mark.parametrize(
    "entry",
    [
        PageEntry("public", "methods", {}),
        PageEntry("school/9999001", "region", {}),
        PageEntry("public", "region", {}, files={"en/methods/index.html": 1}),
        PageEntry("public", "region", {}, files={"../school/x/en/region/index.html": 1}),
        PageEntry("public", "region", {}, files={"index.html": 1}),
        PageEntry("public", "region", {}, files={"/en/region/index.html": 1}),
    ],
)
def test_a_worker_that_tells_of_another_page_is_not_believed(
    entry: PageEntry, task: PageTask, rendering: Rendering
) -> None:
    with pytest.raises(TymorError, match="not its page's"):
        files_of(task, back(entry), rendering)


# The parcel


@pytest.fixture
def parcel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> parcels.Parcel:
    own = publication(mini_project(tmp_path / "project"))
    prepare_release(own)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    freeze_settings(own)
    freeze_releases(own, ["public"])
    return pack_parcel(own, (tmp_path / "shared").as_uri())


def own_folder(parcel: parcels.Parcel) -> Path:
    return unpacked(parcel).parent


def test_a_parcel_is_unpacked_once_where_only_its_user_comes(parcel: parcels.Parcel) -> None:
    folder = unpacked(parcel)
    (frozen,) = (folder / "build").glob("*/frozen")
    assert (frozen / "params" / "terms.yml").exists()
    assert list((frozen / "build").glob("*/release/public/figures.parquet"))
    (folder / "kept").write_text("")
    assert unpacked(parcel) == folder
    assert (folder / "kept").exists()
    assert [path.name for path in folder.parent.iterdir()] == [parcel.digest]
    if os.name == "posix":
        assert folder.parent.stat().st_mode & 0o077 == 0
        shared = Path(parcel.url.removeprefix("file://")).parent
        assert shared.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name != "posix", reason="this system keeps no modes and owners")
def test_a_folder_that_somebody_else_made_is_not_used(
    parcel: parcels.Parcel, tmp_path: Path
) -> None:
    folder = own_folder(parcel)
    folder.chmod(0o777)
    with pytest.raises(TymorError, match="not a folder of this user's alone"):
        unpacked(parcel)
    aside = folder.rename(tmp_path / "aside")
    aside.chmod(0o700)
    folder.symlink_to(aside)
    with pytest.raises(TymorError, match="not a folder of this user's alone"):
        unpacked(parcel)
    folder.unlink()
    folder.write_text("")
    with pytest.raises(TymorError, match="not a folder of this user's alone"):
        unpacked(parcel)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root may give a folder to somebody else"
)
def test_a_folder_of_somebody_elses_is_not_used(parcel: parcels.Parcel) -> None:
    os.chown(own_folder(parcel), 65534, 65534)
    with pytest.raises(TymorError, match="not a folder of this user's alone"):
        unpacked(parcel)


@pytest.mark.parametrize("name", ["../../x", "/tmp/x", "notebooks/sitecustomize.py"])
def test_a_parcel_that_was_tampered_with_is_not_used(parcel: parcels.Parcel, name: str) -> None:
    path = Path(parcel.url.removeprefix("file://"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"")
    with pytest.raises(TymorError, match=r"is not (what|the parcel)"):
        unpacked(parcel)
    assert not list(Path(cast("str", tempfile.tempdir)).rglob("x"))


def test_a_parcel_of_more_bytes_than_were_packed_is_not_used(parcel: parcels.Parcel) -> None:
    with pytest.raises(TymorError, match="is the most"):
        unpacked(replace(parcel, size=parcel.size - 1))
