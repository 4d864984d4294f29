"""What surrounds every page of one publication, in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tymor.page import Link, Text


@dataclass(frozen=True)
class Frame:
    """The same for all pages: who publishes, which term, the ways through the site."""

    publisher: Text
    term_label: Text
    published: date
    navigation: tuple[Link, ...]
    languages: Mapping[str, str]  # each one's own name
    address: str = ""  # where the site stands, if it is a public one and that is said
