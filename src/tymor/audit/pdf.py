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

from tymor.errors import Problem
from tymor.locale import LOCALES
from tymor.render.table_tags import elements

_UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LEVELS = {f"/H{level}": level for level in range(1, 7)}


@dataclass(frozen=True)
class _Fault:
    rule: str
    message: str


def check_pdf(path: Path, language: str) -> list[Problem]:
    """Every fault of one PDF that must say it is in ``language``.

    Parameters
    ----------
    path
        The PDF file.
    language
        A catalogue's name, ``en`` or ``cy``: ``/Lang`` must be ``en-GB`` or ``cy-GB``.

    Returns
    -------
    list of Problem
        Empty when the file is in order. A file that is no PDF is one problem.
    """
    try:
        with Pdf.open(path) as pdf:
            faults = [*_language(pdf, language), *(f for check in _CHECKS for f in check(pdf))]
    except (PdfError, OSError) as error:
        faults = [_Fault("pdf-readable", f"cannot be read as a PDF ({error}); render it again")]
    else:
        faults += _validator(path)
    return [Problem(path, fault.rule, fault.message) for fault in faults]


def _language(pdf: Pdf, language: str) -> Iterator[_Fault]:
    expected = LOCALES[language].replace("_", "-")
    found = str(pdf.Root.get("/Lang", ""))
    if found != expected:
        yield _Fault(
            "pdf-lang",
            f"says its language is {found or 'not known'}; expected {expected}, "
            "or a screen reader speaks it with the wrong voice",
        )


def _identifier(pdf: Pdf) -> Iterator[_Fault]:
    with pdf.open_metadata() as metadata:
        if metadata.get(_UA_PART) != "1":
            yield _Fault("pdf-ua-id", "does not claim PDF/UA-1 in its metadata")


def _title(pdf: Pdf) -> Iterator[_Fault]:
    with pdf.open_metadata() as metadata:
        if not str(metadata.get(_TITLE) or "").strip():
            yield _Fault("pdf-title", "has no title in its metadata; set the page's title")
    if not _says(pdf.Root.get("/ViewerPreferences"), "/DisplayDocTitle"):
        yield _Fault("pdf-title-shown", "shows its file name instead of its title")


def _tagged(pdf: Pdf) -> Iterator[_Fault]:
    if not _says(pdf.Root.get("/MarkInfo"), "/Marked"):
        yield _Fault("pdf-marked", "is not marked as tagged")
    if "/StructTreeRoot" not in pdf.Root:
        yield _Fault("pdf-tags", "has no tags: a screen reader finds no structure in it")


def _tables(pdf: Pdf) -> Iterator[_Fault]:
    for number, table in enumerate(_tags(pdf, "/Table"), 1):
        if not any(element.S == Name.TH for element in elements(table)):
            yield _Fault("pdf-table-headings", f"table {number} has no heading cell (TH)")


def _figures(pdf: Pdf) -> Iterator[_Fault]:
    for number, figure in enumerate(_tags(pdf, "/Figure"), 1):
        if not str(figure.get("/Alt", "")).strip():
            yield _Fault("pdf-alt", f"picture {number} has no alternative text")


def _headings(pdf: Pdf) -> Iterator[_Fault]:
    before = 0
    for tag in _tags(pdf, *_LEVELS):
        level = _LEVELS[str(tag.S)]
        if level > before + 1:
            above = f"follows level {before}" if before else "is the first heading"
            yield _Fault("pdf-headings", f"a heading of level {level} {above}: one is skipped")
        before = level
    if not before:
        yield _Fault("pdf-headings", "has no heading at all")


def _fonts(pdf: Pdf) -> Iterator[_Fault]:
    names = {str(font.get("/BaseFont")) for font in _all_fonts(pdf) if not _embedded(font)}
    for name in sorted(names):
        yield _Fault("pdf-fonts", f"the font {name} is not embedded")


_CHECKS: tuple[Callable[[Pdf], Iterator[_Fault]], ...] = (
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


def _tags(pdf: Pdf, *kinds: str) -> Iterator[Dictionary]:
    root = pdf.Root.get("/StructTreeRoot")
    if root is not None:
        yield from (element for element in elements(root) if str(element.S) in kinds)


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
        yield _Fault("pdf-ua", f"could not be checked against PDF/UA-1: {error}")
        return
    broken: dict[str, list[str]] = {}
    for failure in report.failures:
        broken.setdefault(failure.rule_id, []).append(failure.message)
    for rule, messages in broken.items():
        places = f" (in {len(messages)} places)" if len(messages) > 1 else ""
        yield _Fault(rule, f"{messages[0]}{places}")
