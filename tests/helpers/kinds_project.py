"""A small partnership with a measure of every kind, beside those of the miniature publication."""

from pathlib import Path

from projects import closed_project, edit

#: By name its entry, its names, and how it is told of the partnership: two years and a target.
MEASURES: dict[str, tuple[str, str, str, tuple[float, float, float]]] = {
    "capped9": (
        "{section: key_indicators, phase: KS2, kind: mean, scale: [0, 540]}",
        "Capped 9 points score", "Sgôr pwyntiau Capio 9", (351.2, 355.7, 360.0),
    ),
    "exclusions_rate": (
        "{section: key_indicators, phase: KS2, kind: rate, per: 1000, better: lower}",
        "Exclusions per 1,000 pupils", "Gwaharddiadau am bob 1,000 o ddisgyblion",
        (31.0, 140.0, 30.0),
    ),
    "moved_in": (
        "{section: key_indicators, phase: KS2, kind: count, better: neither}",
        "Pupils who moved in", "Disgyblion a symudodd i mewn", (210, 240, 220),
    ),
    "days_lost": (
        "{section: key_indicators, phase: KS2, kind: average, scale: [0, 190], better: lower}",
        "Days lost per pupil", "Diwrnodau a gollwyd fesul disgybl", (9.5, 8.5, 9.0),
    ),
    "persistent_absence": (
        "{section: attendance, phase: primary, better: lower}",
        "Persistent absence", "Absenoldeb cyson", (9.4, 12.1, 9.0),
    ),
}  # fmt: skip
YEARS = ("2015/16", "2016/17")
#: By school and measure what is counted in the two years, and of how many pupils.
COUNTED = {
    "9999001": {"capped9": (10_500, 10_710), "exclusions_rate": (6, 5), "moved_in": (8, 12),
                "days_lost": (240, 290), "persistent_absence": (6, 8)},
    "9999002": {"capped9": (4_260, 4_320), "exclusions_rate": (5, 7), "moved_in": (7, 6),
                "days_lost": (120, 110), "persistent_absence": (7, 5)},
}  # fmt: skip
PUPILS = {"9999001": 30, "9999002": 12}


def kinds_project(folder: Path) -> Path:
    root = closed_project(folder)
    entries = "".join(f"  {name}: {entry}\n" for name, (entry, *_) in MEASURES.items())
    edit(root / "params" / "measures.yml", "\nmeasures:\n", f"\nmeasures:\n{entries}")
    for language, at in (("en", 1), ("cy", 2)):
        words = "".join(
            f'  {name}: {{label: "{said[at]}", short: "{said[at]}"}}\n'
            for name, said in MEASURES.items()
        )
        edit(
            root / "params" / "words" / f"{language}.yml", "\nmeasures:\n", f"\nmeasures:\n{words}"
        )
    data = root / "data" / "mini"
    _add(data / "school_outcomes.csv", [
        f"{school},{year},{name},all,{number},{PUPILS[school]}"
        for school, measures in COUNTED.items()
        for name, numbers in measures.items()
        for year, number in zip(YEARS, numbers, strict=True)
    ])  # fmt: skip
    told = {name: numbers for name, (*_, numbers) in MEASURES.items()}
    _add(data / "published_outcomes.csv", [
        f"CSC,{name},{year},{value},verified"
        for name, numbers in told.items()
        for year, value in zip(YEARS, numbers, strict=False)
    ])  # fmt: skip
    _add(data / "targets.csv", [
        f"CSC,{name},{year},{value},set"
        for name, (*_, value) in told.items()
        for year in ("2016/17", "2017/18")
    ])  # fmt: skip
    return root


def _add(path: Path, lines: list[str]) -> None:
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + "\n".join(lines) + "\n", "utf-8")
