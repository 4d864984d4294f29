"""Compose: from an executed notebook's blocks to ``page.json``."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tymor.errors import TymorError
from tymor.mime import BLOCK_MIME, HEAD_MIME, WORDS_METADATA
from tymor.page import Link, Page


@dataclass(frozen=True)
class Composed:
    """A page, and the keys of the catalogues that its notebook asked for."""

    page: Page
    words: frozenset[str]


def page_text(page: Page) -> str:
    """A page as ``page.json`` has it."""
    return page.model_dump_json(indent=1) + "\n"


def read_page(path: Path) -> Page:
    """A page that was composed before."""
    return Page.model_validate_json(path.read_text("utf-8"))


def compose(
    executed: Path, job: str, notebook: str, site: str, crumbs: Collection[Link]
) -> Composed:
    """The page that one executed notebook describes.

    Parameters
    ----------
    executed
        The executed notebook.
    job, notebook
        The names that a message gives.
    site
        The folder of the site that the page goes to.
    crumbs
        The way down the area tree to the page's own area.

    Raises
    ------
    TymorError
        The notebook showed nothing, or its blocks do not fit the page model.
    """
    heads, blocks, words = _displays(executed)
    if len(heads) != 1 or not blocks:
        raise TymorError(
            f"{job}: notebooks/{notebook} must call report.open once and show "
            f"something; it was opened {len(heads)} times and left {len(blocks)} blocks."
        )
    own = {"site": site, "breadcrumbs": tuple(crumbs), "blocks": blocks}
    try:
        return Composed(Page.model_validate({**heads[0], **own}), words)
    except ValidationError as error:
        raise TymorError(
            f"{job}: what notebooks/{notebook} shows does not fit the page: {error}"
        ) from None


def _displays(executed: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], frozenset[str]]:
    import nbformat  # not where pages are only read

    node = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    shown = [
        output for cell in node.cells for output in cell.get("outputs", []) if "data" in output
    ]
    data = [output["data"] for output in shown]
    words = {word for each in shown for word in each["metadata"].get(WORDS_METADATA, ())}
    return (
        [json.loads(bundle[HEAD_MIME]) for bundle in data if HEAD_MIME in bundle],
        [json.loads(bundle[BLOCK_MIME]) for bundle in data if BLOCK_MIME in bundle],
        frozenset(words),
    )
