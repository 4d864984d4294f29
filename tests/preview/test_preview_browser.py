"""An open page of a preview in a real browser: it changes by itself, and answers a click."""

from pathlib import Path

import pytest
from browser import chromium, needs_browser, opened
from previews import PATIENCE_SECONDS, looking_at
from projects import mini_project, notebook_file

pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]

PATIENCE = PATIENCE_SECONDS * 1000


def test_an_open_page_shows_what_is_saved_in_its_place(tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    notebook = notebook_file(root, "authority")
    whole = notebook.read_text("utf-8")
    with (
        looking_at(root, "authority", "675", language="cy") as looking,
        chromium() as browser,
        opened(browser, f"{looking.preview.address}cy/", 1200) as tab,
    ):
        tab.wait_for_selector("main h1", timeout=PATIENCE)  # it was there before the page was
        assert tab.url.endswith("/cy/authorities/merthyr-tydfil/")
        tab.evaluate("window.opened = 1; scrollTo({ top: 1200, behavior: 'instant' })")
        new = 'page.text(en="New words.", cy="Geiriau newydd.")'
        notebook.write_text(f"{whole}\n# %%\n{new}\n", "utf-8")
        tab.wait_for_selector("text=Geiriau newydd.", timeout=PATIENCE)
        assert tab.evaluate("window.opened") == 1, "the page was not loaded anew"
        assert abs(tab.evaluate("scrollY") - 1200) < 60, "it stays where it was"
        assert tab.locator("main .sorter").count() > 0, "its tables answer, too"

        notebook.write_text(f"{whole}\n# %%\n1 / 0\n", "utf-8")
        tab.wait_for_selector("text=ZeroDivisionError: division by zero", timeout=PATIENCE)
        assert tab.locator("text=Geiriau newydd.").count() == 1
        notebook.write_text(whole, "utf-8")
        tab.wait_for_selector("text=ZeroDivisionError", state="detached", timeout=PATIENCE)

        tab.locator("#outcomes-attendance tbody td .number").first.click()
        told = tab.wait_for_selector("#tymor-figure", timeout=PATIENCE)
        assert told is not None
        assert "notebooks/authority/authority.py, cell " in told.inner_text()
        tab.keyboard.press("Escape")
        assert tab.locator("#tymor-figure").count() == 0
