"""The folders in ``notebooks/``: what a report is made of stands together in one.

``notebooks/NAME/`` is a report's where it holds ``NAME.py``, its notebook, or one of the other
two files that it needs. What lies in any other folder there, or in ``notebooks/`` itself, all
reports may use.
"""

import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.machinery import PathFinder
from pathlib import Path

from tymor.config.addresses import NAME, Name
from tymor.config.files import ConfigFiles
from tymor.config.models import Report, ReportEntry

REPORT_FILE, WORDS_FILE = "report.yml", "words.yml"
#: What the folders are called that packages are installed in, and this package.
_INSTALLED, _OURS = ("site-packages", "dist-packages"), __name__.partition(".")[0]
#: All of these a report's folder must hold, beside its notebook.
_FILES = (REPORT_FILE, WORDS_FILE)


@dataclass(frozen=True)
class ReportFolder:
    """A report's folder: its name, and the names of what lies in it."""

    name: str
    held: frozenset[str]

    @property
    def notebook(self) -> str:
        """Its notebook, below ``notebooks/``."""
        return f"{self.name}/{self.name}.py"

    @property
    def place(self) -> str:
        return f"notebooks/{self.name}"


@dataclass(frozen=True)
class NotebookFolders:
    """What ``notebooks/`` holds: reports' folders by name, and all that Python could import."""

    reports: tuple[ReportFolder, ...]
    modules: tuple[tuple[str, str], ...]  # place in the project, name of the module


def notebook_folders(root: Path) -> NotebookFolders:
    """What lies in the project's ``notebooks/`` now."""
    notebooks = root / "notebooks"
    held = {path.name: _names_in(path) for path in sorted(notebooks.iterdir()) if path.is_dir()}
    reports = tuple(
        ReportFolder(name, names)
        for name, names in held.items()
        if not name.startswith(".") and names & {f"{name}.py", *_FILES}
    )
    folders = [notebooks, *(notebooks / folder.name for folder in reports)]
    modules = sorted(found for folder in folders for found in _modules_in(folder, root))
    return NotebookFolders(reports, tuple(modules))


def with_named(
    root: Path, folders: NotebookFolders, reports: Collection[str], named: Iterable[str]
) -> NotebookFolders:
    """These folders, and those that hold nothing of a report yet but are called as one that a
    term has.
    """
    held = {folder.name for folder in folders.reports}
    new = [
        ReportFolder(name, _names_in(root / "notebooks" / name))
        for name in dict.fromkeys(named)
        if name not in held and name not in reports and (root / "notebooks" / name).is_dir()
    ]
    return replace(folders, reports=(*folders.reports, *new))


def files_of(root: Path, folders: NotebookFolders) -> list[Path]:
    """The files of reports' folders that are read as those of ``params/`` are."""
    return [
        root / folder.place / name
        for folder in folders.reports
        for name in _FILES
        if name in folder.held
    ]


def read_reports(files: ConfigFiles, folders: NotebookFolders) -> dict[str, Report]:
    """Every report whose entry can be read, by folder and then as its ``report.yml`` lists them.

    What is wrong with these files, or with the names of folders and what lies in them, is put
    among the faults of ``files``.
    """
    found: dict[str, Report] = {}
    places: dict[str, Path] = {}
    for folder in folders.reports:
        path = files.root / folder.place / REPORT_FILE
        held = REPORT_FILE in folder.held  # else it is told with all else that is missing
        entries = files.read(path, dict[Name, ReportEntry]) if held else None
        if entries == {}:
            files.faults.append(f"{files.shown(path)}: names no report; expected one or more")
        for name, entry in (entries or {}).items():
            if name in found:
                there, here = (files.at(each, name) for each in (places[name], path))
                files.faults.append(
                    f"{here}: {name} is a report twice, also in {there}; give one another name"
                )
            places[name] = path
            found[name] = Report(notebook=folder.notebook, **entry.model_dump())
    files.faults.extend([*_ill_named(folders), *_hiding(folders)])
    return found


def _ill_named(folders: NotebookFolders) -> Iterator[str]:
    for folder in folders.reports:
        if re.fullmatch(NAME, folder.name) is None:
            yield (
                f"{folder.place}: found {folder.name!r}; a report's folder and notebook are called "
                "by small letters, digits and underscores, a letter first"
            )


def _hiding(folders: NotebookFolders) -> Iterator[str]:
    """Modules beside notebooks that a kernel would import in the place of others."""
    installed = [each for each in sys.path if Path(each).name in _INSTALLED]
    for place, name in folders.modules:
        if name in sys.stdlib_module_names:
            yield f"{place}: Python has a module {name!r} of its own, which this hides; rename it"
        elif name == _OURS or _is_package(name, installed):
            yield f"{place}: a package in use is called {name!r}, which this hides; rename it"


def _is_package(name: str, installed: list[str]) -> bool:
    """Whether it is installed; a folder that only happens to lie there is no package."""
    found = PathFinder.find_spec(name, installed)
    return found is not None and found.loader is not None


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(path.name for path in folder.iterdir())
    except OSError:  # another user's
        return frozenset()


def _modules_in(folder: Path, root: Path) -> Iterator[tuple[str, str]]:
    for name in _names_in(folder):
        path = folder / name
        imported = path.suffix == ".py" or (path / "__init__.py").exists()
        if imported and path.stem.isidentifier():
            yield path.relative_to(root).as_posix(), path.stem
