"""How long ``check`` takes over a whole region, beside pandas merely reading its files.

Run: ``python bench/check_speed.py [SCHOOLS]``. Writes ``bench/results/check_speed.md``.
The region is invented (``tymor-invent region``): every table, six years, more than a million
results. Reading and checking take turns, so that a busy machine slows both alike;
processor time is given too, for the same reason.
"""

import csv
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pandas as pd

from tymor.check.data import REQUIRED, vocabulary
from tymor.check.read import read_inputs
from tymor.config import load_config
from tymor_invented import Wish, write_region

ROUNDS = 7
ROOT = Path(__file__).resolve().parent.parent
#: Of each round the reading and the checking.
Rounds = list[tuple[tuple[float, float], tuple[float, float]]]
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)([.][0-9]+)?")
RESULT = Path(__file__).parent / "results" / "check_speed.md"


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main(schools: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        region = Path(name)
        published = ROOT / "data" / "published"
        write_region(region, published, Wish(schools, seed=2017))
        tables = len(_files([published, region]))
        rows = sum(len(_read(path)) for path in _files([published, region]))
        of_parquet = compared([published, region], _read)
        for path in region.glob("*.parquet"):
            table = _read(path)
            answers = table.select_dtypes("bool").replace({True: "yes", False: "no"})
            table.assign(**answers).to_csv(path.with_suffix(".csv"), index=False)
            path.unlink()
        size = sum(path.stat().st_size for path in _files([published, region]))
        of_csv = compared([published, region], _read)
        as_text = compared([published, region], lambda path: pd.read_csv(path, dtype=str))
        for path in region.glob("*.csv"):
            as_workbook(path)
            path.unlink()
        of_xlsx = compared([published, region], _read)
    lines = [
        "# check beside pandas, which only reads",
        "",
        f"A whole invented region of {schools} schools and six years: {rows:,} rows in "
        f"{tables} files ({size / 1e6:.0f} MB as CSV),",
        f"{ROUNDS} rounds in turns, by `bench/check_speed.py`. Python "
        f"{platform.python_version()}, pandas {pd.__version__}, {os.cpu_count()} cores, load "
        f"average {os.getloadavg()[0]:.1f} at the end.",
        "",
        "| | pandas reads | `check` | times |",
        "|---|---|---|---|",
        *told("as `tymor-invent region` writes it (results and attendance as Parquet)", of_parquet),
        *told("all of it as CSV", of_csv),
        *told("all of it as CSV, every cell as text", as_text),
        *told('the region as XLSX, which pandas reads with engine="calamine"', of_xlsx),
        "",
        "pandas takes codes of schools for numbers unless it is told that they are text, as which",
        "`check` must keep them (a code may begin with 0). What `check` does over two tables",
        "(printed percentages against schools' counts) is in it; the report that it writes is not.",
    ]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def _files(folders: list[Path]) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix in (".csv", ".parquet", ".xlsx")
    ]


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".xlsx":
        return pd.read_excel(path, engine="calamine")
    return (
        pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, low_memory=False)
    )


def as_workbook(path: Path) -> None:
    """A CSV as the workbook that somebody would type: numbers as numbers, all else as text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append([float(cell) if _NUMBER.fullmatch(cell) else cell or None for cell in row])
    book.save(path.with_suffix(".xlsx"))


def compared(folders: list[Path], reader: Callable[[Path], pd.DataFrame]) -> Rounds:
    """Reading and checking in turns: wall and processor seconds of each."""
    words = vocabulary(load_config(ROOT))
    files = _files(folders)

    def read() -> None:
        for path in files:
            reader(path)

    def check() -> None:
        inputs = read_inputs(folders, words, required=REQUIRED, root=Path("/"))
        errors = [problem for problem in inputs.problems if problem.severity == "error"]
        assert not errors, errors[:3]

    check()
    read()
    return [(timed(read), timed(check)) for _ in range(ROUNDS)]


def told(kind: str, times: Rounds) -> Iterator[str]:
    for what, number in (("wall", 0), ("processor", 1)):
        for how, of in (("median", statistics.median), ("best", min)):
            reading, checking = (of([pair[k][number] for pair in times]) for k in (0, 1))
            yield (
                f"| {kind}: {what}, {how} | {reading:.2f} s | {checking:.2f} s "
                f"| {checking / reading:.1f} |"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 375)
