"""Rows for the charts of :mod:`tymor.report.school_charts`."""

from collections.abc import Mapping

import pandas as pd

from tymor.page import Text
from tymor.render.view import show_figure
from tymor.report.figures import Figures

#: Labels of a slope chart stand at least so many points apart.
APART = 1.6


def slope_rows(figures: Figures, section: str, first_year: str) -> pd.DataFrame:
    """Two rows a measure: ``first_year`` and the newest year that all of them have."""
    own = figures.section(section).where(group="all", kind="actual")
    pairs = {}
    for name in own.measures:
        first, now = own.one(name, first_year), own.latest(name)
        if first and now and first.value is not None and now.value is not None:
            pairs[name] = (first, now)
    newest = max((now.academic_year for _, now in pairs.values()), default=first_year)
    pairs = {n: p for n, p in pairs.items() if p[1].academic_year == newest != first_year}
    words = figures.config.languages
    rows = [
        {"measure": words.say(f"measures.{name}.short"), "academic_year": each.academic_year,
         "value": each.value, "shown": {k: show_figure(each, words[k]) for k in words},
         "narrower": abs(pair[1].value or 0) < abs(pair[0].value or 0)}
        for name, pair in pairs.items()
        for each in pair
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    if frame.empty:
        return frame
    spread = frame.groupby("academic_year")["value"].transform(_spread)
    return frame.assign(label_at=spread)


def _spread(values: pd.Series) -> pd.Series:
    """The values, moved as little downwards as keeps neighbours ``APART``."""
    placed: dict[object, float] = {}
    below = float("inf")
    for at, value in values.sort_values(ascending=False).items():
        below = min(value, below - APART)
        placed[at] = below
    return pd.Series(placed).reindex(values.index)


def judged_rows(
    counts: Mapping[str, Mapping[str, int]], names: Mapping[str, Text], colours: Mapping[str, str],
    words: Mapping[str, Text],
) -> pd.DataFrame:  # fmt: skip
    """One row a bar and judgement, for ``judgement_bars``.

    ``counts``: bar to judgement to how many; ``names``: what each bar is called;
    ``colours`` and ``words`` of each judgement, the best first.
    """
    return pd.DataFrame(
        {"bar": names[bar], "order": order, "category": words[code], "rank": rank,
         "colour": colours[code], "count": float(of_bar.get(code, 0))}
        for order, (bar, of_bar) in enumerate(counts.items())
        for rank, code in enumerate(colours)
    )  # fmt: skip
