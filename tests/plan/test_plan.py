"""Plan: the jobs of a term, and parameters that must fit their notebooks exactly."""

import json
from pathlib import Path

import pandas as pd
import pytest
from projects import mini_project, notebook_file, publication, report_file

from tymor.build import prepare_release
from tymor.errors import PlanError
from tymor.plan.jobs import Job, plan
from tymor.prepare.release_files import Release
from tymor.publication import Publication


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, dict[str, Release]]:
    own = publication(mini_project(tmp_path_factory.mktemp("plan")))
    return own, prepare_release(own)


def replan(
    prepared: tuple[Publication, dict[str, Release]], notebook: str | None, parameters: str = ""
) -> list[Job]:
    """Plan again with another parameter cell of the school notebook, or more parameters given."""
    own, releases = prepared
    root = own.config.root
    kept = {p: p.read_text() for p in (notebook_file(root, "school"), report_file(root, "school"))}
    school, reports = kept
    try:
        if notebook is not None:
            school.write_text(kept[school].replace('audience: str = "public"', notebook))
        reports.write_text(
            kept[reports].replace("path: schools/{id}", "path: schools/{id}" + parameters)
        )
        return plan(publication(root), releases)
    finally:
        for path, text in kept.items():
            path.write_text(text)


def test_a_term_has_a_job_for_each_report_and_area(
    prepared: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = prepared
    jobs = plan(own, releases)
    assert [(job.report, job.area_id, job.path) for job in jobs] == [
        ("region", "CSC", "region"),
        ("authority", "675", "authorities/merthyr-tydfil"),
        ("school", "9999001", "schools/9999001"),
        ("school", "9999002", "schools/9999002"),
        ("business_plan", "CSC", "business-plan"),
    ]
    table = pd.read_parquet(own.folder / "jobs.parquet")
    assert table["area_id"].tolist() == [job.area_id for job in jobs]
    assert json.loads(table["parameters"][1]) == {
        "area": "675", "term": "2017-summer", "audience": "public",
    }  # fmt: skip


def test_a_report_whose_rows_are_not_there_is_not_planned(
    prepared: tuple[Publication, dict[str, Release]],
) -> None:
    own, releases = prepared
    public = dict(releases["public"].tables)
    public["plan"] = public["plan"].iloc[:0]
    jobs = plan(own, releases | {"public": Release(public)})
    assert "business_plan" not in {job.report for job in jobs}
    # Pages that lead to it say otherwise now: those of the authority are made again.
    before = {job.name: job.parts["settings"] for job in plan(own, releases)}
    after = {job.name: job.parts["settings"] for job in jobs}
    assert {name.split()[0] for name in after if after[name] != before[name]} == {"authority"}


def test_an_unknown_parameter_stops_everything(
    prepared: tuple[Publication, dict[str, Release]],
) -> None:
    with pytest.raises(PlanError, match=r"school\.py, line \d+: .* no 'audience'") as caught:
        replan(prepared, 'reader: str = "public"')
    assert "it declares area, term, reader" in str(caught.value)
    with pytest.raises(PlanError, match="declares no 'years'"):
        replan(prepared, None, "\n  parameters: {years: 3}")


def test_a_notebook_without_a_cell_of_parameters_is_told_in_one_line(
    prepared: tuple[Publication, dict[str, Release]],
) -> None:
    path = notebook_file(prepared[0].config.root, "business_plan")
    kept = path.read_text("utf-8")
    path.write_text(kept.replace('# %% tags=["parameters"]', "# %%"), "utf-8")
    try:
        with pytest.raises(PlanError) as caught:
            replan(prepared, 'audience: str = "public"\nyears: int = None')
    finally:
        path.write_text(kept, "utf-8")
    _, *lines = str(caught.value).splitlines()  # each notebook's, in one go
    assert sorted(line.split(":")[0].split(",")[0].strip() for line in lines) == [
        "notebooks/business_plan/business_plan.py", "notebooks/school/school.py"
    ]  # fmt: skip
    assert "no cell is tagged 'parameters'; one must declare area, term, audience" in lines[1]


def test_a_missing_parameter_stops_everything(
    prepared: tuple[Publication, dict[str, Release]],
) -> None:
    with pytest.raises(PlanError, match=r"the parameter 'years' \(int\) is given by nothing"):
        replan(prepared, 'audience: str = "public"\nyears: int = None')


@pytest.mark.parametrize(
    ("declared", "given", "told"),
    [
        ("years: int = 3", "'3'", "declared as int; found '3'"),
        ("years: str = ''", "3", "declared as str; found 3"),
        ("years: bool = True", "1", "declared as bool; found 1"),
        ("years: dict = {}", "1", "declared as 'dict'; expected one of str, int"),
        ("years = 3", "3", "declared as 'None'; expected one of str, int"),
    ],
)
def test_a_mistyped_parameter_stops_everything(
    prepared: tuple[Publication, dict[str, Release]], declared: str, given: str, told: str
) -> None:
    with pytest.raises(PlanError) as caught:
        replan(
            prepared, f'audience: str = "public"\n{declared}', f"\n  parameters: {{years: {given}}}"
        )
    assert told in str(caught.value)
    assert "Nothing was started" in str(caught.value)


def test_a_fitting_parameter_is_handed_on(
    prepared: tuple[Publication, dict[str, Release]],
) -> None:
    jobs = replan(
        prepared, 'audience: str = "public"\nyears: int = 3', "\n  parameters: {years: 2}"
    )
    assert [job.parameters["years"] for job in jobs if job.report == "school"] == [2, 2]


def test_the_source_notebook_is_the_same_every_time(
    prepared: tuple[Publication, dict[str, Release]], tmp_path: Path
) -> None:
    own, releases = prepared
    source = own.folder / "notebooks" / "source" / "school.ipynb"
    plan(own, releases)
    first = source.read_bytes()
    plan(own, releases)
    assert source.read_bytes() == first
