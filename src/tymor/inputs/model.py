"""What goes into ``check`` and what comes out of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pandas as pd

from tymor.config import Measure, Phase
from tymor.errors import Problem
from tymor.page import Text

#: Tables, each with the name of a data folder that has something of it.
Held = frozenset[tuple[str, str]]

#: How many rows of each table came from each data folder: folder, table, rows.
RowsHeld = Mapping[str, Mapping[str, int]]

#: Two columns every table gets: where each of its rows stands.
PROVENANCE = ("source_file", "source_row")


@dataclass(frozen=True)
class Vocabulary:
    """The words of ``params/`` that the data may use."""

    measures: Mapping[str, Measure]
    groups: frozenset[str]
    plan_schemes: Mapping[str, frozenset[str]]  # plan_year -> allowed judgement words
    partnership_ids: frozenset[str]
    phases: Mapping[str, Phase] = field(default_factory=dict)
    languages: tuple[str, ...] = ()  # of the publication, the first one first
    #: Of schools' priorities; none are told where nobody says which there are.
    reform_areas: tuple[str, ...] | None = None
    priority_judgements: tuple[str, ...] | None = None
    committees: tuple[str, ...] | None = None
    #: By part of the scheme its categories, and by kind of work of schools the parts in it.
    categories: Mapping[str, tuple[str, ...]] | None = None
    collaboration: Mapping[str, tuple[str, ...]] | None = None
    #: Of early warning: those whose level people judge, and those that are counted, with their
    #: unit; none are told where nobody says which there are.
    judged_indicators: tuple[str, ...] | None = None
    counted_indicators: Mapping[str, str | None] | None = None

    @property
    def taught(self) -> frozenset[str]:
        """The phases that not every school has: the others are kinds of schools."""
        return frozenset(name for name, phase in self.phases.items() if phase.sectors)

    def phase_of(self, measure_ids: pd.Series) -> pd.Series:
        """The phase of each measure; missing of one that there is not."""
        return measure_ids.map({name: each.phase for name, each in self.measures.items()})

    def is_percentage(self, measure_ids: pd.Series) -> pd.Series:
        """Which of these are percentages."""
        own = [name for name, each in self.measures.items() if each.kind == "percentage"]
        return measure_ids.isin(own)


@dataclass(frozen=True)
class Source:
    """A data folder, as its ``source.yml`` describes it.

    ``folder`` is written as in ``source_file``. ``invented`` schools are labelled
    wherever they are published; ``sample`` data is there to try Tymor with.
    ``origin`` says where the figures come from (the key ``from``): pages cite it where it is
    said in every language and ``published`` (a day, or a month such as ``2017-09``) is told.
    """

    folder: str
    title: Text
    invented: bool = False
    sample: bool = False
    origin: str | Text = ""
    published: str = ""


@cache
def no_rejects() -> pd.DataFrame:
    """The table of rejected rows before there is one."""
    kinds = {"table": "str", "file": "str", "row": "int64", "reasons": "str", "cells": "str"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


@dataclass(frozen=True)
class Inputs:
    """Every table that was read, and everything that was wrong with it.

    Attributes
    ----------
    tables
        Every table of the contracts, empty where there is no file. Text is
        ``str`` ("" where empty), whole numbers ``Int64`` (``<NA>`` where empty),
        numbers ``float64`` (NaN where empty), dates ``datetime64`` (NaT where
        empty); plus ``source_file`` and ``source_row``. In ``results``, which may have
        millions of rows, texts are categories. A row that broke its contract is not here.
    problems
        All faults and warnings, in the order of files and rows. With an error
        among them nothing may be built.
    rejected
        One row for each row left out of ``tables``: ``table``, ``file``,
        ``row``, ``reasons`` and ``cells``, its text as JSON.
    sources
        The data folders, in the order they were named.
    learners
        The folder of pupils' rows as the engine reads them, a learner a row (``check``
        writes it); none where no pupils' rows are held.
    held
        The tables that each data folder has something of, readable or not.
    source_of
        For each ``source_file`` the folder of ``sources`` that tells of it: the nearest around
        the file that has a ``source.yml``, or else its data folder.
    known
        Of tables with a column ``as_at`` all rows that were ever known until the term was
        published, with the day on which each was ``superseded``; ``tables`` have the newest.
    """

    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    rejected: pd.DataFrame = field(default_factory=no_rejects)
    sources: tuple[Source, ...] = ()
    learners: Path | None = None
    held: Held = frozenset()
    source_of: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def rows_held(self) -> RowsHeld:
        """How many rows of each table each data folder gave."""
        rows: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for name, table in self.tables.items():
            for file, number in table["source_file"].value_counts().items():
                rows[self.source_of[str(file)]][name] += int(number)
        return rows

    def with_problems(self, more: Iterable[Problem]) -> "Inputs":
        """The same inputs, with problems that a later look at them found."""
        return replace(self, problems=(*self.problems, *more))

    def invented_rows(self, rows: pd.DataFrame) -> pd.Series:
        """Which of ``rows`` (with ``source_file``) come from a folder of invented data."""
        return self._from(rows, [source.folder for source in self.sources if source.invented])

    def holds_sample(self, table: str) -> bool:
        """Whether some rows of a table are a sample, so that sums say nothing of the whole."""
        folders = [source.folder for source in self.sources if source.sample]
        return bool(self._from(self.tables[table], folders).any())

    def folders_of(self, rows: pd.DataFrame) -> pd.Series:
        """The folder of ``sources`` that tells of each of ``rows`` (with ``source_file``)."""
        return rows["source_file"].astype("str").map(self.source_of).astype("str")

    def _from(self, rows: pd.DataFrame, folders: list[str]) -> pd.Series:
        return self.folders_of(rows).isin(folders)
