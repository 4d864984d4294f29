"""Links of a page that its site can keep: a closed site holds some pages only."""

from collections.abc import Collection, Iterator, Sequence

from tymor.page import AnyBlock, Heading, Links, Page, Prose
from tymor.prose.tree import without_links


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
