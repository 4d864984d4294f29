"""Markdown cells on their way to the page.

Where a notebook has Markdown cells tagged with a language, the plan puts a call of
:func:`show_prose` behind each pair (:mod:`tymor.plan.prose_cells`).
"""

from tymor.errors import TymorError
from tymor.prose.markdown import UnreadableMarkdown, read_markdown
from tymor.prose.sections import sections
from tymor.report import opening


def show_prose(**words: str) -> None:
    """Headings and prose of the open report; ``words`` are Markdown, by language.

    Raises
    ------
    TymorError
        No report was opened yet, or something in the words is not published.
    """
    if not opening.opened:
        raise TymorError(
            "These Markdown cells are published, and no page is there yet to put them on: "
            "they must stand below the cell with report.open."
        )
    page = opening.opened[-1]
    try:
        read = {language: read_markdown(text) for language, text in words.items()}
    except UnreadableMarkdown as failure:
        raise TymorError(f"This Markdown is not published: {failure}.") from None
    for section in sections(read):
        if section.heading:
            page.heading(level=section.level, **_as_it_stands(section.heading))
        if any(section.pieces.values()):
            page.prose(section.pieces)


def _as_it_stands(words: dict[str, str]) -> dict[str, str]:
    """Words in which no brace begins a place for a value."""
    return {name: text.replace("{", "{{").replace("}", "}}") for name, text in words.items()}
