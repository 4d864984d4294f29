"""A database's address is never shown with a secret in it, nor is what a driver says of it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from checking import read, with_parents
from hypothesis import example, given, settings
from hypothesis import strategies as st
from projects import TERM, mini_project
from typer.testing import CliRunner

from tymor.cli import app
from tymor.inputs.readers.database_url import AddressRefused, address_of
from tymor.inputs.readers.table_file import Sql

SECRET = "hunter2-Cyfrinach"


def told_of(data: Path, url: str, query: str = "SELECT * FROM gone") -> str:
    """Everything that is said of a table asked at an address."""
    (data / "mapping.yml").write_text(yaml.safe_dump({"targets": {"sql": _sql(url, query)}}))
    (data / "targets.csv").unlink(missing_ok=True)
    problems = read(data).problems
    assert problems
    return "\n".join(f"{problem!r} {problem}" for problem in problems)


def _sql(url: str, query: str) -> dict[str, str]:
    return {"url": url, "query": query}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an SQLite database in it."""
    monkeypatch.setenv("TYMOR_PW", SECRET)
    folder = with_parents(tmp_path / "data")
    with closing(sqlite3.connect(folder / "pupils.db")) as database:
        database.execute("CREATE TABLE kept (one)")
    return folder


#: Addresses with the secret in every part that an address has.
ADDRESSES = [
    "sqlite:///pupils.db?password=${TYMOR_PW}",
    "sqlite:///pupils.db?timeout=${TYMOR_PW}",
    "sqlite:///pupils.db?${TYMOR_PW}=1",
    "sqlite:///pupils.db?mode=ro&uri=true&key=${TYMOR_PW}",
    "sqlite:///${TYMOR_PW}.db",
    "sqlite:///${TYMOR_PW}/there.db",
    "sqlite:///${TYMOR_PW}",
    f"sqlite:///pupils.db?password={SECRET}",
    "${TYMOR_PW}",
    "${TYMOR_PW}://host/database",
    "sqlite+${TYMOR_PW}:///pupils.db",
    "postgresql+psycopg://me:${TYMOR_PW}@127.0.0.1:1/schools",
    "postgresql+psycopg://${TYMOR_PW}@127.0.0.1:1/schools",
    "postgresql+psycopg://me@${TYMOR_PW}:1/schools",
    "postgresql+psycopg://me@127.0.0.1:${TYMOR_PW}/schools",
    "postgresql+psycopg://me@127.0.0.1:1/${TYMOR_PW}",
    "postgresql+psycopg://me@127.0.0.1:1/schools?password=${TYMOR_PW}",
    "postgresql+psycopg://me@127.0.0.1:1/schools?sslmode=${TYMOR_PW}",
    "postgresql+psycopg://me@127.0.0.1:1/schools?${TYMOR_PW}=1",
    f"postgresql+psycopg://me@127.0.0.1:1/schools?options={SECRET}",
    f"oracel://me:{SECRET}@host/x?password=${{TYMOR_PW}}",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_no_part_of_an_address_tells_a_secret(
    data: Path, url: str, recwarn: pytest.WarningsRecorder
) -> None:
    if "${TYMOR_PW}.db" in url:
        (data / "pupils.db").rename(data / f"{SECRET}.db")
    told = told_of(data, url)
    assert [str(each.message) for each in recwarn] == []
    assert SECRET.lower() not in told.lower()
    assert "data/mapping.yml (targets)" in told


def test_what_is_no_secret_is_shown(data: Path) -> None:
    assert "sqlite:///pupils.db refused (no such table: gone)" in told_of(
        data, "sqlite:///pupils.db"
    )
    assert "(no such table: data)" in told_of(data, "sqlite:///pupils.db", "SELECT * FROM data")
    shown = "sqlite:///pupils.db?timeout=5&check_same_thread=*** refused (no such table: gone)"
    assert shown in told_of(data, "sqlite:///pupils.db?timeout=5&check_same_thread=false")
    address = address_of(
        Sql(url="postgresql://tymor:a@db.example.org:5432/schools?sslmode=require", query="-"), data
    )
    assert str(address) == "postgresql://tymor:***@db.example.org:5432/schools?sslmode=require"
    assert "a@" not in repr(address)


def test_an_address_written_wrongly_is_not_repeated(data: Path) -> None:
    """YAML's own words quote the line that it could not read."""
    for text in (
        f"targets: {{sql: {{url: sqlite:///x?password={SECRET}, query: [}}\n",
        f"targets:\n  sql:\n    url: 'sqlite:///x?password={SECRET}\n",
        f"targets:\n\tsql: {SECRET}\n",
    ):
        (data / "mapping.yml").write_text(text)
        (problem,) = (each for each in read(data).problems if each.rule != "unknown_file")
        assert problem.rule == "mapping"
        assert problem.row is not None
        assert SECRET not in str(problem)


def test_no_file_of_a_check_holds_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mini_project(tmp_path / "project")
    mini = root / "data" / "mini"
    with closing(sqlite3.connect(mini / "pupils.db")) as database:
        database.execute("CREATE TABLE kept (one)")
    monkeypatch.chdir(root)
    monkeypatch.setenv("TYMOR_PW", SECRET)
    entry = _sql("sqlite:///pupils.db?password=${TYMOR_PW}", "SELECT * FROM gone")
    (mini / "mapping.yml").write_text(yaml.safe_dump({"grants": {"sql": entry}}))
    for more in ([], ["--format", "json"], ["--debug"]):
        done = CliRunner().invoke(app, ["check", "--term", TERM, *more])
        assert done.exit_code == 1
        assert "password=***" in done.output
        assert SECRET not in done.output
        assert SECRET not in str(done.exception)
    written = [path for path in (root / "build").rglob("*") if path.is_file()]
    assert any(path.name == "problems.jsonl" for path in written)
    assert not [path for path in written if SECRET.encode() in path.read_bytes()]


#: Texts that an address may hold as they are, and such as would be read as something else in it.
_TEXTS = st.text("abzŵ0_@:/?&=;%+' -", min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.sampled_from([url for url in ADDRESSES if "${TYMOR_PW}" in url]))
@example("p@ss:word/more", "postgresql+psycopg://me:${TYMOR_PW}@127.0.0.1:1/schools")
@example("a", "postgresql://${TYMOR_PW}b@127.0.0.1:1/schools")
def test_whatever_a_secret_is_neither_address_nor_message_holds_it(secret: str, url: str) -> None:
    marked = f"q{secret}q"
    before = dict(os.environ)
    os.environ["TYMOR_PW"] = marked
    try:
        address = address_of(Sql(url=url, query="-"), Path("/nowhere"))
    except AddressRefused as refused:
        assert marked not in str(refused)
        return
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert marked not in str(address)
    assert marked not in repr(address)
    driver = f'could not open "{marked}": {marked.upper()} {address.url.render_as_string(False)}'
    said = address.scrubbed(driver)
    assert marked.lower() not in said.lower()
