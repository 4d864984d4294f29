"""Leaks: no suppressed figure's value in anything that is published.

The first, plain attack: for each figure that the audience's release hides, look
in every page's data and in ``figures.csv`` for its value, and in the site's
files for anything that belongs to a closed audience. Working a hidden figure
out from the published ones is a later attack; it will stand beside this one.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from tymor.audit.site import BuiltSite
from tymor.errors import Problem
from tymor.page import NUMBERED

_IDENTITY = ("area_id", "measure_id", "academic_year", "group")
#: What a public site may hold; anything else was put there by mistake.
_PUBLISHED = {
    ".html", ".css", ".js", ".json", ".svg", ".csv", ".pdf", ".woff2", ".md", ".xml", ".txt",
}  # fmt: skip

Identity = tuple[str, str, str, str]


def hidden_figures(figures: pd.DataFrame) -> set[Identity]:
    """Identities of the figures that an audience's release suppresses."""
    rows = figures[figures["status"] == "suppressed"]
    return set(rows[list(_IDENTITY)].itertuples(index=False, name=None))


def check_leaks(site: BuiltSite, pages: Path, figures: pd.DataFrame) -> Iterator[Problem]:
    """Suppressed figures with a value, in ``page.json`` files or ``figures.csv``."""
    hidden = hidden_figures(figures)
    for path in sorted(pages.rglob("page.json")):
        for figure in _figures_in(json.loads(path.read_text("utf-8"))):
            if _identity(figure) in hidden and figure["value"] is not None:
                yield _leak(path.relative_to(pages).as_posix(), figure)
    with (site.root / "data" / "figures.csv").open(encoding="utf-8", newline="") as file:
        for figure in csv.DictReader(file):
            shown = figure["value"] != ""
            if shown and (_identity(figure) in hidden or figure["status"] not in NUMBERED):
                yield _leak("data/figures.csv", figure)
    for path in sorted(site.files):
        if path.suffix not in _PUBLISHED:
            yield Problem(
                file=path.as_posix(), rule="leaks", message="is no kind of file that is published."
            )


def _identity(figure: dict[str, Any]) -> Identity:
    area, measure, year, group = (str(figure[name]) for name in _IDENTITY)
    return (area, measure, year, group)


def _figures_in(tree: Any) -> Iterator[dict[str, Any]]:
    """Everything in a page's data that has a figure's shape, wherever it stands."""
    if isinstance(tree, dict):
        if {*_IDENTITY, "value", "status"} <= tree.keys():
            yield tree
        for below in tree.values():
            yield from _figures_in(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from _figures_in(below)


def _leak(where: str, figure: dict[str, Any]) -> Problem:
    return Problem(
        file=where,
        rule="leaks",
        message=(
            f"{' '.join(_identity(figure))} is suppressed for this audience "
            "and is shown with a value."
        ),
    )
