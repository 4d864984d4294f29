"""Settings of a publication's own: what lies in ``params/NAME/`` stands in place of what is called
alike in ``params/``.

Which folder that is, the partnership's file says (``settings: today``). A file there is taken whole
in place of the other; of ``words.yml``, with its languages one under the other, each message is.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tymor.config.report_folders import WORDS_FILE


@dataclass(frozen=True)
class OwnSettings:
    """Where the settings of a publication lie: below ``params/``, and in its own ``folder``."""

    root: Path
    folder: str | None = None

    def place(self, file: str) -> str:
        """Where a file of ``params/`` stands: ``params/measures.yml``, ``params/today/…``."""
        name = file.removeprefix("params/")
        own = f"params/{self.folder}/{name}"
        return own if self.folder and (self.root / own).exists() else file

    def path(self, file: str) -> Path:
        return self.root / self.place(file)

    @property
    def words(self) -> Path | None:
        """The messages that it says otherwise, where there are any."""
        place = self.root / "params" / (self.folder or "") / WORDS_FILE
        return place if self.folder and place.exists() else None

    def faults(self, known: Collection[str], said_in: str) -> Iterator[str]:
        """Of a folder that is not there, and of files in it that stand in place of none."""
        place = self.root / "params" / (self.folder or "")
        if self.folder and not place.is_dir():
            yield f"{said_in}: settings: there is no folder params/{self.folder}"
        for path in sorted(place.iterdir()) if self.folder and place.is_dir() else ():
            if path.name not in (*known, WORDS_FILE) and not path.name.startswith("."):
                expected = ", ".join((*known, WORDS_FILE))
                told = f"stands in place of nothing; expected one of {expected}"
                yield f"params/{self.folder}/{path.name}: {told}"
