"""What the methods page says of protection is what the rules of its audience do."""

from pathlib import Path

import pytest
from projects import edit, mini_project, publication
from rules_alone import by_rules_alone
from whole_pages import Said, standing_said


def said_of(root: Path) -> Said:
    """What these pages say of the rules, whatever an attack would find."""
    with by_rules_alone():
        return standing_said(publication(root))


@pytest.mark.parametrize(
    ("parts", "near", "told", "untold"),
    [
        (1, "false", [], ["All or all but one”", "is tested before"]),
        (2, "true", ["All or all but one”", "any reader could tell one."], ["a school that knows"]),
        (3, "true", ["All or all but one”", "a school that knows its own figures"], []),
    ],
)
def test_methods_claim_what_the_rules_do(
    tmp_path: Path, parts: int, near: str, told: list[str], untold: list[str]
) -> None:
    root = mini_project(tmp_path)
    rules = root / "params" / "disclosure.yml"
    edit(rules, "parts: 1", f"parts: {parts}")
    edit(rules, "near_all: false", f"near_all: {near}")
    (said,) = (text for name, text in said_of(root).items()
               if name.startswith("en methods"))  # fmt: skip
    about = said[said.index("Protecting pupils") : said.index("Every figure as data")]
    assert "fewer than 5 learners" in about
    for each in told:
        assert each in about
    for each in untold:
        assert each not in about


def test_methods_leave_out_what_no_page_of_the_site_has(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    for file in sorted((root / "data" / "mini").glob("plan*.csv")):
        file.unlink()
    (said,) = (text for name, text in said_of(root).items()
               if name.startswith("en methods"))  # fmt: skip
    assert "The business plan" not in said
    assert "Colours and symbols" not in said  # no page was made, so no figure has a signal
    assert "Rounding" in said
