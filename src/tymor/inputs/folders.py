"""Finding the tables in the data folders."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tymor.errors import Problem
from tymor.inputs.contracts.tables import TABLES
from tymor.inputs.folder_entries import IS_NOT_THERE, entries_of, why_no_file, why_no_folder
from tymor.inputs.mapping import NAME, read_mapping
from tymor.inputs.model import Held, Source, Vocabulary
from tymor.inputs.readers.table_file import FORMATS, Kept, TableFile
from tymor.inputs.source import NAME as SOURCE
from tymor.inputs.source import read_source
from tymor.inputs.unread import (
    is_no_table,
    not_a_file,
    odd_file,
    other_format,
    table_named,
    unknown_file,
)

#: What a database keeps beside its file.
_BESIDE_DATABASES = ("", "-journal", "-wal", "-shm")


@dataclass(frozen=True)
class Found:
    """The files to read. ``held`` has also what is there and cannot be read: that was told."""

    files: tuple[TableFile, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    held: Held


def find_tables(
    folders: Iterable[Path], vocabulary: Vocabulary, required: Collection[str], root: Path
) -> Found:
    """Every table file of the folders; what is missing or stands there for nothing."""
    files: list[TableFile] = []
    sources: list[Source] = []
    problems: list[Problem] = []
    held: set[tuple[str, str]] = set()
    looked = {folder: shown(folder, root) for folder in folders}
    for folder, name in looked.items():
        if fault := why_no_folder(folder):
            problems.append(_no_folder(name, fault))
            continue
        here = _Folder(folder, name)
        here.look_into(vocabulary, looked)
        source, unclear = read_source(folder, name, vocabulary.languages)
        files += here.files
        sources.append(source)
        problems += [*here.problems, *unclear]
        for within in sorted({file.source for file in here.files} - {*looked.values()}):
            place = folder / within.removeprefix(f"{name}/")
            source, unclear = read_source(place, within, vocabulary.languages)
            sources.append(source)
            problems += unclear
        read = {file.table for file in here.files}
        held |= {(table, name) for table in here.held - read}
        held |= {(file.table, file.source) for file in here.files}
    missing = sorted({*required} - {file.table for file in files})
    problems += [no_file(table, looked.values()) for table in missing]
    return Found(tuple(files), tuple(sources), tuple(dict.fromkeys(problems)), frozenset(held))


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


@dataclass
class _Folder:
    """What one data folder holds, as it is gone through; ``held`` are tables that something is
    there for."""

    path: Path
    name: str
    files: list[TableFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    held: set[str] = field(default_factory=set)

    def look_into(self, vocabulary: Vocabulary, places: Collection[Path]) -> None:
        """Take up what the mapping names and what bears a table's name; tell of all the rest.

        Others of the data folders, ``places``, may stand in this one.
        """
        entries, wrong = read_mapping(self.path, self.name, vocabulary)
        self.problems += wrong
        self.held |= {each.column.split(".")[0] for each in wrong if each.column}
        self.held |= {table for table, _ in entries}
        spoken_for = {*places}
        for table, kept in entries:
            self._mapped(table, kept, vocabulary.languages, places)
            spoken_for |= {self.path / kept.file} if kept.file else {*self._databases(kept)}
        self._by_name(spoken_for)
        if not self.files and not self.problems:
            message = (
                "no table stands in this folder; expected one at least. Put the tables there, or "
                "take the folder out of the partnership's list of data folders."
            )
            self.problems.append(Problem(self.name, "empty_folder", message, severity="warning"))

    def _mapped(
        self, table: str, kept: Kept, languages: tuple[str, ...], places: Collection[Path]
    ) -> None:
        """A file or query that ``mapping.yml`` names."""
        if kept.file is None:
            number = sum(each.table == table and each.kept.sql is not None for each in self.files)
            query = f"{self.name}/{NAME} ({table}{f' {number + 1}' if number else ''})"
            told = TableFile(table, self.path / NAME, query, kept, self.name, languages)
            self.files.append(told)
            return
        path, file = self.path / kept.file, f"{self.name}/{kept.file}"
        fault = why_no_file(path)
        if fault in {"", IS_NOT_THERE} and (
            fault or not path.resolve().is_relative_to(self.path.resolve())
        ):
            fault = f"there is no file '{kept.file}' in this folder"
        elif fault:
            fault = f"'{kept.file}' cannot be read: {fault}"
        if fault:
            message = f"{fault}; expected it there. Put it there, or correct its name."
            place = f"{table}.file"
            self.problems.append(Problem(f"{self.name}/{NAME}", "mapping", message, column=place))
        elif path.suffix.lower() not in FORMATS:
            self.problems.append(other_format(file))
        else:
            source = self._source_of(path, places)
            self.files.append(TableFile(table, path, file, kept, source, languages))

    def _source_of(self, path: Path, places: Collection[Path]) -> str:
        """The folder that tells of a file: the nearest around it with a ``source.yml``."""
        for around in path.parents:
            if around == self.path or not around.is_relative_to(self.path):
                break
            if around in places or os.path.lexists(around / SOURCE):
                return f"{self.name}/{around.relative_to(self.path).as_posix()}"
        return self.name

    def _databases(self, kept: Kept) -> Iterator[Path]:
        """The file of a database that is asked, and what it keeps beside it."""
        if kept.sql is None:
            return
        from tymor.inputs.readers.database_url import asked_file  # SQLAlchemy, where it is needed

        if file := asked_file(kept.sql, self.path):
            yield from (file.with_name(file.name + end) for end in _BESIDE_DATABASES)

    def _by_name(self, spoken_for: Collection[Path]) -> None:
        """Take up the files that bear a table's own name; tell of everything else."""
        odd: list[Path] = []
        for path, fault in entries_of(self.path):
            file, table = f"{self.name}/{path.name}", path.stem
            if path in spoken_for or is_no_table(path):
                continue
            if fault:
                self._tell(path, not_a_file(path, fault, file, spoken_for))
            elif path.suffix.lower() not in FORMATS:
                odd.append(path)
            elif table not in TABLES:
                self.problems.append(unknown_file(table, file))
            elif first := next((each for each in self.files if each.table == table), None):
                message = (
                    f"the file was not read, for {first.name} holds the same table; expected one "
                    "of the two. Remove the other."
                )
                self.problems.append(Problem(file, "two_files", message))
            else:
                self.files.append(TableFile(table, path, file, source=self.name))
                self.held.add(table)
        for path in odd:
            self._tell(path, [odd_file(path, f"{self.name}/{path.name}", self.held)])

    def _tell(self, path: Path, problems: list[Problem]) -> None:
        """What is there for a table and cannot be read is an error, and the table not gone."""
        self.problems += problems
        if any(problem.severity == "error" for problem in problems):
            self.held.add(table_named(path) or path.stem)
