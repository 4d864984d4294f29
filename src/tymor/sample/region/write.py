"""Writes a whole invented region as input tables, block by block."""

from dataclasses import dataclass
from pathlib import Path

from tymor.files import Writer
from tymor.sample.plan import calendar, plan_actions
from tymor.sample.printed import read_printed
from tymor.sample.region.block import Block, write_block
from tymor.sample.region.estate import estate
from tymor.sample.region.founding import found
from tymor.sample.region.layout import blocks
from tymor.sample.region.names import Names
from tymor.sample.region.tables import FILES, RegionTables
from tymor.sample.region.tally import Tally
from tymor.sample.targets import targets_after

_SOURCE = """\
# What this folder is; reports and the methods page read it.
title:
  en: An invented region
  cy: Rhanbarth dychmygol
invented: true
sample: false
from: >-
  Made by tymor sample --schools {schools} --seed {seed}; no school, learner or result in it is
  real
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: how many schools, and which of all the regions there could be."""

    schools: int = 375
    seed: int = 2017


def write_region(folder: Path, published: Path, wish: Wish) -> list[Path]:
    """Write the region's tables to ``folder``: the same bytes for the same wish.

    Memory is bounded: some four hundred schools and their learners are held at a time.

    Parameters
    ----------
    folder
        Where to write; files of these names are replaced, all or none.
    published
        The folder of printed figures that the region's results equal.
    wish
        How many schools, and the seed.

    Returns
    -------
    list of Path
        The files of :data:`tymor.sample.region.tables.FILES`, in their order.

    Raises
    ------
    TymorError
        A table of printed figures is missing, or the number of schools is out of bounds.
    """
    printed = read_printed(published)
    names, tally, before = Names(wish.seed), Tally(), 0
    writer = Writer(folder)
    with writer.together(*FILES) as paths, RegionTables(paths) as tables:
        for number, plots in enumerate(blocks(wish.schools)):
            land = estate(found(plots, before, names, wish.seed), wish.seed)
            before += len(plots)
            write_block(Block(number, land, wish.seed), printed, tables, tally)
        results = tally.results()
        authorities = sorted({la_code for la_code, _, _ in results})
        tables.csv("targets", targets_after(authorities, results, printed, wish.seed))
        tables.csv("plan_actions", plan_actions(authorities, wish.seed))
        tables.csv("calendar", calendar())
        tables.text("source", _SOURCE.format(schools=wish.schools, seed=wish.seed))
    return [folder / name for name in FILES]
