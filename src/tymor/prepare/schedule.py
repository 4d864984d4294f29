"""The calendar of a release: tasks with days, and the schedule that is the same each year."""

from datetime import date

import pandas as pd

from tymor.config.terms import terms_of
from tymor.inputs import Inputs

#: Both kinds of task have these; a text is empty where the other kind has none.
_TEXTS = (
    *("term", "season", "strand", "strand_cy", "task", "task_cy", "owner", "owner_cy"),
    *("deadline", "deadline_cy", "kind", "since", "source", "source_cy"),
)
_DAYS = ("due", "committee_date")
_AUTUMN = 9  # the month in which an academic year begins


def calendar(inputs: Inputs, partnership: str, academic_year: str) -> pd.DataFrame:
    """One row a task: of a term with its day, or of the yearly schedule.

    Of schedules the partnership's newest counts that the academic year knows. ``season`` is empty
    but for tasks of the schedule; one that is done all the year has the year's first term.
    ``due`` is missing where no day is set. ``invented`` says whether its data folder is.
    """
    dated, schedule = inputs.tables["calendar"], inputs.tables["key_tasks"]
    own = schedule["area_id"] == partnership
    known = schedule[own & (schedule["since"] <= academic_year)]
    newest = known[known["since"] == known["since"].max()]
    rows = pd.concat([_with_all(inputs, dated), _with_all(inputs, _of_year(newest, academic_year))])
    return rows.reset_index(drop=True)


def schedules(inputs: Inputs, partnership: str) -> pd.DataFrame:
    """One row a task of any of the partnership's schedules, also of those that begin later than
    the year reported on: its ``task`` and the academic year ``since`` which it is of."""
    held = inputs.tables["key_tasks"]
    own = held.loc[held["area_id"] == partnership, ["since", "task"]]
    return own.astype("str").reset_index(drop=True)


def _of_year(schedule: pd.DataFrame, academic_year: str) -> pd.DataFrame:
    """The schedule's tasks with terms and days of an academic year."""
    autumn, spring, summer = terms_of(academic_year)
    terms = {"spring": spring, "summer": summer}
    days = [_day(due, academic_year) for due in schedule["due"]]
    return schedule.rename(columns={"role": "owner", "role_cy": "owner_cy"}).assign(
        term=[terms.get(season, autumn) for season in schedule["season"]],
        due=pd.to_datetime(pd.Series(days, index=schedule.index, dtype="object")),
    )


def _day(month_day: str, academic_year: str) -> date | None:
    if not month_day:
        return None
    first = int(academic_year[:4])
    year = first if int(month_day[:2]) >= _AUTUMN else first + 1
    return date.fromisoformat(f"{year}-{month_day}")


def _with_all(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the columns of either kind."""
    texts = {name: rows.get(name, "") for name in _TEXTS}
    days = {name: rows.get(name, pd.NaT) for name in _DAYS}
    held = pd.DataFrame({**texts, **days}, index=rows.index)
    kinds = dict.fromkeys(_TEXTS, "str") | dict.fromkeys(_DAYS, "datetime64[us]")
    return held.astype(kinds).assign(invented=inputs.invented_rows(rows))
