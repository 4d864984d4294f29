"""``data/figures.csv``: every published figure, one row, for those who calculate."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from tymor.errors import TymorError
from tymor.page import Figure, Identity, Page

COLUMNS = (
    "page", *Identity._fields, "value", "unit", "status", "signal",
    "numerator", "denominator", "source",
)  # fmt: skip
#: What stands behind these once for each language: of the figure, and of its area.
NAMED = ("label", "area")


def page_figures(page: Page, languages: Sequence[str]) -> str:
    """One page's rows, without headings.

    Raises
    ------
    TymorError
        The page shows one figure with two values, or one measure to two numbers of decimal
        places: text and table disagree.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(_row(page, figure, languages) for figure in _distinct(page))
    return out.getvalue()


def figures_csv(
    pages: Iterable[str], languages: Sequence[str], areas: Mapping[str, Sequence[str]]
) -> bytes:
    """The whole file from each page's rows (:func:`page_figures`), in the order given.

    One row a page and figure; ``value`` is empty where the status has no number, ``numerator``,
    ``denominator`` and ``source`` where the site's readers are not told, ``academic_year`` of what
    is of none, such as a roll (:meth:`.Identity.published`). ``areas`` has the names
    of each area by its id, a language each; they stand last.
    """
    heads = [*COLUMNS, *(f"{what}_{name}" for what in NAMED for name in languages)]
    at, nameless = COLUMNS.index("area_id"), [""] * len(languages)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    for page in pages:
        for row in csv.reader(io.StringIO(page)):
            writer.writerow([*row, *areas.get(row[at], nameless)])
    return out.getvalue().encode("utf-8")


def _distinct(page: Page) -> list[Figure]:
    seen: dict[Identity, Figure] = {}
    _require_one_precision(page)
    for figure in page.figures():
        before = seen.setdefault(figure.identity, figure)
        if (before.value, before.status) != (figure.value, figure.status):
            raise TymorError(
                f"Page {page.path!r} shows {'/'.join(figure.identity)} as {before.value} "
                f"({before.status}) and as {figure.value} ({figure.status}): "
                "a figure has one value. Take both from the same release."
            )
    return list(seen.values())


def _require_one_precision(page: Page) -> None:
    """A measure has the same number of decimal places all over a page; counts have none."""
    places: dict[str, int] = {}
    for figure in page.figures():
        if figure.value is None or figure.unit == "count":
            continue
        first = places.setdefault(figure.measure_id, figure.decimals)
        if first != figure.decimals:
            raise TymorError(
                f"Page {page.path!r} shows {figure.measure_id} to {first} and to "
                f"{figure.decimals} decimal places: a measure has one number of them, "
                "config.decimals of params/measures.yml."
            )


def _row(page: Page, figure: Figure, languages: Sequence[str]) -> list[str]:
    value = "" if figure.value is None else f"{figure.value:.{figure.decimals}f}"
    return [
        page.path, *figure.identity.published(), value, figure.unit, figure.status, figure.signal,
        *map(_number, (figure.numerator, figure.denominator)), figure.source,
        *(figure.label[name] for name in languages),
    ]  # fmt: skip


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"
