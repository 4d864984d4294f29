"""A page's links, less those to pages that its site does not have."""

from pages import both, every_block

from tymor.page import Heading, Link, LinkGroup, Links, Page, Paragraph
from tymor.render.site_links import links_of, within_site


def page(*paths: str) -> Page:
    links = tuple(Link(text=both(path), path=path) for path in paths)
    group = LinkGroup(title=both("Schools"), links=links)
    return every_block().model_copy(
        update={
            "blocks": (
                Heading(id="first", text=both("First")),
                Paragraph(id="text", text=both("Text")),
                Heading(id="schools-heading", text=both("Schools")),
                Links(id="schools", title=both("Schools"), groups=(group,)),
            )
        }
    )


def test_links_to_pages_of_the_site_stay() -> None:
    whole = page("schools/1", "schools/2")
    assert within_site(whole, {"schools/1", "schools/2", ""}) is whole


def test_other_links_go() -> None:
    assert links_of(within_site(page("schools/1", "schools/2"), {"schools/2"})) == ("schools/2",)


def test_a_list_without_links_goes_and_its_heading_with_it() -> None:
    left = within_site(page("schools/1"), {""})
    assert [block.id for block in left.blocks] == ["first", "text"]
