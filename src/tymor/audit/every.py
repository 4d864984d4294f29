"""All attacks and checks on every built site, as one list of problems."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tymor.audit.checks import check_files, check_languages, check_links, check_sitemap
from tymor.audit.claims import check_claims
from tymor.audit.finding import check_search
from tymor.audit.leaks import check_leaks, hidden_figures
from tymor.audit.site import BuiltSite
from tymor.audit.stamp import (
    Tree,
    take_stamp_away,
    tree_below,
    tree_digest,
    was_audited,
    write_stamp,
)
from tymor.config.disclosure import is_attacked
from tymor.errors import Problem, count
from tymor.files import to_json, write_atomic
from tymor.fingerprints import require_same_code
from tymor.page import Identity
from tymor.prepare.release_files import Release, StoredTables
from tymor.publication import Publication

if TYPE_CHECKING:
    import pandas as pd

#: The rule of the attack on what is withheld.
_TOLD = "disclosure"
#: What each rule's findings are called, one and many.
_RULES = {
    "leaks": ("leak", "leaks"),
    _TOLD: ("figure told", "figures told"),
    "claims": ("claim that does not follow", "claims that do not follow"),
    "links": ("broken link", "broken links"),
    "languages": ("language fault", "language faults"),
    "accessibility": ("accessibility fault", "accessibility faults"),
    "pdf": ("PDF fault", "PDF faults"),
}


@dataclass(frozen=True)
class Findings:
    """``attacked`` says whether any audience's figures were: of others nothing is claimed.

    ``warnings`` are numbers of which nothing says what they rest on.
    """

    problems: tuple[Problem, ...]
    attacked: bool
    warnings: tuple[Problem, ...] = ()
    as_before: bool = False

    def summary(self) -> str:
        found = Counter(problem.rule for problem in self.problems)
        rules = {rule: said for rule, said in _RULES.items() if self.attacked or rule != _TOLD}
        told = "   ".join(count(found[rule], *said) for rule, said in rules.items())
        if self.warnings:
            told += (
                f"   {count(self.warnings, 'number without a claim', 'numbers without a claim')}"
            )
        return f"{told}   as before" if self.as_before else told


def audit(
    publication: Publication, sites: Mapping[str, str], releases: Mapping[str, Release]
) -> Findings:
    """Attack and check every site; the report is in ``build/TERM/audit/``.

    A tree of files that was audited before, to the last file, is not looked at again; of
    another one, only the files that changed. ``sites`` holds each one's audience by its name.
    """
    rules = publication.config.disclosure
    asked = any(is_attacked(rules[audience]) for audience in sites.values())
    tree = tree_below(publication.sites)
    stands = tree_digest(tree)
    if was_audited(publication, stands):
        return Findings((), asked, tuple(_warned(publication)), as_before=True)
    from tymor.audit.disclosure import (
        attacked,
        tables_told,
        utility,
    )  # solvers, only where they are needed

    take_stamp_away(publication)
    hidden: dict[str, set[Identity]] = {}
    problems: list[Problem] = []
    for audience in dict.fromkeys(sites.values()):
        tables, areas = tables_told(releases[audience]), releases[audience].tables["areas"]
        hidden[audience] = hidden_figures(tables["figures"])
        problems += attacked(publication, audience, tables)
        _write_utility(publication, audience, utility(publication, audience, tables, areas))
    for site, audience in sites.items():
        problems += _of_site(
            publication, site, _below(tree, site), hidden[audience], releases[audience], audience
        )
    require_same_code()
    _write(publication, problems)
    faults = tuple(each for each in problems if each.severity == "error")
    if not faults:
        write_stamp(publication, stands)
    return Findings(faults, asked, tuple(each for each in problems if each not in faults))


def _write_utility(publication: Publication, audience: str, rows: "pd.DataFrame") -> None:
    """What protection costs an audience, as evidence beside the findings."""
    if len(rows):
        told = rows.to_csv(index=False, lineterminator="\n").encode()
        write_atomic(publication.folder / "audit" / f"protection-{audience}.csv", told)


def _below(tree: Tree, site: str) -> frozenset[str]:
    """The places of a site's files below its own folder."""
    folder = f"{site}/"
    return frozenset(place.removeprefix(folder) for place in tree if place.startswith(folder))


def _of_site(
    publication: Publication,
    name: str,
    files: frozenset[str],
    hidden: set[Identity],
    release: Release,
    audience: str,
) -> Iterator[Problem]:
    before = publication.earlier_release(audience)
    earlier = None if before is None else Release(StoredTables(before))
    kept = publication.audit_memory(name)
    languages = publication.config.languages
    address = publication.config.partnership.website.address or ""
    site = BuiltSite(publication.site_folder(name), files, kept, languages.tags, address)
    pages = publication.folder / "pages" / name
    for problem in (
        *check_leaks(site, pages, hidden, kept),
        *check_claims(pages, release, publication.config, kept / "claims", earlier),
        *check_links(site),
        *check_languages(site, tuple(publication.config.languages)),
        *check_files(site),
        *check_sitemap(site),
        *check_search(site, tuple(publication.config.languages)),
    ):
        yield replace(problem, file=f"{name}/{problem.file}")


def _write(publication: Publication, problems: Sequence[Problem]) -> None:
    found = [
        {"file": str(p.file), "rule": p.rule, "value": p.value, "message": p.message}
        for p in problems
    ]
    write_atomic(_findings(publication), to_json(found).encode())


def _warned(publication: Publication) -> Iterator[Problem]:
    """The warnings of the last audit, which found no fault."""
    for each in json.loads(_findings(publication).read_text("utf-8")):
        yield Problem(**each, severity="warning")


def _findings(publication: Publication) -> Path:
    return publication.folder / "audit" / "findings.json"
