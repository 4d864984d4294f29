"""What a site's search index may hold: pages, words, and no number but a school's own."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tymor.errors import TymorError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Page(_Strict):
    path: str
    title: str
    note: str
    kind: Literal["page", "partnership", "local_authority", "school"]
    headings: list[list[str]]
    authority: str = ""
    sector: str = ""
    medium: str = ""
    number: str = ""


class _Filter(_Strict):
    name: str
    label: str
    every: str
    options: list[list[str]]


class _Index(_Strict):
    """``words`` have the pages that hold them: in their titles, headings, texts."""

    pages: list[_Page]
    filters: list[_Filter]
    words: dict[str, list[list[int]]]
    forms: dict[str, list[str]]


def read_index(content: bytes) -> Mapping[str, Any]:
    """A search index as it must be.

    Raises
    ------
    TymorError
        It holds something else, or a word with a number that is not a school's.
    """
    try:
        index = _Index.model_validate(json.loads(content))
    except (ValueError, ValidationError) as fault:
        raise TymorError(f"it is no search index: {' '.join(str(fault).split())[:200]}") from None
    numbers = {page.number for page in index.pages}
    odd = [word for word in (*index.words, *index.forms)
           if any(sign.isdigit() for sign in word) and word not in numbers]  # fmt: skip
    if odd:
        raise TymorError(f"it finds pages by {odd[0]!r}, and a number may tell of a figure")
    if any(not 0 <= at < len(index.pages) for places in index.words.values()
           for pages in places for at in pages):  # fmt: skip
        raise TymorError("it finds a page that it does not have")
    return index.model_dump()
