"""The attack of a stranger, on sites written by hand and on one that was built."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
from built import BuiltProjects
from projects import mini_project
from typer.testing import CliRunner

from tymor.audit.stranger import SitesAttack, attack_sites
from tymor.cli import app

AREAS = [("R", "partnership", ""), ("A", "local_authority", "R"),
         *((f"s{n}", "school", "A") for n in range(1, 6))]  # fmt: skip
MEASURES = [
    ("whole", "FP", "pct", "", "english|welsh sums", "english welsh"),
    ("english", "FP", "pct", "", "", ""), ("welsh", "FP", "pct", "", "", ""),
    ("sums", "FP", "pct", "", "", ""), ("level", "KS2", "pct", "", "", ""),
    ("above", "KS2", "pct", "level", "", ""),
]  # fmt: skip
#: A figure: its area, measure, numerator, cohort, and how it is told.
Told = tuple[str, str, int, int, str]


def site(folder: Path, figures: Iterable[Told], year: str = "2016/17") -> Path:
    """A built site that shows these figures, each with its cohort where that is told."""
    rows = []
    for area, measure, n, d, how in figures:
        key = ("", area, measure, year, "all")
        status = {"shown": "provisional", "hidden": "suppressed"}.get(how, how)
        rate = f"{100 * n / d:.1f}" if how == "shown" else ""
        cohort = "" if how == "hidden" else str(d)
        counted = "suppressed" if how == "hidden" else "counted"
        rows += [(*key, "actual", rate, "pct", status), (*key, "count", cohort, "count", counted)]
    tables = {
        "figures": pd.DataFrame(rows, columns=["page", "area_id", "measure_id", "academic_year",
                                               "group", "kind", "value", "unit", "status"]),
        "areas": pd.DataFrame(AREAS, columns=["area_id", "kind", "parent_id"]),
        "measures": pd.DataFrame(
            MEASURES, columns=["measure_id", "phase", "unit", "within", "all_of", "streams"]
        ).assign(of=""),
    }  # fmt: skip
    (folder / "data").mkdir(parents=True)
    for name, table in tables.items():
        table.to_csv(folder / "data" / f"{name}.csv", index=False)
    return folder


def schools(*hidden: str, measure: str = "level", near: str = "") -> list[Told]:
    """Five schools and their authority, of which some are withheld."""
    counts = {"s1": (3, 4), "s2": (9, 12), "s3": (11, 14), "s4": (13, 13), "s5": (40, 61)}
    counts["A"] = (sum(n for n, _ in counts.values()), sum(d for _, d in counts.values()))
    return [
        (
            area,
            measure,
            n,
            d,
            "hidden" if area in hidden else "near_all" if area == near else "shown",
        )
        for area, (n, d) in counts.items()
    ]


def told(found: SitesAttack) -> set[tuple[str, str]]:
    return {(each.name.partition(" ")[0], each.what) for each in found.told}


REACHED, COHORT = "how many reached it", "how many learners it rests on"


def test_an_authority_less_its_other_schools_tells_one(tmp_path: Path) -> None:
    found = attack_sites([site(tmp_path, schools("s1"))])
    assert told(found) == {("s1", REACHED), ("s1", COHORT)}
    (chain,) = {each.chain for each in found.told if each.what == COHORT}
    assert set(chain) == {f"{each} level 2016/17 all" for each in ("A", "s2", "s3", "s4", "s5")}


def test_nearly_all_is_told_exactly_by_the_others(tmp_path: Path) -> None:
    found = attack_sites([site(tmp_path, schools(near="s4"))])
    assert told(found) == {("s4", REACHED)}


def test_what_is_one_of_two_is_told_where_three_are_asked_for(tmp_path: Path) -> None:
    public = site(tmp_path, schools("s1", near="s4"))
    assert told(attack_sites([public])) == {("s1", COHORT)}
    found = attack_sites([public], interval=3)
    assert told(found) == {("s1", COHORT), ("s1", REACHED)}
    (near,) = (each for each in found.told if each.what == REACHED)
    assert "can tell how many reached it to within 2 values, of A level" in str(near)


def test_of_three_nothing_is_told(tmp_path: Path) -> None:
    found = attack_sites([site(tmp_path, schools("s1", "s2", "s3"))])
    assert (found.figures, found.withheld, found.told) == (6, 3, ())
    assert found.whole == found.parts  # so few that whole numbers say the same


def test_two_terms_together_tell_what_neither_does(tmp_path: Path) -> None:
    one = site(tmp_path / "one", schools("s1", "s2", "s3"))
    other = site(tmp_path / "two", schools("s1", "s4", "s5"))
    assert not attack_sites([other]).told
    assert told(attack_sites([one, other])) == {("s1", REACHED), ("s1", COHORT)}


def test_streams_that_add_up_tell_the_hidden_one(tmp_path: Path) -> None:
    figures = [("A", "whole", 30, 37, "shown"), ("A", "english", 28, 34, "shown"),
               ("A", "welsh", 2, 3, "hidden")]  # fmt: skip
    found = attack_sites([site(tmp_path, figures)])
    assert told(found) == {("A", COHORT)}


def test_whoever_reached_the_whole_reached_one_of_two_languages(tmp_path: Path) -> None:
    rows = [("s1", "whole", 30, 30, "shown"), ("s1", "welsh", 12, 12, "shown"),
            ("s1", "english", 18, 18, "hidden")]  # fmt: skip
    assert ("s1", REACHED) in told(attack_sites([site(tmp_path / "a", rows)]))
    rows[0] = ("s1", "whole", 28, 30, "shown")
    assert ("s1", REACHED) not in told(attack_sites([site(tmp_path / "b", rows)]))


def test_whoever_reached_every_part_reached_the_whole(tmp_path: Path) -> None:
    rows = [("s1", "english", 30, 30, "shown"), ("s1", "sums", 30, 30, "shown"),
            ("s1", "whole", 30, 30, "hidden")]  # fmt: skip
    assert ("s1", REACHED) in told(attack_sites([site(tmp_path, rows)]))


def test_a_level_within_another_narrows_it_to_nothing(tmp_path: Path) -> None:
    levels = [("s1", "level", 0, 20, "hidden"), ("s1", "above", 0, 20, "shown"),
              ("s2", "level", 12, 20, "hidden"), ("s2", "above", 12, 20, "shown"),
              ("A", "level", 12, 40, "shown"), ("A", "above", 12, 40, "shown")]  # fmt: skip
    found = attack_sites([site(tmp_path, levels)])
    assert told(found) == {("s1", REACHED), ("s2", REACHED)}


def test_a_school_that_knows_its_own_tells_the_other(tmp_path: Path) -> None:
    public = site(tmp_path / "public", schools("s1", "s2"))
    own = site(tmp_path / "school" / "s2", [each for each in schools() if each[0] == "s2"])
    areas = own / "data" / "areas.csv"
    areas.write_text("area_id,kind,parent_id\ns2,school,A\nA,local_authority,R\n")
    assert not attack_sites([public]).told
    found = attack_sites([public], [own])
    assert told(found) == {("s1", REACHED), ("s1", COHORT)}
    assert {each.who for each in found.told} == {"s2"}


def test_sums_that_contradict_others_are_given_up(tmp_path: Path) -> None:
    figures = [each for each in schools() if each[0] != "A"]
    found = attack_sites([site(tmp_path, [*figures, ("A", "level", 90, 99, "shown")])])
    assert found.given_up and not found.told


def test_percentages_alone_can_tell(tmp_path: Path) -> None:
    """Of 7 learners only 3 are 42.9 %: a cohort that is not given does not hide it."""
    folder = site(tmp_path, schools("s1"))
    figures = pd.read_csv(folder / "data" / "figures.csv")
    of_authority = (figures["area_id"] == "A") & (figures["kind"] == "count")
    figures[~of_authority].to_csv(folder / "data" / "figures.csv", index=False)
    found = attack_sites([folder])
    assert ("s1", COHORT) not in told(found)  # 104 learners or somewhat more, or fewer


def test_a_site_as_it_was_built_is_attacked_by_the_command(
    built_projects: BuiltProjects, tmp_path: Path
) -> None:
    root = built_projects.copy(mini_project, tmp_path / "project")
    public = root / "build" / "2017-summer" / "site" / "public"
    attacked = CliRunner().invoke(app, ["attack", str(public)])
    # Two schools, and rules that let readers subtract: the one that is hidden is told.
    assert attacked.exit_code == 1
    assert "any reader can work out" in attacked.output
    nothing = CliRunner().invoke(app, ["attack", str(root)])
    assert nothing.exit_code == 1 and "is no built site" in nothing.output
    unsaid = CliRunner().invoke(app, ["attack"])
    assert unsaid.exit_code == 1 and "Say what to attack" in unsaid.output


@pytest.mark.parametrize("name", ["areas.csv", "measures.csv"])
def test_whoever_calculates_is_told_what_figures_are(
    built_projects: BuiltProjects, tmp_path: Path, name: str
) -> None:
    root = built_projects.copy(mini_project, tmp_path / "project")
    data = root / "build" / "2017-summer" / "site" / "public" / "data"
    table, figures = (pd.read_csv(data / each, dtype=str) for each in (name, "figures.csv"))
    key = table.columns[0]
    assert table[key].is_unique
    known = {
        "areas.csv": figures[key],
        "measures.csv": figures.loc[figures["kind"] == "actual", key],
    }
    named = known[name][~known[name].str.contains("_schools_|_girls_less_boys")]
    assert set(named) <= set(table[key])
