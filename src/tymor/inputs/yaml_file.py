"""Reading the YAML that stands beside the tables: whatever is wrong with it is told."""

import os
from pathlib import Path
from typing import Any

import yaml

from tymor.errors import Problem
from tymor.folder_entries import cannot_be_read, why_no_file


class _NoKeyTwice:
    """No key stands twice, and each is one word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)  # type: ignore[attr-defined]
            if not isinstance(name, str):
                raise yaml.YAMLError(f"line {key.start_mark.line + 1}: a key must be one word")
            if name in seen:
                raise yaml.YAMLError(f"line {key.start_mark.line + 1}: '{name}' stands there twice")
            seen.add(name)
        pairs: dict[Any, Any] = super().construct_mapping(node, deep)  # type: ignore[misc]
        return pairs


class TextLoader(_NoKeyTwice, yaml.BaseLoader):
    """Everything is text, so that Y, no and 0010 stay what they are."""


class TypedLoader(_NoKeyTwice, yaml.SafeLoader):
    """Numbers, true and false are what YAML takes them for."""


def read_yaml(
    path: Path, file: str, rule: str, loader: type[TextLoader | TypedLoader]
) -> tuple[Any, Problem | None]:
    """What a file says, or why it cannot be read; nothing at all where it is not there."""
    if not os.path.lexists(path):
        return None, None
    if fault := why_no_file(path):
        return None, cannot_be_read(file, fault)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader), None
    except OSError as error:
        return None, cannot_be_read(file, error.strerror or type(error).__name__)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"the file is not YAML in UTF-8 ({_why(error)}). Correct it."
        return None, Problem(file, rule, message)


def _why(error: Exception) -> str:
    """Where and what, without the line itself: a database's address may stand there."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        said = ", ".join(part for part in (error.context, error.problem) if part)
        return f"line {error.problem_mark.line + 1}: {said}"
    return " ".join(str(error).split())
