"""What a verb was given wrongly: it says so itself, in a line, before the analyst's own."""

import re
from collections.abc import Iterator

import altair as alt
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from opened_report import opened

from tymor.errors import TymorError
from tymor.report import columns as col
from tymor.report import showing
from tymor.report.document import Document

FRAME_OF_ONE = pd.DataFrame({"a": [1]})
WRONG = {
    "page.text('no.such.key')": r"(?=.*\.yml).*'no\.such\.key'",
    "page.text('A sentence of mine')": "is no key of a words.yml.*en=…, cy=…",
    "page.text(en='Only English')": "Words are missing in cy",
    "page.text(en='{n}', cy='{n}', n=frame)": r"The place {n} takes .*; this is pandas\S*DataFrame",
    "page.heading(en='a', cy='b', level=4)": "page.heading takes a level of 2 or 3; this is 4",
    "page.chart({'mark': 'bar'}, title='x')": "page.chart takes an Altair chart; this is dict",
    "page.chart(chart, title='x')": "draws b, and its data frame has a",
    "page.table([1], title='x')": "page.table takes a data frame .*; this is list",
    "page.table(frame, title=3)": "A title or note takes a key of a words.yml.*; this is int",
    "page.key_figures('x', ['a'])": "page.key_figures takes figures.*; this is str",
    "page.key_figures('x', None)": "page.key_figures takes a list.*; this is None",
    "page.links('x', [])": "page.links takes a mapping.*; this is list",
    "page.links('x', {'table.authority': ['a']})": "page.links takes links.*; this is str",
    "page.events('x', [1])": "page.events takes events.*; this is int",
    "page.area_of('1')": "reads no area '1'",
    "page.table(labels, title=words)": "have labels without a name, which no column shows",
    "page.table(levels, title=words)": "columns of several levels; give each one name",
    "page.chart(english, title=words)": "'Big apples' in the chart is in one language only",
    "page.callout(en='a', cy='b')": "page.callout takes a key, or title=… and words by language",
    "page.table(frame, [col.number('w')], title=words)": "'w' takes numbers; .* has 'x' there",
    "page.table(frame, [col.pct('w')], title=words)": "'w' takes numbers; .* has 'x' there",
    "page.table(frame, [col.day('w')], title=words)": "'w' takes days; .* has 'x' there .str",
    "page.table(frame, [col.judgement('w')], title=words)": "'w' takes judgements of the scheme",
    "page.table(gaps, [col.number('n', missing='bogus')], title=words)":
        "says missing='bogus', which is neither a status .*not_available.* nor a key",
    "page.chart(long, title=words)": "draws more than 5,000 rows",
}  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Iterator[Document]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(showing, "_publish", lambda bundle, words: None)
        yield opened(patch, "school", "9990001")


@pytest.mark.parametrize("call", WRONG)
def test_a_verb_says_what_it_was_given_wrongly(page: Document, call: str) -> None:
    long = pd.DataFrame({"a": range(5_001)})
    given = {
        "frame": FRAME_OF_ONE.assign(w="x"),
        "gaps": pd.DataFrame({"n": [None, 1.0]}),
        "chart": alt.Chart(FRAME_OF_ONE).mark_bar().encode(x="b:Q"),
        "long": alt.Chart(long).mark_bar().encode(x="a:Q"),
        "words": {"en": "Title", "cy": "Teitl"},
        "labels": FRAME_OF_ONE.set_axis(["x"]),
        "levels": FRAME_OF_ONE.set_axis(pd.MultiIndex.from_tuples([("a", "sum")]), axis="columns"),
        "english": alt.Chart(FRAME_OF_ONE).mark_bar().encode(alt.X("a:Q", title="Big apples")),
        "col": col,
    }
    with pytest.raises(TymorError) as caught:
        eval(call, {"page": page, **given})
    assert re.search(WRONG[call], str(caught.value).replace("\n", " "))


def test_a_notebook_shows_the_error_and_then_the_analysts_own_line(page: Document) -> None:
    shell = InteractiveShell.instance()
    shell.user_ns["page"] = page
    result = shell.run_cell("x = 1\npage.heading('none')", store_history=False, silent=True)
    assert isinstance(result.error_in_exec, TymorError)
    first, *lines = result.error_in_exec._render_traceback_()
    assert first.startswith("TymorError: ")
    assert "'none.heading'" in first
    assert lines == ["  line 2: page.heading('none')"]
