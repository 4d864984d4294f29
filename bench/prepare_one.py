"""One way of counting pupils' rows, timed in this process: WAY SCHOOLS FOLDER."""

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd


def main(way: str, schools: int, folder: Path) -> None:
    """Print the seconds, the peak of memory and the number of figures as JSON."""
    region = folder / f"region-{schools}"
    run = {"loops": plain, "at_once": at_once, "engine": engine, "release": release}[way]
    work = run(region)
    started, busy = time.perf_counter(), time.process_time()
    figures = work()
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if isinstance(figures, pd.DataFrame):
        figures.to_parquet(folder / f"{way}-{schools}.parquet", index=False)
        figures = len(figures)
    print(json.dumps({"seconds": seconds, "busy": busy, "peak_mb": peak_mb, "figures": figures}))


def plain(region: Path, *, at_once: bool = False) -> Callable[[], pd.DataFrame]:
    import plain_pandas

    def work() -> pd.DataFrame:
        results = pd.read_parquet(region / "results.parquet")
        return plain_pandas.figures(results, _schools(region), at_once=at_once)

    return work


def at_once(region: Path) -> Callable[[], pd.DataFrame]:
    return plain(region, at_once=True)


def engine(region: Path) -> Callable[[], pd.DataFrame | int]:
    from tymor.config import load_config
    from tymor.engine import computed_figures, count_pupils, open_engine

    config = load_config(Path.cwd())

    def work() -> pd.DataFrame | int:
        with open_engine(config.engine) as db:
            count_pupils(db, [region / "results.parquet"], _schools(region), partnership_id="CSC")
            computed_figures(db, config.measures, config.decimals.computed)
            path = region.parent / f"engine-{region.name.removeprefix('region-')}.parquet"
            db.execute(f"COPY figures TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
            return int(db.execute("SELECT count(*) FROM figures").fetchall()[0][0])

    return work


def release(region: Path) -> Callable[[], int]:
    """The whole of prepare, from checked inputs."""
    import pyarrow.parquet as pq
    from projects import publication

    from tymor import actuals
    from tymor.check import check
    from tymor.release import prepare

    own = publication(_project(region))
    inputs = check(own)
    actuals.results_files = lambda _: [region / "results.parquet"]

    def work() -> int:
        prepare(own, inputs)
        files = own.releases.glob("*/figures.parquet")
        return sum(pq.read_metadata(path).num_rows for path in files)

    return work


def _schools(region: Path) -> pd.DataFrame:
    return pd.read_csv(region / "schools.csv", dtype=str)


def _project(region: Path) -> Path:
    from projects import ROOT, copy_project

    root = region.parent / f"project-{region.name}"
    if root.exists():
        return root
    data = region.parent / f"data-{region.name}"
    data.mkdir()
    for name in ("schools.csv", "targets.csv", "school_priorities.csv", "source.yml"):
        (data / name).write_bytes((region / name).read_bytes())
    sessions = pd.read_parquet(region / "attendance.parquet")
    sessions.to_csv(data / "attendance.csv", index=False)
    copy_project(root, data, "region")
    published = root / "data" / "published"
    published.mkdir()
    for path in (ROOT / "data" / "published").iterdir():
        (published / path.name).write_bytes(path.read_bytes())
    who = root / "params" / "partnership.yml"
    codes = json.dumps(sorted(_schools(region)["la_code"].unique()))
    text = who.read_text().replace("[published, sample]", "[published, region]")
    who.write_text(re.sub(r"local_authorities:.*", f"local_authorities: {codes}", text))
    return root


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
