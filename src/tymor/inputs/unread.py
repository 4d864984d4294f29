"""What stands in a data folder and was not read: each thing told, with what to do about it."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path

from tymor.errors import Problem, count
from tymor.inputs.folder_entries import IS_FOLDER, Entry, cannot_be_read, files_within

#: Formats people keep tables in that are not read; one named like a table is an oversight.
SHEETS = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt"})

#: So are these where nothing else in the folder holds the table. Others, as .bak, are set aside.
_OTHER_TABLES = frozenset(
    {"", ".json", ".jsonl", ".ndjson", ".xml", ".html", ".htm", ".gz", ".zip", ".bz2", ".xz"}
    | {".7z", ".zst", ".feather", ".arrow", ".avro", ".orc", ".sav", ".dta", ".rds", ".numbers"}
    | {".pdf", ".doc", ".docx", ".fods", ".dif", ".db", ".sqlite", ".mdb", ".accdb"}
)

#: What stands beside tables and is none; what systems leave in every folder.
_NO_TABLES = frozenset({"source.yml", "mapping.yml", "Thumbs.db", "desktop.ini"})


def is_no_table(path: Path) -> bool:
    return path.name in _NO_TABLES or path.stem.lower() == "readme"


def table_named(path: Path, tables: Collection[str]) -> str | None:
    """The table whose name a file bears, whatever follows it: ``Grants.csv.gz`` too."""
    name = path.name.split(".")[0].strip().lower()
    return name if name in tables else None


def is_named_as_table(path: Path, formats: Collection[str], tables: Collection[str]) -> bool:
    """Whether something that is no file has a name that a table's file would have."""
    suffix = path.suffix.lower()
    known = suffix in formats or suffix in SHEETS or (suffix in _OTHER_TABLES and suffix != "")
    return known and table_named(path, tables) is not None


def not_a_file(entry: Entry, file: str, *, as_table: bool, read: Collection[Path]) -> list[Problem]:
    """A folder, a pipe, a broken link: an error where a table's file should be, else told.

    ``read`` has the files below a folder that were read, for a mapping named them.
    """
    if as_table:
        return [cannot_be_read(file, entry.fault)]
    if entry.fault != IS_FOLDER:
        message = f"this was not read: {entry.fault}. Put the file itself there, or take it away."
        return [_unread(file, message)]
    if entry.path.is_symlink():
        return [_unread(file, f"the folder was not read. {_FOLDERS}")]
    files = [
        path for path in files_within(entry.path) if path not in read and not is_no_table(path)
    ]
    if not files:
        return []
    first = files[0].relative_to(entry.path).as_posix()
    message = f"not read of this folder: {count(files, 'file')} ({first} …). {_FOLDERS}"
    return [_unread(file, message)]


_FOLDERS = (
    "Only what stands right in a data folder is. Put its tables there, or name the folder among "
    "the partnership's data folders."
)


def odd_file(
    path: Path, file: str, formats: Collection[str], tables: Collection[str], held: Collection[str]
) -> Problem:
    """A file in none of the ``formats``; ``held`` are the tables that the folder has otherwise."""
    suffix, table = path.suffix.lower(), table_named(path, tables)
    alone = table is not None and table not in held and suffix in SHEETS | _OTHER_TABLES
    if alone or (path.stem in tables and suffix in SHEETS):
        return other_format(file, formats)
    meant = [name for name in ("mapping.yml", "source.yml") if name[:-4] == path.stem.lower()]
    hint = f" Did you mean {meant[0]}?" if meant and suffix in {".yml", ".yaml"} else ""
    return _unread(
        file,
        f"the file was not read, for its name ends in none of {', '.join(formats)}. If it holds a "
        "table, save it as one of them under the table's name; if not, take it out of the data "
        f"folder.{hint}",
    )


def other_format(file: str, formats: Iterable[str]) -> Problem:
    return Problem(
        file,
        "format",
        f"this format is not read; expected {', '.join(formats)}. Save the table as one of them.",
    )


def unknown_file(stem: str, file: str, tables: Collection[str]) -> Problem:
    near = get_close_matches(stem.lower().replace(" ", "_"), tables, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return _unread(
        file,
        f"the file was not read, for no table is called '{stem}'; expected one of "
        f"{', '.join(sorted(tables))}.{hint}",
    )


def _unread(file: str, message: str) -> Problem:
    return Problem(file, "unknown_file", message, severity="warning")


def nothing_read(folder: str) -> Problem:
    return Problem(
        folder,
        "empty_folder",
        "no table stands in this folder; expected one at least. Put the tables there, or take the "
        "folder out of the partnership's list of data folders.",
        severity="warning",
    )
