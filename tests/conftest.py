"""For all tests: none leaves its environment to the next, none fails since a machine is slow,
and what many begin with is built once."""

import os
import sys
from collections.abc import Iterator

import pytest
from built import BuiltProjects, end_parent
from hypothesis import HealthCheck, settings
from long_tests import OPTION, know, skip_if_long
from projects import place_of_run

from tymor.publication import CACHE_VARIABLE

#: The files that take longest, from the longest on.
LONGEST = (
    "test_rests_on", "test_true_sentences", "test_frozen", "test_batch", "test_authority",
    "test_today", "test_quarto_published", "test_notebooks", "test_school_pack",
    "test_business_plan", "test_twins", "test_kinds_of_measures", "test_every_number", "test_dask",
    "test_inputs", "test_publish", "test_published_before", "test_whole_notebook", "test_readers",
    "test_corruption", "test_warm_kernel_ends", "test_warm_kernels", "test_workbooks",
    "test_bad_input", "test_unread_inputs", "test_release_files", "test_ledger", "test_publication",
    "test_addresses", "test_earlier", "test_surroundings", "test_how_to", "test_region",
    "test_post16", "test_grants", "test_caseload", "test_support", "test_report_words",
    "test_figure_identity", "test_result_status", "test_attack", "test_report_folders",
    "test_one_precision", "test_other_tools", "test_lost_ledger", "test_bench_batch",
)  # fmt: skip

#: Charts, notebooks that were read, what was decided of the same data: made once for all projects.
os.environ[CACHE_VARIABLE] = str(place_of_run("cache"))

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("patient", PATIENT)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, action="store_true", help="run what takes long, too: `make test-all`")


def pytest_configure(config: pytest.Config) -> None:
    know(config)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    skip_if_long(item)


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """A job that is executed in the test's own process tells its kernel by the environment."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def built_projects(tmp_path_factory: pytest.TempPathFactory) -> BuiltProjects:
    """Projects that are built, for tests that begin with one; each takes a copy of its own."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return BuiltProjects(shared / "built-projects")


@pytest.fixture(scope="session", autouse=True)
def crews_end() -> Iterator[None]:
    """Those who make reports for the tests stay from one report to the next, and so does what
    kernels are forked from."""
    yield
    end_parent()
    if made := sys.modules.get("made_report"):
        made.end_crews()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else 99)
