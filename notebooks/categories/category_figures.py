"""Schools by category as figures and frames, and school by school for those who may see it."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from shared.vocabulary import newest_term, term_before, term_name
from tymor.page import Figure, Text, TextCell
from tymor.report import told
from tymor.report.areas import Area
from tymor.report.bilingual import label
from tymor.report.counted import counted, days, joined
from tymor.report.document import Document

#: Figures of all categories together have the group of this name.
ALL = "all"
#: What is counted that other reports count too, by the key of its name.
_COUNTED = {
    "schools": "table.schools",
    "priorities": "table.priorities",
    **{
        each: f"school_priorities.counts.{each}" for each in ("on_track", "not_on_track", "limited")
    },
}


#: What is told of priorities, and the answers that it counts.
_TRACKED = {
    "asked": ["on_track", "not_on_track"],
    "on_track": ["on_track"],
    "limited": ["limited"],
}


def wide(counts: pd.DataFrame, words: Iterable[str], terms: Sequence[str]) -> pd.DataFrame:
    """How many schools: a row a category, a column a term, zero where no school has it."""
    by_term = counts.pivot_table("schools", "category", "term", aggfunc="sum")
    return by_term.reindex(index=list(words), columns=list(terms)).fillna(0).astype(int)


def schools(page: Document, part: str, word: str, number: int, term: str = "") -> Figure:
    """How many schools are in a category of a part of the scheme, in the page's term or another."""
    own = page.say(f"categories.{part}.{word}")
    when = term or page.publication.term_id
    words = [page.say(f"categories.parts.{part}"), own]
    if term and term != page.publication.term_id:
        words.append(term_name(page, term))
    name = joined(words, page.config.languages)
    return counted(page, f"schools_{part}_{word}", number, name, group=when)


def word_cell(page: Document, part: str, word: str) -> TextCell:
    """A category in words on its colour."""
    colour = page.config.categorisation.parts[part].words[word].colour
    return TextCell(text=page.say(f"categories.{part}.{word}"), colour=colour)


def by_part(page: Document, counts: pd.DataFrame, terms: Sequence[str]) -> pd.DataFrame:
    """One row a category of each part that any school has one of, in their order.

    ``code`` is the part, ``part`` its name; ``category`` a cell; a column of figures a term.
    """
    rows = []
    for code, part in page.config.categorisation.parts.items():
        own = counts[(counts["part"] == code) & (counts["before"] == ALL)]
        numbers: dict[Any, Any] = wide(own, part.words, terms).to_dict()
        for word in part.words if len(own) else ():
            row: dict[str, Any] = {
                "code": code,
                "part": label(page.say(f"categories.parts.{code}")),
                "category": word_cell(page, code, word),
            }
            for term in terms:
                row[term] = schools(page, code, word, numbers[term][word], term)
            rows.append(row)
    columns = ["code", "part", "category", *terms]
    return pd.DataFrame(rows, columns=columns, dtype="object")


def came_from(page: Document, moves: pd.DataFrame, words: Iterable[str]) -> pd.DataFrame:
    """One row a category of the term before, a column of figures a category now."""
    part = page.config.categorisation.support
    both = moves.pivot_table("schools", "before", "category", aggfunc="sum")
    both = both.reindex(index=list(words), columns=list(words)).fillna(0).astype(int)
    numbers: dict[Any, Any] = both.to_dict()
    rows = []
    for before in words:
        row: dict[str, Any] = {"before": word_cell(page, part, before)}
        for now in words:
            name = [page.say(f"categories.{part}.{each}") for each in (before, now)]
            said = page.say("categories_page.from_to", {"before": name[0], "now": name[1]})
            number = numbers[now][before]
            row[now] = counted(page, f"schools_{part}_{now}", number, said, group=f"from {before}")
        rows.append(row)
    return pd.DataFrame(rows, dtype="object")


def by_area(
    page: Document, counts: pd.DataFrame, areas: Sequence[Area], words: Iterable[str]
) -> pd.DataFrame:
    """One row an area, a column of figures a category, and ``held``: how many have any."""
    part, term = page.config.categorisation.support, page.publication.term_id
    rows = []
    for area in areas:
        own = counts[counts["area_id"] == area.id].set_index("category")["schools"]
        row: dict[str, Any] = {"area_id": area.id, "whole": area.id == page.area_id}
        for word in words:
            name = page.say(f"categories.{part}.{word}")
            made = schools(page, part, word, int(own.get(word, 0)))
            row[word] = made.model_copy(update={"area_id": area.id, "label": name})
        name = page.say("categories_page.of_all")
        more: dict[str, Any] = {"area_id": area.id, "group": term}
        row["held"] = counted(page, "schools_categorised", int(own.sum()), name, **more)
        rows.append(row)
    return pd.DataFrame(rows, dtype="object")


def progress_by_term(page: Document, progress: pd.DataFrame, terms: Sequence[str]) -> pd.DataFrame:
    """Priorities of the schools that are in a category now, term by term.

    ``progress`` has rows of the table ``category_progress``. One row a category and term with
    any: ``category`` as a cell, ``term`` in words, and figures: ``schools``, ``priorities``,
    ``on_track``, ``not_on_track`` and each judgement.
    """
    part = page.config.categorisation.support
    answers = ["on_track", "not_on_track", *page.config.judgements.schemes["school_priority"]]
    rows = []
    for word in page.config.categorisation.followed:
        for term in terms:
            own = progress[(progress["category"] == word) & (progress["term"] == term)]
            if own.empty:
                continue
            held: dict[Any, Any] = {row["answer"]: row for row in own.to_dict("records")}
            numbers = {each: held[each]["priorities"] if each in held else 0 for each in answers}
            name = page.say(f"categories.{part}.{word}")

            def figure(what: str, number: float, word: str = word, term: str = term,
                       name: Text = name) -> Figure:  # fmt: skip
                said = [
                    name,
                    page.say(_COUNTED.get(what, f"categories_page.counted.{what}")),
                    term_name(page, term),
                ]
                words = joined(said, page.config.languages)
                return counted(page, f"followed_{what}", number, words, group=f"{word}, {term}")

            rows.append(
                {
                    "category": word_cell(page, part, word),
                    "term": term_name(page, term),
                    "schools": figure("schools", held[ALL]["schools"]),
                    "priorities": figure("priorities", held[ALL]["priorities"]),
                    **{each: figure(each, number) for each, number in numbers.items()},
                }
            )
    return pd.DataFrame(rows, dtype="object")


def tell_progress(page: Document) -> None:
    """How many priorities of the followed schools are on track, and with how many limited progress
    is judged: in the newest term in which anybody was asked, and in the one before it.

    What nobody was asked is not said; where that newest term is not the page's own, it is named.
    """
    terms = page.release.table("category_progress")["term"].unique()
    newest = newest_term(page, [each for each in terms if _tracked(page, each)["asked"]])
    if newest is None:
        return
    told: dict[str, Any] = _tracked(page, newest)
    if newest == page.publication.term_id:
        page.text("categories_page.tracked_now", **told)
    else:
        of_term = term_name(page, newest, within=True)
        page.text("categories_page.tracked_then", of_term=of_term, **told)
    before = _tracked(page, term_before(page, terms, newest) or "")
    if before["asked"]:
        page.text("categories_page.tracked_before", **before)


def _tracked(page: Document, term: str) -> dict[str, Any]:
    """Of how many priorities of the followed schools each of :data:`_TRACKED` was said."""
    followed = list(page.config.categorisation.followed)
    return {
        name: told.rows(
            page, "category_progress", column="priorities", how="sum", answer=answers,
            area_id=page.area_id, category=followed, term=term,
        )
        for name, answers in _TRACKED.items()
    }  # fmt: skip


def named_schools(page: Document, terms: Sequence[str]) -> pd.DataFrame:
    """One row a school whose category the audience may see, the most support first, then by name.

    ``school`` is its name, ``school_id``, ``followed``; a column a term with its category as a
    cell, missing where it had none; ``PART_now`` the same of each part in the page's term;
    ``since_term`` in words, ``reason`` in the languages that it was written in.
    """
    scheme = page.config.categorisation
    rows = page.release.rows(
        "categories", "school_id", "term", "since", "part", "category", "reason"
    )
    term = page.publication.term_id
    rows = rows[rows["term"].isin([*terms, term])]
    records: list[Any] = rows.to_dict("records")
    held = {(row["school_id"], row["part"], row["term"]): row for row in records}
    order = list(scheme.parts[scheme.support].words)
    parts = [part for part in scheme.parts if (rows["part"] == part).any()]

    def cell(school: Area, part: str, when: str) -> TextCell | None:
        row = held.get((school.id, part, when))
        return word_cell(page, part, row["category"]) if row else None

    made = []
    for school in sorted(page.schools(), key=page.by_name):
        now = held.get((school.id, scheme.support, term))
        if now is None:
            continue
        made.append(
            {
                "school_id": school.id,
                "school": school.name,
                "place": order.index(now["category"]),
                "followed": now["category"] in scheme.followed,
                "since_term": term_name(page, now["since"]),
                **{each: cell(school, scheme.support, each) for each in terms},
                **{f"{part}_now": cell(school, part, term) for part in parts},
                **{name: now[name] for name in now if name.startswith("reason")},
            }
        )
    made.sort(key=lambda row: -row["place"])
    columns = ["school_id", "school", "followed", "since_term", "reason", *terms]
    frame = pd.DataFrame(made, columns=None if made else columns, dtype="object")
    return frame.astype({"followed": "bool"})


def support_of(page: Document, named: pd.DataFrame) -> pd.DataFrame:
    """Priorities of these schools in the page's term, and their days of support this year.

    One row a school of which priorities may be read: figures, of days missing where none are held.
    """
    priorities = page.release.rows(
        "school_priorities", "school_id", "term", "on_track", "judgement"
    )
    priorities = priorities[priorities["term"] == page.publication.term_id]
    given = page.release.rows("support", "school_id", "academic_year", "days_agreed", "days_used")
    given = given[given["academic_year"] == page.this_year]
    total = given.groupby("school_id")[["days_agreed", "days_used"]].sum(skipna=False)
    rows = []
    for school in named.to_dict("records"):
        own = priorities[priorities["school_id"] == school["school_id"]]
        if own.empty:
            continue
        numbers = {
            "priorities": len(own),
            "on_track": (own["on_track"] == "yes").sum(),
            "not_on_track": (own["on_track"] == "no").sum(),
            "limited": (own["judgement"] == "limited").sum(),
        }
        of = {"area_id": school["school_id"]}
        row: dict[str, Any] = {"school": school["school"]}
        for name, number in numbers.items():
            said = joined(
                [school["school"], page.say(_COUNTED[name])],
                page.config.languages,
            )
            row[name] = counted(page, f"priorities_{name}", number, said, **of)
        for name in map(str, total):
            said = joined(
                [school["school"], page.say(f"days_of_support.{name}")], page.config.languages
            )
            row[name] = days(
                page, f"support_{name}", total[name].get(school["school_id"]), said, **of
            )
        rows.append(row)
    return pd.DataFrame(rows, dtype="object")


def without_category(page: Document, named: pd.DataFrame) -> list[Text]:
    """The names of schools that are in no category; nothing where none may be seen."""
    there = {*named["school_id"]}
    return [
        school.name
        for school in sorted(page.schools(), key=page.by_name)
        if there and school.id not in there
    ]
