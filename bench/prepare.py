"""Time the measures of pupils' rows: plain pandas groupby loops, and Tymor, on the same files.

``python bench/prepare.py`` invents the regions, runs every way in a process of its own,
holds their numbers against each other and writes ``bench/results/prepare.md``.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
ROOT = HERE.parent
KEY = ["area_id", "academic_year", "measure_id", "group"]
TIMES = 3


@dataclass(frozen=True)
class Timed:
    way: str
    schools: int
    seconds: float  # the least of some runs, reading included, start of Python not
    busy: float  # seconds of processor, of all threads
    peak_mb: float  # of the whole process, Python and pandas included
    figures: int


def main() -> None:
    """Run everything and write the results."""
    with tempfile.TemporaryDirectory(prefix="tymor-bench-") as made:
        folder = Path(made)
        for schools in (375, 1500):
            _run(["-c", _SAMPLE, str(schools), str(folder)])
        found = [
            _timed("loops", 375, folder),
            _timed("at_once", 375, folder),
            _timed("engine", 375, folder),
            _timed("engine", 1500, folder),
            _timed("release", 375, folder),
            _timed("release", 1500, folder),
        ]
        same = _same(folder / "loops-375.parquet", folder / "engine-375.parquet")
    text = _told(found, same)
    (HERE / "results" / "prepare.md").write_text(text, encoding="utf-8")
    print(text)


_SAMPLE = """
import sys
from pathlib import Path
from tymor.sample.region import Wish, write_region
schools, folder = int(sys.argv[1]), Path(sys.argv[2])
write_region(folder / f"region-{schools}", Path("data/published"), Wish(schools, seed=2017))
"""


def _timed(way: str, schools: int, folder: Path) -> Timed:
    """The least time of some runs, and the largest memory of any."""
    script = HERE / "prepare_one.py"
    runs = [
        json.loads(_run([str(script), way, str(schools), str(folder)]))
        for _ in range(1 if way == "loops" else TIMES)
    ]
    best, busy = (min(run[key] for run in runs) for key in ("seconds", "busy"))
    return Timed(way, schools, best, busy, max(r["peak_mb"] for r in runs), runs[0]["figures"])


def _run(arguments: list[str]) -> str:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests"), str(HERE)])
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _same(plain: Path, ours: Path) -> int:
    """How many figures both have; raises where any of them differs."""
    both = [pd.read_parquet(path).sort_values(KEY, ignore_index=True) for path in (plain, ours)]
    for column in (*KEY, "numerator", "denominator", "value"):
        left, right = (frame[column] for frame in both)
        if column not in KEY:
            left, right = left.astype("float64"), right.astype("float64")
        pd.testing.assert_series_equal(left, right, check_dtype=False, rtol=0, atol=1e-9)
    return len(both[0])


_WAYS = {
    "loops": "plain pandas, a groupby a measure, group and kind of area",
    "at_once": "plain pandas, all measures of a group in one groupby",
    "engine": "`tymor.engine`: the same figures",
    "release": "`tymor.release.prepare`: those of the term's 3 years, for 4 audiences, on disk",
}


def _told(found: list[Timed], same: int) -> str:
    by = {(each.way, each.schools): each for each in found}
    loops, ours, wales = by["loops", 375], by["engine", 375], by["engine", 1500]
    release, larger = by["release", 375], by["release", 1500]
    rows = "\n".join(
        f"| {_WAYS[each.way]} | {each.schools:,} | {each.figures:,} | {each.seconds:.2f} "
        f"| {each.busy:.2f} | {each.peak_mb:,.0f} |"
        for each in found
    )
    return f"""# From pupils' rows to figures

`python bench/prepare.py`; invented regions of seed 2017 with six years (`docs/sample.md`).
Python {platform.python_version()}, pandas {version("pandas")}, DuckDB {version("duckdb")},
{os.cpu_count()} cores; limits as in `params/engine.yml`. Each way runs in a process of its own;
reading the file counts, starting Python and importing does not. The least of {TIMES} runs
(the loops: one).

| way | schools | figures | seconds | of processor | peak MB |
|---|---|---|---|---|---|
{rows}

- The {same:,} figures of the loops and of the engine are equal: numerator, denominator, value.
- In seconds of processor, which other work on the machine disturbs less, the loops take
  {loops.busy / ours.busy:.1f} times what the engine takes.
- The engine is {loops.seconds / ours.seconds:.1f} times as fast as the loops, and
  {by["at_once", 375].seconds / ours.seconds:.1f} times as fast as pandas written with care.
- Four times the schools take the engine {wales.seconds / ours.seconds:.1f} times as long;
  the whole of prepare {larger.seconds / release.seconds:.1f} times.
- The whole of prepare, which no way of pandas here does, is
  {loops.seconds / release.seconds:.1f} times as fast as the loops alone.
"""


if __name__ == "__main__":
    main()
