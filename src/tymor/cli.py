"""The command line: arguments only. Each command opens a publication and calls its stage."""

import gc
import sys
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer
from rich.console import Console

from tymor.errors import TymorError
from tymor.options import Options, RendererName

if TYPE_CHECKING:
    from tymor.publication import Publication

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
Renderer = Annotated[
    RendererName,
    typer.Option(
        "--renderer",
        help="auto: Quarto where it is installed.",
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
        help="Stop where a notebook leaves something that no page shows (a data frame, a print), "
        "or a number that does not say what it rests on.",
    ),
]

Weaker = Annotated[
    str,
    typer.Option(
        "--weaker-protection",
        help="Why the rules of protection show more than those of what was published last.",
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the whole trace of an error.")]

console = Console(stderr=True, soft_wrap=True)
_Go = TypeVar("_Go", bound=Callable[..., None])


def _command(place: typer.Typer, name: str | None = None) -> Callable[[_Go], _Go]:
    """A command with ``--debug``; expected errors are a few lines and exit status 1."""

    def add(go: _Go) -> _Go:
        @wraps(go)
        def guarded(*, debug: bool, **given: Any) -> None:
            try:
                go(**given)
            except TymorError as error:
                if debug:
                    raise
                console.print(str(error), markup=False, highlight=False)
                raise typer.Exit(1) from None
            except KeyboardInterrupt:
                told = "Stopped. What is done is kept: the same command goes on from there."
                console.print(told)
                raise typer.Exit(130) from None

        own = Parameter("debug", Parameter.KEYWORD_ONLY, default=False, annotation=Debug)
        asked = signature(go)
        every = [*asked.parameters.values(), own]
        guarded.__signature__ = asked.replace(parameters=every)  # type: ignore[attr-defined]
        guarded.__annotations__ = {**go.__annotations__, "debug": Debug}
        place.command(name)(guarded)
        return go

    return add


def _opened(term: str, partnership: str | None, root: Path | None = None) -> "Publication":
    from tymor.publication import open_publication

    return open_publication(term, partnership, root)


def _told(line: str) -> None:
    console.print(line, highlight=False)


@_command(app)
def build(
    term: Term,
    partnership: Partnership = None,
    renderer: Renderer = "auto",
    workers: Workers = "auto",
    retry_failed: RetryFailed = False,
    max_failures: MaxFailures = None,
    job_seconds: JobSeconds = None,
    shared: Shared = "",
    strict: Strict = False,
    weaker_protection: Weaker = "",
) -> None:
    """Everything up to the audit; what is done already is not done again."""
    from tymor.build import build as stages
    from tymor.console.stage_log import StageLog

    publication = _opened(term, partnership)
    options = Options(
        renderer, workers, job_seconds, max_failures, retry_failed, shared, strict,
        weaker_protection,
    )  # fmt: skip
    stages(publication, options, StageLog(console))
    _told(f"The site:    {publication.site_folder('public').relative_to(publication.config.root)}/")
    chosen = f"--term {term}" + (f" --partnership {partnership}" if partnership else "")
    _told(f"Look at it:  tymor serve {chosen}      Publish it:  tymor publish {chosen}")


@_command(app)
def check(
    term: Term,
    partnership: Partnership = None,
    form: Form = "text",
    weaker_protection: Weaker = "",
) -> None:
    """Hold every input against its contract; report every problem at once."""
    from tymor.check.data import check as stage
    from tymor.check.data import stop_on_errors
    from tymor.console.problems import print_problems, problem_lines
    from tymor.ledger import read_ledger
    from tymor.locks import alone
    from tymor.weaker_rules import require_no_weaker

    publication = _opened(term, partnership)
    with alone(publication):
        inputs = stage(publication)
    if form == "json":
        sys.stdout.write(problem_lines(inputs.problems))
    else:
        print_problems(inputs.problems, console)
    try:
        read_ledger(publication.config.root)
    except TymorError as lost:
        _told(f"Rules are not held against those of the last publication:\n{lost}")
    else:
        require_no_weaker(publication, weaker_protection)
    stop_on_errors(publication, inputs)
    rows = sum(len(table) for table in inputs.tables.values())
    _told(f"{len(inputs.tables)} tables, {rows:,} rows: no errors.")


@_command(app)
def prepare(term: Term, partnership: Partnership = None, weaker_protection: Weaker = "") -> None:
    """Check, and write one release an audience."""
    from tymor.build import prepare_release
    from tymor.console.stage_log import StageLog
    from tymor.locks import alone

    publication = _opened(term, partnership)
    with alone(publication):
        log = StageLog(console)
        prepare_release(publication, log, weaker_protection=weaker_protection)


@_command(app)
def plan(
    term: Term,
    partnership: Partnership = None,
    reasons: Annotated[
        bool, typer.Option("--why", help="Say of each job why it would run, if it would.")
    ] = False,
) -> None:
    """Prepare, and list the jobs of the term."""
    from tymor.build import why_each
    from tymor.console.stage_log import StageLog

    for job, why in why_each(_opened(term, partnership), Options(), StageLog(console)):
        print(f"{job.name:<40} {job.page_name:<40} {why if reasons else ''}".rstrip())


@_command(app)
def run(
    term: Term = "2017-summer",
    partnership: Partnership = None,
    report: Annotated[str | None, typer.Option(help="Only this report.")] = None,
    only: Annotated[
        str | None, typer.Option(help="Only this area's id, or one of a report's pages on it.")
    ] = None,
    workers: Workers = "auto",
    job_seconds: JobSeconds = None,
    strict: Strict = False,
) -> None:
    """Execute notebooks: all of the term's, or those of one report or area."""
    from tymor.build import run_some
    from tymor.console.stage_log import StageLog

    options = Options(workers=workers, job_seconds=job_seconds, strict=strict)
    publication = _opened(term, partnership)
    for path in run_some(publication, StageLog(console), report, only, options):
        print(path)


@_command(app)
def render(term: Term, partnership: Partnership = None, renderer: Renderer = "auto") -> None:
    """Render the pages that were composed, again or with another renderer."""
    from tymor.build import render_again
    from tymor.console.stage_log import StageLog

    render_again(_opened(term, partnership), Options(renderer), StageLog(console))


@_command(app)
def audit(
    term: Term,
    partnership: Partnership = None,
    twin: Annotated[
        int,
        typer.Option(
            "--twin",
            min=0,
            help="Make so many twins: other data that must give the same public site.",
        ),
    ] = 0,
) -> None:
    """Attack and check the sites that were built: leaks, links, languages, PDF/UA."""
    from tymor.build import audit_again
    from tymor.console.stage_log import StageLog

    audit_again(_opened(term, partnership), StageLog(console), twins=twin)


@_command(app)
def attack(
    sites: Annotated[
        list[Path] | None,
        typer.Argument(help="Built sites that are read together, as a stranger reads them."),
    ] = None,
    term: Annotated[str | None, typer.Option("--term", help="Attack this term's releases.")] = None,
    partnership: Partnership = None,
    school: Annotated[
        list[Path] | None,
        typer.Option("--school", help="With sites: a school's own, which it knows too; or all."),
    ] = None,
    interval: Annotated[
        int,
        typer.Option(
            "--interval",
            min=2,
            help="With sites: how many values each number that is withheld should have.",
        ),
    ] = 2,
) -> None:
    """Look for what can be worked out of the figures that are withheld.

    Of a term's releases, as whoever knows every figure that is shown exactly; or of built sites,
    of one term or several, as a stranger who has nothing else.
    """
    from tymor.build import attack_built, attack_releases
    from tymor.console.stage_log import StageLog

    if (term is None) == (not sites):
        raise TymorError(
            "Say what to attack: a term (tymor attack --term 2017-summer) or built sites, the "
            "oldest first (tymor attack build/2017-summer/site/public)."
        )
    if term is None:
        attack_built(sites or [], school or [], StageLog(console), interval)
    else:
        attack_releases(_opened(term, partnership), StageLog(console))


@_command(app)
def publish(
    term: Term,
    partnership: Partnership = None,
    missing: Annotated[
        list[str] | None,
        typer.Option("--missing", help="A page that may be missing: public/schools/9990001."),
    ] = None,
) -> None:
    """Put an audited site in place of the published one, in one switch."""
    from tymor.publish.switch import publish as stage

    publication = _opened(term, partnership)
    for place in stage(publication, missing or ()):
        _told(f"Published:   {place.relative_to(publication.config.root)}/")
    _told("Remembered:  site/.ledger/ (keep a copy of it), published.json (commit it)")


@_command(app)
def ledger(
    begin: Annotated[
        str,
        typer.Option("--begin", help="Begin a new one, where it is lost, and say why: it forgets."),
    ] = "",
    other: Annotated[
        Path | None,
        typer.Option("--from", help="Take in what this folder has: a copy, or one put aside."),
    ] = None,
) -> None:
    """What was ever published of protected audiences, and by which rules."""
    from tymor.config import find_root
    from tymor.ledger import begin_anew, read_ledger, take_in

    root = find_root()
    if begin.strip():
        aside = begin_anew(root, begin.strip())
        before = f" The one before: {aside.relative_to(root)}/" if aside.exists() else ""
        _told(f"Begun.{before}")
    for fault in take_in(root, other) if other else ():
        _told(f"Warning: {other}: {fault}")
    for each in read_ledger(root).entries:
        reason = f"   weaker protection: {each.reason}" if each.reason else ""
        print(f"{each.entered}   {each.name:<20} {each.file}{reason}")


@_command(app)
def serve(
    term: Annotated[
        str | None, typer.Option("--term", help="A built term; without it, what is published.")
    ] = None,
    partnership: Partnership = None,
    audience: Annotated[
        str, typer.Option("--audience", help="Whose sites: an audience of params/audiences.yml.")
    ] = "public",
    port: Annotated[int, typer.Option(help="0 takes any free port.")] = 8000,
) -> None:
    """Look at the sites of one audience in a browser on this computer."""
    from tymor.config import find_root, load_config
    from tymor.publish.serve import folder_of
    from tymor.publish.serve import serve as server_for

    root = find_root()
    opened = None if term is None else _opened(term, partnership, root)
    config = opened.config if opened else load_config(root, partnership)
    folder = folder_of(config, opened.sites if opened else root / "site", audience)
    server = server_for(folder, port)
    kind = "closed: for these readers only" if config.audiences[audience].closed else "public"
    _told(f"Audience:    {audience} ({kind})")
    _told(f"http://localhost:{server.server_port}/   (Ctrl-C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


#: Which page is written, of those that look at one.
OfReport = Annotated[str, typer.Argument(help="A report of notebooks/: authority.")]
OnArea = Annotated[
    str, typer.Argument(help="An area's id, or the end of its page's address: cardiff.")
]
ForAudience = Annotated[
    str, typer.Option("--audience", help="For whom; without it, the report's first readers.")
]
OfSeveral = Annotated[
    str, typer.Option("--each", help="Which of a report's pages on the area, of several.")
]
ShownFirst = Annotated[str, typer.Option("--lang", help="The language to show first.")]


@_command(app)
def preview(
    report: OfReport,
    area: OnArea,
    audience: ForAudience = "",
    each: OfSeveral = "",
    lang: ShownFirst = "",
    term: Term = "2017-summer",
    partnership: Partnership = None,
    port: Annotated[int, typer.Option(help="0 takes any free port.")] = 8001,
) -> None:
    """See one page in a browser while it is written: each file that is saved shows at once."""
    from tymor.config import find_root
    from tymor.preview.asked import Asked
    from tymor.preview.loop import open_preview

    asked = Asked(find_root(), term, partnership, report, area, audience, each)
    with open_preview(asked, port, lang, console) as shown:
        _told(f"{shown.address}   (Ctrl-C ends it)")
        shown.follow()


@_command(app, "open")
def open_notebook(
    report: OfReport,
    area: OnArea,
    audience: ForAudience = "",
    each: OfSeveral = "",
    lang: ShownFirst = "",
    term: Term = "2017-summer",
    partnership: Partnership = None,
) -> None:
    """Open a report's notebook in JupyterLab with the parameters of one page."""
    from tymor.config import find_root
    from tymor.console.stage_log import StageLog
    from tymor.preview.asked import Asked
    from tymor.preview.lab import lab_for

    asked = Asked(find_root(), term, partnership, report, area, audience, each)
    lab_for(asked, lang, StageLog(console)).run()


@_command(app)
def explain(
    page: Annotated[str, typer.Argument(help="A page's address or path: authorities/cardiff.")],
    figure: Annotated[
        str, typer.Argument(help="MEASURE, MEASURE/YEAR, MEASURE/YEAR/GROUP, or a block's id.")
    ],
    audience: Annotated[
        str, typer.Option("--audience", help="Of which readers' page; without it, the first.")
    ] = "",
    lang: Annotated[str, typer.Option("--lang", help="In which language words are given.")] = "en",
    term: Term = "2017-summer",
    partnership: Partnership = None,
) -> None:
    """Say what is behind a figure of a page that was built: its measure, source and notebook."""
    from tymor.preview.explain import explained, figures_named, find_page

    publication = _opened(term, partnership)
    if lang not in publication.config.languages:
        expected = " or ".join(publication.config.languages)
        raise TymorError(f"--lang is {lang!r}; expected {expected}.")
    made = find_page(publication, page, audience)
    for lines in explained(made, figures_named(made.page, figure), lang):
        for what, said in lines:
            print(f"{what:<12} {said}")
        print()


kernel_app = typer.Typer(help="The Jupyter kernel of this Python.", no_args_is_help=True)
app.add_typer(kernel_app, name="kernel")


@_command(kernel_app, "install")
def kernel_install() -> None:
    """Offer this Python's kernel to JupyterLab and papermill under the name tymor."""
    from tymor.run.kernel import install_kernelspec

    _told(f"Written:     {install_kernelspec()}")


def main() -> None:
    # Importing makes hundreds of thousands of objects that stay: looking through them again
    # and again for what can go takes a tenth of the time of a build that has little to do.
    gc.set_threshold(100_000, 20, 20)
    app()
