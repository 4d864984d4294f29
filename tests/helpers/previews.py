"""A preview at work beside a test: its own server on a free port, and real saves."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from projects import TERM
from rich.console import Console

from tymor.preview.asked import Asked
from tymor.preview.board import Standing
from tymor.preview.loop import Preview, open_preview

#: The machine may be slow: what is waited for comes, or the test fails.
PATIENCE_SECONDS = 240.0


@dataclass
class Looking:
    """Somebody who looks at a preview and waits for what comes."""

    preview: Preview
    seen: int = field(default=-1)

    def next_end(self) -> Standing:
        """How it stands when the page was made, or was not, since this was asked last."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_SECONDS:
            now = self.preview.board.after(self.seen, 1.0)
            if now.number != self.seen:
                self.seen = now.number
                if now.state != "making":
                    return now
        raise AssertionError(f"nothing came: {self.preview.board.now}")

    def get(self, path: str = "") -> str:
        with urllib.request.urlopen(self.preview.address + path.lstrip("/")) as answer:
            content: bytes = answer.read()
        return content.decode()

    def status(self, path: str, **headers: str) -> int:
        asked = urllib.request.Request(self.preview.address + path, headers=headers)
        try:
            with urllib.request.urlopen(asked) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code


@contextmanager
def looking_at(
    root: Path, report: str, area: str, *, audience: str = "", language: str = ""
) -> Iterator[Looking]:
    asked = Asked(root, TERM, None, report, area, audience)
    over = threading.Event()
    with open_preview(asked, 0, language, Console(quiet=True)) as preview:
        at_work = threading.Thread(target=preview.follow, args=[over.is_set])
        at_work.start()
        try:
            yield Looking(preview)
        finally:
            over.set()
            at_work.join()
