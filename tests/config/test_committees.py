"""Committees: the partnership's, and an area's own; all that is wrong told at once."""

import re
from datetime import date
from pathlib import Path

import pytest
from projects import ROOT, edit, mini_project, publication

from tymor.config import load_config
from tymor.errors import ConfigError

FILE = "params/committees.yml"
OWN = """\
scrutiny:
  name: {en: "Scrutiny", cy: "Craffu"}
  author: {en: "Director", cy: "Cyfarwyddwr"}
  terms:
    2017-spring: {written: 2017-03-17, meets: 2017-03-28}
    2017-summer: {written: 2017-09-14, meets: 2017-09-28}
    2017-autumn: {written: 2017-11-28, meets: 2017-12-12}
  areas:
    "675":
      name: {en: "Learning", cy: "Dysgu"}
    "681":
      terms:
        2017-spring: {written: 2017-03-01, meets: 2017-03-02}
        2017-summer: {written: 2017-09-01, meets: 2017-09-02}
        2017-autumn: {written: 2017-11-01, meets: 2017-11-02}
joint_committee:
  name: {en: "Joint Committee", cy: "Cyd-bwyllgor"}
  author: {en: "Managing Director", cy: "Rheolwr Gyfarwyddwr"}
  terms:
    2017-spring: {written: 2017-03-10, meets: 2017-03-28}
    2017-summer: {written: 2017-09-14, meets: 2017-09-28}
    2017-autumn: {written: 2017-11-28, meets: 2017-12-12}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    it = mini_project(tmp_path)
    (it / FILE).write_text(OWN, "utf-8")
    return it


def test_an_area_has_its_own_and_else_what_the_partnership_has(root: Path) -> None:
    scrutiny = publication(root).config.committees["scrutiny"]
    named, dated, other = (scrutiny.of(area) for area in ("675", "681", "672"))
    assert [each.name["cy"] for each in (named, dated, other)] == ["Dysgu", "Craffu", "Craffu"]
    meets = [each.terms["2017-summer"].meets.day for each in (named, dated, other)]
    assert meets == [28, 2, 28]
    assert {each.author["en"] for each in (named, dated, other)} == {"Director"}


def test_each_bundled_authority_has_a_committee_a_day_and_an_author_of_its_own() -> None:
    config = publication(ROOT).config
    scrutiny = config.committees["scrutiny"]
    assert set(scrutiny.areas) == set(config.partnership.local_authorities)
    own = [scrutiny.of(area) for area in config.partnership.local_authorities]
    assert len({each.author["en"] for each in own}) == len(own)
    assert len({each.terms["2017-summer"].meets for each in own}) == len(own)
    assert date(2017, 9, 28) not in {each.terms["2017-summer"].meets for each in own}


def test_the_committees_of_params_are_the_default_partnerships_alone(root: Path) -> None:
    (root / FILE).write_text(
        OWN.replace('"675":', '"677":').replace('"681":', '"678":')
        + """\
  areas:
    EAS:
      name: {en: "Board", cy: "Bwrdd"}
      author: {en: "Head", cy: "Pennaeth"}
      terms:
        2017-spring: {written: 2017-03-10, meets: 2017-03-28}
        2017-summer: {written: 2017-09-14, meets: 2017-09-28}
        2017-autumn: {written: 2017-11-28, meets: 2017-12-12}
""",
        "utf-8",
    )
    default, other = publication(root).config, publication(root, "eas").config
    assert default.committee_of("scrutiny", "681")
    for area in ("EAS", "676", "677", "678"):  # of two of these only a part is said
        assert other.committee_of("scrutiny", area) is None
    board = other.committee_of("joint_committee", "EAS")
    assert board is not None and board.name["en"] == "Board"
    assert publication(ROOT, "eas").config.committee_of("joint_committee", "EAS") is None
    assert load_config(ROOT, "dwyafon").committee_of("joint_committee", "DwyAfon")


def test_all_that_is_wrong_is_told_at_once_with_its_line(root: Path) -> None:
    path = root / FILE
    for before, after in (
        ('"681":\n      terms:\n        2017-spring', '"682":\n      terms:\n        2017-sprin'),
        ("2017-autumn: {written: 2017-11-01, meets: 2017-11-02}", ""),
        ('{en: "Learning", cy: "Dysgu"}', '{en: "Learning"}'),
    ):
        edit(path, before, after)
    with pytest.raises(ConfigError) as caught:
        publication(root)
    told = [fault for fault in caught.value.faults if fault.startswith(FILE)]
    lines = path.read_text("utf-8").splitlines()

    def at(words: str) -> int:
        return next(number for number, line in enumerate(lines, 1) if words in line)

    place = "scrutiny.areas.682.terms"
    for line, message in (
        (at('"682"'), "scrutiny.areas.682: found '682'; expected one of 660, 661, "),
        (at("2017-sprin:"), f"{place}.2017-sprin: .* Did you mean '2017-spring'?"),
        (at("2017-sprin:") - 1, f"{place}: 2017-spring is missing, and the report 'authority'"),
        (at("2017-sprin:") - 1, f"{place}: 2017-autumn is missing, and the report 'authority'"),
        (at('name: {en: "Learning"}'), "scrutiny.areas.675.name lacks its words in cy"),
    ):  # fmt: skip
        wanted = re.compile(rf"{re.escape(FILE)}, line \d+: {message}".replace("?", r"\?"))
        found = [fault for fault in told if wanted.match(fault)]
        assert found, (message, told)
        assert abs(int(re.findall(r"line (\d+)", found[0])[0]) - line) <= 1, found


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"675":', "675:", "the key 675 is no text; put it in quotes"),
        ('      name: {en: "Learning"', '      naem: {en: "Learning"', "areas.675.naem"),
        ("written: 2017-09-01", "written: 2017-09-03", "written is 2017-09-03 and meets"),
        ("meets: 2017-09-02", "meets: soon", "areas.681.terms.2017-summer.meets: found 'soon'"),
    ],
)
def test_what_is_no_committee_of_an_area_is_told(
    root: Path, before: str, after: str, message: str
) -> None:
    edit(root / FILE, before, after)
    with pytest.raises(ConfigError) as caught:
        publication(root)
    assert re.search(rf"{re.escape(FILE)}, line \d+: .*{re.escape(message)}", str(caught.value))
