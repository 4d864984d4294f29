"""The ledger: what was ever published of audiences whose figures are protected.

::

    site/.ledger/index.json                      an entry a publication, the oldest first
    site/.ledger/2017-summer-3f2a91c4.parquet    the figures that it showed

What was shown once is known for good: whoever works out what is withheld may lay terms beside each
other. So a release is decided, and attacked, with all of this known. Nothing is taken out of it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from tymor.config import Config
from tymor.config.disclosure import Protection
from tymor.disclosure.names import KEY
from tymor.errors import TymorError
from tymor.files import closed_folder, sync_folder, to_json, write_atomic
from tymor.fingerprints import digest, digest_of
from tymor.publication import Publication

if TYPE_CHECKING:
    import pandas as pd  # slow to load, and needed only where figures are decided

#: Of each figure shown: to whom, how (a state of :mod:`.disclosure.protect`) and its numbers.
COLUMNS = ["audience", "open", *KEY, "state", "numerator", "denominator"]


@dataclass(frozen=True)
class Entry:
    """One publication: where its figures are, the inputs that they were made from, and the rules.

    ``reason`` says why these were to show more than those before, where they did.
    """

    name: str
    partnership: str
    entered: str
    file: str
    digest: str
    inputs: str
    rules: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True)
class Ledger:
    """The entries in ``folder``; ``begun`` says why it was begun anew, where it was."""

    folder: Path
    entries: Sequence[Entry] = ()
    begun: str = ""

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
        """Enter a publication; what is there already, to the last figure and rule, is not again."""
        alike = [e for e in self.entries if (e.digest, e.inputs) == (entry.digest, entry.inputs)]
        if alike:
            return self
        closed_folder(self.folder)
        write_atomic(self.folder / entry.file, shown)
        ledger = replace(self, entries=[*self.entries, entry])
        _write_index(ledger)
        sync_folder(self.folder)
        return ledger

    def require_whole(self) -> None:
        """Every file is there, and as it was entered.

        Raises
        ------
        TymorError
            One is not.
        """
        for each in self.entries:
            self._bytes(each)

    def _bytes(self, entry: Entry) -> bytes:
        path = self.folder / entry.file
        try:
            held = path.read_bytes()
        except OSError:
            raise _not_whole(self.folder, f"{path.name} is missing") from None
        if digest(held) != entry.digest:
            raise _not_whole(self.folder, f"{path.name} is not as it was entered")
        return held


def read_ledger(root: Path) -> Ledger:
    """The ledger of the site of this project; empty where nothing was published yet.

    Raises
    ------
    TymorError
        It is missing though something is published, or its index is torn.
    """
    folder = root / "site" / ".ledger"
    index = folder / "index.json"
    if not index.exists():
        if folder.exists() and any(folder.iterdir()):
            raise _not_whole(folder, "index.json is missing")
        if (root / "site" / ".published" / "current").exists():
            raise _not_whole(folder, "it is missing, and something is published")
        return Ledger(folder)
    try:
        said = json.loads(index.read_text("utf-8"))
        whole = said.pop("digest") == digest_of(said)
        ledger = Ledger(folder, [Entry(**each) for each in said["entries"]], said["begun"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise _not_whole(folder, "index.json cannot be read") from None
    if not whole:
        raise _not_whole(folder, "index.json is not as it was written")
    return ledger


def begin_anew(root: Path, reason: str) -> Path:
    """Put the ledger aside and begin one that knows of nothing; gives where the old one is."""
    folder = root / "site" / ".ledger"
    aside = folder.with_name(f".ledger-{date.today():%Y-%m-%d}-{token_hex(4)}")
    if folder.exists():
        folder.rename(aside)
    closed_folder(folder)
    _write_index(Ledger(folder, begun=reason))
    return aside


def weaker(before: Mapping[str, Any], config: Config) -> list[str]:
    """In which rules an audience would be shown more than by those of the last publication."""
    opened = [name for name, each in config.audiences.items() if not each.closed]
    found = [told for name, old in before.items() for told in _weaker(name, old, config)]
    for name in opened:  # a new one may tell what those before it did not
        if name not in before:
            old = [each for each in before.values() if not each["closed"]]
            found += [told for each in old for told in _weaker(name, each, config)]
    return found


def rules_of(config: Config) -> dict[str, Any]:
    """The rules of each audience, as an entry keeps them."""
    return {name: _told(config, name) for name in config.disclosure}


def require_no_weaker(publication: Publication, reason: str = "") -> None:
    """No audience may be shown more than by the rules of the last publication, but for a reason.

    The reason is kept for these rules, and goes into the ledger with them.

    Raises
    ------
    TymorError
        Some may, and no reason was given: each rule is told.
    """
    config, place = publication.config, _reason_file(publication)
    told = weaker(read_ledger(config.root).rules_before(config.partnership.id), config)
    if not told:
        place.unlink(missing_ok=True)
    elif reason.strip():
        write_atomic(place, to_json({"rules": told, "reason": reason.strip()}).encode())
    elif _kept(place).get("rules") != told:
        listed = "\n".join(f"  params/disclosure.yml or audiences.yml: {each}" for each in told)
        raise TymorError(
            f"These rules would show more than those of what was published last:\n{listed}\n"
            "Mend them; or say why, which is kept: "
            f'tymor prepare --term {publication.term_id} --weaker-protection "WHY"'
        )


def reason_kept(publication: Publication) -> str:
    """Why this publication's rules are weaker than those before; nothing where they are not."""
    return str(_kept(_reason_file(publication)).get("reason", ""))


def _reason_file(publication: Publication) -> Path:
    return publication.folder / "weaker-protection.json"


def _kept(place: Path) -> Mapping[str, Any]:
    try:
        kept = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _told(config: Config, audience: str) -> Any:
    rules = config.disclosure[audience]
    told = rules.model_dump(mode="json") if isinstance(rules, Protection) else rules
    own = config.audiences[audience]
    return {
        "rules": told,
        "school_groups": sorted(own.school_groups),
        "schools_in_tables": own.schools_in_tables,
        "closed": own.closed,
    }


def _weaker(audience: str, old: Mapping[str, Any], config: Config) -> Iterable[str]:
    if audience not in config.disclosure or old["rules"] == "unprotected":
        return
    now = _told(config, audience)
    if now["rules"] == "unprotected":
        yield f"{audience}: rules before, 'unprotected' now"
        return
    if old["closed"] and not now["closed"]:
        yield f"{audience}: closed before, open now"
    if now["schools_in_tables"] and not old["schools_in_tables"]:
        yield f"{audience}.schools_in_tables: false before, true now"
    if more := sorted({*now["school_groups"]} - {*old["school_groups"]}):
        yield f"{audience}.school_groups: now with {', '.join(more)}"
    before, after = (_flat(each["rules"]) for each in (old, now))
    for name, value in before.items():
        new = after.get(name)
        if isinstance(value, list):
            if more := sorted({*(new or ())} - {*value}):
                yield f"{audience}.{name}: now with {', '.join(more)}"
        elif new is None or new < value:
            yield f"{audience}.{name}: {_yaml(value)} before, {_yaml(new)} now"


def _flat(rules: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in rules.items():
        flat |= (
            _flat(value, f"{name}{key}.") if isinstance(value, dict) else {f"{name}{key}": value}
        )
    return flat


def _yaml(value: object) -> str:
    return json.dumps(value)


def _write_index(ledger: Ledger) -> None:
    told = {"begun": ledger.begun, "entries": [asdict(each) for each in ledger.entries]}
    whole = {**told, "digest": digest_of(told)}
    write_atomic(ledger.folder / "index.json", to_json(whole).encode())


def _not_whole(folder: Path, what: str) -> TymorError:
    return TymorError(
        f"The ledger of what was published ({folder}) is not whole: {what}. Without it nobody "
        "knows what was shown before, and nothing is published. Bring it back from a copy; or, "
        'where there is none, begin a new one, which forgets: tymor ledger --begin "WHY".'
    )
