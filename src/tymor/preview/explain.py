"""What stands behind a figure of a page: what it is, what it rests on, and what shows it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd

from tymor.errors import TymorError
from tymor.inputs.sources import cited
from tymor.locale import Catalogue
from tymor.measures.programmes import COUNTED as PROGRAMMES
from tymor.page import (
    BLOCK_MIME,
    NUMBERED,
    AnyBlock,
    ChartBlock,
    Figure,
    FigureCell,
    Identity,
    KeyFigures,
    Page,
    TableBlock,
    figures_of,
)
from tymor.plan.cell_places import Place, place_of
from tymor.plan.jobs import Job, planned_jobs
from tymor.publication import Publication
from tymor.render.compose import read_page
from tymor.render.home_and_methods import definition_of
from tymor.render.view import show_figure
from tymor.report.figures import worked_out_from

#: ``ks2_csi``, ``ks2_csi/2016/17``, ``ks2_csi/2016-17/efsm``.
_FIGURE = re.compile(r"^(?P<measure>[^/]+)(?:/(?P<year>\d{4}[/-]\d{2,4}))?(?:/(?P<group>[^/]+))?$")
#: What a release says of figures that were counted here.
_COMPUTED = "computed"
#: What outcomes at the end of a phase are counted from.
_OUTCOMES = ("school_outcomes", "results")

#: What is told of one figure: what it is about, and the words.
Told = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MadePage:
    """A page as it was made, with the release and the executed notebook that it is from.

    ``notebook`` is the analyst's file below ``notebooks/``; ``executed`` is empty where no
    notebook wrote the page.
    """

    publication: Publication
    page: Page
    notebook: str
    executed: Path

    @classmethod
    def of(cls, publication: Publication, job: Job) -> "MadePage":
        executed = publication.folder / "notebooks" / "executed" / job.site / f"{job.path}.ipynb"
        page = read_page(publication.page_file(job.site, job.path))
        return cls(publication, page, job.notebook, executed)


def find_page(publication: Publication, address: str, audience: str) -> MadePage:
    """A page of the last build by its address or path, for the first readers that have it.

    Raises
    ------
    TymorError
        The term was not built, or has no such page for that audience.
    """
    path = unquote(urlsplit(address).path).strip("/").removesuffix("index.html").rstrip("/")
    first, _, rest = path.partition("/")
    wanted = rest if first in publication.config.languages else path
    if not (publication.folder / "jobs.parquet").exists():
        raise TymorError(f"{publication.name} was not built yet: run tymor build.")
    jobs = [job for job in planned_jobs(publication) if audience in ("", job.audience)]
    found = [job for job in jobs if wanted in (job.path, job.page_name)]
    if not found:
        near = [job.path for job in jobs if wanted.rpartition("/")[2] in job.path]
        listed = ", ".join(list(dict.fromkeys(near))[:5])
        told = f" Pages are called as {listed}." if listed else ""
        raise TymorError(f"{publication.name} has no page {wanted!r} of a report.{told}")
    job = found[0]
    if not publication.page_file(job.site, job.path).exists():
        raise TymorError(f"The page {job.page_name} is not made yet: run tymor build.")
    return MadePage.of(publication, job)


def figures_named(page: Page, named: str) -> list[tuple[str, Figure]]:
    """The figures of a page that a block's id or ``measure[/year[/group]]`` names, each once with
    the id of the block that shows it first.

    Raises
    ------
    TymorError
        The page shows none.
    """
    by_id = [block for block in page.blocks if block.id == named]
    found = _FIGURE.match(named)
    shown = [(block.id, figure) for block in by_id or page.blocks for figure in figures_of(block)]
    if not by_id:
        shown = [each for each in shown if found and _is(each[1], found)]
    first: dict[Identity, tuple[str, Figure]] = {}
    for block, figure in shown:
        first.setdefault(figure.identity, (block, figure))
    if not first:
        measures = sorted({figure.measure_id for figure in page.figures()})
        raise TymorError(
            f"The page {page.path} shows no figure {named!r}. It shows {', '.join(measures)}; "
            "the id of a block does as well, as its address has it behind #."
        )
    return list(first.values())


def _is(figure: Figure, found: re.Match[str]) -> bool:
    year = found["year"]
    return (
        figure.measure_id == found["measure"]
        and (year is None or figure.academic_year == year.replace("-", "/"))
        and (found["group"] or figure.group) == figure.group
    )


def figure_at(page: Page, block_id: str, row: int, column: int) -> list[tuple[str, Figure]]:
    """The figure of a block in this row and column, both counted from 0; of a sentence all that
    it has, of tiles the one in this row. There may be none."""
    block = next((each for each in page.blocks if each.id == block_id), None)
    found = _at(block, row, column) if block is not None else []
    return [(block_id, figure) for figure in found]


def _at(block: AnyBlock, row: int, column: int) -> list[Figure]:
    if isinstance(block, TableBlock | ChartBlock):
        rows = block.table.rows
        cells = rows[row].cells if 0 <= row < len(rows) else ()
        cell = cells[column] if 0 <= column < len(cells) else None
        return [cell.figure] if isinstance(cell, FigureCell) else []
    figures = figures_of(block)
    if isinstance(block, KeyFigures):
        return figures[row : row + 1] if row >= 0 else []
    return figures


def explained(made: MadePage, figures: Iterable[tuple[str, Figure]], language: str) -> list[Told]:
    """What is to be told of each of these figures, with the id of the block that shows it."""
    words = made.publication.config.languages[language]
    folder = made.publication.release_folder(made.page.audience)
    tables = {
        name: pd.read_parquet(folder / f"{name}.parquet")
        for name in ("areas", "figures", "sources")
        if (folder / f"{name}.parquet").exists()
    }
    places = _places(made.executed)
    return [
        tuple(_told(made, figure, words, tables, (block, places.get(block, Place()))))
        for block, figure in figures
    ]


def _told(
    made: MadePage,
    figure: Figure,
    words: Catalogue,
    tables: Mapping[str, pd.DataFrame],
    shown: tuple[str, Place],
) -> Iterator[tuple[str, str]]:
    config, language = made.publication.config, words.language
    area = tables["areas"].set_index("area_id").loc[figure.area_id]
    rests_on = _rests_on(figure, tables["figures"])
    yield "Figure", f"{figure.label[language]}: {show_figure(figure, words, sign=True)}"
    yield "Area", f"{area[f'name_{language}']} ({figure.area_id})"
    yield "Measure", f"{figure.measure_id}, {figure.kind}, group {figure.group}"
    yield "Year", figure.identity.published().academic_year or "none"
    measure = config.measures.get(figure.measure_id)
    if measure is not None:
        key = definition_of(figure.measure_id, measure, config.languages)
        yield "Definition", words.say(key)
    for name in ("numerator", "denominator"):
        number = rests_on.get(name)
        yield name.capitalize(), "not held" if number is None else words.number(number, 0)
    why = "" if figure.status in NUMBERED else "no number: "
    yield "Status", f"{why}{words.say(f'status.{figure.status}.meaning')}"
    for line in _sources(made, figure, str(rests_on.get("source", "")), tables, language):
        yield "Source", line
    block, place = shown
    where = ", ".join(filter(None, (f"notebooks/{made.notebook}", str(place))))
    yield "Shown by", f"{where}; block {block}"


def _rests_on(figure: Figure, rows: pd.DataFrame) -> Mapping[str, Any]:
    """What the audience's release holds of where a figure is from."""
    own = rows
    for name, value in figure.identity._asdict().items():
        own = own[own[name] == value]
    found = own.to_dict("records")
    return worked_out_from({str(k): v for k, v in found[0].items()}) if found else {}


def _sources(
    made: MadePage,
    figure: Figure,
    source: str,
    tables: Mapping[str, pd.DataFrame],
    language: str,
) -> Iterator[str]:
    """Which tables a figure is from, and who published what they hold, as the release says it."""
    named = _counted_from(made, figure) if source == _COMPUTED else (source,)
    sources = tables.get("sources")
    rows = []
    if sources is not None:
        own = sources[(sources["area_id"] == figure.area_id) & sources["table"].isin(named)]
        rows = own.to_dict("records")
    languages = made.publication.config.languages
    for row in rows:
        yield f"{row['table']}: {cited(languages, row)[language]}"
    if not rows:
        yield source if source and source != "none" else "none: nothing is held"


def _counted_from(made: MadePage, figure: Figure) -> tuple[str, ...]:
    """The input tables that a figure that was counted here can be from."""
    measure = made.publication.config.measures.get(figure.measure_id)
    if measure is not None and measure.denominator == "sessions":
        return ("attendance",)
    return ("post16_completion",) if figure.measure_id in PROGRAMMES else _OUTCOMES


def _places(executed: Path) -> dict[str, Place]:
    """Where in the analyst's file the cell stands that shows each block, by the block's id.

    A block of Markdown is shown by a cell behind its own.
    """
    import nbformat

    if not executed.is_file():
        return {}
    found, last = {}, Place()
    for cell in nbformat.read(executed, as_version=4).cells:  # type: ignore[no-untyped-call]
        last = place_of(cell) if place_of(cell).line else last
        for output in cell.get("outputs", ()):
            if block := output.get("data", {}).get(BLOCK_MIME):
                found[json.loads(block)["id"]] = last
    return found
