"""What every language's rules have: forms that messages ask for, nouns that can be counted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

#: Forms of one name that its language's rule would not make: ``{"in": "ar Ynys Môn"}``.
OwnForms = Mapping[str, str]
#: Nouns that are counted: by gender, the plural of each.
Nouns = Mapping[str, Mapping[str, str]]
#: What is shown in a place, and the forms of its own, make what the message reads there.
Form = Callable[[str, OwnForms], str]
#: The number as it is shown, and the noun with its gender and plural, make both together.
Counting = Callable[[str, str, str, str], str]

#: One word makes the other forms in which a text may have it, as somebody looks for it.
AlsoWritten = Callable[[str], Iterable[str]]

#: Asks for the number as tables write it, in any language: ``87.6%``.
AS_IN_TABLES = "%"


@dataclass(frozen=True)
class Counted:
    """How pages of a language tell a number in words: by this who attacks them reads it.

    ``numbers`` are what words mean, parts of one with them; ``percent`` stands for the sign;
    ``learners`` are words for learners and what they do, and ``others`` for what is counted and
    is no learner. All are small, and in each form.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    percent: tuple[str, ...] = ()
    learners: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """``forms`` by what messages call them; ``own`` is what a name's entry may give of its own;
    ``genders`` those of nouns; ``units`` how a sentence writes the sign of a unit; ``counted``
    how numbers are read. ``also_written`` gives the other forms of a word that a search finds it
    by, and ``comes_from`` the words that may be written so; ``mutated`` those of them that are the
    same word behind others.
    """

    forms: Mapping[str, Form] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    genders: tuple[str, ...] = ()
    counting: Counting | None = None
    counted: Counted = field(default_factory=Counted)
    also_written: AlsoWritten = lambda _: ()
    comes_from: AlsoWritten = lambda _: ()
    mutated: AlsoWritten = lambda _: ()

    def unknown(self, asked: str, nouns: Nouns) -> str:
        """Why there is no such form; nothing where there is."""
        word, noun = _word_and_noun(asked, nouns)
        if not asked or asked == AS_IN_TABLES or ((not word or word in self.forms) and
                                                  (not noun or _gender(noun, nouns))):  # fmt: skip
            return ""
        forms = ", ".join([*self.forms, AS_IN_TABLES])
        counted = ", ".join(sorted({noun for own in nouns.values() for noun in own}))
        among = f", and the nouns of params/languages.yml ({counted})" if counted else ""
        return f"has no form {asked!r}: there are {forms}{among}"

    def form(self, asked: str, shown: str, own: OwnForms, nouns: Nouns) -> str:
        """What is shown in a place, in the form that the message asks for: a word, a noun that
        is counted, or both (``{limited:y elfen}``).

        A word with a capital letter begins a sentence: ``{area:Yn}``.
        """
        word, noun = _word_and_noun(asked, nouns)
        if noun and self.counting:
            gender = _gender(noun, nouns)
            shown = self.counting(shown, noun, gender, nouns[gender][noun])
        if not word:
            return shown
        made = self.forms[word](shown, own)
        return made[:1].upper() + made[1:] if asked[0].isupper() else made


def _word_and_noun(asked: str, nouns: Nouns) -> tuple[str, str]:
    """``y elfen``: *y* and *elfen*; of a word or a noun alone, that and nothing."""
    if _gender(asked, nouns):
        return "", asked
    word, _, noun = asked.partition(" ")
    return word[:1].lower() + word[1:], noun


def _gender(noun: str, nouns: Nouns) -> str:
    return next((gender for gender, own in nouns.items() if noun in own), "")
