"""The committee format: front matter, numbered paragraphs, sections in order, appendices."""

from datetime import date
from pathlib import Path

import pytest
from page_frame import seen
from pages import both, every_block, outcome_table
from pdf_report import FRAME, WORDS, render
from pdf_text import text_of
from pydantic import ValidationError

from tymor.audit.pdf import check_pdf
from tymor.errors import TymorError
from tymor.page import Appendix, FrontMatter, Heading, Numbered, Page, TableBlock
from tymor.render.html.document import render_page
from tymor.report.numbering import SECTIONS, Numbering


def test_paragraphs_are_numbered_through_the_whole_report() -> None:
    numbering = Numbering()
    found = []
    for name in SECTIONS:
        found.append(numbering.next_section(name))
        found += [numbering.next_paragraph(), numbering.next_paragraph()]
    assert found[:6] == ["1", "1.1", "1.2", "2", "2.1", "2.2"]
    assert found[-3:] == ["8", "8.1", "8.2"]
    assert numbering.in_sections
    assert [numbering.next_appendix(key) for key in ("one", "two")] == ["A", "B"]
    assert not numbering.in_sections


def test_a_section_out_of_order_is_refused() -> None:
    numbering = Numbering()
    numbering.next_section("issue")
    with pytest.raises(TymorError, match="'recommendation' stands where summary is expected"):
        numbering.next_section("recommendation")
    with pytest.raises(TymorError, match="before the section 'summary'"):
        numbering.next_appendix("one")


def test_appendices_are_those_that_the_front_matter_names() -> None:
    numbering = Numbering(announced=["one"])
    with pytest.raises(TymorError, match="names one"):
        numbering.next_appendix("other")
    assert numbering.next_appendix("one") == "A"
    with pytest.raises(TymorError, match="names one"):
        numbering.next_appendix("two")


def committee_page() -> Page:
    """A whole report, as the verbs leave it: a table stands between numbered paragraphs."""
    blocks: list[object] = [
        FrontMatter(
            id="front-matter", written=date(2017, 9, 14), author=both("Director", "Cyfarwyddwr"),
            committee=both("Scrutiny Committee", "Pwyllgor Craffu"), meets=date(2017, 9, 28),
            appendices=(both("Method", "Dull"), both("Every measure", "Pob mesur")),
        )
    ]  # fmt: skip
    for number, name in enumerate(SECTIONS, start=1):
        said = {lang: WORDS[lang].say(f"committee.sections.{name}") for lang in ("en", "cy")}
        blocks.append(Heading(id=f"committee-{name}", text=both(
            f"{number}. {said['en']}", f"{number}. {said['cy']}")))  # fmt: skip
        long = both("Members are asked to note what follows. " * 6)
        blocks.append(Numbered(id=f"{name}-1", number=f"{number}.1", text=long))
        if name == "background":
            table = TableBlock(id="between", title=both("Results"), table=outcome_table())
            blocks.append(table)
        blocks.append(Numbered(id=f"{name}-2", number=f"{number}.2", text=both("And that is all.")))
    blocks.append(
        Appendix(id="a", label=both("Appendix A", "Atodiad A"), text=both("Method", "Dull"))
    )
    blocks.append(TableBlock(id="again", title=both("Results again"), table=outcome_table()))
    blocks.append(Appendix(id="b", label=both("Appendix B", "Atodiad B"),
                           text=both("Every measure", "Pob mesur")))  # fmt: skip
    blocks.append(TableBlock(id="third", title=both("Once more"), table=outcome_table()))
    return Page.model_validate(every_block().model_dump() | {"blocks": blocks})


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_pdf_has_head_numbers_and_appendices_in_order(tmp_path: Path, language: str) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(render(committee_page(), language))
    assert list(check_pdf(path, f"{language}-GB")) == []
    text = " ".join(text_of(path))
    wanted = {
        "en": ["Report author", "Scrutiny Committee", "28 September 2017", "Appendices attached",
               "1. Issue", "1.1", "4.1", "Results", "4.2", "8.2", "Appendix A", "Appendix B"],
        "cy": ["Awdur yr adroddiad", "Pwyllgor Craffu", "28 Medi 2017", "Atodiadau", "1. Mater",
               "1.1", "4.1", "Results", "4.2", "8.2", "Atodiad A", "Atodiad B"],
    }[language]  # fmt: skip
    at = 0
    for each in wanted:  # each after the one before
        at = text.index(each, at)


def test_the_page_has_the_head_as_a_list_and_numbers_beside_paragraphs() -> None:
    html = render_page(seen(committee_page(), WORDS["cy"]), FRAME, WORDS["cy"])
    head = html[html.index('<dl class="front-matter"') : html.index("</dl>")]
    assert head.count("<dt>") == 5
    assert "<dt>Atodiadau</dt><dd>Dull</dd><dd>Pob mesur</dd>" in head
    assert '<span class="paragraph-number">4.1</span>' in html
    assert html.index("4.1</span>") < html.index('id="between"') < html.index("4.2</span>")


def test_a_page_whose_front_matter_names_other_appendices_is_refused() -> None:
    page = committee_page()
    without = [block for block in page.blocks if block.id != "b"]
    with pytest.raises(ValidationError, match="names 2 appendices, and 1 stand there"):
        Page.model_validate(page.model_dump() | {"blocks": without})


def test_words_that_nobody_translated_say_their_language() -> None:
    from tymor.page import Column, Row, Table, TextCell

    table = Table(
        columns=(Column(key="a", label=both("A"), align="start"),
                 Column(key="b", label=both("B"), align="start")),
        rows=(Row(cells=(TextCell(text=both("x")), TextCell(text=both("Said."), lang="en"))),),
    )  # fmt: skip
    page = every_block().model_copy(
        update={"blocks": (TableBlock(id="t", title=both("T"), table=table),)}
    )
    said = {lang: render_page(seen(page, WORDS[lang]), FRAME, WORDS[lang]) for lang in ("en", "cy")}
    assert '<span lang="en">Said.</span>' in said["cy"]
    assert '<span lang="en">' not in said["en"]
