"""The picture of a page: its own title, the same each time, and nothing that nobody sees."""

import struct
import zlib
from pathlib import Path

from page_frame import FRAME, seen
from pages import every_block
from projects import ROOT

from tymor.audit.cards import look_at_card
from tymor.audit.read_files import read_file
from tymor.config import load_config
from tymor.render.card import draw_card
from tymor.render.html.document import render_page

WORDS = load_config(ROOT).languages
TEXTS = ("Tymor yr haf 2017, cyhoeddwyd 28 Medi 2017", "Cyhoeddwyd gan Gonsortiwm Canolbarth y De")


def beside_its_page(folder: Path, title: str) -> Path:
    page = render_page(seen(every_block(), WORDS["cy"]), FRAME, WORDS["cy"])
    (folder / "cy").mkdir()
    (folder / "cy" / "index.html").write_text(page, "utf-8")
    (folder / "cy" / "card.png").write_bytes(draw_card("cy", title, *TEXTS))
    return Path("cy/card.png")


def test_it_has_the_size_that_is_asked_for_and_equal_bytes() -> None:
    one, other = (draw_card("cy", "Dŵr & tŷ", *TEXTS) for _ in range(2))
    assert one == other
    assert struct.unpack(">II", one[16:24]) == (1200, 630)
    assert one != draw_card("cy", "Arall", *TEXTS)


def test_the_audit_draws_it_again_of_what_the_page_says(tmp_path: Path) -> None:
    own = beside_its_page(tmp_path, "Caerdydd: adroddiad perfformiad")
    assert look_at_card(tmp_path, own) == {"faults": []}


def test_another_picture_is_refused(tmp_path: Path) -> None:
    own = beside_its_page(tmp_path, "12 of 13 pupils")
    assert look_at_card(tmp_path, own)["faults"]
    (tmp_path / "cy" / "other.png").write_bytes((tmp_path / own).read_bytes())
    assert look_at_card(tmp_path, Path("cy/other.png"))["faults"]


def test_words_that_nobody_sees_are_refused(tmp_path: Path) -> None:
    own = beside_its_page(tmp_path, "T")
    assert read_file(tmp_path, own)["fault"] == ""
    content = (tmp_path / own).read_bytes()
    said = b"tEXtComment\x0012 of 13"
    part = (len(said) - 4).to_bytes(4, "big") + said + zlib.crc32(said).to_bytes(4, "big")
    (tmp_path / own).write_bytes(content[:33] + part + content[33:])
    assert "tEXt" in read_file(tmp_path, own)["fault"]
