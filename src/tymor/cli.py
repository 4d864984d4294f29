"""The command line: arguments only. Each command opens a publication and calls its stage."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from tymor.errors import TymorError

app = typer.Typer(
    help="A term's data and a folder of notebooks in; a bilingual website and PDF reports out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Term = Annotated[str, typer.Option("--term", help="A term of params/terms.yml: 2017-summer.")]
Partnership = Annotated[
    str | None,
    typer.Option(
        "--partnership", help="A name in params/partnerships/ (eas), or a path to such a file."
    ),
]
RendererName = Annotated[
    str,
    typer.Option(
        "--renderer",
        help="auto (Quarto where it is installed), builtin or quarto.",
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Notebooks at once; twice the cores.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the whole trace of an error.")]


@app.command()
def build(
    term: Term,
    partnership: Partnership = None,
    renderer: RendererName = "auto",
    workers: Workers = None,
    debug: Debug = False,
) -> None:
    """Everything up to the audit: check, prepare, plan, run, compose, render, audit."""

    def go(console: Console) -> None:
        from tymor.build import Options
        from tymor.build import build as stages
        from tymor.publication import open_publication
        from tymor.render.site import renderer_named
        from tymor.stage_log import StageLog

        publication = open_publication(term, partnership)
        stages(publication, Options(renderer_named(renderer), workers), StageLog(console))
        site = publication.site_folder("public").relative_to(publication.config.root)
        console.print(f"The site:    {site}/", highlight=False)
        chosen = f"--term {term}" + (f" --partnership {partnership}" if partnership else "")
        console.print(
            f"Look at it:  tymor serve {chosen}      Publish it:  tymor publish {chosen}",
            highlight=False,
        )

    _guarded(go, debug)


@app.command()
def check(term: Term, partnership: Partnership = None, debug: Debug = False) -> None:
    """Hold every input against its contract; report every problem at once."""

    def go(console: Console) -> None:
        from tymor.check import check as stage
        from tymor.check import stop_on_errors
        from tymor.inputs import print_problems
        from tymor.publication import open_publication

        publication = open_publication(term, partnership)
        inputs = stage(publication)
        print_problems(inputs.problems, console)
        stop_on_errors(publication, inputs)
        rows = sum(len(table) for table in inputs.tables.values())
        console.print(f"{len(inputs.tables)} tables, {rows:,} rows: no errors.", highlight=False)

    _guarded(go, debug)


@app.command()
def prepare(term: Term, partnership: Partnership = None, debug: Debug = False) -> None:
    """Check, and write one release an audience."""

    def go(console: Console) -> None:
        from tymor.build import prepare_release
        from tymor.publication import open_publication
        from tymor.stage_log import StageLog

        prepare_release(open_publication(term, partnership), StageLog(console))

    _guarded(go, debug)


@app.command()
def plan(term: Term, partnership: Partnership = None, debug: Debug = False) -> None:
    """Prepare, and list the jobs of the term."""

    def go(console: Console) -> None:
        from tymor.build import plan_jobs, prepare_release
        from tymor.publication import open_publication
        from tymor.stage_log import StageLog

        publication = open_publication(term, partnership)
        log = StageLog(console)
        _, releases = prepare_release(publication, log)
        for job in plan_jobs(publication, releases, log):
            print(f"{job.name:<40} {job.path}")

    _guarded(go, debug)


@app.command()
def run(
    term: Term = "2017-summer",
    partnership: Partnership = None,
    report: Annotated[str | None, typer.Option(help="Only this report.")] = None,
    only: Annotated[str | None, typer.Option(help="Only this area's id.")] = None,
    workers: Workers = None,
    debug: Debug = False,
) -> None:
    """Execute notebooks: all of the term's, or those of one report or area."""

    def go(console: Console) -> None:
        from tymor.build import run_some
        from tymor.publication import open_publication
        from tymor.stage_log import StageLog

        publication = open_publication(term, partnership)
        for path in run_some(publication, StageLog(console), report, only, workers):
            print(path)

    _guarded(go, debug)


@app.command()
def render(
    term: Term,
    partnership: Partnership = None,
    renderer: RendererName = "auto",
    debug: Debug = False,
) -> None:
    """Render the pages that were composed, again or with another renderer."""

    def go(console: Console) -> None:
        from tymor.build import render_pages
        from tymor.publication import open_publication
        from tymor.render.site import renderer_named
        from tymor.stage_log import StageLog

        publication = open_publication(term, partnership)
        render_pages(publication, renderer_named(renderer), StageLog(console))

    _guarded(go, debug)


@app.command()
def sample(
    out: Annotated[Path, typer.Option("--out", help="The folder to write; it is made.")],
    schools: Annotated[
        int, typer.Option("--schools", help="375: a partnership; 1500: Wales; 24000: England.")
    ] = 375,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed, other data.")] = 2017,
    published: Annotated[
        Path | None,
        typer.Option("--published", help="Printed figures to equal; data/published."),
    ] = None,
    debug: Debug = False,
) -> None:
    """Invent a whole partnership as input tables: schools, learners, results."""

    def go(console: Console) -> None:
        from tymor.config import find_root
        from tymor.sample.region import Wish, write_region

        figures = published or find_root() / "data" / "published"
        for path in write_region(out, figures, Wish(schools, seed)):
            console.print(f"Written:     {path}", highlight=False)

    _guarded(go, debug)


@app.command()
def publish(term: Term, partnership: Partnership = None, debug: Debug = False) -> None:
    """Put an audited site in place of the published one, in one switch."""

    def go(console: Console) -> None:
        from tymor.publication import open_publication
        from tymor.publish import publish as stage

        publication = open_publication(term, partnership)
        for place in stage(publication):
            where = place.relative_to(publication.config.root)
            console.print(f"Published:   {where}/", highlight=False)

    _guarded(go, debug)


@app.command()
def serve(
    term: Annotated[
        str | None, typer.Option("--term", help="A built term; without it, what is published.")
    ] = None,
    partnership: Partnership = None,
    port: Annotated[int, typer.Option(help="0 takes any free port.")] = 8000,
    debug: Debug = False,
) -> None:
    """Look at the public site in a browser on this computer."""

    def go(console: Console) -> None:
        from tymor.config import find_root
        from tymor.publication import open_publication
        from tymor.serve import serve as server_for

        root = find_root()
        folder = root / "site" / "public"
        if term is not None:
            folder = open_publication(term, partnership, root).site_folder("public")
        if not (folder / "index.html").exists():
            raise TymorError(f"No site in {folder.relative_to(root)}: run tymor build first.")
        server = server_for(folder, port)
        console.print(f"http://localhost:{server.server_port}/   (Ctrl-C ends it)", highlight=False)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()

    _guarded(go, debug)


def _guarded(go: Callable[[Console], Any], debug: bool) -> None:
    """Expected errors are a few lines on standard error and exit status 1."""
    console = Console(stderr=True, soft_wrap=True)
    try:
        go(console)
    except TymorError as error:
        if debug:
            raise
        console.print(str(error), markup=False, highlight=False)
        raise typer.Exit(1) from None


def main() -> None:
    app()


if __name__ == "__main__":
    main()
