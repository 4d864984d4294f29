"""Small projects for the tests: the repository's own params and notebooks, other data."""

import shutil
from pathlib import Path

from tymor.publication import Publication, open_publication

ROOT = Path(__file__).parent.parent
MINI = Path(__file__).parent / "mini"
TERM = "2017-summer"

#: One local authority, so that a build is five notebooks.
MINI_PARTNERSHIP = """\
id: CSC
name: {en: "Miniature Consortium", cy: "Consortiwm Bach"}
local_authorities: ["675"]
data: [mini]
"""


def copy_project(folder: Path, data: Path, name: str = "mini") -> Path:
    """A project in ``folder`` with the repository's params and notebooks and this data."""
    for part in ("params", "notebooks"):
        ignored = shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints", "__pycache__")
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    shutil.copytree(data, folder / "data" / name)
    (folder / "site").mkdir()
    return folder


def mini_project(folder: Path) -> Path:
    """The miniature publication: two schools, a few measures, a plan of four elements."""
    copy_project(folder, MINI / "data")
    (folder / "params" / "partnership.yml").write_text(MINI_PARTNERSHIP, encoding="utf-8")
    return folder


def publication(root: Path, partnership: str | None = None) -> Publication:
    return open_publication(TERM, partnership, root)
