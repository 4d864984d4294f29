"""A report's notebook, run in this process on a page that a test has made."""

from typing import Any

import pytest
from projects import ROOT, notebook_file

from tymor import report
from tymor.report.document import Document


def run_on(page: Document, notebook: str) -> dict[str, Any]:
    """Run every cell, with this page for the one that the notebook opens; the names it leaves."""
    path = notebook_file(ROOT, notebook)
    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "open", lambda *_, **__: page)
        exec(compile(path.read_text("utf-8"), str(path), "exec"), names)
    return names
