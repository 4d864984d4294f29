"""The text of a PDF as a reader would copy it, by its own character maps; and what only screen
readers and windows say of it.

Characters belong to one word where one begins at the place at which the one before ends: pictures
are drawn a character at a time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import dist, hypot
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Object, Pdf, Stream, String, parse_content_stream

from tymor.errors import TymorError

_OPERATORS = "q Q cm BT Tm Td TD T* Tf Tj TJ ' \" Do"
#: Characters that are nearer than this share of their size stand together.
_NEAR = 0.12
#: Where words stand that no page draws.
_UNDRAWN = ("/Alt", "/ActualText", "/E", "/Title", "/Contents", "/Subject", "/Keywords", "/TU")

_Matrix = tuple[float, ...]
_Point = tuple[float, float]
_UNMOVED: _Matrix = (1, 0, 0, 1, 0, 0)


def text_of(path: Path) -> list[str]:
    """The text of each page, lines joined by spaces, in the order it is drawn.

    Raises
    ------
    TymorError
        A font does not say what its characters are.
    """
    with Pdf.open(path) as pdf:
        return pages_of(pdf)


def pages_of(pdf: Pdf) -> list[str]:
    """As :func:`text_of`, of a PDF that is open."""
    return [_joined(_runs(page.obj, _UNMOVED)) for page in pdf.pages]


def undrawn(pdf: Pdf) -> Iterator[str]:
    """Text alternatives, titles, notes and what else a PDF says beside its pages.

    Raises
    ------
    TymorError
        It has other files in it.
    """
    for thing in pdf.objects:
        yield from _undrawn(thing)


def _undrawn(thing: Object) -> Iterator[str]:
    """What one object says, and those that stand within it."""
    if isinstance(thing, Array):
        held = list(thing)
    elif isinstance(thing, Dictionary | Stream):
        if "/EmbeddedFiles" in thing or thing.get("/Type") == "/EmbeddedFile":
            raise TymorError("it has other files in it")
        yield from (str(thing[key]) for key in _UNDRAWN if isinstance(thing.get(key), String))
        held = list(thing.as_dict().values() if isinstance(thing, Dictionary) else ())
    else:
        return
    for each in held:
        if isinstance(each, Array | Dictionary) and not each.is_indirect:
            yield from _undrawn(each)


@dataclass(frozen=True)
class _Font:
    """What each character of a font says, and how wide it is, in thousandths of its size."""

    texts: dict[int, str]
    widths: dict[int, float]
    usual: float

    def read(self, shown: Object) -> tuple[str, float]:
        """The text of an operand of ``Tj`` or ``TJ``, and how far it goes, in its font's size."""
        text, along = "", 0.0
        for part in shown if isinstance(shown, Array) else [shown]:
            if not isinstance(part, String):
                along -= float(part)
                continue
            codes = bytes(part)
            for code in (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)):
                text += self.texts.get(code, "\ufffd")
                along += self.widths.get(code, self.usual)
        return text, along / 1000


@dataclass(frozen=True)
class _Run:
    """Characters that are drawn in one go, from one point to another."""

    text: str
    begin: _Point
    end: _Point
    size: float


def _joined(runs: Iterator[_Run]) -> str:
    parts: list[str] = []
    before: _Run | None = None
    for run in runs:
        near = before is not None and dist(before.end, run.begin) < _NEAR * run.size
        parts += [run.text] if near else [" ", run.text]
        before = run
    return " ".join("".join(parts).split())


def _runs(holder: Object, place: _Matrix) -> Iterator[_Run]:
    """What a page, or a picture inside it, draws."""
    resources: Any = holder.get("/Resources", {})
    kept: list[_Matrix] = []
    line, font, size = _UNMOVED, _Font({}, {}, 0), 0.0
    fonts: dict[str, _Font] = {}
    for drawn in parse_content_stream(holder, _OPERATORS):
        operands: Any = drawn.operands
        match str(drawn.operator):
            case "q":
                kept.append(place)
            case "Q":
                place = kept.pop()
            case "cm":
                place = _moved(tuple(map(float, operands)), place)
            case "BT":
                line = _UNMOVED
            case "Tm":
                line = tuple(map(float, operands))
            case "Td" | "TD":
                line = _moved((1, 0, 0, 1, *map(float, operands)), line)
            case "Tf":
                name, size = str(operands[0]), float(operands[1])
                font = fonts.get(name) or fonts.setdefault(name, _font(resources["/Font"][name]))
            case "Tj" | "TJ" | "'" | '"':
                text, along = font.read(operands[-1])
                a, b, _, _, x, y = _moved(line, place)
                line = _moved((1, 0, 0, 1, along * size, 0), line)
                *_, to_x, to_y = _moved(line, place)
                yield _Run(text, (x, y), (to_x, to_y), hypot(a, b) * size)
            case "Do":
                picture = resources["/XObject"][str(operands[0])]
                if picture.get("/Subtype") == "/Form":
                    own = tuple(map(float, picture.get("/Matrix", _UNMOVED)))
                    yield from _runs(picture, _moved(own, place))


def _moved(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, x, y = first
    p, q, r, s, u, v = then
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        x * p + y * r + u, x * q + y * s + v,
    )  # fmt: skip


def _font(font: Object) -> _Font:
    if "/ToUnicode" not in font or font.get("/Subtype") != "/Type0":
        raise TymorError(f"its font {font.get('/BaseFont')} does not say what its characters are")
    inner = font.DescendantFonts[0]
    widths = dict(_widths(list(inner.get("/W", ()))))
    return _Font(_texts(font.ToUnicode.read_bytes()), widths, float(inner.get("/DW", 1000)))


def _widths(said: list[Object]) -> Iterator[tuple[int, float]]:
    """Of ``first [width …]`` and ``first last width``, as often as a font says them."""
    while said:
        first = int(said.pop(0))
        if isinstance(said[0], Array):
            yield from enumerate(map(float, list(said.pop(0))), first)
        else:
            last, width = int(said.pop(0)), float(said.pop(0))
            yield from ((code, width) for code in range(first, last + 1))


@cache
def _texts(source: bytes) -> dict[int, str]:
    """Character code -> text, from the font's ToUnicode map."""
    text = source.decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, said in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(said).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, said in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = chr(int(said, 16) + step)
    return found
