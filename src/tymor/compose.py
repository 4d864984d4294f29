"""Compose: from an executed notebook's blocks to ``page.json``."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from pydantic import ValidationError

from tymor.errors import TymorError
from tymor.files import Writer, fresh_folder
from tymor.page import Link, Page
from tymor.plan import Job
from tymor.publication import Publication
from tymor.release import Release
from tymor.report.mime import BLOCK_MIME, HEAD_MIME
from tymor.run.execute import Outcome


def compose(
    publication: Publication, outcomes: Iterable[Outcome], releases: dict[str, Release]
) -> list[Page]:
    """Every page of the publication, written to ``pages/AUDIENCE/PATH/page.json``.

    Raises
    ------
    TymorError
        A notebook showed nothing, or its blocks do not fit the page model.
    """
    writer = Writer(fresh_folder(publication.folder / "pages"))
    pages = []
    for outcome in sorted(outcomes, key=lambda outcome: outcome.job.path):
        page = page_of(publication, outcome.job, outcome.output, releases)
        write_page(writer, page)
        pages.append(page)
    return pages


def write_page(writer: Writer, page: Page) -> None:
    writer.text(
        Path(page.audience) / page.path / "page.json", page.model_dump_json(indent=1) + "\n"
    )


def composed_pages(publication: Publication) -> list[Page]:
    """The pages that an earlier build left; they are all that a renderer needs."""
    found = sorted((publication.folder / "pages").rglob("page.json"))
    if not found:
        raise TymorError(f"{publication.name} has no pages yet: run tymor build first.")
    return [Page.model_validate_json(path.read_text("utf-8")) for path in found]


def page_of(
    publication: Publication, job: Job, notebook: Path, releases: dict[str, Release]
) -> Page:
    """The page that one executed notebook describes."""
    heads, blocks = _displays(notebook)
    if len(heads) != 1 or not blocks:
        raise TymorError(
            f"{job.name}: notebooks/{job.notebook} must call report.open once and show "
            f"something; it was opened {len(heads)} times and left {len(blocks)} blocks."
        )
    crumbs = _breadcrumbs(publication, job, releases[job.audience].tables["areas"])
    try:
        return Page.model_validate({**heads[0], "breadcrumbs": crumbs, "blocks": blocks})
    except ValidationError as error:
        raise TymorError(
            f"{job.name}: what notebooks/{job.notebook} shows does not fit the page: {error}"
        ) from None


def _displays(notebook: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    node = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    data = [
        output["data"]
        for cell in node.cells
        for output in cell.get("outputs", [])
        if "data" in output
    ]
    return (
        [bundle[HEAD_MIME] for bundle in data if HEAD_MIME in bundle],
        [bundle[BLOCK_MIME] for bundle in data if BLOCK_MIME in bundle],
    )


def _breadcrumbs(publication: Publication, job: Job, areas: pd.DataFrame) -> list[Link]:
    """The way down the area tree to a local authority or school."""
    config = publication.config
    by_id: dict[str, Any] = {row["area_id"]: row for row in areas.to_dict("records")}
    crumbs: list[Link] = []
    parent = by_id[job.area_id]["parent_id"]
    while isinstance(parent, str) and parent:
        row = by_id[parent]
        names = {language: row[f"name_{language}"] for language in config.languages}
        path = config.path_of(row["kind"], row["slug"], row["area_id"])
        crumbs.insert(0, Link(text=names, path=path))
        parent = row["parent_id"]
    return crumbs
