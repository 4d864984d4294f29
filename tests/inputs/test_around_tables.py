"""What stands around a table, and how its headings are written, is told once or does not matter."""

import io
import unicodedata
from pathlib import Path

import pytest
from checking import GOOD, good, read, with_parents
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from tymor.console.problems import alike, print_problems
from tymor.errors import Problem
from tymor.inputs import Inputs
from tymor.inputs.invisible import all_as_seen, as_seen, with_signs

SCHOOLS = (GOOD / "schools.csv").read_text("utf-8")
HEADINGS, *ROWS = SCHOOLS.splitlines()


def of_schools(folder: Path, text: str, mapping: str = "") -> Inputs:
    data = with_parents(folder)
    (data / "schools.csv").write_text(text, "utf-8")
    if mapping:
        (data / "mapping.yml").write_text(mapping, "utf-8")
    return read(data)


def rules(inputs: Inputs) -> list[str]:
    return [f"{problem.severity} {problem.rule}" for problem in inputs.problems]


#: A heading as a person typed it once, and as files come with it.
AS_FILES_HAVE_IT = {
    "no-break space": "School\u00a0name",
    "narrow no-break space": "School\u202fname",
    "two spaces": "School  name",
    "line break": '"School\nname"',
    "no width": "School\u200b name",
    "byte order mark": "\ufeffSchool name",
    "soft hyphen": "Sch\u00adool name",
    "spaces around": " School name\u00a0",
}


@pytest.mark.parametrize("how", AS_FILES_HAVE_IT)
def test_headings_that_look_alike_are_alike(tmp_path: Path, how: str) -> None:
    text = SCHOOLS.replace("name_en", AS_FILES_HAVE_IT[how], 1)
    inputs = of_schools(tmp_path / "data", text, "schools: {columns: {name_en: School name}, "
                        "file: schools.csv}\n")  # fmt: skip
    assert inputs.problems == ()
    assert (
        inputs.tables["schools"]["name_en"].tolist() == good().tables["schools"]["name_en"].tolist()
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_with_marks_are_the_same_composed_or_not(tmp_path: Path, form: str) -> None:
    heading = unicodedata.normalize(form, "Enw’r ŵyl")  # type: ignore[arg-type]
    other = unicodedata.normalize("NFD" if form == "NFC" else "NFC", heading)
    text = SCHOOLS.replace("name_en", heading, 1)
    mapping = f"schools: {{file: schools.csv, columns: {{name_en: {other}}}}}\n"
    assert of_schools(tmp_path / "data", text, mapping).problems == ()


def test_two_headings_that_look_alike_are_told_apart_by_their_signs(tmp_path: Path) -> None:
    text = "\n".join(
        [HEADINGS.replace("name_en", "School  name,School\u00a0name"),
         *(row.replace(",", ",,", 2) for row in ROWS)]
    )  # fmt: skip
    mapping = "schools: {file: schools.csv, columns: {name_en: School name}}\n"
    told = [str(problem) for problem in of_schools(tmp_path / "data", text, mapping).problems]
    assert "'School <U+0020>name', 'School<U+00A0>name'" in told[0]
    assert any("column School<U+00A0>name" in problem for problem in told)


@given(st.text(max_size=20))
def test_what_is_seen_is_seen_so_again_and_signs_hide_nothing(text: str) -> None:
    assert as_seen(as_seen(text)) == as_seen(text)
    assert not any(sign.isspace() and sign != " " for sign in with_signs(text))


@given(st.lists(st.text("ab \u00a0\u200b", max_size=4), max_size=5))
def test_headings_that_differ_stay_different(headings: list[str]) -> None:
    assert len(set(all_as_seen(headings))) == len(set(headings))


@pytest.mark.parametrize("nothing", ["nan", "NaN", "<NA>", "NaT", "N/A", "NULL", "None", "NA"])
def test_what_programs_write_for_nothing_is_no_name(tmp_path: Path, nothing: str) -> None:
    text = SCHOOLS.replace("Gull Lane High School", nothing)
    inputs = of_schools(tmp_path / "data", text)
    assert rules(inputs) == ["error no_name"]
    assert len(inputs.tables["schools"]) == 1


def test_an_excel_error_is_no_name_either(tmp_path: Path) -> None:
    inputs = of_schools(tmp_path / "data", SCHOOLS.replace("Gull Lane High School", "#N/A"))
    assert rules(inputs) == ["error spreadsheet_error"]


def test_a_person_may_be_called_so(tmp_path: Path) -> None:
    rows = [f"{row},{name}" for row, name in zip(ROWS, ("Null", "A. Nan"), strict=True)]
    text = "\n".join([f"{HEADINGS},improvement_partner", *rows])
    inputs = of_schools(tmp_path / "data", text)
    assert rules(inputs) == ["warning no_name"]
    assert len(inputs.tables["schools"]) == 2


def test_codes_that_became_numbers_are_read_and_told_once_a_column(tmp_path: Path) -> None:
    """As pandas writes a column of codes with gaps in it; no other code is advised."""
    rows = [row.replace(",", ".0,", 2) for row in ROWS]
    inputs = of_schools(tmp_path / "data", "\n".join([HEADINGS, *rows]))
    assert rules(inputs) == ["warning code_with_point"] * 2
    codes = ["school_id", "la_code"]
    assert inputs.tables["schools"][codes].equals(good().tables["schools"][codes])


def test_no_other_code_is_advice_for_a_number(tmp_path: Path) -> None:
    text = SCHOOLS.replace(",681,", ",682.5,")
    (problem,) = of_schools(tmp_path / "data", text).problems
    assert "Did you mean" not in problem.message


ABOVE = {
    "a title": ["Schools in Wales"],
    "a title with the signs of a table": ["Schools in Wales,,,,", "As at January,,,,", ""],
    "many notes": [f"Note {number}, of some length" for number in range(20)],
}


@pytest.mark.parametrize("what", ABOVE)
def test_notes_above_are_told_once(tmp_path: Path, what: str) -> None:
    inputs = of_schools(tmp_path / "data", "\n".join([*ABOVE[what], SCHOOLS]))
    assert rules(inputs) == ["warning notes_above"]
    schools = inputs.tables["schools"]
    assert schools["name_cy"].tolist() == good().tables["schools"]["name_cy"].tolist()
    assert schools["source_row"].tolist() == [len(ABOVE[what]) + 2, len(ABOVE[what]) + 3]


def test_empty_rows_above_are_nothing(tmp_path: Path) -> None:
    assert of_schools(tmp_path / "data", f"\n,,,\n{SCHOOLS}").problems == ()


def test_a_row_that_a_mapping_names_is_the_row(tmp_path: Path) -> None:
    mapping = "schools: {file: schools.csv, heading_row: 1}\n"
    inputs = of_schools(tmp_path / "data", f"Schools in Wales\n{SCHOOLS}", mapping)
    assert "error no_headings" in rules(inputs)


BELOW = {
    "a source": ["Source: StatsWales"],
    "notes below an empty row": ["", "Notes:", "[c] withheld", "A school is open on the day."],
    "notes with the signs of a table": [f"Source: a survey{',' * 9}", f"{',' * 9}"],
    "notes beside the first column": [f",Ffynhonnell: arolwg{',' * 8}"],
}


@pytest.mark.parametrize("what", BELOW)
def test_notes_below_are_told_once_and_left_out_with_the_rows_of_no_use(
    tmp_path: Path, what: str
) -> None:
    inputs = of_schools(tmp_path / "data", "\n".join([HEADINGS, *ROWS, *BELOW[what]]))
    assert rules(inputs) == ["warning notes_below"]
    assert len(inputs.tables["schools"]) == 2
    assert len(inputs.rejected) == sum(any(line.strip(",")) for line in BELOW[what])


@pytest.mark.parametrize("row", ["9990003", "9990003,681", "x"])
def test_a_row_that_ends_early_is_no_note(tmp_path: Path, row: str) -> None:
    inputs = of_schools(tmp_path / "data", "\n".join([HEADINGS, *ROWS, row]))
    assert "warning too_few_cells" in rules(inputs)
    assert "warning notes_below" not in rules(inputs)


def test_commas_at_the_ends_of_rows_are_told_once(tmp_path: Path) -> None:
    rows = [f"{row},," for row in ROWS]
    inputs = of_schools(tmp_path / "data", "\n".join([HEADINGS, *rows]))
    assert rules(inputs) == ["warning trailing_cells"]
    assert len(inputs.tables["schools"]) == 2
    both = of_schools(tmp_path / "both", "\n".join([f"{HEADINGS},,", *rows]))
    assert both.problems == ()


def many(rule: str, says: list[str], severity: str = "error") -> list[Problem]:
    return [
        Problem("a.csv", rule, message, severity, row, "level", f"{row}")  # type: ignore[arg-type]
        for row, message in enumerate(says, start=2)
    ]


def printed(problems: list[Problem]) -> list[str]:
    console = Console(file=io.StringIO(), width=300)
    print_problems(problems, console)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined, no-any-return]


def test_of_many_of_a_kind_what_they_share_is_told_once_and_five_are_shown() -> None:
    says = [f"expected a number such as 87.6. Write it without the sign: {n}." for n in range(9)]
    file, head, *examples, more, _ = printed(many("number", says))
    assert (file, head) == (
        "a.csv",
        "  error   column level, 9 times: expected a number such as 87.6. [number]",
    )
    assert len(examples) == 5
    assert examples[1].strip() == "row 3 '3' Write it without the sign: 1."
    assert more.strip() == "… and 4 more; problems.txt has all."


def test_examples_have_different_values_if_there_are() -> None:
    values = ["..", "..", "..", "*", "..", "..", "[c]", "..", ".."]
    problems = [
        Problem("a.csv", "number", "expected a number.", row=row, column="level", value=value)
        for row, value in enumerate(values, start=2)
    ]
    ((kind,),) = alike(problems).values()
    assert [(each.row, each.value) for each in kind.examples] == [
        (2, ".."), (3, ".."), (4, ".."), (5, "*"), (8, "[c]"),
    ]  # fmt: skip
    assert kind.more == 4


def test_causes_stand_before_what_follows_from_them() -> None:
    problems = [
        *many("number", ["expected a number."] * 3),
        *many("jump", ["far from last year."], "warning"),
        *many("shifted_row", ["the values seem to sit to the left."], "warning"),
        Problem("b.csv", "format", "this format is not read."),
    ]
    kinds = alike(problems)
    assert list(kinds) == ["b.csv", "a.csv"]
    assert [kind.first.rule for kind in kinds["a.csv"]] == ["shifted_row", "number", "jump"]
    assert sum(kind.number for here in kinds.values() for kind in here) == len(problems)
