"""What each judgement of a scheme means, criterion by criterion, as a grid."""

import pandas as pd

from tymor.report import columns as col
from tymor.report.document import Document


def definitions(page: Document, scheme: str) -> pd.DataFrame:
    """One row a judgement of a scheme of ``params/judgements.yml``, in its order.

    Columns: ``judgement``, its code, and of each criterion what the judgement means by it, in
    words; missing where that is not defined. No rows where the scheme has no criteria.
    """
    criteria = page.config.judgements.criteria.get(scheme, ())
    codes = page.config.judgements.schemes[scheme] if criteria else ()
    return pd.DataFrame(
        [
            {"judgement": code, **{name: _words(page, scheme, code, name) for name in criteria}}
            for code in codes
        ],
        columns=["judgement", *criteria],
        dtype="object",
    )


def definition_columns(page: Document, scheme: str) -> list[col.Column]:
    """The judgement on its colour, then a column each criterion."""
    criteria = page.config.judgements.criteria.get(scheme, ())
    undefined = "judgement_criteria.undefined"
    return [
        col.judgement("judgement", "table.judgement", scheme=scheme),
        *(
            col.words(name, f"judgement_criteria.{name}", missing=undefined, width="wide")
            for name in criteria
        ),
    ]


def _words(page: Document, scheme: str, code: str, criterion: str) -> dict[str, str] | None:
    key = f"judgement_definitions.{scheme}.{code}.{criterion}"
    return page.say(key) if page.config.languages.has(key) else None
