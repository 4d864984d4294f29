"""The files of ``params/`` and of reports' folders, each read once, and every fault in any."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from tymor.errors import at_line, fault_at
from tymor.files import files_through_links
from tymor.yaml_files import YamlFaults, bytes_of, line_of, tree_of

T = TypeVar("T")
#: What stands in a file, or why it cannot be read.
Content = bytes | YamlFaults

#: A file beside ``params/`` that is read later, and whose faults are told with the others.
_BESIDE = "_quarto.yml"
_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def contents_of(
    root: Path, chosen: Path, of_reports: Iterable[Path] = ()
) -> tuple[tuple[Path, Content], ...]:
    """Every file of the configuration as it is now; ``chosen`` is the partnership's."""
    beside = {path for path in (root / _BESIDE,) if path.exists()}
    params = (path for path in files_through_links(root / "params") if path.suffix == ".yml")
    files = {*params, *of_reports, *beside, chosen}
    return tuple((path, _content(path)) for path in sorted(files))


def _content(path: Path) -> Content:
    try:
        return bytes_of(path)
    except YamlFaults as unread:
        return unread


def _place(tree: Any, steps: Sequence[Any]) -> list[Any]:
    """The keys on the way to a fault, without what pydantic calls the kinds it tried there."""
    place, last = [], len(steps) - 1
    for number, step in enumerate(steps):
        held = (isinstance(tree, dict) and step in tree) or isinstance(tree, list)
        if held or number == last:
            place.append(step)
            tree = tree[step] if held and isinstance(tree, dict | list) else None
    return place


@dataclass(frozen=True)
class ConfigFiles:
    """Files as they were read, once; ``faults`` grows with each that is looked into."""

    root: Path
    contents: Mapping[Path, Content]
    faults: list[str] = field(default_factory=list)

    def tree(self, path: Path) -> Any:
        """What a file says.

        Raises
        ------
        YamlFaults
            It cannot be read.
        """
        return tree_of(self._bytes(path))

    def read(self, path: Path, kind: type[T]) -> T | None:
        """What a file says, of the kind it must be; nothing where it has faults."""
        try:
            read: T = _adapter(kind).validate_python(self.tree(path))
            return read
        except YamlFaults as error:
            self.unread(path, error)
        except ValidationError as error:
            tree = self.tree(path)
            self.faults.extend(self._fault(path, tree, detail) for detail in error.errors())
        return None

    def unread(self, path: Path, error: YamlFaults) -> None:
        """Put among the faults why a file cannot be read."""
        name = self.shown(path)
        self.faults.extend(fault_at(name, each.line, each.message) for each in error.faults)

    def at(self, path: Path, *place: object) -> str:
        """Where in a file a key stands: the file's name, and the line where it can be read."""
        try:
            line = line_of(self._bytes(path), place)
        except YamlFaults:
            line = None
        return at_line(self.shown(path), line)

    def told(self, path: Path, place: Sequence[object], message: str) -> str:
        """What is told of a key: file, line, key and message."""
        return f"{self.at(path, *place)}: {'.'.join(map(str, place)) or 'the file'}{message}"

    def shown(self, path: Path) -> str:
        """A file's name as it is told: from the project's folder, where it lies in that."""
        inside = path.is_relative_to(self.root)
        return path.relative_to(self.root).as_posix() if inside else str(path)

    def look_beside(self) -> None:
        """A file that nothing is taken from yet must be YAML all the same."""
        if self.root / _BESIDE in self.contents:
            self.read(self.root / _BESIDE, dict[str, Any])

    def _bytes(self, path: Path) -> bytes:
        content = self.contents[path] if path in self.contents else bytes_of(path)
        if isinstance(content, YamlFaults):
            raise content
        return content

    def _fault(self, path: Path, tree: Any, detail: Any) -> str:
        whole = detail["type"] == "missing" or isinstance(detail["input"], dict)
        seen = "" if whole else f" found {detail['input']!r};"
        said = detail["msg"].removeprefix("Value error, ")
        if detail["type"] == "literal_error":
            allowed = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
            near = get_close_matches(str(detail["input"]), allowed, n=1)
            said = f"expected one of {', '.join(allowed)}"
            said += f". Did you mean {near[0]!r}?" if near else ""
        return self.told(path, _place(tree, detail["loc"]), f":{seen} {said[0].lower()}{said[1:]}")
