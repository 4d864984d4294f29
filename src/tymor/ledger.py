"""The ledger: what was ever published of audiences whose figures are protected.

::

    site/.ledger/index.json                      an entry a publication, the oldest first
    site/.ledger/2017-summer-3f2a91c4.parquet    the figures that it showed

What was shown once is known for good: whoever works out what is withheld may lay terms beside each
other. So a release is decided, and attacked, with all of this known. Nothing is taken out of it.

Whoever reads it has it verified to the last file, and held against what shows that something was
published: the records (:mod:`.recorded`), and what stands in ``site/``. Else it is refused.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from tymor.disclosure.names import KEY
from tymor.errors import TymorError
from tymor.files import closed_folder, sync_folder, to_json, write_atomic
from tymor.fingerprints import digest, digest_of
from tymor.recorded import Mark, record, recorded

if TYPE_CHECKING:
    import pandas as pd  # slow to load, and needed only where figures are decided

#: Of each figure shown: to whom, how (a state of :mod:`.disclosure.protect`) and its numbers.
COLUMNS = ["audience", "open", *KEY, "state", "numerator", "denominator"]


@dataclass(frozen=True)
class Entry:
    """One publication: where its figures are, the inputs that they were made from, and the rules.

    ``reason`` says why these were to show more than those before, where they did. By ``mark`` the
    records know it.
    """

    name: str
    partnership: str
    entered: str
    file: str
    digest: str
    inputs: str
    rules: Mapping[str, Any]
    reason: str = ""
    mark: str = ""

    @property
    def marked(self) -> Mark:
        return Mark(self.mark, self.name, self.entered)


@dataclass(frozen=True)
class Ledger:
    """The entries in ``folder``; ``begun`` says why it was begun anew, where it was.

    ``lost`` are the marks of what was published before it was.
    """

    folder: Path
    entries: Sequence[Entry] = ()
    begun: str = ""
    lost: Sequence[str] = ()

    def but_for(self, inputs: str) -> "Ledger":
        """Without what was made of these very inputs, that knew all the rest already."""
        others = [each for each in self.entries if not inputs or each.inputs != inputs]
        return replace(self, entries=others)

    @property
    def digests(self) -> list[str]:
        return [each.digest for each in self.entries]

    def shown_to(self, audience: str) -> "pd.DataFrame":
        """What an audience was shown, and everybody: :data:`COLUMNS`, a row a figure and entry.

        Raises
        ------
        TymorError
            A file is missing, or not the one that was entered.
        """
        import pandas as pd

        tables = [pd.read_parquet(BytesIO(self._bytes(each))) for each in self.entries]
        every = pd.concat([pd.DataFrame(columns=COLUMNS), *tables], ignore_index=True)
        return every[(every["audience"] == audience) | every["open"].astype(bool)]

    def rules_before(self, partnership: str) -> Mapping[str, Any]:
        """The rules, by audience, of the last publication of a partnership."""
        own = [each.rules for each in self.entries if each.partnership == partnership]
        return own[-1] if own else {}

    def with_entry(self, entry: Entry, shown: bytes) -> "Ledger":
        """Enter a publication; what is there already, to the last figure and rule, is not again.

        It is whole at any moment: an index names no file that is not on the disk.
        """
        alike = [e for e in self.entries if (e.digest, e.inputs) == (entry.digest, entry.inputs)]
        if alike:
            return self
        closed_folder(self.folder)
        if not self.entries:
            _write_index(self)  # a file without one would be a ledger that is torn
        write_atomic(self.folder / entry.file, shown, synced=True)
        ledger = replace(self, entries=[*self.entries, entry])
        _write_index(ledger)
        return ledger

    def record(self, root: Path, *records: str) -> None:
        """Let these records name all that is entered."""
        for name in records:
            record(root, name, [each.marked for each in self.entries])

    def faults(self) -> list[str]:
        """Which files are missing or torn, and in which way."""
        found = [fault for each in self.entries if (fault := self._fault(each))]
        return list(dict.fromkeys(found))  # two that showed the same have one file

    def _bytes(self, entry: Entry) -> bytes:
        if fault := self._fault(entry):
            raise _not_whole(self.folder, [fault])
        return (self.folder / entry.file).read_bytes()

    def _fault(self, entry: Entry) -> str:
        """What is wrong with the file of an entry; nothing where it is as it was entered."""
        try:
            held = (self.folder / entry.file).read_bytes()
        except OSError as failure:
            return _unread(entry.file, failure)
        if digest(held) == entry.digest:
            return ""
        return f"{entry.file} is {'not as it was entered' if held else 'empty'}"


def read_ledger(root: Path) -> Ledger:
    """The ledger of the site of this project, verified; empty where nothing was published yet.

    Raises
    ------
    TymorError
        It, or a file of it, is missing, torn or another one; or it lacks what was published.
    """
    known = recorded(root)  # first: what is published meanwhile is entered before it is recorded
    site = root / "site"
    ledger = _ledger_in(site / ".ledger")
    held = {*ledger.lost, *(each.mark for each in ledger.entries)}
    wrong = ledger.faults()
    if not ledger.entries and not ledger.begun and (seen := list(_published_in(site))):
        what = "empty" if ledger.folder.exists() else "missing"
        wrong.append(f"it is {what}, and something was published: there is {', '.join(seen)}")
    wrong += [
        f"{each.name} of {each.entered}, which {where} names, is not in it"
        for each, where in known.items()
        if each.mark not in held
    ]
    if wrong:
        raise _not_whole(ledger.folder, wrong)
    return ledger


def _ledger_in(folder: Path) -> Ledger:
    """What an index says; an empty ledger where there is none, nor anything else."""
    try:
        text = (folder / "index.json").read_text("utf-8")
    except FileNotFoundError:
        if any(not name.startswith(".") for name in _names_in(folder)):  # what a kill left is
            raise _not_whole(folder, ["index.json is missing"]) from None
        return Ledger(folder)
    except OSError as failure:
        raise _not_whole(folder, [_unread("index.json", failure)]) from None
    except ValueError:
        raise _not_whole(folder, ["index.json cannot be read"]) from None
    try:
        said = json.loads(text)
        whole = said.pop("digest") == digest_of(said)
        entries = [Entry(**each) for each in said["entries"]]
        ledger = Ledger(folder, entries, said["begun"], said.get("lost", []))
    except (ValueError, TypeError, KeyError, AttributeError):
        what = "cannot be read" if text else "is empty"
        raise _not_whole(folder, [f"index.json {what}"]) from None
    if not whole:
        raise _not_whole(folder, ["index.json is not as it was written"])
    return ledger


def _published_in(site: Path) -> Iterator[str]:
    """What of a site is there only after something was published, or a ledger put aside."""
    for name in _names_in(site):
        place = site / name
        folder = place.is_symlink() or place.is_dir()
        if name.startswith(".ledger-") or (folder and not name.startswith(".")):
            yield f"site/{name}"
    if os.path.lexists(site / ".published" / "current"):
        yield "site/.published/current"


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(place.name for place in folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as failure:
        raise _not_whole(folder, [_unread(folder.name, failure)]) from None


def _unread(name: str, failure: OSError) -> str:
    missing = isinstance(failure, FileNotFoundError)
    return f"{name} {'is missing' if missing else f'cannot be read ({failure.strerror})'}"


def begin_anew(root: Path, reason: str) -> Path:
    """Put the ledger aside and begin one that knows of nothing; gives where the old one is."""
    lost = [each.mark for each in recorded(root)]
    folder = root / "site" / ".ledger"
    aside = folder.with_name(f".ledger-{date.today():%Y-%m-%d}-{token_hex(4)}")
    if os.path.lexists(folder):
        folder.rename(aside)
        sync_folder(folder.parent)
    closed_folder(folder)
    _write_index(Ledger(folder, begun=reason, lost=lost))
    return aside


def take_in(root: Path, other: Path) -> list[str]:
    """Take in what is whole of another folder of a ledger: a copy, one put aside, or that of
    another machine. Gives which files of it are had in neither.

    Raises
    ------
    TymorError
        There is no ledger in it, or the index of one of the two is torn.
    """
    copy, own = _ledger_in(other), _ledger_in(root / "site" / ".ledger")
    if not copy.entries:
        raise TymorError(f"{other} has nothing of a ledger: name the folder that has index.json.")
    closed_folder(own.folder)
    if not own.entries:
        _write_index(own)
    for each in copy.entries:
        if own._fault(each) and not copy._fault(each):
            write_atomic(own.folder / each.file, copy._bytes(each), synced=True)
    whole = [each for each in copy.entries if not own._fault(each)]
    every = [*whole, *(each for each in own.entries if each not in whole)]
    entries = sorted(every, key=lambda each: each.entered)  # of one day, the copy's come first
    begun, lost = own.begun or copy.begun, sorted({*own.lost, *copy.lost})
    _write_index(Ledger(own.folder, entries, begun, lost))
    return replace(own, entries=copy.entries).faults()


def _write_index(ledger: Ledger) -> None:
    told = {
        "begun": ledger.begun,
        "lost": list(ledger.lost),
        "entries": [asdict(each) for each in ledger.entries],
    }
    whole = {**told, "digest": digest_of(told)}
    write_atomic(ledger.folder / "index.json", to_json(whole).encode(), synced=True)


def _not_whole(folder: Path, wrong: Sequence[str]) -> TymorError:
    listed = "\n".join(f"  {each}" for each in wrong)
    return TymorError(
        f"The ledger of what was published ({folder}) is not whole:\n{listed}\n"
        "Without it nobody knows what was shown before, so nothing is prepared, built or "
        "published. Bring the whole folder back from the newest copy. Where there is none, "
        "docs/disclosure.md (A ledger that is lost) says what can still be had; what cannot is "
        'forgotten by a new ledger: tymor ledger --begin "WHY".'
    )
