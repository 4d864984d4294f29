"""What another program says of figures that are withheld: the audit of tau-argus.

``pip install pytauargus==0.6.0`` beside Tymor, then

    python bench/second_opinion.py TERM

in a project that was prepared. Each part of the table is written as a JJ file, the format of
tau-argus for linked tables. Its audit gives the least and the most that each withheld number can
be, by linear programs: where both are one, any reader can tell it.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from pytauargus.engine import audit_jj

from tymor.audit.disclosure import cells_shown, tables_told
from tymor.config.disclosure import Protection
from tymor.disclosure.decide import reader_of
from tymor.disclosure.search import found_out
from tymor.disclosure.system import System
from tymor.prepare.release_files import Release, StoredTables
from tymor.publication import Publication, open_publication

#: Parts of more numbers take tau-argus, which solves two programs a number, too long.
_MOST = 1_500
_FAR = 10_000_000


def jj(part: System) -> str:
    """A part as a JJ file; limits are sums, too, with what is left to them as another number."""
    matrix, (rows, columns) = part.matrix, part.matrix.shape
    sums = matrix @ part.truth
    limits = np.flatnonzero(part.low < part.high)
    free = {int(row): columns + at for at, row in enumerate(limits)}
    cells = [
        (value, min(low, value), min(high, _FAR))
        for value, low, high in zip(part.truth, part.least, part.most, strict=True)
    ]
    cells += [(part.high[row] - sums[row], 0, _FAR) for row in limits]
    lines = ["0", str(len(cells))]
    lines += [f"{at} {value} 1 u {low} {high} 0 0 0" for at, (value, low, high) in enumerate(cells)]
    lines.append(str(rows))
    for row in range(rows):
        own = slice(matrix.indptr[row], matrix.indptr[row + 1])
        pairs = zip(matrix.indices[own], matrix.data[own], strict=True)
        terms = [f"{column} ({by:.0f})" for column, by in pairs]
        terms += [f"{free[row]} (1)"] if row in free else []
        lines.append(f"{part.high[row]} {len(terms)} : {' '.join(terms)}")
    return "\n".join(lines) + "\n"


def told(part: System) -> set[int]:
    """The numbers of a part that tau-argus finds to be the same in all tables."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "part.jj"
        file.write_text(jj(part))
        rows = audit_jj(str(file))
    return {int(row["cell"]) for row in rows if row["max"] - row["min"] < 1e-6}


def compared(publication: Publication, audience: str) -> pd.Series:
    """How many numbers are withheld, and told by tau-argus, by Tymor, by both."""
    release = Release(StoredTables(publication.release_folder(audience)))
    cells = cells_shown(publication, audience, tables_told(release))
    rules = publication.config.disclosure[audience]
    assert isinstance(rules, Protection)
    same = rules.model_copy(update={"interval": 2})
    reader = reader_of(cells, publication.config.measures, same)
    system = reader.system(cells["state"].to_numpy(), np.ones(len(cells), bool))
    counts = pd.Series(0, ["parts", "left out", "numbers", "tau-argus", "tymor", "both"])
    for part in system.parts():
        if len(part.truth) > _MOST:
            counts["left out"] += 1
            continue
        single = np.flatnonzero(np.diff(part.targets.indptr) == 1)
        number = dict(zip(single, part.targets.indices[part.targets.indptr[single]], strict=True))
        names = {
            (int(part.cell[at]), int(part.what[at])): int(column) for at, column in number.items()
        }
        theirs = told(part) & {*names.values()}
        found = ((each.cell, each.what) for each in found_out(part, []))
        ours = {names[each] for each in found if each in names}
        counts += [1, 0, len(names), len(theirs), len(ours), len(theirs & ours)]
    return counts


if __name__ == "__main__":
    print(compared(open_publication(sys.argv[1]), "public").to_string())
