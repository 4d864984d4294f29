"""Forms of names that data and params/ give, from the file to the sentence."""

from pathlib import Path

import pandas as pd
import pytest
from projects import mini_project, publication

from tymor.check.data import check
from tymor.errors import ConfigError
from tymor.prepare.areas import area_table
from tymor.report.areas import Area


def add_columns(path: Path, **columns: str) -> None:
    """The same value in a new column of each row."""
    pd.read_csv(path, dtype=str, keep_default_na=False).assign(**columns).to_csv(path, index=False)


def test_forms_of_each_kind_of_area_reach_its_name(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    add_columns(root / "data" / "mini" / "local_authorities.csv", la_name_cy_in="ar Ferthyr")
    add_columns(root / "data" / "mini" / "schools.csv", name_cy_soft="YR YSGOL", name_en_the="")
    who = root / "params" / "partnership.yml"
    who.write_text(who.read_text("utf-8") + "forms: {cy: {in: yn y Bach}}\n", encoding="utf-8")
    own = publication(root)
    areas = area_table(own, check(own))
    named = {row["kind"]: Area.from_row(row, own.config).name for _, row in areas.iterrows()}
    in_welsh = {kind: name.forms["cy"] for kind, name in named.items()}  # type: ignore[attr-defined]
    assert in_welsh == {
        "partnership": {"in": "yn y Bach"},
        "local_authority": {"in": "ar Ferthyr"},
        "school": {"soft": "YR YSGOL"},
    }
    said = {"en": "{area:the}", "cy": "Ysgolion {area:yn}"}
    filled = own.config.languages.fill(said, {"area": named["local_authority"]})
    assert filled["cy"] == "Ysgolion ar Ferthyr"
    publisher = own.config.languages.fill(said, {"area": own.config.partnership.called})
    assert publisher["cy"] == "Ysgolion yn y Bach"


def test_a_form_that_the_language_has_not_is_told(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    who = root / "params" / "partnership.yml"
    forms = "forms: {cy: {into: x}, de: {in: y}}\n"
    who.write_text(who.read_text("utf-8") + forms, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        publication(root)
    assert "found 'into'; expected one of in, soft, aspirate" in str(caught.value)
    assert "found 'de'; expected one of en, cy" in str(caught.value)
