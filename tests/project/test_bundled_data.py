"""The bundled folders are sound, and the printed figures are whole."""

import subprocess
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import yaml
from bundled import PROJECT, PUBLISHED, REGION_LAS, SAMPLE, table

from tymor.recorded import OF_PROJECT


def test_every_printed_outcome_and_target_is_there() -> None:
    actual = table(PUBLISHED, "published_outcomes")
    target = table(PUBLISHED, "targets")
    assert actual["status"].value_counts().to_dict() == {
        "verified": 100,
        "not_verified": 7,
        "not_published": 1,
    }
    assert target["status"].value_counts().to_dict() == {
        "set": 100,
        "not_set": 7,
        "not_applicable": 1,
    }
    for rows, years in ((actual, "2014/15 2015/16 2016/17"), (target, "2015/16 2016/17 2017/18")):
        assert len(rows) == 108
        assert set(rows["area_id"]) == {"CSC"}
        assert rows.groupby("measure_id").agg(list)["academic_year"].map(" ".join).eq(years).all()
        has_value = rows["status"].isin(["verified", "set"])
        assert rows["value"].ne("").eq(has_value).all()
        assert rows.loc[has_value, "value"].str.fullmatch(r"-?\d+\.\d\d").all()


@pytest.mark.parametrize(
    ("name", "measure_id", "year", "value"),
    [
        ("published_outcomes", "fp_fpoi", "2014/15", "87.60"),
        ("published_outcomes", "gap_ks4_l1", "2015/16", "-6.86"),
        ("published_outcomes", "ks3_mathematics_plus2", "2016/17", "32.68"),
        ("published_outcomes", "attendance_primary", "2016/17", ""),
        ("targets", "ks4_l2_inclusive", "2017/18", "67.50"),
        ("targets", "ks3_cymraeg_plus1", "2017/18", "70.30"),
        ("targets", "attendance_secondary", "2015/16", "94.50"),
    ],
)
def test_single_printed_figures(name: str, measure_id: str, year: str, value: str) -> None:
    rows = table(PUBLISHED, name).set_index(["measure_id", "academic_year"])
    assert rows.loc[(measure_id, year), "value"] == value


@pytest.mark.parametrize(
    ("name", "year", "control"),
    [
        ("published_outcomes", "2014/15", "1996.00"),
        ("published_outcomes", "2015/16", "2063.39"),
        ("published_outcomes", "2016/17", "1669.16"),
        ("targets", "2015/16", "2077.40"),
        ("targets", "2016/17", "2081.20"),
        ("targets", "2017/18", "1646.70"),
    ],
)
def test_columns_add_up_to_their_control_totals(name: str, year: str, control: str) -> None:
    # Summed when the reports were typed: a figure changed by accident shows here.
    rows = table(PUBLISHED, name)
    values = rows.loc[(rows["academic_year"] == year) & (rows["value"] != ""), "value"]
    assert str(sum(map(Decimal, values))) == control


def test_counting_the_list_of_actions_gives_what_the_reports_print_but_for_what_is_told() -> None:
    actions, printed = table(PUBLISHED, "plan_actions"), table(PUBLISHED, "plan_printed")
    assert actions.groupby("plan_year").size().to_dict() == {"2016/17": 29, "2017/18": 166}
    counted = {}
    every = pd.concat([actions, actions.assign(priority="total")])
    for (year, priority), rows in every.groupby(["plan_year", "priority"]):
        counted[year, priority, "elements"] = len(rows)
        if year == "2017/18":
            counted[year, priority, "on_track"] = int((rows["on_track"] == "yes").sum())
            counted[year, priority, "not_on_track"] = int((rows["on_track"] == "no").sum())
    key = ["plan_year", "priority", "column"]
    wanted = {tuple(row[:3]): int(row[3]) for row in printed[[*key, "count"]].to_numpy()}
    differs = {at: (wanted[at], counted[at]) for at in counted if wanted[at] != counted[at]}
    assert differs == {
        ("2017/18", "1.1", "elements"): (3, 4),
        ("2017/18", "1.1", "not_on_track"): (1, 2),
        ("2017/18", "4", "elements"): (33, 31),
        ("2017/18", "4", "on_track"): (32, 30),
        ("2017/18", "total", "elements"): (167, 166),
        ("2017/18", "total", "on_track"): (155, 153),
        ("2017/18", "total", "not_on_track"): (12, 13),
    }


def test_a_judgement_is_held_where_its_colour_is_printed_or_follows_from_the_grid() -> None:
    actions = table(PUBLISHED, "plan_actions")
    judged = actions[actions["judgement"] != ""]
    held = {f"{row.priority}.{row.action}": row.judgement for row in judged.itertuples()}
    assert set(judged["plan_year"]) == {"2016/17"}
    assert held == {
        "2.2.1": "noteworthy_progress",
        # All elements of these two rows of the grid made noteworthy progress.
        **dict.fromkeys(["2.2.2", "2.2.3"], "noteworthy_progress"),
        **dict.fromkeys([f"3.1.{number}" for number in range(1, 6)], "noteworthy_progress"),
        "2.3.1": "noteworthy_progress",
        "2.3.2": "carried_forward",
        "2.3.3": "noteworthy_progress",
        "2.3.4": "carried_forward",
        "2.3.5": "not_completed",
        "3.3.1": "noteworthy_progress",
    }
    assert (actions["title"] != "").all() and (actions["title_cy"] != "").all()


def test_every_priority_of_an_action_has_a_name_in_both_languages() -> None:
    for folder in (PUBLISHED, SAMPLE):
        actions, names = table(folder, "plan_actions"), table(folder, "plan_priorities")
        key = ["area_id", "plan_year", "priority"]
        named = set(names[key].itertuples(index=False, name=None))
        assert set(actions[key].itertuples(index=False, name=None)) <= named
        assert (names["title"] != "").all() and (names["title_cy"] != "").all()
    assert table(PUBLISHED, "plan_priorities").groupby("plan_year").size().to_dict() == {
        "2016/17": 8,
        "2017/18": 49,
    }


def test_printed_percentages_are_kept_with_the_misprint() -> None:
    printed = table(PUBLISHED, "plan_printed")
    assert printed["pct"].ne("").eq(printed["priority"] == "total").all()
    total = printed[printed["priority"] == "total"].astype({"count": int, "pct": float})
    elements = total["plan_year"].map({"2016/17": 29, "2017/18": 167})
    # Printed to the nearest whole per cent for one plan, to two places for the other.
    allowed = total["plan_year"].map({"2016/17": 0.5, "2017/18": 0.006})
    wrong = total[(100 * total["count"] / elements - total["pct"]).abs() > allowed]
    assert wrong[["plan_year", "column", "pct"]].to_numpy().tolist() == [
        ["2017/18", "not_on_track", 7.74]
    ]


def test_local_authorities_of_wales() -> None:
    rows = table(PUBLISHED, "local_authorities")
    assert len(rows) == rows["la_code"].nunique() == 22
    sizes = rows.groupby("consortium").size().to_dict()
    assert sizes == {"CSC": 5, "EAS": 5, "ERW": 6, "GwE": 6}
    assert set(rows.loc[rows["consortium"] == "CSC", "la_code"]) == REGION_LAS


@pytest.mark.parametrize(("folder", "invented"), [(PUBLISHED, False), (SAMPLE, True)])
def test_sources_say_whether_they_are_invented(folder: Path, invented: bool) -> None:
    source = yaml.safe_load((folder / "source.yml").read_text(encoding="utf-8"))
    assert source["invented"] is invented
    assert source["sample"] is invented
    assert source["title"]["en"] != source["title"]["cy"]
    assert source["from"]


@pytest.mark.parametrize("path", sorted((PROJECT / "data").glob("*/*.csv")), ids=lambda p: p.name)
def test_files_are_plain_utf8_with_unix_line_ends(path: Path) -> None:
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not pd.read_csv(path, dtype=str).duplicated().any()
    content.decode("utf-8")


def test_the_bundled_data_was_published_by_nobody() -> None:
    """A clone would ask for the ledger of whoever tried it and committed the record of that."""
    own = yaml.safe_load((PROJECT / "params" / "partnership.yml").read_text("utf-8"))["data"]
    asked = ["git", "ls-files", OF_PROJECT]
    held = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert not held.stdout or not {*own} <= {PUBLISHED.name, SAMPLE.name}
