"""``site/``, as readers see it, and the one rename that puts another publication there.

::

    site/public  -> .published/current/public      links that are made once
    site/school  -> .published/current/school
    site/.published/current -> 2017-summer-3f2a91c4    the only one that changes
    site/.published/2017-summer-3f2a91c4/{public,school}/

All audiences are reached through ``current``, so all of them switch when it is renamed. Why
it is so, and what readers see when it goes wrong: ``docs/decisions/publish.md``.
"""

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from tymor.errors import TymorError
from tymor.files import sync_folder
from tymor.locks import held

_SHELF = ".published"
_CURRENT = "current"
_LOCK = ".lock"
_ASIDE = ".link"
#: What a file system says that has no symbolic links, or gives them to few.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)


@dataclass(frozen=True)
class PublishedSite:
    """The folder ``site/``; whoever has one is the only one that changes it."""

    root: Path

    @property
    def shelf(self) -> Path:
        """Where the publications lie."""
        return self.root / _SHELF

    def refuse_what_stands_there(self, names: Collection[str]) -> None:
        """Audiences' places hold links of this house, or nothing.

        Raises
        ------
        TymorError
            Something else stands in some: it is told, and left.
        """
        others = [
            f"  {place} is {'a link elsewhere' if place.is_symlink() else 'no link'}"
            for place in (self.root / name for name in sorted(names))
            if os.path.lexists(place) and not self._is_ours(place)
        ]
        if others:
            listed = "\n".join(others)
            raise TymorError(
                "Where the sites of audiences are to be published, something else stands. "
                f"Nothing was changed; move it away and publish again:\n{listed}"
            )

    def new(self, name: str) -> Path:
        """A folder to lay out a publication in; nobody comes to it before the switch."""
        fresh = self.shelf / f"{name}-{token_hex(4)}"
        _link(self._next, fresh.name)  # first, to know that the disk takes links
        fresh.mkdir()
        return fresh

    def switch(self, fresh: Path) -> None:
        """Put all that lies in ``fresh`` in the place of all that was published.

        Raises
        ------
        TymorError
            It is in its place, but may not be after a loss of power.
        """
        for folder in sorted(fresh.iterdir()):  # those of audiences that are new lead nowhere yet
            if not self._is_stable(self.root / folder.name):
                self._make_stable(folder.name)
        for folder in (fresh, self.shelf, self.root):
            sync_folder(folder)
        self._next.replace(self._current)
        try:
            sync_folder(self.shelf)
        except OSError as failure:
            raise TymorError(
                f"{fresh.name} is published, but its disk did not confirm it "
                f"({failure.strerror}): look after the disk, and publish again."
            ) from None

    def settle(self) -> None:
        """See that all that is published is reached through ``current``; readers see the same.

        Sites were published by a link an audience before. They are first reached by a bridge
        of such links, which ``current`` then is.
        """
        self._drop_half_made()
        ours = [place for place in self.root.iterdir() if self._is_ours(place)]
        if all(map(self._is_stable, ours)):
            return
        bridge = self.shelf / f"bridge-{token_hex(4)}"
        bridge.mkdir()
        for place in ours:
            if place.exists():
                end = os.path.realpath(place)
                _link(bridge / place.name, os.path.relpath(end, bridge.resolve()))
        _link(self._next, bridge.name)
        sync_folder(bridge)
        self._next.replace(self._current)
        sync_folder(self.shelf)
        for place in ours:
            self._make_stable(place.name)

    def sweep(self) -> None:
        """Remove what no reader can come to: old publications, halves, links that lead nowhere."""
        shelf = self.shelf.resolve()
        entries = [*self.root.iterdir(), self._current]
        with suppress(OSError):  # nothing was published yet
            entries += self._current.iterdir()
        ends = [Path(os.path.realpath(entry)) for entry in entries if entry.is_symlink()]
        kept = {end.relative_to(shelf).parts[0] for end in ends if shelf in end.parents}
        for entry in self.shelf.iterdir():
            if entry.is_dir() and not entry.is_symlink() and entry.name not in kept:
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.is_symlink() and entry != self._current:
                entry.unlink(missing_ok=True)
        self._drop_half_made()
        for place in self.root.iterdir():
            if self._is_ours(place) and not place.exists():
                place.unlink(missing_ok=True)

    def _drop_half_made(self) -> None:
        for aside in filter(self._is_ours, self.root.glob(f".*{_ASIDE}")):
            aside.unlink(missing_ok=True)

    @property
    def _current(self) -> Path:
        return self.shelf / _CURRENT

    @property
    def _next(self) -> Path:
        return self.shelf / f".{_CURRENT}.next"

    def _is_ours(self, place: Path) -> bool:
        """Whether it is a link to something on the shelf, be it there or not."""
        if not place.is_symlink():
            return False
        root = self.root.resolve()
        return (root / _SHELF) in Path(os.path.normpath(root / place.readlink())).parents

    def _is_stable(self, place: Path) -> bool:
        return place.is_symlink() and place.readlink() == _stable(place.name)

    def _make_stable(self, name: str) -> None:
        aside = self.root / f".{name}{_ASIDE}"
        _link(aside, _stable(name))
        aside.replace(self.root / name)


def _stable(name: str) -> Path:
    return Path(_SHELF, _CURRENT, name)


def _link(place: Path, to: str | Path) -> None:
    place.unlink(missing_ok=True)  # left by a run that was killed
    try:
        place.symlink_to(to, target_is_directory=True)
    except (OSError, NotImplementedError) as failure:
        number, of_windows = (getattr(failure, name, None) for name in ("errno", "winerror"))
        if isinstance(failure, OSError) and number not in _NO_LINKS and of_windows != 1314:
            raise
        raise TymorError(
            f"{place.parent} cannot hold symbolic links ({failure}), and sites are switched by "
            "them: make site/ a folder, or a link to one, on a disk that can. On Windows, switch "
            "on developer mode."
        ) from None


@contextmanager
def published_site(root: Path) -> Iterator[PublishedSite]:
    """``site/``, which no other process publishes to meanwhile; leftovers are swept away.

    Raises
    ------
    TymorError
        Another process is publishing.
    """
    told = f"Another process is publishing to {root}: wait for it, or end it."
    with held(root / _SHELF / _LOCK, told):
        site = PublishedSite(root)
        site.settle()
        site.sweep()
        try:
            yield site
        finally:
            with suppress(OSError):  # the next publication sweeps again
                site.sweep()
