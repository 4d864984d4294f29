"""Text that is not UTF-8, or was not once: what to tell the person who saved it."""

import re

from tymor.inputs.raw import RawTable, unreadable

_SAVE = "In Excel, use Save As with the type 'CSV UTF-8 (Comma delimited)'."
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

#: First letters of UTF-8 bytes that were read as Windows-1252.
SUSPECT = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]")


def not_utf8(data: bytes, error: UnicodeDecodeError, file: str) -> RawTable:
    """The one message about a file in another encoding."""
    if data.startswith(_UTF16):
        message = f"the file is saved as UTF-16 ('Unicode text'); expected UTF-8. {_SAVE}"
        return unreadable(file, "encoding", message)
    start = error.start
    line = data.count(b"\n", 0, start) + 1
    message = (
        f"the file is not UTF-8: line {line} holds the byte 0x{data[start]:02X}"
        f"{_as_windows(data, start)}; expected UTF-8. {_SAVE}"
    )
    return unreadable(file, "encoding", message, row=line)


def _as_windows(data: bytes, start: int) -> str:
    """How the word around the byte reads in Windows-1252, if it reads at all."""
    before = re.split(rb"[,;\t\r\n\"]", data[max(0, start - 40) : start])[-1]
    after = re.split(rb"[,;\t\r\n\"]", data[start : start + 40])[0]
    try:
        word = (before + after).decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return f", which is '{data[start : start + 1].decode('cp1252')}' of '{word}' in Windows-1252"


def mistaken_for_windows(value: str) -> str | None:
    """What a text was before its UTF-8 was read as Windows-1252, or ``None``.

    >>> mistaken_for_windows("MÃ´n")
    'Môn'
    >>> mistaken_for_windows("Môn") is None
    True
    """
    if not SUSPECT.search(value):
        return None
    try:
        return value.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
