"""Prepare: from checked inputs to one release an audience.

A release is a folder of Parquet tables, and all that a notebook of that
audience can read: what the audience may not see is not in it. ``areas`` has a
row an area; ``figures`` a row a figure (see :mod:`tymor.measures.frame`); the
other tables are those that ``params/audiences.yml`` allows.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tymor.areas import area_table, open_schools
from tymor.config import Audience, Config
from tymor.disclosure.suppress import suppress
from tymor.files import Writer, fresh_folder
from tymor.inputs import Inputs
from tymor.measures import attendance, context, outcomes, progress
from tymor.measures.frame import IDENTITY, as_figures
from tymor.measures.missing import fill_missing
from tymor.measures.plan import plan_grid
from tymor.measures.signals import with_signals
from tymor.publication import Publication


@dataclass(frozen=True)
class Release:
    """What one audience may read, by table name."""

    tables: Mapping[str, pd.DataFrame]


def prepare(publication: Publication, inputs: Inputs) -> dict[str, Release]:
    """Write ``release/AUDIENCE/*.parquet`` for every audience; return them by name."""
    areas = area_table(publication, inputs)
    figures = _every_figure(publication, inputs, areas)
    plan = plan_grid(
        publication.config, inputs.tables["plan_actions"], inputs.tables["plan_printed"]
    )
    releases = {}
    for name, audience in publication.config.audiences.items():
        release = _for_audience(publication, audience, inputs, areas, figures, plan)
        _write(publication, name, release)
        releases[name] = release
    return releases


def _every_figure(publication: Publication, inputs: Inputs, areas: pd.DataFrame) -> pd.DataFrame:
    """Printed and computed figures of all areas, before any audience's limits."""
    figures = pd.concat(
        [
            _actuals(publication, inputs),
            as_figures(_targets(publication.config, inputs)),
            as_figures(context.pupils_and_efsm(areas, publication.term.academic_year)),
            as_figures(_progress(publication, inputs)),
        ],
        ignore_index=True,
    )
    shown = [*publication.term.years, *publication.term.target_years]
    figures = figures[
        figures["area_id"].isin(areas["area_id"]) & figures["academic_year"].isin(shown)
    ]
    return fill_missing(figures, areas, publication)


def _actuals(publication: Publication, inputs: Inputs) -> pd.DataFrame:
    """Printed values; where none is printed, the one computed from rows."""
    config = publication.config
    printed = inputs.tables["published_outcomes"]
    printed = printed.assign(
        group="all",
        kind="actual",
        unit=printed["measure_id"].map({n: m.unit for n, m in config.measures.items()}),
        decimals=config.decimals.printed,
        source="printed",
    )
    computed = computed_actuals(config, inputs)
    both = pd.concat([as_figures(printed), as_figures(computed)], ignore_index=True)
    return both.drop_duplicates(IDENTITY, keep="first")


def computed_actuals(config: Config, inputs: Inputs) -> pd.DataFrame:
    """Everything that can be computed from schools' rows, for every area.

    The partnership's own figures are computed only where the schools held are
    all its schools: a sample's sum says nothing about the region.
    """
    places = config.decimals.computed
    schools = inputs.tables["schools"]
    schools = schools[schools["la_code"].isin(config.partnership.local_authorities)]
    rates = [
        outcomes.of_schools_and_authorities(inputs.tables["school_outcomes"], schools, places),
        attendance.rates(inputs.tables["attendance"], schools, config.measures, places),
    ]
    if not inputs.holds_sample("schools"):
        who = config.partnership.id
        rates += [outcomes.of_partnership(rate, schools, who, places) for rate in rates]
    counted = pd.concat(rates, ignore_index=True)
    gaps = outcomes.gaps(counted, config.measures, places)
    return pd.concat([counted, gaps], ignore_index=True).assign(
        kind="actual", decimals=places, status="provisional", source="computed"
    )


def _targets(config: Config, inputs: Inputs) -> pd.DataFrame:
    targets = inputs.tables["targets"]
    own = targets["area_id"] == config.partnership.id
    return targets.assign(
        group="all",
        kind="target",
        unit=targets["measure_id"].map({n: m.unit for n, m in config.measures.items()}),
        decimals=own.map({True: config.decimals.printed, False: config.decimals.computed}),
        source="printed",
    )


def _progress(publication: Publication, inputs: Inputs) -> pd.DataFrame:
    return progress.priorities_judged(
        inputs.tables["school_priorities"],
        open_schools(publication, inputs),
        publication.term_id,
        publication.term.academic_year,
        list(publication.config.judgements.schemes["school_priority"]),
    )


def _for_audience(
    publication: Publication,
    audience: Audience,
    inputs: Inputs,
    areas: pd.DataFrame,
    figures: pd.DataFrame,
    plan: pd.DataFrame,
) -> Release:
    """What one audience may see. Signals come last: only what is published is compared."""
    config = publication.config
    schools = open_schools(publication, inputs)["school_id"]
    if audience.school_groups is not None:
        hidden = figures["area_id"].isin(schools) & ~figures["group"].isin(audience.school_groups)
        figures = figures[~hidden]
    figures = with_signals(suppress(figures, audience.minimum_cohort), config.measures)
    beyond = {
        "plan": plan,
        "plan_actions": inputs.tables["plan_actions"],
        "school_priorities": inputs.tables["school_priorities"],
    }
    few = figures.loc[figures["measure_id"] == "pupils"].set_index("area_id")["status"]
    areas = areas.assign(pupils=areas["pupils"].mask(areas["area_id"].map(few) == "suppressed"))
    return Release(
        {"areas": areas, "figures": figures.sort_values(IDENTITY)}
        | {name: beyond[name] for name in audience.tables}
    )


def _write(publication: Publication, audience: str, release: Release) -> None:
    writer = Writer(fresh_folder(publication.release_folder(audience)))
    for name, table in release.tables.items():
        buffer = io.BytesIO()
        table.to_parquet(buffer, index=False)
        writer.bytes(f"{name}.parquet", buffer.getvalue())
