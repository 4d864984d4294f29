"""Schools of an area: where they stand with their priorities, and the ways to their pages."""

from tymor.page import Column, FigureCell, Link, Row, Table, TextCell
from tymor.report.document import Document


def priorities_table(page: Document) -> Table | None:
    """How many of the area's school priorities were judged to be in each category.

    Counts only: the release of the public names no school. Nothing where no
    priority of the area's schools was judged this term.
    """
    scheme = page.config.judgements.schemes["school_priority"]
    held = {figure.measure_id: figure for figure in page.figures().where(kind="count")}
    rows = [
        Row(
            cells=(
                TextCell(text=page.say(f"judgements.{code}"), colour=category.colour),
                FigureCell(figure=held[f"priorities_{code}"]),
            )
        )
        for code, category in scheme.items()
        if f"priorities_{code}" in held
    ]
    if not rows:
        return None
    return Table(
        columns=(
            Column(key="judgement", label=page.say("table.judgement"), align="start"),
            Column(key="priorities", label=page.say("table.priorities")),
        ),
        rows=tuple(rows),
    )


def schools_by_sector(page: Document) -> dict[str, list[Link]]:
    """Links to the area's schools, by a catalogue key of their sector."""
    groups: dict[str, list[Link]] = {}
    for school in page.children():
        groups.setdefault(f"sectors.{school.sector_code}", []).append(page.link_to(school))
    return dict(sorted(groups.items()))
