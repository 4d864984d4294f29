"""Figures that others told us: printed actuals, targets, judgements of progress."""

import pandas as pd

from tymor.config import Config
from tymor.inputs import Inputs
from tymor.measures import progress
from tymor.measures.frame import as_figures
from tymor.prepare.areas import open_schools
from tymor.publication import Publication


def told_actuals(config: Config, inputs: Inputs) -> pd.DataFrame:
    """Printed values of all learners, or the printed reason why there is none."""
    told = inputs.tables["published_outcomes"]
    return _told(config, told.assign(kind="actual", decimals=config.decimals.printed))


def told_targets(config: Config, inputs: Inputs) -> pd.DataFrame:
    """Targets; the partnership's own are told to as many places as it prints."""
    targets = inputs.tables["targets"]
    own = targets["area_id"] == config.partnership.id
    decimals = own.map({True: config.decimals.printed, False: config.decimals.computed})
    return _told(config, targets.assign(kind="target", decimals=decimals))


def told_progress(publication: Publication, inputs: Inputs) -> pd.DataFrame:
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
    return as_figures(rows.assign(group="all", unit=units, source="printed"))
