"""How long it takes from a save to the new page in a preview: ``python bench/preview.py PROJECT``.

PROJECT is a folder with params, notebooks and data, of which the term is prepared; its notebooks
are written to, and put back. What is saved is one sentence more at the end of the notebook; a page
counts as there when the server gives it with that sentence in it. The machine's load is told, and
how many seconds of processor all processes of the preview took, kernels among them.
"""

import os
import statistics
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil
from rich.console import Console

from tymor.preview.asked import Asked
from tymor.preview.board import Standing
from tymor.preview.loop import Preview, open_preview

TERM = "2017-summer"
PAGES = (("region", "CSC"), ("school_pack", "9990001"), ("authority", "cardiff"))
TIMES = 5
PARTS = ("plan", "execute", "compose", "render")


def main(root: Path) -> None:
    """Print a table: one row a save, seconds each, and a median for each report."""
    print(f"| report | save to page | {' | '.join(PARTS)} | rest | processor | load |")
    print("|" + "---|" * (len(PARTS) + 5))
    for report, area in PAGES:
        rows = [*_saves(root, report, area)]
        medians = map(statistics.median, zip(*rows, strict=True))
        print(_row(f"**{report}, median**", medians), flush=True)


def _saves(root: Path, report: str, area: str):  # type: ignore[no-untyped-def]
    over = threading.Event()
    asked = Asked(root, TERM, None, report, area)
    with open_preview(asked, 0, "", Console(stderr=True)) as preview:
        at_work = threading.Thread(target=preview.follow, args=[over.is_set])
        at_work.start()
        notebook = root / "notebooks" / report / f"{report}.py"
        whole = notebook.read_text("utf-8")
        try:
            _next(preview, 0)
            for number in range(TIMES):
                row = _save(preview, notebook, whole, f"Saved for the time {number}.")
                print(_row(f"{report}, {number + 1}", row), flush=True)
                yield row
        finally:
            notebook.write_text(whole, "utf-8")
            over.set()
            at_work.join()


def _save(preview: Preview, notebook: Path, whole: str, said: str) -> list[float]:
    page = preview.board.now.page
    busy, began = _processor_seconds(), time.monotonic()
    notebook.write_text(f'{whole}\n# %%\npage.text(en="{said}", cy="{said}")\n', "utf-8")
    now = _next(preview, page)
    assert now.made is not None
    with urllib.request.urlopen(f"{preview.address}en/{now.made.path}/") as answer:
        assert said in answer.read().decode()
    whole_time = time.monotonic() - began
    parts = [now.made.seconds[part] for part in PARTS]
    rest, busy = whole_time - sum(parts), _processor_seconds() - busy
    return [whole_time, *parts, rest, busy, os.getloadavg()[0]]


def _processor_seconds() -> float:
    """Of this process and all below it, those that have ended among them."""
    own = psutil.Process()
    return sum(sum(each.cpu_times()[:4]) for each in (own, *own.children(recursive=True)))


def _next(preview: Preview, page: int) -> Standing:
    """As soon as there is another page than that one."""
    now = preview.board.now
    while now.page == page:
        now = preview.board.after(now.number, 60)
        if now.state == "failed":
            raise SystemExit(f"It failed: {now.failure}")
    return now


def _row(name: str, seconds) -> str:  # type: ignore[no-untyped-def]
    return f"| {name} | {' | '.join(f'{each:.2f}' for each in seconds)} |"


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
