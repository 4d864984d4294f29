"""What protected audiences are shown is entered in the ledger, before they see it."""

import json
from datetime import date
from io import BytesIO
from secrets import token_hex

import pandas as pd

from tymor.audit.disclosure import cells_shown, tables_told
from tymor.config.disclosure import Protection
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.errors import TymorError
from tymor.fingerprints import digest
from tymor.ledger import COLUMNS, Entry, Ledger, read_ledger
from tymor.prepare.release_files import Release, StoredTables
from tymor.publication import Publication
from tymor.recorded import OF_BUILD, OF_PROJECT
from tymor.weaker_rules import reason_kept, rules_of

_NUMBERS = ["numerator", "denominator"]


def require_all_known(publication: Publication) -> Ledger:
    """The ledger, all of which was known when this publication's releases were decided.

    Raises
    ------
    TymorError
        It is missing or torn; or something else was published since.
    """
    ledger = read_ledger(publication.config.root)
    made = _made_from(publication)
    others = ledger.but_for(made["inputs"])
    new = [each.name for each in others.entries if each.digest not in made["ledger"]]
    if new:
        raise TymorError(
            f"Since {publication.name} was prepared, {', '.join(new)} was published, and the two "
            "could tell together what each withholds: run tymor build again."
        )
    return ledger


def enter(publication: Publication, ledger: Ledger) -> None:
    """Enter what this publication shows: known from now on, be the switch made or not."""
    shown = _bytes(_shown(publication))
    made = digest(shown)
    known = ledger.with_entry(
        Entry(
            name=publication.name,
            partnership=publication.config.partnership.id,
            entered=date.today().isoformat(),
            file=f"{publication.name}-{made[:8]}.parquet",
            digest=made,
            inputs=_made_from(publication)["inputs"],
            rules=rules_of(publication.config),
            reason=reason_kept(publication),
            mark=token_hex(8),
        ),
        shown,
    )
    known.record(publication.config.root, OF_PROJECT, OF_BUILD)


def _made_from(publication: Publication) -> dict[str, str]:
    try:
        held: dict[str, str] = json.loads(publication.known_file.read_text("utf-8"))
    except (OSError, ValueError):
        told = f"{publication.known_file} is missing: run tymor build again."
        raise TymorError(told) from None
    return held


def _shown(publication: Publication) -> pd.DataFrame:
    """A row a figure that a protected audience is shown, exactly or nearly."""
    tables = [pd.DataFrame(columns=COLUMNS)]
    for name, audience in publication.config.audiences.items():
        if not isinstance(publication.config.disclosure[name], Protection):
            continue
        release = Release(StoredTables(publication.release_folder(name)))
        cells = cells_shown(publication, name, tables_told(release))
        rows = cells[cells["published"] & (cells["state"] != HIDDEN)]
        numbers = {name: rows[name].astype("Int64") for name in _NUMBERS}
        numbers["numerator"] = numbers["numerator"].mask(rows["state"] != SHOWN)
        rows = rows.assign(audience=name, open=not audience.closed, **numbers)
        tables.append(rows[COLUMNS])
    return pd.concat(tables, ignore_index=True)


def _bytes(table: pd.DataFrame) -> bytes:
    out = BytesIO()
    table.sort_values(["audience", *KEY]).to_parquet(out, index=False)
    return out.getvalue()
