"""Time the measures of pupils' rows: plain pandas groupby loops, and Tymor, on the same files.

``python bench/prepare.py`` invents the regions, runs every way in a process of its own,
holds their numbers against each other and writes ``bench/results/prepare.md``.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
ROOT = HERE.parent
KEY = ["area_id", "academic_year", "measure_id", "group"]
TIMES = 5


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
        # In turns, so that other work on the machine slows all of them alike.
        runs = [{way: _once(*way, folder) for way in _WAYS} for _ in range(TIMES)]
        found = {way: _least(*way, [each[way] for each in runs]) for way in _WAYS}
        same = {
            audience: _same(
                folder / "plain-region-375" / f"{audience}.parquet",
                folder / "project-region-375/build/2017-summer/release" / audience,
            )
            for audience in ("partnership", "public")
        }
        slice_ms = _slice_ms(folder / "project-region-375/build/2017-summer/release/partnership")
    text = _told(found, same, slice_ms)
    (HERE / "results" / "prepare.md").write_text(text, encoding="utf-8")
    print(text)


_SAMPLE = """
import sys
from pathlib import Path
from tymor_invented import Wish, write_region
schools, folder = int(sys.argv[1]), Path(sys.argv[2])
write_region(folder / f"region-{schools}", Path("data/published"), Wish(schools, seed=2017))
"""


def _once(way: str, schools: int, folder: Path) -> dict[str, float]:
    script = HERE / "prepare_one.py"
    run: dict[str, float] = json.loads(_run([str(script), way, str(schools), str(folder)]))
    return run


def _least(way: str, schools: int, runs: list[dict[str, float]]) -> Timed:
    """The least time of some runs, and the largest memory of any."""
    best, busy = (min(run[key] for run in runs) for key in ("seconds", "busy"))
    peak_mb, figures = (max(run[key] for run in runs) for key in ("peak_mb", "figures"))
    return Timed(way, schools, best, busy, peak_mb, int(figures))


def _run(arguments: list[str]) -> str:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests" / "helpers"), str(HERE)])
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _same(plain: Path, release: Path) -> int:
    """How many figures both have; raises where any of them differs.

    Where a figure is printed, ours is that one: it cannot be held against what is computed.
    """
    areas = pd.read_parquet(release / "areas.parquet")["area_id"]
    theirs = pd.read_parquet(plain)
    theirs = theirs[theirs["area_id"].isin(areas)]  # a school that is closed by now has no page
    ours = pd.read_parquet(release / "figures.parquet")
    ours = ours[(ours["kind"] == "actual") & (ours["status"] != "not_available")]
    printed = ours.loc[ours["source"] == "printed", KEY].merge(theirs, on=KEY)
    computed = ours[ours["source"] == "computed"]
    computed = computed[computed["measure_id"].isin(theirs["measure_id"])]
    both = computed.merge(theirs, on=KEY, suffixes=("_ours", "_theirs"))
    if not len(both) == len(computed) == len(theirs) - len(printed):
        raise AssertionError(f"{len(computed)} and {len(theirs)} figures, {len(both)} of both")
    for column in ("numerator", "denominator", "value", "status"):
        left, right = (both[f"{column}_{side}"] for side in ("ours", "theirs"))
        if column != "status":
            left, right = left.astype("float64"), right.astype("float64")
        pd.testing.assert_series_equal(left, right, check_names=False, rtol=0, atol=1e-9)
    return len(both)


def _slice_ms(release: Path) -> float:
    """How long one school's figures take to read; the median of many schools."""
    areas = pd.read_parquet(release / "areas.parquet")
    schools = areas.loc[areas["kind"] == "school", "area_id"].sample(50, random_state=1)
    times = []
    for school in schools:
        started = time.perf_counter()
        pd.read_parquet(release / "figures.parquet", filters=[("area_id", "in", [school])])
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


_WAYS = {
    ("loops", 375): "plain pandas, a groupby a measure, group and kind of area",
    ("at_once", 375): "plain pandas, all measures of a group in one groupby",
    ("prepare", 375): "`tymor.prepare.release.prepare`",
    ("prepare", 1500): "`tymor.prepare.release.prepare`",
    ("gather", 375): "what `check` does for it: from result rows to a row a learner",
}


def _told(found: dict[tuple[str, int], Timed], same: dict[str, int], slice_ms: float) -> str:
    loops, at_once, ours, wales, gather = found.values()
    rows = "\n".join(
        f"| {_WAYS[way]} | {each.schools:,} | {each.figures:,} | {each.seconds:.2f} "
        f"| {each.busy:.2f} | {each.peak_mb:,.0f} |"
        for way, each in found.items()
    )
    both = Timed("", 375, ours.seconds + gather.seconds, ours.busy + gather.busy, 0, 0)
    return f"""# From pupils' rows to releases

`python bench/prepare.py`; invented regions of seed 2017 with six years (`docs/sample.md`), all of
them years of the term. Python {platform.python_version()}, pandas {version("pandas")},
DuckDB {version("duckdb")}, {os.cpu_count()} cores; limits as in `params/engine.yml`. Each way runs
in a process of its own; reading the file counts, starting Python and importing does not. The
least of {TIMES} runs, in turns.

| way | schools | figures written | seconds | of processor | peak MB |
|---|---|---|---|---|---|
{rows}

- Both write the figures of four audiences as Parquet, small cohorts hidden. Prepare alone also
  writes figures of attendance, targets and printed ones, signals, standing, trends and the plan.
- {same["partnership"]:,} figures for the partnership and {same["public"]:,} for the public are
  equal to those of the loops: numerator, denominator, value, and whether they are hidden.
- The whole of prepare is {_times(loops, ours)} the loops, and
  {_times(at_once, ours)} pandas written with care.
- Together with what check does for it, it is {_times(loops, both)} the loops.
- Four times the schools take prepare {wales.seconds / ours.seconds:.1f} times as long
  ({wales.busy / ours.busy:.1f} times by processor).
- One school's figures are read in {slice_ms:.1f} ms (median of 50 schools).
- Load average at the end {os.getloadavg()[0]:.1f}. The seconds of processor are the fairer ratio.
"""


def _times(slow: Timed, quick: Timed) -> str:
    return (
        f"{slow.seconds / quick.seconds:.1f} times as fast "
        f"({slow.busy / quick.busy:.1f} by processor) as"
    )


if __name__ == "__main__":
    main()
