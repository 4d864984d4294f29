"""Is a PDF what a screen reader and an archive need? Every fault is told.

Two witnesses: the ``page`` validator for the rules of PDF/UA-1, and own checks
for what those rules leave open: the very language, headings in every table,
alternative text that is not empty, levels that are not skipped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import page
from pikepdf import Dictionary, Name, Object, Pdf, PdfError
from pikepdf.models import PdfMetadata

from tymor.errors import Problem
from tymor.render.pdf.table_tags import elements

_UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LEVELS = {f"/H{level}": level for level in range(1, 7)}


#: The rule that a fault breaks, and what is told of it.
_Fault = tuple[str, str]


@dataclass(frozen=True)
class _Read:
    """A PDF, and what every check asks of it, read once."""

    pdf: Pdf
    metadata: PdfMetadata
    tags: tuple[tuple[str, Dictionary], ...]  # kind and element, in reading order

    @classmethod
    def of(cls, pdf: Pdf) -> "_Read":
        root = pdf.Root.get("/StructTreeRoot")
        tags = elements(root) if root is not None else ()
        return cls(pdf, pdf.open_metadata(), tuple((str(tag.S), tag) for tag in tags))


def check_pdf(path: Path, tag: str) -> list[Problem]:
    """Every fault of one PDF, whose ``/Lang`` must be ``tag``: ``en-GB``, ``cy-GB``.

    None when the file is in order. A file that is no PDF is one problem.
    """
    try:
        with Pdf.open(path) as pdf:
            read = _Read.of(pdf)
            faults = [*_language(pdf, tag), *(f for check in _CHECKS for f in check(read))]
    except (PdfError, OSError) as error:
        faults = [("pdf-readable", f"cannot be read as a PDF ({error}); render it again")]
    else:
        faults += _validator(path)
    return [Problem(path, rule, message) for rule, message in faults]


def _language(pdf: Pdf, tag: str) -> Iterator[_Fault]:
    found = str(pdf.Root.get("/Lang", ""))
    if found != tag:
        yield (
            "pdf-lang",
            f"says its language is {found or 'not known'}; expected {tag}, "
            "or a screen reader speaks it with the wrong voice",
        )


def _identifier(read: _Read) -> Iterator[_Fault]:
    if read.metadata.get(_UA_PART) != "1":
        yield ("pdf-ua-id", "does not claim PDF/UA-1 in its metadata")


def _title(read: _Read) -> Iterator[_Fault]:
    if not str(read.metadata.get(_TITLE) or "").strip():
        yield ("pdf-title", "has no title in its metadata; set the page's title")
    if not _says(read.pdf.Root.get("/ViewerPreferences"), "/DisplayDocTitle"):
        yield ("pdf-title-shown", "shows its file name instead of its title")


def _tagged(read: _Read) -> Iterator[_Fault]:
    if not _says(read.pdf.Root.get("/MarkInfo"), "/Marked"):
        yield ("pdf-marked", "is not marked as tagged")
    if "/StructTreeRoot" not in read.pdf.Root:
        yield ("pdf-tags", "has no tags: a screen reader finds no structure in it")


def _tables(read: _Read) -> Iterator[_Fault]:
    for number, table in enumerate(_tags(read, "/Table"), 1):
        if not any(element.S == Name.TH for element in elements(table)):
            yield ("pdf-table-headings", f"table {number} has no heading cell (TH)")


def _figures(read: _Read) -> Iterator[_Fault]:
    for number, figure in enumerate(_tags(read, "/Figure"), 1):
        if not str(figure.get("/Alt", "")).strip():
            yield ("pdf-alt", f"picture {number} has no alternative text")


def _headings(read: _Read) -> Iterator[_Fault]:
    before = 0
    for kind, _ in (tag for tag in read.tags if tag[0] in _LEVELS):
        level = _LEVELS[kind]
        if level > before + 1:
            above = f"follows level {before}" if before else "is the first heading"
            yield ("pdf-headings", f"a heading of level {level} {above}: one is skipped")
        before = level
    if not before:
        yield ("pdf-headings", "has no heading at all")


def _fonts(read: _Read) -> Iterator[_Fault]:
    names = {str(font.get("/BaseFont")) for font in _all_fonts(read.pdf) if not _embedded(font)}
    for name in sorted(names):
        yield ("pdf-fonts", f"the font {name} is not embedded")


_CHECKS: tuple[Callable[[_Read], Iterator[_Fault]], ...] = (
    _identifier,
    _title,
    _tagged,
    _tables,
    _figures,
    _headings,
    _fonts,
)


def _says(settings: Object | None, key: str) -> bool:
    return isinstance(settings, Dictionary) and bool(settings.get(key, False))


def _tags(read: _Read, kind: str) -> Iterator[Dictionary]:
    return (tag for found, tag in read.tags if found == kind)


def _all_fonts(pdf: Pdf) -> Iterator[Dictionary]:
    """Every font of the file, also those used inside a chart's drawing."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font:
            yield thing


def _embedded(font: Dictionary) -> bool:
    if font.get("/Subtype") == Name.Type3 or "/DescendantFonts" in font:
        return True  # drawn in place; or its descendant is looked at by itself
    descriptor: Object = font.get("/FontDescriptor", Dictionary())
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _validator(path: Path) -> Iterator[_Fault]:
    """The rules of PDF/UA-1; a rule broken in many places is told once."""
    try:
        report = page.validate_pdf(path, profile="ua1")
    except page.PageError as error:
        yield ("pdf-ua", f"could not be checked against PDF/UA-1: {error}")
        return
    broken: dict[str, list[str]] = {}
    for failure in report.failures:
        broken.setdefault(failure.rule_id, []).append(failure.message)
    for rule, messages in broken.items():
        places = f" (in {len(messages)} places)" if len(messages) > 1 else ""
        yield (rule, f"{messages[0]}{places}")
