"""The site's typeface: it holds every letter and sign that the pages' own words have."""

import re
from collections.abc import Iterator

import pytest
from projects import ROOT

from tymor.config import load_config
from tymor.render.html.document import STATIC
from tymor.render.pdf.document import FONTS
from tymor.render.view import SYMBOLS
from tymor.report import palette

WORDS = load_config(ROOT).languages
#: A face of more would be most of what a page weighs.
MOST = 20_000
_RANGE = re.compile(r"^U\+([0-9A-F]{4})(?:-([0-9A-F]{4}))?$", re.MULTILINE)


def held() -> set[str]:
    """What ``make fonts`` takes out of the reports' typeface."""
    text = (FONTS / "web.txt").read_text("utf-8")
    return {
        chr(code)
        for first, last in _RANGE.findall(text)
        for code in range(int(first, 16), int(last or first, 16) + 1)
    }


def said(part: object) -> Iterator[str]:
    """Every text of a message, of whatever forms."""
    if isinstance(part, str):
        yield part
    elif hasattr(part, "values"):
        for each in part.values():
            yield from said(each)


@pytest.mark.parametrize("language", list(WORDS))
def test_every_letter_and_sign_of_the_words_is_in_the_typeface(language: str) -> None:
    texts = [text for entry in WORDS[language].entries.values() for text in said(entry)]
    assert len(texts) > 500
    assert {*"".join(texts)} - held() - {"\n"} == set()
    assert {*"".join(SYMBOLS.values()), *palette.SIGNS.values(), "ŵ", "ŷ", "Ŵ", "Ŷ"} <= held()


def test_each_face_is_small() -> None:
    faces = sorted((STATIC / "fonts").glob("*.woff2"))
    assert [face.stem for face in faces] == [
        "SourceSans3-It", "SourceSans3-Regular", "SourceSans3-Semibold",
    ]  # fmt: skip
    assert max(face.stat().st_size for face in faces) < MOST
