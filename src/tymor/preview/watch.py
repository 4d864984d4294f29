"""What an analyst saves: which files are watched, and what a change of one asks for."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread

from watchfiles import DefaultFilter, watch

from tymor.config import Config
from tymor.config.report_folders import REPORT_FILE
from tymor.plan.jobs import Job


class Asks(IntEnum):
    """What a change asks for: the greater does what the lesser does, too."""

    NOTHING = 0
    NOTEBOOK = 1  # its notebook executed once more, with the words as they are
    INPUTS = 2  # the data prepared anew, and the term planned


class _Saved(DefaultFilter):
    """Files that somebody saved: not those that editors and Jupyter keep for themselves."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, ".ipynb_checkpoints")
    ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, r"^\.", r"^~", r"\.ipynb$")


def folders_of(config: Config) -> frozenset[Path]:
    """The folders of a project in which a page has its beginnings, those that are there."""
    root = config.root.absolute()
    own = [root / "notebooks", root / "params", *(each.absolute() for each in config.data_folders)]
    partnership = Path(config.partnership_file).parent
    return frozenset(folder for folder in [*own, partnership] if folder.is_dir())


def asked_by(files: Iterable[Path], job: Job, config: Config) -> Asks:
    """What these changes ask for a page."""
    return max((_asked_by(file, job, config) for file in files), default=Asks.NOTHING)


def _asked_by(file: Path, job: Job, config: Config) -> Asks:
    root = config.root.absolute()
    if file.is_relative_to(root / "params" / "words"):
        return Asks.NOTEBOOK
    if not file.is_relative_to(root / "notebooks"):
        return Asks.INPUTS
    own = Path(job.notebook).parts[0]
    folder = file.relative_to(root / "notebooks").parts[0]
    others = {report.folder for report in config.reports.values()} - {own}
    if file.name == REPORT_FILE:  # its addresses are in every menu
        return Asks.INPUTS
    return Asks.NOTHING if folder in others else Asks.NOTEBOOK


class Watch:
    """Changes of files below some folders, as they come; end it with :meth:`stop`."""

    def __init__(self, folders: Collection[Path]) -> None:
        self.folders = frozenset(folders)
        self._changes: SimpleQueue[Sequence[Path]] = SimpleQueue()
        self._over = Event()
        self._thread = Thread(target=self._follow, daemon=True)
        self._thread.start()

    def next_changes(self, seconds: float | None = None) -> set[Path]:
        """Whatever has changed since this was asked last, waiting for it; nothing if it takes
        longer than so many ``seconds``."""
        found: set[Path] = set()
        with suppress(Empty):
            found |= set(self._changes.get(timeout=seconds))
            while True:
                found |= set(self._changes.get_nowait())
        return found

    @property
    def waiting(self) -> bool:
        """Whether something has changed that nobody has asked for yet."""
        return not self._changes.empty()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _follow(self) -> None:
        given = sorted(self.folders)
        for changes in watch(
            *given, watch_filter=_Saved(), stop_event=self._over, rust_timeout=500,
            yield_on_timeout=False, raise_interrupt=False,
        ):  # fmt: skip
            self._changes.put([Path(path) for _, path in changes])
