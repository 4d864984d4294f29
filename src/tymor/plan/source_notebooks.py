"""Source notebooks: from jupytext text to the .ipynb that papermill executes.

Reading a notebook and its parameters takes the notebook libraries a second; they are
asked again only when the text has changed.
"""

import ast
import codecs
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tymor.config.report_folders import REPORT_FILE, WORDS_FILE
from tymor.errors import TymorError
from tymor.files import to_json, write_atomic
from tymor.fingerprints import code_of, digest, digest_of_files, imports_of, packages
from tymor.plan.cell_places import mark_places
from tymor.plan.prose_cells import SHOWN, UnpublishableProse, with_prose
from tymor.publication import Publication

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: The kernel of a notebook that names none: the batch runs every one in its own Python.
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
#: What is put behind a notebook's own cells.
_END = """\
# The mark that the notebook ran to its end; see tymor.report.showing.
from tymor.report.showing import show_end

show_end()"""
#: What of the package decides how a notebook's cells are read.
_CELL_CODE = ("tymor.plan.cell_places", "tymor.plan.prose_cells")
_OTHER_FORMS = {
    "UTF-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
    "UTF-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}


@dataclass(frozen=True)
class Source:
    """One notebook.

    ``digest`` is of its text and of the files that it may use: those of its own folder, and
    those that all notebooks share. ``parameters`` is name to (type, default) of its parameter
    cell; ``imports`` are the modules that its code and that of these files name. ``fault`` says
    why it cannot be executed at all, if it cannot: its own jobs fail, and no others.
    ``prose_faults`` say which of its Markdown cells cannot be published: then nothing is started.
    """

    digest: str
    parameters: Mapping[str, tuple[str, str]]
    imports: tuple[str, ...] = ()
    fault: str = ""
    prose_faults: tuple[str, ...] = ()


class UnreadableNotebook(TymorError):
    """A notebook was not saved as text that can be read."""


def source_path(publication: Publication, notebook: str) -> Path:
    """Where the .ipynb that papermill executes is written."""
    return publication.folder / "notebooks" / "source" / f"{Path(notebook).stem}.ipynb"


def source_of(publication: Publication, notebook: str, folder: Path) -> Source:
    """Write the .ipynb where it is missing or out of date, and say what it declares.

    Parameters
    ----------
    folder
        Where the notebooks are: those of the project as they were frozen.
    """
    try:
        content = (folder / notebook).read_bytes()
    except OSError:
        return Source("", {}, fault="cannot be read: is it a folder, or another user's?")
    path = source_path(publication, notebook)
    languages = tuple(publication.config.languages)
    beside = _beside(publication, folder, notebook)
    used = digest_of_files(beside, folder)
    own = digest(content, used, _END, SHOWN, *languages, packages(publication.config.root))
    found_by = digest(own, code_of(_CELL_CODE))
    known = _known(path, found_by)
    if known is not None:
        return known
    try:
        write_source(path, content, languages)
        imports = {*imports_in(path), *_imports_of_files(beside)}
        source = Source(own, declared_parameters(path), tuple(sorted(imports)))
    except UnreadableNotebook as failure:
        return Source(own, {}, fault=str(failure))
    except UnpublishableProse as failure:
        return Source(own, {}, prose_faults=failure.faults)
    except Exception as failure:  # of the notebook libraries, which raise of every kind
        told = f"cannot be read as a notebook ({type(failure).__name__}: {failure})."
        return Source(own, {}, fault=told)
    write_atomic(_record(path), to_json({"of": found_by, **asdict(source)}).encode())
    return source


def write_source(path: Path, content: bytes, languages: Sequence[str]) -> Path:
    """The .ipynb of a jupytext notebook; the same text always gives the same bytes.

    Behind Markdown cells that are published is a cell that shows them, at the end its mark.

    Raises
    ------
    UnreadableNotebook
        The notebook is no UTF-8 text, or has no code.
    UnpublishableProse
        Markdown cells that are tagged with a language cannot be published.
    """
    import jupytext
    import nbformat

    text = notebook_text(content)
    node = jupytext.reads(text, fmt="py")
    if not any(cell.cell_type == "code" and cell.source.strip() for cell in node.cells):
        raise UnreadableNotebook("has no code in it: was it saved whole?")
    node.metadata.kernelspec = KERNEL | dict(node.metadata.get("kernelspec", {}))
    mark_places(node.cells, text)
    node.cells = [*with_prose(node.cells, languages), _end_cell()]
    for number, cell in enumerate(node.cells):
        cell["id"] = f"cell-{number}"
    written = nbformat.writes(node, version=4) + "\n"  # type: ignore[no-untyped-call]
    return write_atomic(path, written.encode("utf-8"))


def notebook_text(content: bytes) -> str:
    """A notebook's text; a mark of the order of bytes before UTF-8 is none of it.

    Raises
    ------
    UnreadableNotebook
        It was saved in another form than UTF-8.
    """
    for form, marks in _OTHER_FORMS.items():
        if content.startswith(marks):
            raise UnreadableNotebook(f"line 1: is saved as {form}; save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise UnreadableNotebook(
            f"line {_line_at(content, failure.start)}: the byte 0x{content[failure.start]:02x} is "
            "not UTF-8 (was it saved as Windows-1252?); save the notebook as UTF-8."
        ) from None
    if "\0" in text:
        line = _line_at(content, content.index(b"\0"))
        raise UnreadableNotebook(f"line {line}: holds a zero byte; save the notebook as UTF-8.")
    return text


def declared_parameters(source: Path) -> dict[str, tuple[str, str]]:
    """Name to (type, default) of a notebook's parameter cell, as papermill reads it."""
    import papermill

    inspected = papermill.inspect_notebook(str(source))
    return {p["name"]: (p["inferred_type_name"], p["default"]) for p in inspected.values()}


def imports_in(source: Path) -> tuple[str, ...]:
    """The modules that a notebook's code names in imports, its end mark's among them.

    What IPython alone understands, and what Python cannot read, names none.
    """
    from nbformat import read

    found: set[str] = set()
    for cell in read(source, 4).cells:  # type: ignore[no-untyped-call]
        if cell.cell_type == "code":
            found.update(_imports(cell.source))
    return tuple(sorted(found))


def _imports(code: str) -> Iterator[str]:
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        manager = TransformerManager()  # type: ignore[no-untyped-call]
        tree = ast.parse(manager.transform_cell(code))
    except SyntaxError:
        return  # the job will fail with it
    yield from imports_of(tree)


def _line_at(content: bytes, place: int) -> int:
    return content.count(b"\n", 0, place) + 1


def _end_cell() -> "NotebookNode":
    from nbformat.v4 import new_code_cell

    cell: NotebookNode = new_code_cell(_END, metadata={"tags": ["end"]})  # type: ignore[no-untyped-call]
    return cell


def _beside(publication: Publication, folder: Path, notebook: str) -> list[Path]:
    """What a notebook may use: what else is in its folder, and of what is in no report's all
    that is no module, and the modules that its code imports, however far behind.

    What a report's folder says of the report and its words are parts of a job by themselves.
    """
    reports = {report.folder for report in publication.config.reports.values()}
    own = folder / Path(notebook).parent
    others = [folder / name for name in reports if folder / name != own]
    apart = {folder / notebook, own / REPORT_FILE, own / WORDS_FILE}
    every = [path for path in folder.rglob("*") if path.is_file() and path not in apart]
    near = [path for path in every if not any(path.is_relative_to(other) for other in others)]
    modules = {path for path in near if path.suffix == ".py" and not path.is_relative_to(own)}
    used = [path for path in near if path not in modules]
    return [*used, *_reached(folder, modules, [folder / notebook, *used])]


def _reached(folder: Path, modules: set[Path], begin: Iterable[Path]) -> list[Path]:
    """Those of the shared modules that these files import, and what these import in turn; all of
    them where a file is no plain Python, as a notebook with magics in sight."""
    reached: list[Path] = []
    waiting = list(begin)
    if not all(map(_is_plain, waiting)):
        return sorted(modules)
    while waiting:
        for name in _imports_of_files([waiting.pop()]):
            place = folder.joinpath(*name.split("."))
            found = {place.with_suffix(".py"), place / "__init__.py"} & modules
            reached += found
            waiting += found
            modules = modules - found
    return reached


def _is_plain(path: Path) -> bool:
    try:
        return path.suffix != ".py" or bool(ast.parse(path.read_bytes()))
    except (SyntaxError, ValueError):
        return False


def _imports_of_files(paths: Iterable[Path]) -> Iterator[str]:
    """The modules that these files' code names in imports, where they are Python."""
    for path in paths:
        if path.suffix == ".py":
            with suppress(SyntaxError, ValueError):  # a job that imports it will fail with it
                yield from imports_of(ast.parse(path.read_bytes()))


def _known(path: Path, own: str) -> Source | None:
    """What was found out last time, where the text and the libraries are the same."""
    try:
        kept = json.loads(_record(path).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if kept.get("of") != own or not path.exists():
        return None
    parameters = {name: tuple(p) for name, p in kept["parameters"].items()}
    return Source(kept["digest"], parameters, tuple(kept["imports"]))


def _record(path: Path) -> Path:
    return path.with_suffix(".json")
