"""Whether what ``prepare`` made still stands: the inputs, the settings and the code as they were.

A data folder with a database in it is looked at anew each time: nobody can tell from
outside whether its rows have changed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tymor.console.problems import record
from tymor.errors import Problem, TymorError
from tymor.files import to_json, write_atomic
from tymor.fingerprints import digest_of, digest_of_files, package_code, packages, touched
from tymor.inputs.folder_entries import (
    IS_FOLDER,
    Unreadable,
    entries_of,
    files_within,
    why_no_file,
    why_no_folder,
    yaml_of,
)
from tymor.ledger import read_ledger
from tymor.publication import Publication

if TYPE_CHECKING:
    from tymor.inputs.model import RowsHeld  # contracts are slow to load, and not needed here


@dataclass(frozen=True)
class Checked:
    """What ``check`` said of the inputs: how much it read, and the warnings."""

    tables: int
    rows: int
    problems: tuple[Problem, ...]
    held: "RowsHeld"


#: What of the settings no release rests on, or is told in another way; all else counts, also what
#: is new: a rule of protection that was left out of a list would be changed and not be followed.
_OTHERWISE = {
    "root", "files", "languages", "partnership_file", "partnership_ids", "default_partnership_id",
    "terms", "reports", "committees", "engine", "sections",
}  # fmt: skip


def inputs_fingerprint(publication: Publication) -> str:
    """What checked inputs and releases rest on; empty where that cannot be told.

    That is the project's own, and what others of its publications have shown.
    """
    own = own_fingerprint(publication)
    ledger = read_ledger(publication.config.root).but_for(own)
    return digest_of([own, ledger.digests]) if own else ""


def own_fingerprint(publication: Publication) -> str:
    """The inputs, the settings and the code; empty where that cannot be told."""
    config = publication.config
    try:
        own = _stamp_of_folders(config.data_folders, config.root)
    except (OSError, _AsksADatabase):
        return ""
    settings = {name: value for name, value in vars(config).items() if name not in _OTHERWISE}
    settings |= {
        "term": publication.term.model_dump(exclude={"name", "published", "reports"}),
        "published": str(publication.term.published),
        "partnership_ids": sorted(config.partnership_ids),
        "languages": list(config.languages),
        "committees": list(config.committees),
    }
    return digest_of([own, settings, package_code(), packages(config.root)])


def inputs_touched(publication: Publication) -> Mapping[str, tuple[int, ...]]:
    """When each file of the data folders was last written to."""
    folders = publication.config.data_folders
    return {str(path): touched(str(path)) for folder in folders for path in files_within(folder)}


def require_same_inputs(publication: Publication, before: Mapping[str, tuple[int, ...]]) -> None:
    """What was checked is what the fingerprint is of, for no file was written to since.

    Raises
    ------
    TymorError
        Some were: what was read may be half of the old and half of the new.
    """
    now = inputs_touched(publication)
    other = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    if other:
        names = [Path(path).relative_to(publication.config.root).as_posix() for path in other]
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        raise TymorError(
            f"{names[0]}{more} changed while the inputs were being read, so what was read may be "
            "half of the old and half of the new. Run it again when they are whole."
        )


def still_standing(publication: Publication, fingerprint: str) -> Checked | None:
    """What the last check said, where its inputs are the same ones; else nothing."""
    kept = _kept(publication)
    if not fingerprint or kept.get("fingerprint") != fingerprint:
        return None
    problems = tuple(Problem(**problem) for problem in kept["problems"])
    return Checked(kept["tables"], kept["rows"], problems, kept["held"])


def last_held(publication: Publication) -> "RowsHeld":
    """How many rows of each table the last release of this term had, by data folder."""
    held = _kept(publication).get("held")
    return held if isinstance(held, dict) else {}


def forget_inputs(publication: Publication) -> None:
    """Before anything of check or release is touched: it does not stand for its inputs now.

    What the last release had rows of is kept, until there is another.
    """
    held = last_held(publication)
    write_atomic(_place(publication), to_json({"fingerprint": "", "held": held}).encode())


def remember_inputs(publication: Publication, fingerprint: str, checked: Checked) -> None:
    """Write down that the releases that now stand rest on these inputs."""
    problems = [record(problem) for problem in checked.problems]
    kept = {**vars(checked), "problems": problems, "fingerprint": fingerprint}
    write_atomic(_place(publication), to_json(kept).encode())


def _place(publication: Publication) -> Path:
    return publication.folder / "prepared.json"


def _kept(publication: Publication) -> dict[str, Any]:
    """What was written down; nothing where that is not there or torn."""
    try:
        kept = json.loads(_place(publication).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


class _AsksADatabase(Exception):
    """Whether its rows have changed nobody can tell from outside."""


def _stamp_of_folders(folders: Sequence[Path], root: Path) -> str:
    """The files of data folders by their contents, and whatever else stands there by its kind.

    A file that became a broken link is another input; so is a folder that went away.
    """
    files: list[Path] = []
    others: list[list[str]] = []
    for folder in folders:
        others.append([folder.name, why_no_folder(folder)])
        for path, fault in entries_of(folder):
            if not fault:
                files.append(path)
                continue
            within = files_within(path) if fault == IS_FOLDER else ()
            others.append([path.name, fault, *map(str, within)])
        files += _mapped_below(folder)
    return digest_of([digest_of_files(set(files), root), others])


def _mapped_below(folder: Path) -> list[Path]:
    """The files that a mapping names in folders of the data folder."""
    try:
        said = yaml_of(folder / "mapping.yml", "mapping.yml", "mapping", as_text=True)
    except Unreadable:
        return []  # there is none; or check tells of it, and nothing is remembered
    if "sql" in json.dumps(said):
        raise _AsksADatabase
    paths = [folder / str(name) for name in _files_in(said)]
    return [path for path in paths if not why_no_file(path) and path.is_relative_to(folder)]


def _files_in(tree: Any) -> Iterator[Any]:
    """What stands under a key ``file``, however deep."""
    if isinstance(tree, dict) and "file" in tree:
        yield tree["file"]
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for child in children:
        yield from _files_in(child)
