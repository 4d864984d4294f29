"""What surrounds a page, and the view of one with its charts drawn."""

from datetime import date

from pages import both

from tymor.locale import Catalogue
from tymor.page import Link, Page
from tymor.render.frame import Frame
from tymor.render.pictures import draw_charts
from tymor.render.view import View, view

FRAME = Frame(
    publisher=both("Central South Consortium", "Consortiwm Canolbarth y De"),
    term_label=both("Summer term 2017", "Tymor yr haf 2017"),
    published=date(2017, 9, 28),
    navigation=(
        Link(text=both("Local authorities", "Awdurdodau lleol"), path="authorities"),
        Link(text=both("Methods", "Dulliau"), path="methods"),
    ),
    languages={"en": "English", "cy": "Cymraeg"},
    readers=both("For officers of Cardiff only", "I swyddogion Caerdydd yn unig"),
    word="members",
    closed=True,
)


def seen(page: Page, words: Catalogue) -> View:
    """The page in one language, with the sizes of its charts."""
    shown = view(page, words)
    draw_charts(page, shown, words)
    return shown
