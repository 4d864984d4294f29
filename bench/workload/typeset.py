"""From an executed notebook to a PDF, in a process of its own: NOTEBOOK PDF LANGUAGE.

What pandoc would be used for; this takes less time, since it starts one process and not two.
"""

import json
import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).parent / "report.typ"


def main(notebook: Path, pdf: Path, language: str) -> None:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    blocks = [block(output["data"]) for output in outputs if "data" in output]
    data = json.dumps({"language": language, "title": notebook.stem, "blocks": blocks})
    typst.compile(TEMPLATE, output=pdf, sys_inputs={"data": data})


def block(shown: dict[str, object]) -> dict[str, object]:
    """A chart, a table or words, as the template takes them."""
    if "image/svg+xml" in shown:
        return {"kind": "chart", "svg": text(shown["image/svg+xml"])}
    if "application/vnd.dataresource+json" in shown:
        table = shown["application/vnd.dataresource+json"]
        names = [field["name"] for field in table["schema"]["fields"]]
        rows = [["" if row[n] is None else str(row[n]) for n in names] for row in table["data"]]
        return {"kind": "table", "names": names, "rows": rows}
    words = text(shown.get("text/markdown", shown["text/plain"]))
    kind = "heading" if words.startswith("#") else "text"
    return {"kind": kind, "text": words.lstrip("# ").replace("*", "")}


def text(value: object) -> str:
    """Jupyter keeps long texts as lists of lines."""
    return "".join(value) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
