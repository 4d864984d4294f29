"""The ledger: what was published is known from then on, and nothing is published without it."""

import json
import shutil
from pathlib import Path

import pytest
from built import BuiltProjects
from editions import edition
from long_tests import long_but
from projects import closed_project, edit, publication
from typer.testing import CliRunner

from tymor.build import prepare_release
from tymor.check.inputs_stamp import inputs_fingerprint, still_standing
from tymor.cli import app
from tymor.disclosure.protect import HIDDEN
from tymor.errors import TymorError
from tymor.ledger import Ledger, begin_anew, read_ledger
from tymor.publication import Publication
from tymor.publish.switch import publish
from tymor.weaker_rules import reason_kept, weaker


@pytest.fixture
def own(built_projects: BuiltProjects, tmp_path: Path) -> Publication:
    return publication(built_projects.copy(closed_project, tmp_path / "project"))


@pytest.fixture
def published(own: Publication) -> Publication:
    publish(own)
    return own


def ledger_of(own: Publication) -> Ledger:
    return read_ledger(own.config.root)


def test_what_is_published_is_entered_and_closed_to_others(published: Publication) -> None:
    ledger = ledger_of(published)
    (entry,) = ledger.entries
    assert (entry.name, entry.partnership, entry.reason) == ("2017-summer", "CSC", "")
    assert entry.rules["public"]["rules"]["least_cohort"] == 5
    shown = ledger.shown_to("public")
    assert len(shown) and (shown["state"] != HIDDEN).all()
    assert set(shown["audience"]) == {"public"}  # whoever has no rules is shown all there is
    assert not ledger.folder.stat().st_mode & 0o077


def test_what_a_release_itself_has_shown_makes_no_other(published: Publication) -> None:
    standing = still_standing(published, inputs_fingerprint(published))
    assert standing is not None
    edition(published, 2)
    publish(published)
    assert len(ledger_of(published).entries) == 1


@pytest.mark.parametrize("change", long_but(["attendance", "rules"], "attendance"))
def test_another_release_is_entered_beside_it(published: Publication, change: str) -> None:
    root = published.config.root
    if change == "rules":
        edit(root / "params" / "disclosure.yml", "least_side: 1", "least_side: 2")
    else:
        file = root / "data" / "mini" / "attendance.csv"
        file.write_text(file.read_text() + "\n")
    again = publication(root)
    prepare_release(again)
    publish(again)
    assert len(ledger_of(again).entries) == 2


def test_what_was_published_meanwhile_must_be_known(own: Publication, tmp_path: Path) -> None:
    root = own.config.root
    there = Path(shutil.copytree(root, tmp_path / "other", copy_function=shutil.copy2))
    edit(there / "params" / "disclosure.yml", "least_side: 1", "least_side: 2")
    prepare_release(publication(there))
    publish(publication(there))
    shutil.copytree(there / "site" / ".ledger", root / "site" / ".ledger")
    with pytest.raises(TymorError, match="Since 2017-summer was prepared, 2017-summer was publ"):
        publish(own)
    assert not (root / "site" / "public").exists()
    with pytest.raises(TymorError, match="least_side: 2 before, 1 now"):
        prepare_release(own)


def _lost(folder: Path) -> None:
    shutil.rmtree(folder)


def _index_lost(folder: Path) -> None:
    (folder / "index.json").unlink()


def _index_torn(folder: Path) -> None:
    index = folder / "index.json"
    index.write_text(index.read_text()[:-40])


def _entry_taken_out(folder: Path) -> None:
    index = folder / "index.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "entries": []}))


def _figures_lost(folder: Path) -> None:
    next(folder.glob("*.parquet")).unlink()


def _figures_torn(folder: Path) -> None:
    next(folder.glob("*.parquet")).write_bytes(b"PAR1")


HARMS = [_lost, _index_lost, _index_torn, _entry_taken_out, _figures_lost, _figures_torn]


@pytest.mark.parametrize("harm", long_but(HARMS, _lost, _entry_taken_out, _figures_torn))
def test_a_ledger_that_is_not_whole_stops_publishing(published: Publication, harm: object) -> None:
    root = published.config.root
    harm(ledger_of(published).folder)  # type: ignore[operator]
    edition(published, 2)
    with pytest.raises(TymorError, match=r"is not whole[\s\S]*tymor ledger --begin"):
        publish(published)
    edition_seen = root / "site" / "public" / "edition.txt"
    assert not edition_seen.exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert CliRunner().invoke(app, ["ledger"]).exit_code == 1
        begun = CliRunner().invoke(app, ["ledger", "--begin", "The disk broke."])
    assert begun.exit_code == 0, begun.output
    assert ledger_of(published).begun == "The disk broke."
    publish(published)
    assert edition_seen.exists()


def test_a_ledger_that_was_put_aside_stays_there(published: Publication) -> None:
    """Also where another one is begun on the same day: none is ever lost."""
    root = published.config.root
    held = sorted(place.name for place in ledger_of(published).folder.iterdir())
    first = begin_anew(root, "It seemed to be lost.")
    second = begin_anew(root, "Again.")
    assert sorted(place.name for place in first.iterdir()) == held
    assert second != first and [place.name for place in second.iterdir()] == ["index.json"]


def test_weaker_rules_need_a_reason_that_is_kept(published: Publication) -> None:
    root = published.config.root
    rules = root / "params" / "disclosure.yml"
    edit(rules, "least_cohort: 5", "least_cohort: 3")
    edit(root / "params" / "audiences.yml", "  school_groups: [all, efsm]\n  tables",
         "  school_groups: [all, efsm, boys]\n  tables")  # fmt: skip
    edit(root / "params" / "audiences.yml", "schools_in_tables: false", "schools_in_tables: true")
    again = publication(root)
    with pytest.raises(TymorError) as told:
        prepare_release(again)
    assert "public.least_cohort: 5 before, 3 now" in str(told.value)
    assert "public.school_groups: now with boys" in str(told.value)
    assert "public.schools_in_tables: false before, true now" in str(told.value)
    prepare_release(again, weaker_protection="The committee asked for it.")
    prepare_release(again)  # it is kept
    publish(again)
    assert ledger_of(again).entries[-1].reason == "The committee asked for it."
    edit(rules, "least_cohort: 3", "least_cohort: 2")
    with pytest.raises(TymorError, match="least_cohort: 3 before, 2 now"):
        prepare_release(publication(root))


def test_check_stops_at_weaker_rules_too(
    published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it has named the bad rows; a reason given to it is kept for ``prepare``."""
    root = published.config.root
    schools = next((root / "data").glob("*/schools.csv"))
    held = schools.read_text("utf-8")
    schools.write_text(f"{held}no school{',' * held.split()[0].count(',')}\n", encoding="utf-8")
    edit(root / "params" / "disclosure.yml", "least_cohort: 5", "least_cohort: 3")
    monkeypatch.chdir(root)
    command = ["check", "--term", published.term_id]
    told = CliRunner().invoke(app, command)
    assert told.exit_code == 1
    assert told.output.index("schools.csv") < told.output.index("least_cohort: 5 before, 3 now")
    schools.write_text(held, encoding="utf-8")
    assert CliRunner().invoke(app, command).exit_code == 1
    reason = ["--weaker-protection", "The committee asked for it."]
    assert CliRunner().invoke(app, command + reason).exit_code == 0
    assert CliRunner().invoke(app, command).exit_code == 0
    assert reason_kept(publication(root)) == "The committee asked for it."


def test_each_rule_that_tells_more_is_weaker(own: Publication) -> None:
    public = {
        "rules": {"least_cohort": 6, "of_small_cohorts": [], "least_cohort_others": 5,
                  "least_side": 1, "near_all": True, "rest": {"parts": 2, "learners": 1,
                                                              "without_largest": 0},
                  "interval": 3},
        "school_groups": ["all", "efsm"],
        "schools_in_tables": False,
        "closed": False,
    }  # fmt: skip
    before = {"public": public, "authority": {**public, "rules": "unprotected"}, "gone": public}
    assert weaker(before, own.config) == [
        "public.least_cohort: 6 before, 5 now",
        "public.near_all: true before, false now",
        "public.rest.parts: 2 before, 1 now",
        "public.interval: 3 before, 2 now",
    ]
    renamed = {"people": before["public"]}
    assert len(weaker(renamed, own.config)) == 4  # a new open audience may tell no more
    unprotected = {"school": {**public, "closed": True}}
    assert "school: rules before, 'unprotected' now" in weaker(unprotected, own.config)
