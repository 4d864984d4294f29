"""The page of the check report, in a real browser, on a phone and on a desk."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import chromium, needs_browser
from checking import FAULTS, GOOD, read

from tymor.check.report import write_check_report
from tymor.console.problems import alike
from tymor.files import Writer

pytestmark = [pytest.mark.browser, needs_browser]

#: Faults that get on with one another; the workbook's sheet has a name.
SPOILT = ("all_at_once", "mapped_workbook", "post16_completion", "jump", "shifted_school")


def test_the_check_page_tells_everything_at_every_width(tmp_path: Path) -> None:
    data = Path(shutil.copytree(GOOD, tmp_path / "data"))
    for case in SPOILT:
        for path in (FAULTS / case).iterdir():
            (data / path.stem).with_suffix(".csv").unlink(missing_ok=True)
            shutil.copy(path, data / path.name)
    (data / "expected.txt").unlink()
    inputs = read(data)
    assert len(inputs.problems) > 8
    write_check_report(Writer(tmp_path / "check"), inputs)
    with chromium() as browser:
        for width in (360, 1280):
            tab = browser.new_page(viewport={"width": width, "height": 900})
            tab.goto((tmp_path / "check" / "index.html").as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            assert Axe().run(tab).response["violations"] == []
            seen = tab.inner_text("main")
            for file, kinds in alike(inputs.problems).items():
                for kind in kinds:
                    for part in (file, kind.first.column, kind.first.rule, kind.message):
                        assert str(part or "") in seen
                    for example in kind.examples:
                        assert str(example.value or "") in seen
                        assert example.own in seen
            assert "PLASC 2017.xlsx, sheet 'Data'" in seen
            tab.close()
