"""What sentences claim follows from their figures, or the audit refuses the page."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from tymor.audit.claims import check_claims
from tymor.claims import Claim
from tymor.config import Config
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
PAIRS = [(NOW, BEFORE, False), (GAP, GAP_BEFORE, True), (SAME, SAME_BEFORE, False)]
PLAN = pd.DataFrame({"area_id": ["CSC"] * 3, "on_track": ["yes", "no", None], "days": [1, 2, 4]})
PAGE = SimpleNamespace(release=SimpleNamespace(rows=lambda table, *columns: PLAN))


def claim_of(number: Any) -> Claim:
    made: Claim = number.claim
    return made


#: One claim of every kind, each true.
TRUE: dict[str, Claim] = {
    "up": told.went("up", NOW, BEFORE),
    "equal": told.went("equal", SAME, SAME_BEFORE),
    "narrower": told.went("narrower", GAP, GAP_BEFORE, gap=True),
    "met": told.went("met", NOW, TARGET),
    "apart": claim_of(told.apart(NOW, BEFORE)),
    "apart_gap": claim_of(told.apart(GAP, GAP_BEFORE, gap=True)),
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
}


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., list[str]]:
    def checked(claim: dict[str, Any], figures: list[Figure] = FIGURES, plan: pd.DataFrame = PLAN,
                rows: int = 2) -> list[str]:  # fmt: skip
        block = Heading(id="said", text=LABEL).model_dump(mode="json") | {"claims": [claim]}
        late = {"id": "plan-late", "claims": [], "table": {"rows": [{"style": "body"}] * rows}}
        page = {"area_id": "CSC", "report": "region", "blocks": [block, late]}
        (tmp_path / "page.json").write_text(json.dumps(page), "utf-8")
        held = pd.DataFrame([each.model_dump(exclude={"label"}) for each in figures])
        areas = pd.DataFrame({"area_id": ["CSC"], "parent_id": [""]})
        release = Release({"figures": held, "areas": areas, "plan_actions": plan})
        config: Config = SimpleNamespace(reports={"region": SimpleNamespace(reads=["self"])})  # type: ignore[assignment]
        return [problem.message for problem in check_claims(tmp_path, release, config)]

    return checked


@pytest.mark.parametrize("name", TRUE)
def test_what_follows_is_not_refused(name: str, check: Callable[..., list[str]]) -> None:
    assert check(TRUE[name].model_dump(mode="json")) == []


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
    if claim["kind"] in ("rows", "listed"):
        fewer = {"plan": PLAN.iloc[:1].assign(on_track="yes"), "rows": 1}
        assert check(claim, **fewer)
        return
    alone = [told_wrong for told_wrong in changed_figures(claim) if not check(told_wrong)]
    assert alone == []


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


def test_numbers_are_what_they_say() -> None:
    assert told.counts(PAIRS, "better") == 2 and told.counts(PAIRS) == 3
    assert told.apart(GAP, GAP_BEFORE, gap=True).value == 0.5
    assert told.worth_of_one(COHORT).value == 3.3
    assert Identity.of(TRUE["up"].stated()[0].model_dump()) == NOW.identity
