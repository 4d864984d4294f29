"""Readers: whatever a table is kept in, the same table comes out."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from checking import GOOD, TABLES, good, read, records_of, typed, with_parents
from click.testing import Result
from long_tests import long_but
from projects import mini_project
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from tymor.cli import app

#: The columns of pupils' rows that are true or false where a file has types.
PUPIL_GROUPS = ("efsm", "eal", "lac", "aln", "mat")

Keep = Callable[[Path, str], dict[str, object]]


def as_csv(separator: str, encoding: str, ending: str = "\n") -> Keep:
    def keep(folder: Path, table: str) -> dict[str, object]:
        lines = [
            separator.join(f'"{cell}"' if "\n" in cell else cell for cell in record)
            for record in records_of(table)
        ]
        content = ending.join([*lines, ""]).encode(encoding)
        (folder / f"{table}.csv").write_bytes(content)
        return {}

    return keep


def as_workbook(folder: Path, table: str) -> dict[str, object]:
    workbook = openpyxl.Workbook()
    for record in records_of(table):
        workbook.active.append([typed(cell) for cell in record])
    workbook.save(folder / f"{table}.xlsx")
    return {}


def as_sheet_below_a_title(folder: Path, table: str) -> dict[str, object]:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Read the next sheet"])
    sheet = workbook.create_sheet("Y Data")
    sheet.append(["A title"])
    sheet.append([])
    for record in records_of(table):
        sheet.append([typed(cell) for cell in record])
    sheet["A1"].font = openpyxl.styles.Font(bold=True)
    workbook.save(folder / f"{table} 2017.xlsx")
    return {"file": f"{table} 2017.xlsx", "sheet": "Y Data", "heading_row": "3"}


def as_parquet_text(folder: Path, table: str) -> dict[str, object]:
    headings, *rows = records_of(table)
    columns = zip(*rows, strict=True)
    cells = {name: pa.array(column) for name, column in zip(headings, columns, strict=True)}
    pq.write_table(pa.table(cells), folder / f"{table}.parquet")
    return {}


def as_parquet_typed(folder: Path, table: str) -> dict[str, object]:
    """As pandas writes a finished table, types, gaps and all."""
    frame = good().tables[table].drop(columns=["source_file", "source_row"])
    frame.to_parquet(folder / f"{table}.parquet")
    return {}


def as_parquet_categories(folder: Path, table: str) -> dict[str, object]:
    """Words as categories, nothing as null, and every two rows with a dictionary of their own."""
    headings, *rows = records_of(table)
    columns = [[cell or None for cell in column] for column in zip(*rows, strict=True)]
    cells = {
        name: pa.array(column, pa.string()).dictionary_encode()
        for name, column in zip(headings, columns, strict=True)
    }
    pq.write_table(pa.table(cells), folder / f"{table}.parquet", row_group_size=2)
    return {}


def as_sqlite(folder: Path, table: str) -> dict[str, object]:
    frame = good().tables[table].drop(columns=["source_file", "source_row"])
    with closing(sqlite3.connect(folder / "partnership.db")) as database:
        frame.to_sql("kept", database, index=False)
    query = "SELECT * FROM kept"
    return {"sql": {"url": "sqlite:///partnership.db", "query": query}, "words": days(table)}


def days(table: str) -> dict[str, dict[str, str]]:
    """SQLite has no dates: pandas writes them with a time, which is taken off as a word."""
    frame = good().tables[table]
    return {
        name: {str(day): str(day)[:10] for day in frame[name].dropna()}
        for name in frame.columns
        if str(frame[name].dtype).startswith("datetime")
    }


KEPT: dict[str, Keep] = {
    "semicolons": as_csv(";", "utf-8"),
    "tabs": as_csv("\t", "utf-8", "\r\n"),
    "byte order mark": as_csv(",", "utf-8-sig"),
    "workbook": as_workbook,
    "sheet below a title": as_sheet_below_a_title,
    "parquet of text": as_parquet_text,
    "parquet of types": as_parquet_typed,
    "parquet of categories": as_parquet_categories,
    "sqlite": as_sqlite,
}


#: Each table twice, and each way of a few tables.
FEW = [
    (table, [*KEPT][(at + more) % len(KEPT)]) for at, table in enumerate(TABLES) for more in (0, 4)
]


@pytest.mark.parametrize(("table", "how"), long_but(product(TABLES, KEPT), *FEW))
def test_every_way_of_keeping_a_table_gives_the_same(tmp_path: Path, table: str, how: str) -> None:
    data = with_parents(tmp_path / "data")
    (data / f"{table}.csv").unlink(missing_ok=True)
    if mapping := KEPT[how](data, table):
        (data / "mapping.yml").write_text(yaml.safe_dump({table: mapping}, allow_unicode=True))
    inputs = read(data)
    assert inputs.problems == ()
    expected = good().tables[table]
    if (data / f"{table}.csv").exists() or "xlsx" in str(inputs.tables[table]["source_file"][0]):
        rows = inputs.tables[table]["source_row"] - (2 if how == "sheet below a title" else 0)
        assert rows.tolist() == expected["source_row"].tolist()
    columns = [name for name in expected.columns if not name.startswith("source_")]
    # Categories stand as they appear, a gap in Parquet last: their order means nothing.
    pd.testing.assert_frame_equal(
        inputs.tables[table][columns], expected[columns], check_categorical=False
    )


def test_a_long_parquet_gives_what_a_long_csv_gives(tmp_path: Path) -> None:
    """Long enough for threads, for columns that repeat and one that does not, in parts."""
    rows = 30_000
    long = pd.DataFrame(
        {
            "pupil_id": [
                f"{'P' if number % 2 else 'Pupil'}{number // 4}" for number in range(rows)
            ],
            "school_id": "9990001",
            "academic_year": [["2014/15", "2015/16"][number // 4 % 2] for number in range(rows)],
            "phase": "KS2",
            "subject": [
                ["english", "cymraeg", "mathematics", "science"][n % 4] for n in range(rows)
            ],
            "level": [None if number % 7 == 0 else float(number % 5 + 1) for number in range(rows)],
            "grade": [None if number % 3 else "" for number in range(rows)],
            "sex": ["F" if number % 8 < 4 else "M" for number in range(rows)],
            **{name: [number % 5 == 0 for number in range(rows)] for name in PUPIL_GROUPS},
        }
    )
    tables = {}
    for kind in ("csv", "parquet"):
        data = with_parents(tmp_path / kind)
        (data / "results.csv").unlink(missing_ok=True)
        if kind == "csv":
            said = long[list(PUPIL_GROUPS)].replace({True: "yes", False: "no"})
            long.assign(**said).to_csv(data / "results.csv", index=False)
        else:
            pq.write_table(
                pa.Table.from_pandas(long), data / "results.parquet", row_group_size=9_000
            )
        inputs = read(data)
        assert [p for p in inputs.problems if "results" in str(p.file)] == []
        tables[kind] = (
            inputs.tables["results"].drop(columns="source_file").astype({"level": "Int64"})
        )
    assert len(tables["csv"]) == rows
    plain = {kind: table.astype("object").fillna("") for kind, table in tables.items()}
    pd.testing.assert_frame_equal(plain["csv"], plain["parquet"])


def test_windows_1252_gives_the_same_with_a_warning(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    schools = (GOOD / "schools.csv").read_text("utf-8").replace("Tŷ", "Ty")
    (data / "schools.csv").write_text(schools, "utf-8")
    expected = read(data).tables["schools"]
    (data / "schools.csv").write_bytes(schools.encode("cp1252"))
    inputs = read(data)
    assert [problem.rule for problem in inputs.problems] == ["windows_1252"]
    pd.testing.assert_frame_equal(inputs.tables["schools"], expected)


NAMES = "Ysgol Tŷ'r Wylan, Lôn Môr, Llŷn, Cefn Saeson – Tŵr, Pentre'r Gŵyr, “Siôn”, Äußerst"


@pytest.mark.parametrize("encoding", ["iso8859_14", "cp850", "mac_roman", "utf-16", "cp1250"])
def test_other_encodings_are_not_taken_for_windows_1252(tmp_path: Path, encoding: str) -> None:
    """What is read wrongly must at least be said to be doubtful; this is not even read."""
    names = NAMES if encoding == "utf-16" else "Llŷn, Tŵr, Siôn a Siân, Tŷ"
    if encoding in {"cp850", "mac_roman"}:
        names = "Siôn a Siân, môr, tân"
    if encoding == "cp1250":
        names = "Łódź"
    data = with_parents(tmp_path / "data")
    schools = (GOOD / "schools.csv").read_text("utf-8").replace("Tŷ", "Ty").replace("ô", "o")
    schools = schools.replace("Gull Lane High School", f'"{names}"')
    (data / "schools.csv").write_bytes(schools.encode(encoding))
    assert "encoding" in [problem.rule for problem in read(data).problems]


def test_one_folder_may_mix_them(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    mapping: dict[str, object] = {}
    ways = list(KEPT.values())
    for number, table in enumerate(set(TABLES) - {"schools", "local_authorities"}):
        how = ways[number % (len(ways) - 1)]  # one database is enough, and comes last
        if entry := how(data, table):
            mapping[table] = entry
    (data / "mapping.yml").write_text(yaml.safe_dump(mapping, allow_unicode=True))
    inputs = read(data)
    assert inputs.problems == ()
    for table in TABLES:
        assert len(inputs.tables[table]) == len(good().tables[table])


def test_a_query_cannot_write(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    as_sqlite(data, "targets")
    sql = {"url": "sqlite:///partnership.db", "query": "DELETE FROM kept"}
    (data / "mapping.yml").write_text(yaml.safe_dump({"targets": {"sql": sql}}))
    (problem,) = read(data).problems
    assert problem.rule == "database"
    with closing(sqlite3.connect(data / "partnership.db")) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (2,)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of this test's own, on a socket in its folder."""

    socket: Path

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://tymor:${{TYMOR_PASSWORD}}@/postgres?host={self.socket}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server, where PostgreSQL is installed."""
    found = shutil.which("initdb") or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None
    )
    if found is None:
        pytest.skip("PostgreSQL (initdb, postgres) is not installed: its reader was not tried")
    programs = Path(found).resolve().parent
    folder = tmp_path_factory.mktemp("postgres")
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        for parent in (folder, *folder.parents):
            if parent != Path(parent.anchor) and parent.owner() == "root":
                parent.chmod(parent.stat().st_mode | 0o011)
        shutil.chown(folder, user)
    (folder / "password").write_text("a secret")
    (folder / "password").chmod(0o644)
    start = [programs / "initdb", "-D", folder / "db", "-U", "tymor", "-A", "scram-sha-256"]
    start += ["--pwfile", folder / "password", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(start, check=True, capture_output=True, user=user, cwd=folder)
    serve = [programs / "postgres", "-D", folder / "db", "-k", folder, "-h", ""]
    process = subprocess.Popen(
        [*serve, "-c", "fsync=off"], user=user, cwd=folder, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 30
        while not (folder / ".s.PGSQL.5432").exists():
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        yield Server(folder)
    finally:
        process.send_signal(signal.SIGINT)  # a fast shutdown: it waits for no client
        process.wait(30)


@pytest.mark.parametrize("table", long_but(TABLES, "calendar", "grants", "schools"))
def test_postgresql_gives_the_same(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setenv("TYMOR_PASSWORD", "a secret")
    frame = good().tables[table].drop(columns=["source_file", "source_row"])
    engine = create_engine(server.url.replace("${TYMOR_PASSWORD}", "a secret"))
    with engine.begin() as connection:
        frame.to_sql(table, connection, index=False, if_exists="replace")
    engine.dispose()
    data = with_parents(tmp_path / "data")
    (data / f"{table}.csv").unlink(missing_ok=True)
    query = f"SELECT *, 1::int AS one FROM {table} WHERE 'a:b%' LIKE '%:b%'"
    entry = {"sql": {"url": server.url, "query": query}, "ignore": ["one"]}
    (data / "mapping.yml").write_text(yaml.safe_dump({table: entry}))
    inputs = read(data)
    assert inputs.problems == ()
    pd.testing.assert_frame_equal(inputs.tables[table][list(frame)], frame)


WIPE = """
CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM precious RETURNING one'
"""


def test_postgresql_is_only_read_and_its_password_never_told(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYMOR_PASSWORD", "a secret")
    engine = create_engine(server.url.replace("${TYMOR_PASSWORD}", "a secret"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE precious AS SELECT 1 AS one"))
        connection.execute(text(WIPE))
    data = with_parents(tmp_path / "data")
    queries = {
        "targets": "SELECT wipe()",
        "risk": "SELECT * FROM nothing",
        "support": "SELECT 1/0",
    }
    entries = {table: {"sql": {"url": server.url, "query": q}} for table, q in queries.items()}
    (data / "mapping.yml").write_text(yaml.safe_dump(entries))
    told = {str(problem.file): problem.message for problem in read(data).problems}
    assert "read-only" in told["data/mapping.yml (targets)"]
    assert '"nothing" does not exist' in told["data/mapping.yml (risk)"]
    assert "division by zero" in told["data/mapping.yml (support)"]
    monkeypatch.setenv("TYMOR_PASSWORD", "not it")
    told |= {f"2 {problem.file}": problem.message for problem in read(data).problems}
    assert "authentication failed" in told["2 data/mapping.yml (risk)"]
    assert not any("a secret" in message or "not it" in message for message in told.values())
    by_query = server.url.replace(":${TYMOR_PASSWORD}", "") + "&password=${TYMOR_PASSWORD}"
    for url in (by_query, f"{by_query}&nonsense=${{TYMOR_PASSWORD}}", f"{by_query}&options=%20-c"):
        monkeypatch.setenv("TYMOR_PASSWORD", "a secret")
        sql = {"url": url, "query": "SELECT 'a secret'::int"}
        (data / "mapping.yml").write_text(yaml.safe_dump({"risk": {"sql": sql}}))
        (problem,) = (each for each in read(data).problems if "risk" in str(each.file))
        assert "password=***" in problem.message
        assert "a secret" not in problem.message
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM precious")).scalar_one() == 1
    engine.dispose()


def test_check_speaks_json_on_standard_output_and_fails_on_errors_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = mini_project(tmp_path / "project")
    monkeypatch.chdir(root)

    def run_check(*more: str) -> Result:
        return CliRunner().invoke(app, ["check", "--term", "2017-summer", *more])

    schools = root / "data" / "mini" / "schools.csv"
    headings, first, *rest = schools.read_text("utf-8").splitlines()
    place = headings.split(",").index("pupils")

    def with_pupils(pupils: str) -> None:
        cells = first.split(",")
        cells[place] = pupils
        schools.write_text("\n".join([headings, ",".join(cells), *rest, ""]), "utf-8")

    with_pupils("0")
    warned = run_check("--format", "json")
    assert warned.exit_code == 0
    records = [yaml.safe_load(line) for line in warned.stdout.splitlines()]
    (record,) = [record for record in records if record["rule"] == "no_pupils"]
    keys = ["severity", "file", "row", "column", "value", "rule", "message"]
    assert list(record) == keys
    assert [record[key] for key in keys[:5]] == [
        *("warning", "data/mini/schools.csv", 2, "pupils", "0")
    ]
    with_pupils("many")
    failed = run_check("--format", "json")
    assert failed.exit_code == 1
    assert '"rule": "whole"' in failed.stdout
    assert "1 error in the input" in failed.stderr
    as_text = run_check()
    assert (as_text.exit_code, as_text.stdout) == (1, "")
    assert "found 'many'; expected a whole number" in as_text.stderr
    assert run_check("--format", "xml").exit_code == 2
