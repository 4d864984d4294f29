"""How fixed-term exclusions went since the year before, in a sentence."""

import pandas as pd

from shared.direction import direction
from tymor.report import told
from tymor.report.document import Document


def say_exclusions(page: Document, by_year: pd.DataFrame, *, id: str) -> None:
    """The two newest years, one row each; a count that is hidden is not compared.

    ``by_year``: ``academic_year`` and the figure ``fixed_term``, the newest year last. Nothing
    where there is one year, or none.
    """
    if len(by_year) < 2:
        return
    before, now = by_year.iloc[-2:]["fixed_term"]
    since, this_year = by_year.iloc[-2:]["academic_year"]
    way = direction(now, before)
    shown = {"now": now, "before": before} if way in ("up", "down", "equal") else {}
    if way in ("up", "down"):
        shown["change"] = told.apart(now, before)
    key = way if shown else "suppressed"
    page.text(
        f"exclusions.moved.{key}", id=f"{id}.{key}", since=since, this_year=this_year, **shown
    )
