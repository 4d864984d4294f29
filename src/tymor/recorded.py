"""That something was published, and nothing of what it showed: so a ledger that is lost is missed.

::

    published.json          travels with the project, so that every clone of it knows
    build/published.json    the same, of what was published from here, or known to a release

Each publication has a mark, a word drawn by lot, which its entry in the ledger has as well.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tymor.errors import TymorError
from tymor.files import to_json, write_atomic

#: The record that travels with the project.
OF_PROJECT = "published.json"
#: That of this machine.
OF_BUILD = "build/published.json"


@dataclass(frozen=True)
class Mark:
    """One publication: its mark, its name and the day when it was entered."""

    mark: str
    name: str
    entered: str


def recorded(root: Path) -> dict[Mark, str]:
    """Every publication that a record of this project names, and the record.

    Raises
    ------
    TymorError
        A record is torn.
    """
    both = [(each, name) for name in (OF_BUILD, OF_PROJECT) for each in _held(root / name)]
    return dict(both)


def record(root: Path, name: str, marks: Iterable[Mark]) -> None:
    """Add publications to a record; nothing is taken out of one."""
    held = _held(root / name)
    new = [each for each in marks if each.mark and each not in held]
    if new:
        every = {"published": [asdict(each) for each in [*held, *new]]}
        write_atomic(root / name, to_json(every).encode(), synced=True)


def _held(place: Path) -> list[Mark]:
    """What a record names; nothing where there is none."""
    try:
        return [Mark(**each) for each in json.loads(place.read_text("utf-8"))["published"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError):
        raise TymorError(
            f"{place}, which says what was published, cannot be read. Bring it back from a copy, "
            f"or from the other of the two, {OF_PROJECT} and {OF_BUILD}: git keeps the first."
        ) from None
