"""What a page weighs: the files that a browser asks for to show it, packed as a server sends them.

    python bench/page_weight.py build/2017-summer/site/school/9990001/en/data-pack

Files are the page itself and those that it names: styles, scripts, pictures, faces that its style
sheet names. Pictures for narrow and for wide screens have a row each. What a reader may ask for
besides (a PDF, a table, Vega where a chart is to be explored) is in a row of its own.
"""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag

from lxml import html

from tymor.audit.html_files import asked_by_style

#: These are packed as they lie.
_PACKED = (".woff2", ".png", ".pdf")


def packed(file: Path) -> int:
    content = file.read_bytes()
    return len(content) if file.suffix in _PACKED else len(gzip.compress(content, 9, mtime=0))


def shown(page: Path) -> Iterator[tuple[str, Path]]:
    """What is asked for at once: its kind, and the file."""
    tree = html.document_fromstring(page.read_bytes())
    yield "page", page
    for address in tree.xpath("//link[@rel='stylesheet']/@href"):
        sheet = (page.parent / address).resolve()
        yield "styles", sheet
        for face in asked_by_style(sheet.read_text("utf-8")):
            if "-It." not in face:  # no page of this bench has a word in italics
                yield "faces", (sheet.parent / face).resolve()
    for address in tree.xpath("//script/@src"):
        yield "scripts", (page.parent / address).resolve()
    for picture in tree.xpath("//img"):
        yield "pictures, wide", (page.parent / picture.get("src")).resolve()
    for source in tree.xpath("//source/@srcset"):
        yield "pictures, narrow", (page.parent / source).resolve()


def besides(page: Path, assets: Path) -> Iterator[tuple[str, Path]]:
    """What is asked for later, or only where a reader wants it."""
    tree = html.document_fromstring(page.read_bytes())
    yield "Vega", assets / "vega.js"
    for address in map(str, tree.xpath("//figure/@data-chart")):
        yield "charts' specs", page.parent / address
    for address in map(str, tree.xpath("//a/@href")):
        file = page.parent / urldefrag(address)[0]
        if file.suffix in (".pdf", ".csv") and "data" not in file.parts[-2:]:
            yield file.suffix[1:].upper(), file.resolve()


def told(found: Iterator[tuple[str, Path]]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for kind, file in dict.fromkeys(found):
        number, size = sums.get(kind, (0, 0))
        sums[kind] = number + 1, size + packed(file)
    return sums


def main() -> None:
    for folder in map(Path, sys.argv[1:]):
        page = folder / "index.html"
        at_once = told(shown(page))
        assets = next(page.parent / "/".join([".."] * up) / "assets" for up in range(1, 6)
                       if (page.parent / "/".join([".."] * up) / "assets").is_dir())  # fmt: skip
        print(f"\n{'/'.join(folder.parts[-3:])}")
        for name, (number, size) in [*at_once.items(), *told(besides(page, assets)).items()]:
            print(f"| {name} | {number} | {size / 1000:,.1f} |")
        without = {"wide": "narrow", "narrow": "wide"}
        for screen, other in without.items():
            total = sum(size for kind, (_, size) in at_once.items() if not kind.endswith(other))
            print(f"| all, {screen} screen | | {total / 1000:,.1f} |")


if __name__ == "__main__":
    main()
