"""Whole pages as their notebooks say them: the cells of a notebook, run here one by one."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from projects import ROOT

from tymor.build import plan_jobs, prepare_release
from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.console.stage_log import StageLog
from tymor.page import BLOCK_MIME
from tymor.plan.jobs import Job
from tymor.publication import Publication
from tymor.render.frames import sites_of
from tymor.render.standing_pages import standing_pages
from tymor.report import showing

#: ``LANGUAGE REPORT AREA AUDIENCE`` to all that the page says, a line a text.
Said = dict[str, str]


def pages_said(own: Publication, *, every_area: bool = False, only: str = "") -> Said:
    """What the pages of a term say in each language: of each report and audience, or of one
    report ``only``, the pages on the first and last area, or on every area; and home and methods,
    as the public reads them."""
    jobs = [job for job in _jobs(own) if only in ("", job.report)]
    said: Said = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOT_VARIABLE, str(own.config.root))
        patch.setenv(PARTNERSHIP_VARIABLE, own.config.partnership_file)
        for job in jobs if every_area else _some(jobs):
            patch.setenv(RELEASE_VARIABLE, str(own.release_folder(job.audience)))
            said |= _in_languages(job.name.replace(" / ", " "), blocks_of(patch, job), own)
    return said | standing_said(own)


def standing_said(own: Publication) -> Said:
    """What home and methods say in each language, as the public reads them."""
    release = prepare_release(own)["public"]
    sites = sites_of(own, _jobs(own), release.tables["areas"])
    public = next(site for site in sites if site.audience == "public")
    said: Said = {}
    for page in standing_pages(own, public, [], release):
        said |= _in_languages(f"{page.report} {page.area_id} public", page.model_dump(), own)
    return said


def _jobs(own: Publication) -> list[Job]:
    return plan_jobs(own, prepare_release(own), StageLog.silent())


def _some(jobs: list[Job]) -> Iterator[Job]:
    """The first and the last job of each report and audience."""
    held: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        held.setdefault((job.report, job.audience), []).append(job)
    for own in held.values():
        yield from own if len(own) < 3 else (own[0], own[-1])


def blocks_of(patch: pytest.MonkeyPatch, job: Job) -> list[dict[str, Any]]:
    """The blocks that a job's notebook leaves."""
    left: list[dict[str, Any]] = []

    def kept(bundle: dict[str, Any], words: object) -> None:
        if BLOCK_MIME in bundle:
            left.append(json.loads(bundle[BLOCK_MIME]))

    patch.setattr(showing, "_publish", kept)
    source = (ROOT / "notebooks" / job.notebook).read_text("utf-8")
    names: dict[str, Any] = {}
    for cell in re.split(r"(?m)^# %%.*$", source):
        exec(compile(cell, job.notebook, "exec"), names)
        names |= job.parameters  # those of the plan stand, as in a batch
    return left


def _in_languages(name: str, tree: Any, own: Publication) -> Said:
    return {f"{language} {name}": "\n".join(_texts(tree, language))
            for language in own.config.languages}  # fmt: skip


def _texts(tree: Any, language: str) -> Iterator[str]:
    """Every text of a tree that is there in every language; of charts' specs nothing."""
    if isinstance(tree, dict) and tree.keys() >= {"en", "cy"}:
        if isinstance(tree[language], str):
            yield tree[language]
    elif isinstance(tree, dict):
        for below in tree.values():
            yield from _texts(below, language)
    elif isinstance(tree, list | tuple):
        for below in tree:
            yield from _texts(below, language)
