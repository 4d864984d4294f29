"""What is kept from build to build: made once, whole or made again, and bounded."""

import gzip
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from projects import ROOT, publication

from tymor.cache import Cache
from tymor.publication import CACHE_VARIABLE

TEXT = "<svg>Ystrad Mynach – pêl</svg>\n" * 200


def never() -> str:
    raise AssertionError("made a second time")


def test_a_shared_cache_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What else lies where the environment says is neither closed nor swept."""
    own = publication(ROOT)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert own.cache == tmp_path / "tymor"
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert own.cache == ROOT / "build" / "cache"


def entry_of(cache: Cache) -> Path:
    (entry,) = cache.folder.rglob("*.gz")
    return entry


def test_a_text_is_made_once_for_what_it_is_made_from(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.text(("spec", "cy"), lambda: TEXT) == TEXT
    assert cache.text(("spec", "cy"), never) == TEXT
    assert cache.text(("spec", "en"), lambda: "other") == "other"
    assert cache.text(("spe", "c", "cy"), lambda: "third") == "third"


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
        lambda whole: b"\0" * len(whole),
        lambda whole: whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
        lambda whole: whole[:-6] + bytes([whole[-6] ^ 1]) + whole[-5:],
        lambda whole: gzip.compress(b"\xff\xfe"),
    ],
    ids=["empty", "half", "a byte short", "zeros", "a bit inside", "a bit of its sum", "no text"],
)
def test_a_damaged_entry_is_made_again_and_mended(damage, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    cache = Cache(tmp_path)
    cache.text(("spec",), lambda: TEXT)
    whole = entry_of(cache).read_bytes()
    entry_of(cache).write_bytes(damage(whole))
    assert cache.text(("spec",), lambda: TEXT) == TEXT
    assert entry_of(cache).read_bytes() == whole


def test_processes_that_make_the_same_leave_one_whole_entry(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert set(pool.map(_make_all, [tmp_path] * 4)) == {20}
    assert len(list(tmp_path.rglob("*.gz"))) == 20
    assert not [path for path in tmp_path.rglob(".*") if path.is_file()]


def _make_all(folder: Path) -> int:
    texts = [Cache(folder).text((f"spec {n}",), lambda n=n: f"{TEXT}{n}") for n in range(20)]
    return sum(text == f"{TEXT}{n}" for n, text in enumerate(texts))


def test_what_was_not_used_for_longest_is_swept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(6):
        cache.text((str(number),), lambda: TEXT)
        newest = max(tmp_path.rglob("*.gz"), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    cache.text(("0",), never)  # the oldest is used again
    size = newest.stat().st_size
    cache.sweep(limit_bytes=3 * size)
    assert len(list(tmp_path.rglob("*.gz"))) == 3
    for kept in ("0", "5", "4"):
        cache.text((kept,), never)
    with pytest.raises(AssertionError, match="second time"):
        cache.text(("1",), never)
