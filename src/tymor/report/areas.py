"""An area as a notebook speaks of it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.config import Config
from tymor.page import Text


@dataclass(frozen=True)
class Area:
    """``pupils`` is missing where it is not known or may not be shown."""

    id: str
    kind: str
    parent_id: str | None
    slug: str
    name: Text
    sector: Text | None
    medium: Text | None
    sector_code: str | None
    medium_code: str | None
    pupils: int | None
    schools: int | None
    invented: bool
    #: How many schools of each sector there are, above schools: ``(("primary", 12),)``.
    by_sector: tuple[tuple[str, int], ...] = ()

    @classmethod
    def from_row(cls, row: Any, config: Config) -> "Area":
        """From a row of the release's ``areas``."""
        sector, medium = _text(row["sector"]), _text(row["medium"])
        return cls(
            id=row["area_id"],
            kind=row["kind"],
            parent_id=_text(row["parent_id"]),
            slug=row["slug"],
            name=config.languages.named(row, "name"),
            sector=config.languages.say(f"sectors.{sector}") if sector else None,
            medium=config.languages.say(f"media.{medium}") if medium else None,
            sector_code=sector,
            medium_code=medium,
            pupils=_whole(row["pupils"]),
            schools=_whole(row["schools"]),
            invented=bool(row["invented"]),
            by_sector=_by_sector(row.get("schools_by_sector")),
        )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _by_sector(value: Any) -> tuple[tuple[str, int], ...]:
    told = [each.rpartition("=") for each in (_text(value) or "").split()]
    return tuple((sector, int(number)) for sector, _, number in told)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
