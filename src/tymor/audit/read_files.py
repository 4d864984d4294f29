"""What each file of a built site says: tables with their headings, and words.

A chart's data and a workbook's sheets are tables as well. What is *drawn*, in a picture of a chart
or a PDF, is kept apart: a page has it already. So is *code*: scripts, styles and licences, which
say nothing of a figure unless a line of them names an area.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from icalendar import Calendar
from lxml import etree, html
from pikepdf import Pdf

from tymor.audit.looked_at import Facts
from tymor.audit.pdf_text import pages_of, undrawn
from tymor.audit.read_index import read_index
from tymor.audit.read_workbooks import read_ods, read_xlsx
from tymor.errors import TymorError

#: Where the program's own files are.
ASSETS = "assets"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PNG = b"\x89PNG\r\n\x1a\n"
#: What a picture may hold beside what is seen: its size, colours and how dense it is.
_PNG_PARTS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"sRGB", b"gAMA", b"IDAT", b"IEND"))
_SIGNATURES = (b"wOF2", b"wOFF")
#: What stands within a line of words.
_INLINE = frozenset(
    ("a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "time")
)
#: What a page says outside its tables, but for its own style and script.
_OUTSIDE_TABLES = (
    "//text()[not(ancestor::table or ancestor::dd or parent::script or parent::style)]"
)
#: Attributes whose words are joined by signs: how a page hangs together and looks.
_UNSAID = frozenset(
    ("id", "class", "href", "src", "lang", "hreflang", "charset", "colspan", "rowspan", "span",
     "tabindex", "type", "rel", "scope", "aria-labelledby", "aria-describedby", "data-chart"),
)  # fmt: skip
_JOINED = re.compile(r"[-_/?=&#.]+")
#: What a chart says in words beside its data; and a number that is drawn without any.
_SPOKEN = frozenset(("title", "description", "text", "datum"))
#: What a picture of a chart says that is no value of its data.
_AXIS = "ancestor-or-self::*[contains(@class, 'role-axis') or contains(@class, 'role-legend')]"
#: What an entry of a calendar has beside its words.
_TECHNICAL = frozenset(("UID", "DTSTAMP", "DTSTART", "DTEND", "VERSION", "PRODID"))


def kind_of(path: Path) -> str:
    """What kind of file it is, by its name."""
    if path.name.endswith(".vl.json"):
        return "vl.json"
    if path.parts[-2:] == ("search", "index.json"):
        return "index"
    kind = path.suffix.removeprefix(".").lower()
    return "code" if kind in ("js", "css") or _is_programs(path, kind) else kind


def read_file(root: Path, path: Path) -> Facts:
    """What one file says.

    ``tables`` have ``heads``, ``rows`` and the words ``above`` them; ``words``, ``drawn``, ``axes``
    (of pictures), ``code`` and ``comments`` are texts. ``captions`` are those of a page's tables,
    by the names of the files that hold them, too. ``fault`` says why a file could not be read.
    """
    facts: Facts = {each: [] for each in ("tables", "words", "drawn", "axes", "code", "comments")}
    facts |= {"captions": {}, "fault": ""}
    reader = _READERS.get(kind_of(path))
    if reader is None:
        return facts | {"fault": "nobody knows what a file of this kind says"}
    try:
        reader((root / path).read_bytes(), facts)
    except Exception as failure:  # whatever a broken file makes its reader say
        facts["fault"] = " ".join(str(failure).split()) or type(failure).__name__
    return facts


def _is_programs(path: Path, kind: str) -> bool:
    return ASSETS in path.parts[-3:-1] and kind in ("json", "md", "txt")


def _html(content: bytes, facts: Facts) -> None:
    tree: Any = html.document_fromstring(content)
    for table in tree.xpath("//table"):
        facts["tables"].append(_table_of(table))
        facts["words"] += _words(table.xpath("caption | thead//th"))
        name = table.xpath("string(caption/@id)").removesuffix("_caption")
        facts["captions"][name] = facts["tables"][-1]["above"]
    for entry in tree.xpath("//dd"):
        heads = _words(entry.xpath("preceding-sibling::dt[1] | ancestor::section[1]//h2[1]"))
        facts["tables"].append({"heads": [""], "rows": [[_said(entry)]], "above": heads})
    facts["words"] += list(_lines(tree))
    facts["code"] += [line for text in tree.xpath("//script/text() | //style/text()")
                      for line in str(text).splitlines()]  # fmt: skip
    for element in tree.iter(etree.Element):
        facts["words"] += list(_attributes(element))
    facts["comments"] += _comments(tree)


def _attributes(element: Any) -> Iterator[str]:
    """What the attributes of an element say; data for scripts with their names, and what is
    joined by signs as words. How large a picture is says how much is drawn, and of nobody.
    """
    for name, text in element.items():
        if element.tag in ("img", "source") and name in ("width", "height"):
            continue
        if name in _UNSAID:
            yield _JOINED.sub(" ", text)
        else:
            yield f"{name.removeprefix('data-')} {text}" if name.startswith("data-") else text


def _comments(tree: Any) -> list[str]:
    return [str(each) for each in tree.xpath("//comment()")]


def _table_of(table: Any) -> dict[str, Any]:
    heads: list[list[str]] = []
    for at, row in enumerate(table.xpath("thead/tr")):
        _fill(heads, at, row)
    wide = max(map(len, heads), default=0)
    named = [" ".join(row[at] for row in heads if at < len(row)).strip() for at in range(wide)]
    rows = [_said_in(row) for row in table.xpath(".//tr[not(parent::thead)]")]
    figure = table.xpath("ancestor::figure[1]//img/@alt")
    return {"heads": named, "rows": rows, "above": [*_words(table.xpath("caption")), *figure]}


def _fill(heads: list[list[str]], at: int, row: Any) -> None:
    """Lay one row of headings into the grid, those that span several beside or below."""
    place = 0
    for cell in row:
        while len(heads) > at and place < len(heads[at]) and heads[at][place]:
            place += 1
        wide, high = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
        for line in range(at, at + high):
            while len(heads) <= line:
                heads.append([])
            short = place + wide - len(heads[line])
            heads[line] += [""] * max(short, 0)
            heads[line][place : place + wide] = [_said(cell) if line == at else " "] * wide


def _said_in(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row.xpath("th | td"):
        cells += [_said(cell), *[""] * (int(cell.get("colspan", 1)) - 1)]
    return cells


def _lines(tree: Any) -> Iterator[str]:
    """Each line of a page outside its tables, whatever is marked within it."""
    lines: dict[Any, list[str]] = {}
    for text in tree.xpath(
        "//text()[not(ancestor::table or ancestor::dd or parent::script or parent::style)]"
    ):
        holder = text.getparent().getparent() if text.is_tail else text.getparent()
        while holder.tag in _INLINE:
            holder = holder.getparent()
        lines.setdefault(holder, []).append(str(text))
    yield from filter(None, (" ".join("".join(parts).split()) for parts in lines.values()))


def _said(element: Any) -> str:
    return " ".join(element.text_content().split())


def _words(elements: Sequence[Any]) -> list[str]:
    return [_said(each) for each in elements]


def _csv(content: bytes, facts: Facts) -> None:
    heads, *rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) or [[]]
    facts["tables"].append({"heads": heads, "rows": rows, "above": []})
    facts["words"] += heads


def _chart(content: bytes, facts: Facts) -> None:
    spec = json.loads(content)
    _from_json({k: v for k, v in spec.items() if k != "config"}, facts, _SPOKEN)
    for table in facts["tables"]:
        table["above"] = list(facts["words"])


def _json(content: bytes, facts: Facts) -> None:
    _from_json(json.loads(content), facts, None)


def _index(content: bytes, facts: Facts) -> None:
    """What a search index says; its words are those of pages, and hold no number but a school's."""
    index = read_index(content)
    for page in index["pages"]:
        facts["words"] += [page["title"], page["note"], *(text for _, text in page["headings"])]
    facts["words"] += [each["label"] for each in index["filters"]]
    facts["words"] += [text for each in index["filters"] for _, text in each["options"]]
    facts["words"] += [word for word in (*index["words"], *index["forms"]) if not word.isdecimal()]


def _from_json(tree: Any, facts: Facts, spoken: frozenset[str] | None) -> None:
    """Lists of records as tables, all else as words; of a chart only what is ``spoken``."""
    if isinstance(tree, list):
        if tree and all(isinstance(each, dict) and not _nested(each) for each in tree):
            heads = list(dict.fromkeys(name for each in tree for name in each))
            rows = [[_plain(each.get(name)) for name in heads] for each in tree]
            facts["tables"].append({"heads": heads, "rows": rows, "above": []})
            return
        tree = {str(at): each for at, each in enumerate(tree)}
    for name, each in tree.items():
        if isinstance(each, dict | list):
            _from_json(each, facts, spoken)
        elif spoken is None:
            facts["words"].append(f"{name} {_plain(each)}")
        elif name in spoken:
            facts["words"].append(_plain(each))


def _nested(record: dict[str, Any]) -> bool:
    return any(isinstance(each, dict | list) for each in record.values())


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, bool) else str(value)


def _svg(content: bytes, facts: Facts) -> None:
    tree: Any = etree.fromstring(content, _PARSER)
    for element in tree.iter(etree.Element):
        name = etree.QName(element).localname
        if name == "tspan":  # a line of a text, which is read whole
            continue
        axis = element.xpath(_AXIS)
        own = " ".join(element.itertext()) if name == "text" else element.text or ""
        said = [element.get("aria-label", ""), own, element.tail or ""]
        said += [text for name, text in element.items() if name.startswith("data-")]
        facts["axes" if axis else "drawn"] += filter(str.strip, said)
    facts["comments"] += _comments(tree)


def _pdf(content: bytes, facts: Facts) -> None:
    with Pdf.open(io.BytesIO(content)) as pdf:
        for number, text in enumerate(pages := pages_of(pdf), 1):
            footer = rf"\b{number}(\s+\w+\s+){len(pages)}\b(?!.*\b{number}\s+\w+\s+{len(pages)}\b)"
            facts["drawn"].append(re.sub(footer, r"\1", text))
        facts["drawn"] += undrawn(pdf)


def _ics(content: bytes, facts: Facts) -> None:
    for part in Calendar.from_ical(content).walk():
        facts["words"] += [str(each) for name, each in part.items() if name not in _TECHNICAL]


def _xml(content: bytes, facts: Facts) -> None:
    tree: Any = etree.fromstring(content, _PARSER)
    facts["words"] += list(tree.xpath("//text() | //@*"))
    facts["comments"] += _comments(tree)


def _text(content: bytes, facts: Facts) -> None:
    facts["words"] += content.decode("utf-8").splitlines()


def _code(content: bytes, facts: Facts) -> None:
    facts["code"] += content.decode("utf-8").splitlines()


def _png(content: bytes, facts: Facts) -> None:
    """A picture of a page's title; the audit draws it again. Words that nobody sees are refused."""
    if not content.startswith(_PNG):
        raise TymorError("it is no picture")
    at, kinds = len(_PNG), []
    while at < len(content):
        kinds.append(content[at + 4 : at + 8])
        at += int.from_bytes(content[at : at + 4], "big") + 12
    if unknown := {*kinds} - _PNG_PARTS:
        raise TymorError(f"nobody knows what {min(unknown)!r} in it says")


def _typeface(content: bytes, facts: Facts) -> None:
    if not content.startswith(_SIGNATURES):
        raise TymorError("it is no typeface")


_READERS: dict[str, Callable[[bytes, Facts], None]] = {
    "html": _html, "csv": _csv, "xlsx": read_xlsx, "ods": read_ods, "vl.json": _chart,
    "index": _index, "json": _json, "svg": _svg, "pdf": _pdf, "ics": _ics, "xml": _xml,
    "png": _png, "txt": _text, "md": _text, "code": _code,
    "woff2": _typeface, "woff": _typeface,
}  # fmt: skip
