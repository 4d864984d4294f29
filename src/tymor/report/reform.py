"""Priorities of many schools by area of reform, and the support given for them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tymor.page import Column, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.report.counted import counted, days
from tymor.report.document import Document
from tymor.report.school_rows import judged_rows

#: In the order of the curriculum's reform plan, as tables show them.
REFORM_AREAS = (
    "curriculum",
    "assessment_evaluation",
    "equity_excellence_wellbeing",
    "teaching",
    "leadership",
)
_COLUMNS = ("priorities", "schools", "core", "enhanced", "on_track", "not_on_track", "days")


@dataclass(frozen=True)
class Reform:
    """This term's priorities of the schools in the page's area: ``rows``, one a priority."""

    page: Document
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "Reform":
        held = page.release.table("school_priorities")
        own = held[held["term"] == page.publication.term_id]
        return cls(page, own.fillna({"judgement": "", "on_track": ""}))

    @property
    def areas(self) -> list[str]:
        """Areas of reform that have a priority, in order."""
        held = set(self.rows["reform_area"])
        return [area for area in REFORM_AREAS if area in held]

    def figures(self) -> list[Figure]:
        """How many priorities, schools, of them with enhanced support, and days agreed."""
        return [self.figure(name) for name in ("priorities", "schools", "enhanced", "days")]

    def figure(self, column: str, area: str = "all") -> Figure:
        """A column of the table, of one area of reform or all of them."""
        rows = self.rows if area == "all" else self.rows[self.rows["reform_area"] == area]
        label = self._label(column, area)
        if column == "days":
            return days(self.page, "reform_days", rows["days"].sum(), label, group=area)
        number = {
            "priorities": len(rows),
            "schools": rows["school_id"].nunique(),
            "core": (rows["support"] == "core").sum(),
            "enhanced": (rows["support"] == "enhanced").sum(),
            "on_track": (rows["on_track"] == "yes").sum(),
            "not_on_track": (rows["on_track"] == "no").sum(),
        }[column]
        return counted(self.page, f"reform_{column}", int(number), label, group=area)

    def most(self) -> Text:
        """The area of reform with most priorities; all of them where several have as many."""
        number = self.rows["reform_area"].value_counts()
        return self._names([area for area in self.areas if number[area] == number.max()])

    def _names(self, areas: list[str]) -> Text:
        """Several areas in one place of a sentence."""
        names = [self._name(area) for area in areas]
        return {
            lang: "; ".join(name[lang] for name in names) for lang in self.page.config.languages
        }

    @property
    def has_judgements(self) -> bool:
        """Whether any priority was judged."""
        return self._told("judgement") > 0

    def limited(self) -> tuple[str, dict[str, Figure | Text]]:
        """The chart's key and what its title says: where limited progress is judged most often."""
        number = {area: int(self.judged("limited", area).value or 0) for area in self.areas}
        most = max(number.values())
        if most == 0:
            return "support.judged_none_limited", {}
        return "support.judged", {
            "most": self._names([area for area in self.areas if number[area] == most]),
            "number": self.judged("limited", max(self.areas, key=lambda area: number[area])),
        }

    def summary(self) -> None:
        """How many priorities, where most are, and how many are off track or limited."""
        page = self.page
        most = max(self.areas, key=lambda area: self.figure("priorities", area).value or 0)
        page.text(
            "support.summary",
            priorities=self.figure("priorities"),
            schools=self.figure("schools"),
            most=self.most(),
            number=self.figure("priorities", most),
        )
        page.text("support.enhanced", enhanced=self.figure("enhanced"))
        if self._told("on_track"):
            page.text("support.off_track", not_on_track=self.figure("not_on_track"),
                      asked=self._told("on_track"))  # fmt: skip
        if self._told("judgement"):
            page.text("support.limited", limited=self.judged("limited"),
                      judged_count=self._told("judgement"))  # fmt: skip

    def _told(self, column: str) -> int:
        """Of how many priorities it is told whether they are on track, or how they were judged."""
        return int((self.rows[column] != "").sum())

    def judged(self, code: str, area: str = "all") -> Figure:
        """How many priorities were judged so; an empty code counts those not judged."""
        rows = self.rows if area == "all" else self.rows[self.rows["reform_area"] == area]
        name = code or "not_judged"
        word = self._judgement(code)
        label = self.page.say("support.judged_label", {
            "judgement": word, "reform_area": self._name(area)})  # fmt: skip
        number = int((rows["judgement"] == code).sum())
        return counted(self.page, f"reform_judged_{name}", number, label, group=area)

    def table(self) -> Table:
        """An area of reform a row, and all of them."""
        columns = (
            Column(key="area", label=self.page.say("support.columns.area"), align="start"),
            *(Column(key=n, label=self.page.say(f"support.columns.{n}")) for n in _COLUMNS),
        )
        return Table(columns=columns, rows=tuple(self._row(a) for a in [*self.areas, "all"]))

    def chart_rows(self) -> pd.DataFrame:
        """A row an area of reform and judgement, for ``judgement_bars``."""
        scheme = self.page.config.judgements.schemes["school_priority"]
        counts = {
            area: {code: int(self.judged(code, area).value or 0) for code in scheme}
            for area in self.areas
        }
        return judged_rows(
            counts,
            {area: self._name(area) for area in self.areas},
            {code: category.colour for code, category in scheme.items()},
            {code: self._judgement(code) for code in scheme},
        )

    def chart_table(self) -> Table:
        """What the chart shows, and how many were not judged."""
        page, scheme = self.page, self.page.config.judgements.schemes["school_priority"]
        codes: Mapping[str, str | None] = {c: e.colour for c, e in scheme.items()} | {"": None}
        columns = (
            Column(key="area", label=page.say("support.columns.area"), align="start"),
            *(Column(key=c or "not_judged", label=self._judgement(c)) for c in codes),
        )
        rows = tuple(
            Row(
                cells=(
                    TextCell(text=self._name(area)),
                    *(FigureCell(figure=self.judged(code, area)) for code in codes),
                ),
                style="total" if area == "all" else "body",
            )
            for area in [*self.areas, "all"]
        )
        return Table(columns=columns, rows=rows)

    def _row(self, area: str) -> Row:
        cells = (FigureCell(figure=self.figure(name, area)) for name in _COLUMNS)
        return Row(
            cells=(TextCell(text=self._name(area)), *cells),
            style="total" if area == "all" else "body",
        )

    def _judgement(self, code: str) -> Text:
        key = f"judgements.{code}" if code else "school_priorities.not_judged"
        return self.page.say(key)

    def _name(self, area: str) -> Text:
        key = "support.all_areas" if area == "all" else f"school_priorities.reform_areas.{area}"
        return self.page.say(key)

    def _label(self, column: str, area: str) -> Text:
        name = self.page.say(f"support.columns.{column}")
        if area == "all":
            return name
        return self.page.say("support.label", {"column": name, "reform_area": self._name(area)})
