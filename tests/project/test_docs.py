"""The documents are followed: commands exist, files are where they are said to be."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from projects import ROOT
from typer.main import get_command

from tymor.cli import app

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
COMMAND = get_command(app)


def commands(page: Path) -> list[list[str]]:
    """Every ``tymor …`` that a page tells the reader to type."""
    text = page.read_text("utf-8")
    found = re.findall(r"(?:^|`|\$ |bin/)tymor ([a-z-][^`\n]*)", text, flags=re.MULTILINE)
    return [shlex.split(re.split(r"  |#", each)[0].replace("|", "-")) for each in found]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_the_documents_is_one(page: Path) -> None:
    for words in commands(page):
        if words[0].startswith("--"):
            continue
        known = COMMAND.commands  # type: ignore[attr-defined]
        assert words[0] in known, words
        options = {name for parameter in known[words[0]].params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options | {"--help"}, words


def test_every_command_is_in_the_documents() -> None:
    told = {words[0] for page in PAGES for words in commands(page)}
    for name in ("check", "prepare", "build", "publish", "serve"):
        assert name in told


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_the_documents_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_conda_brings_what_was_chosen() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    names = [re.split("[=<>]", each)[0] for each in environment["dependencies"][:-1]]
    assert {"jupyter", "papermill", "quarto", "pandas", "altair", "jupytext"} <= set(names)
    assert environment["channels"] == ["conda-forge"]
