"""What was printed of areas above the partnership, and of other partnerships beside it."""

from typing import Any

import pandas as pd

from tymor.inputs import Inputs
from tymor.inputs.sources import described
from tymor.page import NUMBERED
from tymor.prepare.areas import columns_of
from tymor.publication import Publication

#: And the names of the area, as the table ``areas`` has them, and what is said of the source.
COLUMNS = {
    "of_area": "str",
    "relation": "str",  # above: the area has all of the partnership's authorities; else beside
    "measure_id": "str",
    "academic_year": "str",
    "value": "float64",
    "status": "str",
    "published": "str",
    "invented": "bool",
}


def wider_outcomes(publication: Publication, inputs: Inputs) -> pd.DataFrame:
    """One row a printed figure of an area above, or of another partnership, in the term's years.

    An area that shares some of the partnership's authorities and not all is left out: the
    partnership would stand beside a part of itself.
    """
    config = publication.config
    printed = inputs.tables["published_outcomes"]
    shown = printed["status"].isin(NUMBERED) & printed["value"].notna()
    printed = printed[shown & printed["academic_year"].isin(publication.term.years)]
    printed = printed.assign(folder=inputs.folders_of(printed))
    sources = {source.folder: source for source in inputs.sources}
    rows: list[dict[Any, Any]] = []
    for relation, other in config.other_partnerships:
        said = {f"name_{name}": text for name, text in other.name.items()}
        said |= {f"name_{name}_{form}": text
                 for name, own in other.forms.items() for form, text in own.items()}  # fmt: skip
        for row in printed[printed["area_id"] == other.id].to_dict("records"):
            source = described(sources[row["folder"]], publication)
            rows.append({**row, "of_area": other.id, "relation": relation, **said, **source})
    names = [name for name in columns_of(config.languages) if name.startswith("name_")]
    texts = [f"{part}_{name}" for part in ("title", "from") for name in config.languages]
    kinds = {**COLUMNS, **dict.fromkeys([*names, *texts], "str")}
    return pd.DataFrame(rows).reindex(columns=list(kinds)).astype(kinds)
