"""Text that Quarto must take as it stands.

Pandoc and Quarto read a page more than once: for Markdown, for shortcodes, for code
to execute, for YAML blocks anywhere in the file. What came out of a spreadsheet must
be nothing but text to every one of them. In metadata no escape stops a shortcode, so
there a text that holds more than letters and the commonest punctuation goes through
Quarto as a stand-in: a word that is nothing to anybody (:mod:`.stand_ins`).
"""

import re

from tymor.errors import TymorError
from tymor.render.quarto.stand_ins import MARK, stand_in

#: Signs that can begin something in Pandoc's Markdown: a hyphen or full stop between two
#: letters or digits cannot, nor can a colon after a word and before a space.
_LIVE = re.compile(r"[\\`*_{}\[\]<>$@#^~|&\"'!=+%]|(?<!\w)[-.:]|[-.](?!\w)|:(?=\S)|\)(?=\s)")
#: No shortcode, entity, link or mark of Quarto's own can be written with these alone.
_HARMLESS = re.compile(r"(?:[\w .,:!?'’‘()/–—-]|&(?= ))*")
_ADDRESS = re.compile(r"[A-Za-z0-9._/-]*")
_LINE_START = re.compile(r"(?m)^([ \t]*)([^\s\w<&])")
#: A backtick, the braces of a shortcode (a text that ends in two of them stands before the
#: ``<`` of a tag), and what JavaScript takes for the end of a line besides \\n and \\r.
_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "`{}\u2028\u2029"})
#: Quarto's reader takes one of its own UUIDs, a semicolon and hexadecimal digits for
#: a shortcode that it has put away, and brings that back.
_PUT_AWAY = re.compile(r"(?<=[0-9A-Fa-f]{12});")
_TICKS = re.compile(r"`+")


def markdown(text: str) -> str:
    """``text`` as Markdown that shows it and does nothing else, on one line.

    Not enough for metadata: Quarto looks for shortcodes in what Pandoc made of the Markdown.
    """
    return _LIVE.sub(r"\\\g<0>", " ".join(text.split()))


def metadata(text: str) -> str:
    """``text``, on one line, as a value of metadata that Quarto reads as Markdown."""
    line = " ".join(text.split())
    return markdown(line) if _is_harmless(line) else stand_in(line)


def word(text: str) -> str:
    """``text``, on one line, as a value that Quarto puts into its pages as it stands."""
    line = " ".join(text.split())
    return line if _is_harmless(line) else stand_in(line)


def address(path: str) -> str:
    """A page's path, which Quarto reads in its configuration.

    Raises
    ------
    TymorError
        It holds more than an address is made of.
    """
    if not _ADDRESS.fullmatch(path):
        raise TymorError(
            f"The address {path!r} cannot be given to Quarto: use letters without accents, "
            "digits, hyphens and slashes for the path in the report's report.yml."
        )
    return path


def _is_harmless(line: str) -> bool:
    return _HARMLESS.fullmatch(line) is not None and MARK not in line


def inert(html: str) -> str:
    """The same HTML, without anything Quarto would look for before a browser reads it.

    Quarto searches the source by line for code to execute (three backticks and a
    brace), YAML blocks (``---``) and headings, and raw blocks for shortcodes (two braces
    and ``<``) and for those that it put away itself. So no line of text begins with
    a sign, and no backtick or brace is left; a browser sees no difference.
    """
    html = html.translate(_SIGNS).replace("\r\n", "\n").replace("\r", "\n")
    html = _PUT_AWAY.sub("&#59;", html)
    return _LINE_START.sub(lambda line: f"{line[1]}&#{ord(line[2])};", html)


def raw_block(format_name: str, content: str) -> str:
    """A raw block; its fence is longer than any run of backticks inside."""
    longest = max((len(run) for run in _TICKS.findall(content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{{={format_name}}}\n{content.rstrip()}\n{fence}\n"
