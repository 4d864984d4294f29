"""All attacks and checks on every built site, as one list of problems."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tymor.audit.accessibility import check_accessibility
from tymor.audit.languages import check_languages
from tymor.audit.leaks import check_leaks
from tymor.audit.links import check_links
from tymor.audit.pdf import check_pdf
from tymor.audit.site import BuiltSite
from tymor.errors import Problem, count
from tymor.files import Writer, fresh_folder
from tymor.publication import Publication
from tymor.release import Release

#: What each rule's findings are called, one and many.
_RULES = {
    "leaks": ("leak", "leaks"),
    "links": ("broken link", "broken links"),
    "languages": ("language fault", "language faults"),
    "accessibility": ("accessibility fault", "accessibility faults"),
    "pdf": ("PDF fault", "PDF faults"),
}


@dataclass(frozen=True)
class Findings:
    problems: tuple[Problem, ...]

    def summary(self) -> str:
        found = Counter(problem.rule for problem in self.problems)
        return "   ".join(count(found[rule], *said) for rule, said in _RULES.items())


def audit(publication: Publication, releases: Mapping[str, Release]) -> Findings:
    """Attack and check every audience's site; the report is in ``build/TERM/audit/``."""
    audiences = [name for name in releases if publication.site_folder(name).is_dir()]
    problems = tuple(
        problem
        for audience in audiences
        for problem in _of_audience(publication, audience, releases[audience])
    )
    _write(publication, problems)
    return Findings(problems)


def _of_audience(publication: Publication, audience: str, release: Release) -> Iterator[Problem]:
    site = BuiltSite(publication.site_folder(audience))
    pages = publication.folder / "pages" / audience
    yield from check_leaks(site, pages, release.tables["figures"])
    yield from check_links(site)
    yield from check_languages(site, tuple(publication.config.languages))
    yield from check_accessibility(site)
    yield from _of_pdfs(site)


def _of_pdfs(site: BuiltSite) -> Iterator[Problem]:
    """Each PDF, in as many processes as there are cores: this is most of the audit's time."""
    paths = site.pdfs
    if not paths:
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(paths)), mp_context=context) as pool:
        found = pool.map(
            check_pdf,
            [site.root / path for path in paths],
            [path.parts[0] for path in paths],
            chunksize=8,
        )
        for path, problems in zip(paths, found, strict=True):
            for problem in problems:
                yield Problem(file=path.as_posix(), rule="pdf", message=problem.message)


def _write(publication: Publication, problems: tuple[Problem, ...]) -> None:
    writer = Writer(fresh_folder(publication.folder / "audit"))
    writer.json(
        "findings.json",
        [{"file": str(p.file), "rule": p.rule, "value": p.value, "message": p.message}
         for p in problems],
    )  # fmt: skip
