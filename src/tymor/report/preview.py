"""What each verb will publish, seen at the desk: the page's own HTML and styles, in the cell.

Nothing imports this module; :mod:`tymor.report.showing` loads it by its name, at a desk only. So
no job rests on the templates and styles behind it, and no kernel of a batch pays for them.
"""

import base64
import html
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from tymor.errors import TymorError
from tymor.locale import Catalogue
from tymor.page import AnyBlock, Appendix, Callout, ChartBlock, Heading, Text
from tymor.publication import Publication
from tymor.render import charts
from tymor.render.frame import Frame, readers_of
from tymor.render.html.document import STATIC, STYLES, render_block, render_opening
from tymor.render.view import View, view_block

#: The language that is shown first; without it, the first of the publication.
LANGUAGE_VARIABLE = "TYMOR_LANGUAGE"
_OWN_STYLE = Path(__file__).with_name("preview.css")
#: Where the site says what a whole page looks like, a preview says it of itself.
_WHOLE_PAGE = re.compile(r"(?m)^(\s*)(?:html|body|:root)(?= \{)")
_LEFT_OUT = re.compile(r"/\*.*?\*/|@font-face \{.*?\}", re.DOTALL)
#: There is no site around a cell for a link to lead through, and no file beside it.
_WITHIN_SITE = re.compile(r' href="(?!https?:|mailto:)[^"]*"')
_FACES = (("Regular", 400), ("Semibold", 600))


@dataclass
class PagePreview:
    """The preview of one report for one audience; ``area`` is the name of what it is about."""

    publication: Publication
    audience: str
    area: Text
    above: list[View] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The language that is shown first.

        Raises
        ------
        TymorError
            ``TYMOR_LANGUAGE`` is none of the publication's languages.
        """
        languages = list(self.publication.config.languages)
        wanted = os.environ.get(LANGUAGE_VARIABLE) or languages[0]
        if wanted not in languages:
            raise TymorError(
                f"{LANGUAGE_VARIABLE} is {wanted!r}; expected {' or '.join(languages)}."
            )
        return wanted

    def opening(self, head: Mapping[str, Any]) -> str:
        """The head of the page, which area it is about, and who may read it.

        Styles and typeface come with it, for the whole notebook: given with each block they had
        the browser look at all of it again for each.
        """
        shown = self._shown(lambda language: self._opening(head, language))
        return f"<style>{_style()}</style>{shown}"

    def block(self, block: AnyBlock) -> str:
        """One block as its page will have it."""
        shown = self._shown(lambda language: self._block(block, language))
        if isinstance(block, Heading | Appendix):
            words = self.publication.config.languages[self.language]
            self.above.append(view_block(block, words))
        return shown

    def _shown(self, part: Callable[[str], str]) -> str:
        """A part in every language: the first in sight, the others one click away."""
        first, languages = self.language, self.publication.config.languages
        parts = [f'<div class="blocks" lang="{first}">{part(first)}</div>']
        parts += [
            f'<details class="other" lang="{other}">'
            f"<summary>{languages[other].name}</summary>"
            f'<div class="blocks">{part(other)}</div></details>'
            for other in languages
            if other != first
        ]
        return f'<div class="tymor">{_WITHIN_SITE.sub("", "".join(parts))}</div>'

    def _opening(self, head: Mapping[str, Any], language: str) -> str:
        own = {name: head[name][language] for name in ("title", "description")}
        words = self.publication.config.languages[language]
        opening = render_opening({**head, "lang": language, **own}, self._frame, words)
        area = html.escape(f"{self.area[language]} ({head['area_id']})")
        readers = self._block(self._readers(), language)
        return f'{opening}<p class="dateline">{area}</p>{readers}'

    @property
    def _frame(self) -> Frame:
        partnership, term = self.publication.config.partnership, self.publication.term
        languages = self.publication.config.languages
        names = {name: languages[name].name for name in languages}
        audience, config = self.publication.config.audiences[self.audience], self.publication.config
        readers = readers_of(config, self.audience, self.area)
        return Frame(partnership.name, term.name, term.published, (), names, readers,
                     audience.word, audience.closed)  # fmt: skip

    def _readers(self) -> Callout:
        """Who may read the page: of a closed one as the front page of its site says it."""
        closed = self.publication.config.audiences[self.audience].closed
        key = f"closed.{self.audience}.callout" if closed else "ui.open_to_all"
        filled = {"publisher": self._frame.publisher, "term": self._frame.term_label}
        say = self.publication.config.languages.say
        title, text = (say(f"{key}.{part}", area=self.area, **filled) for part in ("title", "text"))
        return Callout(id="readers", tone="important" if closed else "note", title=title, text=text)

    def _block(self, block: AnyBlock, language: str) -> str:
        config = self.publication.config
        words = config.languages[language]
        shown = view_block(block, words)
        page = {"lang": language, "path": "", "blocks": [*self.above, shown]}
        if not isinstance(block, ChartBlock):
            return render_block(shown, page, self._frame, words)
        shown["drawn"] = Markup(_drawn(block, words))
        said = html.escape(words.say("ui.alternative", text=shown["alt"]))
        return f'{render_block(shown, page, self._frame, words)}<p class="alternative">{said}</p>'


def _drawn(block: ChartBlock, words: Catalogue) -> str:
    """The chart as SVG that can stand in one document with others: its ids are its own."""
    svg = charts.to_svg(block.spec[words.language], words)
    own = f"{block.id}-{words.language}-"
    return re.sub(r'(?<= id=")|(?<=url\(#)', own, svg) if "url(#" in svg else svg


@cache
def _style() -> str:
    """The site's typeface and rules, which hold within a preview and leave the rest alone."""
    sheets = [STATIC / "css" / f"{name}.css" for name in STYLES if name != "print"]
    site = "".join(_LEFT_OUT.sub("", sheet.read_text("utf-8")) for sheet in sheets)
    site = _WHOLE_PAGE.sub(r"\1&", site)
    site = re.sub(r"@media \((?=min-width|max-width)", "@container (", site)
    own = _LEFT_OUT.sub("", _OWN_STYLE.read_text("utf-8")).replace("site {}", site)
    faces = (
        f'@font-face {{ font-family: "{charts.FONT}"; font-weight: {weight}; '
        f"src: url(data:font/woff2;base64,{_base64(face)}); }}"
        for face, weight in _FACES
    )
    return re.sub(r"\s+", " ", "".join([*faces, own]))


def _base64(face: str) -> str:
    file = STATIC / "fonts" / f"SourceSans3-{face}.woff2"
    return base64.b64encode(file.read_bytes()).decode()
