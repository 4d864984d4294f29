"""The school's own categories, as its pack shows them."""

from typing import Any

import pandas as pd

from shared.vocabulary import in_order, term_name
from tymor.page import TextCell
from tymor.report.document import Document


def own_categories(page: Document) -> pd.DataFrame:
    """One row a part of the scheme in which the school has a category: ``part`` in words, a column
    of cells a term, ``since`` when the newest holds, and the ``reason`` that was written for it.
    """
    columns = ["school_id", "term", "since", "part", "category", "reason"]
    rows = page.release.rows("categories", *columns)
    rows = rows[rows["school_id"] == page.area_id]
    terms = in_order(rows["term"])
    made = []
    for code, part in page.config.categorisation.parts.items():
        records: list[Any] = rows[rows["part"] == code].to_dict("records")
        held = {row["term"]: row for row in records}
        now = held.get(page.publication.term_id)
        if now is None:
            continue
        cells = {
            term: TextCell(
                text=page.say(f"categories.{code}.{row['category']}"),
                colour=part.words[row["category"]].colour,
            )
            for term, row in held.items()
        }
        made.append(
            {
                "part": page.say(f"categories.parts.{code}"),
                **{term: cells.get(term) for term in terms},
                "since": term_name(page, now["since"]),
                **{name: value for name, value in now.items() if name.startswith("reason")},
            }
        )
    return pd.DataFrame(made, dtype="object")
