"""Finding the tables in the data folders, and what ``source.yml`` says of a folder."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from tymor.errors import Problem
from tymor.inputs.csv_reader import read_csv
from tymor.inputs.model import Source
from tymor.inputs.raw import RawTable
from tymor.inputs.xlsx_reader import read_xlsx

#: (path, table, name for messages) -> what the file holds
Reader = Callable[[Path, str, str], RawTable]

#: A new format is one row here.
READERS: Mapping[str, Reader] = {".csv": read_csv, ".xlsx": read_xlsx}

#: Formats people keep tables in that are not read; one named like a table is an oversight.
_OTHER_FORMATS = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt"})


@dataclass(frozen=True)
class TableFile:
    table: str
    path: Path
    name: str  # as messages and source_file give it


@dataclass(frozen=True)
class Found:
    files: tuple[TableFile, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


def find_tables(
    folders: Iterable[Path], tables: Collection[str], required: Collection[str], root: Path
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
        here, faults = _tables_of(folder, name, tables)
        source, unclear = _source(folder, name)
        files += here
        sources.append(source)
        problems += [*faults, *unclear]
    names = [name for _, name in looked]
    have = {file.table for file in files}
    problems += [no_file(table, names) for table in sorted(set(required) - have)]
    return Found(tuple(files), tuple(sources), tuple(problems))


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
        f"there is no such file, nor {table}.xlsx; looked in {places}. Put the table there.",
    )


def _no_folder(name: str) -> Problem:
    return Problem(
        name,
        "missing_folder",
        "there is no such folder; expected one with the tables in it. Make it, or take it "
        "out of the partnership's list of data folders.",
    )


def _tables_of(
    folder: Path, name: str, tables: Collection[str]
) -> tuple[list[TableFile], list[Problem]]:
    files: list[TableFile] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.lower()
        # "~$schools.xlsx" is the lock of a workbook somebody has open.
        if path.name.startswith(("~$", ".")) or not path.is_file():
            continue
        file = f"{name}/{path.name}"
        if suffix in READERS:
            if path.stem not in tables:
                problems.append(_unknown_file(path.stem, file, tables))
            elif any(other.table == path.stem for other in files):
                problems.append(_second_file(path.stem, file, files))
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
        f"this format is not read; expected {' or '.join(READERS)}. Save the table as one of them.",
    )


class _Title(BaseModel):
    model_config = ConfigDict(extra="forbid")
    en: Annotated[str, Field(min_length=1)]
    cy: Annotated[str, Field(min_length=1)]


class _SourceFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: _Title
    invented: StrictBool = False
    sample: StrictBool = False
    origin: str = Field(default="", alias="from")


def _source(folder: Path, name: str) -> tuple[Source, list[Problem]]:
    """What ``source.yml`` says; without one the folder goes by its own name."""
    plain = Source(name, {"en": folder.name, "cy": folder.name})
    path, file = folder / "source.yml", f"{name}/source.yml"
    if not path.is_file():
        return plain, []
    try:
        said = _SourceFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        why = " ".join(str(error).split())
        message = f"the file is not YAML in UTF-8 ({why}). Correct it."
        return plain, [Problem(file, "source", message)]
    except ValidationError as error:
        return plain, [_source_fault(file, fault) for fault in error.errors()]
    title = {"en": said.title.en, "cy": said.title.cy}
    return Source(name, title, said.invented, said.sample, said.origin), []


#: pydantic's kinds of fault, in plain words
_SAYS = {
    "missing": "the key is missing",
    "extra_forbidden": "there is no such key",
    "bool_type": "this is neither true nor false",
    "model_type": "there are no keys here",
}


def _source_fault(file: str, fault: Mapping[str, object]) -> Problem:
    place = fault["loc"]
    key = ".".join(str(part) for part in place) if isinstance(place, tuple) else ""
    wrong = _SAYS.get(str(fault["type"]), fault["msg"])
    return Problem(
        file,
        "source",
        f"{wrong}; expected title (en and cy), and if wanted invented, sample "
        "(true or false) and from (text). Correct it.",
        column=key or None,
    )
