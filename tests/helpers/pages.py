"""A page with every kind of block, for the renderers' tests."""

from datetime import date
from typing import Any

from prose_samples import EVERY_KIND_CY, EVERY_KIND_EN

from tymor.page import (
    AnyBlock,
    Appendix,
    Callout,
    ChartBlock,
    Column,
    Event,
    Events,
    Figure,
    FigureCell,
    FrontMatter,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    LinkGroup,
    Links,
    Numbered,
    Page,
    Paragraph,
    Prose,
    Questions,
    Row,
    Status,
    Table,
    TableBlock,
    Text,
    TextCell,
)
from tymor.prose.markdown import read_markdown
from tymor.prose.sections import sections

#: What the page below calls its PDF for those who are called members.
NAMED = "cardiff-performance-2017-summer-members.pdf"


def both(en: str, cy: str | None = None) -> Text:
    return {"en": en, "cy": cy or en}


def figure(value: float | None, status: Status = "verified", **more: Any) -> Figure:
    identity: dict[str, Any] = {
        "area_id": "CSC",
        "measure_id": "fp_fpoi",
        "academic_year": "2016/17",
        "kind": "actual",
        "unit": "pct",
        "decimals": 2,
        "label": both("Foundation Phase outcome", "Deilliant y Cyfnod Sylfaen"),
    }
    return Figure(value=value, status=status, **(identity | more))


def outcome_table() -> Table:
    actual, target = both("Actual", "Gwirioneddol"), both("Target", "Targed")
    return Table(
        columns=(
            Column(key="measure", label=both("Measure", "Mesur"), align="start"),
            Column(key="a16", label=actual, group=both("2015/16")),
            Column(key="t16", label=target, group=both("2015/16")),
            Column(key="a17", label=actual, group=both("2016/17")),
            Column(key="t17", label=target, group=both("2016/17")),
        ),
        rows=(
            Row(
                cells=(
                    TextCell(text=both("Foundation Phase", "Y Cyfnod Sylfaen")),
                    *[TextCell(text=both(""))] * 4,
                ),
                style="section",
            ),
            Row(
                cells=(
                    TextCell(text=both("Outcome indicator", "Dangosydd deilliannau")),
                    FigureCell(figure=figure(88.6, academic_year="2015/16", signal="met")),
                    FigureCell(figure=figure(87.8, "set", kind="target", academic_year="2015/16")),
                    FigureCell(figure=figure(88.6, signal="improved")),
                    FigureCell(figure=figure(None, "not_set", kind="target")),
                )
            ),
            Row(
                cells=(
                    TextCell(text=both("Gap <b>eFSM</b> & others", "Bwlch PYD")),
                    FigureCell(
                        figure=figure(-12.8, unit="pp", measure_id="g", academic_year="2015/16")
                    ),
                    FigureCell(figure=figure(None, "not_applicable", kind="target", unit="pp")),
                    FigureCell(figure=figure(None, "suppressed", unit="pp", measure_id="g")),
                    FigureCell(figure=figure(None, "not_verified", measure_id="h")),
                )
            ),
        ),
    )


def bar_spec(title: str) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": title,
        "width": 480,
        "height": 160,
        "data": {"values": [{"la": "Caerdydd", "v": 88.6}, {"la": "Merthyr Tudful", "v": 85.1}]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "v", "type": "quantitative", "title": "%"},
            "y": {"field": "la", "type": "nominal", "title": None},
        },
    }


def prose_blocks() -> tuple[AnyBlock, ...]:
    """Every kind of prose with its headings; the last is numbered."""
    read = {"en": read_markdown(EVERY_KIND_EN), "cy": read_markdown(EVERY_KIND_CY)}
    first, second, third = sections(read)
    return (
        Prose(id="prose-first", pieces=first.pieces),
        Heading(id="rest-on", text=second.heading),
        Prose(id="prose-second", pieces=second.pieces),
        Heading(id="which-schools", text=third.heading, level=3),
        Prose(id="prose-third", number="1.2", pieces=third.pieces),
    )


def every_block() -> Page:
    """One page that shows every kind of block, with text that tries to break out."""
    nasty = 'Dŵr & tŷ <script>alert(1)</script> #read("/etc/passwd") $x$ {{< include >}} *a* _b_'
    return Page(
        path="authorities/cardiff",
        report="authority",
        area_id="681",
        audience="public",
        site="public",
        term="2017-summer",
        called="cardiff-performance",
        title=both("Cardiff: performance report", "Caerdydd: adroddiad perfformiad"),
        description=both("Outcomes in Cardiff", "Deilliannau yng Nghaerdydd"),
        breadcrumbs=(Link(text=both("Local authorities", "Awdurdodau lleol"), path=""),),
        invented=True,
        blocks=(
            Heading(id="outcomes", text=both("Outcomes", "Deilliannau")),
            Paragraph(id="summary", text=both(nasty), figures=(figure(88.6),)),
            KeyFigures(
                id="key",
                title=both("Headlines", "Penawdau"),
                items=(
                    KeyFigure(label=both("FPOI"), figure=figure(88.6, signal="met")),
                    KeyFigure(label=both("L2+"), figure=figure(None, "not_verified")),
                    KeyFigure(
                        label=both("Attendance", "Presenoldeb"),
                        figure=figure(94.0, measure_id="attendance_secondary", signal="improved"),
                        note=both("secondary", "uwchradd"),
                    ),
                ),
            ),
            TableBlock(
                id="outcomes-key",
                title=both("Key indicators", "Dangosyddion allweddol"),
                note=both("Per cent of pupils", "Canran y disgyblion"),
                table=outcome_table(),
            ),
            Heading(id="gaps", text=both("Gaps", "Bylchau"), level=3),
            ChartBlock(
                id="gap-trend",
                title=both("Cardiff is above Merthyr Tydfil", "Mae Caerdydd yn uwch"),
                alt=both("Bar chart: Cardiff 88.6, Merthyr Tydfil 85.1", "Siart bar"),
                spec={"en": bar_spec("Bars"), "cy": bar_spec("Barrau")},
                table=outcome_table(),
            ),
            Callout(id="note", tone="important", title=both("Note", "Nodyn"), text=both(nasty)),
            FrontMatter(
                id="front-matter",
                written=date(2017, 9, 14),
                author=both("Managing Director", "Rheolwr Gyfarwyddwr"),
                committee=both("Joint Committee", "Cyd-bwyllgor"),
                meets=date(2017, 9, 28),
                appendices=(both("Method"),),
            ),
            Numbered(id="n1", number="1.1", text=both("Members are asked to note.")),
            *prose_blocks(),
            Appendix(id="appendix-a", label=both("Appendix A", "Atodiad A"), text=both("Method")),
            Questions(
                id="enquiry",
                questions=(both("What is known?", "Beth sy'n hysbys?"), both(nasty)),
                lines=3,
            ),
            Events(
                id="days",
                title=both("Days", "Dyddiau"),
                name=both("Calendar", "Calendr"),
                stamped=date(2017, 9, 28),
                items=(Event(key="k", day=date(2017, 10, 2), text=both(nasty), who=both("")),),
            ),
            Links(
                id="schools",
                title=both("Schools", "Ysgolion"),
                finder=True,
                groups=(
                    LinkGroup(
                        title=both("Cardiff", "Caerdydd"),
                        links=(
                            Link(
                                text=both("Ysgol y Ddôl"),
                                path="schools/9991234",
                                note=both("Primary, Welsh", "Cynradd, Cymraeg"),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )
