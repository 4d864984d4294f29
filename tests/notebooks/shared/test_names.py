"""Names in a sentence: up to five stand in it; of more a table below it has them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import ROOT
from tiny_release import Kept, report_on

from tymor.errors import TymorError


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kept:
    return report_on(monkeypatch, tmp_path, [], area="681", report="authority")


def named(kept: Kept, number: int) -> None:
    from shared.names import name_them

    names = [{"en": f"School {nth}", "cy": f"Ysgol {nth}"} for nth in range(number)]
    name_them(kept.page, "changed.joined", names, place="schools", count="count")


def test_five_names_stand_in_the_sentence(kept: Kept) -> None:
    named(kept, 5)
    (said,) = kept.blocks
    assert said.text["en"].endswith(": School 0; School 1; School 2; School 3; School 4.")
    assert [claim.kind for claim in said.claims] == ["named"]


def test_one_name_stands_in_a_sentence_of_its_own(kept: Kept) -> None:
    named(kept, 1)
    (said,) = kept.blocks
    assert said.text == {
        "en": "School 0 is new in this report since last term.",
        "cy": "Mae Ysgol 0 yn newydd yn yr adroddiad hwn ers y tymor diwethaf.",
    }
    assert [claim.number for claim in said.claims] == [1]


def test_a_measure_is_named_as_it_stands_within_a_sentence(kept: Kept) -> None:
    from shared.names import measures_named

    measures_named(kept.page, "wider.not_better", ["attendance_primary"])
    (said,) = kept.blocks
    assert said.text["en"] == "It does not do better on primary attendance."


def test_more_names_stand_in_a_table_below_it(kept: Kept) -> None:
    named(kept, 6)
    said, table = kept.blocks
    assert said.text == {
        "en": "6 schools are new in this report since last term: they are named in the table "
        "below.",
        "cy": "Mae 6 ysgol yn newydd yn yr adroddiad hwn ers y tymor diwethaf: fe'u henwir yn y "
        "tabl isod.",
    }
    assert table.title["cy"] == "Mae 6 ysgol yn newydd yn yr adroddiad hwn ers y tymor diwethaf"
    assert [row.cells[0].text["cy"] for row in table.table.rows] == [f"Ysgol {n}" for n in range(6)]
    (claim,) = said.claims
    assert (claim.kind, claim.block, claim.number) == ("listed", table.id, 6)


def test_a_message_that_does_not_end_with_its_names_is_told(kept: Kept) -> None:
    from shared.names import name_them

    names = [{"en": f"{nth}", "cy": f"{nth}"} for nth in range(6)]
    with pytest.raises(TymorError, match="does not end with its names, behind a colon"):
        name_them(kept.page, "plan.named", names, place="title", priority="1")


# No sentence joins names by itself

#: Sentences whose names are few whatever the data, by their message.
ALWAYS_FEW = {
    "business_plan.recommend": "up to three priorities",
    "business_plan.risk.some": "up to three priorities",
    "business_plan.not_held.told": "seven columns of a table, most of which are held",
    "categories_page.about": "parts of a scheme",
    "categories_page.chart": "categories of a scheme",
    "categories_page.followed": "categories of a scheme",
    "categories_page.tracked": "categories of a scheme",
    "protection.about": "years of a term",
    "protection.most_by": "sectors or phases that come to the same",
    "region.schools.special": "sectors that no key indicator fits",
    "support.most": "areas of the reform that come to the same",
    "wider.": "sources",
}


def _joins(node: ast.AST) -> bool:
    return any(
        isinstance(each, ast.Call)
        and (
            (isinstance(each.func, ast.Name) and each.func.id == "joined")
            or (isinstance(each.func, ast.Attribute) and each.func.attr == "join")
        )
        for each in ast.walk(node)
    )


def joined_in_sentences(code: str) -> Iterator[str]:
    """The messages of ``page.text`` that are given names joined in the same module."""
    tree = ast.parse(code)
    lists = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _joins(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = [value.value for value in node.keywords]
            if node.func.attr == "text" and any(
                _joins(each) or (isinstance(each, ast.Name) and each.id in lists) for each in given
            ):
                yield ast.unparse(node.args[0]).strip("f'\"") if node.args else ""


def test_no_notebook_joins_names_in_a_sentence_by_itself() -> None:
    found = {
        f"{path.parent.name}/{path.name}: {key}"
        for path in sorted((ROOT / "notebooks").glob("*/*.py"))
        if path.name != "names.py"
        for key in joined_in_sentences(path.read_text("utf-8"))
        if not key.startswith(tuple(ALWAYS_FEW))
    }
    assert found == set(), "say them with shared.names.name_them"


@pytest.mark.parametrize(
    "code",
    [
        'page.text("a.b", names=joined(every, languages, "; "))',
        'page.text(f"a.{b}", names="; ".join(every))',
        'names = joined(every, languages)\npage.text("a.b", number=1, names=names)',
    ],
)
def test_a_sentence_that_joins_names_would_be_found(code: str) -> None:
    assert len(list(joined_in_sentences(code))) == 1
