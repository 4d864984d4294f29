"""The picture that others show where they lead to a page: drawn of three texts, as equal bytes each
time. It stands beside the pages of a site whose address is known: who shows it must fetch it.
"""

from threading import Lock

import typst

from tymor.errors import TymorError
from tymor.files import to_json
from tymor.render.pdf.document import compiler

FILE = "card.png"
_ONE_AT_A_TIME = Lock()
#: One pixel a point, so that it has the size that is asked for, 1200 by 630.
_PIXELS = 72.0


def draw_card(language: str, title: str, dateline: str, publisher: str) -> bytes:
    """A PNG of a page's title, its line with term and day, and who publishes it.

    Raises
    ------
    TymorError
        A text holds a character that no font of the reports can show.
    """
    said = {"lang": language, "title": title, "dateline": dateline, "publisher": publisher}
    try:
        with _ONE_AT_A_TIME:
            made = compiler("card.typ").compile(
                format="png", ppi=_PIXELS, sys_inputs={"data": to_json(said, indent=None)}
            )
    except typst.TypstError as error:
        raise TymorError(f"The picture of {title!r} was not drawn: {error.message}.") from error
    assert isinstance(made, bytes)  # one page, since no output path was given
    return made
