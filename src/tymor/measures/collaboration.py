"""Schools that work with each other: with whom, and as counts that name no school."""

from collections.abc import Iterable

import pandas as pd

#: All kinds of work, or all areas of the reform, together.
ALL = "all"
_PIECE = ["academic_year", "kind", "name"]


def work_of_schools(
    collaboration: pd.DataFrame, schools: pd.DataFrame, languages: Iterable[str]
) -> pd.DataFrame:
    """Each school's pieces of work, with the other schools that are in them.

    Parameters
    ----------
    collaboration
        The input table: one row a school, year and piece of work.
    schools
        One row a school: ``school_id`` and ``name_LANGUAGE`` for each of the ``languages``.

    Returns
    -------
    pandas.DataFrame
        The same rows; ``schools`` is how many are in the piece of work, and ``with_LANGUAGE`` the
        names of the others, empty where there are none.
    """
    held = {f"name_{language}": f"with_{language}" for language in languages}
    named = schools[["school_id", *held]].rename(columns=held)
    own = collaboration.merge(schools[["school_id"]], on="school_id")
    others = own[[*_PIECE, "school_id"]].merge(named, on="school_id")
    pairs = own[[*_PIECE, "school_id"]].merge(others, on=_PIECE, suffixes=("", "_other"))
    pairs = pairs[pairs["school_id"] != pairs["school_id_other"]]
    key = [*_PIECE, "school_id"]
    listed = pairs.groupby(key)[list(held.values())].agg(_listed)
    rows = own.assign(schools=own.groupby(_PIECE)["school_id"].transform("size"))
    rows = rows.merge(listed.reset_index(), on=key, how="left")
    return rows.fillna(dict.fromkeys(held.values(), ""))


def _listed(names: "pd.Series[str]") -> str:
    return "; ".join(sorted(names))


def together_counts(
    collaboration: pd.DataFrame,
    strengths: pd.DataFrame,
    schools: pd.DataFrame,
    partnership_id: str,
) -> pd.DataFrame:
    """What schools do together, and the strengths that they can share, counted: no names.

    Returns
    -------
    pandas.DataFrame
        One row an ``area_id`` (authorities and the partnership), ``academic_year``, ``what``
        (``work`` or ``strengths``) and ``word`` (a kind of work, an area of the reform, or
        ``all``): how many ``pieces`` in how many ``schools``. Of strengths, of how many it is
        ``told`` how far they were shared, and how many of these ``shared`` with a school or more;
        missing of work. A word that there is nothing of has no row.
    """
    work = _with_whole(collaboration, schools, partnership_id, "kind")
    work = work.assign(what="work", piece=work["of"] + "/" + work["name"])
    strong = _with_whole(strengths, schools, partnership_id, "reform_area")
    shared = strong["shared_with"].fillna(0) > 0
    strong = strong.assign(
        what="strengths",
        piece=strong["school_id"] + "/" + strong["of"] + "/" + strong["strength"],
        told=strong["shared_with"].notna().astype("Int64"),
        shared=shared.astype("Int64"),
    )
    every = pd.concat([work, strong]).astype({"told": "Int64", "shared": "Int64"})
    counts: pd.DataFrame = every.groupby(
        ["area_id", "academic_year", "what", "word"], as_index=False
    ).agg(
        pieces=("piece", "nunique"),
        schools=("school_id", "nunique"),
        told=("told", lambda each: each.sum(min_count=1)),
        shared=("shared", lambda each: each.sum(min_count=1)),
    )
    return counts


def _with_whole(
    rows: pd.DataFrame, schools: pd.DataFrame, partnership_id: str, by: str
) -> pd.DataFrame:
    """The rows by ``area_id`` and ``word``, those of the partnership and of all words, too; ``of``
    is the word itself.
    """
    own = rows.merge(schools[["school_id", "la_code"]], on="school_id")
    every = own.rename(columns={"la_code": "area_id"}).assign(of=own[by], word=own[by])
    for column, whole in (("area_id", partnership_id), ("word", ALL)):
        every = pd.concat([every, every.assign(**{column: whole})])
    return every
