"""A real browser on a site served from this machine, for tests marked ``browser``."""

import functools
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: The browser itself must not talk to anyone while a page is being watched.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """The path of an installed Chromium or Chrome; nothing is ever downloaded."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


needs_browser = pytest.mark.skipif(
    find_browser() is None,
    reason=f"no browser in PATH (looked for {', '.join(NAMES)}); install Chromium to run this",
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests look at the requests in the browser."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on a free port of this machine; gives the address, with a slash."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, address: str, width: int, *, scripts: bool = True) -> Iterator[Tab]:
    """A tab that fails the test when the page complains or asks anyone else."""
    tab = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    complaints: list[str] = []
    origin = "/".join(address.split("/")[:3])
    tab.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on(
        "response",
        lambda answer: (
            complaints.append(answer.url)
            if not answer.ok and answer.status != 304  # it has not changed
            else None
        ),
    )
    tab.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(origin)
            else complaints.append(f"asked elsewhere: {request.url}")
        ),
    )
    try:
        tab.goto(address)
        yield tab
    finally:
        tab.close()
    assert complaints == [], complaints
