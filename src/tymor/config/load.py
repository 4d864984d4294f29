"""Read ``params/`` and reports' folders: loose YAML in, one strict :class:`Config` out, all
faults at once.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tymor.config.addresses import Name, TermName, overlapping
from tymor.config.files import ConfigFiles, Content, contents_of
from tymor.config.models import (
    MOVING,
    Audience,
    Committee,
    Config,
    EngineSettings,
    Judgements,
    Measures,
    Partnership,
    Report,
    Risk,
    Support,
    Term,
)
from tymor.config.new_report import missing_of_reports
from tymor.config.report_folders import (
    REPORT_FILE,
    NotebookFolders,
    files_of,
    notebook_folders,
    read_reports,
)
from tymor.config.words import read_languages
from tymor.errors import ConfigError, TymorError

#: Where something was once said, and where it is now.
_MOVED = {
    "params/reports.yml": "each of its entries, without 'notebook:', now stands in the folder of "
    "its notebook, in notebooks/NAME/report.yml beside notebooks/NAME/NAME.py",
    "params/locales": "what one report says now stands in notebooks/NAME/words.yml, with the "
    "languages one under the other, and what reports share in params/words/en.yml and cy.yml",
}
#: The files of ``params/`` that become settings as they stand, and what each must be.
_SETTINGS: Mapping[str, Any] = {
    "terms": dict[TermName, Term],
    "measures": Measures,
    "groups": tuple[Name, ...],
    "judgements": Judgements,
    "audiences": dict[Name, Audience],
    "engine": EngineSettings,
    "risk": Risk,
    "committees": dict[Name, Committee],
    "support": Support,
}
#: Kinds of area, the whole first.
_DEPTH = ("partnership", "local_authority", "school")


def find_root(start: Path | None = None) -> Path:
    """The project's folder: the nearest one upwards that holds ``params/`` and ``notebooks/``."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "params").is_dir() and (folder / "notebooks").is_dir():
            return folder
    raise TymorError(
        f"{here} is not inside a Tymor project (no folder with params/ and notebooks/). "
        "Change into the project's folder and try again."
    )


def load_config(root: Path, partnership: str | None = None) -> Config:
    """Everything ``params/`` and the reports' folders say.

    Parameters
    ----------
    partnership
        A name in ``params/partnerships/`` (``eas``), a path to a file like
        those, or nothing for ``params/partnership.yml``.

    Raises
    ------
    ConfigError
        Files, keys or values are wrong or do not fit one another; all are named.
    """
    _refuse_what_has_moved(root)
    chosen = _partnership_file(root, partnership)
    folders = notebook_folders(root)
    contents = contents_of(root, chosen, files_of(root, folders))
    return _load(root, chosen, contents, folders)


@lru_cache(maxsize=4)
def _load(
    root: Path, chosen: Path, contents: tuple[tuple[Path, Content], ...], folders: NotebookFolders
) -> Config:
    files = ConfigFiles(root, dict(contents))
    faults = files.faults
    who = files.read(chosen, Partnership)
    read: dict[str, Any] = {
        name: files.read(root / "params" / f"{name}.yml", kind) for name, kind in _SETTINGS.items()
    }
    measures = read.pop("measures")
    faults.extend(_unknown_sections(measures))
    reports = read_reports(files, folders)
    read_all = {report.folder for report in reports.values()} == {f.name for f in folders.reports}
    languages = read_languages(files, folders)
    faults.extend(missing_of_reports(files, folders, reports, languages, read["audiences"] or {}))
    every = _every_partnership(files)
    files.look_beside()
    if not (who and measures and all(read.values()) and reports and read_all and every):
        raise ConfigError(tuple(dict.fromkeys(faults)))
    config = Config(
        root=root,
        partnership=who,
        partnership_file=str(chosen.absolute()),
        default_partnership_id=every[0].id,
        partnership_ids=frozenset(other.id for other in [*every, who]),
        decimals=measures.decimals,
        sections=measures.sections,
        measures=measures.measures,
        reports=reports,
        languages=languages,
        files={path.absolute(): each for path, each in contents if isinstance(each, bytes)},
        **read,
    )
    faults.extend([*_unnamed(config), *_unknown_names(config), *_unsaid_words(config)])
    if faults:
        raise ConfigError(tuple(dict.fromkeys(faults)))
    return config


def _refuse_what_has_moved(root: Path) -> None:
    """One who comes with a project of an older version is told that, and nothing else."""
    moved = [f"{old}: {now}" for old, now in _MOVED.items() if (root / old).exists()]
    if moved:
        raise ConfigError([f"{each}; move it there" for each in moved])


def _partnership_file(root: Path, name: str | None) -> Path:
    params = root / "params"
    default = params / "partnership.yml"
    if name is None:
        return default
    if name.endswith((".yml", ".yaml")):
        return Path(name)
    path = params / "partnerships" / f"{name.lower()}.yml"
    if not path.exists():
        own = ConfigFiles(root, {}).read(default, Partnership)
        if own is not None and own.id.lower() == name.lower():
            return default
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.yml")))
        raise ConfigError([f"no partnership {name!r}: params/partnerships/ has {known}"])
    return path


def _every_partnership(files: ConfigFiles) -> list[Partnership]:
    """All that are configured, the default one first."""
    params = files.root / "params"
    each = [params / "partnership.yml", *sorted((params / "partnerships").glob("*.yml"))]
    read = [files.read(file, Partnership) for file in each]
    return [who for who in read if who]


def _unnamed(config: Config) -> Iterable[str]:
    """What has a name of its own in ``params/`` needs it in every language."""
    own = ConfigFiles(config.root, {}).shown(Path(config.partnership_file))
    said = {f"{own}: name": config.partnership.name}
    said |= {f"params/terms.yml: {name}.name": term.name for name, term in config.terms.items()}
    for name, each in config.committees.items():
        said[f"params/committees.yml: {name}.name"] = each.name
        said[f"params/committees.yml: {name}.author"] = each.author
    for where, names in said.items():
        if missing := [language for language in config.languages if language not in names]:
            yield f"{where} lacks its words in {', '.join(missing)}"
        yield from _not_in(names, config.languages, where)


def _unknown_names(config: Config) -> Iterable[str]:
    """References from one file to another that lead nowhere."""
    for name, term in config.terms.items():
        yield from _not_in(term.reports, config.reports, f"params/terms.yml: {name}.reports")
        before = [term.previous] if term.previous else []
        yield from _not_in(before, config.terms, f"params/terms.yml: {name}.previous")
        earlier = config.terms.get(term.previous or "")
        if earlier and earlier.published >= term.published:
            yield (
                f"params/terms.yml: {name}.previous: found {term.previous!r}, published on "
                f"{earlier.published}; expected a term published before {term.published}"
            )
        plans = (term.plan_year, term.evaluated_plan_year)
        yield from _not_in(plans, config.judgements.plan_years, f"params/terms.yml: {name}")
    for name, report in config.reports.items():
        where = f"{_entry_of(report)}: {name}"
        yield from _not_in(report.audiences, config.audiences, f"{where}.audiences")
        yield from _not_in(report.compares, config.sections, f"{where}.compares")
        yield from _not_in(report.changes, [*config.sections, *MOVING], f"{where}.changes")
        yield from _not_in(report.links, config.reports, f"{where}.links")
        for key, tables in (("needs", report.needs), ("uses", report.uses)):
            yield from _not_in(tables, config.release_tables, f"{where}.{key}")
        if report.committee is not None:
            yield from _no_sitting(config, name, report)
        for reader in sorted(set(report.audiences) & set(config.audiences)):
            of = config.audiences[reader].of or "partnership"
            if _DEPTH.index(report.area) < _DEPTH.index(of):
                yield (
                    f"{where}.audiences: found {reader!r}, which has a site for each {of}, for a "
                    f"report on a {report.area}; expected an audience that may see all of it"
                )
    for name, measure in config.measures.items():
        if measure.of is not None:
            yield from _not_in([measure.of], config.measures, f"params/measures.yml: {name}.of")
    for name, audience in config.audiences.items():
        where = f"params/audiences.yml: {name}.school_groups"
        yield from _not_in(audience.school_groups, config.groups, where)
    sites = {name: audience.site for name, audience in config.audiences.items()}
    for one, other in overlapping(sites):
        yield (
            f"params/audiences.yml: {other}.site: found {sites[other]!r}, which could be the same "
            f"place as {one}.site, {sites[one]!r}, or inside it; give each a folder of its own"
        )
    for year, scheme in config.judgements.plan_years.items():
        where = f"params/judgements.yml: plan_years.{year}"
        yield from _not_in([scheme], config.judgements.schemes, where)


def _entry_of(report: Report) -> str:
    return f"notebooks/{report.folder}/{REPORT_FILE}"


def _unknown_sections(measures: Measures | None) -> Iterable[str]:
    """Measures of a section that their own file does not name."""
    if measures is not None:
        for name, measure in measures.measures.items():
            where = f"params/measures.yml: measures.{name}.section"
            yield from _not_in([measure.section], measures.sections, where)


def _no_sitting(config: Config, name: str, report: Report) -> Iterable[str]:
    """A report for a committee needs its dates in every term that has the report."""
    assert report.committee is not None
    where = f"{_entry_of(report)}: {name}.committee"
    yield from _not_in([report.committee], config.committees, where)
    if report.committee in config.committees:
        sittings = config.committees[report.committee].terms
        for term, entry in config.terms.items():
            if name in entry.reports and term not in sittings:
                yield (
                    f"params/committees.yml: {report.committee}.terms: {term} is missing, and "
                    f"the report {name!r} goes to it in that term"
                )


def _not_in(names: Iterable[str], known: Iterable[str], where: str) -> Iterable[str]:
    allowed = list(known)
    for name in names:
        if name not in allowed:
            yield f"{where}: found {name!r}; expected one of {', '.join(allowed)}"


def _unsaid_words(config: Config) -> Iterable[str]:
    """What ``params/`` names must have words that every report may say."""
    keys = [
        *(f"measures.{name}.label" for name in config.measures),
        *(f"groups.{name}" for name in config.groups),
        *(f"sectors.{name}" for name in config.support.least_days),
        *(f"school_priorities.reform_areas.{name}" for name in config.support.reform_areas),
        *(f"risk.{name}" for name in config.risk.indicators),
        *(f"sections.{measure.section}" for measure in config.measures.values()),
        *(f"judgements.{code}" for scheme in config.judgements.schemes.values() for code in scheme),
        *(
            f"closed.{name}.{part}"  # its home says who may read it
            for name, audience in config.audiences.items()
            for part in ("title", "description", "callout.title", "callout.text")
            if audience.closed
        ),
    ]
    for key in dict.fromkeys(keys):
        if not config.languages.known_in("", key):
            yield f"params/words: {key} is missing in every language"
