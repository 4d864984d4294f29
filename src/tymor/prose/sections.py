"""The same prose in every language, side by side: headings, and what stands between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tymor.errors import TymorError
from tymor.prose.tree import Piece, ProseHeading, ProseParagraph

#: What a text was read into, by language.
Read = Mapping[str, Sequence[ProseHeading | Piece]]
#: Pieces that stand together, by language.
Pieces = dict[str, tuple[Piece, ...]]


@dataclass(frozen=True)
class Section:
    """A heading in every language, or none, and the pieces below it, or none."""

    heading: dict[str, str]
    level: int
    pieces: Pieces


def sections(read: Read) -> list[Section]:
    """The prose cut at its headings.

    Raises
    ------
    TymorError
        The languages have not the same headings, in number and level, or one says nothing
        where another says something.
    """
    cut = {language: _cut(own, ProseHeading) for language, own in read.items()}
    levels = {
        language: [each.level for each in own if isinstance(each, ProseHeading)]
        for language, own in read.items()
    }
    if not _alike(levels.values()):
        told = ", ".join(f"{language} has {_named(own)}" for language, own in levels.items())
        raise TymorError(f"the languages have not the same headings: {told}")
    beside = [dict(zip(cut, parts, strict=True)) for parts in zip(*cut.values(), strict=True)]
    return [section for each in beside if (section := _section(each)) is not None]


def _section(parts: Mapping[str, Sequence[Any]]) -> Section | None:
    """What the languages have side by side; nothing where they say nothing."""
    heads = {
        name: own[0] for name, own in parts.items() if isinstance(next(iter(own), 0), ProseHeading)
    }
    heading = {name: head.text for name, head in heads.items()}
    pieces = {name: tuple(own[1:] if heads else own) for name, own in parts.items()}
    silent = [name for name, own in pieces.items() if not own]
    if silent and len(silent) < len(parts):
        place = f"below {' / '.join(heading.values())}" if heads else "above the first heading"
        raise TymorError(f"{', '.join(silent)} says nothing {place}, and another language does")
    if silent and not heads:
        return None
    return Section(heading, next((head.level for head in heads.values()), 0), pieces)


def by_paragraph(pieces: Pieces) -> Iterator[Pieces]:
    """The pieces cut before each paragraph, so that each can have its number.

    Raises
    ------
    TymorError
        The languages have not as many paragraphs, or other things between them.
    """
    cut = {language: [*filter(None, _cut(own, ProseParagraph))] for language, own in pieces.items()}
    if not _alike([[begins_numbered(part) for part in parts] for parts in cut.values()]):
        told = ", ".join(
            f"{language} has {sum(map(begins_numbered, parts))}" for language, parts in cut.items()
        )
        raise TymorError(
            "paragraphs have numbers here, so every language needs as many, and lists and tables "
            f"after the same ones: {told}"
        )
    for parts in zip(*cut.values(), strict=True):
        yield {name: tuple(own) for name, own in zip(cut, parts, strict=True)}


def begins_numbered(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces have a number where paragraphs have."""
    return isinstance(pieces[0], ProseParagraph)


def _cut(things: Iterable[Any], at: type) -> list[list[Any]]:
    """The things before the first of this type, maybe none, and those from each to the next."""
    parts: list[list[Any]] = [[]]
    for each in things:
        if isinstance(each, at):
            parts.append([])
        parts[-1].append(each)
    return parts


def _alike(values: Iterable[object]) -> bool:
    first, *others = values
    return all(each == first for each in others)


def _named(levels: Sequence[int]) -> str:
    return ", ".join("#" * level for level in levels) or "none"
