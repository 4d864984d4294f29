"""``data/areas.csv`` and ``data/measures.csv``: what the columns of ``figures.csv`` are about.

Those who calculate need no page for it; and whoever attacks what is published finds here what a
reader knows anyway: which schools make up an authority, which level lies within which.
"""

import pandas as pd

from tymor.config import Config

#: One row an area: what it is, and the area that it is part of. Behind these its names.
AREA = ("area_id", "kind", "parent_id", "sector", "medium")
#: One row a measure; behind these its names, long and short.
MEASURE = ("measure_id", "kind", "unit", "per", "better", "denominator", "phase", "section", "of",
           "within", "all_of", "among", "streams")  # fmt: skip
MEASURE_NAMED = ("label", "short")


def areas_csv(areas: pd.DataFrame, own: frozenset[str], languages: tuple[str, ...]) -> bytes:
    """One row an area that a site is about, and those above it.

    ``areas`` are those of its release, ``own`` the areas of its pages.
    """
    parents = dict(zip(areas["area_id"], areas["parent_id"], strict=True))
    wanted = set(own)
    for area in own:
        while (area := parents.get(area, "")) and area not in wanted:
            wanted.add(area)
    rows = areas[areas["area_id"].isin(wanted)].sort_values(["kind", "area_id"])
    return _csv(rows[[*AREA, *(f"name_{name}" for name in languages)]])


def measures_csv(config: Config) -> bytes:
    """One row a measure: its kind, unit, phase and section, and how it hangs together with others.

    ``of`` is the measure whose gap it is; ``within`` those that each learner who reached it
    reached, too; ``all_of`` those that make it up, each or one of those with a bar between;
    ``among`` the one whose learners its own are among; ``streams`` those whose cohorts add up to
    its own. Charts have the short names.
    """
    say = config.languages.say
    rows = [
        {
            "measure_id": name,
            "kind": each.kind,
            "unit": each.unit,
            "per": each.per or "",
            "better": each.better,
            "denominator": each.denominator,
            "phase": each.phase,
            "section": each.section,
            "of": each.of or "",
            "within": " ".join(each.wider),
            "all_of": " ".join(map("|".join, each.each_of)),
            "among": each.among or "",
            "streams": " ".join(each.streams),
            **{
                f"{form}_{lang}": text
                for form in MEASURE_NAMED
                for lang, text in say(f"measures.{name}.{form}").items()
            },
        }
        for name, each in config.measures.items()
    ]
    return _csv(pd.DataFrame(rows))


def _csv(rows: pd.DataFrame) -> bytes:
    return rows.to_csv(index=False, lineterminator="\n").encode("utf-8")
