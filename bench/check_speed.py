"""How long ``check`` takes over a million results, beside pandas merely reading them.

Run: ``python bench/check_speed.py [ROWS]``. Writes ``bench/results/check_speed.md``.
The rows are invented here: pupils of 375 all-age schools over six years, each with four
subjects at the end of one phase. Reading and checking take turns, so that a busy
machine slows both alike; processor time is given too, for the same reason.
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from tymor.inputs import Vocabulary, read_inputs

ROUNDS = 7
SCHOOLS = 375
YEARS = ["2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17"]
SUBJECTS = ["english", "cymraeg", "mathematics", "science"]
GROUPS = ["efsm", "eal", "lac", "aln", "mat"]
PHASES = ["FP", "KS2", "KS3", "KS4"]
#: Of each round the reading and the checking.
Rounds = list[tuple[tuple[float, float], tuple[float, float]]]
RESULT = Path(__file__).parent / "results" / "check_speed.md"


def write_data(folder: Path, rows: int) -> None:
    """A folder with ``results``, ``schools`` and ``local_authorities``."""
    rng = np.random.default_rng(2017)
    schools = np.arange(9990001, 9990001 + SCHOOLS).astype(str)
    pupils = rows // len(SUBJECTS)
    phase = rng.choice(PHASES, pupils)
    each = pd.DataFrame(
        {
            "pupil_id": [f"P{number:09}" for number in range(pupils)],
            "school_id": rng.choice(schools, pupils),
            "academic_year": rng.choice(YEARS, pupils),
            "phase": phase,
            "sex": rng.choice(["F", "M"], pupils),
            **{group: rng.choice(["yes", "no"], pupils) for group in GROUPS},
        }
    )
    table = each.merge(pd.DataFrame({"subject": SUBJECTS}), how="cross")
    older = table["phase"] == "KS4"
    table["level"] = np.where(older, "", rng.integers(1, 8, len(table)).astype(str))
    table["grade"] = np.where(older, rng.choice(list("ABCDE"), len(table)), "")
    columns = ["pupil_id", "school_id", "academic_year", "phase", "subject", "level", "grade"]
    table[[*columns, "sex", *GROUPS]].to_csv(folder / "results.csv", index=False)
    pd.DataFrame(
        {"school_id": schools, "la_code": "681", "name_en": "A", "name_cy": "A"}
        | {"sector": "through", "medium": "dual", "pupils": 900, "efsm_pct": ""}
        | {"open_from": "", "open_to": ""}
    ).to_csv(folder / "schools.csv", index=False)
    authority = "consortium,consortium_name,la_code,la_name_en,la_name_cy\nX,X,681,A,A\n"
    (folder / "local_authorities.csv").write_text(authority)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_data(folder, rows)
        size = (folder / "results.csv").stat().st_size
        of_csv = compared(folder, lambda: pd.read_csv(folder / "results.csv"), rows)
        as_text = compared(folder, lambda: pd.read_csv(folder / "results.csv", dtype=str), rows)
        results = pd.read_csv(folder / "results.csv")
        (folder / "results.csv").unlink()
        answers = {group: results[group] == "yes" for group in GROUPS}
        results.assign(**answers).to_parquet(folder / "results.parquet", index=False)
        of_parquet = compared(folder, lambda: pd.read_parquet(folder / "results.parquet"), rows)
    lines = [
        "# check beside pandas, which only reads",
        "",
        f"{rows:,} results ({size / 1e6:.0f} MB of CSV), {ROUNDS} rounds in turns, written by "
        "`bench/check_speed.py`.",
        f"Python {platform.python_version()}, pandas {pd.__version__}, {os.cpu_count()} cores, "
        f"load average {os.getloadavg()[0]:.1f} at the end.",
        "",
        "| | pandas reads | `check` | times |",
        "|---|---|---|---|",
        *told("CSV", of_csv),
        *told("CSV, every cell as text", as_text),
        *told("Parquet", of_parquet),
        "",
        "pandas takes codes of schools for numbers unless it is told that they are text, as which",
        "`check` must keep them (a code may begin with 0). Parquet keeps types: pandas then copies",
        "columns, where `check` still looks at every cell.",
    ]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def compared(folder: Path, read: Callable[[], object], rows: int) -> Rounds:
    """Reading and checking in turns: wall and processor seconds of each."""
    vocabulary = Vocabulary({}, frozenset(), {}, frozenset())

    def check() -> None:
        inputs = read_inputs([folder], vocabulary, required=[], root=folder)
        assert not inputs.problems, inputs.problems[:3]
        assert len(inputs.tables["results"]) == rows

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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
