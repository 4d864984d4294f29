"""The local authorities of Wales, as far as an invented region needs to know them.

The codes are real. The other numbers are rounded guesses at how the authorities
differ (many small Welsh-medium schools in one, more hardship in another): enough
for invented schools to be spread sensibly, and no statement about any of them.
"""

from dataclasses import dataclass

HOME = "CSC"
"""The consortium that is invented where only one is wanted."""


@dataclass(frozen=True, slots=True)
class Authority:
    """``schools`` is a weight; the others are shares in per cent.

    ``welsh_pct`` and ``dual_pct`` are of schools, ``efsm_pct`` and ``eal_pct`` of learners;
    ``english_names_pct`` is the share of schools with an English name of their own.
    """

    la_code: str
    consortium: str
    schools: int
    welsh_pct: float
    dual_pct: float
    efsm_pct: float
    eal_pct: float
    english_names_pct: float


AUTHORITIES = (
    Authority("672", "CSC", 59, 9, 2, 19, 3, 30),
    Authority("681", "CSC", 127, 17, 2, 20, 24, 55),
    Authority("675", "CSC", 25, 11, 4, 25, 4, 25),
    Authority("674", "CSC", 110, 22, 5, 23, 2, 12),
    Authority("673", "CSC", 54, 16, 2, 13, 5, 50),
    Authority("677", "EAS", 26, 5, 0, 26, 2, 30),
    Authority("676", "EAS", 88, 16, 1, 21, 2, 25),
    Authority("679", "EAS", 36, 6, 0, 11, 3, 55),
    Authority("680", "EAS", 56, 7, 0, 21, 18, 55),
    Authority("678", "EAS", 34, 9, 0, 21, 2, 40),
    Authority("669", "ERW", 113, 55, 8, 17, 3, 10),
    Authority("667", "ERW", 49, 80, 8, 12, 3, 3),
    Authority("671", "ERW", 69, 22, 3, 23, 2, 20),
    Authority("668", "ERW", 68, 22, 10, 17, 2, 35),
    Authority("666", "ERW", 98, 18, 14, 11, 2, 35),
    Authority("670", "ERW", 95, 13, 1, 21, 11, 40),
    Authority("662", "GwE", 64, 30, 6, 18, 3, 25),
    Authority("663", "GwE", 56, 26, 5, 18, 2, 25),
    Authority("664", "GwE", 83, 8, 4, 13, 4, 40),
    Authority("661", "GwE", 105, 94, 4, 14, 2, 1),
    Authority("660", "GwE", 50, 86, 8, 16, 2, 2),
    Authority("665", "GwE", 70, 13, 4, 17, 6, 40),
)
