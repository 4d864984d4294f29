"""A page at a desk: the real words and the real release, and what it was told to say."""

from collections.abc import Sequence
from typing import Any

from made_report import bundled_project

from tymor.claims import Claim
from tymor.locale import Value
from tymor.page import Figure, Text
from tymor.report.document import Document
from tymor.report.reading import ReleaseReader


class DeskPage(Document):
    """A document that keeps its sentences beside showing them."""

    def text(
        self, key: str, *, id: str | None = None, claims: Sequence[Claim] = (),
        **values: Value | Figure,
    ) -> None:  # fmt: skip
        super().text(key, id=id, claims=claims, **values)
        self.sentences.append(self.say(key, values))

    @property
    def sentences(self) -> list[Text]:
        kept: list[Text] = self.__dict__.setdefault("_sentences", [])
        return kept

    def said(self, language: str) -> list[str]:
        """The sentences in one language, in order."""
        return [sentence[language] for sentence in self.sentences]


def desk_page(report: str, area_id: str, audience: str) -> Any:
    """A report on an area of the bundled data, opened as a notebook opens it."""
    own = bundled_project()
    entry = own.config.reports[report]
    reader = ReleaseReader(
        own.release_folder(audience), area_id, entry.reads,
        own.config.measures_of(entry.compares), entry.tables,
    )  # fmt: skip
    return DeskPage(own, report, area_id, audience, reader, batch=True)
