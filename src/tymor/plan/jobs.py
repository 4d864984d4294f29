"""Plan: which jobs a term has, each with typed parameters.

One row of ``jobs.parquet`` is one execution of one notebook: report, area and
audience. A notebook's parameters are those of its cell tagged ``parameters``;
what the plan gives must fit them exactly, or nothing is started.

A job's ``parts`` say what its executed notebook rests on: whether it must run again is
seen from them alone (:mod:`tymor.run.batch`).
"""

import io
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from tymor.config import AreaKind, Config, Report
from tymor.config.area_slices import AreaTree, Slice
from tymor.config.disclosure import COSTS, Protection
from tymor.config.report_folders import REPORT_FILE
from tymor.errors import PlanError, at_line
from tymor.files import Writer
from tymor.fingerprints import code_of, digest_of, packages
from tymor.plan.frozen import freeze_releases, freeze_settings
from tymor.plan.release_digests import EarlierRows, ReleaseDigests, release_digests
from tymor.plan.source_notebooks import PARAMETERS, Source, sources_of
from tymor.prepare.release_files import Release
from tymor.publication import Publication

#: The types that a parameter cell may declare.
TYPES: Mapping[str, TypeAdapter[Any]] = {
    "str": TypeAdapter(str),
    "int": TypeAdapter(int),
    "float": TypeAdapter(float),
    "bool": TypeAdapter(bool),
    "list[str]": TypeAdapter(list[str]),
    "list[int]": TypeAdapter(list[int]),
}


@dataclass(frozen=True)
class Job:
    """One execution of one notebook."""

    report: str
    area_id: str
    audience: str
    site: str  # the folder of the site that its page goes to
    notebook: str
    path: str  # of the page it makes, without language
    parameters: Mapping[str, Any]
    parts: Mapping[str, str] = field(default_factory=dict, compare=False)
    fault: str = ""  # why its notebook cannot be executed at all
    each: str = ""  # which of the report's pages on the area it makes, where there are several

    @property
    def name(self) -> str:
        about = f"{self.area_id} {self.each}".rstrip()
        return f"{self.report} / {about} / {self.audience}"

    @property
    def report_file(self) -> str:
        """The file that says what of its report is not in the notebook."""
        return f"notebooks/{Path(self.notebook).parent.as_posix()}/{REPORT_FILE}"

    @property
    def page_name(self) -> str:
        """Its page by site and path, as the journal and ``--missing`` name it."""
        return f"{self.site}/{self.path}"


def plan(publication: Publication, releases: Mapping[str, Release]) -> list[Job]:
    """Every job of the term, written to ``jobs.parquet``; what they read is frozen first.

    Raises
    ------
    PlanError
        A job's parameters do not fit its notebook (unknown, missing or
        mistyped), or Markdown cells cannot be published; all of them are named.
    """
    reports = {name: publication.config.reports[name] for name in publication.term.reports}
    freeze_settings(publication)
    used = {audience for report in reports.values() for audience in report.audiences}
    with_pages = {
        name
        for name, report in reports.items()
        for audience in report.audiences
        if audience in releases and report.has_pages(_rows_in(releases[audience]))
    }
    frozen = freeze_releases(publication, sorted(used))
    notebooks = [report.notebook for report in reports.values()]
    sources = sources_of(publication, notebooks, frozen.config.root / "notebooks")
    faults = [
        f"notebooks/{notebook}, {fault}"
        for notebook, source in sources.items()
        for fault in source.prose_faults
    ]
    plans = {
        name: _AudiencePlan(publication, frozen, name, release, sources, with_pages)
        for name, release in releases.items()
        if name in used
    }
    jobs = [
        job
        for name, report in reports.items()
        for audience in report.audiences
        for job in plans[audience].jobs(name, report)
    ]
    whole = [job for job in jobs if not (job.fault or sources[job.notebook].prose_faults)]
    faults.extend(f for job in whole for f in _misfits(job, sources[job.notebook]))
    _refuse(faults)
    _write(publication, jobs)
    return jobs


def job_again(publication: Publication, job: Job) -> Job:
    """A planned job with settings, words and its notebook as they stand now; they are frozen anew.

    Its rows, its parameters and its address are those that were planned.

    Raises
    ------
    PlanError
        Its parameters do not fit the notebook, or its Markdown cells cannot be published.
    """
    folder = freeze_settings(publication).config.root / "notebooks"
    source = sources_of(publication, [job.notebook], folder)[job.notebook]
    _refuse(f"notebooks/{job.notebook}, {fault}" for fault in source.prose_faults)
    if not source.fault:
        _refuse(_misfits(job, source))
    return replace(job, fault=source.fault)


def _rows_in(release: Release) -> Callable[[str], int]:
    return lambda table: len(release.tables.get(table, ()))


def refuse_shared_addresses(jobs: Iterable[Job]) -> None:
    """Two pages of a site with one address stop the batch before it begins."""
    seen: dict[str, Job] = {}
    for job in jobs:
        other = seen.setdefault(job.page_name, job)
        if other is not job:
            where = " or ".join(dict.fromkeys((other.report_file, job.report_file)))
            raise PlanError(
                f"The reports {other.report!r} and {job.report!r} both have the address "
                f"{job.path!r}; one would overwrite the other. Change a path in {where}."
            )


def _refuse(faults: Iterable[str]) -> None:
    """Start nothing where there is a fault; each is told once."""
    if listed := "\n".join(f"  {fault}" for fault in dict.fromkeys(faults)):
        raise PlanError(f"Nothing was started; mend these first:\n{listed}")


@dataclass(frozen=True)
class _AudiencePlan:
    """The jobs of one audience: its areas, its sites, what its release holds."""

    publication: Publication
    frozen: Publication  # what its jobs read
    audience: str
    release: Release
    sources: Mapping[str, Source]
    with_pages: Collection[str]  # the reports that have any page, for whichever audience

    @cached_property
    def _areas(self) -> dict[str, dict[Any, Any]]:
        return {row["area_id"]: row for row in self.release.tables["areas"].to_dict("records")}

    @cached_property
    def _tree(self) -> AreaTree:
        rows = self._areas.values()
        return AreaTree.of(self._areas, (row["parent_id"] for row in rows))

    @cached_property
    def _digests(self) -> ReleaseDigests:
        folder = self.frozen.release_folder(self.audience)
        return release_digests(folder, self.publication.config.measures)

    @cached_property
    def _earlier(self) -> EarlierRows | None:
        folder = self.frozen.earlier_release(self.audience)
        return EarlierRows.of(folder, self.publication.config.measures) if folder else None

    def jobs(self, name: str, report: Report) -> Iterable[Job]:
        if not report.has_pages(_rows_in(self.release)):
            return
        shared = self._shared_parts(name, report)
        for area_id, area in self._areas.items():
            if area["kind"] == report.area:
                for each in self._each(report, area_id):
                    yield self._job(name, report, area_id, shared, each)

    def _each(self, report: Report, area_id: str) -> list[str]:
        """Of which of its pages on an area a report has rows; of one, where it has no more."""
        if report.each is None:
            return [""]
        rows = self.release.tables[report.each]
        below = rows["school_id"].isin(self._tree.below(area_id))
        return sorted(rows.loc[below, "each"].unique())

    def _slice(self, report: Report, area_id: str, each: str) -> Slice:
        schools = None
        if report.each is not None:
            rows = self.release.tables[report.each]
            held = set(rows.loc[rows["each"] == each, "school_id"])
            schools = [school for school in self._tree.below(area_id) if school in held]
        return self._tree.slice_of(area_id, report.reads, schools)

    def _job(
        self, name: str, report: Report, area_id: str, shared: Mapping[str, str], each: str
    ) -> Job:
        own = {"area": area_id, "term": self.publication.term_id, "audience": self.audience}
        parameters = own | dict(report.parameters) | ({"each": each} if report.each else {})
        reads = self._slice(report, area_id, each)
        return Job(
            report=name,
            area_id=area_id,
            audience=self.audience,
            site=self._site(report, area_id),
            notebook=report.notebook,
            path=report.path_of(self._areas[area_id]["slug"], area_id, each),
            parameters=parameters,
            parts={
                "parameters": digest_of(parameters),
                "rows": self._digests.of_slice(reads, report.compares, report.tables),
                **self._earlier_part(report, area_id),
                **shared,
            },
            fault=self.sources[report.notebook].fault,
            each=each,
        )

    def _earlier_part(self, report: Report, area_id: str) -> Mapping[str, str]:
        """What the term before held of the job's slice; an empty digest where it is not there."""
        if not report.changes or self.publication.term.previous is None:
            return {}
        return {"earlier": self._earlier.of_slice(area_id, report) if self._earlier else ""}

    def _site(self, report: Report, area_id: str) -> str:
        """The site of the area's own audience: of itself, or of the area it lies in."""
        audience = self.publication.config.audiences[self.audience]
        if audience.of is None:
            return audience.site
        for near in (area_id, *self._tree.above(area_id)):
            if self._areas[near]["kind"] == audience.of:
                return audience.site_of(self._areas[near]["slug"], near)
        raise PlanError(
            f"A report on {area_id} has no place in a site for {self.audience!r}: there is one "
            f"for each {audience.of.replace('_', ' ')}. Take that audience out of the "
            f"report's entry in notebooks/{report.folder}/{REPORT_FILE}."
        )

    def _shared_parts(self, name: str, report: Report) -> Mapping[str, str]:
        """What all jobs of one report rest on alike."""
        config = self.publication.config
        return {
            "notebook": self.sources[report.notebook].digest,
            "settings": digest_of(_settings(self.publication, name, self.with_pages)),
            "code": code_of(self.sources[report.notebook].imports),
            "packages": packages(config.root),
        }


def _settings(
    publication: Publication, report: str, with_pages: Collection[str]
) -> Mapping[str, Any]:
    """What of ``params/`` a notebook may show, beside words and rows."""
    config, term = publication.config, publication.term
    own = config.reports[report]
    kinds: tuple[AreaKind, ...] = ("partnership", "local_authority", "school")
    return {
        "partnership": config.partnership.model_dump(exclude={"data"}),
        "term": term.model_dump(exclude={"reports"}),
        "report": own.model_dump(),
        "audiences": {name: config.audiences[name].model_dump() for name in own.audiences},
        "terms": [name for name, each in config.terms.items() if report in each.reports],
        "links": {name: (config.reports[name].path, name in with_pages) for name in own.links},
        "addresses": {kind: publication.path_of(kind, "{slug}", "{id}") for kind in kinds},
        "measures": {name: each.model_dump() for name, each in config.measures.items()},
        "decimals": config.decimals,
        "groups": config.learners.model_dump(),
        "judgements": config.judgements.model_dump(),
        "risk": config.risk.model_dump(),
        "committees": {name: each.model_dump() for name, each in config.committees.items()},
        "own_committees": config.own_committees,
        "support": config.support.model_dump(),
        "categorisation": config.categorisation.model_dump(),
        "disclosure": _rules_told(config, own),
    }


def _rules_told(config: Config, report: Report) -> Mapping[str, Any]:
    """The rules that a report may speak of: of all audiences, where it says what they cost."""
    if COSTS not in report.tables:
        return {}
    return {
        name: each.model_dump() if isinstance(each, Protection) else each
        for name, each in config.disclosure.items()
    }


def _misfits(job: Job, source: Source) -> Iterable[str]:
    notebook, declared = f"notebooks/{job.notebook}", source.parameters
    if source.parameters_line is None:
        named = ", ".join(job.parameters)
        yield f"{notebook}: no cell is tagged '{PARAMETERS}'; one must declare {named}"
        return
    for name in job.parameters.keys() - declared.keys():
        yield (
            f"{at_line(notebook, source.parameters_line)}: the cell tagged '{PARAMETERS}' declares "
            f"no {name!r} (it declares {', '.join(declared) or 'none'}): declare it there, or take "
            f"it out of {job.report_file}"
        )
    for name, parameter in declared.items():
        where = at_line(notebook, parameter.line)
        if name in job.parameters:
            yield from _mistyped(where, name, parameter.kind, job.parameters[name])
        elif parameter.default == "None":
            yield (
                f"{where}: the parameter {name!r} ({parameter.kind}) is given by nothing: add it "
                f"under 'parameters' of {job.report!r} in {job.report_file}"
            )


def _mistyped(where: str, name: str, kind: str, value: Any) -> Iterable[str]:
    told = f"{where}: the parameter {name!r} is declared as"
    if kind not in TYPES:
        yield f"{told} {kind!r}; expected one of {', '.join(TYPES)}"
        return
    try:
        TYPES[kind].validate_python(value, strict=True)
    except ValidationError:
        yield f"{told} {kind}; found {value!r}"


def planned_pages(publication: Publication) -> dict[str, str]:
    """Of each job planned last, by its name, the page by site and path."""
    return {job.name: job.page_name for job in planned_jobs(publication)}


def planned_jobs(publication: Publication) -> list[Job]:
    """The jobs as they were planned last."""
    rows = pd.read_parquet(publication.folder / "jobs.parquet").to_dict("records")
    whole = ({str(name): value for name, value in row.items()} for row in rows)
    return [Job(**row | {name: json.loads(row[name]) for name in _AS_TEXT}) for row in whole]


#: What of a job is kept as JSON.
_AS_TEXT = ("parameters", "parts")


def _write(publication: Publication, jobs: list[Job]) -> None:
    rows = [
        vars(job) | {name: json.dumps(dict(getattr(job, name))) for name in _AS_TEXT}
        for job in jobs
    ]
    buffer = io.BytesIO()
    pd.DataFrame(rows, columns=list(Job.__dataclass_fields__)).to_parquet(buffer, index=False)
    Writer(publication.folder).bytes("jobs.parquet", buffer.getvalue())
