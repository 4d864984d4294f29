"""Whether what ``prepare`` made still stands: the inputs, the settings and the code as they were.

A data folder with a database in it is looked at anew each time: nobody can tell from
outside whether its rows have changed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tymor.errors import Problem
from tymor.files import to_json, write_atomic
from tymor.fingerprints import digest_of, digest_of_files, package_code, packages
from tymor.publication import Publication
from tymor.release_files import Release, StoredTables
from tymor.yaml_files import YamlFaults, read_yaml

_MAPPING = "mapping.yml"


@dataclass(frozen=True)
class Checked:
    """What ``check`` said of the inputs: how much it read, and the warnings."""

    tables: int
    rows: int
    problems: tuple[Problem, ...]


def inputs_fingerprint(publication: Publication) -> str:
    """What checked inputs and releases rest on; empty where that cannot be told."""
    config = publication.config
    files = [path for folder in config.data_folders for path in _files(folder)]
    if any(_asks_a_database(path) for path in files if path.name == _MAPPING):
        return ""
    settings = {
        "term": publication.term.model_dump(exclude={"name", "published", "reports"}),
        "partnership": config.partnership.model_dump(),
        "measures": {name: each.model_dump() for name, each in config.measures.items()},
        "judgements": config.judgements.model_dump(),
        "audiences": {name: each.model_dump() for name, each in config.audiences.items()},
        "others": [config.decimals, config.groups, sorted(config.partnership_ids)],
    }
    own = digest_of_files(files, config.root) if files else ""
    return digest_of([own, settings, package_code(), packages(config.root)])


def still_standing(
    publication: Publication, fingerprint: str
) -> tuple[Checked, dict[str, Release]] | None:
    """The last check and releases, where they rest on the same; else nothing."""
    try:
        kept = json.loads(_place(publication).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    audiences = publication.config.audiences
    folders = {name: publication.release_folder(name) for name in audiences}
    whole = all((folder / "figures.parquet").exists() for folder in folders.values())
    if not fingerprint or kept.get("fingerprint") != fingerprint or not whole:
        return None
    problems = tuple(Problem(**problem) for problem in kept["problems"])
    releases = {name: Release(StoredTables(folder)) for name, folder in folders.items()}
    return Checked(kept["tables"], kept["rows"], problems), releases


def forget_inputs(publication: Publication) -> None:
    """Before anything of check or release is touched: it does not stand for its inputs now."""
    _place(publication).unlink(missing_ok=True)


def remember_inputs(publication: Publication, fingerprint: str, checked: Checked) -> None:
    """Write down that the releases that now stand rest on these inputs."""
    kept: Mapping[str, Any] = {
        "fingerprint": fingerprint,
        "tables": checked.tables,
        "rows": checked.rows,
        "problems": [
            {"file": str(p.file), "rule": p.rule, "message": p.message, "severity": p.severity,
             "row": p.row, "column": p.column, "value": p.value}
            for p in checked.problems
        ],
    }  # fmt: skip
    write_atomic(_place(publication), to_json(kept).encode())


def _place(publication: Publication) -> Path:
    return publication.folder / "prepared.json"


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.is_file())


def _asks_a_database(mapping: Path) -> bool:
    try:
        said = read_yaml(mapping, as_text=True)
    except YamlFaults:
        return True
    return "sql" in json.dumps(said)
