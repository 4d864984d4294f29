"""Which page is looked at: a report, an area and an audience, in a folder of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tymor.errors import PlanError
from tymor.plan.jobs import Job
from tymor.publication import Publication, open_publication

_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")


class NoSuchPage(PlanError):
    """The term has no page that is called so, or several."""


@dataclass(frozen=True)
class Asked:
    """What the command line asks for; ``area`` is an area's id or the last part of its address,
    ``audience`` is empty where the report's first one is meant.
    """

    root: Path
    term: str
    partnership: str | None
    report: str
    area: str
    audience: str = ""
    each: str = ""

    def publication(self) -> Publication:
        """The publication as its own term is built."""
        return open_publication(self.term, self.partnership, self.root)

    def at_desk(self, publication: Publication) -> "PreviewPublication":
        """The same with a folder for this page alone."""
        asked = "-".join(filter(None, (self.report, self.area, self.audience, self.each)))
        own = _NO_NAME.sub("-", asked).strip(".-")
        return PreviewPublication(publication.config, publication.term_id, own)

    def job_of(self, jobs: Sequence[Job]) -> Job:
        """The job that makes the page.

        Raises
        ------
        NoSuchPage
            There is none, or there are several; those that there are, are named.
        """
        of_report = [job for job in jobs if job.report == self.report]
        if not of_report:
            reports = ", ".join(dict.fromkeys(job.report for job in jobs))
            raise NoSuchPage(f"No page of {self.term} is of report {self.report!r}: {reports}.")
        of_area = [job for job in of_report if self.area in _names_of(job)]
        if not of_area:
            areas = ", ".join(dict.fromkeys(job.area_id for job in of_report))
            raise NoSuchPage(f"{self.report} has no page on {self.area!r}: {areas}.")
        found = [job for job in of_area if self.audience in ("", job.audience)]
        if not found:
            readers = ", ".join(dict.fromkeys(job.audience for job in of_area))
            raise NoSuchPage(
                f"{self.report} on {self.area} is for {readers}, not for {self.audience!r}."
            )
        chosen = [job for job in found if self.each in ("", job.each)]
        pages = dict.fromkeys(job.each for job in chosen or found)
        if len(pages) > 1 or not chosen:
            listed = ", ".join(pages)
            raise NoSuchPage(f"{self.report} has several pages on {self.area} (--each): {listed}.")
        return chosen[0]


def _names_of(job: Job) -> tuple[str, ...]:
    return (job.area_id, job.path.rpartition("/")[2], job.path)


@dataclass(frozen=True)
class PreviewPublication(Publication):
    """A publication that works in a folder of its own, on the releases of its term."""

    own: str = ""

    def as_built(self) -> Publication:
        """The publication as its own term is built."""
        return Publication(self.config, self.term_id)

    @property
    def folder(self) -> Path:
        return super().folder / "preview" / self.own

    @property
    def releases(self) -> Path:
        return super().folder / "release"
