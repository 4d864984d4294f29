"""What stands in a data folder and was not read: each thing told, with what to do about it."""

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from tymor.errors import Problem, count
from tymor.inputs.contracts.tables import TABLES
from tymor.inputs.folder_entries import IS_FOLDER, cannot_be_read, files_within
from tymor.inputs.readers.table_file import FORMATS

#: Formats people keep tables in that are not read; one named like a table is an oversight.
_SHEETS = frozenset({".xlt", ".xltx", ".ots", ".tsv", ".txt"})

#: So are these where nothing else in the folder holds the table. Others, as .bak, are set aside.
_OTHER_TABLES = frozenset(
    {"", ".json", ".jsonl", ".ndjson", ".xml", ".html", ".htm", ".gz", ".zip", ".bz2", ".xz"}
    | {".7z", ".zst", ".feather", ".arrow", ".avro", ".orc", ".sav", ".dta", ".rds", ".numbers"}
    | {".pdf", ".doc", ".docx", ".fods", ".dif", ".db", ".sqlite", ".mdb", ".accdb"}
)

#: What stands beside tables and is none; what systems leave in every folder.
_NO_TABLES = frozenset({"source.yml", "mapping.yml", "Thumbs.db", "desktop.ini"})

_FOLDERS = (
    "Only what stands right in a data folder is. Put its tables there, or name the folder among "
    "the partnership's data folders."
)


def is_no_table(path: Path) -> bool:
    return path.name in _NO_TABLES or path.stem.lower() == "readme"


def table_named(path: Path) -> str | None:
    """The table whose name a file bears, whatever follows it: ``Grants.csv.gz`` too."""
    name = path.name.split(".")[0].strip().lower()
    return name if name in TABLES else None


def not_a_file(path: Path, fault: str, file: str, read: Collection[Path]) -> list[Problem]:
    """A folder, a pipe, a broken link: an error where a table's file should be, else told.

    ``read`` has the files below a folder that were read, for a mapping named them.
    """
    suffix = path.suffix.lower()
    if table_named(path) and suffix and suffix in {*FORMATS, *_SHEETS, *_OTHER_TABLES}:
        return [cannot_be_read(file, fault)]
    if fault != IS_FOLDER:
        message = f"this was not read: {fault}. Put the file itself there, or take it away."
        return [_unread(file, message)]
    if path.is_symlink():
        return [_unread(file, f"the folder was not read. {_FOLDERS}")]
    files = [each for each in files_within(path) if each not in read and not is_no_table(each)]
    if not files:
        return []
    first = files[0].relative_to(path).as_posix()
    message = f"not read of this folder: {count(files, 'file')} ({first} …). {_FOLDERS}"
    return [_unread(file, message)]


def odd_file(path: Path, file: str, held: Collection[str]) -> Problem:
    """A file in no format that is read; ``held`` are the tables that the folder has otherwise."""
    suffix, table = path.suffix.lower(), table_named(path)
    alone = table is not None and table not in held and suffix in _SHEETS | _OTHER_TABLES
    if alone or (path.stem in TABLES and suffix in _SHEETS):
        return other_format(file)
    meant = [name for name in ("mapping.yml", "source.yml") if name[:-4] == path.stem.lower()]
    hint = f" Did you mean {meant[0]}?" if meant and suffix in {".yml", ".yaml"} else ""
    return _unread(
        file,
        f"the file was not read, for its name ends in none of {', '.join(FORMATS)}. If it holds a "
        "table, save it as one of them under the table's name; if not, take it out of the data "
        f"folder.{hint}",
    )


def other_format(file: str) -> Problem:
    return Problem(
        file,
        "format",
        f"this format is not read; expected {', '.join(FORMATS)}. Save the table as one of them.",
    )


def unknown_file(stem: str, file: str) -> Problem:
    near = get_close_matches(stem.lower().replace(" ", "_"), TABLES, n=1)
    hint = f"Did you mean {near[0]}?" if near else "docs/data.md lists the tables."
    return _unread(
        file,
        f"the file was not read, for no table is called '{stem}'. Give it its table's name, or "
        f"name the file in mapping.yml. {hint}",
    )


def _unread(file: str, message: str) -> Problem:
    return Problem(file, "unknown_file", message, severity="warning")
