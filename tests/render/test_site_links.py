"""A page's links, less those to pages that its site does not have."""

from pages import both, every_block

from tymor.page import Heading, Link, LinkGroup, Links, Page, Paragraph, Prose
from tymor.prose.markdown import read_markdown
from tymor.prose.tree import anchors, plain
from tymor.render.compose import links_of, within_site


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


def test_prose_keeps_the_words_of_a_link_to_a_heading_that_goes() -> None:
    whole = page("schools/1")
    read = read_markdown("See [the schools](#schools-heading) and [the first](#first).")
    prose = Prose(id="p", pieces=dict.fromkeys(("en", "cy"), read))  # type: ignore[arg-type]
    left = within_site(whole.model_copy(update={"blocks": (prose, *whole.blocks)}), {""})
    (own,) = [block for block in left.blocks if isinstance(block, Prose)]
    assert plain(own.pieces["en"]) == "See the schools and the first."
    assert anchors(own.pieces.values()) == {"first"}
