"""Text that Quarto must take as it stands.

Pandoc and Quarto read a page more than once: for Markdown, for shortcodes, for code
to execute, for YAML blocks anywhere in the file. What came out of a spreadsheet must
be nothing but text to every one of them.
"""

import re

#: Signs that can begin something in Pandoc's Markdown: a hyphen or full stop between two
#: letters or digits cannot, nor can a colon after a word and before a space.
_LIVE = re.compile(r"[\\`*_{}\[\]<>$@#^~|&\"'!=+%]|(?<!\w)[-.:]|[-.](?!\w)|:(?=\S)|\)(?=\s)")
_LINE_START = re.compile(r"(?m)^([ \t]*)([^\s\w<&])")
#: A backtick, and what JavaScript takes for the end of a line besides \\n and \\r.
_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "`\u2028\u2029"})
_TICKS = re.compile(r"`+")


def markdown(text: str) -> str:
    """``text`` as Markdown that shows it and does nothing else, on one line."""
    return _LIVE.sub(r"\\\g<0>", " ".join(text.split()))


def inert(html: str) -> str:
    """The same HTML, without anything Quarto would look for before Pandoc reads it.

    Quarto searches the source by line for code to execute (three backticks and a
    brace), YAML blocks (``---``) and headings, inside raw blocks too. So no line of
    text begins with a sign and no backtick is left; a browser sees no difference.
    Text comes escaped, hence holds no ``<`` for a shortcode or comment.
    """
    html = html.translate(_SIGNS).replace("\r\n", "\n").replace("\r", "\n")
    return _LINE_START.sub(lambda line: f"{line[1]}&#{ord(line[2])};", html)


def raw_block(format_name: str, content: str) -> str:
    """A raw block; its fence is longer than any run of backticks inside."""
    longest = max((len(run) for run in _TICKS.findall(content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{{={format_name}}}\n{content.rstrip()}\n{fence}\n"
