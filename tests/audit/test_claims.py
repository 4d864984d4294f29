"""What sentences claim follows from their figures, or the audit refuses the page."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from tymor.audit.claims import check_claims
from tymor.claims import Claim
from tymor.page import Figure, Heading, Identity
from tymor.prepare.release_files import Release
from tymor.report import told

LABEL = {"en": "Measure", "cy": "Mesur"}


def figure(measure: str, year: str, value: float, kind: Any = "actual") -> Figure:
    return Figure(
        area_id="CSC", measure_id=measure, academic_year=year, kind=kind, value=value,
        unit="pct", decimals=1, status="counted", label=LABEL,
    )  # fmt: skip


NOW, BEFORE = figure("a", "2016/17", 61.2), figure("a", "2015/16", 60.0)
GAP, GAP_BEFORE = figure("gap_a", "2016/17", -20.5), figure("gap_a", "2015/16", -21.0)
SAME, SAME_BEFORE = figure("b", "2016/17", 50.0), figure("b", "2015/16", 50.0)
TARGET = figure("a", "2016/17", 61.0, "target")
COHORT = figure("a", "2016/17", 30.0, "count")
FIGURES = [NOW, BEFORE, GAP, GAP_BEFORE, SAME, SAME_BEFORE, TARGET, COHORT]
PAIRS = [(NOW, BEFORE, "higher"), (GAP, GAP_BEFORE, "nearer_zero"), (SAME, SAME_BEFORE, "higher")]
PLAN = pd.DataFrame(
    {
        "area_id": ["CSC"] * 3,
        "action": ["1", "2", "3"],
        "on_track": ["yes", "no", None],
        "days": [1, 2, 4],
        "agreed": [2, 2, 2],
        "due": pd.to_datetime(["2017-09-01", "2017-10-01", None]),
        "judgement": ["strong", "limited", "strong"],
        "pct": [50.0, 100.0, 100.0],
    }
)
BEFORE_PLAN = PLAN.assign(judgement=["limited", "limited", "very_good"])


AREAS = pd.DataFrame({"area_id": ["CSC"], "parent_id": [""]})


def config(least: int = 3, most: int = 4, steps: int = 2) -> Any:
    span = SimpleNamespace(least=least, most=most, steps=dict.fromkeys(range(steps)))
    region = SimpleNamespace(reads=["self"])
    measures = {name: SimpleNamespace(better=better) for name, better in
                {"a": "higher", "b": "higher", "gap_a": "nearer_zero"}.items()}  # fmt: skip
    return SimpleNamespace(
        reports={"region": region}, support=span, languages=("en", "cy"), measures=measures
    )


def reader(rows: pd.DataFrame) -> Any:
    return SimpleNamespace(rows=lambda table, *columns: rows, each="", known_on=None)


PAGE: Any = SimpleNamespace(release=reader(PLAN), earlier=reader(BEFORE_PLAN), config=config())
RANK = {"limited": 1, "strong": 2, "very_good": 3}


def claim_of(number: Any) -> Claim:
    made: Claim = number.claim
    return made


def plan(**cells: Any) -> Any:
    return told.rows(PAGE, "plan_actions", **cells)


def moved(*ways: Any) -> Claim:
    """How many actions were judged so beside the term before."""
    step = told.step("judgement", *ways, order=RANK)
    return claim_of(told.went_from(PAGE, ["action"], plan(earlier=True), plan(), step))


#: As the term before had it.
WAS = NOW.model_copy(update={"value": 60.5})
FIFTY = plan(action="1", column="pct", how="sum")
LATE = {"en": "Late", "cy": "Hwyr"}
#: One claim of every kind, each true.
TRUE: dict[str, Claim] = {
    "up": told.went("up", NOW, BEFORE),
    "equal": told.went("equal", SAME, SAME_BEFORE),
    "narrower": told.went("narrower", GAP, GAP_BEFORE, "nearer_zero"),
    "met": told.went("met", NOW, TARGET),
    "apart": claim_of(told.apart(NOW, BEFORE)),
    "apart_gap": claim_of(told.apart(GAP, GAP_BEFORE, "nearer_zero")),
    "counts": claim_of(told.counts(PAIRS, "better")),
    "none": claim_of(told.counts(PAIRS, "worse")),
    "of": claim_of(told.counts(PAIRS)),
    "most": told.most("better", PAIRS[0], PAIRS),
    "greatest": told.greatest(NOW, [NOW, BEFORE, SAME]),
    "least": told.greatest(SAME, [NOW, BEFORE, SAME], least=True),
    "worth": claim_of(told.worth_of_one(COHORT)),
    "sums": claim_of(told.sums([NOW, BEFORE])),
    "rows": claim_of(told.rows(PAGE, "plan_actions", on_track="no")),
    "no_answer": claim_of(told.rows(PAGE, "plan_actions", on_track="")),
    "different": claim_of(told.rows(PAGE, "plan_actions", column="on_track", how="different")),
    "summed": claim_of(told.rows(PAGE, "plan_actions", column="days", how="sum")),
    "listed": claim_of(told.listed("plan.late", 2)),
    "listed_so": claim_of(told.listed("plan.late", 2, state=LATE)),
    "named": claim_of(told.named(PAGE, [LABEL])),
    "before_a_day": claim_of(plan(due=told.limit("<", "2017-09-14"))),
    "without_a_day": claim_of(plan(due=told.limit("<", "2017-09-14", or_empty=True))),
    "held": claim_of(plan(on_track=told.HELD)),
    "not_held": claim_of(plan(on_track=told.NOT_HELD)),
    "number": claim_of(plan(days=told.limit(">=", 2))),
    "beside_a_column": claim_of(plan(days=told.limit(">=", told.Column("agreed")))),
    "either": claim_of(plan(either=[{"on_track": "yes"}, {"judgement": "limited"}])),
    "newest": claim_of(plan(newest=("area_id", "action"), judgement="strong")),
    "cell": claim_of(told.cell(PAGE, "plan_actions", "days", action="3")),
    "earlier": claim_of(plan(judgement="limited", earlier=True)),
    "share": claim_of(told.share(plan(on_track="no"), plan(), decimals=1)),
    "judged_higher": moved("up"),
    "judged_lower": moved("down"),
    "judged_the_same": moved("equal"),
    "areas": claim_of(told.counts(PAIRS, areas=True)),
    "given": claim_of(told.given(PAGE, "support.least")),
    "so_many": claim_of(told.given(PAGE, "support.steps", "count")),
    "worth_of_setting": claim_of(told.given(PAGE, "support.least", "worth")),
    "brings": claim_of(told.brings(PAGE, 1, "support", held=plan(action="1"), share=FIFTY)),
    "part_of": claim_of(told.part_of(PAGE, "support.most", FIFTY, decimals=1)),
    "then": claim_of(told.counts([(NOW, WAS, "higher")], "up", earlier=True)),
}


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., list[str]]:
    def checked(
        claim: dict[str, Any], figures: list[Figure] = FIGURES, plan: pd.DataFrame = PLAN,
        then: pd.DataFrame = BEFORE_PLAN, was: Figure = WAS, rows: int = 2,
        words: dict[str, str] = LABEL, shown: Sequence[Figure] = (), settings: Any = PAGE.config,
        unclaimed: Sequence[str] = (), areas: pd.DataFrame = AREAS,
    ) -> list[str]:  # fmt: skip
        said = {"claims": [claim], "unclaimed": list(unclaimed)}
        block = Heading(id="said", text=words).model_dump(mode="json") | said
        row = {"style": "body", "cells": [{"text": LATE}]}
        late = {"columns": [{"key": "state"}], "rows": [row] * rows}
        tiles = [{"figure": each.model_dump(mode="json")} for each in shown]
        others = [{"id": "plan-late", "table": late}, {"id": "tiles", "items": tiles}]
        blocks = [block, *({"claims": [], "unclaimed": []} | each for each in others)]
        page = {"area_id": "CSC", "report": "region", "blocks": blocks}
        (tmp_path / "page.json").write_text(json.dumps(page), "utf-8")
        held = pd.DataFrame([each.model_dump(exclude={"label"}) for each in figures])
        release = Release({"figures": held, "areas": areas, "plan_actions": plan})
        before = pd.DataFrame([was.model_dump(exclude={"label"})])
        earlier = Release({"figures": before, "areas": areas, "plan_actions": then})
        found = check_claims(tmp_path, release, settings, None, earlier)
        return [problem.message for problem in found]

    return checked


@pytest.mark.parametrize("name", TRUE)
def test_what_follows_is_not_refused(name: str, check: Callable[..., list[str]]) -> None:
    assert check(TRUE[name].model_dump(mode="json")) == []


def of_areas(**values: float) -> dict[str, Figure]:
    return {name: NOW.model_copy(update={"area_id": name, "value": value})
            for name, value in values.items()}  # fmt: skip


@pytest.mark.parametrize("least", [False, True])
def test_an_area_that_the_page_shows_and_a_most_leaves_out_is_found(
    least: bool, check: Callable[..., list[str]]
) -> None:
    sign = -1 if least else 1
    own = of_areas(A=sign * 50.0, B=sign * 40.0, C=sign * 60.0, CSC=sign * 70.0)
    below = pd.DataFrame({"area_id": ["CSC", *"ABC"], "parent_id": ["", "CSC", "CSC", "CSC"]})
    said = {
        names: told.greatest(own[names[0]], [own[name] for name in names], least=least)
        for names in ("AB", "CAB")
    }
    found = {
        names: check(claim.model_dump(mode="json"), [*own.values()], shown=[*own.values()],
                     areas=below)
        for names, claim in said.items()
    }  # fmt: skip
    # The whole of the areas is none of them, however great.
    assert found["CAB"] == [] and "does not follow" in found["AB"][0]
    alone = check(said["AB"].model_dump(mode="json"), [*own.values()], shown=[own["A"], own["B"]],
                  areas=below)  # fmt: skip
    assert alone == []


def changed_figures(tree: Any) -> Iterator[dict[str, Any]]:
    """The claim with each figure that it rests on moved far away, one at a time."""
    text = json.dumps(tree)
    for at in range(text.count('"value": ')):
        parts = text.split('"value": ')
        rest = parts[at + 1]
        end = min(rest.index(sign) for sign in ",}" if sign in rest)
        for far in ("-999.0", "999.0"):
            yield json.loads(
                '"value": '.join([*parts[: at + 1], far + rest[end:], *parts[at + 2 :]])
            )


@pytest.mark.parametrize("name", TRUE)
def test_a_figure_changed_under_it_is_found(name: str, check: Callable[..., list[str]]) -> None:
    """By the claim itself, or else by the release, which has another figure."""
    claim = TRUE[name].model_dump(mode="json")
    alone = [told_wrong for told_wrong in changed_figures(claim) if not check(told_wrong)]
    assert alone == []


#: What is not of figures, and what makes each kind of it wrong, one after the other.
NONE = PLAN.iloc[:0]
CHANGED: dict[str, list[dict[str, Any]]] = {
    "rows": [{"plan": NONE, "then": NONE}],
    "share": [{"plan": NONE}, {"plan": PLAN.iloc[1:]}],
    "twice": [{"plan": NONE}, {"then": NONE}],
    "given": [{"settings": config(least=7, steps=3)}],
    "brings": [{"plan": NONE}, {"settings": config(least=7, most=8)}],
    "part_of": [{"plan": NONE}, {"settings": config(most=8)}],
    "listed": [{"rows": 1}],
    "named": [{"words": {"en": "Another", "cy": "Arall"}}, {"words": LABEL | {"cy": "Arall"}}],
}


@pytest.mark.parametrize("name", [n for n, claim in TRUE.items() if claim.kind in CHANGED])
def test_a_row_setting_or_word_changed_under_it_is_found(
    name: str, check: Callable[..., list[str]]
) -> None:
    claim = TRUE[name].model_dump(mode="json")
    for change in CHANGED[claim["kind"]]:
        assert check(claim, **change), change


def test_what_is_named_may_stand_within_the_sentence(check: Callable[..., list[str]]) -> None:
    """*Primary attendance* is named as *primary attendance*."""
    within = {"en": "It is so of the measure.", "cy": "Felly yn achos y mesur."}
    assert check(TRUE["named"].model_dump(mode="json"), words=within) == []


def test_each_condition_of_rows_is_looked_at(check: Callable[..., list[str]]) -> None:
    """Of every claim of rows, one row that did not fit is made to, or the other way round."""
    changes = {
        "before_a_day": {"due": pd.to_datetime(["2017-09-01", "2017-09-02", None])},
        "without_a_day": {"due": pd.to_datetime(["2017-09-01", "2017-10-01", "2017-10-01"])},
        "held": {"on_track": "yes"},
        "not_held": {"on_track": "yes"},
        "number": {"days": [2, 2, 4]},
        "beside_a_column": {"agreed": [9, 9, 9]},
        "either": {"judgement": "strong"},
        "newest": {"judgement": "limited"},
        "cell": {"days": [1, 2, 5]},
    }
    for name, cells in changes.items():
        assert check(TRUE[name].model_dump(mode="json"), plan=PLAN.assign(**cells)), name
    other = BEFORE_PLAN.assign(judgement="strong")
    assert check(TRUE["earlier"].model_dump(mode="json"), then=other)


def test_a_figure_of_the_term_before_is_held_against_its_release(
    check: Callable[..., list[str]],
) -> None:
    claim = TRUE["then"].model_dump(mode="json")
    said = check(claim, was=WAS.model_copy(update={"value": 60.4}))
    assert said == [
        "The words of 'said' rest on CSC a 2016/17 all actual as 60.5; the release has 60.4."
    ]


def test_a_figure_that_the_page_shows_otherwise_is_refused(check: Callable[..., list[str]]) -> None:
    """Also where the release has no such figure, as of what is counted for the page alone."""
    own = [figure("own", year, value) for year, value in (("2016/17", 3.0), ("2015/16", 1.0))]
    claim = told.went("up", *own).model_dump(mode="json")
    assert check(claim, shown=own) == []
    assert check(claim, shown=[own[0].model_copy(update={"value": 4.0}), own[1]])


def test_a_number_without_a_claim_is_a_warning(check: Callable[..., list[str]]) -> None:
    (said,) = check(TRUE["up"].model_dump(mode="json"), unclaimed=["pupils"])
    assert "{pupils} of 'said'" in said and "tymor.report.told" in said


@pytest.mark.parametrize("name", [name for name, claim in TRUE.items() if hasattr(claim, "number")])
def test_another_number_is_refused(name: str, check: Callable[..., list[str]]) -> None:
    claim = TRUE[name].model_dump(mode="json")
    said = check(claim | {"number": claim["number"] + 1})
    assert len(said) == 1 and "does not follow" in said[0]


def test_a_claim_on_another_value_than_the_release_has_is_refused(
    check: Callable[..., list[str]],
) -> None:
    moved = [NOW.model_copy(update={"value": 62.0}), *FIGURES[1:]]
    said = check(TRUE["up"].model_dump(mode="json"), figures=moved)
    assert said == [
        "The words of 'said' rest on CSC a 2016/17 all actual as 61.2; the release has 62.0."
    ]


def test_the_opposite_way_is_refused(check: Callable[..., list[str]]) -> None:
    for name, other in {"up": "down", "equal": "up", "narrower": "wider", "met": "missed"}.items():
        assert check(TRUE[name].model_dump(mode="json") | {"way": other})
    assert check(TRUE["most"].model_dump(mode="json") | {"way": "worse"})


def test_a_difference_has_turned_where_it_lies_on_the_other_side_of_nought() -> None:
    now, before, none = (GAP.model_copy(update={"value": each}) for each in (1.5, -2.0, 0.0))
    assert told.counts([(now, before, "nearer_zero")], "turned") == 1
    assert told.counts([(now, now, "nearer_zero"), (now, none, "nearer_zero")], "turned") == 0


def test_what_is_better_is_by_the_measure() -> None:
    """Of absence the lower one; of what is neither, nothing is better, worse, met or missed."""
    lower, neither = ((NOW, BEFORE, better) for better in ("lower", "neither"))
    assert told.counts([lower], "worse", "missed") == 1 and told.counts([lower], "better") == 0
    assert told.counts([lower], "up") == told.counts([neither], "up") == 1
    assert told.counts([neither], "better", "worse", "met", "missed") == 0
    assert not told.went("better", *neither).follows() and told.went("worse", *lower).follows()
    assert told.most("worse", lower, [lower, (SAME, SAME_BEFORE, "lower")]).follows()


def test_a_page_that_judges_a_measure_the_other_way_is_refused(
    check: Callable[..., list[str]],
) -> None:
    absence = [figure("a", year, value) for year, value in (("2014/15", 4.0), ("2013/14", 5.0))]
    for claim in (told.went("better", *absence, "lower"),
                  told.counts([(*absence, "lower")], "better").claim,
                  told.most("better", (*absence, "lower"), [])):  # fmt: skip
        (said,) = check(claim.model_dump(mode="json"), shown=absence)
        assert "of which lower is better; by params/measures.yml it is higher" in said
    assert check(told.went("down", *absence, "lower").model_dump(mode="json"), shown=absence) == []


def test_numbers_are_what_they_say() -> None:
    assert told.counts(PAIRS, "better") == 2 and told.counts(PAIRS) == 3
    assert told.apart(GAP, GAP_BEFORE, "nearer_zero").value == 0.5
    assert told.worth_of_one(COHORT).value == 3.3
    assert Identity.of(TRUE["up"].stated()[0].model_dump()) == NOW.identity
