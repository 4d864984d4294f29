"""The page model: what a notebook leaves behind and every renderer starts from.

A :class:`Page` is a list of typed blocks. Words are held for every language
(:data:`Text`); figures are held as values with their status, never as strings.
``page.json`` is exactly ``Page.model_dump_json()``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from tymor.claims import Claim, Stated
from tymor.prose.tree import Piece, anchors

# How a notebook's output says: this is a block of the page. Each holds JSON as one text: as a
# tree it would be taken apart and put together again by the kernel, by papermill and by
# nbformat, a third of a worker's time.
BLOCK_MIME = "application/vnd.tymor.block.v2"
HEAD_MIME = "application/vnd.tymor.head.v2"
#: At the end of a notebook: it ran to there, and so many heads and blocks were shown.
END_MIME = "application/vnd.tymor.end.v1"
#: In a display's metadata: the keys of the catalogues that were asked for since the last one.
WORDS_METADATA = "tymor_words"

#: One wording for each language: ``{"en": "Cardiff", "cy": "Caerdydd"}``.
Text = dict[str, str]

#: Why a figure has no number, or how sure its number is.
Status = Literal[
    "verified",  # printed, checked by the Welsh Government's own process
    "provisional",  # may still change: so are all results of its measure and year
    "set",  # a target that was set
    "counted",  # counted or computed here from rows
    "not_verified",  # no verified data at the time
    "not_published",
    "not_applicable",
    "not_set",
    "not_available",  # not held
    "suppressed",  # confidential: value, numerator and denominator are gone
    "near_all",  # all of a cohort, or all but one: which of the two is confidential
    "near_none",  # none of a cohort, or one
]
NUMBERED: frozenset[str] = frozenset({"verified", "provisional", "set", "counted"})
#: What disclosure control leaves of a figure.
CONFIDENTIAL: frozenset[str] = frozenset({"suppressed", "near_all", "near_none"})
Signal = Literal["met", "improved", "none"]
Kind = Literal["actual", "target", "count", "pct"]
#: ``rate``: per so many, which the measure says.
Unit = Literal["pct", "pp", "points", "rate", "count", "days", "gbp"]
Colour = Literal["blue", "green", "yellow", "amber", "red"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


#: What a figure was worked out from; not written where it is not told.
WORKED_OUT_FROM = ("numerator", "denominator", "source")


#: Measures of schools' rolls: they are as at a day, which pages say where it is held, and of no
#: academic year.
OF_NO_YEAR = frozenset({"pupils", "efsm_pct"})


class Identity(NamedTuple):
    """What tells one figure from every other, wherever figures are kept, shown or attacked.

    An actual and a target of one measure are two figures, and so is how many pupils it rests on.
    """

    area_id: str
    measure_id: str
    academic_year: str
    group: str
    kind: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Identity":
        """That of a figure's row, whatever else is in it."""
        return cls(*(str(row[name]) for name in cls._fields))

    def published(self) -> "Identity":
        """As files for those who calculate have it: a roll has no academic year there.

        In a release it stands with the year of the term that it is told in, beside which it is
        protected; that is nothing that the roll itself says.
        """
        return self._replace(academic_year="") if self.measure_id in OF_NO_YEAR else self


class Figure(Frozen):
    """One published figure: its :class:`Identity`, value, status.

    ``value`` is rounded to ``decimals`` already, in ``unit``; it is ``None`` unless the
    status is one that has a number. ``numerator`` and ``denominator`` are what it was worked out
    from, and ``source`` the input tables that it is from: missing where that is not said, as to
    every audience whose figures are protected.
    """

    area_id: str
    measure_id: str
    academic_year: str
    group: str = "all"
    kind: Kind
    value: float | None
    unit: Unit
    decimals: int = 0
    status: Status
    signal: Signal = "none"
    label: Text
    numerator: float | None = None
    denominator: float | None = None
    source: str = ""

    @model_serializer(mode="wrap")
    def _without_what_is_not_told(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        told: dict[str, Any] = whole(self)
        unsaid = [name for name in WORKED_OUT_FROM if told[name] in (None, "")]
        return {name: value for name, value in told.items() if name not in unsaid}

    @model_validator(mode="after")
    def _number_fits_status(self) -> Self:
        if (self.value is not None) != (self.status in NUMBERED):
            raise ValueError(
                f"{self.measure_id} {self.academic_year} of {self.area_id}: "
                f"value {self.value} does not go with status {self.status}"
            )
        if self.value is None and self.signal != "none":
            raise ValueError(f"{self.measure_id}: a figure without a value has no signal")
        if self.value is None and (self.numerator, self.denominator) != (None, None):
            raise ValueError(f"{self.measure_id}: a figure without a value rests on no numbers")
        return self

    @property
    def identity(self) -> Identity:
        return Identity(self.area_id, self.measure_id, self.academic_year, self.group, self.kind)

    def unsignalled(self) -> "Figure":
        """Without its signal, where it stands beside others and not beside its target."""
        return self.model_copy(update={"signal": "none"})

    def stated(self) -> Stated:
        """The figure as claims hold it."""
        return Stated(**self.identity._asdict(), value=self.value, decimals=self.decimals)


class TextCell(Frozen):
    """Words; ``lang`` is the language they were typed in, where nobody translated them."""

    kind: Literal["text"] = "text"
    text: Text
    lang: str | None = None
    colour: Colour | None = None


class ProseCell(Frozen):
    """What somebody wrote with paragraphs or lists: ``pieces`` by language, and ``text``, their
    words alone. ``lang`` is the language they were typed in, where nobody translated them."""

    kind: Literal["prose"] = "prose"
    text: Text
    pieces: dict[str, tuple[Piece, ...]]
    lang: str | None = None


class FigureCell(Frozen):
    kind: Literal["figure"] = "figure"
    figure: Figure
    colour: Colour | None = None


class NumberCell(Frozen):
    """A number that was worked out from others, such as a change; it has no identity.

    ``value`` is rounded to ``decimals`` already, in ``unit``; ``signed`` shows a plus, too.
    Without a value ``status`` says why.
    """

    kind: Literal["number"] = "number"
    value: float | None
    unit: Unit = "count"
    decimals: int = 0
    signed: bool = False
    status: Status = "counted"
    colour: Colour | None = None

    @model_validator(mode="after")
    def _number_fits_status(self) -> "NumberCell":
        if (self.value is not None) != (self.status in NUMBERED):
            raise ValueError(f"a number {self.value} does not go with the status {self.status}")
        return self


Cell = Annotated[TextCell | ProseCell | FigureCell | NumberCell, Field(discriminator="kind")]


class Column(Frozen):
    """A column of a table; neighbours with the same ``group`` share a heading above."""

    key: str
    label: Text
    group: Text | None = None
    align: Literal["start", "end"] = "end"
    width: Literal["narrow", "wide"] | None = None


class Row(Frozen):
    """Cells in the order of the columns; the first is the row's heading."""

    cells: tuple[Cell, ...]
    style: Literal["body", "section", "total"] = "body"


class Table(Frozen):
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @model_validator(mode="after")
    def _rectangular(self) -> "Table":
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"a row has {len(row.cells)} cells, the table {len(self.columns)} columns"
                )
        return self


class Block(Frozen):
    #: letters, digits and hyphens; unique on its page; the anchor and the file name
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    #: what its words claim, beside the figures that it shows
    claims: tuple[Claim, ...] = ()
    #: the places of its words with numbers that say nothing of what they rest on
    unclaimed: tuple[str, ...] = ()


class Heading(Block):
    kind: Literal["heading"] = "heading"
    text: Text
    level: Literal[2, 3] = 2


class Paragraph(Block):
    """A sentence or paragraph; ``figures`` are those its wording gives."""

    kind: Literal["text"] = "text"
    text: Text
    figures: tuple[Figure, ...] = ()


class Prose(Block):
    """What an analyst wrote in Markdown between two headings: pieces, by language.

    ``number`` is that of its first paragraph in the committee format, and else empty.
    """

    kind: Literal["prose"] = "prose"
    number: str = ""
    pieces: dict[str, tuple[Piece, ...]]


class FrontMatter(Block):
    """What stands at the head of a report to a committee; ``appendices`` by their headings."""

    kind: Literal["front_matter"] = "front_matter"
    written: date
    author: Text
    committee: Text
    meets: date
    appendices: tuple[Text, ...] = ()


class Numbered(Block):
    """A paragraph of the committee format, numbered through the whole report."""

    kind: Literal["numbered"] = "numbered"
    number: str
    text: Text
    figures: tuple[Figure, ...] = ()


class KeyFigure(Frozen):
    label: Text
    figure: Figure
    note: Text | None = None


class KeyFigures(Block):
    kind: Literal["key_figures"] = "key_figures"
    title: Text
    items: tuple[KeyFigure, ...]


class TableBlock(Block):
    kind: Literal["table"] = "table"
    title: Text
    table: Table
    note: Text | None = None


class ChartBlock(Block):
    """A chart: one Vega-Lite spec a language, and the table of what it draws."""

    kind: Literal["chart"] = "chart"
    title: Text
    alt: Text
    spec: dict[str, dict[str, Any]]
    table: Table
    note: Text | None = None


class Callout(Block):
    kind: Literal["callout"] = "callout"
    tone: Literal["note", "important"] = "note"
    title: Text
    text: Text


class Appendix(Block):
    kind: Literal["appendix"] = "appendix"
    label: Text
    text: Text


class Questions(Block):
    """Numbered questions, each with so many ruled ``lines`` to write on in print."""

    kind: Literal["questions"] = "questions"
    questions: tuple[Text, ...] = Field(min_length=1)
    lines: int = Field(ge=1)


class Link(Frozen):
    """``path`` is a site path without language, such as ``authorities/cardiff``.

    ``more`` are other pages about the same; ``tile`` is its column and row, from 1, where links
    are drawn as a map.
    """

    text: Text
    path: str
    note: Text | None = None
    more: tuple["Link", ...] = ()
    tile: tuple[int, int] | None = None


class LinkGroup(Frozen):
    title: Text
    links: tuple[Link, ...]


class Links(Block):
    """Ways on to other pages; with ``finder`` the reader can type to narrow them, and finds
    schools, or any page of the site.
    """

    kind: Literal["links"] = "links"
    title: Text
    groups: tuple[LinkGroup, ...]
    finder: bool = False
    finds: Literal["school", "page"] = "school"


class Term(Frozen):
    """A term and what it means; ``id`` is its anchor behind its block's."""

    id: str
    term: Text
    meaning: Text


class Terms(Block):
    """Terms with their meanings, in the order of the alphabet of each language."""

    kind: Literal["terms"] = "terms"
    title: Text
    items: tuple[Term, ...] = Field(min_length=1)


class File(Frozen):
    """A file of the site: ``path`` from its root, what kind it is (``media``), what is in it."""

    name: str
    path: str
    media: str
    note: Text


class Files(Block):
    """Files of the site to take away."""

    kind: Literal["files"] = "files"
    title: Text
    items: tuple[File, ...] = Field(min_length=1)


class Event(Frozen):
    """A day and what falls on it; ``key`` tells it from every other, this term and later."""

    key: str
    day: date
    text: Text
    who: Text


class Events(Block):
    """Days for the reader's own calendar: a file beside the page, ``stamped`` with its day.

    ``name`` is what the reader's calendar calls them.
    """

    kind: Literal["events"] = "events"
    title: Text
    name: Text
    stamped: date
    items: tuple[Event, ...] = Field(min_length=1)


AnyBlock = Annotated[
    Heading
    | Paragraph
    | Prose
    | FrontMatter
    | Numbered
    | KeyFigures
    | TableBlock
    | ChartBlock
    | Callout
    | Appendix
    | Questions
    | Links
    | Terms
    | Files
    | Events,
    Field(discriminator="kind"),
]


class Page(Frozen):
    """One page of the publication, in every language at once."""

    schema_version: Literal[1] = 1
    path: str  # site path without language; "" is the home page
    report: str
    area_id: str
    audience: str
    site: str  # the folder of its site: "public", "authority/cardiff"
    term: str
    called: str = ""  # what its papers are called, beside term and readers; "" has none
    title: Text
    description: Text
    breadcrumbs: tuple[Link, ...] = ()
    invented: bool = False  # rests on invented schools: every rendering must say so
    blocks: tuple[AnyBlock, ...]

    @model_validator(mode="after")
    def _ids_unique(self) -> "Page":
        for name, times in Counter(block.id for block in self.blocks).items():
            if times > 1:
                raise ValueError(f"two blocks of page {self.path!r} are called {name!r}")
        return self

    @model_validator(mode="after")
    def _appendices_attached(self) -> "Page":
        said = [a for b in self.blocks if isinstance(b, FrontMatter) for a in b.appendices]
        there = [block.text for block in self.blocks if isinstance(block, Appendix)]
        if any(isinstance(block, FrontMatter) for block in self.blocks) and said != there:
            raise ValueError(
                f"the front matter of page {self.path!r} names {len(said)} appendices, and "
                f"{len(there)} stand there: they must be the same ones, in the same order"
            )
        return self

    @model_validator(mode="after")
    def _anchors_there(self) -> "Page":
        ids = {block.id for block in self.blocks}
        missing = self.anchors() - ids
        if missing:
            raise ValueError(
                f"Markdown on page {self.path!r} has a link to #{', #'.join(sorted(missing))}, and "
                f"no block is called that; there are {', '.join(sorted(ids))}"
            )
        return self

    def figures(self) -> list[Figure]:
        """Every figure the page shows, in order, repeats included."""
        return [figure for block in self.blocks for figure in figures_of(block)]

    def anchors(self) -> set[str]:
        """The ids of blocks that links of the page's own prose lead to."""
        prose = (block for block in self.blocks if isinstance(block, Prose))
        return anchors(pieces for block in prose for pieces in block.pieces.values())


def figures_of(block: AnyBlock) -> list[Figure]:
    """The figures one block shows: in its sentence, tiles, table or chart."""
    match block:
        case Paragraph() | Numbered():
            return list(block.figures)
        case KeyFigures():
            return [item.figure for item in block.items]
        case TableBlock() | ChartBlock():
            return [
                cell.figure
                for row in block.table.rows
                for cell in row.cells
                if isinstance(cell, FigureCell)
            ]
        case _:
            return []


def words_of(block: AnyBlock) -> Iterator[Text]:
    """The sentences, headings and titles of one block, and not what its table or tiles hold."""
    for name in ("title", "text", "note", "alt"):
        if said := getattr(block, name, None):
            yield said
    if isinstance(block, Questions):
        yield from block.questions
