"""Rows whose cells have moved are found from all columns of their file, and no others."""

from pathlib import Path

import numpy as np
import pytest
from checking import read, with_parents
from hypothesis import given, settings
from hypothesis import strategies as st
from long_tests import examples
from real_schools import NEEDS_REAL, REAL_SCHOOLS

from tymor.errors import Problem
from tymor.inputs.alignment import moved_rows
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.csv_reader import read_csv
from tymor.inputs.readers.raw import RawTable
from tymor.inputs.readers.table_file import TableFile

#: As an official list has them: codes and names, then figures, then an address that all have.
HEADINGS = ["Number", "Name", "Sector", "Postcode", "Pupils", "FSM", "Ratio", "Attendance",
            "Budget", "Points", "Literacy", "Report"]  # fmt: skip
#: Where figures begin and end; what is lost there draws the others after it to the left.
FIRST, END = HEADINGS.index("Pupils"), HEADINGS.index("Report")


def invented_list(rows: int, seed: int) -> list[list[str]]:
    """Schools with figures such as real ones have; a third have points, some have no meals."""
    random = np.random.default_rng(seed)
    pupils = random.lognormal(5.3, 0.5, rows).astype(int)
    meals = random.gamma(3, 6, rows).clip(0.5, 60)
    records = []
    for at in range(rows):
        points = at % 3 == 0
        records.append(
            [
                f"999{at:04}",
                f"Ysgol Rhif {at}" if at % 2 else f"School Number {at}",
                "Secondary" if points else "Primary",
                f"CF{at % 60 + 10} {at % 9}AB",
                str(pupils[at]),
                f"{meals[at]:.1f}" if at % 17 else "",
                f"{random.normal(18, 2.5):.1f}",
                f"{random.normal(92, 1.4):.1f}",
                str(int(random.lognormal(8.6, 0.2))),
                f"{random.normal(360, 25):.1f}" if points else "",
                f"{random.normal(40, 3):.1f}" if points else "",
                f"http://reports.example/{at}",
            ]
        )
    return records


def raw(records: list[list[str]]) -> RawTable:
    columns = tuple(Cells.of(column) for column in zip(*records, strict=True))
    return RawTable(tuple(HEADINGS), columns, np.arange(2, len(records) + 2))


def lose(record: list[str], at: int, cells: int) -> None:
    """Take figures out, as a program does that writes one after the other those that there are."""
    del record[at : at + cells]
    for _ in range(cells):
        record.insert(END - cells, "")


@settings(max_examples=examples(10), deadline=None)
@given(seed=st.integers(0, 10**6), rows=st.integers(30, 400))
def test_a_list_as_it_should_be_has_no_moved_row(seed: int, rows: int) -> None:
    assert list(moved_rows(raw(invented_list(rows, seed)))) == []


@settings(max_examples=examples(15), deadline=None)
@given(seed=st.integers(0, 10**6), row=st.integers(0, 199), data=st.data())
def test_a_row_that_lost_figures_is_found_where_it_did(
    seed: int, row: int, data: st.DataObject
) -> None:
    """The budget is then where no budget is: in a column that all but this row fill otherwise."""
    records = invented_list(200, seed)
    at = data.draw(st.sampled_from([HEADINGS.index("Ratio"), HEADINGS.index("Attendance")]))
    lost = data.draw(st.integers(1, HEADINGS.index("Budget") - at))
    lose(records[row], at, lost)
    (moved,) = moved_rows(raw(records))
    assert (moved.row, moved.column, moved.belongs) == (row, at, at + lost)


@settings(max_examples=examples(10), deadline=None)
@given(seed=st.integers(0, 10**6), row=st.integers(0, 66))
def test_a_row_with_one_cell_too_many_is_found(seed: int, row: int) -> None:
    """A school of two phases has its attendance twice, and no room for the last figure."""
    records = invented_list(200, seed)
    record = records[3 * row]
    record.insert(HEADINGS.index("Budget"), "89.7")
    del record[END]
    (moved,) = moved_rows(raw(records))
    assert (moved.row, moved.belongs - moved.column) == (3 * row, -1)


def test_many_rows_that_lost_the_same_are_each_found() -> None:
    records = invented_list(400, 5)
    some = list(range(1, 400, 10))
    for row in some:
        lose(records[row], HEADINGS.index("FSM"), 3)
    assert [moved.row for moved in moved_rows(raw(records))] == some


MAPPING = """\
schools:
  file: list.csv
  columns: {school_id: Number, name_en: Name, name_cy: Name, sector: Sector, pupils: Pupils,
            efsm_pct: FSM}
  words: {sector: {Primary: primary, Secondary: secondary}}
  fixed: {la_code: 672, medium: english}
  ignore: "*"
"""
SECOND = """\
rolls:
  file: list.csv
  columns: {school_id: Number, pupils: Pupils}
  fixed: {as_at: 2017-01-17}
  ignore: "*"
"""


def checked(tmp_path: Path, records: list[list[str]], mapping: str) -> tuple[Problem, ...]:
    folder = with_parents(tmp_path / "data")
    (folder / "schools.csv").unlink()
    lines = [",".join(record) for record in [HEADINGS, *records]]
    (folder / "list.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "mapping.yml").write_text(mapping, "utf-8")
    return read(folder).problems


@pytest.mark.parametrize("mapping", [MAPPING, MAPPING + SECOND])
def test_columns_that_the_mapping_ignores_tell_too(tmp_path: Path, mapping: str) -> None:
    """Attendance is possible as a percentage of free school meals: only the rest of the row tells.
    A file that is read for two tables tells of its row once, and of no outlier in it."""
    records = invented_list(60, 8)
    lose(records[20], HEADINGS.index("FSM"), 2)
    (problem,) = checked(tmp_path, records, mapping)
    assert (problem.rule, problem.row, problem.column) == ("shifted_row", 22, "efsm_pct (FSM)")
    assert problem.value == records[20][HEADINGS.index("FSM")]
    assert "2 columns to the left" in problem.message
    assert "is like the Attendance of all others" in problem.message


def test_an_outlier_is_no_moved_row_and_bears_the_files_own_heading(tmp_path: Path) -> None:
    records = invented_list(60, 8)
    records[20][HEADINGS.index("Pupils")] += "00"
    (problem,) = checked(tmp_path, records, MAPPING)
    assert (problem.rule, problem.row, problem.column) == ("outlier", 22, "pupils (Pupils)")


@NEEDS_REAL
def test_the_real_list_of_the_region_has_no_moved_row() -> None:
    """It was put right when it was made: a row that is told would be told for nothing."""
    file = TableFile("schools", REAL_SCHOOLS, REAL_SCHOOLS.name)
    assert list(moved_rows(read_csv(file))) == []
