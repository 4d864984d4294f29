"""What the tests of the inputs share: the good set, its vocabulary, and reading it."""

import csv
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
from projects import ROOT, copy_project, publication

from tymor.check.data import check
from tymor.check.read import read_inputs
from tymor.config import load_config
from tymor.errors import Problem
from tymor.inputs import Inputs, Vocabulary
from tymor.inputs.contracts.contract import DTYPES, Contract
from tymor.inputs.contracts.tables import TABLES as CONTRACTS

HELPERS = Path(__file__).parent
HERE = HELPERS.parent
FAULTS = HERE / "faults"
GOOD = FAULTS / "good"
_CONFIG = load_config(ROOT)
#: Those of the set, which all but one fit any school in.
_MEASURES = {
    **{
        name: _CONFIG.measures[name].model_copy(update={"phase": "any"})
        for name in ("ks2_csi", "fp_fpoi", "gap_ks2_csi", "ks4_capped_points")
    },
    "ks4_l1": _CONFIG.measures["ks4_l1"],
}
VOCABULARY = Vocabulary(
    measures=_MEASURES,
    phases=_CONFIG.phases,
    groups=frozenset({"all", "efsm"}),
    plan_schemes={
        "2016/17": frozenset({"noteworthy_progress", "carried_forward", "not_completed"}),
        "2017/18": frozenset({"not_due", "very_good", "strong", "satisfactory", "limited"}),
    },
    partnership_ids=frozenset({"CSC"}),
    languages=("en", "cy"),
    reform_areas=(
        *("curriculum", "assessment_evaluation", "equity_excellence_wellbeing"),
        *("teaching", "leadership"),
    ),
    committees=("scrutiny", "joint_committee"),
    priority_judgements=("very_good", "strong", "satisfactory", "limited"),
    categories={"support": ("green", "yellow", "amber", "red"), "capacity": ("a", "b")},
    collaboration={"improvement_group": ("convenor", "member"), "hub": ("hub", "partner")},
    judged_indicators=("finance", "leadership"),
    counted_indicators={"head_vacancy": "count", "staff_absence": "pct"},
)
TABLES = sorted(CONTRACTS)
PARENTS = ("local_authorities", "schools")

#: Faults of one table, and those of a whole project, which have a ``partnership.yml``.
ALL_CASES = sorted(path for path in FAULTS.iterdir() if path != GOOD)
CASES = [path.name for path in ALL_CASES if not (path / "partnership.yml").exists()]
WHOLE_CASES = [path.name for path in ALL_CASES if (path / "partnership.yml").exists()]


def read(data: Path, *more: Path) -> Inputs:
    return read_inputs([data, *more], VOCABULARY, required=["schools"], root=data.parent)


@cache
def good() -> Inputs:
    """The good set, read once; nobody changes it."""
    return read_inputs([GOOD], VOCABULARY, required=["schools"], root=FAULTS)


def records_of(table: str) -> list[list[str]]:
    """A good table's rows of text, the headings first."""
    with (GOOD / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def typed(cell: str) -> object:
    """Numbers and days become typed values when somebody types them into Excel."""
    for kind in (int, float, date.fromisoformat):
        try:
            return kind(cell) if cell else None
        except ValueError:
            continue
    return cell


def with_parents(folder: Path) -> Path:
    """A folder with only the tables that others refer to."""
    folder.mkdir()
    for table in PARENTS:
        (folder / f"{table}.csv").write_bytes((GOOD / f"{table}.csv").read_bytes())
    return folder


@cache
def whole_check(case: str) -> tuple[Problem, ...]:
    """What ``check`` tells of a fault's folder that has a ``partnership.yml``, as a project."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_project(Path(folder) / case, FAULTS / case, "fault")
        (root / "data" / "fault" / "expected.txt").unlink()
        partnership = root / "data" / "fault" / "partnership.yml"
        partnership.rename(root / "params" / "partnership.yml")
        it = publication(root)
        if (held := root / "data" / "fault" / "last_release.json").exists():
            it.folder.mkdir(parents=True)
            held.rename(it.folder / "prepared.json")
        return check(it).problems


def require_kept(contract: Contract, rows: pd.DataFrame) -> None:
    """A finished table keeps its contract, judged row by row without the product's own validation:
    types, every column's checks, every rule, no key twice."""
    rows = rows.astype(dict.fromkeys(rows.select_dtypes("category").columns, "str"))
    for name, column in contract.columns.items():
        assert rows[name].dtype == DTYPES[column.kind], name
        assert column.nullable or (rows[name].notna() & (rows[name].astype(str) != "")).all(), name
        held = rows[name].dropna()
        for each in column.checks:
            assert each.test(held).fillna(True).all(), (name, each.name)
    for rule in contract.rules:
        assert bool(pd.Series(rule.test(rows[list(rule.needs)])).all()), rule.name
    assert not rows.duplicated(list(contract.key)).any()
