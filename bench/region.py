"""A whole region, as a partnership would: invented, built, audited, published, built again.

``python bench/region.py --schools 375`` works in a project of its own and writes
``bench/results/region.md``. The bundled term stands beside it. ``--package DIR`` measures
another version of the package (its ``src``) on the same data.
"""

import argparse
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from measured import Measured, measured

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results" / "region.md"
TERM = ["--term", "2017-summer"]
AGAIN = 3
EPOCH = "1506556800"  # so that PDFs carry no clock


@dataclass
class Found:
    """What was measured of one project; ``size`` is files and bytes by folder."""

    steps: dict[str, Measured] = field(default_factory=dict)
    size: dict[str, tuple[int, int]] = field(default_factory=dict)


def make_project(folder: Path, data: str) -> Path:
    """The repository's own settings and notebooks, with a folder of data beside the printed."""
    for part in ("params", "notebooks"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copytree(ROOT / "data" / "published", folder / "data" / "published")
    if (ROOT / "data" / data).is_dir():
        shutil.copytree(ROOT / "data" / data, folder / "data" / data)
    for name in ("_quarto.yml", "requirements.lock"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "site").mkdir()
    settings = folder / "params" / "partnership.yml"
    text = re.sub(r"(?m)^data: .*$", f"data: [published, {data}]", settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")
    return folder


def steps(project: Path, package: Path, schools: int | None) -> Iterator[tuple[str, Measured]]:
    """Every step on the way to a published region, and builds with nothing to do."""
    sources = os.pathsep.join([str(package), str(ROOT / "invented" / "src")])
    env = {**os.environ, "PYTHONPATH": sources, "SOURCE_DATE_EPOCH": EPOCH}
    tymor = [sys.executable, "-m", "tymor"]
    if schools is not None:
        invent = [sys.executable, "-m", "tymor_invented", "region", "--out", "data/region"]
        wish = ["--schools", str(schools), "--seed", "2017"]
        yield "invent", measured([*invent, *wish], project, env)
    build = [*tymor, "build", *TERM, "--renderer", "builtin"]
    yield "build", measured(build, project, env)
    yield "publish", measured([*tymor, "publish", *TERM], project, env)
    for number in range(1, AGAIN + 1):
        yield f"again, {number}", measured(build, project, env)


def sizes(project: Path) -> dict[str, tuple[int, int]]:
    """How many files and bytes each folder of what was made holds."""
    made = project / "build" / "2017-summer"
    folders = {"build/": project / "build", "site/": project / "site" / ".published"}
    folders |= {f"build/TERM/{part.name}/": part for part in made.iterdir() if part.is_dir()}
    found = {}
    for name, folder in folders.items():
        files = [p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()]
        found[name] = (len(files), sum(path.stat().st_size for path in files))
    return found


def told(found: dict[str, Found], schools: int) -> str:
    """The results as a page."""
    lines = [
        "# A whole region, all audiences",
        "",
        f"`python bench/region.py --schools {schools}`; everything of one run, on one machine.",
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load average "
        f"{os.getloadavg()[0]:.1f} at the end. Memory is the proportional set size of the whole "
        "process tree.",
    ]
    for name, each in found.items():
        lines += ["", f"## {name}", "", "| step | seconds | of processor | peak MB | stages |"]
        lines += ["|---|---|---|---|---|"]
        for step, took in each.steps.items():
            stages = ", ".join(f"{stage} {s:.1f}" for stage, s in took.stages.items())
            numbers = f"{took.seconds:.1f} | {took.busy:.1f} | {took.peak_mb:,.0f}"
            lines.append(f"| {step} | {numbers} | {stages} |")
        lines += ["", "| folder | files | MB |", "|---|---|---|"]
        lines += [f"| `{place}` | {files:,} | {size / 1e6:,.0f} |"
                  for place, (files, size) in sorted(each.size.items())]  # fmt: skip
    return "\n".join(lines) + "\n"


def main(schools: int, package: Path, results: Path, keep: Path | None) -> None:
    """Measure both projects; results are written after every step."""
    found: dict[str, Found] = {}
    made_here = tempfile.TemporaryDirectory(prefix="tymor-region-")
    with nullcontext(keep) if keep else made_here as made:
        for name, data, wish in (
            ("The bundled term", "sample", None),
            (f"A region of {schools} schools", "region", schools),
        ):
            project = make_project(Path(made) / data, data)
            found[name] = Found()
            for step, took in steps(project, package, wish):
                found[name].steps[step] = took
                print(f"{name}: {step} {took.seconds:.1f} s", flush=True)
                results.write_text(told(found, schools), "utf-8")
            found[name].size = sizes(project)
            results.write_text(told(found, schools), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=375)
    parser.add_argument("--package", type=Path, default=ROOT / "src")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--keep", type=Path, help="A folder for the projects, which stay there.")
    given = parser.parse_args()
    main(given.schools, given.package.resolve(), given.results, given.keep)
