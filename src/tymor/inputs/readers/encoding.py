"""Text that is not UTF-8, or was not once: what to make of it, and what to tell its owner."""

import re

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable

_BOM = b"\xef\xbb\xbf"
_SAVE = "In Excel, use Save As with the type 'CSV UTF-8 (Comma delimited)'."
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

#: First letters of UTF-8 bytes that were read as Windows-1252.
SUSPECT = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]")

#: Letters of Welsh, English and their neighbours, as Windows-1252 has them. Eth and
#: thorn are not among them: in the Celtic character set (ISO 8859-14) they are ŵ and ŷ.
_LETTERS = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽžŸß"
_SIGNS = "‘’“”–—…€£§©®°·½¼¾²³\u00a0"
_STRANGE = re.compile(f"[^\x00-\x7f{_LETTERS}{_SIGNS}]")

#: A dash or a quotation mark amid letters is a letter of some other character set.
_AMID_LETTERS = re.compile(rf"[A-Za-z{_LETTERS}][{_SIGNS.replace('’', '')}][a-z{_LETTERS}]")

#: So is an opening quotation mark, or a dash, at the end of a word.
_AFTER_LETTERS = re.compile(rf"[A-Za-z{_LETTERS}][‘“–—]")

#: Capitals with marks after small letters, too, are small letters of another set.
_CAPITAL_INSIDE = re.compile("[a-z][ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽŸ]")

_UTF8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x90-\xa6]")


def as_utf8(data: bytes, file: str) -> tuple[bytes, list[Problem]]:
    """UTF-8 as it is, Windows-1252 where it can be nothing else; with what is to be said of it.

    Raises
    ------
    Unreadable
        It is neither.
    """
    data = data.removeprefix(_BOM)
    if data.isascii():
        return data, []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if (text := _windows_1252(data)) is None:
            raise _not_utf8(data, error.start, line, file) from None
        word = _word_at(data, error.start)
        warning = Problem(
            file,
            "windows_1252",
            f"the file is not UTF-8 and was read as Windows-1252: line {line} so holds '{word}'. "
            f"Check that this is right. {_SAVE}",
            severity="warning",
            row=line,
        )
        return text.encode("utf-8"), [warning]
    return data, []


def _windows_1252(data: bytes) -> str | None:
    """The text, if it makes sense as Windows-1252; else it may be any character set."""
    if data.startswith(_UTF16) or b"\x00" in data or _UTF8_LETTER.search(data):
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    nonsense = (_STRANGE, _AMID_LETTERS, _AFTER_LETTERS, _CAPITAL_INSIDE)
    return None if any(pattern.search(text) for pattern in nonsense) else text


def _not_utf8(data: bytes, start: int, line: int, file: str) -> Unreadable:
    """The one message about a file in another encoding."""
    if data.startswith(_UTF16):
        message = f"the file is saved as UTF-16 ('Unicode text'); expected UTF-8. {_SAVE}"
        return Unreadable(Problem(file, "encoding", message))
    as_windows = ""
    if word := _word_at(data, start):
        sign = data[start : start + 1].decode("cp1252")
        as_windows = f", which would be '{sign}' of '{word}' in Windows-1252, but that may be wrong"
    message = (
        f"the file is not UTF-8: line {line} holds the byte 0x{data[start]:02X}{as_windows}; "
        f"expected UTF-8. {_SAVE}"
    )
    return Unreadable(Problem(file, "encoding", message, row=line))


def _word_at(data: bytes, start: int) -> str:
    """The text around a byte, or nothing where Windows-1252 has no such letter."""
    before = re.split(rb"[,;\t\r\n\"]", data[max(0, start - 40) : start])[-1]
    after = re.split(rb"[,;\t\r\n\"]", data[start : start + 40])[0]
    try:
        return (before + after).decode("cp1252")
    except UnicodeDecodeError:
        return ""


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
