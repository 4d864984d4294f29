"""What ``source.yml`` says of a data folder."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from tymor.errors import Problem
from tymor.inputs.model import Source
from tymor.inputs.yaml_file import TypedLoader, read_yaml


class _Title(BaseModel):
    model_config = ConfigDict(extra="forbid")
    en: Annotated[str, Field(min_length=1)]
    cy: Annotated[str, Field(min_length=1)]


class _SourceFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: _Title
    invented: StrictBool = False
    sample: StrictBool = False
    origin: str = Field(default="", alias="from")


def read_source(folder: Path, name: str) -> tuple[Source, list[Problem]]:
    """What ``source.yml`` says; without one the folder goes by its own name."""
    plain = Source(name, {"en": folder.name, "cy": folder.name})
    path, file = folder / "source.yml", f"{name}/source.yml"
    if not os.path.lexists(path):
        return plain, []
    tree, unread = read_yaml(path, file, "source", TypedLoader)
    if unread:
        return plain, [unread]
    try:
        said = _SourceFile.model_validate(tree)
    except ValidationError as error:
        return plain, [_source_fault(file, fault) for fault in error.errors()]
    title = {"en": said.title.en, "cy": said.title.cy}
    return Source(name, title, said.invented, said.sample, said.origin), []


#: pydantic's kinds of fault, in plain words
_SAYS = {
    "missing": "the key is missing",
    "extra_forbidden": "there is no such key",
    "bool_type": "this is neither true nor false",
    "model_type": "there are no keys here",
}


def _source_fault(file: str, fault: Mapping[str, object]) -> Problem:
    place = fault["loc"]
    key = ".".join(str(part) for part in place) if isinstance(place, tuple) else ""
    wrong = _SAYS.get(str(fault["type"]), fault["msg"])
    return Problem(
        file,
        "source",
        f"{wrong}; expected title (en and cy), and if wanted invented, sample "
        "(true or false) and from (text). Correct it.",
        column=key or None,
    )
