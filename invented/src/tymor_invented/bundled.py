"""Writes the folder of data that comes with Tymor: forty invented schools and their learners.

The schools are only some of their authorities': learners come from others and leave to them.
What was not printed is not invented: figures of a year have been held back until the region's own
were verified.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from tymor_invented.block import Block, Part
from tymor_invented.draws import SEED
from tymor_invented.folder import Recipe, write_folder
from tymor_invented.learners.printed import YEARS, Printed, read_printed
from tymor_invented.learners.sessions import MEASURE_OF_SECTOR
from tymor_invented.learners.sixth_form import PHASE as POST_16
from tymor_invented.learners.stages import SIX_YEARS
from tymor_invented.schools.estate import Estate, estate
from tymor_invented.schools.school import bundled_schools
from tymor_invented.words import DATA

# The first year of learners' rows, as far back as progress looks. What is shown of the years before
# came counted by school, as older years do of which learners' rows are not kept.
_SINCE = {"FP": "2011/12", "KS2": "2011/12", "KS3": "2013/14", "KS4": "2015/16", POST_16: "2016/17"}
_NOT_VERIFIED = ("KS4", "2016/17")
#: Authorities that sent in who was retained and who completed.
_RETURNED = ("672", "681", "674")
_SOURCE = """\
# What this folder is; reports and the methods page read it.
title:
  en: Invented schools, for trying Tymor out
  cy: Ysgolion dychmygol, i roi cynnig ar Tymor
invented: true
sample: true
from: Made by tymor-invent bundled; no school, learner or result in it is real
"""


def write_bundled(folder: Path, published: Path) -> list[Path]:
    """Write the invented schools and their data to ``folder``, the same bytes each time.

    Parameters
    ----------
    folder
        Where to write, such as ``data/sample``; files of these names are replaced, all or none.
    published
        The folder of printed figures that the invented ones come near to.

    Returns
    -------
    list of Path
        The files written: a table each, and ``source.yml``.

    Raises
    ------
    TymorError
        A table of printed figures is missing.
    """
    printed = read_printed(published)
    land = estate(bundled_schools(), SIX_YEARS, SEED, whole=False)
    results = ("results.parquet", "school_outcomes.csv", "attendance.csv", "result_status.csv")
    return write_folder(
        folder,
        Recipe(results, _SOURCE, SEED),
        [Block(0, land, SEED)],
        printed,
        kept=lambda part: _kept(part, land, printed),
    )


def _kept(part: Part, land: Estate, printed: Printed) -> Iterator[Part]:
    """What the bundled data has of a part."""
    if part.table == "results" and part.academic_year >= _SINCE[part.phase]:
        if (part.phase, part.academic_year) != _NOT_VERIFIED:
            yield part
        else:  # of what was printed, the print says so itself
            yield Part("result_status", pd.read_csv(DATA / "result_status.csv", dtype=str))
    elif part.academic_year and part.academic_year not in YEARS:
        return
    elif part.counted:
        yield Part("school_outcomes", _told_by_group(part.counted()))
    elif part.table == "attendance":
        yield Part(part.table, _published(part.rows, land, printed))
    elif part.table == "post16_completion":
        codes = pd.Series({school.school_id: school.la_code for school in land.schools})
        yield Part(part.table, part.rows[part.rows["school_id"].map(codes).isin(_RETURNED)])
    else:
        yield part


def _told_by_group(counts: pd.DataFrame) -> pd.DataFrame:
    """Entries of one subject are too few to be told by group."""
    of_subject = counts["measure_id"].str.match("post16_(?!all_)")
    return counts[~of_subject | (counts["group"] == "all")]


def _published(sessions: pd.DataFrame, land: Estate, printed: Printed) -> pd.DataFrame:
    """The rows of schools whose measure was printed for the year, and of those of no measure."""
    measures = {
        school.school_id: MEASURE_OF_SECTOR.get(school.sector, "") for school in land.schools
    }
    of = zip(sessions["school_id"].map(measures), sessions["academic_year"], strict=True)
    return sessions[[not measure or (measure, year) in printed.actual for measure, year in of]]
