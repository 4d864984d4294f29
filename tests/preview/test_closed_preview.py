"""A preview of a page that not everybody may read says whose it is."""

from pathlib import Path

import pytest
from previews import looking_at
from projects import closed_project

pytestmark = pytest.mark.slow


def test_a_closed_page_says_whose_it_is_and_is_built_for_its_owner_only(tmp_path: Path) -> None:
    root = closed_project(tmp_path)
    with looking_at(root, "authority", "merthyr-tydfil", audience="authority") as looking:
        made = looking.next_end().made
        assert made is not None
        assert made.closed
        page = looking.get(f"en/{made.path}/")
        bar = page[: page.index("</aside>")]
        assert f": closed, {made.readers['en']}" in bar
        site = looking.preview.desk.site
        assert site is not None
        assert site.parent.name == "authority", "one site for each authority"
        assert site.parent.stat().st_mode & 0o077 == 0
