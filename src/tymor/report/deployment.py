"""How improvement partners are deployed: their schools beside the norm, and their days."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.config import Span
from tymor.page import Cell, Column, Figure, FigureCell, Row, Table, TextCell
from tymor.report.counted import counted, days
from tymor.report.document import Document
from tymor.report.load import Load, load_of, to_move


@dataclass(frozen=True)
class Deployment:
    """Partners of the schools in the page's area, this year: ``rows``, one a partner.

    ``schools`` are all that the partner has, ``schools_here`` those in the area; days are those
    in the area, and ``full_time_days`` what those agreed would be at full time (missing where
    the partner has schools elsewhere). The most schools at full time come first.
    """

    page: Document
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "Deployment":
        held = page.release.table("partners")
        held = held[held["academic_year"] == page.this_year]
        same = ["partner", "working_pct", "schools_in_all", "full_time_schools"]
        sums = held.groupby(same, as_index=False, dropna=False).agg(
            schools_here=("schools", "sum"),
            days_agreed=("days_agreed", _sum),
            days_used=("days_used", _sum),
        )
        rows = sums.rename(columns={"schools_in_all": "schools"})
        # Days elsewhere are not known here, so that what full time would bring is not either.
        here = rows["schools"] == rows["schools_here"]
        share = (rows["working_pct"] / 100).where(here & (rows["working_pct"] > 0))
        rows["full_time_days"] = rows["days_agreed"] / share
        return cls(
            page, rows.sort_values(["full_time_schools", "partner"], ascending=[False, True])
        )

    @property
    def norm(self) -> Span:
        """How many schools a full-time partner has."""
        return self.page.config.support.partner_schools

    def loads(self) -> list[Load]:
        """Each partner's, in the order of rows."""
        return [load_of(_number(value), self.norm) for value in self.rows["full_time_schools"]]

    def figure(self, row: Any, name: str) -> Figure:
        """One of a partner's numbers."""
        column = self.page.say(f"support.partners.{name}")
        said = {"column": column, "partner": row["partner"]}
        label = self.page.say("support.partner_label", said)
        value, group = _number(row[name]), row["partner"]
        if "days" in name:
            return days(self.page, f"partner_{name}", value, label, group=group)
        places = 1 if name == "full_time_schools" else 0
        return counted(
            self.page, f"partner_{name}", value, label, missing="not_available", group=group,
            decimals=places,
            unit="pct" if name == "working_pct" else "count",
        )  # fmt: skip

    def counts(self) -> dict[str, Any]:
        """How many partners there are, and how many stand below, within and above the norm."""
        loads = self.loads()
        numbers = {"partners": len(loads), "known": len(loads) - loads.count("unknown")} | {
            name: loads.count(name) for name in ("below", "within", "above", "unknown")
        }
        return {
            name: counted(
                self.page, f"partners_{name}", number, self.page.say(f"support.loads.{name}")
            )
            for name, number in numbers.items()
        }

    def summary(self) -> None:
        """How many partners are within the norm, and a sentence on each that is not."""
        counts, norm = self.counts(), self.norm_values()
        unknown, known = counts.pop("unknown"), counts.pop("known")
        if known.value:
            self.page.text("support.load", **counts, **norm)
        if unknown.value:
            self.page.text("support.load_unknown", partners=unknown)
        for at, (row, load) in enumerate(
            zip(self.rows.to_dict("records"), self.loads(), strict=True)
        ):
            if load in ("below", "above"):
                self._imbalance(row, load, at)
        self.days_apart()

    def days_apart(self) -> None:
        """Whose days agreed would be most and fewest at full time; nothing of one partner."""
        known = self.rows.dropna(subset=["full_time_days"]).sort_values("full_time_days")
        if len(known) < 2:
            return
        fewest, most = known.iloc[0], known.iloc[-1]
        self.page.text(
            "support.days_apart",
            most_partner=most["partner"],
            most=self.figure(most, "full_time_days"),
            fewest_partner=fewest["partner"],
            fewest=self.figure(fewest, "full_time_days"),
        )

    def table(self) -> Table:
        """A partner a row: schools beside the norm pro rata, what that is at full time, days."""
        elsewhere = bool((self.rows["schools"] != self.rows["schools_here"]).any())
        heads = ["working_pct", *(["schools_here"] if elsewhere else []), "schools", "pro_rata",
                 "full_time_schools", "load", "days_agreed", "days_used",
                 *([] if elsewhere else ["full_time_days"])]  # fmt: skip
        columns = (
            Column(key="partner", label=self.page.say("support.partners.partner"), align="start"),
            *(
                Column(key=name, label=self.page.say(f"support.partners.{name}"),
                       align="start" if name == "load" else "end")
                for name in heads
            ),
        )  # fmt: skip
        rows = tuple(
            Row(cells=(TextCell(text=self.page.both(row["partner"])),
                       *self._cells(row, load, heads)))
            for row, load in zip(self.rows.to_dict("records"), self.loads(), strict=True)
        )  # fmt: skip
        return Table(columns=columns, rows=rows)

    def chart_rows(self) -> pd.DataFrame:
        """A row a partner whose load is known, for ``load_bars``."""
        words = self.page.config.languages
        return pd.DataFrame(
            {
                "partner": row["partner"],
                "schools": float(row["full_time_schools"]),
                "shown": {k: words[k].number(row["full_time_schools"], 1) for k in words},
                "load": load,
                "least": self.norm.least,
                "most": self.norm.most,
            }
            for row, load in zip(self.rows.to_dict("records"), self.loads(), strict=True)
            if load != "unknown"
        )

    def _cells(self, row: Any, load: Load, heads: list[str]) -> Iterator[Cell]:
        for name in heads:
            if name == "load":
                yield TextCell(text=self.page.say(f"support.loads_short.{load}"))
            elif name == "pro_rata":
                yield TextCell(text=self._pro_rata(row))
            else:
                yield FigureCell(figure=self.figure(row, name))

    def _pro_rata(self, row: Any) -> dict[str, str]:
        """The norm as it is for so much of full time, in words: 8.4 to 12.0."""
        share = (_number(row["working_pct"]) or 0) / 100
        words = self.page.config.languages
        span = {
            name: {k: words[k].number(value * share, 1) for k in words}
            for name, value in (("least", self.norm.least), ("most", self.norm.most))
        }
        return self.page.say("support.span", span)

    def _imbalance(self, row: Any, load: Load, at: int) -> None:
        page = self.page
        moves = to_move(int(row["schools"]), float(row["working_pct"]), self.norm)
        page.text(
            f"support.partner_{load}",
            id=f"support.partner.{at}",
            partner=row["partner"],
            schools=self.figure(row, "schools"),
            working=self.figure(row, "working_pct"),
            full_time=self.figure(row, "full_time_schools"),
            pro_rata=self._pro_rata(row),
        )
        if moves:
            page.text(
                f"support.move_{'to' if moves > 0 else 'from'}",
                id=f"support.move.{at}",
                schools=abs(moves),
                partner=row["partner"],
            )

    def norm_values(self) -> dict[str, Any]:
        """The norm's ends, as sentences take them."""
        return {"least": int(self.norm.least), "most": int(self.norm.most)}


def _sum(values: "pd.Series[float]") -> float:
    """Of those that are held; missing where none is."""
    return float(values.sum(min_count=1))


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
