"""The usual tools on some reports, N at a time: papermill, nbconvert and typst, each a process.

Run by ``bench/batch.py``: OUT FIGURES LABELS AT_ONCE EXECUTIONS AREA...

A report is two pages and two PDFs. ``EXECUTIONS`` is 2 for a run of the notebook in each
language, as these tools are used; 1 for a single run whose notebook is converted twice, which
shows one language only and stands for the least that a notebook in both could take.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import jupytext

HERE = Path(__file__).parent / "workload"
LANGUAGES = ("en", "cy")


@dataclass(frozen=True)
class Usual:
    """Where the notebook is, what it reads and where its pages go."""

    out: Path
    figures: Path
    labels: Path
    executions: int

    @property
    def notebook(self) -> Path:
        return self.out / "plain.ipynb"

    def report(self, area: str) -> None:
        """Execute, convert and set one report in both languages."""
        for number, language in enumerate(LANGUAGES):
            if number < self.executions:
                executed = self.execute(area, language)
            self.publish(executed, language)

    def execute(self, area: str, language: str) -> Path:
        executed = self.out / "executed" / language / f"{area}.ipynb"
        executed.parent.mkdir(parents=True, exist_ok=True)
        given = {
            "area": area,
            "language": language,
            "figures": str(self.figures),
            "labels": str(self.labels),
        }
        raw = [word for name, value in given.items() for word in ("-r", name, value)]
        options = ["--cwd", str(HERE / "notebooks"), "--no-progress-bar"]
        _module("papermill", str(self.notebook), str(executed), *raw, *options)
        return executed

    def publish(self, executed: Path, language: str) -> None:
        """The page and the PDF beside it."""
        site = self.out / "site" / language / executed.stem
        site.mkdir(parents=True)
        _module("nbconvert", "--to", "html", "--no-input", "--output-dir", str(site), str(executed))
        _python(str(HERE / "typeset.py"), str(executed), str(site / "report.pdf"), language)


def main(usual: Usual, at_once: int, areas: list[str]) -> None:
    usual.out.mkdir(parents=True)
    jupytext.write(jupytext.read(HERE / "notebooks" / "plain.py"), usual.notebook)
    with ThreadPoolExecutor(at_once) as pool:
        for _ in pool.map(usual.report, areas):
            pass


def _module(name: str, *arguments: str) -> None:
    _python("-m", name, *arguments)


def _python(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr[-4000:]}")


if __name__ == "__main__":
    out, figures, labels, at_once, executions, *areas = sys.argv[1:]
    main(Usual(Path(out), Path(figures), Path(labels), int(executions)), int(at_once), areas)
