"""Finding the tables in the data folders."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tymor.errors import Problem
from tymor.inputs.contracts.tables import TABLES
from tymor.inputs.folder_entries import IS_NOT_THERE, entries_of, why_no_file, why_no_folder
from tymor.inputs.mapping import NAME, read_mapping
from tymor.inputs.model import Held, Source, Vocabulary
from tymor.inputs.readers.csv_reader import read_csv
from tymor.inputs.readers.parquet_reader import read_parquet
from tymor.inputs.readers.raw import RawTable
from tymor.inputs.readers.table_file import Kept, TableFile
from tymor.inputs.source import read_source
from tymor.inputs.unread import (
    is_named_as_table,
    is_no_table,
    not_a_file,
    nothing_read,
    odd_file,
    other_format,
    table_named,
    unknown_file,
)

Reader = Callable[[TableFile], RawTable]


def _read_workbook(file: TableFile) -> RawTable:
    from tymor.inputs.readers.xlsx_reader import (
        read_xlsx,  # openpyxl, only where there is a workbook
    )

    return read_xlsx(file)


#: A new format is one row here.
READERS: Mapping[str, Reader] = {
    ".csv": read_csv,
    ".xlsx": _read_workbook,
    ".parquet": read_parquet,
}


@dataclass(frozen=True)
class Found:
    """The files to read. ``held`` has also what is there and cannot be read: that was told."""

    files: tuple[TableFile, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    held: Held


def find_tables(
    folders: Iterable[Path],
    vocabulary: Vocabulary,
    required: Collection[str],
    root: Path,
) -> Found:
    """Every table file of the folders; what is missing or stands there for nothing."""
    files: list[TableFile] = []
    sources: list[Source] = []
    problems: list[Problem] = []
    held: set[tuple[str, str]] = set()
    looked = [(folder, shown(folder, root)) for folder in folders]
    places = frozenset(folder for folder, _ in looked)
    for folder, name in looked:
        if fault := why_no_folder(folder):
            problems.append(_no_folder(name, fault))
            continue
        here = _look_into(folder, name, vocabulary, places)
        source, unclear = read_source(folder, name, vocabulary.languages)
        files += here.files
        sources.append(source)
        problems += [*here.problems, *unclear]
        held |= {(table, name) for table in here.held}
    names = [name for _, name in looked]
    have = {file.table for file in files}
    problems += [no_file(table, names) for table in sorted(set(required) - have)]
    return Found(tuple(files), tuple(sources), tuple(dict.fromkeys(problems)), frozenset(held))


@dataclass
class _Folder:
    """What one data folder holds, as it is gone through."""

    files: list[TableFile]
    problems: list[Problem]
    held: set[str]  # tables that something is there for


def _look_into(
    folder: Path, name: str, vocabulary: Vocabulary, places: Collection[Path]
) -> _Folder:
    """One of the data folders, ``places``; another of them may stand in it."""
    entries, wrong = read_mapping(folder, name, vocabulary)
    mapped, amiss = _mapped_tables(folder, name, entries)
    said = {problem.column.split(".")[0] for problem in wrong if problem.column}
    here = _Folder(mapped, [*wrong, *amiss], said | {table for table, _ in entries})
    spoken_for = {*places, *(folder / kept.file for _, kept in entries if kept.file)}
    spoken_for |= set(_databases(folder, entries))
    _tables_by_name(folder, name, here, spoken_for)
    if not here.files and not here.problems:
        here.problems.append(nothing_read(name))
    return here


def shown(path: Path, root: Path) -> str:
    """A path as messages give it: from ``root``, with forward slashes. Links keep their names."""
    path, root = (Path(os.path.abspath(each)) for each in (path, root))  # noqa: PTH100
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def no_file(table: str, folders: Iterable[str]) -> Problem:
    """A table that must be there and is not."""
    places = ", ".join(folders) or "no folder at all"
    return Problem(
        f"{table}.csv",
        "missing_file",
        f"there is no such file, nor {table}.xlsx or {table}.parquet; looked in {places}. "
        "Put the table there.",
    )


def _no_folder(name: str, fault: str) -> Problem:
    what = "there is no such folder" if fault == IS_NOT_THERE else f"no folder to read: {fault}"
    return Problem(
        name,
        "missing_folder",
        f"{what}; expected one with the tables in it. Make it, or take it "
        "out of the partnership's list of data folders.",
    )


def _mapped_tables(
    folder: Path, name: str, entries: Iterable[tuple[str, Kept]]
) -> tuple[list[TableFile], list[Problem]]:
    """The files and queries that ``mapping.yml`` names."""
    files: list[TableFile] = []
    problems: list[Problem] = []
    for table, kept in entries:
        if kept.file is None:
            number = sum(other.table == table and other.kept.sql is not None for other in files)
            query = f"{name}/{NAME} ({table}{f' {number + 1}' if number else ''})"
            files.append(TableFile(table, folder / NAME, query, kept))
            continue
        path = folder / kept.file
        fault = why_no_file(path)
        if fault or not path.resolve().is_relative_to(folder.resolve()):
            problems.append(_not_there(table, kept.file, name, fault or IS_NOT_THERE))
        elif path.suffix.lower() not in READERS:
            problems.append(other_format(f"{name}/{kept.file}", READERS))
        else:
            files.append(TableFile(table, path, f"{name}/{kept.file}", kept))
    return files, problems


def _not_there(table: str, file: str, name: str, fault: str) -> Problem:
    what = (
        f"there is no file '{file}' in this folder"
        if fault == IS_NOT_THERE
        else f"'{file}' cannot be read: {fault}"
    )
    return Problem(
        f"{name}/{NAME}",
        "mapping",
        f"{what}; expected it there. Put it there, or correct its name.",
        column=f"{table}.file",
    )


def _databases(folder: Path, entries: Iterable[tuple[str, Kept]]) -> Iterator[Path]:
    """The files of databases that are asked, and what a database keeps beside them."""
    for _, kept in entries:
        if kept.sql is None:
            continue
        from tymor.inputs.readers.database_url import (
            asked_file,  # SQLAlchemy, only where it is needed
        )

        file = asked_file(kept.sql, folder)
        if file is not None:
            yield from (file.with_name(file.name + end) for end in _BESIDE_DATABASES)


_BESIDE_DATABASES = ("", "-journal", "-wal", "-shm")


def _tables_by_name(folder: Path, name: str, here: _Folder, spoken_for: Collection[Path]) -> None:
    """Take up the files that bear a table's own name; tell of everything else that is there."""
    odd: list[Path] = []
    for entry in entries_of(folder):
        path, file = entry.path, f"{name}/{entry.path.name}"
        if path in spoken_for or is_no_table(path):
            continue
        if entry.fault:
            as_table = is_named_as_table(path, READERS, TABLES)
            here.problems += not_a_file(entry, file, as_table=as_table, read=spoken_for)
            here.held |= {table_named(path, TABLES) or ""} if as_table else set()
        elif path.suffix.lower() not in READERS:
            odd.append(path)
        elif path.stem not in TABLES:
            here.problems.append(unknown_file(path.stem, file, TABLES))
        elif any(other.table == path.stem for other in here.files):
            here.problems.append(_second_file(path.stem, file, here.files))
        else:
            here.files.append(TableFile(path.stem, path, file))
            here.held.add(path.stem)
    for path in odd:
        told = odd_file(path, f"{name}/{path.name}", READERS, TABLES, here.held)
        here.problems.append(told)
        here.held |= {table_named(path, TABLES) or ""} if told.severity == "error" else set()


def _second_file(table: str, file: str, files: Iterable[TableFile]) -> Problem:
    first = next(other.name for other in files if other.table == table)
    return Problem(
        file,
        "two_files",
        f"the file was not read, for {first} holds the same table; expected one of the two. "
        "Remove the other.",
    )
