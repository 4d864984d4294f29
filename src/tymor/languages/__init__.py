"""What a language does to the words around a place of a message: one module a language.

A message asks for a form of what fills a place, ``{area:yn}`` or ``{pupils:disgybl}``, and the
language of its locale has the form. A language without a module here has none.
"""

from tymor.languages.cy import WELSH
from tymor.languages.en import ENGLISH
from tymor.languages.rules import Counted, Rules

_RULES = {"cy": WELSH, "en": ENGLISH}
_NONE = Rules()


def rules_of(locale: str) -> Rules:
    """The rules of the language of a CLDR locale: ``cy_GB`` is Welsh."""
    return _RULES.get(locale.partition("_")[0], _NONE)


def counted_in_words() -> tuple[Counted, ...]:
    """How every language tells numbers in words."""
    return tuple(each.counted for each in _RULES.values())
