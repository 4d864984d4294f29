"""What a site says of itself: what its partnership's file says, and nothing where it says none."""

from dataclasses import replace
from datetime import date

import pytest
import yaml
from bundled import PUBLISHED, SAMPLE, table
from pages import both, every_block
from projects import ROOT
from pydantic import ValidationError
from test_area_lists import BUNDLED, JOBS, areas, entry

from tymor.config import load_config
from tymor.config.models import Partnership
from tymor.config.publishing import Accessibility, Contact, Licence, Publishing, Revision
from tymor.page import Page, Paragraph, Prose, TableBlock, Terms
from tymor.prepare.release_files import Release
from tymor.prose.tree import plain
from tymor.publication import Publication
from tymor.render.about import About
from tymor.render.finding.page_words import words_of_page
from tymor.render.frames import Site
from tymor.render.glossary import names_of, terms_in, ways_to_terms
from tymor.render.standing_pages import standing_pages
from tymor.render.view import view

LANGUAGES = BUNDLED.config.languages
SITE = Site("public", "public", "CSC", JOBS)
TOLD = Publishing(
    contact=Contact(email="ni@example.org", lead_statistician="Non Enghraifft"),
    licence=Licence(name=both("A licence", "Trwydded"), address="https://example.org/licence"),
    accessibility=Accessibility(tested=date(2017, 9, 1), faults=(both("A fault", "Bai"),)),
    revisions=(
        Revision(day=date(2017, 10, 1), what=both("First", "Cyntaf")),
        Revision(day=date(2017, 11, 1), what=both("Second", "Ail")),
    ),
)


def with_website(told: Publishing) -> Publication:
    partnership = BUNDLED.config.partnership.model_copy(update={"website": told})
    return replace(BUNDLED, config=replace(BUNDLED.config, partnership=partnership))


def about(told: Publishing) -> dict[str, str]:
    """The Welsh of the page by block; of its table the cells."""
    (page,) = About(with_website(told), SITE, [], Release({"areas": areas()})).pages()
    said: dict[str, str] = {}
    for block in page.blocks:
        if isinstance(block, Paragraph):
            said[block.id] = block.text["cy"]
        elif isinstance(block, Prose):
            said[block.id] = plain(block.pieces["cy"])
        elif isinstance(block, TableBlock):
            said[block.id] = " | ".join(c.text["cy"] for row in block.table.rows for c in row.cells)  # type: ignore[union-attr]
    return said


def test_what_is_not_told_is_not_said() -> None:
    assert set(about(Publishing())) == {
        "accessibility-standard", "accessibility-checked", "cookies-text", "revisions-policy",
        "revisions-terms",
    }  # fmt: skip
    (page,) = About(with_website(Publishing()), SITE, [], Release({"areas": areas()})).pages()
    promised = page.description["en"].lower()
    assert not [word for word in ("answers", "contact", "licence", "terms") if word in promised]


def test_what_is_told_is_said_in_each_language() -> None:
    said = about(TOLD)
    assert "ni@example.org" in said["contact-email"]
    assert said["contact-statistician"] == "Y prif ystadegydd yw Non Enghraifft."
    assert "Trwydded" in said["licence-text"]
    assert "1 Medi 2017" in said["accessibility-tested"]
    assert said["accessibility-fault-0"] == "Bai"
    assert said["revisions-log"] == "1 Tachwedd 2017 | Ail | 1 Hydref 2017 | Cyntaf"
    assert "contact-telephone" not in said


def test_no_revisions_is_said_only_where_there_were_none() -> None:
    assert "revisions-none" in about(Publishing(revisions=()))
    assert "revisions-none" not in about(Publishing())


@pytest.mark.parametrize(
    "told",
    [
        {"address": "https://example.org/tymor"},
        {"address": "http://example.org/"},
        {"address": "https://example.org/?a=/"},
        {"contact": {"email": "no address"}},
        {"licence": {"name": {"en": "x"}, "address": "javascript:alert(1)"}},
        {"cookies": "none"},
    ],
)
def test_what_is_no_address_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Publishing.model_validate(told)


def test_the_partnerships_that_come_with_tymor_can_be_read() -> None:
    website = load_config(ROOT, "dwyafon").partnership.website
    assert website.contact and website.licence and website.revisions == ()
    assert Partnership.model_fields["website"].default == Publishing()


# The glossary


def said(en: str, cy: str) -> Page:
    block = Paragraph(id="p", text=both(en, cy))
    return every_block().model_copy(update={"blocks": (block,), "title": both("", "")})


def test_a_page_leads_to_the_terms_that_it_has_in_any_of_their_forms() -> None:
    page = said("The cohorts of Key Stage 4.", "O ran y garfan hon a'r fwlch.")
    page = page.model_copy(update={"description": both("", "")})
    assert terms_in(view(page, LANGUAGES["en"]), LANGUAGES["en"]) == ["cohort", "key_stage_4"]
    assert terms_in(view(page, LANGUAGES["cy"]), LANGUAGES["cy"]) == ["cohort", "gap"]
    ways = ways_to_terms(view(page, LANGUAGES["cy"]), LANGUAGES["cy"])
    assert ways == [{"id": "gap", "term": "Bwlch prydau ysgol am ddim"},
                    {"id": "cohort", "term": "Carfan"}]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("cy", "Mae'n well na'i hysgolion tebyg.", ["similar"]),
        ("cy", "ei phartneriaid gwella", ["improvement_partner"]),
        ("cy", "yn eu harholiadau, ar ôl eu habsenoldeb cyson", ["persistent_absence"]),
        ("cy", "yng ngharfan y flwyddyn", ["cohort"]),
        ("cy", "Bylchau yn ôl blwyddyn", ["gap"]),
        ("cy", "Bwlch o ran DDCS", ["fpoi", "gap"]),
        ("cy", "Ysgol Gymuned Bwlch yr Aradr", []),
        ("cy", "Bwlch yr Aradr Community School", []),
        ("cy", "Partner: A. Bwlch", []),
        ("en", "Gap Primary School", []),
        ("en", "Federation guidance, second entry", []),
        ("en", "Quarters of schools. Targets", ["quartile", "target"]),
        ("en", "Welsh-medium: Gaps", ["gap", "medium"]),
    ],
)
def test_a_term_is_found_in_each_form_and_in_no_name(
    language: str, text: str, found: list[str]
) -> None:
    page = said(text, text).model_copy(update={"description": both("", "")})
    assert sorted(terms_in(view(page, LANGUAGES[language]), LANGUAGES[language])) == found


def test_no_school_of_the_bundled_data_has_a_term_in_its_name() -> None:
    for folder, file in ((SAMPLE, "schools"), (PUBLISHED, "local_authorities")):
        rows = table(folder, file)
        for column in (each for each in rows if "name" in each):
            language = column[-2:] if column[-3:] in ("_en", "_cy") else "en"
            for name in rows[column].dropna():
                page = said(name, name).model_copy(update={"description": both("", "")})
                assert terms_in(view(page, LANGUAGES[language]), LANGUAGES[language]) == [], name


def test_part_of_a_word_is_no_term() -> None:
    page = said("Gapminder", "Bylchaurhif").model_copy(update={"description": both("", "")})
    assert words_of_page(page, LANGUAGES).terms == []


def test_the_glossary_explains_every_term_of_every_page_and_no_other() -> None:
    entries = {each.path: entry(each)._replace(terms=["capped"]) for each in JOBS}
    pages = {page.path: page for page in standing_pages(
        BUNDLED, SITE, [], Release({"areas": areas()}), entries)}  # fmt: skip
    (terms,) = pages["glossary"].blocks
    assert isinstance(terms, Terms)
    explained = {item.id for item in terms.items}
    assert "capped" in explained and "level-1" not in explained
    for page in pages.values():
        for words in LANGUAGES.catalogues.values():
            assert {each["id"] for each in ways_to_terms(view(page, words), words)} <= explained


def test_every_term_has_its_words_in_each_language() -> None:
    names = [names_of(LANGUAGES[name]) for name in LANGUAGES]
    assert names[0] == names[1] != []


def test_what_the_how_to_shows_can_be_read_and_is_said() -> None:
    text = (ROOT / "docs" / "how-to.md").read_text("utf-8")
    section = text.partition("\n## Say who answers, and on what terms")[2]
    told = yaml.safe_load(section.partition("```yaml\n")[2].partition("```")[0])
    said = about(Publishing.model_validate(told["website"]))
    assert {"contact-email", "licence-text", "accessibility-tested", "revisions-log"} <= said.keys()
