"""A seeded corruptor: what it spoils is reported, or provably does no harm.

Every table of the good set is spoilt at once, in one row each, so that a read tells
of many. Cells of free text are left alone: there anything may stand.
"""

import csv
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from checking import PARENTS, TABLES, VOCABULARY, good, read, records_of, typed, with_parents
from long_tests import long_but

from tymor.console.problems import Problem
from tymor.inputs import Inputs
from tymor.inputs.contracts.contract import Column, Known
from tymor.inputs.contracts.tables import all_contracts

CONTRACTS = all_contracts(Known(VOCABULARY))


@dataclass
class Spoilt:
    """A table's rows, headings first, while they are being spoilt."""

    table: str
    records: list[list[str]]
    random: random.Random
    rows: set[int] = field(default_factory=set)  # as a spreadsheet numbers them

    def column(self, *kinds: str) -> int | None:
        """Some column of these kinds; of text only one that does not take any text."""
        contract = CONTRACTS[self.table].columns
        fitting = [
            place
            for place, name in enumerate(self.records[0])
            if contract[name].kind in kinds
            and (contract[name].kind != "text" or _is_particular(contract[name]))
        ]
        return self.random.choice(fitting) if fitting else None

    def put(self, value: Callable[[str], str], *kinds: str) -> None:
        """Put a value in the place of one cell."""
        place = self.column(*kinds)
        if place is None:
            return
        row = self.random.randrange(1, len(self.records))
        self.records[row][place] = value(self.records[row][place])
        self.rows.add(row + 1)


def _is_particular(column: Column) -> bool:
    """A text column of words, codes or references: not any name or sentence will do."""
    return bool({check.name for check in column.checks} - {"name"})


def shift(spoilt: Spoilt) -> None:
    """Delete a cell and shift the others left: two of them at least."""
    row = spoilt.random.randrange(1, len(spoilt.records))
    record = spoilt.records[row]
    place = spoilt.random.randrange(len(record) - 2)
    spoilt.records[row] = [*record[:place], *record[place + 1 :], ""]
    spoilt.rows.add(row + 1)


def blank_key(spoilt: Spoilt) -> None:
    row = spoilt.random.randrange(1, len(spoilt.records))
    # Some of a key may be empty, such as a day that is not known.
    contract = CONTRACTS[spoilt.table]
    key = spoilt.random.choice(
        [name for name in contract.key if not contract.columns[name].nullable]
    )
    spoilt.records[row][spoilt.records[0].index(key)] = " "
    spoilt.rows.add(row + 1)


def duplicate(spoilt: Spoilt) -> None:
    spoilt.records.append(list(spoilt.random.choice(spoilt.records[1:])))
    spoilt.rows.add(len(spoilt.records))


def lose_the_end(spoilt: Spoilt) -> None:
    row = spoilt.random.randrange(1, len(spoilt.records))
    keep = spoilt.random.randrange(1, len(spoilt.records[row]))
    spoilt.records[row] = spoilt.records[row][:keep]
    spoilt.rows.add(row + 1)


def reorder(spoilt: Spoilt) -> None:
    """Columns in another order: harmless."""
    order = spoilt.random.sample(range(len(spoilt.records[0])), len(spoilt.records[0]))
    spoilt.records = [[record[place] for place in order] for record in spoilt.records]
    spoilt.rows |= set(range(2, len(spoilt.records) + 1))


NUMBERS = ("number", "whole")
ANY = ("number", "whole", "date", "text")
WAYS: dict[str, Callable[[Spoilt], None]] = {
    "shift columns": shift,
    "blank key": blank_key,
    "duplicate row": duplicate,
    "lose the end": lose_the_end,
    "reorder": reorder,
    "decimal comma": lambda it: it.put(
        lambda old: f"{old or '1.5'}".replace(".", ",") + ",5", *NUMBERS
    ),
    "thousands": lambda it: it.put(lambda old: f"1,{old.zfill(3)}", *NUMBERS),
    "wrong dash": lambda it: it.put(lambda old: f"–{old.lstrip('-') or 3}", *NUMBERS),
    "dash alone": lambda it: it.put(lambda _: "-", *ANY),
    "per cent": lambda it: it.put(lambda _: "87.60%", *ANY),
    "words": lambda it: it.put(lambda _: "No verified data available", *ANY),
    "day number": lambda it: it.put(lambda _: "42978", "date"),
    "formula text": lambda it: it.put(lambda _: "=SUM(A1:A3)", *ANY),
    "spreadsheet error": lambda it: it.put(lambda _: "#REF!", *ANY),
    "spaces": lambda it: it.put(lambda old: f"  {old}\u00a0", *ANY),
    "zero byte": lambda it: it.put(lambda old: f"{old}\x00", *ANY),
    "wrong letters": lambda it: it.put(lambda old: f"{old}Ã´", *ANY),
    "long cell": lambda it: it.put(lambda _: "9" * 40_000, *ANY),
}


def spoil_all(way: str, seed: int, tables: list[str]) -> dict[str, Spoilt]:
    spoilt = {}
    for table in tables:
        # A seed of its own for each, the same in every run.
        it = Spoilt(table, records_of(table), random.Random(f"{way} {seed} {table}"))
        WAYS[way](it)
        spoilt[table] = it
    return spoilt


def as_text(rows: pd.DataFrame) -> pd.DataFrame:
    """Categories as their words: which there are else in the table is of no concern."""
    return rows.astype(dict.fromkeys(rows.select_dtypes("category").columns, "str"))


def without_place(rows: pd.DataFrame) -> pd.DataFrame:
    return as_text(rows).drop(columns=["source_file", "source_row"])


def problems_of(inputs: Inputs, file: str) -> list[Problem]:
    """Those of one file; a workbook's sheet is named behind it."""
    return [p for p in inputs.problems if str(p.file).partition(", sheet ")[0] == file]


def assert_told_or_harmless(inputs: Inputs, spoilt: Spoilt, file: str) -> None:
    """Each spoilt row is named or comes out as it was; no other row comes to harm."""
    told = {problem.row for problem in problems_of(inputs, file)}
    sound = as_text(good().tables[spoilt.table]).set_index("source_row")
    came = as_text(inputs.tables[spoilt.table]).set_index("source_row")
    for row in range(2, len(spoilt.records) + 1):
        if row in spoilt.rows and row in told:
            continue
        assert row in came.index, (spoilt.table, row, spoilt.records[row - 1])
        columns = [name for name in sound.columns if name != "source_file"]
        pd.testing.assert_frame_equal(
            came.loc[[row], columns], sound.loc[[row], columns], check_index_type=False
        )


def keep_csv(path: Path, records: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(records)


def keep_xlsx(path: Path, records: list[list[str]]) -> None:
    """As a spreadsheet keeps what is typed: numbers as numbers, days as days."""
    workbook = openpyxl.Workbook()
    for record in records:
        # openpyxl leaves a number without end out
        workbook.active.append([typed(cell) if len(cell) < 300 else cell for cell in record])
    workbook.save(path)


def keep_parquet(path: Path, records: list[list[str]]) -> None:
    headings, *rows = records
    cells = {name: pa.array(of) for name, of in zip(headings, zip(*rows, strict=True), strict=True)}
    pq.write_table(pa.table(cells), path)


KEEPERS: dict[str, Callable[[Path, list[list[str]]], None]] = {
    "csv": keep_csv,
    "xlsx": keep_xlsx,
    "parquet": keep_parquet,
}
#: What is spoilt in a workbook and in Parquet too: what is not a matter of how CSV is read.
IN_ALL = (
    *("shift columns", "decimal comma", "blank key", "duplicate row", "wrong dash", "per cent"),
    *("words", "formula text", "spreadsheet error", "long cell"),
)
RUNS = [
    *((way, "csv", seed) for way in WAYS for seed in range(2)),
    *((way, kept, 0) for way in IN_ALL for kept in ("xlsx", "parquet")),
]
#: Each way once: in a workbook or in Parquet where it is one of these.
FEW = [
    *((way, "csv", at % 2) for at, way in enumerate(WAYS) if way not in IN_ALL),
    *((way, ("xlsx", "parquet")[at % 2], 0) for at, way in enumerate(IN_ALL)),
]


@pytest.mark.parametrize(("way", "kept", "seed"), long_but(RUNS, *FEW))
def test_what_is_spoilt_is_told_or_harmless(tmp_path: Path, way: str, kept: str, seed: int) -> None:
    data = with_parents(tmp_path / "data")
    children = [table for table in TABLES if table not in PARENTS]
    alone = PARENTS[seed % 2]
    for tables in (children, [alone]):
        spoilt = spoil_all(way, seed, tables)
        for table in tables:
            (data / f"{table}.csv").unlink(missing_ok=True)
            KEEPERS[kept](data / f"{table}.{kept}", spoilt[table].records)
        inputs = read(data)
        for table in tables:
            assert_told_or_harmless(inputs, spoilt[table], f"data/{table}.{kept}")
        for table in children:
            (data / f"{table}.{kept}").unlink(missing_ok=True)


@pytest.mark.parametrize("kept", ["xlsx", "parquet"])
def test_days_as_serial_numbers_are_told(tmp_path: Path, kept: str) -> None:
    """Whole numbers where there should be days: as a sheet shows them whose format was lost."""
    data = with_parents(tmp_path / "data")
    frame = good().tables["calendar"].drop(columns=["source_file", "source_row"])
    frame = frame.assign(due=(frame["due"] - pd.Timestamp("1899-12-30")).dt.days)
    write = {"xlsx": frame.to_excel, "parquet": frame.to_parquet}[kept]
    write(data / f"calendar.{kept}", index=False)
    told = read(data).problems
    assert [(each.rule, each.row, each.column) for each in told] == [
        ("date", 2, "due"), ("date", 3, "due"),
    ]  # fmt: skip
    assert told[0].value == "43069"
    assert "a spreadsheet's day number for 2017-11-30" in told[0].message


@pytest.mark.parametrize("seed", long_but(range(2), 0))
def test_a_formula_cell_is_told(tmp_path: Path, seed: int) -> None:
    """No spreadsheet ever computed it, so its result is not in the file."""
    data = with_parents(tmp_path / "data")
    places: dict[str, Spoilt] = {}
    for table in set(TABLES) - set(PARENTS):
        it = Spoilt(table, records_of(table), random.Random(f"{seed} {table}"))
        workbook = openpyxl.Workbook()
        for record in it.records:
            workbook.active.append([cell or None for cell in record])
        row = it.random.randrange(2, len(it.records) + 1)
        column = it.random.randrange(1, len(it.records[0]) + 1)
        workbook.active.cell(row, column).value = "=1+1"
        it.rows.add(row)
        places[table] = it
        workbook.save(data / f"{table}.xlsx")
    inputs = read(data)
    for table, it in places.items():
        assert_told_or_harmless(inputs, it, f"data/{table}.xlsx")
        assert {p.rule for p in problems_of(inputs, f"data/{table}.xlsx")} == {"formula"}


@pytest.mark.long
@pytest.mark.parametrize("kept", KEEPERS)
def test_a_cell_of_100_megabytes_is_told(tmp_path: Path, kept: str) -> None:
    data = with_parents(tmp_path / "data")
    headings, *rows = records_of("calendar")
    rows[0][1] = "x" * 100_000_000
    if kept == "xlsx":  # openpyxl cuts long cells: the text is put into the file afterwards
        rows[0][1] = "x" * 1_000
        KEEPERS[kept](data / "small.xlsx", [headings, *rows])
        lengthen(data / "small.xlsx", data / "calendar.xlsx", "x" * 1_000, 100_000)
    else:
        KEEPERS[kept](data / f"calendar.{kept}", [headings, *rows])
    inputs = read(data)
    (problem,) = inputs.problems
    assert (problem.rule, problem.row, problem.column) == ("too_long", 2, "task")
    assert len(str(problem)) < 300
    assert inputs.tables["calendar"]["task"].tolist() == [rows[1][1]]


def lengthen(small: Path, large: Path, text: str, times: int) -> None:
    """The same workbook with a text of its cells repeated."""
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(text.encode(), text.encode() * times))
    small.unlink()
