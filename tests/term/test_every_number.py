"""Every number that a bundled report says in words rests on something, and follows from it."""

import pytest
from kept_pages import kept_pages
from long_tests import long_but
from made_report import bundled_term

from tymor.audit.claims import check_claims
from tymor.prepare.release_files import Release, StoredTables

#: Between them they have every report; spring has none of its own.
TERMS = ("2017-summer", "2017-autumn", "2021-autumn")


@pytest.mark.parametrize("term", long_but(TERMS, "2017-summer"))
def test_every_number_of_a_bundled_report_rests_on_something(term: str) -> None:
    own, kept = bundled_term(term), kept_pages(term)
    found: list[str] = []
    for pages in sorted(kept.iterdir()):
        before = own.earlier_release(pages.name)
        earlier = None if before is None else Release(StoredTables(before))
        release = Release(StoredTables(own.release_folder(pages.name)))
        found += map(str, check_claims(pages, release, own.config, None, earlier))
    assert found == []
