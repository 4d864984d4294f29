"""Text as forms on the web export it: paragraphs, lists, lines, bold and italic words.

What is understood becomes the tree of prose, which holds no markup. All else is words: a page
shows ``<script>`` as it shows any other word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from tymor.prose.tree import (
    Break,
    Emphasis,
    Inline,
    Piece,
    ProseList,
    ProseParagraph,
    Strong,
    Words,
    plain,
)

#: What is understood, each by the one that it means.
_MEANS = {name: name for name in ("p", "ul", "ol", "li", "br", "b", "i")}
_MEANS |= {"strong": "b", "em": "i"}
_TAG = re.compile(rf"<(/?)({'|'.join(_MEANS)})((?:\s[^<>]*)?)\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
#: What looks like formatting; less-than signs before a number or a space do not.
_MARKUP = re.compile(r"<[/!?]?[a-z][^<>]*>|<!--", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
#: Lists within lists; what lies deeper stands among the last of these.
_DEEPEST = 5


def is_formatted(text: str) -> bool:
    """Whether a text holds anything that a form on the web would have put there."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def not_understood(text: str) -> list[str]:
    """The different pieces of markup in a text that are shown as they stand, or left out: tags of
    other names, and what tags say beyond their names."""
    others = _MARKUP.findall(_TAG.sub("", text))
    more = [tag[0] for tag in _TAG.finditer(text) if tag[3].strip(" /")]
    return list(dict.fromkeys([*others, *more]))


def read_web_form(text: str) -> tuple[Piece, ...]:
    """Paragraphs and lists in their order; markup that is not understood is words."""
    reader = _Reader()
    at = 0
    for tag in _TAG.finditer(text):
        reader.words(text[at : tag.start()])
        reader.tag(_MEANS[tag[2].lower()], closes=bool(tag[1]))
        at = tag.end()
    reader.words(text[at:])
    return reader.end()


@dataclass
class _List:
    numbered: bool
    items: list[tuple[Piece, ...]] = field(default_factory=list)


@dataclass
class _Reader:
    """``places`` are what pieces are put into, the page first, then the items that are open;
    ``lists`` the lists of these; ``marks`` the words of a paragraph, then of each bold or
    italic part that is open."""

    places: list[list[Piece]] = field(default_factory=lambda: [[]])
    lists: list[_List] = field(default_factory=list)
    marks: list[tuple[str, list[Inline]]] = field(default_factory=lambda: [("", [])])

    def words(self, text: str) -> None:
        said = _SPACES.sub(" ", unescape(text))
        if self.lists and len(self.places) == len(self.lists) and said.strip():
            self._begin_item()  # words of a list that stand in no item of it
        if said.strip() or (said and self.marks != [("", [])]):
            self.marks[-1][1].append(Words(text=said))

    def tag(self, name: str, *, closes: bool) -> None:
        match name:
            case "br":
                self.marks[-1][1].append(Break())
            case "b" | "i":
                self._mark(name, closes=closes)
            case "p":
                self._end_paragraph()
            case "li":
                self._end_item()
                if not closes:
                    self._begin_item()
            case _:
                self._end_list() if closes else self._begin_list(numbered=name == "ol")

    def end(self) -> tuple[Piece, ...]:
        while self.lists:
            self._end_list()
        self._end_paragraph()
        return tuple(self.places[0])

    def _mark(self, name: str, *, closes: bool) -> None:
        open_now = [each for each, _ in self.marks]
        if not closes and name not in open_now:
            self.marks.append((name, []))
        while closes and name in open_now:
            if self._close_mark() == name:
                break

    def _close_mark(self) -> str:
        name, inside = self.marks.pop()
        if plain(inside):
            made = Strong if name == "b" else Emphasis
            self.marks[-1][1].append(made(inside=tuple(inside)))
        return name

    def _end_paragraph(self) -> None:
        while len(self.marks) > 1:
            self._close_mark()
        inside = tuple(_trimmed(self.marks[0][1]))
        self.marks = [("", [])]
        if inside:
            self.places[-1].append(ProseParagraph(inside=inside))

    def _begin_list(self, *, numbered: bool) -> None:
        self._end_paragraph()
        if len(self.lists) == _DEEPEST:
            return
        if self.lists and len(self.places) == len(self.lists):
            self._begin_item()
        self.lists.append(_List(numbered))

    def _begin_item(self) -> None:
        if not self.lists:
            self.lists.append(_List(numbered=False))
        self.places.append([])

    def _end_item(self) -> None:
        """Its pieces go into its list, if one is open."""
        self._end_paragraph()
        if self.lists and len(self.places) > len(self.lists):
            pieces = tuple(self.places.pop())
            if pieces:
                self.lists[-1].items.append(pieces)

    def _end_list(self) -> None:
        self._end_item()
        if self.lists:
            ended = self.lists.pop()
            if ended.items:
                start = 1 if ended.numbered else None
                self.places[-1].append(ProseList(start=start, items=tuple(ended.items)))


def _trimmed(inside: list[Inline]) -> Iterator[Inline]:
    """Without the spaces and new lines at the two ends."""
    told = [at for at, each in enumerate(inside) if plain([each])]
    for at in range(told[0], told[-1] + 1) if told else ():
        each = inside[at]
        if isinstance(each, Words):
            text = each.text.lstrip() if at == told[0] else each.text
            each = Words(text=text.rstrip() if at == told[-1] else text)
        yield each
