"""The bundled terms, prepared again after they were published: what every correction does."""

import pytest
from built import copy_of
from long_tests import long_but
from made_report import bundled_project

from tymor.build import attack_releases, prepare_release
from tymor.console.stage_log import StageLog
from tymor.ledger import read_ledger
from tymor.publication import Publication, open_publication
from tymor.publish.entered import enter

TERMS = ("2017-spring", "2017-summer")


@pytest.fixture
def published(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The summer, whose figures and those of the spring are in the ledger."""
    place = tmp_path_factory.mktemp("published") / "project"
    root = copy_of(bundled_project().config.root, place)
    for term in TERMS:
        own = open_publication(term, None, root)
        enter(own, read_ledger(root))
    return own


@pytest.mark.parametrize("term", long_but([TERMS[-1], "2017-autumn"], "2017-autumn"))
def test_nothing_can_be_told_when_it_is_made_anew(published: Publication, term: str) -> None:
    """Other inputs, so that what was entered is what others have published."""
    root = published.config.root
    rows = root / "data" / "sample" / "exclusions.csv"
    rows.write_text(rows.read_text("utf-8") + "\n", "utf-8")
    own = open_publication(term, None, root)
    known = read_ledger(root)
    prepare_release(own)
    attack_releases(own, StageLog.silent())
    assert len(known.shown_to("public"))
    enter(own, known)
    assert len(read_ledger(root).entries) == len(TERMS) + 1
