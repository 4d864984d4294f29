"""A report's notebook, run as it stands in this process, on a release that was altered first."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
from made_report import bundled_term
from projects import TERM

from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.page import AnyBlock
from tymor.report.reading import ReleaseReader

#: Makes other rows of a table's rows.
Altered = Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]]


@dataclass(frozen=True)
class Ran:
    """What a notebook has shown, and the names that it has left."""

    blocks: list[AnyBlock]
    names: dict[str, Any]

    @property
    def ids(self) -> list[str]:
        return [block.id for block in self.blocks]

    def said(self, language: str = "en", *, ids: str | tuple[str, ...] = "") -> list[str]:
        """The paragraphs, in order; only those whose ids begin so."""
        told = [b for b in self.blocks if b.kind in ("text", "numbered") and b.id.startswith(ids)]
        return [b.text[language] for b in told if b.kind in ("text", "numbered")]

    def block(self, name: str) -> Any:
        """The block with this id, or nothing."""
        return next((block for block in self.blocks if block.id == name), None)

    def table(self, name: str, language: str = "en") -> list[list[str]]:
        """The cells of a table; nothing where it does not stand."""
        block = self.block(name)
        if block is None:
            return []
        return [[_shown(cell, language) for cell in row.cells] for row in block.table.rows]


def run_notebook(
    report: str,
    area: str,
    audience: str = "public",
    *,
    term: str = TERM,
    now: Altered | None = None,
    earlier: Altered | None = None,
    each: str = "",
) -> Ran:
    """Run a report's notebook on the bundled data, with the parameters of its ``report.yml``.

    Parameters
    ----------
    now, earlier
        Tables of this term's release, and of the one of the term before, that are altered as
        they are read: ``figures`` of the areas that are asked for, others of the page's own.
    each
        Which of the report's pages on the area, where it has several.
    """
    config = bundled_term(term).config
    root, entry = config.root, config.reports[report]
    path = root / "notebooks" / entry.notebook
    code = path.read_text("utf-8")
    told = {"area": area, "term": term, "audience": audience, **entry.parameters}
    told |= {"each": each} if each else {}
    for parameter, value in told.items():
        code = re.sub(rf'(?m)^{parameter}: str = "[^"]*"', f'{parameter}: str = "{value}"', code)
    blocks: list[AnyBlock] = []
    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        for variable in (RELEASE_VARIABLE, PARTNERSHIP_VARIABLE):
            patch.delenv(variable, raising=False)
        patch.setenv(ROOT_VARIABLE, str(root))
        patch.setattr("tymor.report.document.show_head", lambda *_: None)
        patch.setattr(
            "tymor.report.document.show_block", lambda block, *_, **__: blocks.append(block)
        )
        for reading in ("table", "figures"):
            altered = _altering(reading, term, now or {}, earlier or {})
            patch.setattr(ReleaseReader, reading, altered)
        exec(compile(code, str(path), "exec"), names)
    return Ran(blocks, names)


def _altering(
    reading: str, term: str, now: Altered, earlier: Altered
) -> Callable[..., pd.DataFrame]:
    held = getattr(ReleaseReader, reading)

    def read(reader: ReleaseReader, asked: Any) -> pd.DataFrame:
        rows: pd.DataFrame = held(reader, asked)
        name = asked if reading == "table" else "figures"
        altered = (now if term in reader.folder.parts else earlier).get(name)
        return rows if altered is None else altered(rows)

    return read


def _shown(cell: Any, language: str) -> str:
    if cell.kind in ("text", "prose"):
        return str(cell.text[language])
    value = cell.figure.value if cell.kind == "figure" else cell.value
    status = cell.figure.status if cell.kind == "figure" else cell.status
    return status if value is None else f"{value:g}"
