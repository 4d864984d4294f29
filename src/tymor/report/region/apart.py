"""Two groups of learners in one area: how far apart they are, and were the year before."""

from collections.abc import Sequence
from dataclasses import dataclass

from tymor.measures.signals import previous_year
from tymor.page import Figure
from tymor.report.areas import Area
from tymor.report.direction import Direction, direction
from tymor.report.document import Document
from tymor.report.figures import Figures


@dataclass(frozen=True)
class Pair:
    """Two groups of learners; the difference is that of the first less the second."""

    first: str
    second: str

    @property
    def key(self) -> str:
        return f"region.{self.first}_{self.second}"


MEALS = Pair("efsm", "not_efsm")
SEX = Pair("girls", "boys")


@dataclass(frozen=True)
class Apart:
    """Two groups of one area on one measure: both figures, how far apart, and a year before.

    ``now`` and ``before`` are differences in percentage points; ``before`` is missing where
    the year before had no number of both.
    """

    area: Area
    measure: str
    first: Figure
    second: Figure
    now: Figure
    before: Figure | None

    @property
    def way(self) -> Direction:
        return direction(self.now, self.before, gap=True)


def apart(
    page: Document, areas: Sequence[Area], measures: Sequence[str], pair: Pair
) -> list[Apart]:
    """Every area and measure with a number of both groups, in the measure's newest year with any.

    A pair of which one group is hidden is left out, so that it cannot be told from the other.
    """
    figures = page.figures(*(area.id for area in areas))
    found = []
    for measure in measures:
        for year in reversed(figures.term.years):
            held = [_apart(page, figures, area, measure, year, pair) for area in areas]
            of_year = [each for each in held if each is not None]
            if of_year:
                found += of_year
                break
    return found


def _apart(
    page: Document, figures: Figures, area: Area, measure: str, year: str, pair: Pair
) -> Apart | None:
    both = _both(figures, area, measure, year, pair)
    if both is None:
        return None
    earlier = previous_year(year)
    then = _both(figures, area, measure, earlier, pair)
    now = _difference(page, figures, *both)
    return Apart(area, measure, *both, now, _difference(page, figures, *then) if then else None)


def _both(
    figures: Figures, area: Area, measure: str, year: str, pair: Pair
) -> tuple[Figure, Figure] | None:
    first, second = (
        figures.one(measure, year, group=group, area_id=area.id)
        for group in (pair.first, pair.second)
    )
    if first is None or second is None or first.value is None or second.value is None:
        return None
    return first, second


def _difference(page: Document, figures: Figures, first: Figure, second: Figure) -> Figure:
    """The release's own gap where it holds one, which was worked out before rounding."""
    of = {each.of: name for name, each in page.config.measures.items() if each.of is not None}
    is_gap = (first.group, second.group) == (MEALS.first, MEALS.second)
    if is_gap and first.measure_id in of:
        gap = figures.one(of[first.measure_id], first.academic_year, area_id=first.area_id)
        if gap is not None and gap.value is not None:
            return gap
    assert first.value is not None and second.value is not None
    places = max(first.decimals, second.decimals)
    names = {
        "measure": page.say(f"measures.{first.measure_id}.label"),
        "first": page.say(f"groups.{first.group}"),
        "second": page.say(f"groups.{second.group}"),
    }
    return first.model_copy(
        update={
            "measure_id": f"{first.measure_id}_{first.group}_less_{second.group}",
            "group": "all",
            "value": round(first.value - second.value, places) + 0.0,
            "unit": "pp",
            "decimals": places,
            "status": "counted",
            "signal": "none",
            "label": page.say("region.difference", names),
        }
    )
