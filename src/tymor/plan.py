"""Plan: which jobs a term has, each with typed parameters.

One row of ``jobs.parquet`` is one execution of one notebook: report, area and
audience. A notebook's parameters are those of its cell tagged ``parameters``;
what the plan gives must fit them exactly, or nothing is started.
"""

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pandas as pd
import papermill
from pydantic import TypeAdapter, ValidationError

from tymor.config import Report
from tymor.errors import PlanError
from tymor.files import Writer, write_atomic
from tymor.publication import Publication
from tymor.release import Release

#: The types that a parameter cell may declare.
TYPES: Mapping[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "list[str]": list[str],
    "list[int]": list[int],
}


@dataclass(frozen=True)
class Job:
    """One execution of one notebook."""

    report: str
    area_id: str
    audience: str
    notebook: str
    path: str  # of the page it makes, without language
    parameters: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.report} / {self.area_id} / {self.audience}"


def plan(publication: Publication, releases: Mapping[str, Release]) -> list[Job]:
    """Every job of the term, written to ``jobs.parquet``.

    Raises
    ------
    PlanError
        A job's parameters do not fit its notebook (unknown, missing or
        mistyped); all of them are named.
    """
    jobs = list(_jobs(publication, releases))
    declared = {
        name: declared_parameters(write_source(publication, name))
        for name in dict.fromkeys(job.notebook for job in jobs)
    }
    faults = [fault for job in jobs for fault in _misfits(job, declared[job.notebook])]
    if faults:
        listed = "\n".join(f"  {fault}" for fault in dict.fromkeys(faults))
        raise PlanError(f"Nothing was started, since parameters do not fit:\n{listed}")
    _write(publication, jobs)
    return jobs


def source_path(publication: Publication, notebook: str) -> Path:
    """Where the .ipynb that papermill executes is written."""
    return publication.folder / "notebooks" / "source" / f"{Path(notebook).stem}.ipynb"


def write_source(publication: Publication, notebook: str) -> Path:
    """The .ipynb of a jupytext notebook; the same text always gives the same bytes."""
    node = jupytext.read(publication.config.root / "notebooks" / notebook)
    for number, cell in enumerate(node.cells):
        cell["id"] = f"cell-{number}"
    text = nbformat.writes(node, version=4) + "\n"  # type: ignore[no-untyped-call]
    return write_atomic(source_path(publication, notebook), text.encode("utf-8"))


def declared_parameters(source: Path) -> dict[str, tuple[str, str]]:
    """Name to (type, default) of a notebook's parameter cell, as papermill reads it."""
    inspected = papermill.inspect_notebook(str(source))
    return {p["name"]: (p["inferred_type_name"], p["default"]) for p in inspected.values()}


def _jobs(publication: Publication, releases: Mapping[str, Release]) -> Iterable[Job]:
    for name in publication.term.reports:
        report = publication.config.reports[name]
        for audience in report.audiences:
            tables = releases[audience].tables
            if any(len(tables.get(table, ())) == 0 for table in report.needs):
                continue
            areas = tables["areas"]
            for area in areas[areas["kind"] == report.area].itertuples():
                yield _job(publication, name, report, audience, area)


def _job(publication: Publication, name: str, report: Report, audience: str, area: Any) -> Job:
    own = {"area": area.area_id, "term": publication.term_id, "audience": audience}
    return Job(
        report=name,
        area_id=area.area_id,
        audience=audience,
        notebook=report.notebook,
        path=report.path_of(area.slug, area.area_id),
        parameters=own | dict(report.parameters),
    )


def _misfits(job: Job, declared: Mapping[str, tuple[str, str]]) -> Iterable[str]:
    where = f"notebooks/{job.notebook}"
    for name in job.parameters.keys() - declared.keys():
        yield (
            f"{where} has no parameter {name!r} (it has {', '.join(declared) or 'none'}): "
            "declare it in the cell tagged 'parameters', or take it out of params/reports.yml"
        )
    for name, (kind, default) in declared.items():
        if name in job.parameters:
            yield from _mistyped(where, name, kind, job.parameters[name])
        elif default == "None":
            yield (
                f"{where} needs the parameter {name!r} ({kind}), which {job.report!r} does not "
                "give: add it under 'parameters' in params/reports.yml"
            )


def _mistyped(where: str, name: str, kind: str, value: Any) -> Iterable[str]:
    if kind not in TYPES:
        yield (
            f"{where}: the parameter {name!r} is declared as {kind!r}; "
            f"expected one of {', '.join(TYPES)}"
        )
        return
    try:
        TypeAdapter(TYPES[kind]).validate_python(value, strict=True)
    except ValidationError:
        yield f"{where}: the parameter {name!r} is declared as {kind}; found {value!r}"


def _write(publication: Publication, jobs: list[Job]) -> None:
    rows = [asdict(job) | {"parameters": json.dumps(dict(job.parameters))} for job in jobs]
    buffer = io.BytesIO()
    pd.DataFrame(rows, columns=list(Job.__dataclass_fields__)).to_parquet(buffer, index=False)
    Writer(publication.folder).bytes("jobs.parquet", buffer.getvalue())
