"""One way of counting pupils' rows, timed in this process: WAY SCHOOLS FOLDER."""

import json
import re
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

#: All that an invented region has.
YEARS = [f"{year}/{year % 100 + 1}" for year in range(2011, 2017)]


def main(way: str, schools: int, folder: Path) -> None:
    """Print the seconds, the peak of memory and the number of figures as JSON."""
    region = folder / f"region-{schools}"
    work = {"loops": plain, "at_once": at_once, "prepare": release, "gather": gather}[way](region)
    started, busy = time.perf_counter(), time.process_time()
    figures = work()
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "busy": busy, "peak_mb": peak_mb, "figures": figures}))


def plain(region: Path, *, at_once: bool = False) -> Callable[[], int]:
    """The same figures by plain pandas, for the same audiences, on disk."""
    import plain_pandas
    from tymor.config import load_config

    config = load_config(Path.cwd())
    audiences = {
        name: (getattr(config.disclosure[name], "least_cohort", 1), audience.school_groups)
        for name, audience in config.audiences.items()
    }
    folder = region.parent / f"plain-{region.name}"
    folder.mkdir(exist_ok=True)

    def work() -> int:
        results, schools = pd.read_parquet(region / "results.parquet"), _schools(region)
        found = plain_pandas.figures(results, schools, at_once=at_once)
        plain_pandas.release(found, schools, audiences, folder)
        return _figures(folder.glob("*.parquet"))

    return work


def at_once(region: Path) -> Callable[[], int]:
    return plain(region, at_once=True)


def gather(region: Path) -> Callable[[], int]:
    """What check does for prepare: from result rows to a row a learner."""
    from projects import publication

    from tymor.check.data import check
    from tymor.measures.counting.learners import FILES, write_learners

    results = check(publication(_project(region))).tables["results"]
    folder = region.parent / f"learners-{region.name}"
    folder.mkdir(exist_ok=True)

    def work() -> int:
        write_learners(results, {name: folder / name for name in FILES})
        return 0

    return work


def release(region: Path) -> Callable[[], int]:
    """The whole of prepare, from what check made of the same region."""
    from projects import publication

    from tymor.check.data import check, stop_on_errors
    from tymor.prepare.release import prepare

    own = publication(_project(region))
    inputs = check(own)
    stop_on_errors(own, inputs)

    def work() -> int:
        prepare(own, inputs)
        return _figures(own.releases.glob("*/figures.parquet"))

    return work


def _figures(files: Iterable[Path]) -> int:
    return sum(pq.read_metadata(path).num_rows for path in files)


def _schools(region: Path) -> pd.DataFrame:
    return pd.read_csv(region / "schools.csv", dtype=str)


def _project(region: Path) -> Path:
    """A project of its own with the region's tables, whose term has all six years."""
    from projects import ROOT, copy_project

    root = region.parent / f"project-{region.name}"
    if root.exists():
        return root
    copy_project(root, region, "region")
    shutil.copytree(ROOT / "data" / "published", root / "data" / "published")
    who = root / "params" / "partnership.yml"
    codes = json.dumps(sorted(_schools(region)["la_code"].unique()))
    text = who.read_text().replace("[published, sample]", "[published, region]")
    who.write_text(re.sub(r"local_authorities:.*", f"local_authorities: {codes}", text))
    terms = root / "params" / "terms.yml"
    terms.write_text(re.sub(r"  years: .*", f"  years: {json.dumps(YEARS)}", terms.read_text()))
    return root


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
