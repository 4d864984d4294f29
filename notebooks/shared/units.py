"""What values of a measure are in, and how they, a difference and an axis are said.

Only measures of one :class:`Scale` are ranked, drawn or counted together: percentages and gaps in
percentage points are, points of learners and rates each stand alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.config import Config
from tymor.errors import TymorError
from tymor.locale import Value
from tymor.page import Text, Unit
from tymor.report import told
from tymor.report.bilingual import label
from tymor.report.counted import joined
from tymor.report.document import Document


@dataclass(frozen=True)
class Axis:
    """What a chart's axis of values says, a label, and between which ends any value lies."""

    title: str
    least: float | None = None
    most: float | None = None

    def around(self, values: "pd.Series[Any]", step: float) -> list[float]:
        """Whole steps around these values, within the ends: the domain of an axis."""
        low = step * ((values.min() - step / 5) // step)
        high = step * ((values.max() + step / 5) // step + 1)
        low = low if self.least is None else max(self.least, low)
        return [low, high if self.most is None else min(self.most, high)]

    def whole(self, values: "pd.Series[Any]") -> list[float]:
        """From the least that there can be to the most; without such an end, to the values'."""
        least = min(0, values.min()) if self.least is None else self.least
        return [least, 1.05 * values.max() or 1 if self.most is None else self.most]


#: What a difference between two percentages is in.
_APART = {"pct": "pp"}


@dataclass(frozen=True)
class Scale:
    """A unit; of a rate, ``per`` how many; the ``ends`` between which one learner's points lie."""

    unit: Unit
    per: int | None = None
    ends: tuple[float, float] | None = None


def scale_of(config: Config, measure_id: str) -> Scale:
    """What values of a measure, and differences between them, are in."""
    measure = config.measures[measure_id]
    if measure.of is not None:  # a gap is a difference of two such values
        return scale_of(config, measure.of)
    return Scale(measure.unit, measure.per, measure.scale)


def by_scale(config: Config, measures: Iterable[str]) -> dict[Scale, list[str]]:
    """The measures that may be ranked and drawn together, in their order."""
    found: dict[Scale, list[str]] = {}
    for name in measures:
        found.setdefault(scale_of(config, name), []).append(name)
    return found


def ranked(config: Config, measures: Iterable[str]) -> list[list[str]]:
    """The measures of each scale that make a ranking: where there are several, two or more."""
    every = list(by_scale(config, measures).values())
    return [names for names in every if len(names) > 1 or len(every) == 1]


def is_share(config: Config, measure_id: str) -> bool:
    """Whether it is a percentage of learners, of which one is worth so many percentage points."""
    measure = config.measures.get(measure_id)
    return measure is not None and (measure.kind, measure.denominator) == ("percentage", "pupils")


def beside_others(config: Config, measure_id: str) -> bool:
    """Whether areas of other sizes can stand beside each other on it: on a count they cannot."""
    return config.measures[measure_id].kind != "count"


def apart(page: Document, points: Value, measure_id: str) -> Text:
    """A difference between two values of a measure: *4.5 points*, *2.0 percentage points*."""
    scale = scale_of(page.config, measure_id)
    return page.say(f"units.{scale.unit}", _values(page, measure_id) | {"points": points})


def in_units(page: Document, measures: Iterable[str]) -> Text:
    """What the values of these measures are in, for a caption: *per cent of pupils; points*."""
    said: dict[str, Text] = {}
    for name in measures:
        text = page.say(f"units.values.{_name(page.config, name)}", _values(page, name))
        said.setdefault(label(text), text)
    return joined(said.values(), page.config.languages, "; ")


def differences_in(page: Document, measures: Iterable[str]) -> Text:
    """What differences between values of these measures are in: *percentage points*."""
    scales = by_scale(page.config, measures)
    said = [
        page.say(f"units.values.{_APART.get(scale.unit, scale.unit)}", _values(page, names[0]))
        for scale, names in scales.items()
    ]
    return joined(said, page.config.languages, "; ")


def ranked_in(page: Document, measure_id: str) -> Text:
    """What measures of one scale are in, where they are ranked: *points, 58 at most*, where others
    are in points, too, of which one can have more or fewer.
    """
    own = scale_of(page.config, measure_id)
    others = {scale_of(page.config, name) for name in page.config.measures}
    unit = differences_in(page, [measure_id])
    if own.ends is None or all(each == own for each in others if each.unit == own.unit):
        return unit
    of = page.config.measures[measure_id].of or measure_id
    most = told.given(page, f"measures.{of}.scale.1")
    return page.say("units.values.of_most", {"unit": unit, "most": most})


def axis(page: Document, measures: Sequence[str]) -> Axis:
    """The axis of values of these measures.

    Raises
    ------
    TymorError
        They are not of one scale (:func:`by_scale`): one axis cannot have them all.
    """
    scales = by_scale(page.config, measures)
    if len(scales) != 1:
        raise TymorError(
            f"{', '.join(measures)} are in different units, and one axis cannot have them all. "
            "Draw a chart for each of shared.units.by_scale(page.config, measures)."
        )
    gaps = {page.config.measures[name].kind == "gap" for name in measures}
    if gaps == {True}:
        unit = differences_in(page, measures)
        return Axis(page.words("chart.gap", unit=unit), *ends(page, measures))
    said = in_units(page, measures)
    title = {language: text[:1].upper() + text[1:] for language, text in said.items()}
    return Axis(label(title), *ends(page, measures))


def difference_axis(page: Document, key: str, measures: Sequence[str]) -> Axis:
    """The axis of differences between values of one scale; ``key`` is of its title, with a place
    for their ``{unit}``."""
    return Axis(page.words(key, unit=differences_in(page, measures)))


def nth_id(id: str, at: int) -> str:
    """The id of what stands once for each scale: the first has its own."""
    return f"{id}.{at + 1}" if at else id


def ends(page: Document, measures: Sequence[str]) -> tuple[float | None, float | None]:
    """The least and the most that any value of these measures can be, where there is such an
    end."""
    every = [page.config.measures[name].bounds for name in measures]
    least, most = ([each[end] for each in every] for end in (0, 1))
    return (
        None if None in least else min(each for each in least if each is not None),
        None if None in most else max(each for each in most if each is not None),
    )


def _name(config: Config, measure_id: str) -> str:
    """The unit of a measure; of a percentage also of what it is one."""
    measure = config.measures[measure_id]
    return f"pct_{measure.denominator}" if measure.kind == "percentage" else measure.unit


def _values(page: Document, measure_id: str) -> dict[str, Any]:
    """Of a rate, per how many it is: a setting."""
    name = page.config.measures[measure_id].of or measure_id
    if page.config.measures[name].per is None:
        return {}
    return {"per": told.given(page, f"measures.{name}.per")}
