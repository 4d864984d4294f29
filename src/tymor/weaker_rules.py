"""Rules of protection held against those of what was published last, as the ledger keeps them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tymor.config import Config
from tymor.config.disclosure import Protection
from tymor.errors import TymorError
from tymor.files import to_json, write_atomic
from tymor.ledger import read_ledger
from tymor.publication import Publication


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
            "Mend them; or say why (with check, prepare or build), which is kept: "
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
        "school_sections": [name for name in config.sections if own.sees_of_schools(name)],
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
    shown = {*now["school_sections"]} if now["school_groups"] else set()
    if more := sorted(shown - {*old.get("school_sections", shown)}):
        yield f"{audience}.school_sections: now with {', '.join(more)}"
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
