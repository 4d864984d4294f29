"""Targets of schools for years to come, beside what they have reached and similar schools."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shared import narrative, units
from tymor.claims import Claim
from tymor.page import Figure
from tymor.report import columns as col
from tymor.report import told
from tymor.report.areas import Area
from tymor.report.counted import joined
from tymor.report.document import Document

#: What is told of a target.
TOLD = ("below_reached", "below_similar", "above_similar")
_KEY = ["area_id", "measure_id"]


def targets_ahead(page: Document, schools: Sequence[Area]) -> pd.DataFrame:
    """Targets for years to come, after those of the term's results: one row a school, measure and
    year.

    Columns: ``area_id``, ``measure_id``, ``academic_year``; the figures ``target`` and ``reached``
    (the newest result) and its year ``since``; ``low`` and ``high``, figures between which the
    middle half of similar schools' results of that year lie, missing where they are too few;
    each of :data:`TOLD`, and ``told``, their words. Without rows where no school has such a
    target, or the audience may not read them.
    """
    may_read = page.config.audiences[page.audience].school_targets
    figures = page.figures(*(schools if may_read else ()))
    rows = figures.frame(group="all")
    rows = rows[rows["area_id"].isin([school.id for school in schools if may_read])]
    upwards = [n for n, each in page.config.measures.items() if each.better == "higher"]
    held = rows[rows["value"].notna() & rows["measure_id"].isin(upwards)]
    newest = held[held["kind"] == "actual"].sort_values("academic_year")
    newest = newest.drop_duplicates(_KEY, keep="last")[[*_KEY, "academic_year", "value"]]
    newest = newest.rename(columns={"academic_year": "since", "value": "now"})
    ahead = held[held["kind"] == "target"].merge(newest, on=_KEY)
    ahead = ahead[ahead["academic_year"] > page.publication.term.results_year]
    columns = ["similar_low", "similar_high"]
    beside = page.release.rows("standing", *_KEY, "academic_year", *columns)
    beside = beside[[*_KEY, "academic_year", *columns]]
    ahead = ahead.merge(beside.rename(columns={"academic_year": "since"}), "left", [*_KEY, "since"])
    ahead = ahead.assign(
        below_reached=ahead["value"] < ahead["now"],
        below_similar=ahead["value"] < ahead["similar_low"].astype("float64"),
        above_similar=ahead["value"] > ahead["similar_high"].astype("float64"),
    )
    records: list[Any] = ahead.to_dict("records")
    made: dict[str, list[Any]] = {
        "target": [_held(figures, row, row["academic_year"], "target") for row in records],
        "reached": [_held(figures, row, row["since"], "actual") for row in records],
        "low": [_quartile(page, row, "low") for row in records],
        "high": [_quartile(page, row, "high") for row in records],
        "told": [_words(page, row) for row in records],
    }
    series = {name: pd.Series(each, ahead.index, dtype="object") for name, each in made.items()}
    return ahead.assign(**series)


def targets_set(ahead: pd.DataFrame, *, areas: bool = False) -> told.Whole:
    """How many of these targets there are, or how many schools have set them."""
    pairs = list(zip(ahead["target"], ahead["reached"], [told.PLAIN] * len(ahead), strict=True))
    return told.counts(pairs, areas=areas)


def below_reached(ahead: pd.DataFrame) -> told.Whole:
    """How many of these targets are below what is reached already."""
    pairs = zip(ahead["target"], ahead["reached"], [told.PLAIN] * len(ahead), strict=True)
    return told.counts(pairs, "down")


def beside_similar(ahead: pd.DataFrame) -> dict[str, told.Whole]:
    """How many of these targets can be held against similar schools (``targets``), and how many
    lie below or above the middle half of them."""
    held = ahead[ahead["low"].notna()]
    plain = [told.PLAIN] * len(held)
    low, high = (list(zip(held["target"], held[end], plain, strict=True))
                 for end in ("low", "high"))  # fmt: skip
    return {
        "targets": told.counts(low),
        "below_similar": told.counts(low, "down"),
        "above_similar": told.counts(high, "up"),
    }


def table_columns(ahead: pd.DataFrame) -> list[col.Column]:
    """The measure and year, the target and what it is held against, and what is told of it."""
    similar = [
        col.figure(name, f"school_targets.{name}", group="school_targets.similar")
        for name in ("low", "high")
    ]
    return [
        col.measure(),
        col.words("academic_year", "table.year"),
        col.figure("target", "table.target"),
        col.figure("reached", "school_targets.reached"),
        col.words("since", "school_targets.since"),
        *(similar if ahead["low"].notna().any() else []),
        col.words("told", "school_targets.told_column", missing="school_targets.nothing"),
    ]


def say_each(page: Document, ahead: pd.DataFrame) -> None:
    """A sentence for each thing that is told of a target."""
    for row in ahead.to_dict("records"):
        for what in TOLD:
            if row[what]:
                _say(page, row, what)


def _say(page: Document, row: Any, what: str) -> None:
    beside = {"low": row["low"], "high": row["high"]}
    claims: Sequence[Claim] = ()
    if what == "below_reached":
        points = told.apart(row["reached"], row["target"])
        apart = units.apart(page, points, row["measure_id"])
        beside = {"reached": row["reached"], "points": apart}
        claims = narrative.claimed(points)
    page.text(
        f"school_targets.{what}.said",
        id=f"school_targets.{what}.{row['measure_id']}.{row['academic_year'][:4]}",
        measure=page.say(f"measures.{row['measure_id']}.short"),
        target=row["target"],
        of_year=row["academic_year"],
        since=row["since"],
        claims=claims,
        **beside,
    )


def _held(figures: Any, row: Any, year: str, kind: str) -> Figure | None:
    held: Figure | None = figures.one(row["measure_id"], year, kind=kind, area_id=row["area_id"])
    return held and held.model_copy(update={"signal": "none"})


def _quartile(page: Document, row: Any, name: str) -> Figure | None:
    """Where the middle half of similar schools' results begins, or ends."""
    value = row[f"similar_{name}"]
    if pd.isna(value):
        return None
    words = [page.say(f"measures.{row['measure_id']}.label"), page.say("school_targets.similar"),
             page.say(f"school_targets.{name}")]  # fmt: skip
    return Figure(
        area_id=row["area_id"],
        measure_id=row["measure_id"],
        academic_year=row["since"],
        group=f"similar_schools_{name}",
        kind="actual",
        value=float(value),
        unit=page.config.measures[row["measure_id"]].unit,
        decimals=page.config.decimals[row["measure_id"]],
        status="counted",
        label=joined(words, page.config.languages),
    )


def _words(page: Document, row: Any) -> Any:
    words = [page.say(f"school_targets.{name}.short") for name in TOLD if row[name]]
    return joined(words, page.config.languages, "; ") if words else None
