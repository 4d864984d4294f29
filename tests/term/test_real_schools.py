"""A build on real schools of the region, where their list lies beside the checkout.

Real names, codes and sizes find what invented ones do not: accents, capitals,
one-pupil differences, missing values. The list is never copied into the project.
"""

from pathlib import Path

import pandas as pd
import pytest
from pdf_text import pdf_in, text_of
from projects import ROOT, copy_project, publication

from tymor.build import Options, build
from tymor.console.stage_log import StageLog

REAL = ROOT.parent / "shared" / "real" / "csc_schools.csv"
AUTHORITY = "675"
PARTNERSHIP = """\
id: CSC
name: {en: "Central South Consortium", cy: "Consortiwm Canolbarth y De"}
local_authorities: ["675"]
data: [published, real]
"""
SECTORS = {"Primary": "primary", "Secondary": "secondary", "Special": "special",
           "Middle": "through", "Nursery": "nursery"}  # fmt: skip
MEDIA = {"Welsh medium": "welsh", "Dual Stream": "dual"}
SESSIONS = 380  # half days in a school year

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.exists(), reason=f"no list of real schools at {REAL.name}"),
]


def real_rows() -> pd.DataFrame:
    rows = pd.read_csv(REAL, dtype=str, keep_default_na=False)
    return rows[rows["la_code"] == AUTHORITY]


def write_tables(folder: Path) -> None:
    rows = real_rows()
    folder.mkdir(parents=True)
    pd.DataFrame(
        {
            "school_id": rows["school_code"],
            "la_code": rows["la_code"],
            "name_en": rows["school_name"],
            "name_cy": rows["school_name"],
            "sector": rows["sector"].map(SECTORS),
            "medium": rows["medium"].map(MEDIA).fillna("english"),
            "pupils": rows["pupils_2026list"],
            "efsm_pct": rows["fsm_3yr_pct"],
            "open_from": "",
            "open_to": "",
        }
    ).to_csv(folder / "schools.csv", index=False)
    held = rows[(rows["attendance_pct"] != "") & (rows["pupils_2026list"] != "")]
    possible = held["pupils_2026list"].astype(int) * SESSIONS
    attended = (possible * held["attendance_pct"].astype(float) / 100).round().astype(int)
    pd.DataFrame(
        {
            "school_id": held["school_code"],
            "academic_year": "2015/16",
            "group": "all",
            "sessions_possible": possible,
            "sessions_attended": attended,
        }
    ).to_csv(folder / "attendance.csv", index=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_project(tmp_path_factory.mktemp("real"), ROOT / "data" / "published", "published")
    write_tables(root / "data" / "real")
    (root / "params" / "partnership.yml").write_text(PARTNERSHIP, encoding="utf-8")
    own = publication(root)
    build(own, Options("builtin"), StageLog.silent())
    return own.site_folder("public")


def test_every_real_school_has_its_pages_and_pdfs(site: Path) -> None:
    for language in ("en", "cy"):
        for code in real_rows()["school_code"]:
            folder = site / language / "schools" / code
            assert (folder / "index.html").exists()
            assert pdf_in(folder)


def test_real_names_and_attendance_are_shown_as_they_are(site: Path) -> None:
    rows = real_rows()
    row = rows[(rows["sector"] == "Primary") & (rows["attendance_pct"] != "")].iloc[0]
    page = (site / "cy" / "schools" / row["school_code"] / "index.html").read_text("utf-8")
    assert row["school_name"].replace("&", "&amp;").replace("'", "&#39;") in page
    assert f"{float(row['attendance_pct']):.1f}" in page
    said = "".join(text_of(pdf_in(site / "en" / "schools" / row["school_code"])))
    assert row["school_name"].split()[0] in said
