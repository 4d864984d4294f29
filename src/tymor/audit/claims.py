"""Whether what sentences claim follows from the figures and rows that they rest on.

Each claim of a page's data is worked out again: from the figures that it names, from the page's own
tables, from the settings in ``params/``, and from the rows of the release, of which the figures are
looked up, too. Numbers that claim nothing are named.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter

from tymor.audit.looked_at import Facts, look_at_all
from tymor.claimed_rows import counted_rows, fitting, gone
from tymor.claims import (
    Brings,
    Claim,
    Given,
    Greatest,
    Listed,
    Named,
    PartOf,
    Rows,
    Stated,
    Twice,
    judged_pairs,
    rows_told,
)
from tymor.config import Config
from tymor.config.area_slices import AreaTree, area_column
from tymor.config.settings import setting_of
from tymor.errors import Problem, TymorError
from tymor.files import files_below
from tymor.page import Identity
from tymor.prepare.release_files import Release

_CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)
#: The rule of a number of which nothing says what it rests on.
UNCLAIMED = "unclaimed"


def check_claims(
    pages: Path,
    release: Release,
    config: Config,
    kept: Path | None = None,
    earlier: Release | None = None,
) -> Iterator[Problem]:
    """A problem for each claim of a site's pages that does not follow, and a warning for each
    number that claims nothing.

    ``pages`` is the folder of their data, ``release`` what their audience may read, ``earlier``
    that of the term before. ``kept`` remembers what pages claim; see :mod:`.looked_at`.
    """
    found = (place for place, entry in files_below(pages) if entry.name == "page.json")
    paths = [Path(place) for place in sorted(found)]
    asked, stated = _Asked(release, earlier, config), []
    for path, facts in zip(paths, look_at_all(pages, paths, _look, kept), strict=True):
        place = path.as_posix()
        for block, claim in facts["wrong"]:
            yield _problem(place, block, _CLAIM.validate_python(claim))
        for block, said in facts["asked"]:
            claim = _CLAIM.validate_python(said)
            if not asked.follows(facts["area_id"], facts["report"], claim):
                yield _problem(place, block, claim)
        for block, said, areas in facts["left_out"]:
            claim = _CLAIM.validate_python(said)
            if isinstance(claim, Greatest) and asked.has_beside(claim.one.area_id, areas):
                yield _problem(place, block, claim)
        stated += [(place, *each) for each in facts["stated"]]
        for block, measure_id, better in facts["judged"]:
            measure = config.measures.get(measure_id)
            if measure is not None and measure.better != better:
                yield _misjudged(place, block, measure_id, better, measure.better)
        for block, name in facts["unclaimed"]:
            yield _unclaimed(place, block, name)
    for then, held in ((False, release), (True, earlier)):
        own = [(place, block, *each) for place, block, of, *each in stated if of == then]
        yield from _not_in(held, own)


def remember_claims(page_file: Path, path: str, kept: Path) -> None:
    """Look at what one page claims now, so that the audit need not."""
    root = page_file.parents[len(Path(path).parts)]
    look_at_all(root, [page_file.relative_to(root)], _look, kept)


def _look(root: Path, path: Path) -> Facts:
    """What a page claims: what is wrong of it, what the release and the settings must say, what
    figures it rests on, which way it takes their measures to be better, and what claims nothing."""
    page = json.loads((root / path).read_text("utf-8"))
    tables = {block["id"]: block["table"] for block in page["blocks"] if "table" in block}
    shown = dict(_shown(page["blocks"]))
    facts: Facts = {"area_id": page["area_id"], "report": page["report"]}
    facts |= {"wrong": [], "asked": [], "stated": [], "judged": [], "unclaimed": [], "left_out": []}
    for block in page["blocks"]:
        facts["unclaimed"] += [[block["id"], name] for name in block["unclaimed"]]
        for claim in map(_CLAIM.validate_python, block["claims"]):
            if not (_on_page(claim, block, tables, shown) and claim.follows()):
                facts["wrong"].append([block["id"], claim.model_dump(mode="json")])
            if rows_told(claim) or isinstance(claim, Twice | Given):
                facts["asked"].append([block["id"], claim.model_dump(mode="json")])
            if isinstance(claim, Greatest) and (areas := _beyond(claim, shown)):
                facts["left_out"].append([block["id"], claim.model_dump(mode="json"), areas])
            judged = {(each.one.measure_id, each.better) for each in judged_pairs(claim)}
            facts["judged"] += [[block["id"], *each] for each in sorted(judged)]
            facts["stated"] += [
                [block["id"], each.earlier, *_identity(each), each.value] for each in claim.stated()
            ]
    return facts


def _identity(figure: Stated) -> Identity:
    return Identity.of(figure.model_dump())


def _shown(tree: Any) -> Iterator[tuple[Identity, float | None]]:
    """The figures that blocks of a page show, and their values."""
    if isinstance(tree, list):
        for each in tree:
            yield from _shown(each)
    elif isinstance(tree, dict) and "measure_id" in tree:
        yield Identity.of(tree), tree["value"]
    elif isinstance(tree, dict):
        for name, each in tree.items():
            if name not in ("claims", "spec"):
                yield from _shown(each)


def _beyond(claim: Greatest, shown: Mapping[Identity, float | None]) -> list[str]:
    """The areas whose figure on the page is beyond the one that is said to be the greatest of
    several areas', and which were not among these."""
    one = _identity(claim.one)
    named = {_identity(each) for each in claim.among}
    if not named or any(each[1:] != one[1:] for each in named):
        return []
    return sorted(
        identity.area_id
        for identity, value in shown.items()
        if value is not None
        and identity[1:] == one[1:]
        and identity not in {one, *named}
        and not claim.model_copy(update={"among": (_of(claim.one, identity, value),)}).follows()
    )


def _of(one: Stated, identity: Identity, value: float) -> Stated:
    """A figure such as this one, of another identity."""
    return one.model_copy(update={**identity._asdict(), "value": value})


def _on_page(
    claim: Claim,
    block: Mapping[str, Any],
    tables: Mapping[str, Any],
    shown: Mapping[Identity, float | None],
) -> bool:
    """Whether the page itself bears a claim out: its figures, its tables and its words."""
    if isinstance(claim, Listed):
        return claim.block in tables and _listed(tables[claim.block], claim) == claim.number
    if isinstance(claim, Named):
        return all(_names(block, name) for name in claim.names)
    now = [each for each in claim.stated() if not each.earlier]
    return all(shown.get(_identity(each), each.value) == each.value for each in now)


def _listed(table: Mapping[str, Any], claim: Listed) -> int:
    """The rows of a table of a page that stand for one thing each, and have these words."""
    at = {column["key"]: nth for nth, column in enumerate(table["columns"])}
    return sum(
        row["style"] == "body"
        and all(
            name in at and row["cells"][at[name]].get("text") in words
            for name, words in claim.cells.items()
        )
        for row in table["rows"]
    )


def _names(block: Mapping[str, Any], name: Mapping[str, str]) -> bool:
    """Whether the words of a block have a name in every language, with any capital: a label as it
    stands within a sentence has none."""
    said = [block[part] for part in ("title", "text", "note") if block.get(part)]
    return any(all(name[each].lower() in words[each].lower() for each in name) for words in said)


def _problem(place: str, block: str, claim: Claim) -> Problem:
    left_out = {"pairs", "cases", "among", "of", "names"}
    said = claim.model_dump(exclude=left_out, exclude_defaults=True)
    what = json.dumps({"kind": claim.kind, **said}, ensure_ascii=False, default=str)
    message = f"The words of {block!r} claim what does not follow: {what}"
    return Problem(file=place, rule="claims", value=block, message=message)


def _misjudged(place: str, block: str, measure_id: str, said: str, better: str) -> Problem:
    message = (
        f"The words of {block!r} judge {measure_id} as one of which {said} is better; by "
        f"params/measures.yml it is {better}."
    )
    return Problem(file=place, rule="claims", value=block, message=message)


def _unclaimed(place: str, block: str, name: str) -> Problem:
    message = (
        f"Nothing says what the number {{{name}}} of {block!r} rests on: take it from "
        "tymor.report.told (docs/how-to.md, Say what a sentence rests on)."
    )
    return Problem(file=place, rule=UNCLAIMED, value=block, message=message, severity="warning")


class _Asked:
    """The settings, and the rows of a release and of the one before, each table read once."""

    def __init__(self, release: Release, earlier: Release | None, config: Config) -> None:
        self._releases = {False: release, True: earlier}
        self._config = config
        areas = release.tables["areas"]
        self._tree = AreaTree.of(areas["area_id"], areas["parent_id"])
        self._held: dict[tuple[str, bool], pd.DataFrame | None] = {}

    def follows(self, area_id: str, report: str, claim: Claim) -> bool:
        """Whether a claim of a report on an area follows from what that reads."""
        if isinstance(claim, Twice):
            both = [self._fitting(area_id, report, each) for each in (claim.now, claim.before)]
            now, before = both
            return claim.number == (
                0 if now is None or before is None else gone(now, before, claim)
            )
        return self._by_settings(claim) and all(
            each.number == self._counted(area_id, report, each) for each in rows_told(claim)
        )

    def has_beside(self, area_id: str, others: Sequence[str]) -> bool:
        """Whether one of these areas is of the same area above as the first."""
        return area_id in self._tree.parents and bool({*self._tree.beside(area_id)} & {*others})

    def _by_settings(self, claim: Claim) -> bool:
        """Whether the settings bear out what a claim says of them; one of none is."""
        setting = partial(setting_of, self._config)
        try:
            match claim:
                case Given():
                    return setting(claim.setting, claim.how) == claim.number
                case Brings():
                    ends = (setting(f"{claim.setting}.{end}") for end in ("least", "most"))
                    return claim.lies_between(*ends)
                case PartOf():
                    return claim.is_of(setting(claim.setting))
                case _:
                    return True
        except TymorError:
            return False

    def _counted(self, area_id: str, report: str, claim: Rows) -> float:
        rows = self._own(area_id, report, claim)
        # What an audience may not read it is told nothing of.
        return 0 if rows is None else round(counted_rows(rows, claim), 6)

    def _fitting(self, area_id: str, report: str, claim: Rows) -> pd.DataFrame | None:
        rows = self._own(area_id, report, claim)
        return None if rows is None else fitting(rows, claim)

    def _own(self, area_id: str, report: str, claim: Rows) -> pd.DataFrame | None:
        """The rows of a table that a report on an area reads; none where there is no such table."""
        rows = self._table(claim.table, claim.earlier)
        column = None if rows is None else area_column(list(rows.columns))
        if rows is None or column is None:
            return rows
        own = self._tree.slice_of(area_id, self._config.reports[report].reads).own
        return rows[rows[column].isin(own)]

    def _table(self, name: str, earlier: bool) -> pd.DataFrame | None:
        if (name, earlier) not in self._held:
            release = self._releases[earlier]
            there = release is not None and name in release.tables
            self._held[name, earlier] = release.tables[name] if release and there else None
        return self._held[name, earlier]


def _not_in(release: Release | None, stated: Sequence[tuple[Any, ...]]) -> Iterator[Problem]:
    """Figures that claims rest on with another value than the release has, where it has them."""
    names = list(Identity._fields)
    rows = pd.DataFrame(stated, columns=["place", "block", *names, "stated"]).drop_duplicates()
    if rows.empty or release is None:
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
