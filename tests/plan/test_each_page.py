"""A report with several pages on an area: what each reads, its address, and what it may not say."""

import pytest
from projects import ROOT

from tymor.config import load_config
from tymor.config.area_slices import AreaTree
from tymor.config.models import ReportEntry

TREE = AreaTree({"P": None, "A": "P", "B": "P", "a": "A", "b": "A", "c": "B"})
ENTRY = {
    "area": "partnership", "audiences": ["partnership"], "path": "caseload/{each}",
    "each": "caseloads",
}  # fmt: skip


def test_a_page_reads_its_own_schools_and_the_areas_that_they_lie_in() -> None:
    part = TREE.slice_of("P", ["below"], ["a", "c"])
    assert part.own == {"a", "c"}
    assert part.others == {"A", "B", "P"}
    assert TREE.slice_of("P", ["self", "below"], ["a"]).own == {"P", "a"}
    assert TREE.slice_of("P", ["below"]).own == {"A", "B", "a", "b", "c"}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"path": "caseload"}, "each"),
        ({"each": None}, "each"),
        ({"changes": ["schools"]}, "no changes"),
        ({"reads": ["self"]}, "below among reads"),
        ({"path": "caseload/{partner}"}, "small letters"),
    ],
)
def test_what_does_not_go_with_several_pages_is_told(other: dict[str, object], told: str) -> None:
    assert ReportEntry.model_validate(ENTRY).path == "caseload/{each}"
    with pytest.raises(ValueError, match=told):
        ReportEntry.model_validate(ENTRY | other)


def test_an_areas_own_page_is_never_one_of_several() -> None:
    reports = load_config(ROOT).reports
    assert reports["caseload"].path_of("csc", "CSC", "a-nico") == "caseload/a-nico"
    assert reports["caseload"].tables == (
        "figures", "caseloads", *reports["caseload"].uses,
    )  # fmt: skip


def test_what_fits_which_sector() -> None:
    config = load_config(ROOT)
    assert not config.fits("ks2_csi", "special")
    assert config.fits("ks2_csi", "primary")
    assert config.fits("attendance_special", "pru")
    assert not config.fits("attendance_special", "primary")
    assert not config.fits("attendance_primary", "secondary")
    assert config.fits("post16_all_c", "special")
