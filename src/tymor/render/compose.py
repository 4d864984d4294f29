"""Compose: from an executed notebook's blocks to ``page.json``, and the links that a site can keep:
a closed site holds some pages only."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tymor.errors import TymorError, count
from tymor.page import (
    BLOCK_MIME,
    END_MIME,
    HEAD_MIME,
    WORDS_METADATA,
    AnyBlock,
    Heading,
    Link,
    Links,
    Page,
    Prose,
)
from tymor.prose.tree import without_links
from tymor.render.unpublished import Unpublished, unpublished


@dataclass(frozen=True)
class Composed:
    """A page, the keys of the catalogues that its notebook asked for, and what the notebook
    left that the page does not show."""

    page: Page
    words: frozenset[str]
    unpublished: tuple[Unpublished, ...] = ()


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

    ``job`` and ``notebook`` are the names that a message gives, ``crumbs`` the way down the area
    tree to the page's own area.

    Raises
    ------
    TymorError
        The notebook showed nothing or not all, or its blocks do not fit the page model.
    """
    shown = _displays(executed)
    where = f"{job}: notebooks/{notebook}"
    if len(shown.heads) != 1 or not shown.blocks:
        raise TymorError(
            f"{where} must call report.open once and show something; it was opened "
            f"{count(shown.heads, 'time')} and left {count(shown.blocks, 'block')}."
        )
    _require_whole(where, shown)
    own = {"site": site, "breadcrumbs": tuple(crumbs), "blocks": shown.blocks}
    try:
        page = Page.model_validate({**shown.heads[0], **own})
    except ValidationError as error:
        raise TymorError(
            f"{job}: what notebooks/{notebook} shows does not fit the page: {_told(error)}"
        ) from None
    return Composed(page, shown.words, shown.unpublished)


def _told(error: ValidationError) -> str:
    """What does not fit and where, without the page's data."""
    faults = (
        (".".join(map(str, each["loc"])), each["msg"].removeprefix("Value error, "))
        for each in error.errors()
    )
    return "; ".join(f"{where}: {said}" if where else said for where, said in faults)


@dataclass(frozen=True)
class _Displays:
    """What an executed notebook's outputs hold, in order."""

    heads: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    ends: list[dict[str, Any]]
    words: frozenset[str]
    unpublished: tuple[Unpublished, ...]


def _require_whole(where: str, shown: _Displays) -> None:
    """The end was reached, and everything that was shown until then is there."""
    if len(shown.ends) != 1 or shown.ends[0].get("left"):
        raise TymorError(
            f"{where} did not run to its end, so its page would not be whole: look at the last "
            "cell of the executed notebook that has a number, and for sys.exit in any of them."
        )
    arrived, said = len(shown.heads) + len(shown.blocks), int(shown.ends[0]["shown"])
    if arrived != said:
        raise TymorError(
            f"{where} showed {count(said, 'thing')} of which {arrived} stand in the executed "
            "notebook, so its page would not be whole: a cell hides or clears its output "
            "(%%capture, clear_output), or shows very many things at once."
        )


def _displays(executed: Path) -> _Displays:
    import nbformat  # not where pages are only read

    node = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    shown = [
        output for cell in node.cells for output in cell.get("outputs", []) if "data" in output
    ]
    data = [output["data"] for output in shown]
    heads, blocks, ends = (
        [json.loads(bundle[kind]) for bundle in data if kind in bundle]
        for kind in (HEAD_MIME, BLOCK_MIME, END_MIME)
    )
    words = {word for each in shown for word in each["metadata"].get(WORDS_METADATA, ())}
    return _Displays(heads, blocks, ends, frozenset(words), unpublished(node.cells))


def links_of(page: Page) -> tuple[str, ...]:
    """The paths that a page's lists of links lead to, each once."""
    found = (
        link.path
        for block in page.blocks
        if isinstance(block, Links)
        for group in block.groups
        for link in group.links
    )
    return tuple(dict.fromkeys(found))


def within_site(page: Page, paths: Collection[str]) -> Page:
    """The page without links to pages that its site does not have.

    A list that loses its last link goes, and so does a heading that is left with nothing
    below it; of a link to one of these its words are left.
    """
    if all(path in paths for path in links_of(page)):
        return page
    kept = [less for block in page.blocks if (less := _less(block, paths)) is not None]
    left = list(_with_something_below(kept))
    gone = {block.id for block in page.blocks} - {block.id for block in left}
    return page.model_copy(update={"blocks": tuple(_leading_to_none_of(b, gone) for b in left)})


def _leading_to_none_of(block: AnyBlock, gone: Collection[str]) -> AnyBlock:
    if not isinstance(block, Prose):
        return block
    pieces = {name: without_links(own, gone) for name, own in block.pieces.items()}
    return block.model_copy(update={"pieces": pieces})


def _less(block: AnyBlock, paths: Collection[str]) -> AnyBlock | None:
    if not isinstance(block, Links):
        return block
    groups = [
        group.model_copy(update={"links": links})
        for group in block.groups
        if (links := tuple(link for link in group.links if link.path in paths))
    ]
    return block.model_copy(update={"groups": tuple(groups)}) if groups else None


def _with_something_below(blocks: Sequence[AnyBlock]) -> Iterator[AnyBlock]:
    for number, block in enumerate(blocks):
        below = blocks[number + 1] if number + 1 < len(blocks) else None
        ends = below is None or (isinstance(below, Heading) and isinstance(block, Heading)
                                 and below.level <= block.level)  # fmt: skip
        if not (isinstance(block, Heading) and ends):
            yield block
