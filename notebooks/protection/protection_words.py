"""What the report on protection calls rules, cohorts and groups, and what each rule means."""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

import pandas as pd

from protection_counts import leading, phases_of_results
from tymor.config.disclosure import Protection
from tymor.disclosure.costs import SHOWN_AS
from tymor.locale import Value
from tymor.page import Figure, Text
from tymor.report import told
from tymor.report.bilingual import label
from tymor.report.counted import counted, joined
from tymor.report.document import Document

#: Levels of areas, with the keys of what they are called.
LEVEL_NAMES = {
    "school": "table.schools",
    "local_authority": "headings.authorities",
    "partnership": "protection.levels.partnership",
}


def meaning(page: Document, rule: str, rules: Protection) -> Text:
    """What a rule means, with the numbers of ``params/disclosure.yml``."""
    key = f"protection.rules.{rule}.meaning"
    if rule == "small_cohort":
        return _of_cohorts(page, rules)
    return page.say(key, _numbers(rules))


def _of_cohorts(page: Document, rules: Protection) -> Text:
    """Some sections of measures may be shown of smaller cohorts than others."""
    key = "protection.rules.small_cohort"
    if not rules.of_small_cohorts or rules.least_cohort >= rules.least_cohort_others:
        return page.say(f"{key}.of_all", _numbers(rules))
    names = (page.say(f"sections.{each}") for each in rules.of_small_cohorts)
    return page.say(
        f"{key}.of_some", _numbers(rules) | {"sections": joined(names, page.config.languages)}
    )


def _numbers(rules: Protection) -> dict[str, Value]:
    return {
        "least": rules.least_cohort,
        "others": rules.least_cohort_others,
        "side": rules.least_side,
        "dominance": rules.dominance,
        "parts": rules.rest.parts,
        "learners": rules.rest.learners,
        "without_largest": rules.rest.without_largest,
    }


def rule_names(page: Document, rules: Iterable[str]) -> str:
    """A label: what these rules are called, one after the other."""
    names = (page.say(f"protection.rules.{each}.name") for each in rules)
    return label(joined(names, page.config.languages, "; "))


def cohort_names(page: Document, audience: str) -> dict[int, str]:
    """Labels for the cohorts that an audience's rules tell apart, by the least of each."""
    sizes = ("least_cohort", "least_cohort_others")
    told_of = {told.given(page, f"disclosure.{audience}.{size}") for size in sizes}
    steps = [0, *sorted(each for each in told_of if isinstance(each, told.Whole))]
    names = {0: page.words("protection.cohort.fewer", limit=steps[1])}
    for least, above in pairwise(steps[1:]):
        names[least] = page.words("protection.cohort.from_to", least=least, most=above - 1)
    names[steps[-1]] = page.words("protection.cohort.or_more", least=steps[-1])
    return names


def summed(page: Document, whole: Mapping[str, float]) -> dict[str, Figure]:
    """All results, and those shown exactly, nearly and not, each with its share, as figures."""
    made = {}
    for name in ("figures", "exact", "nearly", "withheld"):
        said = page.say(f"protection.columns.{name}")
        made[name] = counted(page, f"protection_{name}", whole[name], said)
        if name != "figures":
            made[f"{name}_pct"] = counted(
                page, f"protection_{name}", whole[f"{name}_pct"], said,
                group="share", unit="pct", decimals=1,
            )  # fmt: skip
    return made


def number_of(
    page: Document, audience: str, least: int, column: str, *, sector: str = "", phase: str = ""
) -> told.Whole:
    """How many results a column has (:func:`protection_counts.results_of_schools`), of one sector
    or phase where that is named."""
    phases = [phase] if phase else phases_of_results(page.config)
    results = [
        name for name, each in page.config.measures.items()
        if each.phase in phases and each.of is None
    ]  # fmt: skip
    return told.rows(
        page, "protection", column=column, how="sum", audience=audience, level="school",
        group="all", measure_id=results, cohort_from=told.limit(">=", least),
        where={"sector": sector} if sector else {},
    )  # fmt: skip


def share_withheld(number: Callable[..., told.Whole], **of: str) -> told.Told:
    """The share of results that are withheld; ``number`` is :func:`number_of` of a column."""
    return told.share(number("withheld", **of), *(number(name, **of) for name in SHOWN_AS),
                      decimals=1)  # fmt: skip


def with_words(page: Document, rows: pd.DataFrame, names: Iterable[str], part: str) -> pd.DataFrame:
    """Rows of a table with labels: what each is called (``name``), what those of its ``part`` have
    above them, and ``rule``, the one that withholds most of them."""
    leads = [rule_names(page, leading(row)) for _, row in rows.iterrows()]
    return rows.assign(name=list(names), part=page.words(part), rule=leads)
