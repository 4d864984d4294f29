"""Sentences and names for invented reviews, plans and grants, from ``data/words.yml``."""

from pathlib import Path
from typing import TypeAlias

import yaml

DATA = Path(__file__).parent / "data"

Phrases: TypeAlias = dict[str, str]
"""The English of each, and its Welsh."""

_HELD = yaml.safe_load((DATA / "words.yml").read_text(encoding="utf-8"))
FOCUS: dict[str, Phrases] = _HELD["focus"]
"""What a priority may be about, by area of reform."""
FOUND: dict[str, Phrases] = _HELD["found"]
"""What was found of it, by judgement; ``{focus}`` stands for what it is about."""
SUPPORT: dict[str, Phrases] = _HELD["support"]
PROGRAMMES: Phrases = _HELD["programmes"]
IMPACT: dict[str, Phrases] = _HELD["impact"]
GRANTS: dict[str, Phrases] = _HELD["grants"]
PLAN_PRIORITIES: dict[str, Phrases] = _HELD["plan_priorities"]
PLAN_TITLES: dict[str, Phrases] = _HELD["plan_titles"]
#: By the title of an action.
PLAN_MILESTONES: dict[str, Phrases] = _HELD["plan_milestones"]
PLAN_SUCCESS: dict[str, Phrases] = _HELD["plan_success"]
PLAN_CRITERIA: dict[str, tuple[str, str, str, float, float]] = _HELD["plan_criteria"]
PLAN_EVIDENCE: Phrases = _HELD["plan_evidence"]
PLAN_LEADS: Phrases = _HELD["plan_leads"]
PLAN_FOUND: dict[str, Phrases] = _HELD["plan_found"]
CATEGORY_REASONS: dict[str, Phrases] = _HELD["category_reasons"]
TOGETHER: dict[str, Phrases] = _HELD["together"]
"""What a piece of work of several schools is called, by its kind."""
TOGETHER_OUTCOMES: Phrases = _HELD["together_outcomes"]

# Birds and the like: nobody of the region is called by them.
PARTNER_INITIALS = tuple("ABCDEFGHIJLMNOPRSTUW")
PARTNER_SURNAMES = (
    *("Hebog", "Drudwen", "Gwennol", "Crychydd", "Dryw", "Pioden", "Alarch", "Bronfraith"),
    *("Cudyll", "Ehedydd", "Gwalch", "Hwyaden", "Iâr", "Llinos", "Mwyalchen", "Nico"),
    *("Petrisen", "Robin", "Sigl", "Titw", "Wennol", "Ydfran"),
)


def both(column: str, english: str, phrases: Phrases) -> dict[str, str]:
    """One of ``phrases`` as the columns of its two languages."""
    return {column: english, f"{column}_cy": phrases[english]}


def commentary(judgement: str, found: str, area: str, focus: str) -> dict[str, str]:
    """What was found of a priority about ``focus``, in both languages."""
    about = both("commentary", focus, FOCUS[area])
    return {
        column: text.format(focus=about[column], Focus=_capitalised(about[column]))
        for column, text in both("commentary", found, FOUND[judgement]).items()
    }


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]
