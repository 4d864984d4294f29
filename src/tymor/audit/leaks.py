"""Leaks: no suppressed figure's value in anything that is published.

The first, plain attack: for each figure that the audience's release hides, look
in every page's data and in ``figures.csv`` for its value, and in the site's
files for anything that belongs to a closed audience. Working a hidden figure
out from the published ones is a later attack; it will stand beside this one.
"""

import csv
import json
from collections.abc import Callable, Collection, Iterator
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from tymor.audit.looked_at import Facts, look_at_all
from tymor.audit.site import BuiltSite
from tymor.errors import Problem
from tymor.files import files_below
from tymor.page import CONFIDENTIAL, NUMBERED, Identity, Kind

if TYPE_CHECKING:
    import pandas as pd  # render workers look at their pages' data, and need none

#: What a public site may hold; anything else was put there by mistake.
_PUBLISHED = (
    ".html", ".css", ".js", ".json", ".svg", ".csv", ".pdf", ".woff", ".woff2", ".md", ".xml",
    ".txt", ".ics", ".xlsx", ".ods", ".png",
)  # fmt: skip

#: What ``figures.csv`` shows of a figure.
_SHOWN = ("value", "status")
#: Its numbers there: none of them may tell of a figure that is suppressed.
_NUMBERS = ("value", "numerator", "denominator")
_FIGURE = {*Identity._fields, *_SHOWN}
#: Where, in a site's memory, what was found in pages' data is kept.
_KEPT = "pages"


def hidden_figures(figures: "pd.DataFrame") -> set[Identity]:
    """Identities of the figures that an audience's release hides.

    With a suppressed figure goes every other kind of the same one (how many pupils an actual
    rests on, the actual called a target), unless the release itself has that with a number:
    a target that was set rests on no pupils, and stays.
    """
    suppressed = _identities(figures[figures["status"] == "suppressed"])
    near = _identities(figures[figures["status"].isin(CONFIDENTIAL)]) - suppressed
    alike = {figure._replace(kind=kind) for figure in suppressed for kind in get_args(Kind)}
    # How many learners it rests on is told of one that is nearly all or none.
    alike |= {f._replace(kind=kind) for f in near for kind in get_args(Kind) if kind != "count"}
    suppressed |= near
    others = alike - suppressed
    told = figures["kind"].isin({other.kind for other in others})
    return suppressed | (others - _identities(figures[told & figures["status"].isin(NUMBERED)]))


def _identities(figures: "pd.DataFrame") -> set[Identity]:
    columns = figures[list(Identity._fields)]
    return {Identity(*row) for row in columns.itertuples(index=False, name=None)}


def check_leaks(
    site: BuiltSite, pages: Path, hidden: Collection[Identity], kept: Path | None = None
) -> Iterator[Problem]:
    """Suppressed figures with a value, in ``page.json`` files or ``figures.csv``.

    ``kept`` remembers which figures a page shows; see :mod:`.looked_at`.
    """
    yield from _in_pages(pages, hidden, kept / _KEPT if kept else None)
    yield from _in_figures(site.root / "data" / "figures.csv", hidden)
    for place in sorted(place for place in site.files if not place.endswith(_PUBLISHED)):
        yield Problem(file=place, rule="leaks", message="is no kind of file that is published.")


def remember_data(page_file: Path, path: str, kept: Path) -> None:
    """Look at one page's data now, so that the audit need not."""
    root = page_file.parents[len(Path(path).parts)]
    look_at_all(root, [page_file.relative_to(root)], _look_at_data, kept / _KEPT)


def _look_at_data(root: Path, path: Path) -> Facts:
    """The figures that a page's data holds with a value, each once."""
    tree = json.loads((root / path).read_text("utf-8"))
    shown = (
        Identity.of(figure)
        for figure in _figures_in(tree)
        if any(figure.get(name) is not None for name in _NUMBERS)
    )
    return {"figures": [list(identity) for identity in dict.fromkeys(shown)]}


def _figures_in(tree: Any) -> Iterator[dict[str, Any]]:
    """Everything in a page's data that has a figure's shape, wherever it stands."""
    if isinstance(tree, dict):
        if tree.keys() >= _FIGURE:
            yield tree
        for below in tree.values():
            yield from _figures_in(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from _figures_in(below)


def _in_pages(pages: Path, hidden: Collection[Identity], kept: Path | None) -> Iterator[Problem]:
    found = (place for place, entry in files_below(pages) if entry.name == "page.json")
    paths = [Path(place) for place in sorted(found)]
    for path, shown in zip(paths, look_at_all(pages, paths, _look_at_data, kept), strict=True):
        for identity in map(Identity._make, shown["figures"]):
            if identity in hidden:
                yield _leak(path.as_posix(), identity)


def _in_figures(path: Path, hidden: Collection[Identity]) -> Iterator[Problem]:
    hidden = {identity.published() for identity in hidden}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        head = next(rows)
        identity: Callable[[list[str]], tuple[str, ...]] = itemgetter(
            *map(head.index, Identity._fields)
        )
        status = head.index("status")
        numbers = [head.index(name) for name in _NUMBERS if name in head]
        for row in rows:
            if any(row[at] for at in numbers) and (
                identity(row) in hidden or row[status] not in NUMBERED
            ):
                yield _leak("data/figures.csv", Identity._make(identity(row)))


def _leak(where: str, identity: Identity) -> Problem:
    return Problem(
        file=where,
        rule="leaks",
        message=(
            f"{' '.join(identity)} is suppressed for this audience and is shown with a value."
        ),
    )
