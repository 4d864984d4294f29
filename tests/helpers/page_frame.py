"""What surrounds a page."""

from datetime import date

from pages import both

from tymor.page import Link
from tymor.render.frame import Frame

FRAME = Frame(
    publisher=both("Central South Consortium", "Consortiwm Canolbarth y De"),
    term_label=both("Summer term 2017", "Tymor yr haf 2017"),
    published=date(2017, 9, 28),
    navigation=(
        Link(text=both("Local authorities", "Awdurdodau lleol"), path="authorities"),
        Link(text=both("Methods", "Dulliau"), path="methods"),
    ),
    languages={"en": "English", "cy": "Cymraeg"},
)
