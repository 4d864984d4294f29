"""What is told of the schools of today beside learners: their priorities, strengths and support."""

from collections.abc import Iterator, Sequence

import pandas as pd
import yaml

from tymor_invented.draws import Draws
from tymor_invented.schools.school import School
from tymor_invented.words import DATA, Phrases, both

#: The terms in which priorities were looked at: each is kept from one to the next.
TERMS = ("2025-summer", "2025-autumn")
_STRENGTHS_OF, _SUPPORT_OF = "2025/26", ("2024/25", "2025/26")
_JUDGEMENTS = ("limited", "satisfactory", "strong", "very_good")
_DAYS = {"core": (0.5, 2.0), "enhanced": (2.0, 5.0)}
_LEAST_DAYS = {"primary": 5, "secondary": 8, "special": 8}
#: When the days used were told, and about which share of the year's they were by then.
_TOLD = {"2024/25": ("2025-07-18", 1.0), "2025/26": ("2025-11-28", 0.35)}
_HELD = yaml.safe_load((DATA / "today.yml").read_text(encoding="utf-8"))
FOCUS: dict[str, Phrases] = _HELD["focus"]


def school_priorities(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school, term and priority of its development plan."""
    return pd.DataFrame([row for school in schools for row in _priorities(school, seed)])


def _priorities(school: School, seed: int) -> Iterator[dict[str, str | float]]:
    draws = Draws(school.school_id, "priorities", seed=seed)
    enhanced = draws.between(0, 1) < 0.015 * school.efsm_pct
    areas = list(FOCUS)
    chosen = []
    for _ in range(draws.pick((2, 3))):
        areas.remove(area := draws.pick(areas))
        chosen.append((area, draws.pick(list(FOCUS[area]))))
    for term in TERMS:
        for number, (area, focus) in enumerate(chosen, start=1):
            support = "enhanced" if enhanced and number == 1 else "core"
            yield {
                "school_id": school.school_id,
                "term": term,
                "priority": str(number),
                "reform_area": area,
                "support": support,
                **_review(school, term, (number, area, focus, support), seed),
            }


def _review(
    school: School, term: str, work: tuple[int, str, str, str], seed: int
) -> dict[str, str | float]:
    number, area, focus, support = work
    lasting = Draws(school.school_id, "priority", str(number), seed=seed)
    start = 1.3 + 0.7 * lasting.one() - (0.6 if support == "enhanced" else 0.0)
    draws = Draws(school.school_id, "priority", str(number), term, seed=seed)
    moved = draws.between(0.1, 0.9) if term == TERMS[-1] else 0.0
    judgement = _JUDGEMENTS[min(max(round(start + moved), 0), 3)]
    said = draws.pick(list(_HELD["found"][judgement]))
    agreed = lasting.pick(list(_HELD["support"][support]))
    low, high = _DAYS[support]
    return {
        "on_track": "no" if judgement == "limited" else "yes",
        "judgement": judgement,
        "commentary": _about(said, focus),
        "commentary_cy": _about(_HELD["found"][judgement][said], FOCUS[area][focus]),
        **both("support_agreed", agreed, _HELD["support"][support]),
        "days": round(2 * draws.between(low, high)) / 2,
    }


def _about(said: str, focus: str) -> str:
    return said.format(Focus=focus[0].upper() + focus[1:])


def strengths(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a strength that a school can share, from its self-evaluation; of some schools."""
    rows = []
    for school in schools:
        draws = Draws(school.school_id, "strengths", seed=seed)
        area = draws.pick(list(_HELD["strengths"]))
        strength = draws.pick(list(_HELD["strengths"][area]))
        if draws.between(0, 1) < 0.6:
            said = both("strength", strength, _HELD["strengths"][area])
            row = {"school_id": school.school_id, "academic_year": _STRENGTHS_OF}
            told = {"shared_with": draws.pick((0, 1, 3)), "as_at": _TOLD[_STRENGTHS_OF][0]}
            rows.append(row | {"reform_area": area, **said, **told})
    return pd.DataFrame(rows)


def support(schools: Sequence[School], partner_of: dict[str, str], seed: int) -> pd.DataFrame:
    """One row a school and year: days of its improvement partner."""
    rows = []
    for school in schools:
        for year in _SUPPORT_OF:
            draws = Draws(school.school_id, "support", year, seed=seed)
            agreed = _LEAST_DAYS[school.sector] + round(2 * draws.between(0, 4)) / 2
            day, share = _TOLD[year]
            used = round(2 * agreed * share * draws.between(0.8, 1.05)) / 2
            partner = partner_of[school.school_id]
            rows.append((school.school_id, year, partner, agreed, used, day))
    names = ["school_id", "academic_year", "partner", "days_agreed", "days_used", "as_at"]
    return pd.DataFrame(rows, columns=names)
