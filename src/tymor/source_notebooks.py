"""Source notebooks: from jupytext text to the .ipynb that papermill executes.

Reading a notebook and its parameters takes the notebook libraries a second; they are
asked again only when the text has changed.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tymor.files import to_json, write_atomic
from tymor.fingerprints import digest, digest_of_files, packages
from tymor.publication import Publication


@dataclass(frozen=True)
class Source:
    """One notebook.

    ``digest`` is of its text and of the modules beside it; ``parameters`` is name to
    (type, default) of its parameter cell.
    """

    digest: str
    parameters: Mapping[str, tuple[str, str]]


def source_path(publication: Publication, notebook: str) -> Path:
    """Where the .ipynb that papermill executes is written."""
    return publication.folder / "notebooks" / "source" / f"{Path(notebook).stem}.ipynb"


def source_of(publication: Publication, notebook: str) -> Source:
    """Write the .ipynb where it is missing or out of date, and say what it declares."""
    folder = publication.config.root / "notebooks"
    text = (folder / notebook).read_bytes()
    path = source_path(publication, notebook)
    own = digest(text, _modules_beside(publication), packages(publication.config.root))
    known = _known(path, own)
    if known is not None:
        return known
    write_source(publication, notebook)
    source = Source(own, declared_parameters(path))
    write_atomic(_beside(path), to_json({"of": own, **asdict(source)}).encode())
    return source


def write_source(publication: Publication, notebook: str) -> Path:
    """The .ipynb of a jupytext notebook; the same text always gives the same bytes."""
    import jupytext
    import nbformat

    node = jupytext.read(publication.config.root / "notebooks" / notebook)
    for number, cell in enumerate(node.cells):
        cell["id"] = f"cell-{number}"
    text = nbformat.writes(node, version=4) + "\n"  # type: ignore[no-untyped-call]
    return write_atomic(source_path(publication, notebook), text.encode("utf-8"))


def declared_parameters(source: Path) -> dict[str, tuple[str, str]]:
    """Name to (type, default) of a notebook's parameter cell, as papermill reads it."""
    import papermill

    inspected = papermill.inspect_notebook(str(source))
    return {p["name"]: (p["inferred_type_name"], p["default"]) for p in inspected.values()}


def _modules_beside(publication: Publication) -> str:
    """What lies beside the notebooks and is none itself: any of them may import it."""
    folder = publication.config.root / "notebooks"
    reports = {report.notebook for report in publication.config.reports.values()}
    modules = [path for path in folder.rglob("*.py") if path.name not in reports]
    return digest_of_files([path for path in modules if "." not in path.parent.name], folder)


def _known(path: Path, own: str) -> Source | None:
    """What was found out last time, where the text and the libraries are the same."""
    try:
        kept = json.loads(_beside(path).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if kept.get("of") != own or not path.exists():
        return None
    return Source(kept["digest"], {name: tuple(p) for name, p in kept["parameters"].items()})


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")
