"""Source notebooks: from jupytext text to the .ipynb that papermill executes.

Reading a notebook and its parameters takes the notebook libraries a second; what they say
is kept until the text has changed.
"""

import ast
import codecs
import json
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from warnings import catch_warnings

from pydantic import TypeAdapter

from tymor.cache import Cache
from tymor.config.report_folders import REPORT_FILE, WORDS_FILE
from tymor.errors import TymorError
from tymor.files import files_below, to_json, write_atomic, write_if_changed
from tymor.fingerprints import code_of, digest, digest_of_files, imports_of, packages
from tymor.plan.cell_places import Place, mark_places, place_of
from tymor.plan.prose_cells import SHOWN, UnpublishableProse, with_prose
from tymor.publication import Publication

#: What the cell of a notebook's parameters is tagged.
PARAMETERS = "parameters"
#: The kernel of a notebook that names none: the batch runs every one in its own Python.
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
#: What is put behind a notebook's own cells.
_END = """\
# The mark that the notebook ran to its end; see tymor.report.showing.
from tymor.report.showing import show_end

show_end()"""
#: What of the package decides how a notebook's cells are read.
_CELL_CODE = ("tymor.plan.cell_places", "tymor.plan.prose_cells", "tymor.plan.source_notebooks")
_OTHER_FORMS = {
    "UTF-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
    "UTF-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}


@dataclass(frozen=True)
class Parameter:
    """What a notebook declares of a parameter, and in which of its lines."""

    kind: str
    default: str
    line: int | None


@dataclass(frozen=True)
class Source:
    """One notebook.

    ``digest`` is of its text and of the files that it may use: those of its own folder, and
    those that all notebooks share. ``parameters`` are those of its cell tagged so, which begins
    in ``parameters_line`` if there is one; ``imports`` are the modules that its code and that of
    these files name. ``fault`` says why it cannot be executed at all, if it cannot: its own jobs
    fail, and no others. ``prose_faults`` say which of its Markdown cells cannot be published:
    then nothing is started.
    """

    digest: str
    parameters: Mapping[str, Parameter]
    parameters_line: int | None = None
    imports: tuple[str, ...] = ()
    fault: str = ""
    prose_faults: tuple[str, ...] = ()


class UnreadableNotebook(TymorError):
    """A notebook was not saved as text that can be read."""


def source_path(publication: Publication, notebook: str) -> Path:
    """Where the .ipynb that papermill executes is written."""
    return publication.folder / "notebooks" / "source" / f"{Path(notebook).stem}.ipynb"


def sources_of(
    publication: Publication, notebooks: Iterable[str], folder: Path
) -> dict[str, Source]:
    """Each notebook's :class:`Source`; ``folder`` is where the notebooks lie, as frozen."""
    cell_code = code_of(_CELL_CODE)
    return {name: _source_of(publication, name, folder, cell_code) for name in notebooks}


def _source_of(publication: Publication, notebook: str, folder: Path, cell_code: str) -> Source:
    """Write the .ipynb where it is missing or out of date, and say what it declares."""
    try:
        content = (folder / notebook).read_bytes()
    except OSError:
        return Source("", {}, fault="cannot be read: is it a folder, or another user's?")
    path = source_path(publication, notebook)
    languages = tuple(publication.config.languages)
    beside = _beside(publication, folder, notebook)
    used = digest_of_files(beside, folder)
    own = digest(content, used, _END, SHOWN, *languages, packages(publication.config.root))
    found_by = digest(own, cell_code)
    cache, kept_by = Cache(publication.cache), ("source notebook", found_by)
    if held := cache.held(kept_by):
        kept = json.loads(held)
        write_if_changed(path, kept["notebook"].encode())
        return TypeAdapter(Source).validate_python(kept["source"])
    try:
        write_source(path, content, languages)
        imports = {*_imported_in(path), *(n for each in beside for n in _imported_by(each) or ())}
        source = Source(own, *_declared(path), tuple(sorted(imports)))
    except UnreadableNotebook as failure:
        return Source(own, {}, fault=str(failure))
    except UnpublishableProse as failure:
        return Source(own, {}, prose_faults=failure.faults)
    except Exception as failure:  # of the notebook libraries, which raise of every kind
        first = str(failure).partition("\n")[0]
        told = f"cannot be read as a notebook ({type(failure).__name__}: {first})."
        return Source(own, {}, fault=told)
    cache.keep(kept_by, to_json({"notebook": path.read_text("utf-8"), "source": asdict(source)}))
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
    from nbformat.v4 import new_code_cell

    text = _notebook_text(content)
    node = jupytext.reads(text, fmt="py")
    if not any(cell.cell_type == "code" and cell.source.strip() for cell in node.cells):
        raise UnreadableNotebook("has no code in it: was it saved whole?")
    node.metadata.kernelspec = KERNEL | dict(node.metadata.get("kernelspec", {}))
    mark_places(node.cells, text)
    end = new_code_cell(_END, metadata={"tags": ["end"]})  # type: ignore[no-untyped-call]
    node.cells = [*with_prose(node.cells, languages), end]
    for number, cell in enumerate(node.cells):
        cell["id"] = f"cell-{number}"
    written = nbformat.writes(node, version=4) + "\n"  # type: ignore[no-untyped-call]
    return write_atomic(path, written.encode("utf-8"))


def _notebook_text(content: bytes) -> str:
    """A notebook's text; a mark of the order of bytes before UTF-8 is none of it."""
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


def _line_at(content: bytes, place: int) -> int:
    return content.count(b"\n", 0, place) + 1


def _declared(source: Path) -> tuple[dict[str, Parameter], int | None]:
    """The parameters of a notebook as papermill reads them, and the line of their cell."""
    import papermill
    from nbformat import read

    cells = read(source, 4).cells  # type: ignore[no-untyped-call]
    tagged = [cell for cell in cells if PARAMETERS in cell.metadata.get("tags", [])]
    first = place_of(tagged[0]).line if tagged else None
    text = tagged[0].source.split("\n") if tagged else []
    begins = [each.split(":")[0].split("=")[0].strip() for each in text]

    def line(name: str) -> int | None:
        return first + begins.index(name) if first and name in begins else first

    found = papermill.inspect_notebook(str(source)).values()
    return {
        one["name"]: Parameter(one["inferred_type_name"], one["default"], line(one["name"]))
        for one in found
    }, first


def _imported_in(source: Path) -> Iterator[str]:
    """The modules that a notebook's code names in imports, its end mark's among them.

    Raises
    ------
    UnreadableNotebook
        A cell is no Python that can be run.
    """
    from IPython.core.inputtransformer2 import TransformerManager
    from nbformat import read

    for cell in read(source, 4).cells:  # type: ignore[no-untyped-call]
        if cell.cell_type == "code":
            manager = TransformerManager()  # type: ignore[no-untyped-call]
            try:
                code = manager.transform_cell(cell.source)
                with catch_warnings(action="ignore"):
                    compile(code, "", "exec", PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            except (SyntaxError, ValueError) as failure:
                raise UnreadableNotebook(_no_python(failure, place_of(cell))) from None
            yield from imports_of(ast.parse(code))


def _no_python(failure: SyntaxError | ValueError, cell: Place) -> str:
    """What is wrong with a cell's code, and in which line of the analyst's file."""
    at, said = getattr(failure, "lineno", None) or 1, getattr(failure, "msg", str(failure))
    place = Place(cell.cell, cell.line and cell.line + at - 1)
    return f"{place}{': ' if str(place) else ''}{type(failure).__name__}: {said}"


def _beside(publication: Publication, folder: Path, notebook: str) -> list[Path]:
    """What a notebook may use: what else is in its folder, and of what is in no report's all
    that is no module, and the modules that its code imports, however far behind.

    What a report's folder says of the report and its words are parts of a job by themselves.
    """
    own = f"{Path(notebook).parent.as_posix()}/"
    reports = {f"{report.folder}/" for report in publication.config.reports.values()}
    others = tuple(reports - {own})
    apart = {notebook, own + REPORT_FILE, own + WORDS_FILE}
    near = {
        place
        for place, _ in files_below(folder)
        if place not in apart and not place.startswith(others)
    }
    shared = {place for place in near if place.endswith(".py") and not place.startswith(own)}
    used = near - shared
    reached = _reached(folder, shared, [notebook, *used])
    return [folder / place for place in (*used, *reached)]


def _reached(folder: Path, modules: set[str], begin: Iterable[str]) -> set[str]:
    """Those of the shared modules that these files import, and what these import in turn; all of
    them where a file is no plain Python, as a notebook with magics in sight."""
    reached: set[str] = set()
    waiting = set(begin)
    while waiting:
        named = {name: _imported_by(folder / name) for name in waiting}
        if not reached and None in named.values():
            return modules
        files = {
            "/".join(parts[:deep])
            for names in named.values()
            for parts in (each.split(".") for each in names or ())
            for deep in range(1, len(parts) + 1)  # the packages that it lies in are imported, too
        }
        waiting = {f"{each}{end}" for each in files for end in (".py", "/__init__.py")}
        waiting = (waiting & modules) - reached
        reached |= waiting
    return reached


def _imported_by(path: Path) -> Sequence[str] | None:
    """The modules that a file names in imports; nothing is known of what is no plain Python."""
    return _imports_of(path.read_bytes()) if path.suffix == ".py" else ()


@lru_cache(1_000)
def _imports_of(code: bytes) -> Sequence[str] | None:
    try:
        return tuple(imports_of(ast.parse(code)))
    except (SyntaxError, ValueError):  # a job that imports it will fail with it
        return None
