"""Text that Quarto must take as it stands.

Pandoc and Quarto read a page more than once: for Markdown, for shortcodes, for code
to execute, for YAML blocks anywhere in the file. What came out of a spreadsheet must
be nothing but text to every one of them. In metadata no escape stops a shortcode, so
there a text that holds more than letters and the commonest punctuation goes through
Quarto as a stand-in: one word of letters and digits to all who read it, which holds the
text as hexadecimal digits and is put back, escaped, in the pages that Quarto wrote.
"""

import re
from html import escape

from tymor.errors import TymorError

#: How every stand-in begins.
MARK = "TymorText"
_STAND_IN = re.compile(MARK + r"((?:[0-9a-f]{2})+)Z")
_SCRIPT = re.compile(r"(<script\b.*?</script\s*>)", re.DOTALL | re.IGNORECASE)
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
    return markdown(line) if _is_harmless(line) else _stand_in(line)


def word(text: str) -> str:
    """``text``, on one line, as a value that Quarto puts into its pages as it stands."""
    line = " ".join(text.split())
    return line if _is_harmless(line) else _stand_in(line)


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


def _stand_in(text: str) -> str:
    """The word that stands for ``text``."""
    return f"{MARK}{text.encode().hex()}Z" if text else ""


def put_back(page: str) -> str:
    """The same document with each stand-in's text: escaped for HTML, and in scripts for those."""
    parts = _SCRIPT.split(page)
    return "".join(
        _STAND_IN.sub(_in_script if number % 2 else _in_html, part)
        for number, part in enumerate(parts)
    )


def _in_html(found: re.Match[str]) -> str:
    return escape(_text(found))


def _in_script(found: re.Match[str]) -> str:
    """Within a string of any kind, or JSON: all but letters and digits as UTF-16 units."""
    return "".join(map(_script_sign, _text(found)))


def _script_sign(sign: str) -> str:
    if sign == " " or (sign.isascii() and sign.isalnum()):
        return sign
    units = sign.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _text(found: re.Match[str]) -> str:
    """A word of this shape that came with the data stands for itself if it is no text."""
    try:
        return bytes.fromhex(found[1]).decode()
    except UnicodeDecodeError:
        return found[0]


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
