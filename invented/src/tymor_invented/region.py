"""Writes a whole invented region as input tables, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tymor_invented.block import Block
from tymor_invented.draws import SEED
from tymor_invented.folder import Recipe, write_folder
from tymor_invented.learners.printed import read_printed
from tymor_invented.learners.stages import SIX_YEARS
from tymor_invented.schools.estate import estate
from tymor_invented.schools.founding import found
from tymor_invented.schools.layout import Plot, blocks
from tymor_invented.schools.names import Names

_SOURCE = """\
# What this folder is; reports and the methods page read it.
title:
  en: An invented region
  cy: Rhanbarth dychmygol
invented: true
sample: false
from: >-
  Made by tymor-invent region --schools {schools} --seed {seed}; no school, learner or result in
  it is real
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: how many schools, and which of all the regions there could be."""

    schools: int = 375
    seed: int = SEED


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
        The files written: a table each, and ``source.yml``.

    Raises
    ------
    TymorError
        A table of printed figures is missing, or the number of schools is out of bounds.
    """
    source = _SOURCE.format(schools=wish.schools, seed=wish.seed)
    return write_folder(
        folder,
        Recipe(("results.parquet", "attendance.parquet"), source, wish.seed),
        _founded(blocks(wish.schools), wish.seed),
        read_printed(published),
        kept=lambda part: [part],
    )


def _founded(plots: list[tuple[Plot, ...]], seed: int) -> Iterator[Block]:
    names, before = Names(seed), 0
    for number, block in enumerate(plots):
        yield Block(number, estate(found(block, before, names, seed), SIX_YEARS, seed), seed)
        before += len(block)
