"""Makes the project that is timed: the repository's params, the bench's notebooks and rows."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from tymor.config import load_config
from workload.rows import AUTHORITIES, REGION, write_rows

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent
TERM = "2017-summer"
_WHO = f"""\
id: {REGION}
name: {{en: "Invented Consortium", cy: "Consortiwm Dychmygol"}}
local_authorities: {AUTHORITIES}
data: [invented]
"""
_AUDIENCES = """\
public: {site: public, word: public, school_groups: [all, efsm], school_targets: true, tables: []}
"""
_DISCLOSURE = """\
public:
  least_cohort: 5
  of_small_cohorts: []
  least_cohort_others: 5
  least_side: 1
  near_all: false
  rest: {parts: 1, learners: 1, without_largest: 0}
  interval: 2
  cohorts_known: false
"""
_CATEGORISATION = """\
support: support
followed: []
parts:
  support: {audiences: [], words: {green: {}, red: {}}}
"""
_REPORTS = {
    "region": {"area": "partnership", "path": "region", "reads": ["self"]},
    "authority": {
        "area": "local_authority",
        "path": "authorities/{slug}",
        "reads": ["self", "above"],
        "compares": ["key_indicators"],
    },
    "school": {"area": "school", "path": "schools/{id}", "reads": ["self"]},
}


@dataclass(frozen=True)
class Project:
    """A project on disk, and how many reports it has: a region, authorities and schools."""

    root: Path
    reports: int

    @property
    def data(self) -> Path:
        return self.root / "data" / "invented"

    @property
    def build(self) -> Path:
        return self.root / "build" / TERM

    @property
    def figures(self) -> Path:
        """The release's figures: what every way's notebooks read."""
        return self.build / "release" / "public" / "figures.parquet"

    def area_ids(self) -> list[str]:
        schools = self.reports - 1 - len(AUTHORITIES)
        return [REGION, *AUTHORITIES, *(str(9990001 + number) for number in range(schools))]


def make_project(root: Path, reports: int, notebook: str) -> Project:
    """A project in ``root``, whose reports are all of one notebook.

    ``light`` notebooks are for many jobs: their schools have the key indicators only.
    """
    shutil.copytree(ROOT / "params", root / "params")
    shutil.copytree(ROOT / "notebooks" / "shared", root / "notebooks" / "shared")
    _write_report(root / "notebooks" / Path(notebook).stem, notebook)
    _write_params(root / "params")
    project = Project(root, reports)
    project.data.mkdir(parents=True)
    (root / "site").mkdir()
    sections = ["key_indicators"] if notebook == "light.py" else None
    write_rows(project.data, reports - 1 - len(AUTHORITIES), _measures(root, sections))
    _write_printed(project.data)
    _write_labels(root)
    return project


def _write_report(folder: Path, notebook: str) -> None:
    """The one folder of reports: the notebook, its charts, its words and its three entries."""
    folder.mkdir(parents=True)
    for name in (notebook, "drawn.py"):
        shutil.copy(HERE / "notebooks" / name, folder)
    shutil.copy(HERE / "words.yml", folder)
    reports = {
        name: report | {"audiences": ["public"], "parameters": {"report_name": name}}
        for name, report in _REPORTS.items()
    }
    (folder / "report.yml").write_text(yaml.safe_dump(reports, sort_keys=False), "utf-8")


def _write_params(params: Path) -> None:
    (params / "partnership.yml").write_text(_WHO, encoding="utf-8")
    (params / "audiences.yml").write_text(_AUDIENCES, encoding="utf-8")
    (params / "disclosure.yml").write_text(_DISCLOSURE, encoding="utf-8")
    (params / "categorisation.yml").write_text(_CATEGORISATION, encoding="utf-8")
    (params / "committees.yml").write_text("{}\n", encoding="utf-8")  # no report goes to one
    terms = yaml.safe_load((params / "terms.yml").read_text("utf-8"))
    terms[TERM]["reports"] = list(_REPORTS)
    terms[TERM].pop("previous", None)  # the only term here
    only = yaml.safe_dump({TERM: terms[TERM]}, allow_unicode=True)
    (params / "terms.yml").write_text(only, encoding="utf-8")


def _write_printed(data: Path) -> None:
    """One figure that no school has: a region's others are then those of its schools."""
    published = ROOT / "data" / "published"
    shutil.copy(published / "local_authorities.csv", data)
    head = (published / "published_outcomes.csv").read_text("utf-8").splitlines()[0]
    row = f"{REGION},attendance_primary,2014/15,95.00,verified"
    (data / "published_outcomes.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")


def _measures(root: Path, sections: list[str] | None) -> list[str]:
    """The measures that pupils' results give: attendance and gaps come by themselves."""
    return [
        name
        for name, measure in load_config(root).measures.items()
        if (measure.section in sections if sections else True)
        and measure.section.startswith(("key_indicators", "expected_level"))
    ]


def _write_labels(root: Path) -> None:
    """Measures and areas by name, for notebooks that have no other way to know them."""
    config = load_config(root)
    rows = ["measure_id,section,label_en,label_cy"]
    for name, measure in config.measures.items():
        said = config.languages.say(f"measures.{name}.label")
        rows.append(f'{name},{measure.section},"{said["en"]}","{said["cy"]}"')
    (root / "data" / "labels.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
