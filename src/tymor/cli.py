"""The command line: arguments only. Each command opens a publication and calls its stage."""

import gc
import sys
from collections.abc import Callable
from typing import Annotated, Any, Literal

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
    str,
    typer.Option(
        "--workers",
        help="auto (as many notebooks at a time as there are cores), a number, or a Dask "
        "cluster: dask:tcp://HOST:PORT.",
    ),
]
RetryFailed = Annotated[
    bool,
    typer.Option("--retry-failed", help="Try jobs again that failed and have not changed since."),
]
MaxFailures = Annotated[
    int | None, typer.Option("--max-failures", min=1, help="Begin no job after so many failures.")
]
JobSeconds = Annotated[
    int | None, typer.Option("--job-seconds", min=1, help="The longest that a job may take.")
]
Form = Annotated[
    Literal["text", "json"],
    typer.Option("--format", help="text to read, or json: one problem a line, on standard output."),
]
Shared = Annotated[
    str,
    typer.Option(
        "--shared",
        help="With a Dask cluster: a folder or object store that its workers reach as well "
        "(file:///mnt/tymor, s3://bucket/tymor); without it, a folder below build/.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Stop where a notebook leaves something that no page shows: a data frame, a print.",
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the whole trace of an error.")]


@app.command()
def build(
    term: Term,
    partnership: Partnership = None,
    renderer: RendererName = "auto",
    workers: Workers = "auto",
    retry_failed: RetryFailed = False,
    max_failures: MaxFailures = None,
    job_seconds: JobSeconds = None,
    shared: Shared = "",
    strict: Strict = False,
    debug: Debug = False,
) -> None:
    """Everything up to the audit; what is done already is not done again."""

    def go(console: Console) -> None:
        from tymor.build import build as stages
        from tymor.console.stage_log import StageLog
        from tymor.options import Limits, Options, renderer_named
        from tymor.publication import open_publication

        publication = open_publication(term, partnership)
        limits = Limits(job_seconds=job_seconds, failures=max_failures)
        options = Options(renderer_named(renderer), workers, limits, retry_failed, shared, strict)
        stages(publication, options, StageLog(console))
        site = publication.site_folder("public").relative_to(publication.config.root)
        console.print(f"The site:    {site}/", highlight=False)
        chosen = f"--term {term}" + (f" --partnership {partnership}" if partnership else "")
        console.print(
            f"Look at it:  tymor serve {chosen}      Publish it:  tymor publish {chosen}",
            highlight=False,
        )

    _guarded(go, debug)


@app.command()
def check(
    term: Term,
    partnership: Partnership = None,
    form: Form = "text",
    debug: Debug = False,
) -> None:
    """Hold every input against its contract; report every problem at once."""

    def go(console: Console) -> None:
        from tymor.check.data import check as stage
        from tymor.check.data import stop_on_errors
        from tymor.console.problems import print_problems, problem_lines
        from tymor.locks import alone
        from tymor.publication import open_publication

        publication = open_publication(term, partnership)
        with alone(publication):
            inputs = stage(publication)
        if form == "json":
            sys.stdout.write(problem_lines(inputs.problems))
        else:
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
        from tymor.console.stage_log import StageLog
        from tymor.locks import alone
        from tymor.publication import open_publication

        publication = open_publication(term, partnership)
        with alone(publication):
            prepare_release(publication, StageLog(console))

    _guarded(go, debug)


@app.command()
def plan(
    term: Term,
    partnership: Partnership = None,
    reasons: Annotated[
        bool, typer.Option("--why", help="Say of each job why it would run, if it would.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Prepare, and list the jobs of the term."""

    def go(console: Console) -> None:
        from tymor.build import why_each
        from tymor.console.stage_log import StageLog
        from tymor.options import Options
        from tymor.publication import open_publication

        publication = open_publication(term, partnership)
        for job, why in why_each(publication, Options(), StageLog(console)):
            print(f"{job.name:<40} {job.page_name:<40} {why if reasons else ''}".rstrip())

    _guarded(go, debug)


@app.command()
def run(
    term: Term = "2017-summer",
    partnership: Partnership = None,
    report: Annotated[str | None, typer.Option(help="Only this report.")] = None,
    only: Annotated[str | None, typer.Option(help="Only this area's id.")] = None,
    workers: Workers = "auto",
    job_seconds: JobSeconds = None,
    strict: Strict = False,
    debug: Debug = False,
) -> None:
    """Execute notebooks: all of the term's, or those of one report or area."""

    def go(console: Console) -> None:
        from tymor.build import run_some
        from tymor.console.stage_log import StageLog
        from tymor.options import Limits, Options
        from tymor.publication import open_publication

        publication = open_publication(term, partnership)
        limits = Limits(job_seconds=job_seconds)
        options = Options(workers=workers, limits=limits, strict=strict)
        for path in run_some(publication, StageLog(console), report, only, options):
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
        from tymor.build import render_again
        from tymor.console.stage_log import StageLog
        from tymor.options import Options, renderer_named
        from tymor.publication import open_publication

        publication = open_publication(term, partnership)
        render_again(publication, Options(renderer_named(renderer)), StageLog(console))

    _guarded(go, debug)


@app.command()
def publish(
    term: Term,
    partnership: Partnership = None,
    missing: Annotated[
        list[str] | None,
        typer.Option("--missing", help="A page that may be missing: public/schools/9990001."),
    ] = None,
    debug: Debug = False,
) -> None:
    """Put an audited site in place of the published one, in one switch."""

    def go(console: Console) -> None:
        from tymor.publication import open_publication
        from tymor.publish.switch import publish as stage

        publication = open_publication(term, partnership)
        for place in stage(publication, missing or ()):
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
        from tymor.publish.serve import serve as server_for

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


kernel_app = typer.Typer(help="The Jupyter kernel of this Python.", no_args_is_help=True)
app.add_typer(kernel_app, name="kernel")


@kernel_app.command("install")
def kernel_install(debug: Debug = False) -> None:
    """Offer this Python's kernel to JupyterLab and papermill under the name tymor."""

    def go(console: Console) -> None:
        from tymor.run.warm.kernelspec import install_kernelspec

        console.print(f"Written:     {install_kernelspec()}", highlight=False)

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
    except KeyboardInterrupt:
        console.print("Stopped. What is done is kept: the same command goes on from there.")
        raise typer.Exit(130) from None


def main() -> None:
    # Importing makes hundreds of thousands of objects that stay: looking through them again
    # and again for what can go takes a tenth of the time of a build that has little to do.
    gc.set_threshold(100_000, 20, 20)
    app()
