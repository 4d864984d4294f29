"""A school's results by group of learners, as frames of figures and their columns."""

from typing import Any

import pandas as pd

from shared.entries import SECTION as ENTRIES
from tymor.config import Config
from tymor.config.groups import ALL
from tymor.page import Figure
from tymor.report import columns as col
from tymor.report.bilingual import label
from tymor.report.figures import Figures


def years_with_groups(figures: Figures) -> list[str]:
    """Years of the term in which some group of learners has a number, the newest first."""
    rows = figures.where(kind="actual").numbered().rows
    held = {row["academic_year"] for row in rows if row["group"] != "all"}
    return [year for year in reversed(figures.term.years) if year in held]


def beside_each_other(config: Config) -> list[str]:
    """All learners and the groups of each pair, side by side in one table."""
    return [group for group in config.groups if group == ALL or group in config.learners.others]


def by_group(figures: Figures, academic_year: str) -> pd.DataFrame:
    """One year's measures down, groups across; each phase begins with its learners.

    Gaps are left out, as both their sides stand there, and what is held of all learners only,
    such as a subject's entries: it has a table of its own. No row without a number of a group.

    Returns
    -------
    DataFrame
        ``section``, the phase's name, and ``measure``, both labels; a column of figures a group.
    """
    own = figures.where(kind="actual", academic_year=academic_year)
    groups, names = _groups_and_measures(own)
    grid = own.grid("measure_id", "group", names, heads=groups)
    phases = pd.Series([figures.config.measures[name].phase for name in names], dtype="object")
    parts = [_phase(own, str(phase), rows) for phase, rows in grid.groupby(phases, sort=False)]
    return pd.concat(parts) if parts else grid


def measures_by_group(figures: Figures, academic_year: str) -> list[str]:
    """The measures of :func:`by_group`."""
    own = figures.where(kind="actual", academic_year=academic_year)
    return _groups_and_measures(own)[1]


def _groups_and_measures(own: Figures) -> tuple[list[str], list[str]]:
    held = {row["group"] for row in own.numbered().rows}
    groups = [group for group in beside_each_other(own.config) if group in held]
    of_groups = {row["measure_id"] for row in own.rows if row["group"] in groups[1:]}
    return groups, [name for name in _measures(own) if name in of_groups]


def further_measures(figures: Figures) -> list[str]:
    """The measures of :func:`by_group` in any year, but for those of entries, which are told apart
    and not ranked with results of younger learners."""
    config = figures.config
    shown = {
        name for year in years_with_groups(figures) for name in measures_by_group(figures, year)
    }
    return [n for n in config.measures if n in shown and config.measures[n].section != ENTRIES]


def group_columns(config: Config, rows: pd.DataFrame) -> list[col.Column]:
    """The measure, and a column each group of :func:`by_group`, headed by its short name."""
    groups = [group for group in beside_each_other(config) if group in rows]
    return [col.words("measure"), *(col.figure(group, _head(config, group)) for group in groups)]


def _head(config: Config, group: str) -> str:
    short = f"group_names_short.{group}"
    return short if config.languages.has(short) else f"group_names.{group}"


def of_group(figures: Figures, group: str) -> pd.DataFrame:
    """One group's measures down, years across; no row where nothing of it has a number.

    Columns: ``measure_id``, a figure each year with any row, ``learners`` (how many the newest
    result rests on) and ``all_learners`` (the result of all of them in that year).
    """
    own = figures.where(kind="actual", group=group)
    names = _measures(own)
    years = [year for year in figures.term.years if own.where(academic_year=year).rows]
    beside: dict[str, Any] = {
        "learners": [_learners(own, name, group) for name in names],
        "all_learners": [figures.one(name, _newest_year(own, name)) for name in names],
    }
    return own.grid("measure_id", "academic_year", names, heads=years).assign(**beside)


def year_columns(rows: pd.DataFrame) -> list[col.Column]:
    """The measure, and the columns of :func:`of_group`."""
    years = rows.columns.drop(["measure_id", "learners", "all_learners"])
    return [
        col.measure(),
        *(col.figure(str(year)) for year in years),
        col.figure("learners", "school_pack.learners"),
        col.figure("all_learners", "school_pack.all_learners"),
    ]


def _measures(figures: Figures) -> list[str]:
    """Those with a number that are no gap: by phase, in the order of ``params/measures.yml``."""
    of = figures.config.measures
    names = [name for name in figures.numbered().measures if of[name].kind != "gap"]
    phases = list(dict.fromkeys(measure.phase for measure in of.values()))
    return sorted(names, key=lambda name: phases.index(of[name].phase))


def _newest_year(figures: Figures, name: str) -> str:
    rows = figures.where(measure_id=name).numbered().rows
    return max(str(row["academic_year"]) for row in rows)


def _phase(figures: Figures, phase: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a phase below one of its learners in each group, where any are known."""
    say = figures.config.languages.say
    names = list(rows.pop("measure_id"))
    rows.insert(0, "measure", [label(figures.label(name)) for name in names])
    learners = {group: _learners(figures, names[0], group) for group in rows.columns[1:]}
    if any(learners.values()):
        head = {"measure": label(say("school_pack.learners")), **learners}
        rows = pd.concat([pd.DataFrame([head], dtype="object"), rows])
    named = figures.config.languages.has(f"phases.{phase}")
    section = f"sections.{figures.config.measures[names[0]].section}"
    return rows.assign(section=label(say(f"phases.{phase}" if named else section)))


def _learners(figures: Figures, name: str, group: str) -> Figure | None:
    """How many learners the newest result of a group rests on; nothing of sessions, entries."""
    if figures.config.measures[name].denominator != "pupils":
        return None
    return figures.newest_cohort(name, group=group)
