"""What two tables would tell: pages could show two values of one thing."""

from collections.abc import Iterator

from tymor.config import Config
from tymor.errors import Problem
from tymor.inputs.model import Inputs


def results_among_indicators(config: Config, inputs: Inputs) -> Iterator[Problem]:
    """An error for each indicator of ``organisation`` that is a measure: its results are told by
    ``published_outcomes``, with their status and newest year, and reports on outcomes show them.
    """
    rows = inputs.tables["organisation"]
    for row in rows[rows["indicator"].isin(config.measures)].to_dict("records"):
        yield Problem(
            file=str(row["source_file"]),
            row=int(row["source_row"]),
            column="indicator",
            value=str(row["indicator"]),
            rule="told_twice",
            message="this is a measure of params/measures.yml, and no indicator of the "
            "organisation's own work. Put its results into published_outcomes, and take them out "
            "here.",
        )
