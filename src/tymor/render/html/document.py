"""The built-in HTML renderer: a page's view becomes a whole document.

Nothing in a page is executed that is not a file of this site: no inline script,
no inline style, no other host, and a Content-Security-Policy that says so. All
text is escaped by Jinja2; all addresses are relative.
"""

import json
import logging
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tymor.cache import Cache
from tymor.files import Writer
from tymor.locale import Catalogue, Languages
from tymor.render.charts import CONVERTER, engine, vega_locale
from tymor.render.frame import Frame
from tymor.render.glossary import ways_to_terms
from tymor.render.html import layout
from tymor.render.view import View
from tymor.render.web_addresses import address_of
from tymor.render.workbook import FILES, has_workbook

STATIC = Path(__file__).parents[1] / "static"
TEMPLATES = Path(__file__).parents[1] / "templates"
#: In the order in which they are joined into one file: later rules win.
STYLES = ("base", "frame", "blocks", "tables", "charts", "finding", "about", "dark", "print")
SCRIPTS = ("charts", "finder", "frame", "search", "tables")
#: Of these, the style of a page that asks for no other file; and what it leaves out.
_ALONE, _FACE = ("base", "frame", "dark"), re.compile(r"@font-face \{[^}]*\}\n?")
#: What the charts' script takes from the bundle.
_EXPORTED = "export { vegaEmbed };"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)

Words = Languages | Mapping[str, Catalogue]


def render_page(view: View, frame: Frame, words: Catalogue) -> str:
    """The whole document of a page in one language.

    Its files (SVG, CSV, PDF, specs) are expected beside the page's ``index.html``.
    """
    return render_part("page", view, frame, words)


def render_part(name: str, view: View, frame: Frame, words: Catalogue) -> str:
    """A part of a page in one language by the name of its template, or the whole of it."""
    here = layout.folder(view["lang"], view["path"])
    return _render(
        name,
        page=view,
        frame=frame,
        root="../" * len(here.split("/")),
        crumbs=layout.crumbs(view, words.say("nav.home")),
        contents=layout.contents(view),
        paper=layout.paper_name(view, frame),
        pdf=layout.pdf_name(view, frame) if layout.has_pdf(view) else "",
        workbooks=FILES if has_workbook(view) else {},
        kinds={block["kind"] for block in view["blocks"]},
        terms=ways_to_terms(view, words),
        whole=partial(address_of, frame, path=view["path"]),
        locale=words.cldr,
        **_tools(here, view["lang"], words),
    )


def render_block(block_view: View, lang_view: View, frame: Frame, words: Catalogue) -> str:
    """The HTML fragment of one block, as it stands in the page of ``lang_view``.

    For a renderer that brings its own frame: addresses are relative to that page,
    and the block's heading level fits the headings before it.
    """
    here = layout.folder(lang_view["lang"], lang_view["path"])
    template = _environment().get_template("blocks.html.jinja")
    module: Any = template.make_module(
        {"page": lang_view, "frame": frame, **_tools(here, lang_view["lang"], words)}
    )
    return str(module.block(block_view)).strip() + "\n"


def render_opening(view: View, frame: Frame, words: Catalogue) -> str:
    """What the page of ``view`` opens with: its title, what it is about, term and day.

    Of a page that stands alone: there is no way up to it and no PDF beside it.
    """
    here = layout.folder(view["lang"], view["path"])
    tools = _tools(here, view["lang"], words)
    return _render("opening", page=view, frame=frame, crumbs=[], pdf="", workbooks={}, **tools)


def render_language_choice(frame: Frame, words_by_lang: Words) -> str:
    """The site's root ``index.html``: the reader chooses a language."""
    return _bilingual("choice", "ui.site_name", frame, words_by_lang, root="")


def render_not_found(frame: Frame, words_by_lang: Words, root: str = "") -> str:
    """``404.html``, in every language at once, since nobody knows which was wanted.

    ``root`` is the site's address on its server, such as ``/tymor/``. A server sends this page
    for addresses of any depth, where relative ones miss; without ``root`` its script finds the
    site where the address names a language. It asks for no other file.
    """
    style, script = _own_style(), (STATIC / "js" / "not_found.js").read_text("utf-8")
    own_csp = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    more = {"style": style, "script": script, "own_csp": own_csp}
    return _bilingual("not_found", "ui.not_found_title", frame, words_by_lang, root, **more)


def _own_style() -> str:
    """The style of a page that asks for no other file: without typefaces."""
    sheets = ((STATIC / "css" / f"{name}.css").read_text("utf-8") for name in _ALONE)
    return _FACE.sub("", "\n".join(sheets))


def _hash(content: str) -> str:
    """As a Content-Security-Policy names what stands in a page."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def write_assets(writer: Writer, languages: Languages, cache: Cache | None = None) -> None:
    """Write what all pages share below the site's root: ``assets/…``."""
    styles = [(STATIC / "css" / f"{name}.css").read_text("utf-8") for name in STYLES]
    writer.text("assets/site.css", "\n".join(styles))
    for name in SCRIPTS:
        writer.copy(STATIC / "js" / f"{name}.js", f"assets/{name}.js")
    writer.copy(STATIC / "icon.svg", "assets/icon.svg")
    writer.copy(STATIC / "vega-LICENSE.txt", "assets/vega-LICENSE.txt")
    for font in sorted((STATIC / "fonts").iterdir()):
        writer.copy(font, f"assets/fonts/{font.name}")
    made_from = ("vega.js", CONVERTER, _EXPORTED)
    bundle = cache.text(made_from, _vega_bundle) if cache else _vega_bundle()
    writer.text("assets/vega.js", bundle)
    for name in languages:
        writer.json(f"assets/vega-locale-{name}.json", vega_locale(languages[name].cldr))


@cache
def _vega_bundle() -> str:
    """Vega, Vega-Lite and vega-embed as one ES module; the wheel brings them. Takes 3 s."""
    # The bundler logs each of its steps as an error.
    logging.getLogger("swc_ecma_transforms_optimization").setLevel(logging.CRITICAL)
    return str(engine().javascript_bundle(_EXPORTED))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES / "html", TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "column_groups": layout.column_groups,
        "row_groups": layout.row_groups,
        "marked_columns": layout.marked_columns,
    }
    environment.globals |= {
        "csp": CSP,
        "title_level": layout.title_level,
        "many_rows": layout.MANY_ROWS,
    }
    return environment


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(f"{template}.html.jinja").render(values)


def _tools(here: str, language: str, words: Catalogue) -> dict[str, Any]:
    """What templates call: words of this language and addresses from this page."""

    def to(path: str, lang: str = language) -> str:
        return layout.href(here, layout.folder(lang, path))

    def forms(key: str) -> str:
        """A message's plural forms, for a script to choose from."""
        entry = words.entries[key]
        return json.dumps({"other": entry} if isinstance(entry, str) else dict(entry))

    return {"say": words.say, "to": to, "forms": forms, "lang": language}


def _bilingual(
    template: str, title: str, frame: Frame, words: Words, root: str, **more: Any
) -> str:
    catalogues = [words[language] for language in frame.languages]
    titles = [catalogue.say(title) for catalogue in catalogues]
    return _render(template, frame=frame, catalogues=catalogues, titles=titles, root=root, **more)
