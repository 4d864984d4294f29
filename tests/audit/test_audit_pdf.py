"""The audit of a PDF finds each fault, in real PDFs that were spoilt."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pages import every_block
from pdf_report import render
from pikepdf import Dictionary, Name, Pdf, String

from tymor.audit.pdf import check_pdf
from tymor.render.pdf.table_tags import elements


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "cy.pdf"
    path.write_bytes(render(every_block(), "cy"))
    return path


def _no_language(opened: Pdf) -> None:
    del opened.Root.Lang


def _other_language(opened: Pdf) -> None:
    opened.Root.Lang = String("cy-US")


def _no_alt(opened: Pdf) -> None:
    for tag in elements(opened.Root.StructTreeRoot):
        if Name.Figure == tag.S:
            del tag.Alt


def _blank_alt(opened: Pdf) -> None:
    for tag in elements(opened.Root.StructTreeRoot):
        if Name.Figure == tag.S:
            tag.Alt = String(" ")


def _no_table_headings(opened: Pdf) -> None:
    for tag in elements(opened.Root.StructTreeRoot):
        if Name.TH == tag.S:
            tag.S = Name.TD


def _skipped_level(opened: Pdf) -> None:
    for tag in elements(opened.Root.StructTreeRoot):
        if Name.H2 == tag.S:
            tag.S = Name.H4


def _no_identifier(opened: Pdf) -> None:
    with opened.open_metadata() as metadata:
        del metadata["{http://www.aiim.org/pdfua/ns/id/}part"]


def _no_title(opened: Pdf) -> None:
    with opened.open_metadata() as metadata:
        del metadata["{http://purl.org/dc/elements/1.1/}title"]


def _title_hidden(opened: Pdf) -> None:
    opened.Root.ViewerPreferences.DisplayDocTitle = False


def _unmarked(opened: Pdf) -> None:
    opened.Root.MarkInfo = Dictionary(Marked=False)


def _untagged(opened: Pdf) -> None:
    del opened.Root.StructTreeRoot


def _loose_font(opened: Pdf) -> None:
    for thing in opened.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor:
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in thing:
                    del thing[key]


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (_no_language, "pdf-lang"),
        (_other_language, "pdf-lang"),
        (_no_alt, "pdf-alt"),
        (_blank_alt, "pdf-alt"),
        (_no_table_headings, "pdf-table-headings"),
        (_skipped_level, "pdf-headings"),
        (_no_identifier, "pdf-ua-id"),
        (_no_title, "pdf-title"),
        (_title_hidden, "pdf-title-shown"),
        (_unmarked, "pdf-marked"),
        (_untagged, "pdf-tags"),
        (_loose_font, "pdf-fonts"),
    ],
)
def test_the_audit_finds_each_fault(
    sound: Path, tmp_path: Path, spoil: Callable[[Pdf], None], rule: str
) -> None:
    spoilt = tmp_path / "spoilt.pdf"
    with Pdf.open(sound) as opened:
        spoil(opened)
        opened.save(spoilt)
    problems = check_pdf(spoilt, "cy-GB")
    assert rule in {problem.rule for problem in problems}
    assert all(problem.file == spoilt for problem in problems)


def test_the_audit_wants_the_language_it_was_told(sound: Path) -> None:
    [problem] = check_pdf(sound, "en-GB")
    assert problem.rule == "pdf-lang"
    assert "cy-GB; expected en-GB" in problem.message


def test_a_file_that_is_no_pdf_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_bytes(b"not a PDF at all")
    [problem] = check_pdf(tmp_path / "no.pdf", "en-GB")
    assert problem.rule == "pdf-readable"
