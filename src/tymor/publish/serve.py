"""Look at built or published sites on this computer: those of one audience at a time."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tymor.config import Config
from tymor.errors import TymorError


def folder_of(config: Config, sites: Path, audience: str) -> Path:
    """Where the sites of an audience are: its only one, or the folder of all of them.

    Raises
    ------
    TymorError
        There is no such audience, or no site of it.
    """
    if audience not in config.audiences:
        known = ", ".join(config.audiences)
        raise TymorError(f"No audience {audience!r}: params/audiences.yml has {known}.")
    folder = sites / config.audiences[audience].site.partition("/{")[0]
    if not any(folder.glob("index.html")) and not any(folder.glob("*/index.html")):
        raise TymorError(f"No site for {audience} in {folder}: run tymor build first.")
    return folder


def serve(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server for ``folder`` on this computer only; the caller starts and stops it.

    Where ``folder`` is no site, but holds several, its address lists them.
    """
    handler = partial(SiteHandler, directory=str(folder))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


class SiteHandler(SimpleHTTPRequestHandler):
    """Quiet, and answers an unknown address with its site's own page for that."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._not_found()
        if code != 404 or page is None:
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _not_found(self) -> Path | None:
        """Of the site that was asked for, as its address begins."""
        root = Path(self.directory)
        within = Path(self.translate_path(self.path)).relative_to(root).parts[:1]
        pages = (root / "404.html", root.joinpath(*within, "404.html"))
        return next((page for page in pages if page.is_file()), None)
