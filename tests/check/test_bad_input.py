"""Bad input at the command line: every problem at once, exit status 1, nothing touched."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from long_tests import long_but
from pdf_text import pdf_in
from projects import TERM, edit, mini_project

Spoil = Callable[[Path], None]


def tymor(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it, in the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "tymor", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def replace(name: str, old: str, new: str) -> Spoil:
    def spoil(data: Path) -> None:
        text = (data / name).read_text("utf-8")
        assert old in text
        (data / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def remove(name: str) -> Spoil:
    return lambda data: (data / name).unlink()


def empty(name: str) -> Spoil:
    return lambda data: (data / name).write_text(
        (data / name).read_text("utf-8").split("\n")[0] + "\n", encoding="utf-8"
    )


def recode(name: str) -> Spoil:
    def spoil(data: Path) -> None:
        text = (data / name).read_text("utf-8").replace("Lark Hill", "Tŷ Gwyn")
        (data / name).write_bytes(text.encode("iso8859-14"))

    return spoil


def merged_headings(data: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (data / "attendance.csv").read_text("utf-8").splitlines():
        sheet.append(line.split(","))
    sheet.merge_cells("A1:B1")
    book.save(data / "attendance.xlsx")
    (data / "attendance.csv").unlink()


#: What is done to the good data, and what must be told: file, place, value, what was expected.
FAULTS: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "missing file": (remove("local_authorities.csv"), ("local_authorities", "data/mini")),
    "unknown column": (
        replace("targets.csv", "value,status", "value,state"), ("targets.csv", "state", "status"),
    ),
    "text in a number": (
        replace("school_outcomes.csv", "all,20,24", "all,n/a,24"),
        ("school_outcomes.csv", "row 2", "numerator", "'n/a'", "whole number"),
    ),
    "a percentage over 100": (
        replace("published_outcomes.csv", "88.60", "188.60"),
        ("published_outcomes.csv", "row 3", "value", "'188.60'", "100"),
    ),
    "a duplicate key": (
        replace("schools.csv", "9999002,", "9999001,"),
        ("schools.csv", "row 3", "school_id", "9999001", "row 2"),
    ),
    "an unknown authority": (
        replace("schools.csv", ",675,", ",999,"), ("schools.csv", "row 2", "la_code", "'999'"),
    ),
    "a wrong encoding": (recode("schools.csv"), ("schools.csv", "UTF-8")),
    "an empty table": (empty("targets.csv"), ("targets.csv", "no rows")),
    "merged headings": (merged_headings, ("attendance.xlsx", "merged")),
}  # fmt: skip


#: Each kind of fault by the command; all of them are told by the check alone, in test_inputs.
FEW = ("missing file", "text in a number", "a duplicate key", "merged headings")


@pytest.mark.parametrize("name", long_but(FAULTS, *FEW))
def test_each_fault_is_told_plainly_and_nothing_is_touched(tmp_path: Path, name: str) -> None:
    root = mini_project(tmp_path)
    seen = root / "site" / "index.html"
    seen.write_text("what readers see")
    spoil, told = FAULTS[name]
    spoil(root / "data" / "mini")
    done = tymor(root, "build", "--term", TERM, "--renderer", "builtin")
    assert done.returncode == 1, done.stderr
    for part in told:
        assert part in done.stderr
    assert "nothing in site/ was touched" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (root / "site").rglob("*")] == ["index.html"]
    assert seen.read_text() == "what readers see"
    assert not (root / "build" / TERM / "site").exists()


def test_all_faults_are_told_at_once_and_rejected_rows_are_listed(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    data = root / "data" / "mini"
    together = ("text in a number", "a percentage over 100", "merged headings", "missing file")
    for name in together:
        FAULTS[name][0](data)
    done = tymor(root, "check", "--term", TERM)
    assert done.returncode == 1
    for name in together:
        for part in FAULTS[name][1]:
            assert part in done.stderr + done.stdout
    checked = root / "build" / TERM / "check"
    rejected = (checked / "rejected.csv").read_text("utf-8")
    assert "n/a" in rejected
    assert "188.60" in rejected
    problems = [json.loads(line) for line in (checked / "problems.jsonl").read_text().splitlines()]
    keys = {"severity", "file", "row", "column", "value", "rule", "message"}
    assert all(keys <= problem.keys() for problem in problems)
    assert (checked / "index.html").exists()


def test_wrong_arguments_say_what_is_right(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    assert (
        "params/terms.yml has 2017-spring, 2017-summer"
        in tymor(root, "build", "--term", "2018").stderr
    )
    renderer = tymor(root, "render", "--term", TERM, "--renderer", "word")
    assert "'word' is not one of 'auto'" in renderer.stderr
    unbuilt = tymor(root, "publish", "--term", TERM)
    assert unbuilt.returncode == 1
    assert "run tymor build first" in unbuilt.stderr


def test_a_key_missing_in_one_language_stops_the_build_and_is_named(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    words = root / "params" / "words" / "cy.yml"
    text = words.read_text("utf-8")
    words.write_text(text.replace('  limited: "Cynnydd cyfyngedig"\n', ""), encoding="utf-8")
    done = tymor(root, "build", "--term", TERM)
    assert done.returncode == 1
    assert "cy.yml: judgements.limited is missing" in done.stderr
    assert not (root / "build").exists()


@pytest.mark.long
def test_another_grouping_says_what_it_leaves_out_and_shows_that_nothing_is_held(
    tmp_path: Path,
) -> None:
    root = mini_project(tmp_path)
    eas = root / "params" / "partnerships" / "eas.yml"
    edit(eas, "[published, national, sample]", "[mini]")
    edit(eas, '["677", "676", "679", "680", "678"]', '["677", "680"]')
    done = tymor(root, "build", "--term", TERM, "--partnership", "eas", "--renderer", "builtin")
    assert done.returncode == 0, done.stderr
    assert "3 schools of local authorities outside EAS (675) will have no page" in done.stderr
    site = root / "build" / f"{TERM}-eas" / "site" / "public"
    assert not (site / "en" / "business-plan").exists()
    page = (site / "cy" / "authorities" / "newport" / "index.html").read_text("utf-8")
    assert "Dim ffigurau" in page
    assert "Casnewydd" in page
    assert pdf_in(site / "en" / "region")
