"""What is told to whoever looks at the page: how it stands now, one thing after another."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Condition
from typing import Literal

from tymor.page import Text
from tymor.preview.failure import Failure

State = Literal["making", "made", "failed"]


@dataclass(frozen=True)
class Made:
    """A page that was made: where it is below its site, for whom, and what took how many seconds.

    ``left`` are outputs of its notebook that no page shows; ``pdfs`` are where its PDFs are, by
    language.
    """

    path: str
    called: str
    readers: Text
    closed: bool
    seconds: Mapping[str, float]
    left: tuple[str, ...] = ()
    pdfs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """How it stands: ``number`` counts what was told, ``page`` the pages that were made.

    ``made`` is the last page; where it ``failed`` since, that is the page of before.
    """

    number: int = 0
    page: int = 0
    state: State = "making"
    doing: str = ""
    made: Made | None = None
    failure: Failure | None = None


class Board:
    """One writes, and many read as soon as there is something new."""

    def __init__(self) -> None:
        self._now = Standing()
        self._changed = Condition()

    @property
    def now(self) -> Standing:
        return self._now

    def making(self, doing: str) -> None:
        self._put(state="making", doing=doing)

    def made(self, made: Made) -> None:
        self._put(state="made", made=made, failure=None, page=self._now.page + 1)

    def failed(self, failure: Failure) -> None:
        self._put(state="failed", failure=failure)

    def after(self, number: int, seconds: float) -> Standing:
        """How it stands as soon as that is not what ``number`` was, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._now.number != number, seconds)
            return self._now

    def _put(self, **new: object) -> None:
        with self._changed:
            self._now = replace(self._now, number=self._now.number + 1, **new)  # type: ignore[arg-type]
            self._changed.notify_all()
