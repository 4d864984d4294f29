"""Names and places that ``params/`` gives: all of them stay inside the project.

They become folders, files and addresses. One that could lead elsewhere, or to the same place
as another on some computer, is refused where it is read.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Annotated

from pydantic import AfterValidator, Field

#: What an audience, a report or a group is called: part of folders and of the words' keys.
NAME = r"^[a-z][a-z0-9_]*$"
Name = Annotated[str, Field(pattern=NAME)]
#: A term says when it was: terms are put in order by their names.
TermName = Annotated[str, Field(pattern=r"^[0-9]{4}-(spring|summer|autumn)$")]

#: Where every site has pages that no report writes; home stands above them.
STANDING = ("about", "authorities", "downloads", "glossary", "methods", "schools", "search")

#: Places in an address that each area fills with its own.
_AREA = ("{slug}", "{id}")
#: The place in a report's address by which its pages on one area are told apart.
EACH = "{each}"
_PART = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")


def _inside(path: str) -> str:
    parts = path.split("/")
    odd = any(sign in path for sign in '\\:*?"<>|') or not path.isprintable()
    if odd or any(p == "" or p[0] == "." or p[-1] == "." or p != p.strip() for p in parts):
        raise ValueError(
            "expected a relative path inside the project: names with / between them, none of "
            "them empty or with a dot at its start or end"
        )
    return path


def _address(*places: str) -> Callable[[str], str]:
    def address(path: str) -> str:
        for part in path.split("/"):
            plain = part
            for place in places:
                plain = plain.replace(place, "x")
            if _PART.fullmatch(plain) is None:
                raise ValueError(
                    "expected a relative path inside the project: small letters, digits, hyphens, "
                    f"{', '.join(places[:-1])} and {places[-1]}, with / between its parts"
                )
        return path

    return address


#: A path below one of the project's folders.
InsidePath = Annotated[str, AfterValidator(_inside)]
#: A place in or below ``site/``, with ``{slug}`` and ``{id}`` for the area's.
Address = Annotated[str, AfterValidator(_address(*_AREA))]
#: The same, of a report's pages.
ReportAddress = Annotated[str, AfterValidator(_address(*_AREA, EACH))]


def _file_word(text: str) -> str:
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is None:
        raise ValueError("expected small letters and digits, with hyphens between words")
    return text


#: A word in the name of a file.
FileWord = Annotated[str, AfterValidator(_file_word)]


def slug(name: str) -> str:
    """
    >>> slug("Vale of Glamorgan"), slug("Ynys Môn"), slug("../../etc"), slug("Κάρδιφ")
    ('vale-of-glamorgan', 'ynys-mon', 'etc', '')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def tells_areas_apart(address: str) -> bool:
    """Whether each area has an address of its own."""
    return any(place in address for place in _AREA)


def overlapping(addresses: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pairs, by name, of which one could be the same place as the other, or inside it."""
    return [
        (one, other)
        for one, other in combinations(addresses, 2)
        if _may_meet(addresses[one], addresses[other])
    ]


def _may_meet(one: str, other: str) -> bool:
    """Part by part, as far as the shorter goes, both could be filled to be the same."""
    return all(map(_may_be_same, one.split("/"), other.split("/")))


def _may_be_same(one: str, other: str) -> bool:
    if not tells_areas_apart(one + other):
        return one == other
    # Only what stands before the first place and after the last one is sure.
    starts, ends = ([re.split(r"\{slug\}|\{id\}", part)[at] for part in (one, other)]
                    for at in (0, -1))  # fmt: skip
    return _agree(*starts) and _agree(*(end[::-1] for end in ends))


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
