"""The table builder: what a data frame and its columns make of each other."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from written_page import AUTHORITY, Written, written

from shared.tables import by_year
from tymor.errors import TymorError
from tymor.locale import Catalogue
from tymor.page import ChartBlock, Figure, NumberCell, TableBlock, TextCell
from tymor.render.downloads import table_csv
from tymor.render.view import View, view_table
from tymor.report import columns as col
from tymor.report.bilingual import in_every, in_language, label
from tymor.report.counted import as_figures, counted

KEY = {"measure_id": "ks4_l2_inclusive"}
FIGURES = [
    KEY | {"academic_year": "2015/16", "value": 55.1},
    KEY | {"academic_year": "2016/17", "value": 57.25},
    KEY | {"academic_year": "2016/17", "group": "efsm", "value": None, "status": "suppressed"},
]
TITLE = {"en": "Days of support", "cy": "Diwrnodau o gymorth"}


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Written]:
    with written(tmp_path, {}, figures=FIGURES) as opened:
        yield opened


def shown(it: Written, language: str = "en") -> View:
    """The last table as a reader of a language sees it."""
    block = it.blocks[-1]
    assert isinstance(block, TableBlock | ChartBlock)
    return view_table(block.table, words_in(it, language))


def words_in(it: Written, language: str) -> Catalogue:
    return it.page.config.languages[language]


def texts(table: View) -> list[list[str]]:
    return [[cell["text"] for cell in row["cells"]] for row in table["rows"]]


def heads(table: View) -> list[str]:
    return [column["label"] for column in table["columns"]]


def test_row_labels_that_have_a_name_are_a_column(it: Written) -> None:
    frame = pd.DataFrame({"sector": ["a", "b", "a"], "pupils": [1, 2, 3]})
    it.page.table(frame.groupby("sector").sum(), title=TITLE)
    assert texts(shown(it)) == [["a", "4"], ["b", "2"]]


def test_a_table_without_a_title_has_that_of_the_heading_above(it: Written) -> None:
    frame = pd.DataFrame({"pupils": [1]})
    it.page.table(frame)
    it.page.heading(en="Schools", cy="Ysgolion")
    it.page.table(frame)
    first, last = (block for block in it.blocks if isinstance(block, TableBlock))
    assert last.title == {"en": "Schools", "cy": "Ysgolion"}
    assert first.title != last.title and first.id != last.id


def test_a_frame_without_columns_shows_what_is_in_it(it: Written) -> None:
    frame = pd.DataFrame({
        "priority": [{"en": "Teaching", "cy": "Addysgu"}, "X"], "total": [1200, 3],
        "share": [12.5, np.nan], "reviewed": [date(2017, 6, 1), None], "agreed": [True, False],
    })  # fmt: skip
    it.page.table(frame, title=TITLE)
    table = shown(it, "cy")
    assert heads(table) == ["Blaenoriaeth", "Cyfanswm", "Cyfran yr elfennau (%)", "reviewed",
                            "agreed"]  # fmt: skip
    assert texts(table) == [
        ["Addysgu", "1,200", "12.5", "1 Mehefin 2017", "Ydy"],
        ["X", "3", *[words_in(it, "cy").say("status.not_available.short")] * 2, "Nac ydy"],
    ]
    assert [column["align"] for column in table["columns"]] == ["start", "end", "end", "start",
                                                                "start"]  # fmt: skip


def test_a_frame_of_figures_keeps_their_identity_and_says_why_one_is_hidden(it: Written) -> None:
    it.page.table(it.page.figures().frame(academic_year="2016/17"), title=TITLE)
    block = it.blocks[-1]
    assert isinstance(block, TableBlock)
    figures = [row.cells[-1] for row in block.table.rows]
    assert [cell.figure.identity for cell in figures if cell.kind == "figure"] == [
        (AUTHORITY, "ks4_l2_inclusive", "2016/17", group, "actual") for group in ("all", "efsm")
    ]
    table = shown(it)
    assert [status["short"] for status in table["statuses"]] == [texts(table)[1][-1]]
    assert texts(table)[0][-1] == "57.2"


def test_a_column_says_how_what_is_missing_looks(it: Written) -> None:
    frame = pd.DataFrame({"name": ["A"], "hidden": [None], "not_sent": [None], "rest": [None]})
    columns = [
        col.words("name", TITLE),
        col.number("hidden", TITLE, missing="suppressed"),
        col.number("not_sent", TITLE, missing={"en": "not collected", "cy": "heb ei gasglu"}),
        col.words("rest", TITLE),
    ]
    it.page.table(frame, columns, title=TITLE)
    table = shown(it)
    hidden, not_held = (words_in(it, "en").say(f"status.{status}.short")
                        for status in ("suppressed", "not_available"))  # fmt: skip
    assert texts(table) == [["A", hidden, "not collected", not_held]]
    assert {status["short"] for status in table["statuses"]} == {hidden, not_held}


def test_no_column_may_leave_a_cell_blank(it: Written) -> None:
    frame = pd.DataFrame({"name": ["A"], "rest": [None], "said": [""], "day": [pd.NaT]})
    every = [col.words("rest", TITLE), col.written("said", TITLE), col.day("day", TITLE),
             col.figure("rest", TITLE), col.number("rest", TITLE)]  # fmt: skip
    it.page.table(frame, [col.words("name", TITLE), *every], title=TITLE)
    assert texts(shown(it)) == [
        ["A", *[words_in(it, "en").say("status.not_available.short")] * len(every)]
    ]
    with pytest.raises(TymorError, match="says missing='', which is neither a status"):
        it.page.table(frame, [col.words("rest", TITLE, missing="")], title=TITLE)


def test_a_number_may_say_itself_why_there_is_none(it: Written) -> None:
    why = NumberCell(value=None, status="not_applicable")
    frame = pd.DataFrame({"name": ["A", "B"], "apart": [1.5, why]}, dtype="object")
    it.page.table(frame, [col.words("name", TITLE), col.change("apart", TITLE)], title=TITLE)
    said = words_in(it, "en").say("status.not_applicable.short")
    assert [row[1] for row in texts(shown(it))] == ["+1.5", said]


def test_signs_units_totals_and_sections(it: Written) -> None:
    frame = pd.DataFrame({
        "phase": ["P", "P", "S"], "school": ["A", "B", "C"], "days": [1.25, 2.0, np.nan],
        "moved": [3.14, -2.0, 0.0],
    })  # fmt: skip
    days = col.number("days", TITLE, unit="days", decimals=1, total=True)
    it.page.table(frame, [col.words("school", TITLE), days, col.change("moved", TITLE)],
                  title=TITLE, sections="phase")  # fmt: skip
    table = shown(it)
    assert [(row["style"], *cells) for row, cells in zip(table["rows"], texts(table),
                                                         strict=True)] == [
        ("section", "P", "", ""),
        ("body", "A", "1.2", "+3.1"),
        ("body", "B", "2.0", "−2.0"),
        ("section", "S", "", ""),
        ("body", "C", words_in(it, "en").say("status.not_available.short"), "0.0"),
        ("total", "Total", "3.2", ""),
    ]  # fmt: skip
    csv = table_csv(table, words_in(it, "en")).decode("utf-8-sig").splitlines()
    assert csv[1:3] == ["P,A,1.2,3.1", "P,B,2.0,-2.0"]
    assert csv[4] == "Total,Total,3.2,"


def test_a_section_s_heading_may_say_that_nobody_translated_it(it: Written) -> None:
    owner = TextCell(text={"en": "Head of data", "cy": "Head of data"}, lang="en")
    frame = pd.DataFrame({"owner": [owner, owner], "task": ["A", "B"]})
    it.page.table(frame, [col.words("task", TITLE)], title=TITLE, sections="owner")
    first, *rest = shown(it, "cy")["rows"]
    assert (first["style"], first["cells"][0]["lang"]) == ("section", "en")
    assert [row["style"] for row in rest] == ["body", "body"]


def test_words_beside_numbers_may_stand_on_their_side(it: Written) -> None:
    frame = pd.DataFrame({"school": ["A"], "limit": ["94 or less"]})
    limit = col.words("limit", TITLE, align="end")
    it.page.table(frame, [col.words("school", TITLE), limit], title=TITLE)
    assert [column["align"] for column in shown(it)["columns"]] == ["start", "end"]


def test_each_row_of_a_change_is_shown_to_its_own_places(it: Written) -> None:
    frame = pd.DataFrame({"school": ["A", "B"], "moved": [0.4, -1.254], "places": [1, 2]})
    moved = col.change("moved", TITLE, decimals="places")
    it.page.table(frame, [col.words("school", TITLE), moved], title=TITLE)
    assert [row[1] for row in texts(shown(it))] == ["+0.4", "−1.25"]


def test_figures_of_the_same_areas_are_read_once(it: Written) -> None:
    assert it.page.figures() is it.page.figures(it.page.area)
    assert it.page.figures() is not it.page.figures(it.page.area, AUTHORITY)


def test_figures_side_by_side(it: Written) -> None:
    grid = it.page.figures().grid("measure_id", "academic_year", group="all")
    it.page.table(grid, [col.measure(), col.figure("2015/16"), col.figure("2016/17")], title=TITLE)
    assert heads(shown(it))[1:] == ["2015/16", "2016/17"]
    assert texts(shown(it))[0][1:] == ["55.1", "57.2"]
    assert it.page.figures().grid("measure_id", "academic_year", []).empty


def test_actual_beside_target_year_by_year(tmp_path: Path) -> None:
    target = KEY | {"academic_year": "2016/17", "kind": "target", "value": 60.0, "status": "set"}
    with written(tmp_path, {}, figures=[*FIGURES, target]) as it:
        it.page.table(*by_year(it.page.figures(), "key_indicators"), title=TITLE)
        table = shown(it, "cy")
        said = [(column["group"], column["label"]) for column in table["columns"]][1:]
        words = words_in(it, "cy")
        actual, target_word = words.say("table.actual"), words.say("table.target")
        assert said[1:4] == [("2015/16", actual), ("2015/16", target_word), ("2016/17", actual)]
        not_held = words.say("status.not_available.short")
        assert texts(table)[0][1:6] == [not_held, "55.1", not_held, "57.2", "60.0"]
        assert by_year(it.page.figures(), "attendance")[0].empty


def test_rows_and_columns_that_are_asked_for_stand_also_where_nothing_is_held(it: Written) -> None:
    measures, years = ["gap_ks2_csi", "ks4_l2_inclusive"], ["2014/15", "2016/17"]
    grid = it.page.figures().grid("measure_id", "academic_year", measures, heads=years, group="all")
    assert list(grid.columns) == ["measure_id", *years]
    it.page.table(grid, [col.measure(), *map(col.figure, years)], title=TITLE)
    not_held = words_in(it, "en").say("status.not_available.short")
    assert [row[1:] for row in texts(shown(it))] == [[not_held, not_held], [not_held, "57.2"]]


def test_what_somebody_wrote_stands_in_every_language_that_it_was_written_in(it: Written) -> None:
    frame = pd.DataFrame(
        {"said": ["Good.", "", None, ""], "said_cy": ["Da.", "Da iawn.", "", None]}
    )
    it.page.table(frame, [col.written("said", TITLE, missing="judgements.not_judged")], title=TITLE)
    nothing = words_in(it, "en").say("judgements.not_judged")
    assert texts(shown(it)) == [["Good."], ["Da iawn."], [nothing], [nothing]]
    block = it.blocks[-1]
    assert isinstance(block, TableBlock)
    assert [row.cells[0].lang for row in block.table.rows] == [None, "cy", None, None]  # type: ignore[union-attr]


def test_rows_that_are_sums_are_marked(it: Written) -> None:
    frame = pd.DataFrame({"area_id": ["681", "CSC"], "n": [1, 2], "whole": [False, True]})
    it.page.table(frame, [col.area(), col.number("n", TITLE)], title=TITLE, totals="whole")
    assert [row["style"] for row in shown(it)["rows"]] == ["body", "total"]
    assert texts(shown(it)) == [["Cardiff", "1"], ["CSC", "2"]]


def test_cells_have_the_colour_of_their_row_or_of_their_column(it: Written) -> None:
    frame = pd.DataFrame({
        "group": ["boys", ""], "hue": ["green", None], "judgement": ["not_due", None],
        "figure": list(it.page.figures(AUTHORITY))[:2],
    })  # fmt: skip
    columns = [
        col.words("group", TITLE, key="groups.{}", colour="hue"),
        col.judgement("judgement", TITLE, scheme="business_plan"),
        col.figure("figure", TITLE, colour="hue"),
        col.figure("figure", TITLE, colour="red"),
    ]
    it.page.table(frame, columns, title=TITLE)
    block = it.blocks[-1]
    assert isinstance(block, TableBlock)
    colours = [[getattr(cell, "colour", None) for cell in row.cells] for row in block.table.rows]
    assert colours == [["green", "blue", "green", "red"], [None, None, None, "red"]]
    assert texts(shown(it))[0][:2] == ["boys", "Not due to have started"]


def test_whether_on_track_is_said_of_each(it: Written) -> None:
    it.page.table(pd.DataFrame({"on_track": ["yes", "no", ""]}), [col.on_track()], title=TITLE)
    assert texts(shown(it)) == [["On track"], ["Not on track"], ["Not said"]]


def test_nothing_stands_where_a_frame_has_no_rows(it: Written) -> None:
    it.page.table(pd.DataFrame({"a": []}), title=TITLE)
    it.page.table(None, title=TITLE)
    assert it.blocks == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pd.DataFrame({"a": [1]}), r"no column 'b' for this table; it has a\."),
        (7, r"page\.table takes a data frame .*; this is int\."),
        (pd.Series([1], name="b"), r"this is pandas\..*Series\."),
    ],
)
def test_what_a_table_was_given_wrongly_is_said(it: Written, data: Any, said: str) -> None:
    with pytest.raises(TymorError, match=said):
        it.page.table(data, [col.words("b", TITLE)], title=TITLE)


def test_rows_that_are_no_figures_any_more_are_told(it: Written) -> None:
    means = it.page.figures().frame().groupby("measure_id", as_index=False)["value"].mean()
    with pytest.raises(TymorError, match=r"lack area_id, .*col\.number"):
        it.page.table(means, [col.measure(), col.figure("value", TITLE)], title=TITLE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"en": "Only English"}, "Words are missing in cy"),
        ({}, "key of a words.yml, or are given by language"),
        ({"key": "sections.fsm_gap", "en": "x", "cy": "y"}, "or are given by language"),
        ({"en": "{now} up", "cy": "{now} yn uwch"}, "needs a value for 'now'"),
    ],
)
def test_words_given_wrongly_are_said(it: Written, words: dict[str, str], said: str) -> None:
    with pytest.raises(TymorError, match=said):
        it.page.text(**words)  # type: ignore[arg-type]


def test_a_heading_may_be_the_name_of_a_section(it: Written) -> None:
    it.page.heading("sections.attendance")
    it.page.heading("outcomes")
    named, own = it.blocks
    assert named.kind == own.kind == "heading"
    assert (named.text["cy"], named.id) == ("Presenoldeb", "sections-attendance")
    assert own.id == "outcomes-heading"


def test_words_given_by_language_take_figures_and_get_an_id_of_their_own(it: Written) -> None:
    now = it.page.figures().first()
    for _ in range(2):
        it.page.text(en="In {year} it is {now}.", cy="Yn {year} mae'n {now}.", now=now)
    first, second = it.blocks
    assert first.kind == "text" and first.figures == (now,)
    assert first.text["cy"].endswith("mae'n 55.1 y cant.")
    assert (first.id, second.id) == ("in-year-it-is-now", "in-year-it-is-now-2")


def test_a_figure_is_printed_and_a_count_of_a_frame_is_said_in_its_plural_form(it: Written) -> None:
    hidden = it.page.figures().where(group="efsm").first()
    printed = it.page.printed(it.page.figures().first())
    assert in_every(printed, ("en", "cy")) == {"en": "55.1", "cy": "55.1"}
    words = in_every(it.page.printed(hidden), ("en", "cy"))
    assert words["cy"] == words_in(it, "cy").say("status.suppressed.short")
    it.page.text("changed.joined", count=pd.Series([True, True]).sum(), schools="A; B")
    assert it.said() == ["2 schools are new in this report since last term: A; B."]


def test_one_chart_has_the_words_of_each_language(it: Written) -> None:
    name = it.page.words(en="Cardiff", cy="Caerdydd")
    data = pd.DataFrame({"area": [name, "X"], "value": [57.2, 60.0]})
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("value:Q", title=it.page.axis("pct")),
            y=alt.Y("area:N", title=it.page.axis("table.area"), sort=[name, "X"]),
        )
    )
    it.page.chart(chart, title=TITLE)
    block = it.blocks[-1]
    assert isinstance(block, ChartBlock)
    welsh = block.spec["cy"]
    assert welsh["encoding"]["x"]["title"] == words_in(it, "cy").say("chart.pct")
    assert welsh["encoding"]["y"]["title"] == words_in(it, "cy").say("table.area")
    assert welsh["encoding"]["y"]["sort"] == ["Caerdydd", "X"]
    assert "Caerdydd" in str(welsh["datasets"]) and "Cardiff" not in str(welsh)
    assert block.alt["cy"].startswith("Siart: Diwrnodau o gymorth.")
    assert texts(shown(it, "cy")) == [["Caerdydd", "57.2"], ["X", "60.0"]]


def test_a_chart_of_a_frame_of_figures_has_a_table_of_them(it: Written) -> None:
    frame = it.page.figures().frame(academic_year="2016/17")
    chart = alt.Chart(frame).mark_bar().encode(x="value:Q", y="measure:N", row="group:N")
    it.page.chart(chart, title=TITLE)
    figures = [row.cells[-1] for row in it.blocks[-1].table.rows]
    assert [cell.figure.identity.group for cell in figures] == ["all", "efsm"]
    assert [cell.figure.status for cell in figures] == ["verified", "suppressed"]


def test_the_table_of_a_chart_marks_its_sums(it: Written) -> None:
    data = pd.DataFrame({"school": ["A", "B"], "days": [1, 2]})
    shown_too = pd.DataFrame({"school": ["A", "B", "Both"], "days": [1, 2, 3]})
    columns = [col.words("school", TITLE), col.number("days", TITLE)]
    it.page.chart(
        alt.Chart(data).mark_bar().encode(x="days:Q", y="school:N"),
        title=TITLE,
        table=shown_too.assign(whole=[False, False, True]),
        columns=columns,
        totals="whole",
    )
    assert [row["style"] for row in shown(it)["rows"]] == ["body", "body", "total"]


def test_numbers_become_figures_with_the_name_of_their_row(it: Written) -> None:
    numbers = pd.DataFrame({"schools": [2, 1], "days": [3.0, None]}, index=["681", "672"])

    def figure(column: str, area_id: str, number: float) -> Figure:
        return counted(it.page, column, number, TITLE, area_id=area_id, missing="not_available")

    made = as_figures(numbers, figure)
    assert list(made.columns) == ["schools", "days"] and list(made.index) == ["681", "672"]
    assert made.at["672", "schools"].value == 1 and made.at["681", "days"].area_id == "681"
    assert made.at["672", "days"].status == "not_available"


def test_a_chart_without_rows_or_of_unknown_data(it: Written) -> None:
    empty = alt.Chart(pd.DataFrame({"a": []})).mark_bar().encode(x="a:N")
    it.page.chart(empty, title=TITLE)
    it.page.chart(None, title=TITLE)
    assert it.blocks == []
    with pytest.raises(TymorError, match="say table="):
        it.page.chart(alt.Chart("data.csv").mark_bar().encode(x="a:N"), title=TITLE)


def test_a_label_is_one_language_s_words_and_sorts_like_the_first() -> None:
    bore, hwyr = label({"en": "Morning", "cy": "Bore"}), label({"en": "Evening", "cy": "Hwyr"})
    other = label({"en": "Morning", "cy": "Y bore"})
    assert sorted([bore, hwyr]) == [hwyr, bore] and bore != other
    assert in_language({bore: [f"{hwyr}: {other}"]}, "cy") == {"Bore": ["Hwyr: Y bore"]}
    assert in_every("plain", ("en", "cy")) == {"en": "plain", "cy": "plain"}
    assert label({"en": "2016", "cy": "2016"}) == "2016"


def test_a_number_says_why_there_is_none() -> None:
    with pytest.raises(ValueError, match="does not go with the status"):
        NumberCell(value=None)
    with pytest.raises(ValueError, match="does not go with the status"):
        NumberCell(value=1.0, status="suppressed")


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "several columns called 'a'"),
        (pd.DataFrame({"v": [float("inf")]}), "'v' was given inf, which is no number"),
    ],
)
def test_what_no_table_can_show_is_told(it: Written, frame: pd.DataFrame, said: str) -> None:
    with pytest.raises(TymorError, match=said):
        it.page.table(frame, title=TITLE)


def test_columns_are_columns_and_names_of_any_kind_are_names(it: Written) -> None:
    with pytest.raises(TymorError, match=r"takes columns, such as col\.number"):
        it.page.table(pd.DataFrame({"v": [1]}), ["v"], title=TITLE)  # type: ignore[list-item]
    it.page.table(pd.DataFrame([[1, 2]], columns=[2016, True]), title=TITLE)
    assert heads(shown(it)) == ["2016", "True"] and texts(shown(it)) == [["1", "2"]]


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        (lambda c: c.encode(x="zzz:N", y="v:Q"), "draws zzz, and its data frame has v"),
        (lambda c: c.transform_calculate(q="datum.v").encode(x="q:Q"), "draws q, and"),
        (lambda c: c.encode(y="mean(v)"), r"works out what it draws \(aggregate\)"),
        (lambda c: c, "draws no column of its data frame"),
    ],
)
def test_a_chart_has_no_table_of_what_it_works_out(it: Written, chart: Any, said: str) -> None:
    own = chart(alt.Chart(pd.DataFrame({"v": [1.0, 2.0]})).mark_bar())
    with pytest.raises(TymorError, match=said):
        it.page.chart(own, title=TITLE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"en": "a {x}", "cy": "b {x}", "x": float("nan")}, "was given nan, which is no number"),
        ({"en": "a {x}", "cy": "b", "x": 1}, "Every language needs the same places"),
        ({"en": "a", "cy": "b", "ga": "c"}, "ga: no language of this name, and no place"),
        ({"en": "a {x", "cy": "b {x}", "x": 1}, "a place is {name}"),
    ],
)
def test_words_in_place_are_held_to_what_words_in_files_are(
    it: Written, words: dict[str, Any], said: str
) -> None:
    with pytest.raises(TymorError, match=said):
        it.page.text(**words)


def test_words_are_no_key(it: Written) -> None:
    with pytest.raises(TymorError, match="'My title' is no key"):
        it.page.table(pd.DataFrame({"v": [1]}), title="My title")
