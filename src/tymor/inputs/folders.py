"""Finding the tables in the data folders."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tymor.errors import Problem
from tymor.inputs.contracts import TABLES
from tymor.inputs.csv_reader import read_csv
from tymor.inputs.mapping import NAME, read_mapping
from tymor.inputs.model import Source, Vocabulary
from tymor.inputs.parquet_reader import read_parquet
from tymor.inputs.raw import RawTable
from tymor.inputs.source import read_source
from tymor.inputs.table_file import Kept, TableFile

Reader = Callable[[TableFile], RawTable]


def _read_workbook(file: TableFile) -> RawTable:
    from tymor.inputs.xlsx_reader import read_xlsx  # openpyxl, only where there is a workbook

    return read_xlsx(file)


#: A new format is one row here.
READERS: Mapping[str, Reader] = {
    ".csv": read_csv,
    ".xlsx": _read_workbook,
    ".parquet": read_parquet,
}

#: Formats people keep tables in that are not read; one named like a table is an oversight.
_OTHER_FORMATS = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt"})


@dataclass(frozen=True)
class Found:
    files: tuple[TableFile, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


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
    looked = [(folder, shown(folder, root)) for folder in folders]
    for folder, name in looked:
        if not folder.is_dir():
            problems.append(_no_folder(name))
            continue
        entries, wrong = read_mapping(folder, name, vocabulary)
        mapped, amiss = _mapped_tables(folder, name, entries)
        here, faults = _tables_of(folder, name, TABLES, mapped)
        source, unclear = read_source(folder, name)
        files += [*mapped, *here]
        sources.append(source)
        problems += [*wrong, *amiss, *faults, *unclear]
    names = [name for _, name in looked]
    have = {file.table for file in files}
    problems += [no_file(table, names) for table in sorted(set(required) - have)]
    return Found(tuple(files), tuple(sources), tuple(dict.fromkeys(problems)))


def shown(path: Path, root: Path) -> str:
    """A path as messages give it: from ``root``, with forward slashes."""
    path, root = path.resolve(), root.resolve()
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


def _no_folder(name: str) -> Problem:
    return Problem(
        name,
        "missing_folder",
        "there is no such folder; expected one with the tables in it. Make it, or take it "
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
        inside = path.resolve().is_relative_to(folder.resolve())
        if not inside or not path.is_file():
            problems.append(_not_there(table, kept.file, name))
        elif path.suffix.lower() not in READERS:
            problems.append(_other_format(f"{name}/{kept.file}"))
        else:
            files.append(TableFile(table, path, f"{name}/{kept.file}", kept))
    return files, problems


def _not_there(table: str, file: str, name: str) -> Problem:
    return Problem(
        f"{name}/{NAME}",
        "mapping",
        f"there is no file '{file}' in this folder; expected it there. Put it there, or correct "
        "its name.",
        column=f"{table}.file",
    )


def _tables_of(
    folder: Path, name: str, tables: Collection[str], mapped: Collection[TableFile]
) -> tuple[list[TableFile], list[Problem]]:
    """The files that bear a table's own name."""
    files: list[TableFile] = []
    problems: list[Problem] = []
    taken = {file.path for file in mapped}
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.lower()
        # "~$schools.xlsx" is the lock of a workbook somebody has open.
        if path.name.startswith(("~$", ".")) or not path.is_file() or path in taken:
            continue
        file = f"{name}/{path.name}"
        if suffix in READERS:
            if path.stem not in tables:
                problems.append(_unknown_file(path.stem, file, tables))
            elif any(other.table == path.stem for other in [*mapped, *files]):
                problems.append(_second_file(path.stem, file, [*mapped, *files]))
            else:
                files.append(TableFile(path.stem, path, file))
        elif suffix in _OTHER_FORMATS and path.stem in tables:
            problems.append(_other_format(file))
    return files, problems


def _unknown_file(stem: str, file: str, tables: Collection[str]) -> Problem:
    near = get_close_matches(stem.lower().replace(" ", "_"), tables, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return Problem(
        file,
        "unknown_file",
        f"the file was not read, for no table is called '{stem}'; expected one of "
        f"{', '.join(sorted(tables))}.{hint}",
        severity="warning",
    )


def _second_file(table: str, file: str, files: Iterable[TableFile]) -> Problem:
    first = next(other.name for other in files if other.table == table)
    return Problem(
        file,
        "two_files",
        f"the file was not read, for {first} holds the same table; expected one of the two. "
        "Remove the other.",
    )


def _other_format(file: str) -> Problem:
    return Problem(
        file,
        "format",
        f"this format is not read; expected {', '.join(READERS)}. Save the table as one of them.",
    )
