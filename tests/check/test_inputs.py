"""``check``: the good set passes, each fault gives exactly its message, nothing is lost."""

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from checking import (
    CASES,
    FAULTS,
    GOOD,
    HERE,
    PARENTS,
    TABLES,
    VOCABULARY,
    WHOLE_CASES,
    good,
    read,
    records_of,
    require_kept,
    whole_check,
    with_parents,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st
from long_tests import examples
from rich.console import Console
from rules import rules_of_contracts, rules_of_source

from data_manual import data_manual
from tymor.check.read import read_inputs
from tymor.check.report import write_check_report
from tymor.console.problems import print_problems
from tymor.errors import Problem
from tymor.files import Writer
from tymor.inputs import Inputs
from tymor.inputs.contracts.contract import Contract, Known
from tymor.inputs.contracts.tables import all_contracts
from tymor.inputs.mapping import read_mapping

#: Faults of a whole file: none of its rows can be told apart.
WHOLE_FILE = {"empty_file", "encoding", "separator", "no_headings"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with the good set, to be spoilt."""
    return Path(shutil.copytree(GOOD, tmp_path / "data"))


def spoil(data: Path, case: str) -> None:
    """Put a fault's files in the place of the good ones."""
    for path in (FAULTS / case).iterdir():
        if path.name == "absent.txt":
            for table in path.read_text().split():
                (data / f"{table}.csv").unlink()
        elif path.suffix == ".sql":
            with closing(sqlite3.connect(data / f"{path.stem}.db")) as database:
                database.executescript(path.read_text("utf-8"))
        elif path.is_dir():
            (data / path.name).unlink(missing_ok=True)
            shutil.copytree(path, data / path.name)
        elif path.name != "expected.txt":
            if path.suffix in {".xlsx", ".xls", ".parquet"} and case != "two_files":
                (data / f"{path.stem}.csv").unlink(missing_ok=True)
            shutil.copy(path, data / path.name)


def test_the_good_set_is_read_whole_and_typed(data: Path) -> None:
    inputs = read(data)
    assert inputs.problems == ()
    assert inputs.rejected.empty
    assert sorted(inputs.tables) == TABLES
    schools = inputs.tables["schools"]
    assert schools["school_id"].tolist() == ["9990001", "9990002"]
    assert schools["pupils"].dtype == "Int64"
    assert np.isnan(schools["efsm_pct"][1])
    assert schools["open_to"].tolist() == [pd.NaT, pd.Timestamp("2016-08-31")]
    assert schools["source_row"].tolist() == [2, 3]
    assert set(schools["source_file"]) == {"data/schools.csv"}
    outcomes = inputs.tables["school_outcomes"]
    assert outcomes["numerator"].tolist() == [26, 0, pd.NA]
    # A line break inside a cell does not move the row numbers of a spreadsheet.
    assert inputs.tables["school_priorities"]["source_row"].tolist() == [2, 3]
    (source,) = inputs.sources
    assert (source.folder, source.title["cy"]) == ("data", "Set fach dda")
    assert (source.invented, source.sample) == (True, True)


@dataclass(frozen=True)
class Spoilt:
    """A fault's folder, and what reading it gave."""

    data: Path
    inputs: Inputs


def leave_out_the_untouched(data: Path, case: str) -> None:
    """Good tables beside good parents have nothing to say: time is saved without them."""
    touched = {path.stem for path in (FAULTS / case).iterdir()}
    if not touched & {*PARENTS, "absent", "mapping"}:
        for table in set(TABLES) - touched - set(PARENTS):
            (data / f"{table}.csv").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Spoilt]:
    @cache
    def make(case: str) -> Spoilt:
        data = Path(shutil.copytree(GOOD, tmp_path_factory.mktemp(case) / "data"))
        spoil(data, case)
        leave_out_the_untouched(data, case)
        return Spoilt(data, read(data))

    return make


@pytest.mark.parametrize("case", CASES)
def test_a_fault_gives_exactly_its_messages(spoilt: Callable[[str], Spoilt], case: str) -> None:
    told = [f"{problem.severity}: {problem}" for problem in spoilt(case).inputs.problems]
    assert told == (FAULTS / case / "expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", CASES)
def test_no_row_is_dropped_silently(spoilt: Callable[[str], Spoilt], case: str) -> None:
    inputs = spoilt(case).inputs
    unusable = {str(problem.file) for problem in inputs.problems if problem.rule in WHOLE_FILE}
    above = {each.file: each.row for each in inputs.problems if each.rule == "notes_above"}
    for path in spoilt(case).data.glob("*.csv"):
        if path.stem not in TABLES or path.is_dir() or f"data/{path.name}" in unusable:
            continue
        encoding = "cp1252" if case == "windows_1252" else "utf-8"
        with path.open(encoding=encoding, newline="") as file:
            below = [*csv.reader(file)][(above.get(f"data/{path.name}") or 1) - 1 :]
        records = sum(map(any, below))
        kept = inputs.tables[path.stem]
        lost = inputs.rejected[inputs.rejected["table"] == path.stem]
        assert len(kept) + len(lost) == records - 1
        assert not set(kept["source_row"]) & set(lost["row"])
        assert (lost["reasons"] != "").all()


def test_every_rule_has_a_fault(spoilt: Callable[[str], Spoilt]) -> None:
    """A new rule fails here until tests/faults holds a folder that breaks it."""
    found = [problem for case in CASES for problem in spoilt(case).inputs.problems]
    found += [problem for case in WHOLE_CASES for problem in whole_check(case)]
    rules = rules_of_source() | rules_of_contracts()
    assert len(rules) > 60
    assert rules - {problem.rule for problem in found} == set()


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that fails to read")
def test_a_file_that_cannot_be_read_is_named(data: Path) -> None:
    (data / "targets.csv").unlink()
    (data / "targets.csv").symlink_to("/proc/self/mem")
    (problem,) = read(data).problems
    assert problem.rule == "unreadable"
    assert str(problem) == (
        "data/targets.csv: the file cannot be opened (Input/output error). Close it elsewhere, or "
        "let it be read."
    )


def test_absent_tables_are_empty_with_their_columns(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    inputs = read_inputs([tmp_path / "data"], VOCABULARY, required=[], root=tmp_path)
    assert [problem.rule for problem in inputs.problems] == ["empty_folder"]
    for table, contract in all_contracts(Known(VOCABULARY)).items():
        rows = inputs.tables[table]
        assert rows.empty
        assert list(rows.columns) == [*contract.columns, "source_file", "source_row"]
        require_kept(contract, rows)


def test_a_missing_folder_is_named(data: Path) -> None:
    (problem,) = read(data, data.parent / "nowhere").problems
    assert (problem.file, problem.rule) == ("nowhere", "missing_folder")


def test_folders_are_put_together_and_a_key_is_unique_over_them(data: Path) -> None:
    more = data.parent / "more"
    more.mkdir()
    heading, first, *_ = (data / "targets.csv").read_text().splitlines()
    new = "681,ks2_csi,2016/17,90.5,set"
    (more / "targets.csv").write_text("\n".join([heading, new, first]) + "\n")
    inputs = read(data, more)
    assert inputs.tables["targets"]["source_file"].tolist() == [
        "data/targets.csv",
        "data/targets.csv",
        "more/targets.csv",
    ]
    (problem,) = inputs.problems
    assert (problem.file, problem.row, problem.rule) == ("more/targets.csv", 3, "repeated_key")
    assert "row 2 of data/targets.csv" in problem.message
    (cells,) = inputs.rejected["cells"]
    assert json.loads(cells)["value"] == "89.1"


def test_a_byte_order_mark_and_spaces_do_not_count(data: Path) -> None:
    before = good().tables["targets"]
    spaced = (data / "targets.csv").read_text().replace(",", " , ").replace("\n", "\r\n")
    (data / "targets.csv").write_bytes(b"\xef\xbb\xbf" + f"{spaced}\r\n,,,,\r\n".encode())
    inputs = read(data)
    assert inputs.problems == ()
    columns = [name for name in before.columns if name != "source_file"]
    pd.testing.assert_frame_equal(inputs.tables["targets"][columns], before[columns])


@pytest.mark.parametrize("length", [32_768, 3_000_000])
def test_an_endless_cell_is_named_and_shortened(data: Path, length: int) -> None:
    text = (data / "schools.csv").read_text("utf-8")
    (data / "schools.csv").write_text(text.replace("Gull", "G" * length), "utf-8")
    (problem,) = read(data).problems
    assert (problem.rule, problem.row, problem.column) == ("too_long", 3, "name_en")
    assert len(str(problem)) < 300


def test_the_report_holds_every_problem_and_escapes_what_it_quotes(data: Path) -> None:
    spoil(data, "all_at_once")
    attack = "<script>alert(1)</script>"
    text = (data / "schools.csv").read_text("utf-8").replace("many", attack)
    (data / "schools.csv").write_text(text, "utf-8")
    inputs = read(data)
    out = data.parent / "check"
    write_check_report(Writer(out), inputs)
    records = [
        json.loads(line) for line in (out / "problems.jsonl").read_text("utf-8").split("\n")[:-1]
    ]
    assert [list(record) for record in records] == [
        ["severity", "file", "row", "column", "value", "rule", "message"]
    ] * len(inputs.problems)
    assert [record["row"] for record in records] == [problem.row for problem in inputs.problems]
    assert (out / "problems.txt").read_text("utf-8").endswith("3 errors, 0 warnings\n")
    page = (out / "index.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert attack not in page
    rejected = pd.read_csv(out / "rejected.csv")
    assert rejected["file"].tolist() == ["data/schools.csv"] * 2 + ["data/published_outcomes.csv"]
    assert json.loads(rejected["cells"][0])["pupils"] == attack


def test_the_terminal_prints_values_as_they_are_and_cuts_repeats() -> None:
    console = Console(file=io.StringIO(), width=200)
    bad = [Problem("a.csv", "words", "expected x.", row=n, value="[red]") for n in range(2, 25)]
    print_problems([*bad, Problem("b.csv", "format", "no.", severity="warning")], console)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "23 times: expected x. [words]" in printed
    assert printed.count("'[red]'") == 5
    assert "row 6 '[red]' … and 18 more; problems.txt has all." in printed
    assert printed.endswith("23 errors, 1 warning\n")


def test_the_data_manual_is_up_to_date() -> None:
    written = (HERE.parent / "docs" / "data.md").read_text("utf-8")
    assert written == data_manual(), "run: python docs/data_manual.py > docs/data.md"


def test_the_manuals_examples_keep_their_contracts(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for section in data_manual().split("\n## ")[1:]:
        if "```csv" not in section:
            continue
        rows = section.split("```csv\n")[1].split("```")[0]
        (folder / f"{section.split()[0]}.csv").write_text(rows, "utf-8")
    inputs = read(folder)
    assert inputs.problems == ()
    assert all(len(rows) == 1 for rows in inputs.tables.values())


def test_the_manuals_mapping_is_one(tmp_path: Path) -> None:
    example = data_manual().split("## mapping.yml")[1].split("```yaml\n")[1].split("```")[0]
    (tmp_path / "mapping.yml").write_text(example, "utf-8")
    entries, problems = read_mapping(tmp_path, "data", VOCABULARY)
    assert problems == []
    assert [table for table, _ in entries] == ["results", "targets", "targets", "schools"]
    assert entries[0][1].words == {"efsm": {"Y": "yes", "N": "no"}}
    assert entries[0][1].fixed["academic_year"] == "2016/17"


NASTY = [
    *("", " ", "n/a", "87.60%", "1,234", "−3", "-", "No verified data available", "42248"),
    *("1e5", "inf", "nan", "NA", "TRUE", "#REF!", "=1+1", "0x10", "९", "1_000", "'", '"', "\n"),
    *("{status}", "{", "\x00", "\ufeff", "\u2028", "LÃ´n", "9" * 40, "-0", "00", "12.0", "2016/17"),
]
PLACES = [
    (table, row, column)
    for table in TABLES
    for row, record in enumerate(records_of(table))
    for column in range(len(record))
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables that others refer to; the one that is spoilt is put beside them."""
    return with_parents(tmp_path_factory.mktemp("mutated") / "data")


@settings(max_examples=examples(60))
@given(st.sampled_from(PLACES), st.sampled_from(NASTY) | st.text(max_size=12))
@example(("local_authorities", 1, 2), "{la_code}")
def test_a_spoilt_cell_is_reported_or_harmless(
    shared: Path, place: tuple[str, int, int], value: str
) -> None:
    table, row, column = place
    records = records_of(table)
    records[row][column] = value
    out = io.StringIO(newline="")
    csv.writer(out).writerows(records)
    check_mutant(shared, table, out.getvalue().encode("utf-8", "surrogatepass"))


@settings(max_examples=examples(40))
@given(st.sampled_from(TABLES), st.data())
def test_spoilt_bytes_never_crash(shared: Path, table: str, data: st.DataObject) -> None:
    sound = (GOOD / f"{table}.csv").read_bytes()
    at = data.draw(st.integers(0, len(sound)))
    until = data.draw(st.integers(at, min(at + 5, len(sound))))
    check_mutant(shared, table, sound[:at] + data.draw(st.binary(max_size=4)) + sound[until:])


@cache
def whole_contracts() -> dict[str, Contract]:
    return all_contracts(Known(VOCABULARY, None, None))


def check_mutant(shared: Path, table: str, content: bytes) -> None:
    """Whatever stands in the file, the tables that come out keep their contracts."""
    path = shared / f"{table}.csv"
    path.write_bytes(content)
    try:
        inputs = read(shared)
    finally:
        if table in PARENTS:
            shutil.copy(GOOD / path.name, path)
        else:
            path.unlink()
    require_kept(whole_contracts()[table], inputs.tables[table])
    if not inputs.problems:
        assert inputs.rejected.empty
        assert len(inputs.tables[table])
