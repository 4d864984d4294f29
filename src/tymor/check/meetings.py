"""Tasks for a committee held against its meeting."""

from collections.abc import Iterator

import pandas as pd

from tymor.errors import Problem
from tymor.inputs.model import Inputs


def tasks_without_meeting(inputs: Inputs) -> Iterator[Problem]:
    """A warning for each task of the kind ``committee`` that has no day of the committee: pages
    can only say that it is not held."""
    tasks = inputs.tables["calendar"]
    undated = tasks[(tasks["kind"] == "committee") & pd.isna(tasks["committee_date"])]
    for row in undated.to_dict("records"):
        yield Problem(
            file=str(row["source_file"]),
            row=int(row["source_row"]),
            column="committee_date",
            value="",
            rule="task_without_meeting",
            severity="warning",
            message="the task goes to a committee, and the day of its meeting is not given, so "
            "pages say that it is not held. Add the day.",
        )
