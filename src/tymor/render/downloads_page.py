"""The page of a site's data files: what there is, and what each column means."""

from collections.abc import Iterator

from tymor.page import (
    AnyBlock,
    Column,
    File,
    Files,
    Heading,
    Page,
    Paragraph,
    Row,
    Table,
    TableBlock,
    TextCell,
)
from tymor.render.data_dictionary import PACKAGE, Field, fields_of
from tymor.render.standing import Standing

_CSV, _JSON = "text/csv", "application/json"


class Downloads(Standing):
    """``data/`` of one site."""

    def pages(self) -> list[Page]:
        return [self.page("downloads", "downloads", "downloads", self._blocks())]

    def _blocks(self) -> Iterator[AnyBlock]:
        every = fields_of(self.publication.config.languages)
        files = [self._file(f"data/{name}.csv", _CSV, name) for name in every]
        files.append(self._file(PACKAGE, _JSON, "datapackage"))
        yield Files(id="files", title=self.say("downloads.files"), items=tuple(files))
        yield Paragraph(id="of-pages", text=self.say("downloads.of_pages"))
        yield Heading(id="dictionary", text=self.say("downloads.dictionary"))
        for name, fields in every.items():
            yield self._dictionary(name, fields)

    def _file(self, path: str, media: str, name: str) -> File:
        return File(name=path.removeprefix("data/"), path=path, media=media,
                    note=self.say(f"downloads.{name}"))  # fmt: skip

    def _dictionary(self, name: str, fields: tuple[Field, ...]) -> TableBlock:
        """One row a column of a file."""
        heads = ("downloads.column", "downloads.holds", "methods.meaning")
        columns = tuple(
            Column(key=head.partition(".")[2], label=self.say(head), align="start")
            for head in heads
        )
        rows = tuple(
            Row(cells=(
                TextCell(text=dict.fromkeys(field.meaning, field.name)),
                TextCell(text=self.say("downloads.number" if field.number else "downloads.text")),
                TextCell(text=field.meaning),
            ))
            for field in fields
        )  # fmt: skip
        title = self.say("downloads.columns", file=f"{name}.csv")
        return TableBlock(
            id=f"columns-{name}", title=title, table=Table(columns=columns, rows=rows)
        )
