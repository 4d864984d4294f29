"""Figures as a notebook picks them: by measure, year, group and area."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from tymor.better import Better, gained
from tymor.config import Config, Term
from tymor.measures.frame import COLUMNS
from tymor.measures.signals import previous_year
from tymor.page import CONFIDENTIAL, NUMBERED, Figure, Identity, Text
from tymor.report.bilingual import label
from tymor.report.columns import measure_name
from tymor.report.told import Beside, Whole, counts

Row = Mapping[str, Any]
#: In the place of an area's id; no area has it.
_ANY_AREA = ""


@dataclass(frozen=True)
class Figures:
    """Rows of figures (see :mod:`tymor.measures.frame`); every choice returns fewer.

    A page picks hundreds of single figures out of a few hundred rows, so the
    rows are plain records; :meth:`frame` gives them as a table for analysis.
    """

    rows: tuple[Row, ...]
    config: Config
    term: Term
    traced: bool = False  # whether each says what it was worked out from
    counted_too: frozenset[str] = frozenset()  # measures that sentences count, of any section

    @classmethod
    def of(
        cls, frame: pd.DataFrame, config: Config, term: Term, *, traced: bool = False
    ) -> "Figures":
        columns = frame.to_dict("list")  # much quicker than its records
        names = [str(name) for name in columns]
        rows = (dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True))
        return cls(tuple(rows), config, term, traced)

    def first(self) -> Figure:
        """The first of them."""
        return self._figure(self.rows[0])

    def frame(self, *, section: str = "", **equal: str) -> pd.DataFrame:
        """One row a figure, for pandas.

        Columns: ``area_id``, ``measure_id``, ``academic_year``, ``group`` and ``kind``, which
        together tell it from every other; ``measure``, the measure's name as a label;
        ``value`` (in ``unit``, missing unless ``status`` is one that has a number),
        ``numerator``, ``denominator`` and ``cohort`` (missing where hidden or not counted),
        ``decimals``, ``signal`` and ``source``.

        Parameters
        ----------
        section
            Only measures of this section.
        equal
            Only rows whose columns equal these: ``frame(kind="actual", group="all")``.
        """
        chosen = self.section(section) if section else self
        rows = pd.DataFrame(chosen.where(**equal).rows, columns=list(COLUMNS))
        names = {name: label(self.label(name)) for name in rows["measure_id"].unique()}
        return rows.assign(measure=rows["measure_id"].map(names))

    def grid(
        self,
        down: str,
        across: str,
        measures: Iterable[str] | None = None,
        *,
        heads: Iterable[str] | None = None,
        **equal: str,
    ) -> pd.DataFrame:
        """Figures side by side: a row each of ``down``, a column each of ``across``.

        Both are columns of :meth:`frame`; the cells are :class:`Figure` objects, missing where
        no row says anything. ``grid("measure_id", "academic_year", kind="actual")``.
        ``measures`` are the rows and ``heads`` the columns, in this order, also those of which
        nothing is held; by default all that there are.
        """
        rows = self.where(**equal).rows
        names = _each(rows, down) if measures is None else list(measures)
        heads = _each(rows, across) if heads is None else list(heads)
        wanted, shown = {*names}, {*heads}
        cells = {
            (row[down], row[across]): self._figure(row)
            for row in rows
            if row[down] in wanted and row[across] in shown
        }
        made = [{down: name, **{head: cells.get((name, head)) for head in heads}}
                for name in names]  # fmt: skip
        return pd.DataFrame(made, columns=[down, *heads], dtype="object")

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Figure]:
        return (self._figure(row) for row in self.rows)

    def where(self, **equal: str) -> "Figures":
        """Those whose columns equal these values: ``where(kind="target", group="all")``."""
        wanted = equal.items()
        return self._only(row for row in self.rows if all(row[k] == v for k, v in wanted))

    def section(self, section: str) -> "Figures":
        names = {n for n, m in self.config.measures.items() if m.section == section}
        return self._only(row for row in self.rows if row["measure_id"] in names)

    def fitting(self, sector: str | None) -> "Figures":
        """Without measures that do not fit a school of this sector, by ``params/measures.yml``."""
        known, fits = self.config.measures, self.config.fits
        names = {row["measure_id"] for row in self.rows}
        return self.of_measures(n for n in names if n not in known or fits(n, sector))

    def of_measures(self, measures: Iterable[str]) -> "Figures":
        """Those of these measures."""
        names = {*measures}
        return self._only(row for row in self.rows if row["measure_id"] in names)

    def counting(self, measures: Iterable[str]) -> "Figures":
        """The same, of which sentences count these measures, too: a page that shows more than the
        summarised sections counts what it shows."""
        return replace(self, counted_too=frozenset(measures))

    def numbered(self) -> "Figures":
        """Those that have a number."""
        return self._only(row for row in self.rows if row["status"] in NUMBERED)

    def _only(self, rows: Iterable[Row]) -> "Figures":
        return replace(self, rows=tuple(rows))

    @property
    def measures(self) -> list[str]:
        """The measures there are figures of, in the order of ``params/measures.yml``."""
        held = {row["measure_id"] for row in self.rows}
        return [name for name in self.config.measures if name in held]

    @property
    def reported(self) -> list[str]:
        """The measures of summarised sections, and those of :meth:`counting`: sentences count no
        others."""
        of, sections = self.config.measures, self.config.sections
        return [
            name
            for name in self.measures
            if sections[of[name].section].summarised or name in self.counted_too
        ]

    @property
    def judged(self) -> list[str]:
        """Those of :attr:`reported` of which one way is better."""
        return [name for name in self.reported if self.better(name) != "neither"]

    def better(self, measure_id: str) -> Better:
        """Which way a measure is better."""
        return self.config.measures[measure_id].better

    @cached_property
    def _by_identity(self) -> dict[Identity, Row]:
        """The first row of each identity, and of each without its area."""
        index: dict[Identity, Row] = {}
        for row in self.rows:
            identity = Identity.of(row)
            index.setdefault(identity, row)
            index.setdefault(identity._replace(area_id=_ANY_AREA), row)
        return index

    def one(
        self,
        measure_id: str,
        academic_year: str,
        *,
        kind: str = "actual",
        group: str = "all",
        area_id: str | None = None,
    ) -> Figure | None:
        """The figure with this identity, or nothing where no row says anything of it."""
        area = _ANY_AREA if area_id is None else area_id
        row = self._by_identity.get(Identity(area, measure_id, academic_year, group, kind))
        return self._figure(row) if row else None

    def latest(self, measure_id: str) -> Figure | None:
        """The newest actual of all learners that is a result: one with a number, or one that is
        withheld, so that no older one passes for it; failing that the newest."""
        row = self._newest(measure_id, "all")
        return self._figure(row) if row else None

    def newest_cohort(self, measure_id: str, *, group: str = "all") -> Figure | None:
        """How many pupils the newest result rests on, as a figure of its own; withheld as it is."""
        row = self._newest(measure_id, group)
        return None if row is None else self._cohort(row)

    def cohort_of(self, figure: Figure) -> Figure | None:
        """How many pupils a figure rests on, as a figure of its own."""
        row = self._by_identity.get(figure.identity)
        return None if row is None else self._cohort(row)

    def _cohort(self, row: Row) -> Figure:
        measure_id, group = row["measure_id"], row["group"]
        hidden = pd.isna(row["denominator"])
        known = self.label(measure_id, group)
        return Figure(
            area_id=row["area_id"],
            measure_id=measure_id,
            academic_year=row["academic_year"],
            group=group,
            kind="count",
            value=None if hidden else float(row["denominator"]),
            unit="count",
            status=(row["status"] if row["status"] in CONFIDENTIAL else "not_available")
            if hidden
            else "counted",
            label=self.config.languages.say("measures.cohort", measure=known),
        )

    def _newest(self, measure_id: str, group: str) -> Row | None:
        rows = self.where(measure_id=measure_id, kind="actual", group=group)
        results = [row for row in rows.rows if row["status"] in NUMBERED | CONFIDENTIAL]
        best = results or rows.rows
        return max(best, key=lambda row: row["academic_year"], default=None)

    def with_numbers(self, area_id: str, academic_year: str, *sections: str) -> list[str]:
        """The measures of these sections of which the area has a number in that year."""
        own = self.where(area_id=area_id, academic_year=academic_year, kind="actual", group="all")
        return [name for section in sections for name in own.numbered().section(section).measures]

    def newest_year(self, section: str) -> str | None:
        """The last year in which the section has an actual with a number."""
        rows = self.section(section).where(kind="actual", group="all").numbered().rows
        return max((row["academic_year"] for row in rows), default=None)

    def changes(self, academic_year: str) -> list["Change"]:
        """How each measure moved from the year before, where both years have a number, and one
        way is better."""
        moved = []
        for measure_id in self.judged:
            now = self.one(measure_id, academic_year)
            before = self.one(measure_id, previous_year(academic_year))
            if now and before and now.value is not None and before.value is not None:
                moved.append(Change(now, before, self.better(measure_id)))
        return moved

    def better_since(self, first_year: str) -> "Since":
        """Of measures with a number in ``first_year`` and a later one, how many are better now."""
        pairs: list[Beside] = []
        for measure_id in self.judged:
            first, now = self.one(measure_id, first_year), self.latest(measure_id)
            if first and now and first.value is not None and now.value is not None:
                if now.academic_year == first_year:
                    continue
                pairs.append((now, first, self.better(measure_id)))
        return Since(counts(pairs), counts(pairs, "better"))

    def against_targets(self, academic_year: str) -> "Tally":
        """How many measures of a year met their target or improved."""
        aimed: list[Beside] = []
        improved: list[Beside] = []
        for measure_id in self.where(academic_year=academic_year, group="all").measures:
            now = self.one(measure_id, academic_year)
            target = self.one(measure_id, academic_year, kind="target")
            better = self.better(measure_id)
            if not now or not target or now.value is None or target.value is None:
                continue
            if better == "neither":
                continue
            aimed.append((now, target, better))
            before = self.one(measure_id, previous_year(academic_year))
            if now.signal == "improved" and before:
                improved.append((now, before, better))
        return Tally(counts(aimed), counts(aimed, "met"), counts(improved, "better"))

    def label(self, measure_id: str, group: str = "all") -> Text:
        """A measure's name; for a group of learners, with the group's."""
        return measure_name(self.config, measure_id, group)

    def _figure(self, row: Row) -> Figure:
        return Figure(
            area_id=row["area_id"],
            measure_id=row["measure_id"],
            academic_year=row["academic_year"],
            group=row["group"],
            kind=row["kind"],
            value=None if pd.isna(row["value"]) else float(row["value"]),
            unit=row["unit"],
            decimals=row["decimals"],
            status=row["status"],
            signal=row["signal"],
            label=self.label(row["measure_id"], row["group"]),
            **(worked_out_from(row) if self.traced else {}),
        )


def worked_out_from(row: Row) -> dict[str, Any]:
    """What a figure of a release was worked out from: ``printed`` ones have only their table."""
    printed = "targets" if row["kind"] == "target" else "published_outcomes"
    numbered = row["status"] in NUMBERED
    counts = {name: row.get(name) if numbered else None for name in ("numerator", "denominator")}
    source = row.get("source")
    source = source if isinstance(source, str) else ""
    return {
        "source": printed if source == "printed" else source,
        **{name: None if pd.isna(number) else float(number) for name, number in counts.items()},
    }


def _each(rows: Iterable[Row], column: str) -> list[str]:
    """What stands in a column, each once, in the order of the rows."""
    return list(dict.fromkeys(str(row[column]) for row in rows))


@dataclass(frozen=True)
class Change:
    """A figure and the one of the year before, both with a number."""

    now: Figure
    before: Figure
    better: Better

    @property
    def pair(self) -> tuple[Figure, Figure]:
        return self.now, self.before

    @property
    def beside(self) -> Beside:
        """The two figures, as claims take them."""
        return self.now, self.before, self.better

    @property
    def points(self) -> float:
        """How much better it got, in the unit of the measure; less than zero where it got worse.

        Where neither way is better, how much more it is.
        """
        assert self.now.value is not None and self.before.value is not None
        gain = gained(self.now.value, self.before.value, self.better)
        moved = self.now.value - self.before.value if gain is None else gain
        return round(moved, max(self.now.decimals, self.before.decimals))


@dataclass(frozen=True)
class Since:
    """Of ``counted`` measures, how many are ``better`` than in the first year."""

    counted: Whole
    better: Whole


@dataclass(frozen=True)
class Tally:
    """Of ``judged`` measures (a number and a target), how many met it, how many improved."""

    judged: Whole
    met: Whole
    improved: Whole


def best(changes: Iterable[Change]) -> Change | None:
    """The one that improved most; none where nothing did."""
    risen = [change for change in changes if change.points > 0]
    return max(risen, key=lambda change: change.points, default=None)


def worst(changes: Iterable[Change]) -> Change | None:
    """The one that fell most; none where nothing did."""
    fallen = [change for change in changes if change.points < 0]
    return min(fallen, key=lambda change: change.points, default=None)
