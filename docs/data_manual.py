"""``docs/data.md``, written from the contracts: ``python docs/data_manual.py``."""

from collections.abc import Iterator
from typing import Any

from tymor.config import Measure
from tymor.inputs.contracts.contract import Column, Contract, Known
from tymor.inputs.contracts.tables import TABLES, all_contracts
from tymor.inputs.model import Vocabulary

_KINDS = {
    "text": "text",
    "whole": "whole number",
    "number": "number",
    "date": "date (2017-09-28)",
}
_UNITS = {
    "pct": "per cent",
    "pp": "percentage points",
    "pct or pp": "per cent or percentage points",
    "days": "days",
    "gbp": "pounds",
}

#: Whether a cell may be empty, where it is not a required column's that may.
_PRESENCE = {True: "no", False: "yes, or no such column"}

_OPENING = """\
# The data Tymor reads

<!-- Written by `python docs/data_manual.py` from the contracts; do not edit. -->

A data folder holds one file a table, `TABLE.csv`, `TABLE.xlsx` (or `.xlsm`, `.ods`, `.xls`,
`.xlsb`) or `TABLE.parquet`; a folder may mix them. The partnership names its folders; tables of
one name in several folders are put together. The headings stand in row 1, or below notes, written
as below, in any order; kinds and numbers of spaces, line breaks and signs of no width do not count
in them. Where a partnership's own files look otherwise, or its tables are in a database, a
[mapping](#mappingyml) says how.

- **CSV**: commas, semicolons or tabs between cells; UTF-8 (in Excel: Save As, "CSV UTF-8 (Comma
  delimited)"). What can only be Windows-1252 is read too, with a warning.
- **Workbooks**: the first sheet that is not hidden; no merged cells in headings or rows; formulas
  with their results saved. Cells that are only formatted count for nothing, wherever they stand. A
  month that is shown without a day (`Sep-17`) is read as a month, 2017-09, in XLSX. What kind of
  workbook it is says its content, not its name. Strict Open XML and OpenDocument (`.ods`) are read
  as XLSX is; of `.xls` and `.xlsb` neither an error in a cell nor the sign of a percentage can be
  seen, which is told. A workbook that unpacks to more than a gigabyte, a sheet with more than 20
  million filled cells, XML that declares words of its own and an `.xls` that takes more than 4
  gigabytes of memory are refused.
- **Parquet**: columns of text, numbers, dates, or true and false. Its rows, like those of a
  query, are counted from 2, as if headings stood in row 1.
- **Codes are text**: keep leading zeros and full length.
- **Numbers** have a decimal point and nothing else: `87.6`, `-12.3`; no `%`, no thousands comma.
- **A missing number is an empty cell**, never 0 and never a word; where the table has a
  `status`, it says why.
- **Comments** (`commentary`, `support_agreed`, `evaluation`, `evidence`, `success`) may come as a
  form on the web exports them: `<p>`, `<ul>`, `<ol>`, `<li>`, `<br>`, `<b>`, `<strong>`, `<i>` and
  `<em>` are shown as paragraphs, lists and so on, `&amp;` and the like as the sign. Every other
  tag is text.
- Spaces around a value do not count, nor do rows that are wholly empty.

- **What was so when**: a table with a column `as_at` may have several rows of one key. A term
  shows the newest until the day on which it is published, so that an earlier term made again shows
  what was known then. A row without a day is older than all others. What such a row tells of a
  whole academic year (exclusions, days used, pounds spent: each table says it) is shown from the
  summer term of that year on. A report to a committee shows what was known on the day on which it
  was written. `rolls` likewise gives schools their pupils at a day.
- **How sure results are** is said once for a measure and year, in `result_status` or by the status
  of the partnership's own row of `published_outcomes`. It holds for all areas and groups, and for
  the gap of the measure.

A folder may also hold `source.yml`:

```yaml
title: {en: "Published figures", cy: "Ffigurau cyhoeddedig"}
invented: false   # true: every page that shows its schools says they are invented
sample: false     # true: data that is only there to try Tymor with
from: {en: "Where the figures come from", cy: "O ble y daw'r ffigurau"}
published: 2017-09-28   # when that was published; a month will do: "2017-09"
```

## What check tells

`tymor check` holds every row against the rules below and tells all problems at once, with file,
row, column, value, rule and how to mend it (a workbook's sheet stands after its name:
`schools.xlsx, sheet 'Data'`): as text, with `--format json` as JSON lines
(`severity, file, row, column, value, rule, message`) on standard output, and as a page,
`build/TERM/check/index.html`. A row that breaks a rule is listed with its reasons in
`build/TERM/check/rejected.csv`. Text and page tell what is of one kind in one column once, with
its number and five examples, causes first; `build/TERM/check/problems.txt` and `problems.jsonl`
have all. An error stops the build (exit status 1); a warning does not:

| rule | warns of |
|---|---|
| `shifted_row` | a row whose values sit left or right of where all others have them |
| `left_out` | rows that a mapping leaves out as the rest |
| `jump` | a change since the year before that chance hardly makes in a cohort of that size |
| `outlier` | a number far from all others of its sector and year |
| `no_pupils` | an open school without pupils |
| `no_such_percentage` | a percentage that no whole number of the cohort's pupils gives |
| `la_total` | an authority's printed value that its schools, all of them there, do not add up to |
| `printed_and_computed` | a printed value that the rows held do not give |
| `priority_unnamed` | a priority without a name in a plan that names others |
| `cost_of_nothing` | the cost of a programme in which no school took part that year |
| `task_without_meeting` | a task that goes to a committee, without the day of its meeting |
| `formatting` | a comment with tags that pages show as text |
| `uncounted_subject` | a subject of pupils' results that no measure counts in its phase |
| `windows_1252` | a file that was taken for Windows-1252 |
| `too_few_cells`, `trailing_cells` | rows of a CSV file that end early, or go on with nothing |
| `notes_above`, `notes_below` | notes around a table, which are not read |
| `code_with_point` | codes that a program took for numbers (`9990001.0`), read as codes |
| `no_name` | what programs write where there is nothing (`nan`, `NULL`); an error in names |
| `other_sheet`, `unknown_file` | what was not read |
| `old_workbook` | a workbook of which Tymor cannot see all (`.xls`, `.xlsb`) |
| `empty_folder` | a data folder without a table |
| `table_gone` | a table or data folder that is not there, of which the last release had rows |

Everything in a data folder is read or told, but for `README`, what is hidden and the locks of open
workbooks. What bears a table's name and cannot be read, such as a folder or a broken link called
`grants.csv`, is an error.

## mapping.yml

A folder's `mapping.yml` says, for each table that is kept otherwise, where it is and how its
headings and words read. Every value is taken as text, so `Y`, `no` and `0123` need no quotes.
A key stands once; anchors, aliases and `<<` are not read.

```yaml
results:
  file: PLASC 2017.xlsx        # in any format above, in this folder
  sheet: Data                  # a workbook's sheet; else the first
  heading_row: 4               # of a workbook or CSV; else 1
  columns: {pupil_id: UPN, school_id: Estab, level: Outcome, efsm: FSM}
  words:                       # what a cell says, and what that means
    efsm: {Y: yes, N: no}
  formats: {level: "1,234"}    # how the file would write a number, day or year (below)
  fixed: {academic_year: 2016/17, phase: KS2}   # the same in every row, in no column
  leave_out: {Status: [Left]}  # rows with this word in one of the file's own columns
  ignore: [Surname, Forename]  # or "*": whatever the table has no column for
targets:                       # a table may be in several files
  - {file: targets primary.csv}
  - {file: targets secondary.parquet}
schools:
  sql:
    url: postgresql+psycopg://tymor:${TYMOR_PASSWORD}@db.example.org/schools
    query: SELECT number AS school_id, roll AS pupils, * FROM school
  ignore: "*"
```

Any database of SQLAlchemy can be asked, if its driver is installed (for PostgreSQL:
`pip install 'psycopg[binary]'`); `sqlite:///pupils.db` lies beside the mapping. `${NAME}` is taken
from the environment: keep passwords there. What comes from there is never shown, nor is a password
or what follows the question mark of an address, wherever a message names it. A query only reads. In
messages a column bears the file's own heading too: `pupil_id (UPN)`.

- **One heading may serve several columns**: `columns: {name_en: School, name_cy: School}`.
- **A column that may be empty need not be there** in a file that `mapping.yml` names. One that it
  names itself must be.
- **One file may be in several entries**, of one table or of many; each has its own headings.
- **A file in a folder within the data folder** is of the source that the nearest `source.yml`
  around it tells of.

### A wide table

`rows` makes rows of headings: one for each row of the file and each heading that fits a pattern.
The places of a pattern are columns of the table, and what the heading has there goes into them.

```yaml
published_outcomes:
  file: printed.csv            # Area, CSI 2015-16, CSI 2016-17
  columns: {area_id: Area}
  rows: "{measure_id} {academic_year}"      # the cells are the column value
  words: {measure_id: {CSI: ks2_csi}}
  formats: {academic_year: 2016-17}
  fixed: {status: verified}
school_outcomes:
  file: counts.csv             # School, ks2_csi efsm reached, ks2_csi efsm cohort
  columns: {school_id: School}
  rows:                        # the cells below which headings go into which column
    numerator: "{measure_id} {group} reached"
    denominator: "{measure_id} {group} cohort"
  fixed: {academic_year: 2016/17}
```

A heading fits where each place is a word that its column may hold, as the heading has it or by
`words`, `codes` and `formats`. One that fits in part, such as an unknown measure with a year, is
told, whatever is ignored. Empty cells make no row, unless `codes` has a meaning for `""`.

### Codes

`words` changes some words and leaves the others as they are. `codes` is for a column all of whose
words are codes:

```yaml
schools:
  file: address list.csv
  codes:
    sector:
      means: {Primary: primary, Secondary: secondary, Hospital: skip}
      rest: error              # so, unless something else is said: each is told
    medium: {means: {WM: welsh}, rest: english}   # all others are english
targets:
  file: targets.csv
  codes:
    value: {means: {"*": not_set, "..": not_applicable}}
  fixed: {status: set}         # of the figures
```

The meaning `skip` leaves a row out; as `rest` it does so with one warning that counts the words.
In a column of numbers a code may also mean a status: then the figure is empty, and the row's
`status` that one. Empty cells stay empty, unless `""` has a meaning.

### Formats

`formats` has, for a column, how the file would write one certain thing. This is

- a number: 1234.5, as `"1,234.5"`, `"1.234,5"`, `"1234,5"`, `"1 234,5"`, `1234.5%` or `"£1,234.5"`
- a whole number: 1234, as `"1,234"` or `1.234`
- a date: 31 December 2016, as `31/12/2016`, `12/31/2016`, `31.12.16`, `20161231`, `31-Dec-16`,
  `31 Rhagfyr 2016`, or the day number of a workbook, `42735`
- an academic year: 2016/17, as `2016-17`, `2016/2017`, `201617`, by the year it begins in as
  `2016`, or that it ends in as `2017`

Signs between thousands, of money and of per cent may be left out in a cell; months may be named in
any language of the publication. A cell that is written otherwise is told and never guessed, but
for a date as `2017-09-28`, which is how a workbook gives the days that it knows.
"""


def data_manual() -> str:
    """The reference of every table: columns, units, ranges, words, key, rules, an example."""
    # Two plan years, so that rules which differ by year are stated once, in general words.
    vocabulary = Vocabulary(
        _one_of_each_kind(),
        frozenset(),
        {"2017/18": frozenset()},
        frozenset(),
        committees=(),
        reform_areas=(),
        priority_judgements=(),
        categories={"support": ()},
        collaboration={"hub": ()},
        judged_indicators=(),
        counted_indicators={},
    )
    tables = all_contracts(Known(vocabulary)).values()
    return "\n".join([_OPENING, *("\n".join(_table(each)) for each in tables)])


def _one_of_each_kind() -> dict[str, Measure]:
    """A measure of each kind whose values have ends, so that these are stated once."""
    said: dict[str, dict[str, Any]] = {
        "percentage": {},
        "mean": {"kind": "mean", "scale": (0, 540)},
        "gap": {"of": "percentage", "between": ("one", "other")},
        "rate": {"kind": "rate", "per": 1000},
        "count": {"kind": "count"},
    }
    own = {"section": "section", "phase": "phase"}
    return {name: Measure.model_validate(own | more) for name, more in said.items()}


def _table(contract: Contract) -> Iterator[str]:
    yield f"## {contract.table}\n"
    yield f"One row per {contract.one_row_per}. Key: {_code_list(contract.key)}.\n"
    yield "| column | what it is | kind | may be empty | allowed |"
    yield "|---|---|---|---|---|"
    for name, column in contract.columns.items():
        yield _row(name, column)
    yield ""
    yield from _rules(contract)
    yield "```csv"
    yield ",".join(contract.columns)
    yield ",".join(column.example for column in contract.columns.values())
    yield "```\n"


def _row(name: str, column: Column) -> str:
    kind = _KINDS[column.kind]
    unit = _UNITS.get(column.unit)
    allowed = "; ".join(check.description for check in column.checks if check.description)
    cells = [
        f"`{name}`",
        column.description,
        f"{kind}, {unit}" if unit else kind,
        "yes" if column.required and column.nullable else _PRESENCE[column.required],
        allowed,
    ]
    return f"| {' | '.join(cells)} |"


def _rules(contract: Contract) -> Iterator[str]:
    said = dict.fromkeys(check.description for check in contract.rules if check.description)
    if parents := _code_list(TABLES[contract.table].parents):
        said[f"every row names a row of {parents}"] = None
    if told := TABLES[contract.table].at_end_of_year:
        row = "a row without a day" if {"as_at", "published"} & {*contract.columns} else "a row"
        what = "is shown" if told == "row" else f"shows {_code_list(told)}"
        said[f"{row} {what} from the summer term of its year on"] = None
    if not said:
        return
    yield "Rules:\n"
    for sentence in said:
        yield f"- {sentence}"
    yield ""


def _code_list(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    print(data_manual(), end="")
