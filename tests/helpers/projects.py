"""Small projects for the tests: the repository's own params and notebooks, other data."""

import csv
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

import yaml

from tymor.publication import Publication, open_publication

ROOT = Path(__file__).parents[2]
HELPERS, TESTS = Path(__file__).parent, ROOT / "tests"
MINI = TESTS / "mini"
TERM = "2017-summer"
_RUN = "PYTEST_XDIST_TESTRUNUID"

#: One local authority, so that a build is five notebooks.
MINI_PARTNERSHIP = """\
id: CSC
name: {en: "Miniature Consortium", cy: "Consortiwm Bach"}
local_authorities: ["675"]
data: [mini]
"""


#: Two schools have no others to hide behind: what is hidden is what rests on too few, and no more.
MINI_DISCLOSURE = """\
public:
  least_cohort: 5
  of_small_cohorts: []
  least_cohort_others: 5
  least_side: 1
  near_all: false
  rest: {parts: 1, learners: 1, without_largest: 0}
  interval: 2
  cohorts_known: false
authority: unprotected
school: unprotected
partnership: unprotected
"""


def copy_project(folder: Path, data: Path, name: str = "mini") -> Path:
    """A project in ``folder`` with the repository's params and notebooks and this data, beside
    which the figures of the country lie."""
    for part in ("params", "notebooks"):
        ignored = shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints", "__pycache__")
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    shutil.copytree(data, folder / "data" / name)
    shutil.copytree(ROOT / "data" / "national", folder / "data" / "national")
    (folder / "site").mkdir()
    return folder


def place_of_run(name: str) -> Path:
    """A place of this name that all processes of a run of tests share."""
    return Path(tempfile.gettempdir(), f"tymor-{name}-{os.environ.get(_RUN, os.getpid())}")


def mini_project(folder: Path) -> Path:
    """The miniature publication: two schools, a few measures, a plan of four elements.

    It is the public's; what closed audiences read is tested with the bundled data.
    """
    copy_project(folder, MINI / "data")
    _for_the_public(folder)
    (folder / "params" / "partnership.yml").write_text(MINI_PARTNERSHIP, encoding="utf-8")
    (folder / "params" / "disclosure.yml").write_text(MINI_DISCLOSURE, encoding="utf-8")
    return folder


def closed_project(folder: Path) -> Path:
    """The miniature publication, whose schools and authority also read their own editions."""
    root = mini_project(folder)
    for report in ("school", "authority"):
        edit(report_file(root, report), "audiences: [public]", f"audiences: [public, {report}]")
    return root


def notebook_file(root: Path, name: str) -> Path:
    """A notebook, where its report has its folder."""
    return root / "notebooks" / name / f"{name}.py"


def notebooks() -> list[Path]:
    """The repository's own notebooks."""
    every = sorted((ROOT / "notebooks").glob("*/*.py"))
    return [path for path in every if path.stem == path.parent.name]


def report_file(root: Path, folder: str) -> Path:
    """What is said of the reports of one folder."""
    return root / "notebooks" / folder / "report.yml"


def _for_the_public(root: Path) -> None:
    """Leave closed audiences out of the reports, and reports without the public altogether."""
    files = {path: yaml.safe_load(path.read_text("utf-8"))
             for path in (root / "notebooks").glob("*/report.yml")}  # fmt: skip
    public = {name for entries in files.values() for name, entry in entries.items()
              if "public" in entry["audiences"]}  # fmt: skip
    for path, entries in files.items():
        kept = {
            name: entries[name] | {"audiences": ["public"]} for name in entries if name in public
        }
        for entry in kept.values():
            entry["links"] = [name for name in entry.get("links", ()) if name in public]
        if kept:
            told = yaml.safe_dump(kept, sort_keys=False, default_flow_style=None)
            path.write_text(told, encoding="utf-8")
        else:
            shutil.rmtree(path.parent)
    keep_reports(root, public)


def keep_reports(root: Path, names: Collection[str]) -> None:
    """Leave every report but these out of each term that has some of them."""
    path = root / "params" / "terms.yml"
    terms = path.read_text("utf-8")
    for listed in re.findall(r"reports: \[([^]]*)\]", terms):
        kept = [name for name in re.split(r",\s*", listed) if name in names]
        terms = terms.replace(f"[{listed}]", f"[{', '.join(kept)}]" if kept else f"[{listed}]")
    path.write_text(terms, encoding="utf-8")


def publication(root: Path, partnership: str | None = None) -> Publication:
    return open_publication(TERM, partnership, root)


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def change_a_cell(
    root: Path, table: str, where: Callable[[dict[str, str]], bool], **new: str
) -> None:
    path = root / "data" / "mini" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = [row for row in rows if where(row)]
    row.update(new)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
