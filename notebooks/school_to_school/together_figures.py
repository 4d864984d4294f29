"""What schools do together as figures, and which schools could help which."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shared.vocabulary import newest_term, reform_area
from tymor.page import Figure, Text
from tymor.report.areas import Area
from tymor.report.bilingual import label
from tymor.report.counted import counted, joined
from tymor.report.document import Document

ALL = "all"
_COUNTED = ("pieces", "schools", "told", "shared")


def counted_by(page: Document, counts: pd.DataFrame, what: str, words: Sequence[str]) -> Any:
    """One row a word that there is anything of, in their order, and a last one of all of them.

    ``counts`` are rows of the table ``together_counts`` of one year; ``word`` is missing where
    ``whole``. Columns of figures: ``pieces``, ``schools``, and of strengths ``told`` and
    ``shared``.
    """
    own = counts[(counts["area_id"] == page.area_id) & (counts["what"] == what)]
    held: dict[Any, Any] = {row["word"]: row for row in own.to_dict("records")}
    rows = []
    for word in [each for each in (*words, ALL) if each in held]:
        row: dict[str, Any] = {"word": None if word == ALL else word, "whole": word == ALL}
        for name in _COUNTED:
            if not pd.isna(held[word][name]):
                row[name] = _figure(page, what, word, name, held[word])
        rows.append(row)
    return pd.DataFrame(rows, dtype="object")


def _figure(page: Document, what: str, word: str, name: str, row: Any) -> Figure:
    said = page.say(f"together.counted.{what}.{name}")
    if word != ALL:
        said = joined([_name(page, what, word), said], page.config.languages)
    more = {"group": word, "academic_year": row["academic_year"]}
    return counted(page, f"together_{what}_{name}", row[name], said, **more)


def _name(page: Document, what: str, word: str) -> Text:
    return page.say(f"collaboration.kinds.{word}") if what == "work" else reform_area(page, word)


def by_area(page: Document, counts: pd.DataFrame, areas: Sequence[Area]) -> pd.DataFrame:
    """One row an area: how many of its schools work with others (``work``), how many have
    ``strengths`` to share, and ``all`` that it has; figures, missing where nothing is held."""
    whole = counts[counts["word"] == ALL]
    rows = []
    for area in areas:
        own = whole[whole["area_id"] == area.id].set_index("what")
        row: dict[str, Any] = {"area_id": area.id, "whole": area.id == page.area_id}
        for what in own.index:
            name = page.say(f"together.counted.{what}.schools")
            more = {"area_id": area.id, "academic_year": own.loc[what, "academic_year"]}
            measure = f"together_{what}_schools"
            row[what] = counted(page, measure, own.loc[what, "schools"], name, **more)
        schools = len(page.schools()) if row["whole"] else area.schools
        name = page.say("together.all_schools")
        row["all"] = counted(
            page, "schools", schools, name, area_id=area.id, missing="not_available"
        )
        rows.append(row)
    columns = ["area_id", "whole", "work", "strengths", "all"]
    return pd.DataFrame(rows, columns=columns, dtype="object")


def pieces(page: Document, work: pd.DataFrame) -> pd.DataFrame:
    """One row a piece of work, in the order of ``work`` (:func:`shared.together.work_of`).

    ``kind`` in words; ``name``, ``focus`` and ``outcome`` as they were written; ``here``: the
    page's schools in it by their part, which is said of each; ``elsewhere``: how many other
    schools of the partnership are in it.
    """
    rows = []
    for (kind, _), own in work.groupby(["kind", "name"], sort=False):
        order = page.config.support.collaboration[str(kind)]
        nth = own["role"].map({role: at for at, role in enumerate(order)})
        first = own.assign(role_nth=nth).sort_values(["role_nth", "nth"], kind="stable")
        here = [_with_role(page, row) for row in first.to_dict("records")]
        rows.append(
            {
                **own.iloc[0].to_dict(),
                "kind": label(page.say(f"collaboration.kinds.{kind}")),
                "here": joined(here, page.config.languages, "; "),
                "elsewhere": int(own["schools"].iloc[0]) - len(own),
            }
        )
    return pd.DataFrame(rows, dtype="object")


def _with_role(page: Document, row: Any) -> Text:
    if not row["role"]:
        return page.say("together.school", {"school": row["school"]})
    role = page.say(f"collaboration.roles.{row['role']}")
    return page.say("together.in_part", {"school": row["school"], "role": role})


def newest_judged(page: Document) -> str | None:
    """The newest term, up to the page's own, in which any priority of its schools was judged."""
    return newest_term(page, _judged(page)["term"])


def _judged(page: Document) -> pd.DataFrame:
    """The priorities that are judged of the page's own schools, of every term."""
    columns = ["school_id", "term", "reform_area", "judgement"]
    rows = page.release.rows("school_priorities", *columns)
    here = rows["school_id"].isin([school.id for school in page.schools()])
    return rows[here & rows["judgement"].fillna("").ne("")]


def strengths_and_needs(page: Document, strong: pd.DataFrame, term: str | None) -> pd.DataFrame:
    """One row an area of the reform in which any school is strong or needs help.

    ``area`` in words; ``strong`` names schools with a strength (those of ``strong``), ``limited``
    those with limited progress there in ``term``; missing where there is none. Without rows where
    the audience may not read schools' priorities, none was judged, or no strengths are held.
    """
    priorities = _judged(page)
    now = priorities[(priorities["term"] == term) & (priorities["judgement"] == "limited")]
    names = {school.id: school.name for school in sorted(page.schools(), key=page.by_name)}
    rows = []
    for area in page.config.support.reform_areas if len(strong) and term else ():
        needy = {*now.loc[now["reform_area"] == area, "school_id"]}
        able = {*strong.loc[strong["reform_area"] == area, "school_id"]} - needy
        if able or needy:
            rows.append(
                {
                    "area": label(reform_area(page, area)),
                    "strong": _listed(page, names, able),
                    "limited": _listed(page, names, needy),
                }
            )
    return pd.DataFrame(rows, columns=["area", "strong", "limited"], dtype="object")


def _listed(page: Document, names: dict[str, Text], schools: set[str]) -> Text | None:
    here = [name for school, name in names.items() if school in schools]
    return joined(here, page.config.languages, "; ") if here else None
