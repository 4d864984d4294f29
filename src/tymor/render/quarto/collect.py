"""From what Quarto rendered to the site: the built-in renderer's addresses."""

from pathlib import Path

from tymor.errors import TymorError
from tymor.files import Writer
from tymor.render.table_tags import name_row_headers

OUTPUT = "_site"
#: Quarto copies what its configuration names; these are of no use to a reader.
_LEFT_BEHIND = (".scss", ".typ", ".qmd")


def collect(project: Path, writer: Writer, language: str) -> None:
    """Copy a rendered project into the site at ``{language}/{path}/…``.

    Each page's PDF, which Quarto names after its source, becomes ``report.pdf``, and
    the first cell of every row of its tables is tagged as the row's heading.

    Raises
    ------
    TymorError
        A page or PDF was not rendered; all that are missing are named.
    """
    output = project / OUTPUT
    _refuse_gaps(project, output)
    for file in sorted(output.rglob("*")):
        if not file.is_file() or file.suffix in _LEFT_BEHIND:
            continue
        relative = file.relative_to(output)
        if relative.name == "index.pdf":
            tagged = name_row_headers(file.read_bytes())
            writer.bytes(Path(language, relative).with_name("report.pdf"), tagged)
        else:
            writer.copy(file, Path(language, relative))


def _refuse_gaps(project: Path, output: Path) -> None:
    missing: list[str] = []
    for source in sorted(project.rglob("index.qmd")):
        page = source.parent.relative_to(project)
        wanted = ["index.html"]
        if source.with_name("page.json").exists():
            wanted.append("index.pdf")
        missing += [str(page / name) for name in wanted if not (output / page / name).is_file()]
    if missing:
        raise TymorError(
            f"Quarto reported success, but {project} lacks what it should have rendered: "
            f"{', '.join(missing)}. Run `quarto render` there and read what it says."
        )
