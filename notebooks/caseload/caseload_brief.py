"""The brief for a visit: the five questions for enquiry, each with what is held of the school."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from shared.enquiry import QUESTIONS, numbered
from shared.school_targets import targets_ahead
from shared.vocabulary import (
    newest_term,
    newest_year,
    priority_name,
    term_before,
    term_name,
    typed,
)
from tymor.locale import Value
from tymor.page import Figure, Text, TextCell
from tymor.report.areas import Area
from tymor.report.counted import joined
from tymor.report.document import Document

#: What it is about, and what is held of it: nothing where that is missing.
Line = tuple[Text | str, Text | TextCell | None]


def brief_of(page: Document, school: Area, overview: Any, results: pd.DataFrame) -> pd.DataFrame:
    """One row a thing that is held, below the question that it is for.

    ``question`` in words; ``about``, what it is; ``held`` as words or a cell, missing where there
    is nothing. ``overview`` is the school's row of :func:`caseload_figures.overview`, ``results``
    are all schools'.
    """
    priorities = _priorities(page, school)
    lines = {
        "evaluates": _evaluated(page, school, priorities),
        "knows": _known(page, priorities, results[results["school_id"] == school.id]),
        "does": _done(page, school, priorities),
        "succeeds": _moved(page, school, priorities),
        "needs": _needed(page, school, overview),
    }
    rows = []
    for question in QUESTIONS:
        name = numbered(page, question)
        held = list(lines[question]) or [(page.say(f"caseload.of.{question}"), None)]
        rows += [{"question": name, "about": about, "held": what} for about, what in held]
    return pd.DataFrame(rows, dtype="object")


def _priorities(page: Document, school: Area) -> list[Any]:
    """The school's priorities in the newest term of which any are held, each with its judgement the
    term before that: ``before``, and ``before_term``."""
    rows = page.release.table("school_priorities")
    rows = rows[rows["school_id"] == school.id]
    newest = newest_term(page, rows["term"]) or ""
    before_term = term_before(page, rows["term"], newest) or ""
    now, last = (rows[rows["term"] == each] for each in (newest, before_term))
    before = last[["priority", "judgement"]].rename(columns={"judgement": "before"})
    held = now.merge(before, on="priority", how="left").sort_values("priority")
    held = held.fillna({"before": "", "judgement": "", "on_track": ""})
    records: list[Any] = held.assign(before_term=before_term).to_dict("records")
    return records


def _name(page: Document, row: Any) -> Text:
    """The priority's name; of another term than the page's, with the term."""
    name = priority_name(page, str(row["priority"]), row["reform_area"])
    if row["term"] == page.publication.term_id:
        return name
    return _of_when(page, name, term_name(page, row["term"], within=True))


def _of_when(page: Document, what: Text, when: Text | str) -> Text:
    return page.say("caseload.of_when", {"what": what, "when": when})


def _evaluated(page: Document, school: Area, priorities: Iterable[Any]) -> Iterator[Line]:
    """What the school expects of itself, beside what it reached; how it and its partner see each
    priority now; and that its evaluation in words is not held, which no table has."""
    for row in targets_ahead(page, [school]).to_dict("records"):
        values: dict[str, Value | Figure] = {"target": row["target"], "reached": row["reached"]}
        values |= {"of_year": row["academic_year"], "since": row["since"]}
        yield page.say(f"measures.{row['measure_id']}.short"), page.say("caseload.target", values)
    for row in priorities:
        track = page.say(f"school_priorities.on_track.{row['on_track'] or 'unsaid'}")
        judged = page.say(f"judgements.{row['judgement'] or 'not_judged'}")
        yield _name(page, row), joined([track, judged], page.config.languages, "; ")
    yield page.say("caseload.own_evaluation"), None


def _known(page: Document, priorities: Iterable[Any], results: pd.DataFrame) -> Iterator[Line]:
    """Results and attendance, then what was found of each priority."""
    for row in results.to_dict("records"):
        values: dict[str, Value | Figure] = {"now": row["now"], "of_year": row["year"]}
        key = "result"
        before = row["before"]
        if isinstance(before, Figure) and before.value is not None:
            values["before"], key = before, "result_before"
        yield page.say(f"measures.{row['measure_id']}.short"), page.say(f"caseload.{key}", values)
    for row in priorities:
        found = typed(page, row, "commentary")
        if any(found.text.values()):
            yield _name(page, row), found


def _done(page: Document, school: Area, priorities: Iterable[Any]) -> Iterator[Line]:
    """Support agreed for each priority, and programmes of the newest year of which any are held."""
    for row in priorities:
        agreed = typed(page, row, "support_agreed")
        if any(agreed.text.values()):
            yield _name(page, row), agreed
    for row in _programmes(page, school):
        told = {"staff": int(row["participants"]), "of_year": row["academic_year"]}
        staff = page.say("caseload.staff", told)
        yield typed(page, row, "programme").text, staff


def _programmes(page: Document, school: Area) -> list[Any]:
    rows = page.release.table("professional_learning")
    own = rows[rows["school_id"] == school.id]
    own = own[own["academic_year"] == newest_year(page, own["academic_year"])]
    records: list[Any] = own.sort_values("programme").to_dict("records")
    return records


def _moved(page: Document, school: Area, priorities: Iterable[Any]) -> Iterator[Line]:
    """How judgements moved since the term before theirs, half-term reviews of that term, and what
    programmes changed."""
    for row in priorities:
        if row["before"] and row["judgement"]:
            words: dict[str, Value | Figure] = {
                name: page.say(f"judgements.{row[of]}")
                for name, of in (("last", "before"), ("now", "judgement"))
            }
            way = "same" if row["before"] == row["judgement"] else "moved"
            yield (
                priority_name(page, str(row["priority"]), row["reform_area"]),
                _in_term(page, way, row, words),
            )
    reviews = page.release.table("half_term_reviews")
    own = reviews[(reviews["school_id"] == school.id) & (reviews["judgement"] != "")]
    own = own.sort_values(["priority", "half"])
    areas = {(row["priority"], row["term"]): row for row in priorities}
    for review in own.to_dict("records"):
        about = areas.get((review["priority"], review["term"]))
        if about is not None:
            words = {
                "half": int(review["half"]),
                "judgement": page.say(f"judgements.{review['judgement']}"),
            }
            yield _name(page, about), _in_term(page, "half", about, words)
    for row in _programmes(page, school):
        if row["impact"]:
            impact = page.say(f"caseload.impacts.{row['impact']}")
            yield typed(page, row, "programme").text, impact


def _in_term(page: Document, key: str, row: Any, words: dict[str, Value | Figure]) -> Text:
    """What is said of a priority in this term; of another term it names that and the one before."""
    if row["term"] == page.publication.term_id:
        return page.say(f"caseload.{key}", words)
    terms = {"of_term": row["term"], "before_term": row["before_term"]}
    named = {name: term_name(page, each, within=True) for name, each in terms.items() if each}
    return page.say(f"caseload.{key}_then", {**words, **named})


def _needed(page: Document, school: Area, overview: Any) -> Iterator[Line]:
    """Category, days left, flags, follow-up, and what the school itself can give."""
    say = page.say
    if overview["category"] is not None:
        yield say("categories.category"), overview["category"]
    if overview["days_left"].value is not None:
        values = {name: overview[f"days_{name}"] for name in ("agreed", "used", "left")}
        yield say("caseload.days"), say("caseload.days_of", values)
    if overview["level"] is not None:
        level, flags = say(f"risk_levels.{overview['level']}"), overview["flags"]
        told = say("caseload.of_level", {"level": level, "flags": flags}) if flags else level
        yield say("caseload.level"), told
    if overview["follow_up"] not in (None, "none"):
        yield say("table.follow_up"), say(f"follow_ups.{overview['follow_up']}")
    rows = page.release.rows("strengths", "school_id", "academic_year", "strength")
    own = rows[(rows["school_id"] == school.id) & (rows["academic_year"] <= page.this_year)]
    for row in own[own["academic_year"] == own["academic_year"].max()].to_dict("records"):
        strength = say("collaboration.columns.strength")
        yield _of_when(page, strength, row["academic_year"]), typed(page, row, "strength")
