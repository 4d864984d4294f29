"""A report opened on the bundled data as at a desk, and the blocks that it leaves."""

import json
from typing import Any

import pytest
from made_report import bundled_term
from projects import TERM

from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.page import BLOCK_MIME
from tymor.report import opening, showing
from tymor.report.document import Document


def opened(
    monkeypatch: pytest.MonkeyPatch,
    report: str,
    area: str,
    audience: str = "public",
    term: str = TERM,
) -> Document:
    """The report's real document, on the real release of its audience."""
    for variable in (RELEASE_VARIABLE, PARTNERSHIP_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(ROOT_VARIABLE, str(bundled_term(term).config.root))
    return opening.open(report, area=area, term=term, audience=audience)


def blocks_left(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A list that fills with what is shown from now on, in place of a notebook."""
    left: list[dict[str, Any]] = []

    def kept(bundle: dict[str, Any], words: object) -> None:
        if BLOCK_MIME in bundle:
            left.append(json.loads(bundle[BLOCK_MIME]))

    monkeypatch.setattr(showing, "_publish", kept)
    return left


def sentences(left: list[dict[str, Any]], language: str = "en") -> list[str]:
    """The sentences among the blocks, numbered or not."""
    return [b["text"][language] for b in left if b["kind"] in ("text", "numbered")]
