"""How a block reaches the executed notebook, and the analyst's eyes."""

import html
import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from IPython import get_ipython
from IPython.display import publish_display_data

from tymor.errors import TymorError
from tymor.locale import Languages
from tymor.page import (
    BLOCK_MIME,
    END_MIME,
    HEAD_MIME,
    WORDS_METADATA,
    AnyBlock,
    ChartBlock,
    Questions,
    TableBlock,
)
from tymor.render.view import view_table

#: The language an analyst sees in JupyterLab; the block always has all of them.
LANGUAGE_VARIABLE = "TYMOR_LANGUAGE"


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


def show_head(head: dict[str, Any], title: str, words: Collection[str]) -> None:
    """What the report is about: the page's path and title, once a notebook."""
    shell = get_ipython()
    if shell is not None and not _shown.number:
        shell.events.register("post_run_cell", _shown.notice)
    head_text = _as_text(head)
    _publish({HEAD_MIME: head_text, "text/plain": title, "text/markdown": f"# {title}"}, words)


def show_block(
    block: AnyBlock, languages: Languages, words: Collection[str], *, batch: bool
) -> None:
    """One display with the typed block, and a preview beside it.

    ``words`` are the keys of the catalogues that were asked for on the way to it.
    """
    language = os.environ.get(LANGUAGE_VARIABLE, "en")
    bundle: dict[str, Any] = {
        BLOCK_MIME: _as_text(block.model_dump(mode="json")),
        "text/plain": f"<{block.id}>",
    }
    if isinstance(block, ChartBlock) and not batch:
        import vl_convert  # slow to start, and a batch draws its charts later

        bundle["image/svg+xml"] = vl_convert.vegalite_to_svg(block.spec[language])
    else:
        bundle["text/html"] = _preview(block, language, languages)
    _publish(bundle, words)


def show_end() -> None:
    """The mark that the notebook ran to its end, and of how much it has shown.

    Without it, or where less has arrived than was shown, no page is made of the notebook.
    """
    end = _as_text({"shown": _shown.number, "left": _shown.left})
    publish_display_data({END_MIME: end, "text/plain": "<end>"})  # type: ignore[no-untyped-call]


def _as_text(tree: dict[str, Any]) -> str:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True)


def _publish(bundle: dict[str, Any], words: Collection[str]) -> None:
    _shown.one()
    metadata = {WORDS_METADATA: sorted(words)}
    publish_display_data(bundle, metadata)  # type: ignore[no-untyped-call]


def _preview(block: AnyBlock, language: str, languages: Languages) -> str:
    if isinstance(block, TableBlock):
        return _table_preview(block, language, languages)
    if isinstance(block, Questions):
        asked = "".join(f"<li>{html.escape(q[language])}</li>" for q in block.questions)
        return f"<ol>{asked}</ol>"
    dumped = block.model_dump()
    named = ("committee", "number", "label", "title", "text")
    words = [dumped[name] for name in named if dumped.get(name)]
    said = [word if isinstance(word, str) else word[language] for word in words]
    tag = {"heading": "h2", "appendix": "h2"}.get(block.kind, "p")
    return f"<{tag}>{html.escape(' – '.join(said))}</{tag}>"


def _table_preview(block: TableBlock, language: str, languages: Languages) -> str:
    table = view_table(block.table, languages[language])
    heads = "".join(
        f"<th>{html.escape((c['group'] + ' ' + c['label']).strip())}</th>" for c in table["columns"]
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{html.escape((cell['symbol'] + ' ' + cell['text']).strip())}</td>"
            for cell in row["cells"]
        )
        + "</tr>"
        for row in table["rows"]
    )
    title = html.escape(block.title[language])
    return f"<table><caption>{title}</caption><tr>{heads}</tr>{rows}</table>"
