"""What is missing of a report, all of it at once: files, words, and what its notebook declares.

A notebook is looked into only where something else is missing too, as it is of a new report. One
that asks for a word that is not there, and lacks nothing else, fails alone when it runs.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from tymor.config.files import ConfigFiles
from tymor.config.models import Audience, Report
from tymor.config.report_folders import REPORT_FILE, WORDS_FILE, NotebookFolders, ReportFolder
from tymor.errors import at_line
from tymor.locale import Languages

#: What every notebook declares in its cell tagged ``parameters``.
PARAMETERS = ("area", "term", "audience")
#: What the verbs of a page say of the key that they are given first.
SAID_BY: Mapping[str, tuple[str, ...]] = {
    "heading": ("{}.heading",),
    "text": ("{}",),
    "key_figures": ("{}.title",),
    "callout": ("{}.title", "{}.text"),
    "appendix": ("{}.heading",),
    "links": ("{}.title",),
    "events": ("{}.title",),
    "words": ("{}",),
    "axis": ("chart.{}",),
    "say": ("{}",),
}
#: And of the key that they are given as their title, where that is no message itself.
TITLED_BY: Mapping[str, tuple[str, ...]] = dict.fromkeys(("table", "chart"), ("{}.title",))
#: The cell that is tagged so, to the beginning of the next; and what a line in it declares.
_PARAMETERS_CELL = re.compile(
    r"^# (?:%%|\+).*parameters.*\n((?:(?!# (?:%%|\+)).*(?:\n|\Z))*)", re.MULTILINE
)
_DECLARED = re.compile(r"^(\w+) *:", re.MULTILINE)


@dataclass(frozen=True)
class _Project:
    """All that a report's folder is held against."""

    files: ConfigFiles
    reports: Mapping[str, Report]
    languages: Languages
    audiences: Mapping[str, Audience]


def missing_of_reports(
    files: ConfigFiles,
    folders: NotebookFolders,
    reports: Mapping[str, Report],
    languages: Languages,
    audiences: Mapping[str, Audience],
) -> list[str]:
    """What each report's folder lacks, with file and line; ``reports`` and ``languages`` are as
    far as they could be read.
    """
    project = _Project(files, reports, languages, audiences)
    faults: list[str] = []
    for folder in folders.reports:
        missing = [*_files(folder), *_words(folder, project)]
        faults += [*missing, *(_in_notebook(folder, project) if missing else ())]
    return faults


def _files(folder: ReportFolder) -> Iterator[str]:
    if f"{folder.name}.py" not in folder.held:
        yield f"notebooks/{folder.notebook}: not there; a notebook is called as its folder"
    for name in (REPORT_FILE, WORDS_FILE):
        if name not in folder.held:
            yield f"{folder.place}/{name}: not there; every report's folder has one"


def _words(folder: ReportFolder, project: _Project) -> Iterator[str]:
    words, entries = f"{folder.place}/{WORDS_FILE}", f"{folder.place}/{REPORT_FILE}"
    if _unread(folder, project):
        return  # not all of the file is known
    own = {name: each for name, each in project.reports.items() if each.folder == folder.name}
    for name in own if REPORT_FILE in folder.held else (folder.name,):
        keys = [f"{name}.title", f"{name}.description"]
        if name in own and _is_on_a_home(own[name], project.audiences):
            keys.append(f"nav.{name}")
        missing = [key for key in keys if not project.languages.known_in(folder.name, key)]
        if missing:
            where = project.files.at(project.files.root / entries, name) if own else entries
            yield f"{where}: {name} has no words for {', '.join(missing)}; add them to {words}"


def _unread(folder: ReportFolder, project: _Project) -> bool:
    """Whether the file of a folder's words is there, and has faults of its own."""
    words = f"{folder.place}/{WORDS_FILE}"
    return any(fault.startswith((f"{words}:", f"{words},")) for fault in project.files.faults)


def _is_on_a_home(report: Report, audiences: Mapping[str, Audience]) -> bool:
    """Whether a site is about the area of such a report, so that each of its pages leads there."""
    readers = [audiences[name] for name in report.audiences if name in audiences]
    named = any((reader.of or "partnership") == report.area for reader in readers)
    return named and report.each is None


def _in_notebook(folder: ReportFolder, project: _Project) -> Iterator[str]:
    path = project.files.root / "notebooks" / folder.notebook
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tree = ast.parse(text)
    except (OSError, ValueError, SyntaxError):
        return  # its own jobs will fail with it
    own = [report for report in project.reports.values() if report.folder == folder.name]
    each = {"each" for report in own if report.each}
    given = sorted({name for report in own for name in report.parameters} | each)
    where = f"notebooks/{folder.notebook}"
    yield from _undeclared(where, text, [*PARAMETERS, *given])
    if _unread(folder, project):
        return
    known = partial(project.languages.known_in, folder.name)
    for key, keys, line in sorted(asked_in(tree), key=lambda asked: asked[2]):
        missing = [each for each in keys if not known(each)]
        if missing and not known(key):
            yield (
                f"{at_line(where, line)}: no words for {', '.join(missing)}; add them to "
                f"{folder.place}/{WORDS_FILE}"
            )


def _undeclared(notebook: str, text: str, wanted: list[str]) -> Iterator[str]:
    cell = _PARAMETERS_CELL.search(text)
    if cell is None:
        yield f"{notebook}: no cell is tagged 'parameters'; one must declare {', '.join(wanted)}"
        return
    missing = set(wanted) - set(_DECLARED.findall(cell[1]))
    if missing:
        named = ", ".join(name for name in wanted if name in missing)
        line = text.count("\n", 0, cell.start()) + 1
        where = at_line(notebook, line)
        yield f"{where}: the cell tagged 'parameters' does not declare {named} with a type"


def asked_in(tree: ast.AST) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Of each call of a page's verb with a key that stands there: the key, the messages that it
    asks for, and the line.
    """
    pages = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_open(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of, verb = node.func.value, node.func.attr
            if isinstance(of, ast.Name) and of.id in pages:
                titles = [each.value for each in node.keywords if each.arg == "title"]
                other_title = {"{}.title"} if titles and verb in SAID_BY else set()
                for given, said in ((node.args[:1], SAID_BY), (titles, TITLED_BY)):
                    for key in _texts(given) if verb in said else ():
                        parts = [part for part in said[verb] if part not in other_title]
                        yield key, tuple(part.format(key) for part in parts), node.lineno


def _is_open(value: ast.expr) -> bool:
    called = value.func if isinstance(value, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr == "open"


def _texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
