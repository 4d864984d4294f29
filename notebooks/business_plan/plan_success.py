"""Success criteria that name a measure and a target: judged from the figures that are shown."""

from typing import Any, Literal

import pandas as pd

from tymor.better import gained
from tymor.config import Measure
from tymor.page import CONFIDENTIAL, Figure
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import counted
from tymor.report.document import Document

Verdict = Literal["met", "not_met", "not_yet", "withheld"]
#: In the order in which they are told.
VERDICTS: tuple[Verdict, ...] = ("met", "not_met", "not_yet", "withheld")
_COLOURS = {"met": "green", "not_met": "red"}


def verdict(measure: Measure, target: float, figure: Figure | None) -> Verdict:
    """Whether a figure reaches a target, by what is better of its measure.

    One of which neither way is better is met at its target alone. A figure without a number is
    not there yet, or is withheld from who reads the page.
    """
    if figure is None or figure.value is None:
        hidden = figure is not None and figure.status in CONFIDENTIAL
        return "withheld" if hidden else "not_yet"
    gain = gained(figure.value, target, measure.better)
    met = figure.value == target if gain is None else gain >= 0
    return "met" if met else "not_met"


def criteria(page: Document, actions: pd.DataFrame) -> pd.DataFrame:
    """The actions that success is judged of by a measure: one row an action.

    Added to the columns of ``actions``: ``of_measure``, the measure and its learners; ``aim``,
    the target; ``own_target``, the area's own of that measure and year, and ``reached``, the figure
    of that year, missing where none is held; ``verdict`` and its ``colour``.
    """
    own = actions[actions["measure_id"] != ""]
    judged = [_judged(page, row) for row in own.to_dict("records")]
    names = ["of_measure", "aim", "own_target", "reached", "verdict", "colour"]
    added = pd.DataFrame(judged, index=own.index, columns=names, dtype="object")
    return pd.concat([own, added], axis=1)


def beside_own_targets(criteria: pd.DataFrame) -> list[told.Beside]:
    """The target of each criterion beside the area's own of the same measure, learners and year,
    where it has set one."""
    pairs = zip(criteria["aim"], criteria["own_target"], strict=True)
    return [(aim, own, told.PLAIN) for aim, own in pairs if isinstance(own, Figure)]


def criterion_columns(criteria: pd.DataFrame) -> list[col.Column]:
    """The columns of these criteria; the areas' own targets where any of them has one."""
    heads = "business_plan.success.columns"
    own = col.figure("own_target", f"{heads}.own_target", missing="status.not_set.short")
    return [
        col.words("element", "table.element"),
        col.words("of_measure", "table.measure"),
        col.words("target_year", "table.year"),
        col.figure("aim", "table.target"),
        *([own] if criteria["own_target"].notna().any() else []),
        col.figure("reached", "table.actual", missing="business_plan.success.no_figure"),
        col.words("verdict", f"{heads}.verdict", key="business_plan.success.verdicts.{}",
                  colour="colour"),
    ]  # fmt: skip


def _judged(page: Document, row: Any) -> dict[str, Any]:
    measure = page.config.measures[row["measure_id"]]
    group = row["group"] or "all"
    asked = {"group": group, "area_id": row["area_id"]}
    held = page.figures(row["area_id"])
    reached = held.one(row["measure_id"], row["target_year"], **asked)
    own = held.one(row["measure_id"], row["target_year"], kind="target", **asked)
    judged = verdict(measure, row["target"], reached)
    places = page.config.decimals[row["measure_id"]]
    of_measure = col.measure_name(page.config, row["measure_id"], group)
    aim = counted(
        page, f"{row['measure_id']}_success_{row['element']}", float(row["target"]), of_measure,
        group=group, area_id=row["area_id"], academic_year=row["target_year"], unit=measure.unit,
        decimals=places, source="plan_actions",
    )  # fmt: skip
    return {
        "of_measure": of_measure,
        "aim": aim,
        "own_target": own if own is not None and own.value is not None else None,
        # Whether the area's own target was met is another question than this criterion.
        "reached": reached and reached.model_copy(update={"signal": "none"}),
        "verdict": judged,
        "colour": _COLOURS.get(judged, ""),
    }
