"""What only counting every row tells: printed values and pupils' rows that do not agree."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from tymor.check.against_counts import against_counts, taught, warning_at
from tymor.check.plausible import jumped
from tymor.check.unlikely import unlikely_changes
from tymor.config import Config
from tymor.errors import Problem, count
from tymor.inputs import Inputs, Vocabulary
from tymor.measures.computed import Actuals, open_actuals
from tymor.measures.frame import as_text
from tymor.measures.pupils import every_rule
from tymor.measures.pupils.rule import GIVEN_TWICE, SUBJECTS

#: Rules that are asked again where there are pupils' rows, which come before counts.
_AGAIN = frozenset({"la_total", "no_such_percentage"})
_KEY = ["area_id", "measure_id", "academic_year"]


def recounted(config: Config, vocabulary: Vocabulary, inputs: Inputs) -> Inputs:
    """The inputs with a warning for each figure that its own rows do not give.

    Where pupils' rows are held, schools' results are held against the year before,
    and printed values against what all the rows together give.
    """
    printed = inputs.tables["published_outcomes"].dropna(subset=["value"])
    pupils = inputs.learners is not None
    if printed.empty and not pupils:
        return inputs
    years = None if pupils else sorted(printed["academic_year"].unique())
    with open_actuals(config, inputs, years) as actuals:
        if pupils:
            inputs = _with_pupils_rows(config, vocabulary, inputs, actuals)
        return inputs.with_problems(_differences(config, inputs, printed, actuals))


def _with_pupils_rows(
    config: Config, vocabulary: Vocabulary, inputs: Inputs, actuals: Actuals
) -> Inputs:
    """School by school, some at a time: what a printed value needs is kept, jumps are told."""
    printed = inputs.tables["published_outcomes"]
    needed = pd.MultiIndex.from_frame(printed[["measure_id", "academic_year"]])
    schools = inputs.tables["schools"]
    schools = schools[schools["la_code"].isin(config.partnership.local_authorities)]
    ids = sorted(schools["school_id"])
    seen: set[tuple[str, str]] = set()
    counts, far = [], []
    for start in range(0, len(ids), config.engine.areas_at_once):
        some = _counted(actuals, ids[start : start + config.engine.areas_at_once], vocabulary)
        seen |= taught(some, vocabulary)
        own = pd.MultiIndex.from_frame(some[["measure_id", "academic_year"]])
        counts.append(some[own.isin(needed)])
        far.append(_far(some, vocabulary))
    kept = [problem for problem in inputs.problems if problem.rule not in _AGAIN]
    found = against_counts(pd.concat(counts), frozenset(seen), inputs, vocabulary) if ids else []
    jumps = _jumps(pd.concat(far), inputs.tables["results"], vocabulary) if ids else []
    return replace(inputs, problems=(*kept, *found, *jumps, *_uncounted(inputs)))


def _counted(actuals: Actuals, school_ids: list[str], vocabulary: Vocabulary) -> pd.DataFrame:
    """Percentages of all learners at the end of a phase, with what they are made of."""
    rows = as_text(actuals.of_areas(school_ids, group="all"))
    of_phase = vocabulary.phase_of(rows["measure_id"]).isin(vocabulary.taught)
    rows = rows[of_phase & (rows["unit"] != "pp") & rows["numerator"].notna()]
    columns = ["area_id", "academic_year", "measure_id", "numerator", "denominator", "cohort"]
    return rows[columns].rename(columns={"area_id": "school_id"})


def _far(counts: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    counts = counts[counts["measure_id"].isin({rule.measure_id for rule in every_rule()})]
    counts = counts[vocabulary.is_percentage(counts["measure_id"])]
    counts = counts.assign(part=counts["numerator"], whole=counts["denominator"])
    return unlikely_changes(counts, ["school_id", "measure_id"], ["measure_id"])


def _jumps(far: pd.DataFrame, results: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Each jump, told where the school's rows of that year and phase begin."""
    if far.empty:
        return
    place = ["school_id", "academic_year", "phase"]
    far = far.assign(phase=vocabulary.phase_of(far["measure_id"]))
    first = results[results["school_id"].isin(far["school_id"])].drop_duplicates(place)
    first = first[[*place, "source_file", "source_row"]].astype(dict.fromkeys(place, "str"))
    rows = far.merge(first, on=place)
    for row in rows.sort_values(["source_file", "source_row", "measure_id"]).to_dict("records"):
        made_of = f"{row['numerator']:.0f} of {row['denominator']:.0f}"
        what = f"{row['school_id']} {row['measure_id']}"
        check = f"the rows from here on, which give {made_of}, and those before"
        yield warning_at(row, "jump", jumped(row, what, check))


def _uncounted(inputs: Inputs) -> Iterator[Problem]:
    """Subjects that no measure counts in their phase: mostly a code that is spelt otherwise."""
    results = inputs.tables["results"]
    pairs = results.groupby(["phase", "subject"], observed=True, sort=False).size()
    words = pairs.reset_index(name="rows").astype({"phase": "str", "subject": "str"})
    for pair in words.sort_values(["phase", "subject"]).to_dict("records"):
        phase, subject, rows = pair["phase"], pair["subject"], pair["rows"]
        known = SUBJECTS.get(phase)
        if known is None or subject in {*known, *GIVEN_TWICE}:
            continue
        first = results[(results["phase"] == phase) & (results["subject"] == subject)].iloc[0]
        yield warning_at(
            dict(first),
            "uncounted_subject",
            f"no measure counts this subject at {phase} ({count(int(rows), 'row')}, this "
            f"the first); expected one of {', '.join(known)}. Correct the code, or let mapping.yml "
            "say what it means; else its rows are left alone.",
            "subject",
            subject,
        )


def _differences(
    config: Config, inputs: Inputs, printed: pd.DataFrame, actuals: Actuals
) -> Iterable[Problem]:
    if printed.empty:
        return
    told = {(each.file, each.row) for each in inputs.problems if each.rule == "la_total"}
    computed = as_text(actuals.of_areas(list(printed["area_id"].unique()), group="all"))
    values = computed.set_index(_KEY)["value"]
    for row in printed.join(values.rename("computed"), on=_KEY).to_dict("records"):
        if (row["source_file"], row["source_row"]) in told:
            continue
        # The computed value is rounded: less than one in its last place apart is no difference.
        places = config.decimals[row["measure_id"]]
        if pd.notna(row["computed"]) and abs(row["computed"] - row["value"]) >= 1 / 10**places:
            yield warning_at(
                row,
                "printed_and_computed",
                f"{row['measure_id']} {row['academic_year']} of {row['area_id']} is "
                f"{row['computed']:.{places}f} when computed from the rows held. "
                "The printed figure is published.",
                "value",
                f"{row['value']:.2f}",
            )
