"""The only reader of YAML: what a file says is taken as it stands, or refused with its lines.

A key written twice would else be taken silently, the last one winning, and a setting that
protects pupils is such a key. YAML's own ways of writing less (anchors, merges, tags, numbers
with colons) are refused too: nobody who reads the file would see what it says.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader, ReaderError

from tymor.errors import TymorError

#: Far beyond what a person writes; longer files would take minutes, deeper ones end the process.
_MOST_BYTES = 2_000_000
_DEEPEST = 40
_LONGEST = 30  # digits of a number

_TAG = "tag:yaml.org,2002:"
_TEXT, _NUMBERS = f"{_TAG}str", (f"{_TAG}int", f"{_TAG}float")
#: What a value may be that stands there without quotes, beside text and numbers.
_PLAIN = (f"{_TAG}bool", f"{_TAG}null", f"{_TAG}timestamp")
_PLAIN_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_OTHER_NUMBER = "can be read as another number; write plain digits, or put text in quotes"
_SAVE = "save it as UTF-8"


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file, and in which line, where it is about one."""

    message: str
    line: int | None = None

    def __str__(self) -> str:
        return self.message if self.line is None else f"line {self.line}: {self.message}"


class YamlFaults(TymorError):
    """A file of YAML that is not read: every fault of it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line or 0))
        super().__init__("; ".join(map(str, self.faults)))


def read_yaml(path: Path, *, as_text: bool = False) -> Any:
    """What a file of YAML says.

    Parameters
    ----------
    as_text
        Everything is text, so that Y, no and 0010 stay what they are.

    Raises
    ------
    YamlFaults
        The file cannot be read, or says something twice or otherwise than plainly.
    """
    return tree_of(bytes_of(path), as_text=as_text)


def bytes_of(path: Path) -> bytes:
    """What stands in a file; only a file's, for reading a pipe would never end."""
    try:
        if path.is_dir():
            raise YamlFaults([Fault("this is a folder; expected a file")])
        if path.exists() and not path.is_file():
            raise YamlFaults([Fault("this is no file that can be read; expected one")])
        if path.exists() and path.stat().st_size > _MOST_BYTES:
            size, most = path.stat().st_size / 1e6, _MOST_BYTES / 1e6
            told = f"this has {size:,.1f} MB, and no more than {most:.0f} are read; is it a table?"
            raise YamlFaults([Fault(told)])
        return path.read_bytes()
    except FileNotFoundError:
        gone = "this link leads nowhere" if path.is_symlink() else "not there"
        raise YamlFaults([Fault(gone)]) from None
    except OSError as error:
        raise YamlFaults([Fault(f"cannot be read ({error.strerror})")]) from None


def tree_of(data: bytes, *, as_text: bool = False) -> Any:
    """What the bytes of a file of YAML say; as :func:`read_yaml`."""
    text = _decoded(data)
    try:
        reader = _Reader(text, as_text)
        tree = reader.whole()
    except ReaderError:
        found = Reader.NON_PRINTABLE.search(text)
        if found is None:
            raise YamlFaults([Fault("not YAML: it holds a character that is no text")]) from None
        line = len(text[: found.end()].splitlines())
        told = f"the control character {found.group()!r} stands there; take it out"
        raise YamlFaults([Fault(told, line)]) from None
    if reader.faults:
        raise YamlFaults(reader.faults)
    return tree


def line_of(data: bytes, place: Sequence[object]) -> int | None:
    """The line in which a key or list entry stands, or the nearest one above it that is there.

    ``data`` was read without faults.
    """
    node: Any = yaml.compose(_decoded(data), Loader=yaml.CSafeLoader)
    line: int | None = None
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(step)), None)
        else:
            entries = node.value if isinstance(node, yaml.SequenceNode) else []
            found = next(((each, each) for n, each in enumerate(entries) if n == step), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def to_yaml(value: Any) -> str:
    """``value`` as YAML in UTF-8, keys in their order, no line broken."""
    return yaml.dump(value, Dumper=_Plainly, allow_unicode=True, sort_keys=False, width=10_000)


class _Plainly(yaml.SafeDumper):
    """What stands in two places is written out twice, as :func:`read_yaml` wants it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Reader:
    """Builds the tree from the parser's events, one by one, and gathers faults."""

    def __init__(self, text: str, as_text: bool) -> None:
        self.faults: list[Fault] = []
        self._text, self._as_text = text, as_text
        self._loader: Any = yaml.CSafeLoader(text)
        self._next: Callable[[], Any] = self._loader.get_event

    def whole(self) -> Any:
        """The one document of the file."""
        try:
            self._next()  # the stream's start
            if isinstance(self._next(), yaml.StreamEndEvent):
                self.faults.append(Fault("there is nothing in the file"))
                return None
            tree = self._value(self._next(), ())
            self._next()  # the document's end
            more = self._next()
            if not isinstance(more, yaml.StreamEndEvent):
                self._refuse(more, "a second document begins here; expected one a file")
            return tree
        except yaml.MarkedYAMLError as error:
            self.faults.append(_not_yaml(error, self._text))
        finally:
            self._loader.dispose()
        return None

    def _value(self, event: Any, place: tuple[str, ...]) -> Any:
        if len(place) > _DEEPEST:  # nothing below it is looked at
            line = event.start_mark.line + 1
            raise YamlFaults([*self.faults, Fault("this is nested too deeply to be meant", line)])
        if isinstance(event, yaml.AliasEvent):
            return self._refuse(event, f"*{event.anchor} points elsewhere; write it out here")
        self._refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            entries: list[Any] = []
            while not isinstance(entry := self._next(), yaml.SequenceEndEvent):
                entries.append(self._value(entry, (*place, str(len(entries)))))
            return entries
        return self._mapping(place)

    def _mapping(self, place: tuple[str, ...]) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        lines: dict[str, list[int]] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, place)
            lines.setdefault(key, []).append(event.start_mark.line + 1)
            entries[key] = self._value(self._next(), (*place, key))
        for key, at in lines.items():
            if len(at) > 1:
                self.faults.append(_repeated(".".join((*place, key)), at))
        return entries

    def _key(self, event: Any, place: tuple[str, ...]) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event, (*place, "?"))
            self._refuse(event, "this is no key; expected one word and a colon")
            return "?"
        key: str = event.value
        if key == "<<" and event.implicit[0]:
            self._refuse(event, "<< puts in what stands elsewhere; write it out here")
        elif not self._as_text and self._tag(event) != _TEXT:
            self._refuse(event, f"the key {key or 'here'} is no text; put it in quotes")
        self._refuse_marks(event)
        return key

    def _scalar(self, event: Any) -> Any:
        tag, written = self._tag(event), event.value
        if tag == _TEXT:
            return written
        if tag in _NUMBERS and not (len(written) <= _LONGEST and _PLAIN_NUMBER.fullmatch(written)):
            return self._refuse(event, f"{written[:_LONGEST]} {_OTHER_NUMBER}")
        if tag not in (*_NUMBERS, *_PLAIN):
            return self._refuse(event, f"{written} means something to YAML; put it in quotes")
        try:
            return self._loader.construct_object(yaml.ScalarNode(tag, written))
        except ValueError as error:
            return self._refuse(event, f"{written} cannot be: {error}")

    def _tag(self, event: Any) -> str:
        """What kind of value this is, as YAML takes it."""
        if self._as_text or not event.implicit[0]:
            return _TEXT
        tag: str = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        return tag

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, f"&{event.anchor} names a place to copy; take it out")
        if event.tag is not None:
            self._refuse(event, f"{event.tag} is a tag; take it out")

    def _refuse(self, event: Any, message: str) -> None:
        self.faults.append(Fault(message, event.start_mark.line + 1))


def _repeated(name: str, lines: list[int]) -> Fault:
    *first, last = map(str, lines)
    times = "twice" if len(lines) == 2 else f"{len(lines)} times"
    at = f"in line {last}" if {last} == {*first} else f"in lines {', '.join(first)} and {last}"
    return Fault(f"{name} stands there {times}, {at}; keep one of them", lines[-1])


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Fault(f"not YAML: {error.problem}")
    lines = text.splitlines()
    here = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Fault("not YAML: a tab stands at the start; indent with spaces", mark.line + 1)
    mend = "look at the brackets, quotes and indentation here and just before"
    return Fault(f"not YAML: {error.problem}; {mend}", mark.line + 1)


def _decoded(data: bytes) -> str:
    """UTF-8, with or without a byte-order mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise YamlFaults([Fault(f"not UTF-8 but UTF-16, or no text at all; {_SAVE}")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(error.object[: error.start + 1].splitlines())
        wrong = f"the byte {error.object[error.start]:#04x} is not UTF-8"
        message = f"{wrong} (is the file in Windows-1252?); {_SAVE}"
        raise YamlFaults([Fault(message, line)]) from None
