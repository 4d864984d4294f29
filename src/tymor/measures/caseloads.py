"""Whose schools are whose: the caseload of each improvement partner."""

from collections.abc import Iterable
from itertools import chain, count

import pandas as pd

from tymor.config.addresses import slug


def caseloads(
    schools: pd.DataFrame, support: pd.DataFrame, partners: pd.DataFrame, academic_year: str
) -> pd.DataFrame:
    """The improvement partner of each school.

    Where a school does not name one, whoever gives it support in the year is: it may have several.

    Parameters
    ----------
    schools
        One row a school: ``school_id`` and ``improvement_partner``, empty where none is named.
    support
        One row a school, year and ``partner``.
    partners
        One row a ``partner`` and year: ``working_pct`` of full time.

    Returns
    -------
    pandas.DataFrame
        One row a school and partner: ``each``, the partner as pages are addressed; ``name``;
        ``working_pct`` in the year, missing where nobody says. A school without a partner has no
        row.
    """
    named = schools[["school_id", "improvement_partner"]]
    named = named.rename(columns={"improvement_partner": "name"})
    of_year = support.loc[support["academic_year"] == academic_year, ["school_id", "partner"]]
    given = of_year.rename(columns={"partner": "name"})
    known = named[named["name"].notna() & (named["name"] != "")]
    given = given[given["school_id"].isin(schools["school_id"])]
    given = given[~given["school_id"].isin(known["school_id"])]
    rows = pd.concat([known, given], ignore_index=True).astype("str")
    time = partners[partners["academic_year"] == academic_year].set_index("partner")["working_pct"]
    return rows.assign(
        each=rows["name"].map(addresses(rows["name"])), working_pct=rows["name"].map(time)
    )


def addresses(names: Iterable[str]) -> dict[str, str]:
    """An address of its own for each name, the same as long as the names are.

    >>> addresses(["B. Nico", "Á. Hebog", "A Hebog"])
    {'A Hebog': 'a-hebog', 'B. Nico': 'b-nico', 'Á. Hebog': 'a-hebog-2'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(set(names)):
        plain = slug(name) or "partner"
        numbered = (f"{plain}-{number}" for number in count(2))
        found[name] = next(each for each in chain([plain], numbered) if each not in taken)
        taken.add(found[name])
    return found
