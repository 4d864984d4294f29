"""Leaks: no suppressed figure's value in anything that is published.

The first, plain attack: for each figure that the audience's release hides, look
in every page's data and in ``figures.csv`` for its value, and in the site's
files for anything that belongs to a closed audience. Working a hidden figure
out from the published ones is a later attack; it will stand beside this one.
"""

import csv
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from tymor.audit.looked_at import Facts, look_at_all
from tymor.audit.site import BuiltSite
from tymor.errors import Problem
from tymor.page import NUMBERED

_IDENTITY = ("area_id", "measure_id", "academic_year", "group")
#: What a public site may hold; anything else was put there by mistake.
_PUBLISHED = {
    ".html", ".css", ".js", ".json", ".svg", ".csv", ".pdf", ".woff2", ".md", ".xml", ".txt",
    ".ics",
}  # fmt: skip

#: Where, in a site's memory, what was found in pages' data is kept.
_DATA = "pages"
#: (area, measure, academic year, group)
Identity = tuple[str, str, str, str]


def hidden_figures(figures: pd.DataFrame) -> set[Identity]:
    """Identities of the figures that an audience's release suppresses."""
    rows = figures[figures["status"] == "suppressed"]
    return set(rows[list(_IDENTITY)].itertuples(index=False, name=None))


def check_leaks(
    site: BuiltSite, pages: Path, hidden: Collection[Identity], kept: Path | None = None
) -> Iterator[Problem]:
    """Suppressed figures with a value, in ``page.json`` files or ``figures.csv``.

    ``kept`` remembers which figures a page shows; see :mod:`.looked_at`.
    """
    paths = sorted(path.relative_to(pages) for path in pages.rglob("page.json"))
    memory = kept / _DATA if kept else None
    for path, shown in zip(paths, look_at_all(pages, paths, look_at_data, memory), strict=True):
        for identity in map(tuple, shown["figures"]):
            if identity in hidden:
                yield _leak(path.as_posix(), identity)
    with (site.root / "data" / "figures.csv").open(encoding="utf-8", newline="") as file:
        for figure in csv.DictReader(file):
            is_hidden = _identity(figure) in hidden or figure["status"] not in NUMBERED
            if figure["value"] != "" and is_hidden:
                yield _leak("data/figures.csv", _identity(figure))
    for path in sorted(site.files):
        if path.suffix not in _PUBLISHED:
            yield Problem(
                file=path.as_posix(), rule="leaks", message="is no kind of file that is published."
            )


def remember_data(page_file: Path, path: str, kept: Path) -> None:
    """Look at one page's data now, so that the audit need not."""
    root = page_file.parents[len(Path(path).parts)]
    look_at_all(root, [page_file.relative_to(root)], look_at_data, kept / _DATA)


def look_at_data(root: Path, path: Path) -> Facts:
    """The figures that a page's data holds with a value, each once."""
    tree = json.loads((root / path).read_text("utf-8"))
    shown = (_identity(figure) for figure in _figures_in(tree) if figure["value"] is not None)
    return {"figures": [list(identity) for identity in dict.fromkeys(shown)]}


def _identity(figure: Mapping[str, Any]) -> Identity:
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


def _leak(where: str, identity: Identity) -> Problem:
    return Problem(
        file=where,
        rule="leaks",
        message=(
            f"{' '.join(identity)} is suppressed for this audience and is shown with a value."
        ),
    )
