"""A school's results by group of learners: every measure that has a number."""

from collections.abc import Iterable

from tymor.page import Cell, Column, Figure, FigureCell, Row, Table, TextCell
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.tables import same_in_all

#: Side by side in one table; the others have a table each.
BESIDE_EACH_OTHER = ("all", "boys", "girls", "efsm", "not_efsm")
VULNERABLE = ("efsm", "eal", "lac", "aln", "mat")
#: Sections whose denominators are sessions or entries, not learners.
_NOT_OF_LEARNERS = frozenset({"attendance", "post16"})


def years_with_groups(figures: Figures) -> list[str]:
    """Years of the term in which some group of learners has a number, the newest first."""
    rows = figures.where(kind="actual").numbered().rows
    held = {row["academic_year"] for row in rows if row["group"] != "all"}
    return [year for year in reversed(figures.term.years) if year in held]


def by_group(figures: Figures, academic_year: str) -> Table | None:
    """One year's measures down, groups across; each phase begins with its learners.

    Gaps are left out, as both their sides stand there, and what is held of all learners only,
    such as a subject's entries: it has a table of its own. Nothing without a number of a group.
    """
    own = figures.where(kind="actual", academic_year=academic_year)
    held = {row["group"] for row in own.numbered().rows}
    groups = [group for group in BESIDE_EACH_OTHER if group in held]
    if len(groups) < 2:
        return None
    by_phase: dict[str, list[str]] = {}
    of_groups = {row["measure_id"] for row in own.rows if row["group"] in groups[1:]}
    for name in (name for name in _measures(own) if name in of_groups):
        by_phase.setdefault(figures.config.measures[name].phase, []).append(name)
    say = figures.config.languages.say
    heads = (
        Column(key="measure", label=say("table.measure"), align="start"),
        *(Column(key=group, label=say(f"school_pack.groups.{group}")) for group in groups),
    )
    rows = [row for phase, names in by_phase.items()
            for row in _phase_rows(own, phase, names, groups)]  # fmt: skip
    return Table(columns=heads, rows=tuple(rows))


def of_group(figures: Figures, group: str) -> Table | None:
    """One group's measures down, years across; learners of the newest, and all learners then."""
    own = figures.where(kind="actual", group=group)
    names = _measures(own)
    if not names:
        return None
    years = [year for year in figures.term.years if own.where(academic_year=year).rows]
    say = figures.config.languages.say
    rows = (
        Row(cells=(
            TextCell(text=figures.label(name)),
            *(_cell(own, own.one(name, year, group=group)) for year in years),
            _cell(own, _learners(own, name, group)),
            _cell(own, figures.one(name, _newest_year(own, name))),
        ))
        for name in names
    )  # fmt: skip
    columns = (
        Column(key="measure", label=say("table.measure"), align="start"),
        *(Column(key=year, label=same_in_all(figures.config, year)) for year in years),
        Column(key="cohort", label=say("school_pack.learners")),
        Column(key="all", label=say("school_pack.all_learners")),
    )
    return Table(columns=columns, rows=tuple(rows))


def vulnerable_learners(page: Document, figures: Figures) -> None:
    """A table a group with results, and which groups there are none of."""
    missing = []
    if any(of_group(figures, group) for group in VULNERABLE):
        page.text("school_pack.vulnerable.intro")
    for group in VULNERABLE:
        table = of_group(figures, group)
        if table is None:
            missing.append(group)
        page.table(table, title=f"school_pack.vulnerable.{group}")
    if missing:
        names = [page.say(f"groups.{group}") for group in missing]
        listed = {lang: "; ".join(name[lang] for name in names) for lang in page.config.languages}
        page.text("school_pack.vulnerable.not_held", groups=listed)


def _measures(figures: Figures) -> list[str]:
    """Those with a number that are no gap: by phase, in the order of ``params/measures.yml``."""
    of = figures.config.measures
    names = [name for name in figures.numbered().measures if of[name].section != "fsm_gap"]
    phases = list(dict.fromkeys(measure.phase for measure in of.values()))
    return sorted(names, key=lambda name: phases.index(of[name].phase))


def _newest_year(figures: Figures, name: str) -> str:
    rows = figures.where(measure_id=name).numbered().rows
    return max(str(row["academic_year"]) for row in rows)


def _phase_rows(figures: Figures, phase: str, names: list[str], groups: list[str]) -> Iterable[Row]:
    """A row that names the phase, its learners in each group, and a row a measure."""
    say = figures.config.languages.say
    empty = [_cell(figures, None)] * len(groups)
    yield Row(cells=(TextCell(text=say(f"school_pack.phases.{phase}")), *empty), style="section")
    learners = [_learners(figures, names[0], group) for group in groups]
    if any(learners):
        cells = (_cell(figures, number) for number in learners)
        yield Row(cells=(TextCell(text=say("school_pack.learners")), *cells))
    for name in names:
        by_group = [figures.where(measure_id=name, group=group) for group in groups]
        cells = (_cell(own, next(iter(own), None)) for own in by_group)
        yield Row(cells=(TextCell(text=figures.label(name)), *cells))


def _learners(figures: Figures, name: str, group: str) -> Figure | None:
    """How many learners the newest result of a group rests on; nothing of sessions, entries."""
    if figures.config.measures[name].section in _NOT_OF_LEARNERS:
        return None
    return figures.newest_cohort(name, group=group)


def _cell(figures: Figures, figure: Figure | None) -> Cell:
    return FigureCell(figure=figure) if figure else TextCell(text=same_in_all(figures.config, ""))
