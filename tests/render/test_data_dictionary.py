"""Every column of the data files of a site is described, and programs can read it."""

import csv
import json

import pytest
from test_area_lists import BUNDLED, JOBS, areas

from tymor.page import Files, TableBlock, TextCell
from tymor.prepare.release_files import Release
from tymor.render.data_dictionary import data_package, fields_of
from tymor.render.downloads_page import Downloads
from tymor.render.figures_csv import figures_csv
from tymor.render.frames import Site
from tymor.render.what_figures_are import areas_csv, measures_csv

LANGUAGES = BUNDLED.config.languages
SITE = Site("public", "public", "CSC", JOBS)


def heads(content: bytes) -> list[str]:
    return next(csv.reader(content.decode("utf-8").splitlines()))


@pytest.mark.parametrize("file", ["figures", "areas", "measures"])
def test_the_columns_described_are_those_of_the_file(file: str) -> None:
    written = {
        "figures": figures_csv([], tuple(LANGUAGES), {}),
        "areas": areas_csv(areas(), frozenset(), tuple(LANGUAGES)),
        "measures": measures_csv(BUNDLED.config),
    }
    assert [field.name for field in fields_of(LANGUAGES)[file]] == heads(written[file])


def test_a_program_finds_each_file_with_its_schema() -> None:
    package = json.loads(data_package(BUNDLED, "public"))
    assert [each["path"] for each in package["resources"]] == [
        "figures.csv", "areas.csv", "measures.csv"
    ]  # fmt: skip
    figures = package["resources"][0]["schema"]
    kinds = {field["name"]: field["type"] for field in figures["fields"]}
    assert kinds["value"] == "number" and kinds["area_id"] == "string"
    assert set(figures["primaryKey"]) <= kinds.keys()
    assert all(field["descriptions"].keys() == {"en", "cy"} for field in figures["fields"])
    assert "licenses" not in package  # the bundled partnership says none


def test_equal_data_give_equal_bytes() -> None:
    assert data_package(BUNDLED, "public") == data_package(BUNDLED, "public")


def test_the_page_lists_the_files_and_every_column_in_both_languages() -> None:
    (page,) = Downloads(BUNDLED, SITE, [], Release({"areas": areas()})).pages()
    (files,) = [block for block in page.blocks if isinstance(block, Files)]
    assert [file.path for file in files.items] == [
        "data/figures.csv", "data/areas.csv", "data/measures.csv", "data/datapackage.json"
    ]  # fmt: skip
    tables = [block for block in page.blocks if isinstance(block, TableBlock)]
    columns = [row.cells[0] for block in tables for row in block.table.rows]
    every = [field.name for fields in fields_of(LANGUAGES).values() for field in fields]
    assert [cell.text["cy"] for cell in columns if isinstance(cell, TextCell)] == every


def test_no_description_is_left_over() -> None:
    said = {key for key in LANGUAGES["en"].entries if key.startswith("dictionary.")}
    used = {
        key
        for file, fields in fields_of(LANGUAGES).items()
        for field in fields
        for key in (f"dictionary.{file}.{field.name}", f"dictionary.every.{field.name}",
                    f"dictionary.named.{field.name.rpartition('_')[0]}")
    }  # fmt: skip
    assert said <= used
