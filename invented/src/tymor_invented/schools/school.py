"""One invented school, and what goes with its sector."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from tymor_invented.words import DATA

YEAR_GROUPS = {
    **{"primary": 7.5, "middle": 5.0, "secondary": 5.7},
    **{"through": 13.6, "special": 13.0, "pru": 6.0},
}
"""How many year groups a roll is spread over; nursery classes and sixth forms count in part."""


@dataclass(frozen=True, slots=True)
class School:
    """``efsm_pct`` is the share of learners eligible for free school meals, in per cent.

    ``open_from`` and ``open_to`` are dates, empty where the school was and is open.
    """

    school_id: str
    la_code: str
    name_en: str
    name_cy: str
    sector: str
    medium: str
    pupils: int
    efsm_pct: float
    open_from: str = ""
    open_to: str = ""
    sixth_form: bool = False

    @property
    def year_group(self) -> float:
        """Learners of one year; none in a nursery school."""
        return self.pupils / YEAR_GROUPS[self.sector] if self.sector in YEAR_GROUPS else 0.0

    def open_in(self, academic_year: str) -> bool:
        """Whether the school had learners in ``academic_year``, such as 2015/16."""
        first = int(academic_year[:4])
        began_by_then = not self.open_from or self.open_from <= f"{first}-09-01"
        return began_by_then and (not self.open_to or self.open_to > f"{first + 1}-07-31")


def each_open(schools: Sequence[School], years: Sequence[str]) -> Iterator[tuple[School, str]]:
    """Every school with every academic year in which it had learners."""
    return ((school, year) for school in schools for year in years if school.open_in(year))


def bundled_schools() -> list[School]:
    """The forty schools of the bundled data, as ``data/schools.csv`` has them.

    Their ids begin with 999, which is the code of no local authority. The names are made of
    Welsh and English words for birds, trees, trades and the lie of the land; none is the name of a
    real school of the region.
    """
    rows = pd.read_csv(
        DATA / "schools.csv",
        dtype=dict.fromkeys(("school_id", "la_code", "open_from", "open_to"), "str"),
        keep_default_na=False,
        true_values=["yes"],
        false_values=["no"],
    )
    return [School(*row) for row in rows.itertuples(index=False)]
