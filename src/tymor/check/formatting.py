"""What people wrote with formatting that pages do not show."""

from collections.abc import Iterator

import pandas as pd

from tymor.errors import Problem, shortened
from tymor.inputs.model import Inputs
from tymor.prose.web_form import not_understood

#: Columns of comments, in the first language; other languages' have their name behind.
WRITTEN = ("commentary", "support_agreed", "evaluation", "evidence", "success")


def unshown_formatting(inputs: Inputs) -> Iterator[Problem]:
    """A warning for each comment with tags that are not understood: they are shown as text."""
    for table in inputs.tables.values():
        for column in map(str, table.columns):
            if column in WRITTEN or column.rpartition("_")[0] in WRITTEN:
                yield from _in(table, column)


def _in(table: pd.DataFrame, column: str) -> Iterator[Problem]:
    for row in table[table[column].str.contains("<", regex=False)].to_dict("records"):
        if found := not_understood(str(row[column])):
            yield Problem(
                file=str(row["source_file"]),
                row=int(row["source_row"]),
                column=column,
                value=shortened(", ".join(found)),
                rule="formatting",
                severity="warning",
                message="expected only <p>, <ul>, <ol>, <li>, <br>, <b>, <strong>, <i> and <em>, "
                "with nothing but their names in them. Other tags are shown as text, and what "
                "else stands in a tag is left out: take them out.",
            )
