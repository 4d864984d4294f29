"""Whether what sentences claim follows from the figures and rows that they rest on.

Each claim of a page's data is worked out again: from the figures that it names, from the page's own
tables, and from the rows of the release, of which the figures are looked up, too.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter

from tymor.audit.looked_at import Facts, look_at_all
from tymor.claims import Claim, Listed, Rows, counted_rows
from tymor.config import Config
from tymor.config.area_slices import AreaTree, area_column
from tymor.errors import Problem
from tymor.files import files_below
from tymor.page import Identity
from tymor.prepare.release_files import Release

_CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)


def check_claims(
    pages: Path, release: Release, config: Config, kept: Path | None = None
) -> Iterator[Problem]:
    """A problem for each claim of a site's pages that does not follow.

    ``pages`` is the folder of their data, ``release`` what their audience may read. ``kept``
    remembers what pages claim; see :mod:`.looked_at`.
    """
    found = (place for place, entry in files_below(pages) if entry.name == "page.json")
    paths = [Path(place) for place in sorted(found)]
    rows, stated = _Rows(release, config), []
    for path, facts in zip(paths, look_at_all(pages, paths, _look, kept), strict=True):
        place = path.as_posix()
        for block, claim in facts["wrong"]:
            yield _problem(place, block, _CLAIM.validate_python(claim))
        for block, said in facts["rows"]:
            claim = Rows.model_validate(said)
            if claim.number != rows.counted(facts["area_id"], facts["report"], claim):
                yield _problem(place, block, claim)
        stated += [(place, *each) for each in facts["stated"]]
    yield from _not_in(release, stated)


def remember_claims(page_file: Path, path: str, kept: Path) -> None:
    """Look at what one page claims now, so that the audit need not."""
    root = page_file.parents[len(Path(path).parts)]
    look_at_all(root, [page_file.relative_to(root)], _look, kept)


def _look(root: Path, path: Path) -> Facts:
    """What a page claims: what is wrong of it, what rows must say, what figures it rests on."""
    page = json.loads((root / path).read_text("utf-8"))
    sizes = {block["id"]: _size(block) for block in page["blocks"] if "table" in block}
    facts: Facts = {"area_id": page["area_id"], "report": page["report"]}
    facts |= {"wrong": [], "rows": [], "stated": []}
    for block in page["blocks"]:
        for claim in map(_CLAIM.validate_python, block["claims"]):
            listed = not isinstance(claim, Listed) or sizes.get(claim.block) == claim.number
            if not (listed and claim.follows()):
                facts["wrong"].append([block["id"], claim.model_dump(mode="json")])
            if isinstance(claim, Rows):
                facts["rows"].append([block["id"], claim.model_dump(mode="json")])
            facts["stated"] += [
                [block["id"], *Identity.of(each.model_dump()), each.value]
                for each in claim.stated()
            ]
    return facts


def _size(block: Mapping[str, Any]) -> int:
    """The rows of a table of a page that stand for one thing each."""
    return sum(row["style"] == "body" for row in block["table"]["rows"])


def _problem(place: str, block: str, claim: Claim) -> Problem:
    said = claim.model_dump(exclude={"pairs", "among", "of"}, exclude_defaults=True)
    what = json.dumps({"kind": claim.kind, **said}, ensure_ascii=False, default=str)
    message = f"The words of {block!r} claim what does not follow: {what}"
    return Problem(file=place, rule="claims", value=block, message=message)


class _Rows:
    """The rows of a release's tables, each read once."""

    def __init__(self, release: Release, config: Config) -> None:
        self._release, self._reports = release, config.reports
        areas = release.tables["areas"]
        self._tree = AreaTree.of(areas["area_id"], areas["parent_id"])
        self._held: dict[str, pd.DataFrame] = {}

    def counted(self, area_id: str, report: str, claim: Rows) -> float:
        """What the rows that a report on an area reads say."""
        if claim.table not in self._release.tables:
            return 0  # what an audience may not read it is told nothing of
        if claim.table not in self._held:
            self._held[claim.table] = self._release.tables[claim.table]
        rows = self._held[claim.table]
        column = area_column(list(rows.columns))
        if column is not None:
            own = self._tree.slice_of(area_id, self._reports[report].reads).own
            rows = rows[rows[column].isin(own)]
        return counted_rows(rows, claim.where, claim.column, claim.how)


def _not_in(release: Release, stated: list[tuple[Any, ...]]) -> Iterator[Problem]:
    """Figures that claims rest on with another value than the release has, where it has them."""
    names = list(Identity._fields)
    rows = pd.DataFrame(stated, columns=["place", "block", *names, "stated"]).drop_duplicates()
    if rows.empty:
        return
    held = release.tables["figures"]
    held = held[held["area_id"].isin(rows["area_id"])][[*names, "value"]].astype(
        dict.fromkeys(names, "str")
    )
    both = rows.merge(held, on=names)
    same = (both["stated"] == both["value"]) | (both["stated"].isna() & both["value"].isna())
    for row in both[~same].to_dict("records"):
        message = (
            f"The words of {row['block']!r} rest on {' '.join(str(row[n]) for n in names)} as "
            f"{row['stated']}; the release has {row['value']}."
        )
        yield Problem(file=row["place"], rule="claims", value=row["block"], message=message)
