"""An audience without results of single schools: protection takes them as in totals only, and to
show more of them later is a weaker rule.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from projects import ROOT

from tymor.config import load_config
from tymor.config.disclosure import HiddenRest, Protection
from tymor.config.measures import Measure
from tymor.config.models import Audience
from tymor.disclosure.decide import cells_of
from tymor.disclosure.protect import SCHOOL
from tymor.weaker_rules import rules_of, weaker

RULES = Protection(
    least_cohort=5, least_cohort_others=5, least_side=5, near_all=False, interval=2, dominance=0,
    cohorts_known=False, rest=HiddenRest(parts=3, learners=10, without_largest=5),
)  # fmt: skip
OWN = {"own": Measure.model_validate({"section": "results", "phase": "KS4"})}
PAIR = {"girls": "boys", "boys": "girls"}
ALL = Audience(site="public", word="public", tables=(), school_groups=("all", "girls"))
NONE = ALL.model_copy(update={"school_sections": ()})


def cells(audience: Audience, schools: int) -> pd.DataFrame:
    """The cells of an authority of so many schools of 30, half of whom are girls."""
    names = [f"s{number}" for number in range(schools)]
    areas = pd.DataFrame(
        [("P", "partnership", ""), ("A", "local_authority", "P"),
         *((name, "school", "A") for name in names)],
        columns=["area_id", "kind", "parent_id"],
    ).assign(pupils=100, efsm_pct=20.0, closed=False)  # fmt: skip
    sizes = {"P": 30 * schools, "A": 30 * schools, **dict.fromkeys(names, 30)}
    rows = pd.DataFrame(
        [(area, group, size if group == "all" else size // 2)
         for area, size in sizes.items() for group in ("all", *PAIR)],
        columns=["area_id", "group", "denominator"],
    )  # fmt: skip
    rows = rows.assign(numerator=rows["denominator"] // 2, cohort=rows["denominator"], unit="pct",
                       measure_id="own", academic_year="2024/25")  # fmt: skip
    return cells_of(rows, areas, OWN, audience, RULES, PAIR)


def test_no_figure_of_a_school_is_a_cell() -> None:
    assert (cells(ALL, 3)["level"] == SCHOOL).sum() == 6
    assert (cells(NONE, 3)["level"] == SCHOOL).sum() == 0


@pytest.mark.parametrize(("schools", "few"), [(2, True), (3, False)])
def test_an_authoritys_figure_of_few_schools_is_theirs(schools: int, few: bool) -> None:
    """Of all, of girls and of boys alike: nothing of a school is published that tells the rest."""
    made = cells(NONE, schools)
    own = made[made["area_id"] == "A"]
    assert own["few_parts"].tolist() == [few] * 3
    shown = cells(ALL, schools)
    assert not np.any(shown.loc[shown["area_id"] == "A", "few_parts"])


def test_to_show_more_of_single_schools_is_weaker() -> None:
    config = load_config(ROOT, "dwyafon")
    before = rules_of(config)
    assert weaker(before, config) == []
    told = config.audiences["public"].model_copy(update={"school_sections": ("attendance",)})
    later = replace(config, audiences={**config.audiences, "public": told})
    assert weaker(before, later) == ["public.school_sections: now with attendance"]
    assert weaker(rules_of(later), config) == []
