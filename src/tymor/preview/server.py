"""The server of a preview, on this computer only: the page below a bar of the preview's own.

Nothing of that is in the files of the page: it is put in while they are served.
"""

import json
from collections.abc import Sequence
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from tymor.console.problems import filled
from tymor.errors import TymorError
from tymor.preview.board import Board, Made
from tymor.preview.desk import Desk
from tymor.preview.explain import explained, figure_at
from tymor.publish.serve import SiteHandler
from tymor.render.html.layout import folder

HERE = "127.0.0.1"
#: Below this address everything is the preview's own.
OWN = "/_preview/"
_STATIC = Path(__file__).with_name("static")
_STATIC_FILES = {"preview.js": "text/javascript", "preview.css": "text/css"}
_HEAD = (
    f'<link rel="stylesheet" href="{OWN}preview.css">\n'
    f'<script type="module" src="{OWN}preview.js"></script>\n'
)
#: What is made of a page when somebody asks for it.
_PAPERS = frozenset({".pdf", ".xlsx", ".ods"})
#: An open page is told so often that the server is still there.
_BEAT_SECONDS = 15.0
#: By these names this computer is asked for; by another one it would be by a page of somebody
#: else's that has its own name lead here.
_NAMES = frozenset({HERE, "localhost"})


def preview_server(
    board: Board, desk: Desk, languages: Sequence[str], port: int
) -> ThreadingHTTPServer:
    """A server of what ``desk`` makes, in these languages; the caller starts and stops it."""
    handler = partial(_Handler, board, desk, languages)
    return ThreadingHTTPServer((HERE, port), handler)


def address_of(made: Made | None, language: str) -> str:
    """Where the page is, from the server's root."""
    return f"/{folder(language, made.path if made else '')}/"


class _Handler(SiteHandler):
    """Answers with the page, what it is told with, and the files around it."""

    def __init__(self, board: Board, desk: Desk, languages: Sequence[str], *given: object) -> None:
        self.board, self.desk, self.languages = board, desk, languages
        super().__init__(*given, directory=str(desk.site or _STATIC))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        made = self.board.now.made
        language = path.strip("/").partition("/")[0]
        if path.startswith(OWN):
            self._own(path.removeprefix(OWN))
        elif path == "/":
            self._lead_to(address_of(made, self.languages[0]))
        elif language in self.languages and path == address_of(made, language):
            self._page(language, made)
        elif language in self.languages and path == f"/{language}/":  # its bar says where it is now
            self._page(language, None)
        else:
            if made and PurePosixPath(path).suffix in _PAPERS and not self._papers():
                return
            self._file(path)

    def do_HEAD(self) -> None:
        self.send_error(405)

    def list_directory(self, path: object) -> None:
        """No folder is listed: what has no page is not there."""
        self.send_error(404)

    def parse_request(self) -> bool:
        """Asked by another name, this computer does not answer."""
        if not super().parse_request():
            return False
        if self.headers.get("Host", "").partition(":")[0] in _NAMES:
            return True
        self.send_error(403, "This preview is for this computer only.")
        return False

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _file(self, path: str) -> None:
        """A file of the page's site; of a page that is not looked at, as it was built last."""
        here, built = self.desk.site, self.desk.built_site
        inside = path.lstrip("/")
        if built and here and not (here / inside).exists() and (built / inside).exists():
            self.directory = str(built)
        super().do_GET()

    def _papers(self) -> bool:
        """See that the page's papers are there; where they cannot be made, say why."""
        try:
            self.desk.papers()
        except TymorError as failure:
            self.send_error(500, "It could not be made", str(failure))
            return False
        return True

    def _page(self, language: str, made: Made | None) -> None:
        file = None
        if made and self.desk.site:
            file = self.desk.site / folder(language, made.path) / "index.html"
        text = file.read_text("utf-8") if file and file.exists() else filled("preview.html.jinja")
        text = text.replace("</head>", f"{_HEAD}</head>", 1)
        begins = text.index(">", text.index("<body")) + 1
        self._answer("text/html", text[:begins] + self._bar(language) + text[begins:])

    def _bar(self, language: str) -> str:
        now = self.board.now
        ways = [(each, address_of(now.made, each)) for each in self.languages]
        address = address_of(now.made, language)
        return filled(
            "preview_bar.html.jinja", now=now, language=language, ways=ways, address=address
        )

    def _own(self, name: str) -> None:
        if name in _STATIC_FILES:
            self._answer(_STATIC_FILES[name], (_STATIC / name).read_text("utf-8"))
        elif name == "events":
            self._tell()
        elif name == "figure":
            self._explain()
        else:
            self.send_error(404)

    def _explain(self) -> None:
        """What is behind the figure that was clicked on, as ``tymor explain`` tells it."""
        asked = {name: given[0] for name, given in parse_qs(urlsplit(self.path).query).items()}
        made, language = self.desk.made_page, asked.get("lang", "")
        place = [asked.get(name, "") for name in ("row", "column")]
        if made is None or language not in self.languages or not all(map(str.isdecimal, place)):
            self.send_error(404)
            return
        row, column = map(int, place)
        figures = figure_at(made.page, asked.get("block", ""), row, column)
        told = explained(made, figures, language)
        self._answer("text/html", filled("preview_figure.html.jinja", figures=told))

    def _tell(self) -> None:
        """Tell an open page each time that there is something new, until it is closed."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        number = -1
        try:
            while True:
                now = self.board.after(number, _BEAT_SECONDS)
                told = json.dumps({"number": now.number, "page": now.page})
                line = f"data: {told}\n\n" if now.number != number else ": still here\n\n"
                self.wfile.write(line.encode())
                self.wfile.flush()
                number = now.number
        except ConnectionError:
            self.close_connection = True

    def _lead_to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, media: str, text: str) -> None:
        content = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{media}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
