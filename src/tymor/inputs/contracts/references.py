"""Columns that several tables share, and that refer to something else."""

import re
from collections.abc import Mapping

from tymor.inputs.contracts import columns as c
from tymor.inputs.contracts.columns import Column
from tymor.inputs.contracts.contract import Codes, Known

#: Key stages, and the kinds of school that teach all of them or only some.
PHASES = ("FP", "KS2", "KS3", "KS4", "post16")
PHASES_OF = {"nursery": PHASES[:1], "primary": PHASES[:2], "secondary": PHASES[2:]}

TERM = re.compile(r"[0-9]{4}-(autumn|spring|summer)")
PRIORITY = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")
LA_CODE = re.compile(r"[0-9]{3}")
SCHOOL_ID = re.compile(r"[0-9]{7}")


def la_code(known: Known | None = None) -> Column:
    """The national code; with ``known``, it must be one of ``local_authorities``."""
    shape = c.shaped(
        "la_code",
        lambda value: bool(LA_CODE.fullmatch(value)),
        "a national local authority code of three digits",
        "Write it as 660",
    )
    checks = [shape, *_found_in("local_authorities", "la_code", known.la_codes if known else None)]
    return c.text("National code of the local authority", "681", *checks)


def school_id(known: Known | None = None) -> Column:
    """The national number; with ``known``, it must be one of ``schools``."""
    shape = c.shaped(
        "school_id",
        lambda value: bool(SCHOOL_ID.fullmatch(value)),
        "a school number of seven digits",
        "Write it as 6812001, without spaces or slashes",
    )
    checks = [shape, *_found_in("schools", "school_id", known.school_ids if known else None)]
    return c.text("National number of the school", "6819001", *checks)


def area_id(known: Known) -> Column:
    """A partnership, a local authority or a school."""
    expected = "a partnership's id, a la_code of local_authorities or a school_id of schools"
    checks = []
    if known.area_ids is not None:
        mend = "Correct the id, or add the area to its table"
        checks = [c.one_of("area_known", known.area_ids, expected, mend)]
    return c.text("The area the figure is about", "CSC", *checks)


def measure_id(known: Known) -> Column:
    return c.text(
        "The measure",
        "ks2_csi",
        c.one_of(
            "measure_known",
            known.vocabulary.measures,
            "a measure of params/measures.yml",
            "Correct the id, or add the measure there",
        ),
    )


def group(known: Known) -> Column:
    return c.text(
        "The group of learners",
        "all",
        c.one_of(
            "group_known",
            known.vocabulary.groups,
            f"a group of params/groups.yml: {c.listing(known.vocabulary.groups)}",
            "Correct the word, or add the group there",
            describe="a group of params/groups.yml",
        ),
    )


def academic_year() -> Column:
    return c.text("Academic year", "2016/17", year_shape())


def plan_year(known: Known) -> Column:
    years = known.vocabulary.plan_schemes
    return c.text(
        "Year of the business plan",
        "2017/18",
        c.one_of(
            "plan_year_known",
            years,
            f"a plan year of params/judgements.yml: {c.listing(years)}",
            "Correct the year, or add its scheme there",
            describe="a plan year of params/judgements.yml",
        ),
    )


def term(*, required: bool = True) -> Column:
    shape = c.shaped(
        "term",
        lambda value: bool(TERM.fullmatch(value)),
        "a term such as 2017-summer (autumn, spring or summer)",
        "Write the year, a hyphen and the term",
    )
    what = "The term reported on" if required else "The term, if it is known"
    return c.text(what, "2017-summer", shape, required=required)


def plan_priority(*, total: bool) -> Column:
    """A priority of the business plan; printed grids also have the row ``total``."""
    expected = "a priority such as 4 or 1.1" + (", or total" if total else "")
    shape = c.shaped(
        "priority",
        lambda value: bool(PRIORITY.fullmatch(value)) or (total and value == "total"),
        expected,
        "Write its number as the plan does",
    )
    return c.text("Priority of the business plan", "1.1", shape)


def year_shape() -> c.Check:
    return c.shaped(
        "academic_year",
        _is_year,
        "an academic year such as 2016/17, whose second part follows the first",
        "Correct the year",
    )


def _is_year(value: str) -> bool:
    parts = YEAR.fullmatch(value)
    return parts is not None and (int(parts[1]) + 1) % 100 == int(parts[2])


def school_was_open(known: Known) -> c.Check:
    """A figure of a school is of a year in which there was the school."""

    def right(school: str, academic_year: str) -> bool:
        first, last = known.open_years.get(school, _ALWAYS)
        return not _is_year(academic_year) or first <= int(academic_year[:4]) <= last

    return c.row_rule(
        "school_not_open",
        "academic_year",
        ("school_id", "academic_year"),
        lambda rows: [*map(right, rows["school_id"], rows["academic_year"])],
        says="expected a year in which school {school_id} was open, by its open_from and open_to "
        "in schools. Correct the year, the school or those dates.",
        describe="the school was open in that academic year",
    )


def phase_fits_sector(known: Known, column: str, phases: Mapping[str, str]) -> c.Check:
    """No key stage 4 at a primary school. ``phases`` has the phase of each word of ``column``."""

    def right(school: str, word: str) -> bool:
        phase = phases.get(word)
        taught = PHASES_OF.get(known.sectors.get(school, ""), PHASES)
        return phase not in PHASES or phase in taught

    return c.row_rule(
        "phase_of_sector",
        column,
        ("school_id", column),
        lambda rows: [*map(right, rows["school_id"], rows[column])],
        says="expected a phase that school {school_id} teaches, by its sector in schools: FP at a "
        "nursery, FP or KS2 at a primary, KS3, KS4 or post16 at a secondary school. Correct it, "
        "the school or its sector.",
        describe="the phase is one that the school's sector teaches",
    )


def sector_teaches(known: Known, phase: str) -> c.Check:
    """The same for a table that is all about one phase."""
    return c.row_rule(
        "phase_of_sector",
        "school_id",
        ("school_id",),
        lambda rows: [
            phase in PHASES_OF.get(known.sectors.get(school, ""), PHASES)
            for school in rows["school_id"]
        ],
        says=f"expected a school that teaches {phase}, by its sector in schools. Correct the "
        "school or its sector.",
        describe=f"the school's sector is one that teaches {phase}",
    )


#: Open in every year: a school whose dates are not known.
_ALWAYS = (0, 9999)


def _found_in(table: str, column: str, codes: Codes | None) -> list[c.Check]:
    if codes is None:
        return []
    mend = f"Correct it, or add its row to {table}"
    return [c.one_of(f"{column}_known", codes, f"a {column} that {table} holds", mend)]
