"""English: names with an article, and whose something is."""

import re

from tymor.languages.rules import OwnForms, Rules

#: Names that a sentence gives an article: of a kind of place, or of a body. A title with a colon
#: has none, nor has a school that is called after such a place.
_WITH_ARTICLE = re.compile(
    r"(?!.*(:|\b(School|College|Academy|Primary)\b))"
    r"((Vale|Isle|City|County|Borough) of |.*\b(Consortium|Service)\b)"
)


def with_article(name: str, own: OwnForms) -> str:
    """``the Vale of Glamorgan``, ``Cardiff``."""
    if "the" in own:
        return own["the"]
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def possessive(name: str, own: OwnForms) -> str:
    """``Cardiff's``, ``the Vale of Glamorgan's``, ``Blackwood Schools'``."""
    name = with_article(name, own)
    return f"{name}'" if name.endswith("s") else f"{name}'s"


ENGLISH = Rules(forms={"the": with_article, "'s": possessive}, own=("the",))
