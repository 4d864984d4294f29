"""Markdown cells that are published: those tagged with a language, in pairs.

Behind each pair a cell of code is put that shows it, so a page has prose in the notebook's
order, and the end mark counts it like anything else.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tymor.errors import TymorError
from tymor.plan.cell_places import PLACE, place_of
from tymor.prose.markdown import UnreadableMarkdown, read_markdown
from tymor.prose.sections import Read, sections
from tymor.prose.tree import Piece, ProseHeading

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: What is put behind a pair.
SHOWN = """\
# The Markdown cells above, on their way to the page; see tymor.report.prose.
from tymor.report.prose import show_prose as _show_prose

_show_prose({words})"""
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_].+)?", re.IGNORECASE)


#: What a message has a value put into; Markdown is published as it stands.
_PLACE_OF_VALUE = re.compile(r"\{[a-z_]+\}")


class UnpublishableProse(TymorError):
    """Markdown cells cannot be published as they stand; ``faults`` has each with its line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def with_prose(cells: Sequence["NotebookNode"], languages: Sequence[str]) -> list["NotebookNode"]:
    """The cells, and behind each pair of tagged ones the cell that shows them.

    Raises
    ------
    UnpublishableProse
        A cell has no pair, or holds what is not published; every fault is there.
    """
    reader = _Pairs(languages)
    made = [each for cell in cells for each in reader.next(cell)]
    reader.end()
    if reader.faults:
        raise UnpublishableProse(f"line {line}: {told}" for line, told in sorted(reader.faults))
    return made


@dataclass
class _Pairs:
    """Goes down the cells; ``open`` are those of a pair that is not complete yet."""

    languages: Sequence[str]
    open: dict[str, "NotebookNode"] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def next(self, cell: "NotebookNode") -> Iterator["NotebookNode"]:
        yield cell
        language = self._language(cell)
        if language is None or language in self.open:
            self.end()
        if language is not None:
            self.open[language] = cell
            if len(self.open) == len(self.languages):
                yield self._shown()
                self.open = {}

    def end(self) -> None:
        """Nothing that stands below belongs to the pair that is open."""
        missing = [repr(name) for name in self.languages if name not in self.open]
        for language, cell in self.open.items():
            self._read(cell)
            self._fault(
                cell,
                f"the Markdown cell tagged {language!r} lacks its pair: one tagged "
                f"{' and one tagged '.join(missing)} must stand next to it, with nothing between",
            )
        self.open = {}

    def _language(self, cell: "NotebookNode") -> str | None:
        tags = cell.metadata.get("tags", [])
        named = [tag for tag in tags if self._names(tag)]
        if not named:
            if cell.cell_type == "markdown":
                self._not_published(cell, tags)
            return None
        if len(named) > 1:
            self._fault(cell, f"is tagged {' and '.join(map(repr, named))}: one language a cell")
        elif named[0] not in self.languages:
            self._fault(
                cell,
                f"the tag {named[0]!r} is a language that this publication has not; it has "
                f"{', '.join(self.languages)}",
            )
        elif cell.cell_type != "markdown":
            self._fault(
                cell,
                f"a cell of {cell.cell_type} is tagged {named[0]!r}; words for the page begin with "
                f'# %% [markdown] tags=["{named[0]}"]',
            )
        else:
            return str(named[0])
        return None

    def _not_published(self, cell: "NotebookNode", tags: Sequence[str]) -> None:
        """What looks like a language, but is none, would leave words out in silence."""
        told = [repr(tag) for tag in tags if re.fullmatch("[A-Za-z]{2,3}", tag)]
        told += [name for name in ("tag", "lang", "language") if name in cell.metadata]
        told += [repr(name) for name in self.languages if cell.metadata.get("title") == name]
        if told:
            languages = " or ".join(map(repr, self.languages))
            self._fault(
                cell,
                f"the Markdown cell is marked {', '.join(told)} and would not be published: it is "
                f"tagged {languages} for that (tags=[…]), and a note is not",
            )

    def _names(self, tag: str) -> bool:
        """Whether a tag names a language, of this publication or another."""
        from babel.localedata import exists

        known = _LANGUAGE.fullmatch(tag) is not None and exists(tag.replace("-", "_"))
        return tag in self.languages or known

    def _shown(self) -> "NotebookNode":
        from nbformat.v4 import new_code_cell

        read = {name: self._read(cell) for name, cell in self.open.items()}
        for cell in self.open.values():
            self._refuse_places(cell)
        whole: Read = {name: each for name, each in read.items() if each is not None}
        if len(whole) == len(read):
            try:
                sections(whole)
            except TymorError as failure:
                self._fault(next(iter(self.open.values())), str(failure))
        words = ", ".join(f"{name}={cell.source!r}" for name, cell in self.open.items())
        first = next(iter(self.open.values()))
        own = {"tags": ["prose"], PLACE: {"line": place_of(first).line}}
        shown: NotebookNode = new_code_cell(SHOWN.format(words=words), metadata=own)  # type: ignore[no-untyped-call]
        return shown

    def _read(self, cell: "NotebookNode") -> Sequence[ProseHeading | Piece] | None:
        try:
            return read_markdown(cell.source)
        except UnreadableMarkdown as failure:
            for fault in failure.faults:
                self._fault(cell, fault.message, fault.line)
            return None

    def _refuse_places(self, cell: "NotebookNode") -> None:
        for number, line in enumerate(cell.source.split("\n")):
            for place in _PLACE_OF_VALUE.findall(re.sub(r"`[^`]*`", "", line)):
                told = "would be published as it stands; page.text fills it"
                self._fault(cell, f"{place} {told}", number)

    def _fault(self, cell: "NotebookNode", message: str, line: int = 0) -> None:
        self.faults.append(((place_of(cell).line or 0) + line, message))
