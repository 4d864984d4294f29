"""Markdown cells on their way into what is executed: pairs, places, faults with their lines."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from prose_samples import EVERY_KIND, EVERY_KIND_CY, EVERY_KIND_EN, cell

from tymor.fingerprints import code_behind
from tymor.plan.cell_places import Place, place_of
from tymor.plan.prose_cells import UnpublishableProse
from tymor.plan.source_notebooks import write_source

LANGUAGES = ("en", "cy")
HEAD = """\
# ---
# jupyter:
#   kernelspec:
#     name: python3
#     display_name: Python 3
# ---

"""
CODE = "# %%\nx = 1\n\n"
NOTE = "# %% [markdown]\n# A note\n\n"


def written(folder: Path, text: str, languages: tuple[str, ...] = LANGUAGES) -> list[NotebookNode]:
    path = write_source(folder / "n.ipynb", text.encode(), languages)
    cells: list[NotebookNode] = nbformat.read(path, as_version=4).cells
    return cells


def tags(cells: list[NotebookNode]) -> list[str]:
    return ["".join(each.metadata.get("tags", [each.cell_type])) for each in cells]


@pytest.mark.parametrize("pair", [("en", "cy"), ("cy", "en")])
def test_behind_each_pair_is_the_cell_that_shows_it(tmp_path: Path, pair: tuple[str, str]) -> None:
    first, second = (cell(language, f"Words in {language}") for language in pair)
    cells = written(tmp_path, HEAD + CODE + NOTE + first + second + CODE + first + second)
    assert tags(cells) == ["code", "markdown", *pair, "prose", "code", *pair, "prose", "end"]
    said = ", ".join(f"{language}='Words in {language}'" for language in pair)
    assert cells[4].source.endswith(f"_show_prose({said})")
    assert [each.id for each in cells] == [f"cell-{number}" for number in range(len(cells))]


def test_notes_and_other_tags_are_not_published(tmp_path: Path) -> None:
    slide = '# %% [markdown] tags=["slide", "hide"]\n# # A title <b>\n\n'
    assert tags(written(tmp_path, NOTE + slide + CODE)) == ["markdown", "slidehide", "code", "end"]


def test_one_language_needs_no_pair(tmp_path: Path) -> None:
    assert tags(written(tmp_path, CODE + cell("en", "a"), ("en",))) == [
        "code",
        "en",
        "prose",
        "end",
    ]


def test_what_is_shown_is_what_was_written(tmp_path: Path) -> None:
    shown = written(tmp_path, CODE + EVERY_KIND)[3].source
    said: dict[str, str] = {}
    exec(shown.replace("from tymor.report.prose import show_prose as _show_prose", ""),
         {"_show_prose": lambda **words: said.update(words)})  # fmt: skip
    assert said == {"en": EVERY_KIND_EN.rstrip("\n"), "cy": EVERY_KIND_CY.rstrip("\n")}


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(UnpublishableProse) as failure:
        written(folder, text)
    return list(failure.value.faults)


EN, CY = cell("en", "Words"), cell("cy", "Geiriau")
LONE = "the Markdown cell tagged {!r} lacks its pair: one tagged {!r} must stand next to it"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CODE + EN, ["line 5: " + LONE.format("en", "cy")]),
        (CY + CODE, ["line 2: " + LONE.format("cy", "en")]),
        (
            EN + CODE + CY,
            ["line 2: " + LONE.format("en", "cy"), "line 8: " + LONE.format("cy", "en")],
        ),
        (
            EN + NOTE + CY + CODE,
            ["line 2: " + LONE.format("en", "cy"), "line 8: " + LONE.format("cy", "en")],
        ),
        (EN + EN + CY + CODE, ["line 2: " + LONE.format("en", "cy")]),
        (EN + CY + CY + CODE, ["line 8: " + LONE.format("cy", "en")]),
        (
            CODE + cell("fr", "Mots"),
            ["line 5: the tag 'fr' is a language that this publication has"],
        ),
        (
            CODE + cell("EN", "Words"),
            ["line 5: the tag 'EN' is a language that this publication has"],
        ),
        (CODE + cell('en", "cy', "Words"), ["line 5: is tagged 'en' and 'cy': one language"]),
        (
            CODE + '# %% tags=["en"]\n# Words\n',
            ["line 5: a cell of code is tagged 'en'; words for"],
        ),
        (CODE + EN + '# %% [markdown] tags=["cy"]\n\n' + CODE, ["line 7: the cell is empty"]),
        (CODE + cell("eng", "Words"), ["line 5: the Markdown cell is marked 'eng' and would not"]),
        (
            CODE + '# %% [markdown] tag=["en"]\n# Words\n',
            ["line 5: the Markdown cell is marked tag and would not be published"],
        ),
        (
            CODE + "# %% [markdown] en\n# Words\n",
            ["line 5: the Markdown cell is marked 'en' and would not be published"],
        ),
        (
            CODE + cell("en", "In `{a}`,\nof {area}") + CY,
            ["line 6: {area} would be published as it stands; page.text fills it"],
        ),
        (CODE + cell("en", "a\n\n<b>") + CY, ["line 7: raw HTML is not published"]),
        (CODE + cell("en", "## a\nb") + CY, ["line 5: the languages have not the same headings"]),
        (
            CODE + EN + '# %% [markdown] tags=["cy"]\n"""\na\n\n---\n"""\n',
            ["line 11: a rule across"],
        ),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, told: list[str]) -> None:
    found = faults(tmp_path, text)
    assert len(found) == len(told), found
    assert all(fault.startswith(each) for fault, each in zip(found, told, strict=True)), found


def test_all_faults_of_a_notebook_are_told_at_once(tmp_path: Path) -> None:
    text = cell("en", "# a\n\n![b](c.png)") + CODE + cell("cy", "[a](b)") + EN
    assert [fault.partition(":")[0] for fault in faults(tmp_path, text)] == [
        "line 2", "line 2", "line 4", "line 10"
    ]  # fmt: skip


def test_who_has_no_prose_does_not_rest_on_how_markdown_is_read() -> None:
    def behind(module: str) -> set[str]:
        return {path.name for path in code_behind([module])}

    assert "markdown.py" in behind("tymor.report.prose")
    assert "markdown.py" not in behind("tymor.report") | behind("tymor.report.showing")


# Where a cell stands


def test_each_cell_knows_its_place_in_the_analysts_file(tmp_path: Path) -> None:
    text = HEAD + NOTE + CODE + EN + CY + CODE + "# %%\n\n# %%\n%%capture\n\nx = 1\n" + CODE
    cells = written(tmp_path, text)
    lines = text.split("\n")
    code = [each for each in cells if each.cell_type == "code" and tags([each]) == ["code"]]
    assert [place_of(each).cell for each in code] == [1, 2, None, 3, 4]
    assert [lines[(place_of(each).line or 0) - 1] for each in code] == [
        "x = 1", "x = 1", "# %%", "%%capture", "x = 1"
    ]  # fmt: skip
    assert len({place_of(each).line for each in code}) == len(code)
    (shown,) = [each for each in cells if tags([each]) == ["prose"]]
    assert place_of(shown) == Place(line=lines.index("# Words") + 1)
    assert place_of(cells[-1]) == Place()
