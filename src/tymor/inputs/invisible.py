"""Signs in a heading that nobody sees: two headings that look alike are one heading."""

import unicodedata
from collections.abc import Collection, Sequence


def as_seen(text: str) -> str:
    """A text as a person sees it: composed letters, single spaces, nothing of no width.

    >>> as_seen("School\\u00a0 name\\u200b")
    'School name'
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(sign for sign in composed if not _has_no_width(sign)).split())


def all_as_seen(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings as they are seen; those that only then become the same stay as they were."""
    seen = [as_seen(heading) for heading in headings]
    was: dict[str, set[str]] = {}
    for plain, heading in zip(seen, headings, strict=True):
        was.setdefault(plain, set()).add(heading)
    pairs = zip(seen, headings, strict=True)
    return tuple(plain if len(was[plain]) == 1 else heading for plain, heading in pairs)


def as_there(name: str, headings: Collection[str]) -> str:
    """A heading that somebody named, as a file has it that was read with :func:`all_as_seen`."""
    return name if name in headings else as_seen(name)


def with_signs(text: str) -> str:
    """A text in which every sign is seen that else is not.

    >>> with_signs("School\\u00a0name")
    'School<U+00A0>name'
    """
    shown = ""
    for sign in text:
        odd = (sign != " " and sign.isspace()) or (sign == " " and shown.endswith(" "))
        odd = odd or _has_no_width(sign) or bool(unicodedata.combining(sign))
        shown += f"<U+{ord(sign):04X}>" if odd else sign
    return shown


def _has_no_width(sign: str) -> bool:
    """Also a mark that says which way text runs, or where a word may be cut."""
    return unicodedata.category(sign) == "Cf"
