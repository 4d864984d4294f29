"""Targets of an authority or partnership for years to come, beside what is reached already."""

import pandas as pd

from shared import units
from tymor.report import columns as col
from tymor.report import told
from tymor.report.document import Document
from tymor.report.figures import Change, Figures


def show_targets_reached(page: Document, figures: Figures) -> None:
    """For each year to come a sentence: how many of its targets are below the newest result.

    A target is below it where reaching it would be worse. Those that are stand in a table.
    Nothing of a target whose measure has no result that is shown.
    """
    later = [year for year in figures.term.target_years if year > figures.term.results_year]
    for year in later:
        rows = targets_ahead(figures, year)
        pairs = [(*pair,) for pair in rows[["target", "reached", "better"]].to_numpy().tolist()]
        if not pairs:
            continue
        below = told.counts(pairs, "worse")
        id = f"targets_reached.{year[:4]}"
        key = "targets_reached.some" if below else "targets_reached.none"
        page.text(key, id=id, of_year=year, targets=told.counts(pairs), below=below)
        unit = units.differences_in(page, list(rows.loc[rows["below"], "measure_id"]))
        page.table(
            rows[rows["below"]],
            [
                col.measure(),
                col.figure("target", "table.target", group=page.both(year)),
                col.figure("reached", "school_targets.reached"),
                col.words("since", "school_targets.since"),
                col.change(
                    "points", page.say("targets_reached.points", {"unit": unit}), decimals="places"
                ),
            ],
            title="targets_reached",
            id=f"{id}.table",
            of_year=year,
        )


def targets_ahead(figures: Figures, year: str) -> pd.DataFrame:
    """One row a reported measure with a target of this year and a result before it.

    Columns: ``measure_id``, figures ``target`` and ``reached`` (the newest result) with its year
    ``since``; ``better``, which way is; ``points``, how much better the target is, to ``places``;
    ``below``.
    """
    rows = []
    for name in figures.judged:
        target, reached = figures.one(name, year, kind="target"), figures.latest(name)
        if target is None or reached is None or target.value is None or reached.value is None:
            continue
        ahead = Change(target, reached, figures.better(name))
        places = max(target.decimals, reached.decimals)
        both = target.unsignalled(), reached.unsignalled(), reached.academic_year
        rows.append((name, *both, ahead.better, ahead.points, places, ahead.points < 0))
    columns = ["measure_id", "target", "reached", "since", "better", "points", "places", "below"]
    return pd.DataFrame(rows, columns=columns).astype({"below": "bool"})
