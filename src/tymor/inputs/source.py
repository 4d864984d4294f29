"""What ``source.yml`` says of a data folder."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
)

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable, yaml_of
from tymor.inputs.model import Source

NAME = "source.yml"

#: Words by language.
_Names = dict[str, Annotated[str, Field(min_length=1)]]


def _day_or_month(said: object) -> object:
    """A day (YAML reads it as one) or a month, as ``2017-09-28`` or ``2017-09``."""
    text = said.isoformat() if isinstance(said, date) else said
    try:
        date.fromisoformat(text if len(str(text)) > len("2017-09") else f"{text}-01")  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError("expected a day or a month, as 2017-09-28 or 2017-09") from None
    return text


class _SourceFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: _Names
    invented: StrictBool = False
    sample: StrictBool = False
    origin: _Names | str = Field(default="", alias="from")
    published: Annotated[str, BeforeValidator(_day_or_month)] = ""


def read_source(folder: Path, name: str, languages: Sequence[str]) -> tuple[Source, list[Problem]]:
    """What ``source.yml`` says; without one the folder goes by its own name."""
    plain = Source(name, dict.fromkeys(languages, folder.name))
    path, file = folder / NAME, f"{name}/{NAME}"
    if not os.path.lexists(path):
        return plain, []
    try:
        tree = yaml_of(path, file, "source")
    except Unreadable as fault:
        return plain, [*fault.problems]
    title = tree.get("title") if isinstance(tree, dict) else None
    untitled = [each for each in languages if isinstance(title, dict) and each not in title]
    # Told as pydantic tells of what is missing.
    faults: list[Any] = [{"loc": ("title", each), "type": "missing"} for each in untitled]
    try:
        said = _SourceFile.model_validate(tree)
    except ValidationError as error:
        faults += error.errors()
    if faults:
        return plain, [_source_fault(file, fault, languages) for fault in faults]
    return Source(name, said.title, said.invented, said.sample, said.origin, said.published), []


#: pydantic's kinds of fault, in plain words
_SAYS = {
    "missing": "the key is missing",
    "extra_forbidden": "there is no such key",
    "bool_type": "this is neither true nor false",
    "model_type": "there are no keys here",
}


def _source_fault(file: str, fault: Mapping[str, Any], languages: Sequence[str]) -> Problem:
    every = " and ".join(languages)
    key = ".".join(map(str, fault["loc"]))
    return Problem(
        file,
        "source",
        f"{_SAYS.get(fault['type'], fault.get('msg'))}; expected title ({every}), and if wanted "
        f"invented, sample (true or false), from (text, or {every}) and published (2017-09-28 or "
        "2017-09). Correct it.",
        column=key or None,
    )
