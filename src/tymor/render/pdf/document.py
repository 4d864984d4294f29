"""The PDF report: a page in one language, set by Typst.

The page reaches the template as JSON values, never as Typst source, so nothing
written in a spreadsheet can become an instruction. The result is PDF/UA-1 and
PDF/A-2a at once, and the same page gives the same bytes.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst

from tymor.errors import TymorError
from tymor.files import to_json
from tymor.locale import Catalogue
from tymor.render.frame import Frame
from tymor.render.html.layout import pdf_name
from tymor.render.pdf.table_tags import name_row_headers
from tymor.render.view import View
from tymor.render.web_addresses import address_of

TEMPLATES = Path(__file__).parents[1] / "templates" / "typst"
FONTS = Path(__file__).parents[1] / "fonts"
STANDARDS: "list[typst.PDFStandard]" = ["ua-1", "a-2a"]

#: Words that the templates fill or say as they are, with the places that they fill.
_FIXED_WORDS: Mapping[str, tuple[str, ...]] = {
    "page_of": ("page", "pages"),
    "chart_of": ("title",),
    "part_of": ("title", "part", "parts"),
    "figures_on_page": (),
    "on_the_web": (),
    "qr_code": (),
    "contents_of_paper": (),
    "important": (),
    "invented_title": (),
    "invented_text": (),
}
#: A compiler keeps the inputs it was last given: one compile at a time.
_ONE_AT_A_TIME = Lock()


def render_pdf(view: View, frame: Frame, words: Catalogue, svgs: Mapping[str, str]) -> bytes:
    """The whole report in one language.

    ``svgs`` holds each chart block's SVG text under the block's ``svg`` file name.

    Raises
    ------
    TymorError
        A chart has no SVG, a heading level is skipped, or a text holds a
        character that no font of the report can show.
    """
    printed = [block["svg"] for block in view["blocks"] if block["kind"] == "chart"]
    missing = [name for name in printed if name not in svgs]
    if missing:
        raise TymorError(
            f"{_name(view)}: no SVG for {', '.join(missing)}; draw every chart of the page first."
        )
    inputs = {
        "data": to_json(document_data(view, frame, words), indent=None),
        "charts": to_json({name: svgs[name] for name in printed}, indent=None),
    }
    return name_row_headers(_compile(view, inputs, _timestamp(frame)))


def document_data(view: View, frame: Frame, words: Catalogue) -> dict[str, Any]:
    """What the Typst templates read: the page, the fixed words, the frame.

    Written to a file, it is the ``page.json`` of ``block-by-id``.
    """
    blocks = [_leading(block, frame, words.language) for block in view["blocks"]]
    address = address_of(frame, words.language, view["path"]) if frame.address else ""
    return {
        "page": {**view, "blocks": blocks},
        "words": {
            name: words.say(f"ui.{name}", **{place: f"{{{place}}}" for place in places})
            for name, places in _FIXED_WORDS.items()
        },
        "file": pdf_name(view, frame),
        "region": words.tag.partition("-")[2],
        "frame": {
            "publisher": frame.publisher[words.language],
            "readers": frame.readers[words.language],
            "figures_to": words.say("ui.figures_to", term=frame.term_label, date=frame.published),
            "address": address,
            "qr_code": segno.make_qr(address).svg_inline(border=0) if address else "",
        },
    }


def _leading(block: View, frame: Frame, language: str) -> View:
    """The block; where it leads to pages of a site whose address is known, with theirs."""
    if block["kind"] != "links" or not frame.address:
        return block
    groups = [
        {**group, "links": [
            {**link, "address": address_of(frame, language, link["path"])}
            for link in group["links"]
        ]}
        for group in block["groups"]
    ]  # fmt: skip
    return {**block, "groups": groups}


def _compile(view: View, inputs: dict[str, str], timestamp: int) -> bytes:
    try:
        with _ONE_AT_A_TIME:
            pdf = compiler("report.typ").compile(
                format="pdf", pdf_standards=STANDARDS, timestamp=timestamp, sys_inputs=inputs
            )
    except typst.TypstError as error:
        raise TymorError(
            f"{_name(view)}: the PDF was not written: {error.message}. "
            "Mend the text or block that is named; the page itself is not affected."
        ) from error
    assert isinstance(pdf, bytes)  # one file, since no output path was given
    return pdf


@cache
def compiler(template: str) -> typst.Compiler:
    """One compiler a process and ``template``: fonts and templates are read once."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    return typst.Compiler(
        TEMPLATES / template, root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True
    )


def _timestamp(frame: Frame) -> int:
    """``SOURCE_DATE_EPOCH``, or midnight of the day of publication."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return int(datetime.combine(frame.published, time(), UTC).timestamp())
    if not given.isdecimal():
        raise TymorError(
            f"SOURCE_DATE_EPOCH is {given!r}; expected whole seconds since 1970. "
            "Mend it, or unset it to date the PDF by the day of publication."
        )
    return int(given)


def _name(view: View) -> str:
    return f"{view['path'] or 'the home page'} ({view['lang']})"
