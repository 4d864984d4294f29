"""The table and the pictures of a bench of a batch."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import altair as alt
import pandas as pd
import vl_convert

from batch_found import Asked, Found
from measured import Measured
from workload.project import ROOT

_WAYS = {
    (1, 2, True): "usual tools, one at a time",
    (1, 1, True): "usual tools, one at a time, one execution for both languages",
    (2, 2, True): "usual tools, two at a time",
    (2, 1, True): "usual tools, two at a time, one execution for both languages",
    (1, 2, False): "usual tools, one at a time, as pip installs them",
}
_DRAWN = ((2, 2, True), (1, 2, True), (2, 1, True), (1, 1, True))
_HEAD = """\
| way | measured | whole batch | a report | of processor | peak MB | Tymor is faster by |
|---|---|---|---|---|---|---|"""
_PACKAGES = ("papermill", "nbconvert", "typst", "altair", "vl-convert-python", "pandas")


def write_results(asked: Asked, found: Found, folder: Path) -> None:
    """``batch.md`` and its pictures; README's picture too, unless they go elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    sections = [*_ways(asked, found), *_again(found), *_many(found), *_kills(found)]
    head = ["# A batch of reports, three ways", "", *_machine()]
    (folder / "batch.md").write_text("\n".join([*head, *sections]) + "\n", encoding="utf-8")
    pictures = []
    if found.usual and found.wholes:
        pictures = [folder / "batch"]
        if folder.resolve().is_relative_to(ROOT / "bench"):
            pictures.append(ROOT / "docs" / "images" / "batch")
    for path in pictures:
        _draw(_ways_picture(asked, found), path)
    if len(found.many) > 1:
        _draw(_many_picture(found.many), folder / "batch-many")


def _machine() -> Iterator[str]:
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield "`python bench/batch.py`; everything of one run, on one machine, from the same rows."
    yield f"Python {platform.python_version()}, {versions};"
    yield f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the end."


def _ways(asked: Asked, found: Found) -> Iterator[str]:
    if not found.wholes:
        return
    yield from ("", f"## {asked.reports} reports: a page and a PDF each, in both languages", "")
    yield _HEAD
    for own, when in zip(found.wholes, ("", ", after all others"), strict=False):
        times = found.whole_seconds / own.seconds
        yield _row(f"Tymor: `tymor build`{when}", own, asked.reports, asked.reports, times)
    for way, took in found.usual.items():
        whole = took.seconds / asked.sample * asked.reports
        times = whole / found.whole_seconds
        yield _row(_WAYS[way], took, asked.sample, asked.reports, times)
    stages = ", ".join(f"{name} {took:.1f} s" for name, took in found.wholes[-1].stages.items())
    yield from ("", f"Tymor's stages: {stages}. The audit, which the other ways do not have, looks")
    yield "at each page when it is rendered, within `run`, and then at the whole."
    if found.usual:
        yield from ("", _EXPLAINED.format(sample=asked.sample))


def _row(name: str, took: Measured, timed: int, reports: int, times: float) -> str:
    each = took.seconds / timed
    return (
        f"| {name} | {timed} | {_minutes(each * reports)} | {each:.2f} s | "
        f"{took.busy / timed:.2f} s | {took.peak_mb:,.0f} | {times:.1f} |"
    )


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)} min {int(seconds % 60):02} s"


_EXPLAINED = """\
- **A report** is 20 cells of code, 6 charts and 6 tables, of one area of an invented region, read
  from the same Parquet by a filtered read. Both notebooks draw their charts with the same code
  (`bench/workload/notebooks/drawn.py`).
- **Tymor** is timed whole: start of Python, check of the inputs, preparation of the release, every
  notebook in a real kernel, pages, PDFs (PDF/UA-1 and PDF/A-2a), a CSV of every table, the audit.
  It is timed before and after the others, since no machine is equally quick all the time, and
  the last column goes by the mean of both.
- **The usual tools** are timed on {sample} reports, evenly chosen, and scaled by count; they find
  the release prepared, and check and audit nothing. Each report is `papermill`, then
  `nbconvert --to html`, then a process that sets the executed notebook with Typst. They show one
  language a run, so a report is two runs of the notebook; the rows with one execution convert
  that one twice, which would be the least for a notebook in both languages.
- jsonschema takes two seconds to import beside JupyterLab; Tymor saves its processes that, and
  so does the bench for the usual tools. The last row is without.
- Processor seconds are those of the whole process tree; memory is its proportional set size,
  looked at twice a second, or more rarely where looking takes long."""


def _again(found: Found) -> Iterator[str]:
    if found.unchanged is None or found.changed is None:
        return
    yield from ("", "## Built again", "", "| | seconds | pages written | PDFs written | files |")
    yield "|---|---|---|---|---|"
    for name, took, files in (
        ("nothing changed", found.unchanged, found.unchanged_written),
        ("one school's rows changed", found.changed, found.changed_written),
    ):
        pages, pdfs = (sum(f.endswith(end) for f in files) for end in ("index.html", ".pdf"))
        yield f"| {name} | {took.seconds:.1f} | {pages} | {pdfs} | {len(files)} |"
    pages = [name for name in found.changed_written if name.endswith("index.html")]
    yield from ("", f"{len(found.changed_differing)} files of the site differ after the change.")
    if len(pages) <= 20:
        yield "Pages written: " + ", ".join(f"`{name}`" for name in pages) + "."


def _many(found: Found) -> Iterator[str]:
    if not found.many:
        return
    yield from ("", "## Many light reports (one table, one chart)", "")
    yield from ("| jobs | whole | a job | of processor | peak MB |", "|---|---|---|---|---|")
    for jobs, took in found.many.items():
        yield (
            f"| {jobs:,} | {_minutes(took.seconds)} | {1000 * took.seconds / jobs:.0f} ms | "
            f"{1000 * took.busy / jobs:.0f} ms | {took.peak_mb:,.0f} |"
        )


def _kills(found: Found) -> Iterator[str]:
    if not found.kills:
        return
    each = found.kills
    yield from ("", f"## Killed with SIGKILL {len(each)} times, and run again", "")
    equal = sum(not k.differs for k in each)
    yield f"- builds equal to the undisturbed one, byte for byte: {equal}"
    for what, counts in {
        "half-written files when killed": [len(k.half_written) for k in each],
        "files left over in the end": [len(k.left_over) for k in each],
        "jobs that are twice in the journal": [k.twice for k in each],
        "jobs that are not done in the end": [k.undone for k in each],
        "jobs that were done and ran again": [k.redone for k in each],
        "processes of a killed build that outlived the next": [k.alive for k in each],
    }.items():
        yield f"- {what}: {sum(counts)}"
    moments = ", ".join(f"{k.after_seconds:.1f} s ({k.done_before} jobs done)" for k in each)
    yield f"- killed after: {moments}"


def _ways_picture(asked: Asked, found: Found) -> alt.TopLevelMixin:
    """A bar a way, in minutes of a whole batch."""
    minutes = {"Tymor": found.whole_seconds / 60}
    for way in _DRAWN:
        if way in found.usual:
            minutes[_WAYS[way]] = found.usual[way].seconds / asked.sample * asked.reports / 60
    rows = pd.DataFrame({"way": list(minutes), "minutes": list(minutes.values())})
    rows["said"] = rows["minutes"].map("{:.1f} min".format)
    y = alt.Y("way", type="nominal", sort=list(minutes), title=None, axis=alt.Axis(labelLimit=460))
    scale = alt.Scale(domainMax=1.2 * max(minutes.values()))
    x = alt.X("minutes", type="quantitative", title=None, axis=None, scale=scale)
    own = alt.condition("datum.way == 'Tymor'", alt.value("#1b6e5a"), alt.value("#8a949e"))
    base = alt.Chart(rows).encode(x, y)
    text = base.mark_text(align="left", dx=5).encode(alt.Text("said", type="nominal"))
    title = f"{asked.reports} reports in two languages: pages and PDFs"
    return (
        alt.layer(base.mark_bar(height=18).encode(color=own), text)
        .properties(width=380, height={"step": 28}, title=alt.Title(title, anchor="start"))
        .configure_view(stroke=None)
        .configure_axis(domain=False, ticks=False, labelFontSize=12)
    )


def _many_picture(many: dict[int, Measured]) -> alt.TopLevelMixin:
    """Memory through each run, and the time of a job."""
    held = [
        {"jobs": f"{jobs:,}", "share": 100 * at / took.seconds, "memory": mb}
        for jobs, took in many.items()
        for at, mb in took.memory_mb
    ]
    order = [f"{jobs:,}" for jobs in many]
    colour = alt.Color("jobs", type="nominal", sort=order, title="jobs")
    memory = alt.Chart(pd.DataFrame(held)).mark_line().encode(
        alt.X("share", type="quantitative", title="per cent of the run"),
        alt.Y("memory", type="quantitative", title="MB of the whole process tree"),
        colour,
    )  # fmt: skip
    each = [{"jobs": f"{jobs:,}", "ms": 1000 * m.seconds / jobs} for jobs, m in many.items()]
    time = alt.Chart(pd.DataFrame(each)).mark_bar().encode(
        alt.X("jobs", type="nominal", sort=order, title="jobs"),
        alt.Y("ms", type="quantitative", title="milliseconds a job"),
        colour,
    )  # fmt: skip
    return alt.hconcat(memory.properties(width=420, height=220), time.properties(height=220))


def _draw(chart: alt.TopLevelMixin, path: Path) -> None:
    spec = chart.to_dict()
    path.with_suffix(".svg").write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")
    path.with_suffix(".png").write_bytes(vl_convert.vegalite_to_png(spec, scale=2))
