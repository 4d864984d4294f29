"""Costs held against what they are the costs of."""

from collections.abc import Iterator

from tymor.errors import Problem
from tymor.inputs.model import Inputs


def costs_of_nothing(inputs: Inputs) -> Iterator[Problem]:
    """A warning for each cost of a programme in which no school took part that year: a name that
    is written otherwise in ``professional_learning`` would leave its programme without a cost."""
    costs, learning = inputs.tables["costs"], inputs.tables["professional_learning"]
    costs = costs[costs["kind"] == "programme"]
    held = {*zip(learning["programme"], learning["academic_year"], strict=True)}
    for row in costs.to_dict("records"):
        if (row["name"], row["academic_year"]) not in held:
            yield Problem(
                file=str(row["source_file"]),
                row=int(row["source_row"]),
                column="name",
                value=str(row["name"]),
                rule="cost_of_nothing",
                severity="warning",
                message=f"no row of professional_learning has this programme in "
                f"{row['academic_year']}, so no page shows its cost. Write the name as it stands "
                "there, or add the schools that took part.",
            )
