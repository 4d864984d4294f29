"""``docs/data.md``, written from the contracts: ``python -m tymor.inputs.manual``."""

from collections.abc import Iterator

import pandera.pandas as pa

from tymor.inputs.columns import kind_of, may_be_empty
from tymor.inputs.contract import Contract, Known
from tymor.inputs.contracts import TABLES, all_contracts
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

<!-- Written by `python -m tymor.inputs.manual` from the contracts; do not edit. -->

A data folder holds one file a table, `TABLE.csv` or `TABLE.xlsx`. The partnership names its
folders; tables of one name in several folders are put together. The headings stand in row 1,
written as below, in any order.

- **CSV**: commas between cells, UTF-8 (in Excel: Save As, "CSV UTF-8 (Comma delimited)").
- **XLSX**: the first sheet; no merged cells; formulas with their results saved.
- **Codes are text**: keep leading zeros and full length.
- **Numbers** have a decimal point and nothing else: `87.6`, `-12.3`; no `%`, no thousands comma.
- **A missing number is an empty cell**, never 0 and never a word; where the table has a
  `status`, it says why.
- Spaces around a value do not count, nor do rows that are wholly empty.

A folder may also hold `source.yml`:

```yaml
title: {en: "Published figures", cy: "Ffigurau cyhoeddedig"}
invented: false   # true: every page that shows its schools says they are invented
sample: false     # true: data that is only there to try Tymor with
from: "Where the figures come from"
```

`tymor check` holds every row against the rules below and tells all problems at once. A row that
breaks a rule is listed with its reasons in `build/TERM/check/rejected.csv`; an error stops the
build.
"""


def data_manual() -> str:
    """The reference of every table: columns, units, ranges, words, key, rules, an example."""
    # Two plan years, so that rules which differ by year are stated once, in general words.
    vocabulary = Vocabulary({}, frozenset(), {"2017/18": frozenset()}, frozenset())
    tables = all_contracts(Known(vocabulary)).values()
    return "\n".join([_OPENING, *("\n".join(_table(each)) for each in tables)])


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
    yield ",".join(column.metadata["example"] for column in contract.columns.values())
    yield "```\n"


def _row(name: str, column: pa.Column) -> str:
    kind = _KINDS[kind_of(column)]
    unit = _UNITS.get(column.metadata["unit"])
    allowed = "; ".join(check.description for check in column.checks if check.description)
    cells = [
        f"`{name}`",
        column.description,
        f"{kind}, {unit}" if unit else kind,
        "yes" if column.required and may_be_empty(column) else _PRESENCE[column.required],
        allowed,
    ]
    return f"| {' | '.join(cells)} |"


def _rules(contract: Contract) -> Iterator[str]:
    said = dict.fromkeys(check.description for check in contract.rules if check.description)
    if parents := _code_list(TABLES[contract.table].parents):
        said[f"every row names a row of {parents}"] = None
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
