"""A publication's own settings stand in place of those of ``params/``, file by file and message by
message; every fault in them is told with their own file."""

from pathlib import Path

import pytest
from projects import ROOT, mini_project

from tymor.config import Config, load_config
from tymor.errors import ConfigError
from tymor.publication import open_publication

OWN = "params/other"


def with_own(folder: Path, files: dict[str, str]) -> Path:
    """The miniature project, whose partnership has a folder of its own with these files."""
    root = mini_project(folder)
    partnership = root / "params" / "partnership.yml"
    partnership.write_text(partnership.read_text("utf-8") + "settings: other\n", "utf-8")
    for name, text in files.items():
        place = root / OWN / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, "utf-8")
    return root


def usual(name: str) -> str:
    return (ROOT / "params" / name).read_text("utf-8")


def loaded(folder: Path, files: dict[str, str]) -> Config:
    return load_config(with_own(folder, files))


def faults(folder: Path, files: dict[str, str]) -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, files)
    return "\n".join(caught.value.faults)


def test_a_file_stands_in_place_of_the_one_called_alike(tmp_path: Path) -> None:
    text = usual("measures.yml").replace("small_cohort: 20", "small_cohort: 7")
    own = loaded(tmp_path / "own", {"measures.yml": text})
    assert own.cautions.small_cohort == 7
    assert own.groups == load_config(ROOT).groups
    assert load_config(mini_project(tmp_path / "plain")).cautions.small_cohort == 20


def test_a_message_stands_in_place_of_that_of_the_same_key_in_its_report_too(
    tmp_path: Path,
) -> None:
    words = (
        'nav: {home: {en: "Start", cy: "Dechrau"}}\n'
        'school: {description: {en: "Of {area:the}.", cy: "{area}."}}\n'
        'own: {new: {en: "New", cy: "Newydd"}}\n'
    )
    languages = loaded(tmp_path, {"words.yml": words}).languages
    assert languages.say("nav.home") == {"en": "Start", "cy": "Dechrau"}
    assert languages.say("own.new") == {"en": "New", "cy": "Newydd"}
    assert languages["en"].entries["school.description"] == "Of {area:the}."
    assert languages.folders["school.description"] == "school"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "params/partnership.yml: settings: there is no folder params/other"),
        ({"mesures.yml": ""}, f"{OWN}/mesures.yml: stands in place of nothing; expected one of"),
        ({"groups.yml": "groups: {all: {}, x: {}}\n"}, f"{OWN}/groups.yml, line 1: params/words has"
         " no words for groups.x"),
        ({"words.yml": "nav: {home: {en: Start}}\n"}, f"{OWN}/words.yml, line 1: nav.home lacks its"
         " words in cy"),
        ({"words.yml": 'nav: {home: {en: "{x}", cy: "{x}"}}\n'}, f"{OWN}/words.yml, line 1:"
         " nav.home.en: asks for {x}, which the message in its place is not given"),
    ],
)  # fmt: skip
def test_faults_are_told_with_the_file_they_stand_in(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    assert told in faults(tmp_path, files)


def test_a_report_may_name_sections_and_tables_that_another_publication_has(
    tmp_path: Path,
) -> None:
    text = usual("audiences.yml").replace("standing, ", "")
    assert "standing" not in loaded(tmp_path, {"audiences.yml": text}).release_tables


def test_a_term_is_one_of_the_publications_own() -> None:
    assert open_publication("2025-autumn", "dwyafon", ROOT).term.target_years == ()
    told = "no term '2017-summer': params/today/terms.yml has 2025-autumn"
    with pytest.raises(ConfigError, match=told):
        open_publication("2017-summer", "dwyafon", ROOT)
    with pytest.raises(ConfigError, match=r"params/terms\.yml has 2017-spring"):
        open_publication("2025-autumn", root=ROOT)
