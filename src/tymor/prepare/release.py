"""Prepare: from checked inputs to one release an audience.

A release is a folder of Parquet tables, and all that a notebook of that
audience can read: what the audience may not see is not in it. ``areas`` has a
row an area; ``figures`` a row a figure (see :mod:`tymor.measures.frame`), in the order of
areas; the other tables are those that ``params/audiences.yml`` allows.

Figures are prepared for some areas at a time, so that memory does not grow with
the partnership, and all releases take the place of the last ones together, at the end.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.util import hash_pandas_object

from tymor.cache import Cache
from tymor.check.inputs_stamp import own_fingerprint
from tymor.config import Audience, Config, Measure, Term
from tymor.config.disclosure import COSTS, Protection
from tymor.disclosure.costs import NAMES, RULES, SHOWN_AS, costs, sectors_of, with_gaps
from tymor.disclosure.decide import (
    Decided,
    as_decided,
    cells_of,
    counts_of,
    decide,
    unseen_of_schools,
)
from tymor.disclosure.known import known_of
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import SHOWN
from tymor.disclosure.repair import everything_found_out
from tymor.disclosure.suppress import suppress, with_nobody
from tymor.files import to_json, whole_folder
from tymor.fingerprints import code_of, digest, digest_of
from tymor.inputs import Inputs
from tymor.ledger import Ledger, read_ledger
from tymor.measures import context, progress
from tymor.measures.computed import Actuals, open_actuals
from tymor.measures.frame import as_figures, in_order, places_of, stacked
from tymor.measures.missing import missing_figures, printed_reasons
from tymor.measures.result_status import ResultStatuses
from tymor.measures.rounding import round_half_up
from tymor.measures.signals import with_signals
from tymor.measures.standing import standing
from tymor.measures.trends import trends
from tymor.prepare.areas import area_table, open_schools, with_closed
from tymor.prepare.other_tables import (
    EarlyWarning,
    early_warnings,
    for_audience,
    shown_areas,
    shown_from,
    tables_beyond,
)
from tymor.prepare.release_files import AudienceFiles, Release, StoredTables, WriterThread
from tymor.publication import Publication
from tymor.recorded import OF_BUILD


def prepare(
    publication: Publication, inputs: Inputs, ledger: Ledger | None = None
) -> dict[str, Release]:
    """Write ``release/AUDIENCE/*.parquet`` for every audience; return them by name.

    The releases returned read their tables when asked. A run that fails or is
    killed leaves the last releases as they were. What the ``ledger`` says was shown is known; where
    none is given, it is that of the project, but for what was made of these very inputs.
    """
    areas = area_table(publication, inputs).sort_values("area_id", ignore_index=True)
    schools = frozenset(open_schools(publication, inputs)["school_id"])
    audiences = publication.config.audiences
    alike = _alike(publication.config)
    made_from = own_fingerprint(publication)
    if ledger is None:
        whole = read_ledger(publication.config.root)
        whole.record(publication.config.root, OF_BUILD)
        ledger = whole.but_for(made_from)
    with whole_folder(publication.releases) as folder, WriterThread() as writer:
        for name, audience in audiences.items():
            (folder / name).mkdir(mode=0o700 if audience.closed else 0o777)
        files = [AudienceFiles(folder / next(iter(own)), writer) for own in alike]
        config = publication.config
        beyond = tables_beyond(publication, inputs, areas)
        shown_years = [*publication.term.years, *publication.term.target_years]
        with open_actuals(config, inputs, shown_years) as actuals:
            every = with_closed(areas, inputs)
            names = [next(iter(own)) for own in alike]
            excluded = beyond["exclusions"]
            statuses = _statuses(config, inputs)
            decided = _decided(
                publication, names, actuals, excluded, every, inputs, ledger, statuses
            )
            for figures in _every_figure(publication, inputs, areas, actuals, statuses):
                for of_them, own in zip(files, alike, strict=True):
                    name, audience = next(iter(own.items()))
                    of_them.add_figures(
                        _for_audience(
                            publication, audience, schools, figures, decided[name], statuses
                        )
                    )
        beyond[COSTS] = _costs(publication, alike, decided, areas)
        warnings = early_warnings(publication, inputs, areas)
        for of_them in files:
            of_them.close()
        for of_them, own in zip(files, alike, strict=True):
            known = decided[next(iter(own))]
            seen = shown_areas(areas, known) if known.statuses else areas
            tables = shown_from(beyond, known, seen)
            tables |= _compared(publication, own, seen, of_them, warnings, known)
            for name, audience in own.items():
                _write_cells(folder / publication.cells_file(name).name, known)
                parts = config.categorisation.seen_by(name)
                of_them.finish(folder / name, seen, for_audience(tables, audience, areas, parts))
        public = {"inputs": made_from, "ledger": ledger.digests}
        (folder / publication.known_file.name).write_text(to_json(public), "utf-8")
    return {name: Release(StoredTables(publication.release_folder(name))) for name in audiences}


def _alike(config: Config) -> list[dict[str, Audience]]:
    """Audiences with the same limits together: they see the same figures."""
    together: dict[object, dict[str, Audience]] = {}
    for name, audience in config.audiences.items():
        limits = (
            config.disclosure[name], audience.school_groups, audience.school_sections,
            audience.schools_in_tables, audience.school_targets,
        )  # fmt: skip
        together.setdefault(limits, {})[name] = audience
    return list(together.values())


def _decided(
    publication: Publication,
    names: Sequence[str],
    actuals: Actuals,
    exclusions: pd.DataFrame,
    areas: pd.DataFrame,
    inputs: Inputs,
    ledger: Ledger,
    statuses: ResultStatuses,
) -> dict[str, Decided]:
    """What each audience is shown of counted figures; they are gone through once.

    What is printed elsewhere is public, and so is what the ``ledger`` says was shown.
    """
    config, year = publication.config, publication.term.academic_year
    rules = {name: config.disclosure[name] for name in names}
    held = {name: each for name, each in rules.items() if isinstance(each, Protection)}
    told = _some_at_a_time(config, actuals, areas) if held else iter(())
    told = map(statuses.without, told)
    counts = counts_of(told, exclusions, areas, year)
    found = dict.fromkeys(names, Decided({}))
    printed = _public_already(publication, inputs)
    cache = Cache(publication.cache)
    for name, each in held.items():
        cells = cells_of(counts, areas, config.measures, config.audiences[name], each,
                         config.learners.others)  # fmt: skip
        shown = pd.concat([ledger.shown_to(name), printed])
        cells = cells.assign(known=known_of(cells, shown))
        found[name] = _decided_once(cells, config.measures, each, cache)
    return found


def _decided_once(
    cells: pd.DataFrame, measures: Mapping[str, Measure], rules: Protection, cache: Cache
) -> Decided:
    """What is decided of these counts, which is not decided again while they are the same."""
    related = {name: (each.of, each.within, each.all_of, each.among, each.streams)
               for name, each in measures.items()}  # fmt: skip
    made_from = digest(
        str(list(cells.columns)),
        hash_pandas_object(cells, index=False).to_numpy().tobytes(),
        digest_of([rules.model_dump(), related]),
    )
    name = ("decided", code_of([decide.__module__]), made_from)
    if held := cache.held(name):
        states, by = json.loads(held)
        kept = cells.assign(state=np.array(states, np.int8), rule=np.array(by, object))
        return as_decided(kept, measures)
    decided = decide(cells, measures, rules, partial(everything_found_out, cache=cache), cache)
    told = decided.cells
    cache.keep(name, json.dumps([told["state"].tolist(), told["rule"].tolist()]))
    return decided


def _public_already(publication: Publication, inputs: Inputs) -> pd.DataFrame:
    """Printed figures of all learners, as shown ones whose numbers of learners nobody says."""
    told = _told_actuals(publication.config, inputs)
    numbered = told[told["value"].notna()]
    unsaid = pd.Series(pd.NA, index=numbered.index, dtype="Int64")
    return numbered[KEY].astype("str").assign(state=SHOWN, numerator=unsaid, denominator=unsaid)


def _costs(
    publication: Publication,
    alike: Sequence[Mapping[str, Audience]],
    decided: Mapping[str, Decided],
    areas: pd.DataFrame,
) -> pd.DataFrame:
    """What protection costs each audience that has rules: the rows of :func:`.costs.costs`."""
    config, sectors = publication.config, sectors_of(areas)
    parts = [pd.DataFrame(columns=["audience", *NAMES, *SHOWN_AS, *RULES])]
    for own in alike:
        for name in own:
            rules, of_all = config.disclosure[name], decided[next(iter(own))]
            if isinstance(rules, Protection):
                cells = with_gaps(of_all.cells, config.measures, of_all.statuses)
                parts.append(costs(cells, sectors, rules).assign(audience=name))
    return pd.concat(parts[1:] or parts, ignore_index=True)


def _write_cells(path: Path, decided: Decided) -> None:
    """Keep the counts and the rules, without what was decided: whoever attacks them will see."""
    if decided.protected:
        path.touch(mode=0o600)
        decided.cells.drop(columns="state").to_parquet(path, index=False)


def _some_at_a_time(
    config: Config, actuals: Actuals, areas: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    """Counted figures, of some areas at a time."""
    for start in range(0, len(areas), config.engine.areas_at_once):
        ids = list(areas["area_id"].iloc[start : start + config.engine.areas_at_once])
        yield as_figures(actuals.of_areas(ids))


def _every_figure(
    publication: Publication,
    inputs: Inputs,
    areas: pd.DataFrame,
    actuals: Actuals,
    statuses: ResultStatuses,
) -> Iterator[pd.DataFrame]:
    """Printed and computed figures, some areas at a time, before any audience's limits."""
    config, term = publication.config, publication.term
    printed, targets = _told_actuals(config, inputs), _told_targets(config, inputs)
    reasons = printed_reasons(pd.concat([printed, targets]), config.partnership.id)
    judged = _told_progress(publication, inputs)
    for start in range(0, len(areas), config.engine.areas_at_once):
        own = areas.iloc[start : start + config.engine.areas_at_once]
        ids = list(own["area_id"])
        parts = [
            *(table[table["area_id"].isin(ids)] for table in (printed, targets, judged)),
            as_figures(actuals.of_areas(ids)),
            as_figures(context.pupils_and_efsm(own, term.academic_year)),
        ]
        # What is printed comes first and stands, also where it says there is no number.
        known = [part[_shown(part, term)] for part in parts]
        every = stacked([*known, missing_figures(known, own, publication, reasons)])
        yield statuses.given_to(in_order(every))


def _statuses(config: Config, inputs: Inputs) -> ResultStatuses:
    """How sure the results of each measure and year are."""
    printed, told = _told_actuals(config, inputs), inputs.tables["result_status"]
    return ResultStatuses(told, printed, config.partnership.id, config.measures)


def _told_actuals(config: Config, inputs: Inputs) -> pd.DataFrame:
    """Printed values of all learners, or the printed reason why there is none."""
    told = inputs.tables["published_outcomes"]
    return _told(config, told.assign(kind="actual"))


def _told_targets(config: Config, inputs: Inputs) -> pd.DataFrame:
    """Targets of all learners, or the reason why there is none."""
    return _told(config, inputs.tables["targets"].assign(kind="target"))


def _told_progress(publication: Publication, inputs: Inputs) -> pd.DataFrame:
    """How many school priorities of each authority were judged to be in each category."""
    return as_figures(
        progress.priorities_judged(
            inputs.tables["school_priorities"],
            open_schools(publication, inputs),
            publication.term_id,
            publication.term.academic_year,
            list(publication.config.judgements.schemes["school_priority"]),
        )
    )


def _told(config: Config, rows: pd.DataFrame) -> pd.DataFrame:
    units = rows["measure_id"].map({name: each.unit for name, each in config.measures.items()})
    places = places_of(rows["measure_id"], config.decimals)
    value = round_half_up(rows["value"].astype("float64"), places)
    return as_figures(
        rows.assign(group="all", value=value, unit=units, decimals=places, source="printed")
    )


def _shown(figures: pd.DataFrame, term: Term) -> pd.Series:
    """Actuals and targets of the term's own years: others may not be known yet."""
    year, kind = figures["academic_year"], figures["kind"]
    results = (kind == "actual") & year.isin(term.years)
    targets = (kind == "target") & year.isin(term.target_years)
    return results | targets | ~kind.isin(["actual", "target"])


def _for_audience(
    publication: Publication,
    audience: Audience,
    schools: frozenset[str],
    figures: pd.DataFrame,
    decided: Decided,
    statuses: ResultStatuses,
) -> pd.DataFrame:
    """What one audience may see. Signals come last: only what is published is compared."""
    unseen = ~figures["group"].isin(audience.school_groups)
    if not audience.school_targets:
        unseen |= figures["kind"] == "target"
    measures = publication.config.measures
    unseen |= figures["measure_id"].isin(unseen_of_schools(audience, measures))
    hidden = figures["area_id"].isin(schools) & unseen
    figures = with_nobody(figures[~hidden], decided, measures)
    # After that, so that a row tells nothing of whether a group has learners.
    figures = statuses.told_of_groups(figures, publication.term.years)
    return with_signals(suppress(figures, decided), measures)


def _compared(
    publication: Publication,
    audiences: Mapping[str, Audience],
    areas: pd.DataFrame,
    files: AudienceFiles,
    warnings: EarlyWarning,
    decided: Decided,
) -> dict[str, pd.DataFrame]:
    """What comparing these audiences' published figures gives, where one may read that."""
    wanted = {table for audience in audiences.values() for table in audience.tables}
    if not {"standing", "trends", "risk"} & wanted:
        return {}
    of_all = files.actuals_of_all_learners()
    return {
        "standing": standing(
            of_all, areas, publication.config.measures, publication.config.similar
        ),
        "trends": trends(of_all, publication.term.academic_year),
        "risk": warnings.levels(publication.config, of_all, decided),
    }
