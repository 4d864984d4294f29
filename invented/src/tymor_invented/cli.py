"""The command line ``tymor-invent``."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from tymor.config import find_root
from tymor.errors import TymorError
from tymor_invented.bundled import write_bundled
from tymor_invented.draws import SEED
from tymor_invented.region import Wish, write_region
from tymor_invented.today import write_today

app = typer.Typer(
    help="Invented schools and learners, as input tables of Tymor.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Published = Annotated[
    Path | None, typer.Option("--published", help="Printed figures to equal; data/published.")
]


@app.command()
def region(
    out: Annotated[Path, typer.Option("--out", help="The folder to write; it is made.")],
    schools: Annotated[
        int, typer.Option("--schools", help="375: a partnership; 1500: Wales; 24000: England.")
    ] = 375,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed, other data.")] = SEED,
    published: Published = None,
) -> None:
    """Invent a whole partnership: schools, learners, results."""
    _guarded(lambda: write_region(out, published or _in_data("published"), Wish(schools, seed)))


@app.command()
def bundled(
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder to write; data/sample.")
    ] = None,
    published: Published = None,
) -> None:
    """Write the data that comes with Tymor: forty schools, and their learners."""
    _guarded(lambda: write_bundled(out or _in_data("sample"), published or _in_data("published")))


@app.command()
def today(
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder to write; data/dwyafon.")
    ] = None,
) -> None:
    """Write the data of the second publication: schools of today, with today's measures."""
    _guarded(lambda: write_today(out or _in_data("dwyafon")))


def _in_data(name: str) -> Path:
    return find_root() / "data" / name


def _guarded(write: Callable[[], list[Path]]) -> None:
    """Name what was written; an expected error is a few lines on standard error."""
    try:
        for path in write():
            typer.echo(f"Written:     {path}")
    except TymorError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
