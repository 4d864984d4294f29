"""What a school is like: pupils on roll and the share eligible for free school meals."""

import pandas as pd


def pupils_and_efsm(areas: pd.DataFrame, academic_year: str) -> pd.DataFrame:
    """Two figures an area: ``pupils`` (count) and ``efsm_pct`` (per cent of pupils).

    ``areas`` has one row an area with ``pupils`` and ``efsm_pct``; an area
    without either has no figure.
    """
    held = areas.dropna(subset=["pupils"])
    common = {
        "area_id": held["area_id"],
        "academic_year": academic_year,
        "group": "all",
        "cohort": held["pupils"],
        "status": "counted",
        "source": "schools",
    }
    pupils = {"measure_id": "pupils", "kind": "count", "value": held["pupils"], "unit": "count"}
    efsm = {"measure_id": "efsm_pct", "kind": "pct", "value": held["efsm_pct"], "unit": "pct"}
    return pd.concat(
        [
            pd.DataFrame(common | pupils | {"decimals": 0}),
            pd.DataFrame(common | efsm | {"decimals": 1}).dropna(subset=["value"]),
        ],
        ignore_index=True,
    )
