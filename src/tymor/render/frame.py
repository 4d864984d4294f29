"""What surrounds every page of one publication, in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tymor.config import Config
from tymor.page import Link, Text


@dataclass(frozen=True)
class Frame:
    """The same for all pages of a site: who publishes, which term, the ways through the site.

    ``readers`` says who may read its pages, and ``word`` the same in the names of files; a
    ``closed`` site is for them only.
    """

    publisher: Text
    term_label: Text
    published: date
    navigation: tuple[Link, ...]
    languages: Mapping[str, str]  # each one's own name
    readers: Text
    word: str
    closed: bool
    address: str = ""  # where the site stands, if it is a public one and that is said


def readers_of(config: Config, audience: str, area: Text) -> Text:
    """Who may read a site of an audience that is about ``area``."""
    key = f"closed.{audience}.mark" if config.audiences[audience].closed else "ui.open_to_all.title"
    return config.languages.say(key, publisher=config.partnership.called, area=area)
