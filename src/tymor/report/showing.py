"""How a block reaches the executed notebook, and the analyst's eyes."""

import json
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from importlib import import_module
from textwrap import shorten
from typing import Any, Protocol, cast

from IPython import get_ipython
from IPython.display import publish_display_data

from tymor.errors import TymorError
from tymor.page import BLOCK_MIME, END_MIME, HEAD_MIME, WORDS_METADATA, AnyBlock, Text
from tymor.publication import Publication

#: What a desk shows. Named and not imported: a job rests on all that the modules of its kernel
#: import, and it does not rest on templates and styles, which no batch needs in a kernel.
_PREVIEW = "tymor.report.preview"
#: So much of a title or sentence stands in a line.
_LONGEST = 72


class Preview(Protocol):
    """What a desk shows of one report, as HTML, with words of ``language`` first."""

    language: str
    above: list[dict[str, Any]]  # the headings so far: they set the level of titles below them

    def opening(self, head: Mapping[str, Any]) -> str: ...

    def block(self, block: AnyBlock) -> str: ...


def preview_of(publication: Publication, audience: str, area: Text) -> Preview:
    """The preview of a report that is open at a desk; ``area`` is the name of what it is about."""
    return cast(Preview, import_module(_PREVIEW).PagePreview(publication, audience, area))


def before_each_cell(begin: Callable[[str], None]) -> None:
    """Call ``begin`` with a cell's id before it runs, where the editor tells ids."""

    def told(info: Any) -> None:
        if info.cell_id:
            begin(info.cell_id)

    shell = get_ipython()
    if shell is not None:
        shell.events.register("pre_run_cell", told)


@dataclass
class _Shown:
    """How many heads and blocks this kernel's notebook has shown, and in which process."""

    number: int = 0
    process: int = 0
    left: bool = False  # whether a cell ended itself where its output cannot be seen

    def one(self) -> None:
        """One more.

        Raises
        ------
        TymorError
            It is another process than the notebook's own: what that shows reaches no page.
        """
        self.process = self.process or os.getpid()
        if self.process != os.getpid():
            raise TymorError("Only the notebook's own process can show something: gather there.")
        self.number += 1

    def notice(self, result: Any) -> None:
        """Of each cell that has run, also within another one such as ``%%capture``."""
        self.left = self.left or isinstance(result.error_in_exec, SystemExit)


_shown = _Shown()


def show_head(
    head: Mapping[str, Any], words: Collection[str], preview: Preview | None = None
) -> None:
    """What the report is about: the page's path and title, once a notebook."""
    shell = get_ipython()
    if shell is not None and not _shown.number:
        shell.events.register("post_run_cell", _shown.notice)
    name = f"{head['audience']}: {head['path']}"
    bundle = {HEAD_MIME: _as_text(head)} | _plain("report", head["title"], name, preview)
    _publish(bundle | ({"text/html": preview.opening(head)} if preview else {}), words)


def show_block(block: AnyBlock, words: Collection[str], preview: Preview | None = None) -> None:
    """One display with the typed block, a line that says what it is, and at a desk its preview.

    ``words`` are the keys of the catalogues that were asked for on the way to it.
    """
    named = (getattr(block, name, None) for name in ("title", "text", "committee"))
    title = next((said for said in named if isinstance(said, dict)), {})
    plain = _plain(block.kind.replace("_", " "), title, block.id, preview)
    bundle = {BLOCK_MIME: _as_text(block.model_dump(mode="json"))} | plain
    _publish(bundle | ({"text/html": preview.block(block)} if preview else {}), words)


def show_end() -> None:
    """The mark that the notebook ran to its end, and of how much it has shown.

    Without it, or where less has arrived than was shown, no page is made of the notebook.
    """
    end = _as_text({"shown": _shown.number, "left": _shown.left})
    publish_display_data({END_MIME: end, "text/plain": "<end>"})  # type: ignore[no-untyped-call]


def _plain(kind: str, title: Text, name: str, preview: Preview | None) -> dict[str, str]:
    """``Table "Key indicators" (outcomes-key)``: what a terminal shows."""
    language = preview.language if preview else next(iter(title), "")
    said = shorten(title.get(language, ""), _LONGEST, placeholder="…")
    return {
        "text/plain": " ".join(filter(None, [kind.capitalize(), said and f'"{said}"', f"({name})"]))
    }


def _as_text(tree: Mapping[str, Any]) -> str:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True)


def _publish(bundle: Mapping[str, Any], words: Collection[str]) -> None:
    _shown.one()
    metadata = {WORDS_METADATA: sorted(words)}
    publish_display_data(bundle, metadata)  # type: ignore[no-untyped-call]
