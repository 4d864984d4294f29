"""The area tree: partnership > local authority > school."""

from datetime import date

import pandas as pd

from tymor.config.addresses import slug
from tymor.inputs import Inputs
from tymor.inputs.sources import source_table
from tymor.locale import Languages
from tymor.publication import Publication

COLUMNS = {
    "area_id": "str",
    "kind": "str",  # partnership, local_authority or school
    "parent_id": "str",
    "slug": "str",  # its place in addresses
    "sector": "str",
    "medium": "str",
    "pupils": "Int64",
    "efsm_pct": "float64",
    "schools": "Int64",
    "schools_by_sector": "str",  # of an area above schools: primary=12 special=1
    "invented": "bool",
}


def open_schools(publication: Publication, inputs: Inputs) -> pd.DataFrame:
    """The partnership's schools that were open in the term's academic year."""
    first = int(publication.term.academic_year[:4])
    starts, ends = pd.Timestamp(date(first, 9, 1)), pd.Timestamp(date(first + 1, 8, 31))
    schools = inputs.tables["schools"]
    opened = pd.to_datetime(schools["open_from"]).fillna(starts) <= ends
    closed = pd.to_datetime(schools["open_to"]).fillna(ends) < starts
    ours = schools["la_code"].isin(publication.config.partnership.local_authorities)
    return schools[ours & opened & ~closed]


def area_table(publication: Publication, inputs: Inputs) -> pd.DataFrame:
    """One row an area: the partnership, its local authorities, their open schools.

    ``pupils`` and ``efsm_pct`` (per cent of pupils eligible for free school
    meals) of an authority or the partnership are those of the schools held.
    """
    schools = open_schools(publication, inputs).assign(invented=inputs.invented_rows)
    tables = [
        _partnership(publication, source_table(publication, inputs, schools), schools),
        _authorities(publication, inputs, schools),
        schools.assign(
            area_id=schools["school_id"],
            kind="school",
            parent_id=schools["la_code"],
            slug=schools["school_id"],
        ),
    ]
    kinds = columns_of(publication.config.languages)
    areas = pd.concat([table.reindex(columns=list(kinds)) for table in tables])
    areas["invented"] = areas["invented"].astype("boolean").fillna(False)
    return areas.astype(kinds).reset_index(drop=True)


def with_closed(areas: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """The areas, and behind them the schools of these authorities that are not among them, which
    are ``closed``: their learners count in what was counted while they were open.
    """
    schools = inputs.tables["schools"]
    gone = schools[
        schools["la_code"].isin(areas["area_id"]) & ~schools["school_id"].isin(areas["area_id"])
    ]
    rows = pd.DataFrame(
        {"area_id": gone["school_id"], "kind": "school", "parent_id": gone["la_code"]}
    )
    every = pd.concat([areas.assign(closed=False), rows.assign(closed=True)], ignore_index=True)
    return every.astype({"closed": "bool"})


def columns_of(languages: Languages) -> dict[str, str]:
    """:data:`COLUMNS`, an area's name in each language, and the forms that its entry may give."""
    said = [f"name_{each}" for each in (*languages, *_own_forms(languages))]
    return {**COLUMNS, **dict.fromkeys(said, "str")}


def _own_forms(languages: Languages) -> list[str]:
    """``cy_soft`` and the others, as they end the name of a column."""
    return [f"{name}_{form}" for name, own in languages.own_forms.items() for form in own]


def _names(publication: Publication, rows: pd.DataFrame, prefix: str) -> dict[str, pd.Series]:
    """Names by language; in one that the data has no column for, those of the first that it has.

    With them the forms of names that the data gives.
    """
    forms = _own_forms(publication.config.languages)
    given = {f"name_{form}": rows[f"{prefix}_{form}"]
             for form in forms if f"{prefix}_{form}" in rows}  # fmt: skip
    held = {name: f"{prefix}_{name}" for name in publication.config.languages}
    known = next(column for column in held.values() if column in rows)
    names = {f"name_{name}": rows[column if column in rows else known]
             for name, column in held.items()}  # fmt: skip
    return names | given


def _partnership(
    publication: Publication, sources: pd.DataFrame, schools: pd.DataFrame
) -> pd.DataFrame:
    """Invented where any of its own results or targets are, told or counted."""
    who = publication.config.partnership
    results = (sources["area_id"] == who.id) & (sources["table"] != "plan_actions")
    row = {"area_id": who.id, "kind": "partnership", "slug": who.id.lower(),
           "schools_by_sector": _by_sector(schools["sector"]),
           "invented": bool(sources.loc[results, "invented"].any())}  # fmt: skip
    names = {f"name_{name}": said for name, said in who.name.items()}
    forms = {f"name_{name}_{form}": said
             for name, own in who.forms.items() for form, said in own.items()}  # fmt: skip
    return pd.DataFrame([row | names | forms])


def _by_sector(sectors: pd.Series) -> str:
    """How many schools there are of each sector, as :data:`COLUMNS` has it."""
    counts = sectors.value_counts().sort_index()
    return " ".join(f"{sector}={number}" for sector, number in counts.items())


def _authorities(publication: Publication, inputs: Inputs, schools: pd.DataFrame) -> pd.DataFrame:
    codes = list(publication.config.partnership.local_authorities)
    known = inputs.tables["local_authorities"].set_index("la_code").loc[codes].reset_index()
    counted = schools["pupils"].where(schools["efsm_pct"].notna())
    eligible = schools.assign(eligible=counted * schools["efsm_pct"] / 100, counted=counted)
    sums = eligible.groupby("la_code").agg(
        pupils=("pupils", "sum"),
        eligible=("eligible", "sum"),
        counted=("counted", "sum"),
        schools=("school_id", "size"),
        schools_by_sector=("sector", _by_sector),
        invented=("invented", "any"),
    )
    rows = known.join(sums, on="la_code")
    return rows.assign(
        area_id=rows["la_code"],
        kind="local_authority",
        parent_id=publication.config.partnership.id,
        slug=rows["la_name_en"].map(slug),
        **_names(publication, rows, "la_name"),
        schools=rows["schools"].fillna(0),
        efsm_pct=(100 * rows["eligible"] / rows["counted"]).astype("float64").round(1),
    )
