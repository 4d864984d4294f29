"""Stand-ins: words that go through Quarto in place of text in which something may be live.

No escape in metadata stops a shortcode: Quarto reads the text when Pandoc has taken every
escape away. A stand-in holds the text as hexadecimal digits, is one word of letters and
digits to all who read it, and is put back, escaped, in the pages that Quarto wrote.
"""

import re
from html import escape

#: How every stand-in begins.
MARK = "TymorText"
_STAND_IN = re.compile(MARK + r"((?:[0-9a-f]{2})+)Z")
_SCRIPT = re.compile(r"(<script\b.*?</script\s*>)", re.DOTALL | re.IGNORECASE)


def stand_in(text: str) -> str:
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
