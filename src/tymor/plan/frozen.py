"""Frozen: what a term's jobs read, as it was when the command began.

``build/TERM/frozen`` is a project of its own: settings, words, notebooks and what lies beside
them, and the releases that jobs may read. Kernels are given it in place of the project. So what
is edited while notebooks run is for the next build, and what the journal says that a job rests
on is what it read.
"""

import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tymor.config import Config
from tymor.errors import TymorError
from tymor.files import closed_folder, files_through_links, stamp_of, sweep, write_if_changed
from tymor.inputs.folder_entries import why_no_file
from tymor.publication import Publication

#: What all Quarto projects have in common.
QUARTO_FILE = "_quarto.yml"
#: The name of a partnership's file that does not lie in ``params/``.
_ELSEWHERE = "partnership.yml"
#: So often is a release copied anew that was replaced meanwhile.
_TRIES = 5


def frozen_publication(publication: Publication) -> Publication:
    """The same publication as its jobs see it: its root is the frozen project."""
    root, config = publication.folder / "frozen", publication.config
    chosen, params = Path(config.partnership_file), config.root.absolute() / "params"
    inside = chosen.is_relative_to(params)
    own = root / "params" / chosen.relative_to(params) if inside else root / _ELSEWHERE
    return replace(publication, config=replace(config, root=root, partnership_file=str(own)))


def freeze_settings(publication: Publication) -> Publication:
    """Freeze settings, words, notebooks and what lies beside them.

    Settings and words are those that were loaded, whatever their files hold by now.
    """
    frozen = frozen_publication(publication)
    root, config = frozen.config.root, publication.config
    closed_folder(root)
    sweep(root / "params", _write_loaded(config, "params", root))
    of_reports = _write_loaded(config, "notebooks", root)
    beside = {Path(frozen.config.partnership_file): Path(config.partnership_file)}
    beside[root / QUARTO_FILE] = config.root.absolute() / QUARTO_FILE
    for copy, path in beside.items():
        if path in config.files:
            write_if_changed(copy, config.files[path])
    _freeze_notebooks(config.root / "notebooks", root / "notebooks", of_reports)
    for report in config.reports.values():  # one that cannot be read is there, as a folder
        if not (root / "notebooks" / report.notebook).exists():
            (root / "notebooks" / report.notebook).mkdir(parents=True)
    return frozen


def _write_loaded(config: Config, part: str, root: Path) -> set[str]:
    """Write what was loaded of one folder of the project, and say what that was."""
    folder = config.root.absolute() / part
    loaded = {
        path.relative_to(folder).as_posix(): content
        for path, content in config.files.items()
        if path.is_relative_to(folder)
    }
    for place, content in loaded.items():
        write_if_changed(root / part / place, content)
    return set(loaded)


def _freeze_notebooks(notebooks: Path, copy: Path, loaded: set[str]) -> None:
    """Notebooks and what they use; ``loaded`` is what stands in the copy as it was loaded."""
    beside = set(_notebook_files(notebooks)) - loaded
    sweep(copy, beside | loaded)
    for place in beside:
        try:
            content = (notebooks / place).read_bytes()
        except OSError:  # what it held before is not what it holds now
            (copy / place).unlink(missing_ok=True)
        else:
            write_if_changed(copy / place, content)


def freeze_releases(publication: Publication, audiences: Collection[str]) -> Publication:
    """Freeze the releases of these audiences, and those of the term before that are there."""
    frozen = frozen_publication(publication)
    kept: set[str] = set()
    for audience in audiences:
        before = publication.earlier_release(audience)
        pairs = [(publication.release_folder(audience), frozen.release_folder(audience))]
        if before is not None:
            place = before.relative_to(publication.config.root)
            pairs.append((before, frozen.config.root / place))
        for source, copy in pairs:
            inside = copy.relative_to(frozen.config.root / "build").as_posix()
            kept |= {f"{inside}/{name}" for name in _copied_whole(source, copy)}
    sweep(frozen.config.root / "build", kept)
    return frozen


def _copied_whole(source: Path, copy: Path) -> list[str]:
    """Copy a release's tables that are not the same there; return their names.

    Raises
    ------
    TymorError
        It was being replaced all the while, by another command.
    """
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            before = source.stat().st_ino
            names = [path.name for path in source.glob("*.parquet")]
            for name in names:
                _copy_if_changed(source / name, copy / name)
            if source.stat().st_ino == before:
                return names
    raise TymorError(
        f"{source} is being replaced by another command: wait for that to end, and try again."
    )


def _copy_if_changed(source: Path, copy: Path) -> None:
    """What did not change is not copied again: a copy keeps its file's time."""
    if copy.exists() and stamp_of(copy) == stamp_of(source):
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    aside = copy.with_name(f".{copy.name}")
    shutil.copy2(source, aside)
    aside.replace(copy)


def _notebook_files(folder: Path) -> Iterator[str]:
    """What notebooks are and may use: nothing hidden, compiled, or made by Jupyter of them."""
    for path in files_through_links(folder):
        place = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in place.parts)
        if not hidden and path.suffix != ".ipynb" and not why_no_file(path):
            yield place.as_posix()
