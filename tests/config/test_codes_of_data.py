"""No code names a phase of education or a group of learners: both are ``params/``, as they change.

What is a fact of one country and year stands in ``params/groups.yml`` and ``measures.yml``; code
asks there which groups are pairs, which group stands apart, which phases have results.
"""

import re
from pathlib import Path

import pytest
from projects import ROOT, mini_project

from tymor.config import load_config
from tymor.config.groups import ALL
from tymor.errors import ConfigError
from tymor.measures.pupils.groups import conditions

CONFIG = load_config(ROOT)
#: Phases that are called as a kind of school are left out: that is another thing.
CODES = {*CONFIG.groups, *CONFIG.phases} - {ALL, *CONFIG.support.least_days}
NAMED = re.compile(rf"""(["'])({"|".join(sorted(CODES))})\1""")
#: Where such a code may stand, and why.
MAY = {
    "src/tymor/measures/pupils/": "each measure counted from pupils' rows is of one phase",
    "src/tymor/measures/counting/counts.py": "a row of post-16 is an entry, of others a learner",
    "src/tymor/measures/counting/entries.py": "rows of post-16 are entries",
    "src/tymor/audit/twins/learners.py": "rows of post-16 are entries",
    "src/tymor/inputs/contracts/rules.py": "which grades a row of post-16 may have",
    "notebooks/post16/": "the report on that phase",
    "notebooks/shared/entries.py": "the section of measures of entries",
}


def found() -> dict[str, set[str]]:
    files = [*(ROOT / "src" / "tymor").rglob("*.py"), *(ROOT / "notebooks").rglob("*.py")]
    named: dict[str, set[str]] = {}
    for path in files:
        if codes := {match[2] for match in NAMED.finditer(path.read_text("utf-8"))}:
            named[path.relative_to(ROOT).as_posix()] = codes
    return named


def may(place: str) -> list[str]:
    return [
        each for each in MAY if place == each or (each.endswith("/") and place.startswith(each))
    ]


def test_no_phase_and_no_group_is_named_by_code() -> None:
    named = {place: sorted(codes) for place, codes in found().items() if not may(place)}
    assert named == {}


def test_each_place_that_may_name_one_does() -> None:
    assert {each for place in found() for each in may(place)} == {*MAY}


def test_a_group_is_told_by_a_column_of_pupils_rows_that_there_is() -> None:
    groups = CONFIG.groups
    other = next(each for each in groups.values() if each.column)
    for change, told in (
        ({"column": "eyes"}, "groups.x.column: found 'eyes'; expected a column of results: sex,"),
        ({"column": "sex", "value": "yes"}, "groups.x.value: found 'yes'; expected one of F, M"),
    ):
        with pytest.raises(ConfigError, match=re.escape(told)):
            conditions({**groups, "x": other.model_copy(update=change)})


def test_of_a_group_without_a_column_no_pupils_row_tells() -> None:
    groups = {ALL: CONFIG.groups[ALL], "x": CONFIG.groups[ALL]}
    assert conditions(groups) == {ALL: "true"}


def test_a_term_that_reports_no_plan_names_no_plan_year(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    terms = root / "params" / "terms.yml"
    lines = terms.read_text("utf-8").splitlines(keepends=True)
    terms.write_text("".join(line for line in lines if "plan_year:" not in line), "utf-8")
    with pytest.raises(ConfigError, match="business_plan reports a plan; expected plan_year and"):
        load_config(root)
    told = terms.read_text("utf-8").replace("business_plan, ", "")
    terms.write_text(told, "utf-8")
    assert all(term.plan_years == () for term in load_config(root).terms.values())
