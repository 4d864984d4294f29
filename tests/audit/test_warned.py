"""What the audit warns of is told each time, and is an error where somebody asks for that."""

from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from tymor import build
from tymor.audit import every
from tymor.audit.every import Findings
from tymor.console.stage_log import StageLog
from tymor.errors import AuditFailed, Problem

NUMBER = Problem("region/page.json", "unclaimed", "{n} of 'x'", "warning", value="x")
FAULT = Problem("region/page.json", "links", "leads nowhere", value="y")


@pytest.fixture
def publication(tmp_path: Path) -> Any:
    (tmp_path / "audit").mkdir()
    return SimpleNamespace(folder=tmp_path)


def audited(found: Findings, patch: pytest.MonkeyPatch, own: Any, *, strict: bool) -> str:
    patch.setattr(every, "audit", lambda *_: found)
    told = StringIO()
    log = StageLog(Console(file=told, width=200))
    build.audit_sites(own, [], {}, log, strict=strict)
    return told.getvalue()


def test_a_number_without_a_claim_is_told_and_stops_nothing(
    publication: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = audited(Findings((), True, (NUMBER,)), monkeypatch, publication, strict=False)
    assert "1 number without a claim" in said
    assert "Warning: numbers that do not say what they rest on:\n  region/page.json" in said
    assert audited(Findings((), True), monkeypatch, publication, strict=True).count("\n") == 1


def test_it_stops_the_build_where_that_is_asked_for(
    publication: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = []
    monkeypatch.setattr("tymor.audit.stamp.take_stamp_away", stamp.append)
    with pytest.raises(AuditFailed, match="must not be published"):
        audited(Findings((), True, (NUMBER,)), monkeypatch, publication, strict=True)
    assert stamp == [publication]  # and so nothing can be published


def test_the_warnings_of_the_last_audit_are_kept(publication: Any) -> None:
    every._write(publication, [NUMBER])
    assert list(every._warned(publication)) == [NUMBER]
    assert (
        "1 number without a claim   as before"
        in Findings((), True, tuple(every._warned(publication)), as_before=True).summary()
    )
