"""The text of a PDF as a reader would copy it, by its own character maps."""

import re
from pathlib import Path

from pikepdf import Array, Object, Operator, Pdf, String, parse_content_stream


def text_of(path: Path) -> list[str]:
    """The text of each page, lines joined by spaces, in the order it is drawn."""
    with Pdf.open(path) as pdf:
        maps: dict[tuple[int, int], dict[int, str]] = {}
        return [_squeeze(_drawn(page.obj, maps)) for page in pdf.pages]


def _drawn(holder: Object, maps: dict[tuple[int, int], dict[int, str]]) -> str:
    """What a page, or a picture inside it, draws; each font's map is read once."""
    fonts = holder.get("/Resources", {}).get("/Font", {})
    pictures = holder.get("/Resources", {}).get("/XObject", {})
    font: dict[int, str] = {}
    found: list[str] = []
    for operands, operator in parse_content_stream(holder):
        if operator == Operator("Tf"):
            of_text = fonts[str(operands[0])]
            if of_text.objgen not in maps:
                maps[of_text.objgen] = _map(of_text)
            font = maps[of_text.objgen]
        elif operator in (Operator("Tj"), Operator("TJ")):
            found.append(_decode(operands[0], font))
        elif operator in (Operator("BT"), Operator("Td"), Operator("Tm")):
            found.append(" ")
        elif operator == Operator("Do"):
            picture = pictures[str(operands[0])]
            if picture.get("/Subtype") == "/Form":
                found.append(_drawn(picture, maps))
    return "".join(found)


def _decode(shown: Object, font: dict[int, str]) -> str:
    parts = list(shown) if isinstance(shown, Array) else [shown]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, String))
    pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
    return "".join(font.get(int.from_bytes(pair), "\ufffd") for pair in pairs)


def _map(font: Object) -> dict[int, str]:
    """Glyph code -> text, from the font's ToUnicode map."""
    source = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.S):
        for low, high, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = chr(int(text, 16) + step)
    return found


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def pdf_in(folder: Path) -> Path:
    """The PDF of the page whose folder it is."""
    (found,) = folder.glob("*.pdf")
    return found
