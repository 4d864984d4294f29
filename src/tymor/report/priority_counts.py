"""Progress of schools with their priorities, counted: how many, on track, judged, since when."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tymor.config.terms import term_order
from tymor.page import Cell, Figure, Table, Text
from tymor.report import school_rows
from tymor.report.counted import cells_table, counted, joined, number, word
from tymor.report.document import Document
from tymor.report.vocabulary import in_order, judged, term_before, term_name

#: The priorities of the reform, as committees list them.
REFORM_AREAS = (
    "curriculum", "assessment_evaluation", "equity_excellence_wellbeing", "teaching", "leadership",
)  # fmt: skip
_TRACK = ("all", "on_track", "not_on_track")
_GOOD = frozenset({"very_good", "strong"})


@dataclass(frozen=True)
class PriorityCounts:
    """``counts``: priorities and schools by term, reform area, support and answer.

    See :func:`tymor.measures.progress.progress_counts`; ``all`` stands for any of them.
    """

    page: Document
    counts: Mapping[tuple[str, str, str, str], tuple[int, int]]

    @classmethod
    def of(cls, page: Document) -> "PriorityCounts":
        """Those of the page's own area; none where the release holds none."""
        rows = page.release.table("progress") if page.release.has("progress") else pd.DataFrame()
        own = rows[rows["area_id"] == page.area_id] if len(rows) else rows
        return cls(page, {
            (row["term"], row["reform_area"], row["support"], row["answer"]):
                (int(row["priorities"]), int(row["schools"]))
            for row in own.to_dict("records")
        })  # fmt: skip

    @property
    def term(self) -> str:
        return self.page.publication.term_id

    @property
    def terms(self) -> list[str]:
        """The terms up to this one of which anything is held."""
        now = term_order(self.term)
        return [t for t in in_order(key[0] for key in self.counts) if term_order(t) <= now]

    @property
    def before(self) -> str | None:
        """The term before this one, where anything of it is held."""
        return term_before(self.page, self.terms)

    def number(
        self, answer: str, *, reform_area: str = "all", support: str = "all", term: str = "",
        of: str = "priorities",
    ) -> int:  # fmt: skip
        """How many ``priorities`` or ``schools``; 0 where nobody gave that answer."""
        pair = self.counts.get((term or self.term, reform_area, support, answer), (0, 0))
        return pair[of == "schools"]

    def good(self, term: str = "") -> int:
        """Priorities judged strong or very good."""
        return sum(self.number(code, term=term) for code in _GOOD)

    def judged(self, term: str = "") -> int:
        return sum(self.number(code, term=term) for code in self.scheme)

    @property
    def scheme(self) -> list[str]:
        return list(self.page.config.judgements.schemes["school_priority"])

    def figure(
        self, answer: str, *, reform_area: str = "all", support: str = "all", term: str = "",
        of: str = "priorities",
    ) -> Figure:  # fmt: skip
        """The same number as a figure of the page."""
        where = {"reform_area": reform_area, "support": support, "term": term or self.term}
        parts = [reform_area, support, "all" if where["term"] == self.term else term]
        group = "-".join(part for part in parts if part != "all") or "all"
        value = self.number(answer, **where, of=of)
        return counted(self.page, f"{of}_{answer}", value, self._label(answer, where, of),
                       group=group)  # fmt: skip

    def _label(self, answer: str, where: Mapping[str, str], of: str) -> Text:
        say = self.page.say
        words = [say(f"scrutiny.counted_{of}"), self._answer(answer)]
        words += [say(f"scrutiny.{name}.{where[name]}") for name in ("reform_area", "support")
                  if where[name] != "all"]  # fmt: skip
        if where["term"] != self.term:
            words.append(term_name(self.page, where["term"]))
        return joined(words, self.page.config.languages)

    def _answer(self, answer: str) -> Text:
        if answer == "all":
            return self.page.say("table.total")
        track = "plan_columns" if answer in _TRACK else "judgements"
        return self.page.say(f"{track}.{answer}")


def track_table(counts: PriorityCounts) -> Table | None:
    """On and off track, by priority of the reform: priorities, and the schools they are of."""
    held = [name for name in REFORM_AREAS if counts.number("all", reform_area=name)]
    heads = ["scrutiny.area_column"]
    answers = ("table.total", "plan_columns.on_track", "plan_columns.not_on_track")
    heads += [f"scrutiny.counted_{of}|{key}" for of in ("priorities", "schools") for key in answers]
    names = [(name, f"scrutiny.reform_area.{name}") for name in held]
    rows: list[list[Cell]] = [
        [word(counts.page, key),
         *(number(counts.figure(answer, reform_area=name, of=of))
           for of in ("priorities", "schools") for answer in _TRACK)]
        for name, key in [*names, ("all", "table.total")] if held
    ]  # fmt: skip
    return cells_table(counts.page, heads, rows, totals=1)


def support_table(counts: PriorityCounts) -> Table | None:
    """Core and enhanced support: priorities, schools, on track or not, limited progress."""
    asked = [("all", "priorities"), ("all", "schools"), ("on_track", "priorities"),
             ("not_on_track", "priorities"), ("limited", "priorities")]  # fmt: skip
    heads = ["scrutiny.support_column", "table.priorities", "scrutiny.counted_schools"]
    heads += ["plan_columns.on_track", "plan_columns.not_on_track", "judgements.limited"]
    kinds = [kind for kind in ("core", "enhanced") if counts.number("all", support=kind)]
    rows: list[list[Cell]] = [
        [word(counts.page, f"scrutiny.support.{kind}" if kind != "all" else "table.total"),
         *(number(counts.figure(answer, support=kind, of=of)) for answer, of in asked)]
        for kind in [*kinds, "all"] if kinds
    ]  # fmt: skip
    return cells_table(counts.page, heads, rows, totals=1)


def judged_table(counts: PriorityCounts) -> Table | None:
    """How many priorities were judged to be in each category, term by term."""
    page, terms = counts.page, [t for t in counts.terms if counts.judged(t)]
    if not counts.judged():
        return None
    rows: list[list[Cell]] = [
        [judged(page, code), *(number(counts.figure(code, term=term)) for term in terms)]
        for code in counts.scheme
    ]
    table = cells_table(page, ["table.judgement", *["table.total"] * len(terms)], rows)
    assert table is not None
    columns = [column.model_copy(update={"key": term, "label": term_name(page, term)})
               for column, term in zip(table.columns[1:], terms, strict=True)]  # fmt: skip
    return table.model_copy(update={"columns": (table.columns[0], *columns)})


def judged_rows(counts: PriorityCounts) -> pd.DataFrame:
    """The same for ``judgement_bars``: a bar a term."""
    page = counts.page
    scheme = page.config.judgements.schemes["school_priority"]
    terms = [t for t in counts.terms if counts.judged(t)]
    return school_rows.judged_rows(
        {term: {code: counts.number(code, term=term) for code in scheme} for term in terms},
        {term: term_name(page, term) for term in terms},
        {code: category.colour for code, category in scheme.items()},
        {code: page.say(f"judgements.{code}") for code in scheme},
    )
