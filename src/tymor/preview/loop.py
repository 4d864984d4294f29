"""The preview from its beginning to its end: wait for a change, make the page, tell."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from rich.console import Console

from tymor.errors import TymorError
from tymor.preview.asked import Asked, NoSuchPage
from tymor.preview.board import Board
from tymor.preview.desk import Desk, NotMade, Overtaken, open_desk
from tymor.preview.failure import Failure, told_of
from tymor.preview.server import HERE, preview_server
from tymor.preview.watch import Asks, Watch, asked_by, folders_of

_DOING = {
    Asks.NOTEBOOK: "The notebook is executed.",
    Asks.INPUTS: "The data is prepared anew, and the notebook is executed then.",
}


@dataclass
class Preview:
    """A page that is looked at: where, and how it stands."""

    address: str
    board: Board
    desk: Desk
    watch: Watch
    console: Console

    def follow(self, ended: Callable[[], bool] = lambda: False) -> None:
        """Make the page, and again whenever a file of it is saved, until it has ``ended``."""
        asks = Asks.INPUTS
        while not ended():
            if asks:
                self._make(asks, lambda: self.watch.waiting or ended())
            asks = self._asked(self.watch.next_changes(seconds=0.5))

    def _make(self, asks: Asks, overtaken: Callable[[], bool]) -> None:
        self.board.making(_DOING[asks])
        try:
            made = self.desk.make(asks, overtaken)
        except Overtaken:
            return
        except NoSuchPage:
            raise
        except NotMade as why:
            self._failed(why.failure)
        except Exception as failure:  # the preview stays, and shows what was wrong
            self._failed(told_of(failure))
        else:
            self.board.made(made)
            whose = f"{made.called}{' (closed: for these readers only)' if made.closed else ''}"
            self._tell(f"{whose}: made in {sum(made.seconds.values()):.1f} s.")
        self._watch_anew()

    def _failed(self, failure: Failure) -> None:
        self.board.failed(failure)
        self._tell(": ".join(filter(None, (failure.where, failure.reason))))

    def _tell(self, line: str) -> None:
        self.console.print(line, highlight=False, markup=False)

    def _asked(self, files: set[Path]) -> Asks:
        planned = self.desk.planned
        if not files or planned is None:
            return Asks.INPUTS if files else Asks.NOTHING
        return asked_by(files, planned.job, planned.publication.config)

    def _watch_anew(self) -> None:
        """Settings may name other folders than those of before."""
        planned = self.desk.planned
        folders = folders_of(planned.publication.config) if planned else self.watch.folders
        if folders != self.watch.folders:
            self.watch.stop()
            self.watch = Watch(folders)


@contextmanager
def open_preview(asked: Asked, port: int, language: str, console: Console) -> Iterator[Preview]:
    """A preview that is served; nothing of it is left at the end of the block.

    Raises
    ------
    TymorError
        The settings cannot be read, they do not have the ``language``, or ``port`` is taken.
    """
    config = asked.publication().config
    languages = list(config.languages)
    if language and language not in languages:
        raise TymorError(f"--lang is {language!r}; expected {' or '.join(languages)}.")
    languages.sort(key=lambda each: each != language)
    with open_desk(asked) as desk:
        board, watch = Board(), Watch(folders_of(config))
        try:
            server = preview_server(board, desk, languages, port)
        except OSError as failure:
            raise TymorError(f"--port {port} cannot be used: {failure.strerror}.") from None
        serving = Thread(target=server.serve_forever, daemon=True)
        serving.start()
        try:
            yield Preview(f"http://{HERE}:{server.server_port}/", board, desk, watch, console)
        finally:
            server.shutdown()
            server.server_close()
            watch.stop()
