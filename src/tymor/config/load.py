"""Read ``params/`` and reports' folders: loose YAML in, one strict :class:`Config` out, all
faults at once.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tymor.config.addresses import Name, TermName
from tymor.config.disclosure import Disclosure
from tymor.config.files import ConfigFiles, Content, contents_of
from tymor.config.groups import Groups
from tymor.config.measures import Measures
from tymor.config.models import (
    Audience,
    Categorisation,
    Committee,
    Config,
    EngineSettings,
    Judgements,
    Partnership,
    Risk,
    Support,
    Term,
    Tiles,
)
from tymor.config.new_report import missing_of_reports
from tymor.config.own_settings import OwnSettings
from tymor.config.references import Read, Usual, faults_between
from tymor.config.report_folders import (
    NotebookFolders,
    files_of,
    notebook_folders,
    read_reports,
    with_named,
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
    "groups": Groups,
    "judgements": Judgements,
    "audiences": dict[Name, Audience],
    "disclosure": dict[Name, Disclosure],
    "engine": EngineSettings,
    "risk": Risk,
    "committees": dict[Name, Committee],
    "support": Support,
    "categorisation": Categorisation,
}


#: Whose committees these are: of the default partnership, where another has none in its folder.
_COMMITTEES = "params/committees.yml"
#: One that need not be there: where authorities stand on a map.
_MAP = "map.yml"


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
    own = OwnSettings(root, who.settings if who else None)
    faults.extend(own.faults([*(f"{name}.yml" for name in _SETTINGS), _MAP], files.shown(chosen)))
    read: dict[str, Any] = {
        name: files.read(own.path(f"params/{name}.yml"), kind) for name, kind in _SETTINGS.items()
    }
    place = own.path(f"params/{_MAP}")
    read["tiles"] = files.read(place, Tiles) if place in files.contents else {}
    reports = read_reports(files, folders)
    read_folders = {report.folder for report in reports.values()}
    all_reports = read_folders == {folder.name for folder in folders.reports}
    languages = read_languages(files, folders, own.words)
    named = [name for term in (read["terms"] or {}).values() for name in term.reports]
    folders = with_named(root, folders, reports, named)
    faults.extend(missing_of_reports(files, folders, reports, languages, read["audiences"] or {}))
    every = _every_partnership(files)
    files.look_beside()
    between = Read(
        files=files,
        own=own,
        usual=_usual(files, own),
        partnership_file=chosen,
        partnership=who,
        areas=_areas(files, [*every, *([who] if who else [])]),
        reports=reports,
        all_reports=all_reports,
        languages=languages,
        **{name: each for name, each in read.items() if name not in ("engine", "tiles")},
    )
    faults.extend(faults_between(between))
    measures, learners = read.pop("measures"), read.pop("groups")
    is_whole = all(each is not None for each in read.values())
    if faults or not (who and measures and learners and is_whole and reports and every):
        raise ConfigError(tuple(dict.fromkeys(faults)))
    return Config(
        root=root,
        partnership=who,
        partnership_file=str(chosen.absolute()),
        default_partnership_id=every[0].id,
        own_committees=who.id == every[0].id or own.place(_COMMITTEES) != _COMMITTEES,
        partnership_ids=frozenset(other.id for other in [*every, who]),
        partnerships=tuple(every),
        cautions=measures.cautions,
        similar=measures.similar,
        unlike=measures.unlike,
        chance=measures.chance,
        sections=measures.sections,
        phases=measures.phases,
        measures=measures.measures,
        learners=learners,
        decimals=_decimals(measures),
        reports=reports,
        languages=languages,
        files={path.absolute(): each for path, each in contents if isinstance(each, bytes)},
        **read,
    )


def _usual(files: ConfigFiles, own: OwnSettings) -> Usual:
    """What ``params/`` itself names, which reports may, too, where a publication has others."""
    names: dict[str, Any] = {}
    for name in ("measures", "audiences"):
        usual = files.root / "params" / f"{name}.yml"
        if usual != own.path(f"params/{name}.yml"):
            names[name] = files.read(usual, _SETTINGS[name])
    return Usual(**names)


def _decimals(read: Measures) -> dict[str, int]:
    """To how many places each measure is shown: its own, or those of its section."""
    return {
        name: read.sections[each.section].decimals if each.decimals is None else each.decimals
        for name, each in read.measures.items()
    }


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


def _areas(files: ConfigFiles, partnerships: Sequence[Partnership]) -> list[str] | None:
    """The ids and codes of all areas above schools; nothing where some file could not be read."""
    if len({each.id for each in partnerships}) < len(_partnership_files(files.root)):
        return None
    codes = ((each.id, *each.local_authorities) for each in partnerships)
    return sorted({code for each in codes for code in each})


def _partnership_files(root: Path) -> list[Path]:
    params = root / "params"
    return [params / "partnership.yml", *sorted((params / "partnerships").glob("*.yml"))]


def _every_partnership(files: ConfigFiles) -> list[Partnership]:
    """All that are configured, the default one first."""
    read = [files.read(file, Partnership) for file in _partnership_files(files.root)]
    return [who for who in read if who]
