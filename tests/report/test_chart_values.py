"""A chart's rows in its spec: as Altair would have put them there."""

import altair as alt
import numpy as np
import pandas as pd
import pytest

from tymor.report.bilingual import in_language, labelled
from tymor.report.chart_values import plain_values, values_of

TABLES = {
    "words": pd.DataFrame({"measure": ["A", None, "C"]}),
    "numbers": pd.DataFrame({"pct": [1.5, np.nan, np.inf], "order": [1, 2, 3]}),
    "answers": pd.DataFrame({"above": [True, False, True], "mixed": [True, None, "x"]}),
    "no rows": pd.DataFrame({"measure": pd.Series(dtype="str"), "pct": pd.Series(dtype="float")}),
    "whole numbers that may be missing": pd.DataFrame({"n": pd.array([1, None], dtype="Int64")}),
    "answers that may be missing": pd.DataFrame({"a": pd.array([True, None], dtype="boolean")}),
    "categories": pd.DataFrame({"year": pd.Categorical(["2016", None])}),
    "days": pd.DataFrame({"day": pd.to_datetime(["2017-06-01", None])}),
    "small numbers": pd.DataFrame({"n": np.array([1, 2], dtype="int8")}),
    "labels that are no numbers": pd.DataFrame({"pct": [1.0, 2.0]}, index=["a", "b"]),
}


@pytest.mark.parametrize("data", TABLES.values(), ids=TABLES)
def test_values_are_those_of_altair(data: pd.DataFrame) -> None:
    ours, theirs = values_of(data), alt.default_data_transformer(data)
    assert ours == theirs
    kinds = [[type(value) for value in row.values()] for row in ours["values"]]
    assert kinds == [[type(value) for value in row.values()] for row in theirs["values"]]


ODD = {
    "two heads": pd.DataFrame({("a", "b"): [1.0]}),
    "two labels": pd.DataFrame({"n": [1]}, index=pd.MultiIndex.from_tuples([("a", "b")])),
    "a number for a name": pd.DataFrame({"n": [1.0], 2: [2.0]}),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_what_altair_refuses_is_refused(data: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"not supported|invalid column name"):
        values_of(data)


def test_too_many_rows_are_refused_as_ever() -> None:
    with pytest.raises(alt.MaxRowsError):
        values_of(pd.DataFrame({"n": range(5001)}))


def test_a_desk_that_allows_more_rows_is_heeded() -> None:
    chart = alt.Chart(pd.DataFrame({"n": range(5001)})).mark_point().encode(x="n:Q")
    with alt.data_transformers.disable_max_rows(), plain_values():
        assert len(next(iter(chart.to_dict()["datasets"].values()))) == 5001
    with alt.data_transformers.enable("csv"), plain_values():
        assert alt.data_transformers.active == "csv"


def test_words_become_labels_and_nothing_else_changes() -> None:
    words = {"en": "Mathematics", "cy": "Mathemateg"}
    data = pd.DataFrame({"measure": [words, "x"], "pct": [1.5, np.nan], "year": ["a", "b"]})
    made = labelled(data)
    assert in_language(made["measure"].tolist(), "cy") == ["Mathemateg", "x"]
    pd.testing.assert_frame_equal(made[["pct", "year"]], data[["pct", "year"]])
    assert data["measure"][0] is words
