"""A project that is built, and the files that it then has."""

from pathlib import Path

from projects import publication

from tymor.build import build
from tymor.console.stage_log import StageLog
from tymor.options import Options
from tymor.publication import Publication

OPTIONS = Options("builtin", "2")


def build_quietly(root: Path, options: Options = OPTIONS) -> Publication:
    own = publication(root)
    build(own, options, StageLog.silent())
    return own


def files(own: Publication) -> dict[str, tuple[int, bytes]]:
    """Every file that a build leaves for people: when it was written, and what is in it."""
    kept = ("site", "pages", "notebooks", "release", "check", "jobs.parquet")
    return {
        path.relative_to(own.folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for part in kept
        for path in sorted([own.folder / part, *(own.folder / part).rglob("*")])
        if path.is_file()
    }


def contents(own: Publication) -> dict[str, bytes]:
    return {name: content for name, (_, content) in files(own).items()}
