"""What must hold of several cells of a row; ``tables.yml`` names the rules of each table."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from tymor.config import Measure, Phase
from tymor.config.addresses import slug
from tymor.config.measures import SUMS
from tymor.inputs.contracts.columns import is_year, listing
from tymor.inputs.contracts.contract import Check, Codes, Column, Known

#: Statuses of a printed value that come with a number.
_WITH_VALUE = ("verified", "provisional", "set")

#: Grades of GCSEs only; A levels and their equivalents end at E.
_GCSE_ONLY = ("F", "G")
_AFTER_16 = "A*, A, B, C, D, E or U"

#: Support that costs may be told of, beside the kinds of collaboration: of priorities with core and
#: with enhanced support, and of improvement partners.
KINDS_OF_SUPPORT = ("core", "enhanced", "partner")

#: Open in every year: a school whose dates are not known.
_ALWAYS = (0, 9999)


def open_years(schools: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """The first and last academic year of each school, by the calendar year each begins in."""
    first = _academic_year(schools["open_from"]).fillna(0)
    last = _academic_year(schools["open_to"]).fillna(9999)
    years = zip(first.astype(int), last.astype(int), strict=True)
    return dict(zip(schools["school_id"], years, strict=True))


def _academic_year(day: pd.Series) -> pd.Series:
    """September begins a new one."""
    year: pd.Series = day.dt.year - (day.dt.month < 9)
    return year


def no_more_than(part: str, whole: str, measures: Mapping[str, Measure] | None = None) -> Check:
    """A count of some does not exceed that of all of them.

    Where rows are of ``measures``, this is so of percentages: all others are no share of a cohort.
    """
    others = [name for name, each in (measures or {}).items() if each.kind != "percentage"]

    def right(rows: pd.DataFrame) -> pd.Series:
        fits = (rows[part] <= rows[whole]).fillna(True).astype(bool)
        return fits if measures is None else fits | rows["measure_id"].isin(others)

    return Check(
        name=f"{part}_over_{whole}",
        column=part,
        needs=(part, whole) if measures is None else (part, whole, "measure_id"),
        test=right,
        error=f"expected no more than {whole}, which is {{{whole}}}. Correct one of the two "
        "numbers.",
        description=f"{part} is no more than {whole}",
    )


def _address_of_its_own(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """Two authorities with one address would share a closed site."""
    yield Check(
        name="shared_address",
        column="la_name_en",
        needs=("la_code", "la_name_en"),
        test=lambda rows: ~rows["la_name_en"].map(slug).duplicated() | (rows["la_name_en"] == ""),
        error="expected a name that differs from every other authority's in its letters from a to "
        "z or digits, since it stands in addresses. Correct one of the two.",
        description="no two names have the same letters from a to z and digits",
    )


def _open_before_closed(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    yield Check(
        name="closed_before_open",
        column="open_to",
        needs=("open_from", "open_to"),
        test=lambda rows: ~(rows["open_to"] < rows["open_from"]),
        error="expected a date on or after open_from, {open_from}. Correct one of the two dates.",
        description="open_to is on or after open_from",
    )


def _value_fits_status(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    numbered = [status for status in _WITH_VALUE if status in (columns["status"].words or ())]
    names = " or ".join(numbered)
    yield Check(
        name="value_missing",
        column="value",
        needs=("value", "status"),
        test=lambda rows: rows["value"].notna() | ~rows["status"].isin(numbered),
        error="the cell is empty; expected a number, for the status is {status}. "
        "Put the value, or the status that says why there is none.",
        description=f"value is given where status is {names}",
    )
    yield Check(
        name="value_unexpected",
        column="value",
        needs=("value", "status"),
        test=lambda rows: rows["value"].isna() | rows["status"].isin(["", *numbered]),
        error="expected an empty cell, for the status is {status}. "
        f"Empty the cell, or set the status to {names}.",
        description="value is empty at any other status",
    )


def _fits_kind(column: str) -> "Rule":
    """A percentage lies in 0..100, a gap in -100..100, a mean on its scale: by the measure."""

    def rule(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
        ends = _alike(known, lambda each: each.bounds)
        for (least, most), names in ends.items():
            if (least, most) != (None, None):
                yield _within(column, names, known, least, most)

    return rule


_NOUNS = {"percentage": "a percentage", "gap": "percentage points", "mean": "a mean of points"}


def _within(
    column: str, names: list[str], known: Known, least: float | None, most: float | None
) -> Check:
    """What is given of these measures lies between the ends of all of them."""
    span = f"of {least:g} or more" if most is None else f"from {least:g} to {most:g}"
    kinds = dict.fromkeys(known.vocabulary.measures[name].kind for name in names)
    noun = " or ".join(_NOUNS.get(kind, f"a {kind}") for kind in kinds)
    ends = (-np.inf if least is None else least, np.inf if most is None else most)
    return Check(
        name="range",
        column=column,
        needs=(column, "measure_id"),
        test=lambda rows: (
            ~rows["measure_id"].isin(names) | rows[column].isna() | rows[column].between(*ends)
        ),
        error=f"expected {noun} {span} for {{measure_id}}. Correct the number.",
        description=f"{column} is {noun} {span}, by the kind of its measure",
    )


def _alike(known: Known, of: Callable[[Measure], Any]) -> dict[Any, list[str]]:
    """The measures of which the same is said, by what that is."""
    found: dict[Any, list[str]] = {}
    for name, measure in known.vocabulary.measures.items():
        found.setdefault(of(measure), []).append(name)
    return found


def _counted_by_kind(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """What a cohort has together is what its learners can have; a median is no sum of anything."""
    measures = known.vocabulary.measures
    uncounted = [name for name, each in measures.items() if each.kind in ("median", "gap")]
    yield Check(
        name="not_counted",
        column="measure_id",
        needs=("measure_id",),
        test=lambda rows: ~rows["measure_id"].isin(uncounted),
        error="expected a measure that is counted, or a sum of what learners have: a median or a "
        "gap of schools says nothing of them together. Give its value in published_outcomes.",
        description="no measure is a median or a gap, which schools do not add up to",
    )
    for scale, names in _alike(known, lambda each: each.scale).items():
        own = [name for name in names if measures[name].kind in SUMS]
        if scale is not None and own:
            yield _sum_on_scale(own, *scale)


def _sum_on_scale(names: list[str], least: float, most: float) -> Check:
    def right(rows: pd.DataFrame) -> pd.Series:
        number, pupils = rows["numerator"], rows["denominator"]
        fits = (number >= least * pupils) & (number <= most * pupils)
        return ~rows["measure_id"].isin(names) | fits.fillna(True).astype(bool)

    return Check(
        name="sum_off_scale",
        column="numerator",
        needs=("numerator", "denominator", "measure_id"),
        test=right,
        error=f"expected what {{denominator}} learners can have together, from {least:g} to "
        f"{most:g} each of {{measure_id}}. Correct one of the two numbers.",
        description=f"numerator is from {least:g} to {most:g} for each of the denominator, by the "
        "scale of the measure",
    )


def _criterion_whole(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """A measure is judged against a target in a year: all three, or none of them."""
    parts = ("measure_id", "target_year", "target")

    def right(rows: pd.DataFrame) -> pd.Series:
        held = pd.DataFrame({name: rows[name] != "" for name in parts[:2]})
        held["target"] = rows["target"].notna()
        return held.all(axis=1) | ~held.any(axis=1)

    yield Check(
        name="criterion_whole",
        column="measure_id",
        needs=parts,
        test=right,
        error="expected measure_id, target_year and target together, or none of them. "
        "Fill in what is missing, or empty all three.",
        description="measure_id, target_year and target are given together",
    )


def _reading_fits_unit(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """No reading is more than all, where its indicator is a percentage."""
    units = known.vocabulary.counted_indicators or {}
    shares = [name for name, unit in units.items() if unit == "pct"]
    yield Check(
        name="range",
        column="reading",
        needs=("reading", "indicator"),
        test=lambda rows: ~rows["indicator"].isin(shares) | ~(rows["reading"] > 100),
        error="expected a percentage from 0 to 100 for {indicator}. Correct the number.",
        description="reading is a percentage from 0 to 100 where the unit of the indicator is pct",
    )


def _judgement_of_year(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """Each plan year has its own words for progress."""

    def among(year: str, allowed: Codes) -> Check:
        return Check(
            name="judgement_of_year",
            column="judgement",
            needs=("plan_year", "judgement"),
            test=lambda rows: (rows["plan_year"] != year) | rows["judgement"].isin(["", *allowed]),
            error=f"expected one of {listing(allowed)}, the words of the plan of {year}. "
            "Use one of these words.",
            description="judgement is a word of the plan year's scheme in params/judgements.yml",
        )

    yield from (among(*scheme) for scheme in sorted(known.vocabulary.plan_schemes.items()))


def _words_of(column: str, by: str, held: str, told: str, description: str) -> "Rule":
    """What ``column`` may say hangs on ``by``; the vocabulary has both, as ``held``."""

    def rule(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
        words: Mapping[str, tuple[str, ...]] = getattr(known.vocabulary, held) or {}

        def among(name: str, allowed: tuple[str, ...]) -> Check:
            return Check(
                name=f"{column}_of_{by}",
                column=column,
                needs=(by, column),
                test=lambda rows: (rows[by] != name) | rows[column].isin(["", *allowed]),
                error=f"expected one of {listing(allowed)}, {told} {name}. Use one of these words.",
                description=description,
            )

        yield from (among(*each) for each in sorted(words.items()))

    return rule


def _grade_fits_phase(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """After 16 there are grades only, and only those of A levels."""
    yield Check(
        name="grade_of_phase",
        column="grade",
        needs=("phase", "grade"),
        test=lambda rows: (rows["phase"] != "post16") | ~rows["grade"].isin(_GCSE_ONLY),
        error=f"expected {_AFTER_16}, the grades after 16. Correct the grade or the phase.",
        description=f"the grade is {_AFTER_16} where the phase is post16",
    )
    yield Check(
        name="grade_of_phase",
        column="level",
        needs=("phase", "level"),
        test=lambda rows: (rows["phase"] != "post16") | rows["level"].isna(),
        error="expected an empty cell, for results after 16 are grades. Put the grade in the "
        "column grade, or correct the phase.",
        description="the level is empty where the phase is post16",
    )


def _both_counts_or_neither(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    def beside(column: str, other: str) -> Check:
        return Check(
            name="half_a_result",
            column=column,
            needs=(column, other),
            test=lambda rows: rows[column].notna() | rows[other].isna(),
            error=f"the cell is empty although {other} is {{{other}}}; expected both or neither. "
            f"Put the number, or empty {other} too.",
            description="numerator and denominator are both given or both empty",
        )

    yield beside("numerator", "denominator")
    yield beside("denominator", "numerator")


def _school_was_open(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """A figure of a school is of a year in which there was the school."""

    def right(school: str, academic_year: str) -> bool:
        first, last = known.open_years.get(school, _ALWAYS)
        return not is_year(academic_year) or first <= int(academic_year[:4]) <= last

    yield Check(
        name="school_not_open",
        column="academic_year",
        needs=("school_id", "academic_year"),
        test=lambda rows: [*map(right, rows["school_id"], rows["academic_year"])],
        error="expected a year in which school {school_id} was open, by its open_from and open_to "
        "in schools. Correct the year, the school or those dates.",
        description="the school was open in that academic year",
    )


def _sector_teaches(column: str) -> "Rule":
    """No key stage 4 at a primary school, by the phase of each word of ``column``."""

    def rule(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
        measures = known.vocabulary.measures
        phases = {name: each.phase for name, each in measures.items()}

        def right(school: str, word: str) -> bool:
            phase = phases.get(word) if column == "measure_id" else word
            return phase is None or _has(school, phase, known)

        yield Check(
            name="phase_of_sector",
            column=column,
            needs=("school_id", column),
            test=lambda rows: [*map(right, rows["school_id"], rows[column])],
            error="expected a phase that school {school_id} teaches, by its sector in schools"
            f"{_who_has_which(known)}. Correct it, the school or its sector.",
            description="the phase is one that the school's sector teaches",
        )

    return rule


def _sector_teaches_post16(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    yield Check(
        name="phase_of_sector",
        column="school_id",
        needs=("school_id",),
        test=lambda rows: [_has(school, "post16", known) for school in rows["school_id"]],
        error="expected a school that teaches post16, by its sector in schools. Correct the "
        "school or its sector.",
        description="the school's sector is one that teaches post16",
    )


def _has(school: str, phase: str, known: Known) -> bool:
    """Whether a school may have a phase; each may of which the sector is not known."""
    sector = known.sectors.get(school, "")
    return not sector or _may(known.vocabulary.phases, phase, sector)


def _who_has_which(known: Known) -> str:
    """``: FP at nursery, FP or KS2 at primary``, of sectors that have some phases only."""
    of = known.vocabulary.phases
    sectors = dict.fromkeys(sector for each in of.values() for sector in each.sectors)
    had = {
        sector: [name for name in of if name in known.vocabulary.taught and _may(of, name, sector)]
        for sector in sectors
    }
    some = {sector: own for sector, own in had.items() if len(own) < len(known.vocabulary.taught)}
    said = [f"{' or '.join(own)} at {sector}" for sector, own in some.items()]
    return f": {', '.join(said)}" if said else ""


def _may(phases: Mapping[str, Phase], phase: str, sector: str) -> bool:
    """Whether schools of a sector may have a phase."""
    return phase not in phases or not phases[phase].sectors or sector in phases[phase].sectors


def _follows_question(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """What is due, and what was answered, comes after what was asked."""

    def after(name: str) -> Check:
        return Check(
            name=f"{name}_before_asked",
            column=name,
            needs=("asked", name),
            test=lambda rows: ~(rows[name] < rows["asked"]),
            error="expected a date on or after asked, {asked}. Correct one of the two dates.",
            description=f"{name} is on or after asked",
        )

    yield from (after(name) for name in ("due", "answered"))


def _answered_or_open(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """An open recommendation has no answer, any other has one, and its day."""
    said = ["answer", "answer_cy"]
    yield Check(
        name="day_of_answer_missing",
        column="answered",
        needs=("answered", "status"),
        test=lambda rows: rows["answered"].notna() | rows["status"].isin(["", "open"]),
        error="the cell is empty; expected the day of the answer, for the status is {status}. "
        "Put the day, or set the status to open.",
        description="answered is given unless the status is open",
    )
    yield Check(
        name="answered_but_open",
        column="status",
        needs=("answered", "status"),
        test=lambda rows: rows["answered"].isna() | (rows["status"] != "open"),
        error="expected what became of it, for it was answered on {answered}. Correct the status, "
        "or empty the cell answered.",
        description="the status is not open where answered is given",
    )
    yield Check(
        name="answer_missing",
        column="answer",
        needs=("answered", *said),
        test=lambda rows: rows["answered"].isna() | (rows[said] != "").any(axis=1),
        error="the cell is empty; expected what was answered on {answered}, in answer or "
        "answer_cy. Write it, or empty the cell answered.",
        description="answer or answer_cy is given where answered is",
    )
    yield Check(
        name="answer_without_day",
        column="answered",
        needs=("answered", *said),
        test=lambda rows: rows["answered"].notna() | (rows[said] == "").all(axis=1),
        error="the cell is empty although there is an answer; expected its day. Put the day, or "
        "empty the answer.",
        description="answered is given where answer or answer_cy is",
    )


def _indicator_fits_unit(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    def within(name: str) -> Check:
        return Check(
            name="range",
            column=name,
            needs=(name, "unit"),
            test=lambda rows: (rows["unit"] != "pct") | ~(rows[name] > 100),
            error="expected a percentage from 0 to 100, for the unit is pct. Correct the number "
            "or the unit.",
            description=f"{name} is from 0 to 100 where the unit is pct",
        )

    yield from (within(name) for name in ("value", "target"))


def _support_known(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    """A kind of support is one that the data tell of: others would be the cost of nothing."""
    allowed = (*KINDS_OF_SUPPORT, *(known.vocabulary.collaboration or ()))
    yield Check(
        name="support_known",
        column="name",
        needs=("kind", "name"),
        test=lambda rows: (rows["kind"] != "support") | rows["name"].isin(allowed),
        error=f"expected one of {listing(allowed)}, for the kind is support. Use one of these "
        "words, or correct the kind.",
        description="name is core, enhanced, partner or a kind of collaboration of "
        "params/support.yml where the kind is support",
    )


def _days_or_pounds(known: Known, columns: Mapping[str, Column]) -> Iterator[Check]:
    yield Check(
        name="days_or_pounds",
        column="cost_gbp",
        needs=("days", "cost_gbp"),
        test=lambda rows: rows[["days", "cost_gbp"]].notna().any(axis=1),
        error="neither days nor pounds are given, so the row says nothing. Fill in what is known, "
        "or take the row out: what has none is not held, and never zero.",
        description="days or cost_gbp is given",
    )


#: Gives the checks of a table's rows, by what is known and the table's columns.
Rule = Callable[[Known, Mapping[str, Column]], Iterator[Check]]

RULES: Mapping[str, Rule] = {
    "address_of_its_own": _address_of_its_own,
    "open_before_closed": _open_before_closed,
    "value_fits_status": _value_fits_status,
    "reading_fits_unit": _reading_fits_unit,
    "value_fits_kind": _fits_kind("value"),
    "target_fits_kind": _fits_kind("target"),
    "counted_by_kind": _counted_by_kind,
    "criterion_whole": _criterion_whole,
    "judgement_of_year": _judgement_of_year,
    "grade_fits_phase": _grade_fits_phase,
    "category_of_part": _words_of(
        "category",
        "part",
        "categories",
        "the categories of",
        "category is a word of its part in params/categorisation.yml",
    ),
    "role_of_kind": _words_of(
        "role",
        "kind",
        "collaboration",
        "the parts that a school may have in",
        "role is one that its kind has in params/support.yml",
    ),
    "both_counts_or_neither": _both_counts_or_neither,
    "school_was_open": _school_was_open,
    "sector_teaches_phase": _sector_teaches("phase"),
    "sector_teaches_measure": _sector_teaches("measure_id"),
    "sector_teaches_post16": _sector_teaches_post16,
    "follows_question": _follows_question,
    "answered_or_open": _answered_or_open,
    "indicator_fits_unit": _indicator_fits_unit,
    "support_known": _support_known,
    "days_or_pounds": _days_or_pounds,
}
