"""The same prose in every language, side by side: headings, and what stands between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    cut = {language: list(_at_headings(own)) for language, own in read.items()}
    levels = {language: [part.level for part in parts[1:]] for language, parts in cut.items()}
    if not _alike(levels.values()):
        told = ", ".join(f"{language} has {_named(own)}" for language, own in levels.items())
        raise TymorError(f"the languages have not the same headings: {told}")
    beside = [dict(zip(cut, parts, strict=True)) for parts in zip(*cut.values(), strict=True)]
    return [section for each in beside if (section := _section(each)) is not None]


def _section(parts: Mapping[str, "_Part"]) -> Section | None:
    """What the languages have side by side; nothing where they say nothing."""
    heading = {language: part.heading for language, part in parts.items() if part.heading}
    silent = [language for language, part in parts.items() if not part.pieces]
    if silent and len(silent) < len(parts):
        place = f"below {' / '.join(heading.values())}" if heading else "above the first heading"
        raise TymorError(f"{', '.join(silent)} says nothing {place}, and another language does")
    if silent and not heading:
        return None
    level = next(iter(parts.values())).level
    return Section(heading, level, {name: part.pieces for name, part in parts.items()})


def by_paragraph(pieces: Pieces) -> Iterator[Pieces]:
    """The pieces cut before each paragraph, so that each can have its number.

    Raises
    ------
    TymorError
        The languages have not as many paragraphs, or other things between them.
    """
    cut = {language: list(_at_paragraphs(own)) for language, own in pieces.items()}
    if not _alike([[begins_numbered(part) for part in parts] for parts in cut.values()]):
        told = ", ".join(
            f"{language} has {sum(map(begins_numbered, parts))}" for language, parts in cut.items()
        )
        raise TymorError(
            "paragraphs have numbers here, so every language needs as many, and lists and tables "
            f"after the same ones: {told}"
        )
    for parts in zip(*cut.values(), strict=True):
        yield dict(zip(cut, parts, strict=True))


def begins_numbered(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces have a number where paragraphs have."""
    return isinstance(pieces[0], ProseParagraph)


@dataclass(frozen=True)
class _Part:
    """A heading of one language, the first one none, and the pieces below it."""

    level: int
    heading: str
    pieces: tuple[Piece, ...]


def _at_headings(read: Sequence[ProseHeading | Piece]) -> Iterator[_Part]:
    level, heading, own = 0, "", list[Piece]()
    for each in read:
        if isinstance(each, ProseHeading):
            yield _Part(level, heading, tuple(own))
            level, heading, own = each.level, each.text, []
        else:
            own.append(each)
    yield _Part(level, heading, tuple(own))


def _alike(values: Iterable[object]) -> bool:
    first, *others = values
    return all(each == first for each in others)


def _named(levels: Sequence[int]) -> str:
    return ", ".join("#" * level for level in levels) or "none"


def _at_paragraphs(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    own: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, ProseParagraph) and own:
            yield tuple(own)
            own = []
        own.append(piece)
    if own:
        yield tuple(own)
