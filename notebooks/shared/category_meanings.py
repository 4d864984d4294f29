"""What each category of schools means, as a grid: wherever categories are shown."""

from collections.abc import Collection

import pandas as pd

from tymor.report import columns as col
from tymor.report.document import Document


def category_meanings(page: Document, parts: Collection[str] = ()) -> pd.DataFrame:
    """One row a category of ``params/categorisation.yml``, in its order; of these parts of the
    scheme alone, where any are named.

    Columns: ``part``, ``category`` and ``meaning`` in words, ``colour`` of the category.
    """
    return pd.DataFrame(
        [
            {
                "part": page.words(f"categories.parts.{part}"),
                "category": page.say(f"categories.{part}.{word}"),
                "meaning": page.say(f"categories.meanings.{part}.{word}"),
                "colour": each.colour,
            }
            for part, of_part in page.config.categorisation.parts.items()
            for word, each in of_part.words.items()
            if not parts or part in parts
        ],
        dtype="object",
    )


def meaning_columns() -> list[col.Column]:
    """The category on its colour, and what it means."""
    return [
        col.words("category", "categories.category", colour="colour"),
        col.words("meaning", "methods.meaning", width="wide"),
    ]
