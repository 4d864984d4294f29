"""A job rests on what it uses: its own folder, what all share, and the code that these import."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import nbformat
import pytest
from built import copy_of
from long_tests import long_but
from made_report import bundled_term
from nbclient import NotebookClient
from projects import ROOT, edit, notebook_file, report_file
from rules_alone import by_rules_alone

from tymor import fingerprints
from tymor.build import plan_jobs, prepare_release
from tymor.config import Measure
from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.console.stage_log import StageLog
from tymor.files import stamp_of
from tymor.fingerprints import code_behind
from tymor.plan import jobs as planning
from tymor.plan import release_digests
from tymor.plan.frozen import freeze_settings
from tymor.plan.jobs import Job
from tymor.plan.release_digests import ReleaseDigests
from tymor.plan.source_notebooks import source_path, sources_of
from tymor.publication import Publication, open_publication

TERMS = ("2017-summer", "2017-autumn")  # which have all reports between them
FOLDERS = sorted(path.parent.name for path in (ROOT / "notebooks").glob("*/report.yml"))
PACKAGE = Path(fingerprints.__file__).parent
#: What a kernel says at its end: the files of the package that it has read.
_LOADED = """\
import json, sys
found = [module.__file__ for name, module in sys.modules.items() if name.startswith("tymor.")]
print(json.dumps(sorted(path for path in found if path)))"""

Parts = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module", autouse=True)
def rows_digested_once() -> Iterator[None]:
    """Plans are made by the dozen here, and no rows change: these are digested once."""
    known: dict[str, ReleaseDigests] = {}

    def once(folder: Path, measures: Mapping[str, Measure]) -> ReleaseDigests:
        files = [(path.name, stamp_of(path)) for path in sorted(folder.iterdir())]
        sections = {name: each.section for name, each in measures.items()}
        key = repr((folder, files, sections))
        if key not in known:
            known[key] = digested(folder, measures)
        return known[key]

    digested = release_digests.release_digests
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "release_digests", once)
        patch.setattr(release_digests, "release_digests", once)  # of the term before
        yield


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The bundled data prepared for both terms; each report has a module, and all share one.

    What is withheld by the rules alone is enough: these tests are about what a change touches."""
    place = tmp_path_factory.mktemp("rests") / "project"
    prepared = bundled_term("2017-autumn").config.root
    root = Path(shutil.copytree(prepared, place, copy_function=shutil.copy2))
    for folder in FOLDERS:
        own_module(root, folder).write_text("from tymor.report import counted\n", "utf-8")
    shared_module(root).write_text("SHARED = 1\n", "utf-8")
    with by_rules_alone():
        for term in TERMS:
            shutil.rmtree(root / "build" / term)
            prepare_release(open_publication(term, None, root))
        yield root


def own_module(root: Path, folder: str) -> Path:
    return root / "notebooks" / folder / f"{folder}_parts.py"


def shared_module(root: Path) -> Path:
    return root / "notebooks" / "all_parts.py"


def planned(root: Path, terms: Iterable[str] = TERMS) -> list[Job]:
    """The jobs of the bundled data in these terms."""
    jobs = []
    for term in terms:
        own = open_publication(term, None, root)
        jobs += plan_jobs(own, prepare_release(own), StageLog.silent())
    return jobs


def parts_of(jobs: Iterable[Job]) -> Parts:
    return {f"{job.parameters['term']} {job.name}": job.parts for job in jobs}


def term_of(folder: str) -> str:
    return "2017-autumn" if folder == "post16" else "2017-summer"


def touched(root: Path, before: Parts, folder: str) -> dict[str, set[str]]:
    """By report, the parts that have changed of any job, in a term that has the folder's."""
    found: dict[str, set[str]] = {}
    for name, parts in parts_of(planned(root, [term_of(folder)])).items():
        changed = {part for part, value in parts.items() if before[name][part] != value}
        if changed:
            found.setdefault(name.split(" ")[1], set()).update(changed)
    return found


def reports_of(root: Path, folder: str) -> set[str]:
    reports = open_publication(term_of(folder), None, root).config.reports
    return {name for name, each in reports.items() if each.folder == folder}


@pytest.fixture(scope="module")
def jobs(root: Path) -> list[Job]:
    return planned(root)


@pytest.fixture(scope="module")
def before(jobs: list[Job]) -> Parts:
    return parts_of(jobs)


def with_more(path: Path, text: str) -> str:
    """Put a line at the end of a file; return what stood there."""
    stood = path.read_text("utf-8")
    path.write_text(f"{stood}{text}\n", "utf-8")
    return stood


@pytest.mark.parametrize("folder", long_but(FOLDERS, "authority", "grants", "post16"))
def test_a_comment_in_a_reports_folder_touches_that_report_only(
    root: Path, before: Parts, folder: str
) -> None:
    own = {report: {"notebook"} for report in reports_of(root, folder)}
    for path in (own_module(root, folder), notebook_file(root, folder)):
        stood = with_more(path, "# a comment")
        assert touched(root, before, folder) == own, path.name
        path.write_text(stood, "utf-8")
    kept = [root / "notebooks" / folder / name for name in ("words.yml", "report.yml")]
    stood_there = [with_more(path, "# a comment") for path in kept]
    assert touched(root, before, folder) == {}
    for path, text in zip(kept, stood_there, strict=True):
        path.write_text(text, "utf-8")


@pytest.mark.slow
def test_an_entry_touches_its_own_report_and_no_other_of_its_notebook(
    root: Path, before: Parts
) -> None:
    entry = report_file(root, "grants")
    edit(entry, "path: grants/{id}", "path: grants-of/{id}")
    assert touched(root, before, "grants") == {"grants_school": {"settings"}}
    edit(entry, "path: grants-of/{id}", "path: grants/{id}")


@pytest.mark.slow
def test_the_rules_of_protection_touch_the_report_that_says_what_they_mean(
    root: Path, before: Parts, tmp_path: Path
) -> None:
    rules, built = root / "params" / "disclosure.yml", root / "build" / TERMS[0]
    copy_of(built, tmp_path / "as-it-was")
    edit(rules, "least_side: 10", "least_side: 11")
    found = touched(root, before, "region")
    edit(rules, "least_side: 11", "least_side: 10")
    shutil.rmtree(built)
    copy_of(tmp_path / "as-it-was", built)
    assert {report for report, parts in found.items() if "settings" in parts} == {"protection"}


@pytest.mark.slow
def test_the_terms_list_touches_the_reports_that_lead_to_what_it_leaves_out(
    root: Path, before: Parts
) -> None:
    terms = root / "params" / "terms.yml"
    stood = terms.read_text("utf-8")
    listed = "[region, authority, early_warning, school, business_plan,"
    edit(terms, listed, listed.replace("early_warning, ", ""))
    assert touched(root, before, "region") == {"authority": {"settings"}}
    terms.write_text(stood, "utf-8")


@pytest.mark.slow
def test_a_shared_module_touches_those_that_import_it_and_another_shared_file_all(
    root: Path, before: Parts
) -> None:
    stood = with_more(shared_module(root), "# a comment")
    assert touched(root, before, "region") == {}
    shared_module(root).write_text(stood, "utf-8")
    said = with_more(own_module(root, "school"), "import all_parts")
    using = parts_of(planned(root, [term_of("region")]))
    with_more(shared_module(root), "# a comment")
    assert touched(root, using, "region") == {"school": {"notebook"}}
    own_module(root, "school").write_text(said, "utf-8")
    shared_module(root).write_text(stood, "utf-8")
    (root / "notebooks" / "names.csv").write_text("a,b", "utf-8")
    found = touched(root, before, "region")
    assert found.keys() == {name.split(" ")[1] for name in before if name.startswith(TERMS[0])}
    assert all(parts == {"notebook"} for parts in found.values())
    (root / "notebooks" / "names.csv").unlink()


def test_a_module_of_the_package_touches_the_reports_that_import_it(
    root: Path, before: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = {name.split(" ")[1] for name in before if name.startswith(TERMS[0])}
    assert touched_by(root, before, "report/theme.py", monkeypatch) == every - {
        "governors",
        "calendar",
        "organisation",
        "caseload",
        "school_to_school",
        "school_to_school_authority",
        "value_for_money",
        "value_for_money_authority",
    }
    assert touched_by(root, before, "report/document.py", monkeypatch) == every
    assert touched_by(root, before, "report/counted.py", monkeypatch) == every  # of own modules
    assert touched_by(root, before, "render/one_page.py", monkeypatch) == set()


def touched_by(root: Path, before: Parts, module: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The reports of the summer whose code another text of a module of the package changes."""
    file, really = PACKAGE / module, fingerprints.digest_of_files
    assert file.exists()

    def as_if_changed(paths: Iterable[Path], folder: Path) -> str:
        held = set(paths)
        return really(held, folder) + ("changed" if file in held else "")

    with monkeypatch.context() as patch:
        patch.setattr(fingerprints, "digest_of_files", as_if_changed)
        found = touched(root, before, "region")
    assert all(parts == {"code"} for parts in found.values())
    return set(found)


@pytest.mark.parametrize("folder", long_but(FOLDERS, "authority", "support", "post16"))
def test_all_of_the_package_that_a_kernel_reads_is_among_what_its_job_rests_on(
    root: Path, jobs: list[Job], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, reports = open_publication(term_of(folder), None, root), reports_of(root, folder)
    job = next(
        job for job in jobs if job.parameters["term"] == own.term_id and job.report in reports
    )
    frozen = freeze_settings(own)
    for name, value in (
        (ROOT_VARIABLE, frozen.config.root),
        (RELEASE_VARIABLE, frozen.release_folder(job.audience)),
        (PARTNERSHIP_VARIABLE, frozen.config.partnership_file),
    ):
        monkeypatch.setenv(name, str(value))
    loaded = loaded_by(own, frozen, job)
    notebooks = frozen.config.root / "notebooks"
    source = sources_of(own, [job.notebook], notebooks)[job.notebook]
    assert PACKAGE / "report" / "document.py" in loaded
    assert loaded - code_behind(source.imports) == set()


def loaded_by(own: Publication, frozen: Publication, job: Job) -> set[Path]:
    """The package's files that a fresh kernel has read when it has run a job's notebook."""
    notebook = nbformat.read(source_path(own, job.notebook), 4)
    given = "\n".join(f"{name} = {value!r}" for name, value in job.parameters.items())
    tagged = next(n for n, cell in enumerate(notebook.cells) if "parameters" in _tags(cell))
    notebook.cells.insert(tagged + 1, nbformat.v4.new_code_cell(given))
    notebook.cells.append(nbformat.v4.new_code_cell(_LOADED))
    folder = (frozen.config.root / "notebooks" / job.notebook).parent
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    told = "".join(output.get("text", "") for output in notebook.cells[-1].outputs)
    return set(map(Path, json.loads(told)))


def _tags(cell: nbformat.NotebookNode) -> list[str]:
    tags: list[str] = cell.metadata.get("tags", [])
    return tags
