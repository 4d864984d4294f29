"""What surrounds a site's reports rests on: whether home, methods and shared files still stand."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from tymor.fingerprints import digest, digest_of, package_code, render_code
from tymor.plan.jobs import Job
from tymor.prepare.release_files import Release
from tymor.publication import Publication
from tymor.render.frames import Site
from tymor.run.journal import PageEntry
from tymor.run.page_of_job import Rendering


@dataclass(frozen=True)
class SiteParts:
    """What the sites of a term rest on, beside their own files.

    ``pages`` are those that the journal knows, by site and path; ``not_made`` those that
    could not be made this time.
    """

    publication: Publication
    releases: Mapping[str, Release]
    rendering: Rendering
    pages: Mapping[str, PageEntry]
    not_made: Collection[str]

    def of(self, site: Site) -> Mapping[str, str]:
        """The digests of all that a site's surroundings are made from."""
        return {
            "pages": digest(*map(self._line, site.jobs)),
            "areas": self._of_areas(site),
            "frame": self.rendering.frame_digests[site.name],
            **self._shared,
        }

    def _line(self, job: Job) -> str:
        made = job.page_name not in self.not_made
        entry = self.pages.get(job.page_name) if made else None
        return f"{job.path} {job.report} {entry.parts.get('page') if entry else None}"

    def _of_areas(self, site: Site) -> str:
        """The site's areas and those that they lie in, and what the release says of all."""
        audience = self._of_audience[site.audience]
        own = {site.area_id, *(job.area_id for job in site.jobs)}
        around = {audience.parents.get(area, "") for area in own}
        rows = [audience.rows.get(area, "") for area in sorted(own | around)]
        return digest(audience.whole, *rows)

    @cached_property
    def _shared(self) -> Mapping[str, str]:
        """The same for all sites. Settings and words are one part: they are small."""
        config, quarto = self.publication.config, self.rendering.quarto
        files = sorted((_place(path, config.root), text) for path, text in config.files.items())
        chosen = _place(Path(config.partnership_file), config.root)
        said = [part for file in files for part in file]
        return {
            "settings": digest(self.publication.term_id, chosen, *said),
            "renderer": digest(render_code(), str(quarto)),
            "code": package_code(),
            "packages": self.rendering.packages,
        }

    @cached_property
    def _of_audience(self) -> Mapping[str, "_AudienceRows"]:
        return {name: _audience_rows(each.tables) for name, each in self.releases.items()}


class _AudienceRows(NamedTuple):
    """One audience's areas: each one's parent and the digest of its row; and the rest."""

    parents: Mapping[str, str]
    rows: Mapping[str, str]
    whole: str


def _audience_rows(tables: Mapping[str, pd.DataFrame]) -> _AudienceRows:
    records = tables["areas"].to_dict("records")
    sources = str(tables["sources"].to_csv(index=False)) if "sources" in tables else ""
    return _AudienceRows(
        {row["area_id"]: str(row["parent_id"]) for row in records},
        {row["area_id"]: digest_of(row) for row in records},
        # Home and methods say where figures come from.
        digest(str(tables["areas"]["invented"].any()), sources),
    )


def _place(path: Path, root: Path) -> str:
    """Where a file is: a project that lies elsewhere is the same project."""
    return os.path.relpath(path, root.absolute())
