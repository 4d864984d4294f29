"""Renders a page to PDF with everything real, for the PDF tests."""

from datetime import date
from pathlib import Path

from tymor.config import load_config
from tymor.locale import Catalogue
from tymor.page import ChartBlock, Page
from tymor.render.charts import to_svg
from tymor.render.frame import Frame
from tymor.render.pdf import document as pdf
from tymor.render.view import view

ROOT = Path(__file__).parents[2]
WORDS = load_config(ROOT).languages
FRAME = Frame(
    publisher={"en": "The Partnership", "cy": "Y Bartneriaeth"},
    term_label={"en": "Summer term 2017", "cy": "Tymor yr haf 2017"},
    published=date(2017, 9, 28),
    navigation=(),
    languages={"en": "English", "cy": "Cymraeg"},
    readers={"en": "For officers of Cardiff only", "cy": "I swyddogion Caerdydd yn unig"},
    word="members",
    closed=True,
)


def drawn(page: Page, words: Catalogue) -> dict[str, str]:
    charts = [block for block in page.blocks if isinstance(block, ChartBlock)]
    return {f"{chart.id}.svg": to_svg(chart.spec[words.language], words) for chart in charts}


def render(page: Page, language: str) -> bytes:
    words = WORDS[language]
    return pdf.render_pdf(view(page, words), FRAME, words, drawn(page, words))
