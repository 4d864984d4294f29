"""Check: every input against its contract, and printed figures against computed ones."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from tymor.check.costs import costs_of_nothing
from tymor.check.formatting import unshown_formatting
from tymor.check.inputs_stamp import last_held
from tymor.check.meetings import tasks_without_meeting
from tymor.check.plan import plan_problems
from tymor.check.read import read_inputs
from tymor.check.recount import recounted
from tymor.check.report import write_check_report
from tymor.check.told_twice import results_among_indicators
from tymor.config import Config
from tymor.config.terms import results_known
from tymor.errors import CheckFailed, Problem, count
from tymor.files import Writer, closed_folder, fresh_folder
from tymor.inputs import Inputs, Vocabulary
from tymor.inputs.as_known import as_known, known_rows
from tymor.inputs.model import RowsHeld
from tymor.publication import Publication

#: So many areas are named as examples.
_EXAMPLES = 5
#: Without it nothing can be said of any area; what no other table holds is not said.
REQUIRED = ("local_authorities",)


def check(publication: Publication) -> Inputs:
    """Read and check ``data/``; the report is written to ``build/TERM/check/``.

    The inputs are returned with every problem in them; warnings may be among
    these, and errors too: :func:`stop_on_errors` decides.
    """
    publication.close_to_others()
    config = publication.config
    inputs = read_inputs(
        config.data_folders, vocabulary(config), required=REQUIRED, root=config.root
    )
    inputs = inputs.with_problems(
        [*_gone(last_held(publication), inputs), *_without_source(config, inputs)]
    )
    until = publication.term.published, results_known(publication.term_id)
    ever = known_rows(inputs.tables, inputs.tables, *until)
    inputs = replace(inputs, tables=as_known(inputs.tables, *until), known=ever)
    writer = Writer(closed_folder(fresh_folder(publication.folder / "check")))
    if not any(problem.severity == "error" for problem in inputs.problems):
        inputs = _with_learners(writer, inputs)
        inputs = inputs.with_problems(
            [
                *_outside(config, inputs),
                *_of_others(config, inputs),
                *plan_problems(publication, inputs),
                *costs_of_nothing(inputs),
                *tasks_without_meeting(inputs),
                *results_among_indicators(config, inputs),
                *unshown_formatting(inputs),
            ]
        )
        inputs = recounted(config, vocabulary(config), inputs)
    write_check_report(writer, inputs)
    return inputs


def _gone(before: RowsHeld, inputs: Inputs) -> Iterator[Problem]:
    """A warning for each table of a data folder that had rows ``before`` and is not there.

    A table that has moved to another folder is not gone. What is there and cannot be read,
    and a folder or a table that must be there, was told as an error.
    """
    folders = {source.folder for source in inputs.sources}
    told = {str(problem.file) for problem in inputs.problems if problem.severity == "error"}
    had = {(table, folder) for folder, tables in before.items() for table in tables}
    moved = {table for table, _ in inputs.held - had}
    lost: dict[str, dict[str, int]] = defaultdict(dict)
    for table, folder in sorted(had - inputs.held):
        if table not in moved and folder not in told and f"{table}.csv" not in told:
            lost[folder][table] = before[folder][table]
    taken_out = "leave it so if it was taken out: what it said will not be published."
    for folder, tables in lost.items():
        if folder in folders:
            for table, rows in tables.items():
                yield Problem(
                    f"{folder}/{table}.csv",
                    "table_gone",
                    "there is no such file now, nor another with this table, but the last release "
                    f"of this term had {count(rows, 'row')} from here. Put it back, or {taken_out}",
                    severity="warning",
                )
        else:
            listed = ", ".join(f"{table} ({count(rows, 'row')})" for table, rows in tables.items())
            yield Problem(
                folder,
                "table_gone",
                "the folder is none of the partnership's data folders now, but the last release "
                f"of this term had rows from here: {listed}. Name it again, or {taken_out}",
                severity="warning",
            )


def _without_source(config: Config, inputs: Inputs) -> Iterator[Problem]:
    """Folders that do not say what they are: invented figures would be taken for real ones."""
    held = {folder for _, folder in inputs.held}
    for folder in config.data_folders:
        name = folder.relative_to(config.root).as_posix()
        above = [here for here in folder.parents if here.is_relative_to(config.root / "data")]
        said = [here / "source.yml" for here in (folder, *above)]
        if name in held and not any(map(os.path.lexists, said)):
            yield Problem(
                f"{name}/source.yml",
                "source",
                "there is no such file, so these figures are published as real ones, and no page "
                "can say where they come from. Write it (docs/data.md): title, from, invented.",
                severity="warning",
            )


def _with_learners(writer: Writer, inputs: Inputs) -> Inputs:
    """Pupils' rows as the engine reads them, in ``check/learners/``.

    They may have come as CSV, a workbook or from a database, in another's words.
    """
    results = inputs.tables["results"]
    if results.empty:
        return inputs
    from tymor.measures.counting import learners  # DuckDB is loaded only where rows need it

    with writer.together(*(f"learners/{name}" for name in learners.FILES)) as paths:
        learners.write_learners(results, dict(zip(learners.FILES, paths, strict=True)))
    return replace(inputs, learners=writer.root / "learners")


def stop_on_errors(publication: Publication, inputs: Inputs) -> None:
    """Raise when a contract was broken; the site is then not touched."""
    errors = [problem for problem in inputs.problems if problem.severity == "error"]
    if errors:
        report = publication.folder / "check" / "index.html"
        raise CheckFailed(
            f"{count(errors, 'error')} in the input; nothing was built and nothing in site/ "
            f"was touched. The report: {report.relative_to(publication.config.root)}"
        )


def vocabulary(config: Config) -> Vocabulary:
    """The words of ``params/`` that the data may use."""
    return Vocabulary(
        measures=config.measures,
        phases=config.phases,
        groups=frozenset(config.groups),
        plan_schemes={
            year: frozenset(config.plan_scheme(year)) for year in config.judgements.plan_years
        },
        partnership_ids=config.partnership_ids,
        languages=tuple(config.languages),
        reform_areas=config.support.reform_areas,
        priority_judgements=tuple(config.judgements.schemes.get("school_priority", ())),
        committees=tuple(config.committees),
        categories={name: tuple(each.words) for name, each in config.categorisation.parts.items()},
        collaboration=config.support.collaboration,
        judged_indicators=config.risk.of_source("risk"),
        counted_indicators={
            name: config.risk.indicators[name].unit
            for name in config.risk.of_source("risk_readings")
        },
    )


def _outside(config: Config, inputs: Inputs) -> Iterable[Problem]:
    """Rows that are good but are not this partnership's: said, since they are left out."""
    who = config.partnership
    schools = inputs.tables["schools"]
    outside = schools[~schools["la_code"].isin(who.local_authorities)]
    for file, rows in outside.groupby("source_file", sort=True):
        codes = ", ".join(sorted(rows["la_code"].unique()))
        yield _left_out(
            file,
            "la_code",
            f"{count(rows, 'school')} of local authorities outside {who.id} ({codes}) "
            "will have no page and count in no figure of this publication.",
        )


def _of_others(config: Config, inputs: Inputs) -> Iterable[Problem]:
    """A warning for each file with rows of partnerships and authorities that are not this one's.

    A folder that another partnership reads, too, is there to have rows of both; and published
    results of other partnerships are shown beside this one's.
    """
    who = config.partnership
    others = (each for each in config.partnerships if each.id != who.id)
    shared = [Path("data", folder) for each in others for folder in each.data]
    own = {who.id, *who.local_authorities, *inputs.tables["schools"]["school_id"]}
    for table, rows in inputs.tables.items():
        if "area_id" not in rows:
            continue
        beside = config.partnership_ids if table == "published_outcomes" else ()
        fallen = rows[~rows["area_id"].isin([*own, *beside])]
        for file, each in fallen.groupby("source_file", sort=True):
            if any(Path(str(file)).is_relative_to(folder) for folder in shared):
                continue
            areas = sorted(each["area_id"].unique())
            told = ", ".join(areas[:_EXAMPLES]) + (", …" if len(areas) > _EXAMPLES else "")
            yield _left_out(
                file,
                "area_id",
                f"{count(each, 'row')} of {table} are of areas outside {who.id} ({told}) and "
                "will not be published, as if they were not held. Check the codes, or leave it "
                "so if they are another partnership's.",
            )


def _left_out(file: object, column: str, message: str) -> Problem:
    """A warning of rows of a file that are not this partnership's."""
    return Problem(file=str(file), column=column, rule="outside_partnership", severity="warning",
                   message=message)  # fmt: skip
