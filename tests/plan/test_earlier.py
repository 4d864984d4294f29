"""The term before, in a plan and in a batch: a page rests on what it is held against there."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from projects import edit, mini_project, publication, report_file

from tymor.build import build, plan_jobs, prepare_release, run_some, why_each
from tymor.console.stage_log import StageLog
from tymor.options import Options
from tymor.publication import Publication, open_publication
from tymor.render.compose import read_page
from tymor.run.cluster.parcel import _parcel_files

OPTIONS = Options("builtin", "1")
#: The jobs of the miniature project.
JOBS = {
    "region / CSC / public", "authority / 675 / public", "business_plan / CSC / public",
    "school / 9999001 / public", "school / 9999002 / public",
}  # fmt: skip


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both terms prepared; tests work on copies."""
    root = mini_project(tmp_path_factory.mktemp("earlier"))
    prepare_release(open_publication("2017-spring", None, root))
    prepare_release(publication(root))
    return root


@pytest.fixture
def root(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "project", copy_function=shutil.copy2))


def earlier_parts(root: Path) -> dict[str, str | None]:
    """Of every job planned, its part ``earlier``; nothing where it has none."""
    own = publication(root)
    jobs = plan_jobs(own, prepare_release(own), StageLog.silent())
    return {job.name: job.parts.get("earlier") for job in jobs}


def changed_in(root: Path, table: str, column: str, value: object, **where: str) -> set[str]:
    """The jobs whose part is another one after a change in the earlier release."""
    before = earlier_parts(root)
    path = root / "build" / "2017-spring" / "release" / "public" / f"{table}.parquet"
    rows = pd.read_parquet(path)
    chosen = pd.Series(True, index=rows.index)
    for name, wanted in where.items():
        chosen &= rows[name] == wanted
    assert chosen.any()
    rows.loc[chosen, column] = value
    rows.to_parquet(path, index=False)
    after = earlier_parts(root)
    return {name for name in after if after[name] != before[name]}


def test_only_reports_that_say_what_changed_rest_on_the_term_before(root: Path) -> None:
    parts = earlier_parts(root)
    assert parts.keys() == JOBS
    assert all(parts.values())
    say_nothing_of_changes(root, "region")
    assert {name for name, part in earlier_parts(root).items() if part is None} == {
        "region / CSC / public"
    }
    shutil.rmtree(root / "build" / "2017-spring")
    assert set(earlier_parts(root).values()) == {"", None}


def say_nothing_of_changes(root: Path, report: str) -> None:
    path = report_file(root, report)
    (said,) = re.findall(r"(?m)^  changes: .+$", path.read_text("utf-8"))
    edit(path, said, "  changes: []")


def test_an_earlier_figure_touches_those_that_read_its_areas_figures(root: Path) -> None:
    found = changed_in(root, "figures", "value", 1.0, area_id="9999001", kind="actual")
    assert found == JOBS - {"school / 9999002 / public"}


def test_an_earlier_name_touches_no_area_beside_it(root: Path) -> None:
    found = changed_in(root, "areas", "name_en", "Another", area_id="9999002")
    assert found == JOBS - {"school / 9999001 / public"}


def test_a_report_that_says_nothing_of_changes_reads_nothing_earlier(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
    from tymor.report import opening

    for variable in (RELEASE_VARIABLE, PARTNERSHIP_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(ROOT_VARIABLE, str(root))

    def has_earlier() -> bool:
        page = opening.open("region", area="CSC", term="2017-summer", audience="public")
        return page.earlier is not None

    assert has_earlier()
    say_nothing_of_changes(root, "region")
    assert not has_earlier()


def test_a_machine_elsewhere_is_sent_the_term_before_too(root: Path) -> None:
    own = publication(root)
    plan_jobs(own, prepare_release(own), StageLog.silent())
    sent = {path.relative_to(root).as_posix() for path in _parcel_files(own)}
    for term in ("2017-spring", "2017-summer"):
        frozen = "build/2017-summer/frozen/build"
        assert f"{frozen}/{term}/release/public/figures.parquet" in sent
    assert not any("/release/partnership/" in name for name in sent)


def reasons(root: Path) -> dict[str, str]:
    each = why_each(publication(root), OPTIONS, StageLog.silent())
    return {job.name: why for job, why in each if why}


def built(root: Path) -> Publication:
    own = publication(root)
    build(own, OPTIONS, StageLog.silent())
    return own


@pytest.mark.long
def test_a_page_says_what_changed_as_long_as_there_is_a_term_before(root: Path) -> None:
    ids = {block.id for block in read_page(built(root).page_file("public", "region")).blocks}
    assert {"changed-heading", "changed-figures"} <= ids
    assert reasons(root) == {}
    shutil.rmtree(root / "build" / "2017-spring")
    assert reasons(root) == dict.fromkeys(JOBS, "changed: earlier")
    own = publication(root)
    run_some(own, StageLog.silent(), "region", None, OPTIONS)
    ids = {block.id for block in read_page(own.page_file("public", "region")).blocks}
    assert not any(name.startswith("changed-") for name in ids)
