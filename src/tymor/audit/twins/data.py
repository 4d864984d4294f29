"""The data of a twin: the checked inputs with some changes, as a project of its own."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from tymor.audit.twins.counted import More
from tymor.audit.twins.learners import MORE, Change
from tymor.files import closed_folder
from tymor.inputs import Inputs
from tymor.inputs.contracts.tables import TABLES
from tymor.inputs.model import PROVENANCE
from tymor.publication import Publication

#: What of a project a twin has of its own.
_OWN = frozenset({"build", "data", "site"})


def changed_tables(
    tables: Mapping[str, pd.DataFrame], does: Iterable[tuple[str, Change | More]]
) -> dict[str, pd.DataFrame]:
    """The tables with these changes, each with the table that it is of."""
    counts: dict[str, list[More]] = {}
    learners: list[Change] = []
    for table, each in does:
        if isinstance(each, Change):
            learners.append(each)
        else:
            counts.setdefault(table, []).append(each)
    changed = dict(tables)
    for table, more in counts.items():
        changed[table] = _counted(tables[table], more)
    if learners:
        changed["results"] = _with(tables["results"], learners)
    return changed


def impossible_rows(
    tables: Mapping[str, pd.DataFrame], does: Iterable[tuple[str, Change | More]]
) -> set[tuple[str, int]]:
    """The rows of counts that could not be so: fewer than none, or some more than all of them."""
    counts = [(table, each) for table, each in does if isinstance(each, More)]
    changed = changed_tables(tables, counts)
    found = set()
    for table in {table for table, _ in counts}:
        rows = changed[table]
        bad = pd.Series(data=False, index=rows.index)
        for part, whole in TABLES[table].parts.items():
            bad |= ((rows[part] < 0) | (rows[part] > rows[whole])).fillna(False).astype(bool)
        found |= {(table, int(row)) for row in rows.index[bad]}
    return found


def _counted(table: pd.DataFrame, more: Iterable[More]) -> pd.DataFrame:
    by: dict[str, dict[int, int]] = {}
    for each in more:
        for row, column in each.cells:
            own = by.setdefault(column, {})
            own[row] = own.get(row, 0) + each.by
    rows = table.reset_index(drop=True)
    added = {name: rows[name].add(pd.Series(own), fill_value=0) for name, own in by.items()}
    return rows.assign(**{name: each.astype("Int64") for name, each in added.items()})


def _with(results: pd.DataFrame, changes: Iterable[Change]) -> pd.DataFrame:
    """Learners' rows with these changes."""
    words = [name for name in results if results[name].dtype == "category"]
    rows = results.astype(dict.fromkeys(words, "str")).reset_index(drop=True)
    of = {pupil: list(own) for pupil, own in rows.groupby("pupil_id").groups.items()}
    columns = {str(name): rows[name].to_numpy(object, copy=True) for name in rows}
    gone, new = [], []
    for change in changes:
        at = [row for row in of[change.pupil_id] if _meant(change, columns, row)]
        if change.column == MORE:
            new.append((at[0], change))
        elif change.column == "":
            gone += at
        else:
            for row in at:
                columns[change.column][row] = change.to
    made = pd.DataFrame(columns)
    more = [
        made.loc[row].to_dict() | {"subject": change.subject, **_one_of(change.to)}
        for row, change in new
    ]
    every = [made.drop(index=gone), pd.DataFrame(more, columns=made.columns, dtype=object)]
    return pd.concat(every, ignore_index=True).astype({"level": "Int64"})


def _meant(change: Change, columns: Mapping[str, np.ndarray], row: int) -> bool:
    """Whether the change is of this row of the learner, or there is to be one more like it."""
    named = {"academic_year": change.academic_year, "phase": change.phase}
    named["subject"] = "" if change.column == MORE else change.subject
    return all(value in ("", columns[name][row]) for name, value in named.items())


def _one_of(to: object) -> dict[str, object]:
    """A level and no grade, or a grade and no level."""
    assert isinstance(to, tuple)
    column, value = to
    return {"level": pd.NA, "grade": ""} | {column: value}


def twin_project(
    publication: Publication, inputs: Inputs, tables: Mapping[str, pd.DataFrame], root: Path
) -> Publication:
    """A project with these tables in ``root``, closed, that has all else in common.

    All tables are written as Tymor's own, whatever they came as.
    """
    config = publication.config
    closed_folder(root)
    for own in sorted(config.root.iterdir()):
        if own.name not in _OWN and not own.name.startswith("."):
            (root / own.name).symlink_to(own.absolute())
    (root / "site").mkdir()
    _write_data(publication, inputs, tables, root)
    cache = config.root / "build" / "cache"
    (root / "build").mkdir()
    cache.mkdir(parents=True, exist_ok=True)
    (root / "build" / "cache").symlink_to(cache.absolute())
    before = publication.term.previous
    if before is not None:
        earlier = replace(publication, term_id=before).folder
        if earlier.exists():
            (root / "build" / earlier.name).symlink_to(earlier.absolute())
    here = config.root.absolute()
    moved = {root / path.relative_to(here) if path.is_relative_to(here) else path: content
             for path, content in config.files.items()}  # fmt: skip
    chosen = Path(config.partnership_file)
    if chosen.is_relative_to(here):
        chosen = root / chosen.relative_to(here)
    own_config = replace(config, root=root, files=moved, partnership_file=str(chosen))
    return replace(publication, config=own_config)


def _write_data(
    publication: Publication, inputs: Inputs, tables: Mapping[str, pd.DataFrame], root: Path
) -> None:
    data = publication.config.root / "data"
    for folder in publication.config.data_folders:
        own = root / "data" / folder.relative_to(data)
        own.mkdir(parents=True, exist_ok=True)
    for said in sorted(data.rglob("source.yml")):
        place = root / "data" / said.relative_to(data)
        if place.parent.exists():
            shutil.copyfile(said, place)
    for name, table in tables.items():
        for folder, rows in table.groupby(inputs.folders_of(table), sort=True):
            told = rows.drop(columns=list(PROVENANCE))
            path = root / str(folder) / name
            if name == "results":
                words = [each for each in told if each != "level"]
                told = told.astype(dict.fromkeys(words, "str"))
                told.to_parquet(path.with_suffix(".parquet"), index=False)
            else:
                told.to_csv(path.with_suffix(".csv"), index=False)
