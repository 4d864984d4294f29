"""The journal of a term: damage is not the end."""

from pathlib import Path

import pytest

from tymor.errors import TymorError
from tymor.run.journal import Journal


def test_a_damaged_journal_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with Journal(path) as journal:
        assert journal.jobs.all() == {}
    path.unlink()
    path.mkdir()
    with pytest.raises(TymorError, match="is a folder, where the journal is to be"):
        Journal(path)
