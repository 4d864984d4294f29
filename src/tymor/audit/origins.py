"""Where the numbers of a site's files come from: the figures of its own ``figures.csv``.

A number is explained by a figure that the words around it may mean, by a difference of two that
are alike but for one thing, or by being none of learners: a date, or the number in a name.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from tymor.audit.said_numbers import GROUP, Said, counted_in, is_counted, said_in
from tymor.disclosure.names import KEY, ROLL
from tymor.page import CONFIDENTIAL

#: What stands before a numbered paragraph or heading.
_PARAGRAPH = re.compile(r"^\d{1,2}(?:\.\d{1,2})+ (?=[^\W_a-z])")
#: What a chart asks of each value: whether it is below zero.
_SIGN = re.compile(r"datum\.\w+ *(?:[<>]=?|[=!]==?) *0(?![\d.])")
_YEAR = re.compile(r"\b20\d\d/\d\d\b")
#: An area's or measure's own name that is no common word, and no number that could be another.
_ID = re.compile(r"[^\W\d]\w{2}|\d{6}")
_BEFORE_NUMBER = re.compile(r"(\w+) (\d+)\b")

#: What is known of a text: by column of a figure's key, which ones it names.
Named = Mapping[str, frozenset[str]]


class Shown(NamedTuple):
    """A figure on a page: a row of ``figures.csv``: ``value`` is missing where it has no number."""

    page: str
    area_id: str
    measure_id: str
    academic_year: str
    group: str
    kind: str
    status: str
    value: float | None

    @property
    def name(self) -> str:
        return " ".join(getattr(self, each) for each in KEY)

    def differs(self, other: "Shown") -> int:
        """In how many things the two are not alike."""
        return sum(a != b for a, b in zip(self[1:6], other[1:6], strict=True))


class Figures:
    """The figures of a site, and the names by which its pages call them."""

    def __init__(self, figures: pd.DataFrame, areas: pd.DataFrame, measures: pd.DataFrame) -> None:
        values = pd.to_numeric(figures["value"], errors="coerce").astype(object)
        columns = ["page", *KEY, "kind", "status"]
        self.rows = [
            Shown._make([*row, None if pd.isna(value) else float(value)])
            for row, value in zip(figures[columns].to_numpy(), values, strict=True)
        ]
        self._names: dict[str, tuple[str, str]] = {}
        self._learn(figures, areas, measures)
        known = sorted(map(re.escape, self._names), key=len, reverse=True)
        self._known = re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)", re.IGNORECASE)
        self._numbered = {pair for name in self._names for pair in _BEFORE_NUMBER.findall(name)}
        self._parent = dict(zip(areas["area_id"], areas["parent_id"], strict=True))
        self._close(measures)
        listed = [*areas["area_id"], *measures["measure_id"], *self.by_measure]
        self._places = {name: at for at, name in reversed(list(enumerate(listed)))}
        self._texts: dict[str, Named] = {}
        self._said: dict[str, list[list[Said]]] = {}
        self._counted: dict[str, str] = {}
        self._found: dict[tuple[str, bool, frozenset[tuple[str, frozenset[str]]]], Meant] = {}

    def _learn(self, figures: pd.DataFrame, areas: pd.DataFrame, measures: pd.DataFrame) -> None:
        """What areas, measures and groups are called, in all languages.

        A group is called what a figure's label has more than its measure's, and by its code.
        """
        for table, key in ((figures, "measure_id"), (areas, "area_id"), (measures, "measure_id")):
            titles = _titles(table)
            whole = table[table["group"] == "all"] if "group" in table else table
            for row in whole[[key, *titles]].drop_duplicates().to_numpy():
                names = [name for name in row[1:] if name] + [row[0]] * bool(_ID.search(row[0]))
                self._names |= dict.fromkeys(map(str.lower, names), (key, row[0]))
        grouped = figures[figures["group"] != "all"]
        for group in filter(_ID.search, grouped["group"].unique()):
            self._names.setdefault(group.lower(), ("group", group))
        for title in set(_titles(measures)) & set(_titles(figures)):
            called = measures.set_index("measure_id")[title].to_dict()
            rows = grouped[["measure_id", "group", title]].drop_duplicates().to_numpy()
            for measure, group, label in rows:
                if measure in called and label.startswith(f"{called[measure]}: "):
                    name = label.removeprefix(f"{called[measure]}: ").split(": ")[0]
                    self._names.setdefault(name.lower(), ("group", group))

    def _close(self, measures: pd.DataFrame) -> None:
        """Which figures are worked out of others: gaps, and what no catalogue has."""
        catalogued = set(measures["measure_id"])
        gaps = measures[measures["of"] != ""]
        derived = list(zip(gaps["of"], gaps["measure_id"], strict=True))
        for each in set(self.by_measure) - catalogued:
            derived += [(of, each) for of in catalogued if each.startswith(f"{of}_")]
        self._derived: dict[str, set[str]] = {}
        for of, each in derived:
            self._derived.setdefault(of, set()).add(each)

    def most_counted(self, page: str) -> int:
        """No sentence of a page counts more figures, areas or measures."""
        return max(len(self.by_page.get(page, ())), len(self._parent), len(self.by_measure))

    @cached_property
    def by_page(self) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = {}
        for row in self.rows:
            found.setdefault(row.page, []).append(row)
        return found

    @cached_property
    def by_measure(self) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = {}
        for row in dict.fromkeys(each._replace(page="") for each in self.rows):
            found.setdefault(row.measure_id, []).append(row)
        return found

    @cached_property
    def _by_area(self) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = {}
        for row in (row for rows in self.by_measure.values() for row in rows):
            found.setdefault(row.area_id, []).append(row)
        return found

    def named(self, text: str) -> Named:
        """Which areas, measures, years and groups a text names."""
        if text not in self._texts:
            sets: dict[str, set[str]] = {}
            for found in self._known.findall(text):
                column, name = self._names[found.lower()]
                sets.setdefault(column, set()).update({name}, self._derived.get(name, ()))
            if years := _YEAR.findall(text):
                sets["academic_year"] = set(years)
            self._texts[text] = {column: frozenset(names) for column, names in sets.items()}
        return self._texts[text]

    def subject(self, text: str) -> Named:
        """The same of a sentence: *pupils* in it are those of any figure, not of the roll alone."""
        named = self.named(text)
        measures = named.get("measure_id", frozenset()) - {ROLL}
        others = {column: names for column, names in named.items() if column != "measure_id"}
        return {**others, "measure_id": measures} if measures else others

    def names_area(self, text: str) -> bool:
        """Whether an area's name stands in a text, of any length."""
        lowered = text.lower()
        near = [re.escape(name) for name in self._area_names if name in lowered]
        return any(re.search(rf"(?<!\w){name}(?!\w)", lowered) for name in near)

    @cached_property
    def _area_names(self) -> list[str]:
        return [name for name, (column, _) in self._names.items() if column == "area_id"]

    def numbers(self, text: str) -> list[float]:
        """The numbers of a text that are in no name, such as the 2 of *Key Stage 2*."""
        return [each.value for sentence in self.said(text) for each in sentence]

    def said(self, text: str) -> list[list[Said]]:
        """The same by sentence, with what each counts."""
        if text not in self._said:
            bare = self._bare(_SIGN.sub("", _PARAGRAPH.sub("", text)))
            self._said[text] = said_in(_BEFORE_NUMBER.sub(self._unnumbered, bare))
        return self._said[text]

    def counted(self, around: Sequence[str]) -> str:
        """What the nearest of the texts around a number that says so says that it counts."""
        return next(filter(None, map(self._counted_in, around)), "")

    def _counted_in(self, text: str) -> str:
        if text not in self._counted:
            self._counted[text] = counted_in(self._bare(text))
        return self._counted[text]

    def _bare(self, text: str) -> str:
        return self._known.sub(self._unnamed, text)

    def _unnamed(self, found: re.Match[str]) -> str:
        """What stands for a name: nothing, but for that of a group of learners, and of all; and
        what is a word for what is counted, too, stays.
        """
        column, name = self._names[found[0].lower()]
        if column == "group" or name == ROLL:
            return f" {GROUP} "
        return f" {found[0]} " if is_counted(found[0]) else " "

    def _unnumbered(self, found: re.Match[str]) -> str:
        word, number = found.groups()
        return " " if (word.lower(), number) in self._numbered else found[0]

    def meant(self, page: str, named: Named) -> "Meant":
        """The page's figures that words may mean."""
        key = (page, True, frozenset(named.items()))
        if key not in self._found:
            self._found[key] = Meant(_among(self.by_page.get(page, ()), named), self.by_measure)
        return self._found[key]

    def derived(self, page: str, named: Named) -> "Meant":
        """The page's figures that are worked out of these measures, of any year."""
        of = named.get("measure_id", frozenset())
        measures = frozenset(each for name in of for each in self._derived.get(name, ()))
        kept = {each: names for each, names in named.items() if each == "area_id"}
        return self.meant(page, {**kept, "measure_id": measures})

    def within(self, page: str, named: Named) -> "Meant":
        """The figures of this measure on any page, of the area that a page is of, and within it."""
        key = (page, False, frozenset(named.items()))
        if key not in self._found:
            area = self.area_of(page)
            names = named.get("measure_id", ())
            rows = _among([row for of in names for row in self.by_measure.get(of, ())], named)
            rows = [row for row in rows if self._is_within(row.area_id, area)]
            self._found[key] = Meant(rows, self.by_measure)
        return self._found[key]

    def anywhere(self, named: Named) -> "Meant":
        """The figures on any page, of the areas that words name."""
        key = ("", False, frozenset(named.items()))
        if key not in self._found:
            rows = [row for area in named["area_id"] for row in self._by_area.get(area, ())]
            self._found[key] = Meant(_among(rows, named), self.by_measure)
        return self._found[key]

    def together(self, page: str, levels: Sequence[Named]) -> Named:
        """All that the words around a number name; without an area, that which the page is of."""
        found: dict[str, frozenset[str]] = {}
        for level in levels:
            for column, names in level.items():
                found[column] = found.get(column, frozenset()) | names
        if area := self.area_of(page):
            found.setdefault("area_id", frozenset({area}))
        return found

    def unlisted(self, page: str, levels: Sequence[Named]) -> tuple[str, ...] | None:
        """Which figure the words around a number mean, if only one and none of ``figures.csv``."""
        named = {"group": frozenset({"all"})} | dict(self.together(page, levels))
        measures = named.get("measure_id", frozenset())
        derived = {each for of in measures for each in self._derived.get(of, ())}
        named["measure_id"] = measures - derived
        if any(len(named.get(each, ())) != 1 for each in KEY):
            return None
        identity = tuple(next(iter(named[each])) for each in KEY)
        of_no_year = (*identity[:2], "", identity[3])
        return None if {identity, of_no_year} & self._listed else identity

    def place_of(self, name: str) -> tuple[int, int, str]:
        """Where areas and measures are listed, and when: what rows may be ordered by."""
        named = self.named(name)
        areas, measures = (named.get(each, ()) for each in ("area_id", "measure_id"))
        places = [min((self._places[each] for each in of), default=-1) for of in (areas, measures)]
        return places[0], places[1], min(named.get("academic_year", ()), default="")

    @cached_property
    def _listed(self) -> set[tuple[str, ...]]:
        return {row[1:5] for row in self.rows}

    def area_of(self, page: str) -> str:
        """The area that a page's address names, or none."""
        for part in reversed(page.split("/")):
            column, name = self._names.get(part.replace("-", " "), ("", ""))
            if column == "area_id":
                return name
        return ""

    def _is_within(self, area: str, whole: str) -> bool:
        while area and area != whole:
            area = self._parent.get(area, "")
        return area == whole


class Meant:
    """Figures that words may mean.

    ``alike`` has by measure those that they may be compared with.
    """

    def __init__(self, rows: Sequence[Shown], alike: Mapping[str, Sequence[Shown]]) -> None:
        self._rows, self._alike = rows, alike
        self.hidden = [row for row in rows if row.status in CONFIDENTIAL]
        self.values = frozenset(_printed(row.value) for row in rows if row.value is not None)

    def has(self, number: float) -> bool:
        """Whether one of them is this number, whatever its sign."""
        return _printed(number) in self.values

    def explain(self, number: float) -> bool:
        """Whether one of them is this number, or differs so much from one that is alike but for one
        thing.
        """
        return self.has(number) or _printed(number) in self._differences

    def counts(self, number: float) -> bool:
        """Whether a cohort among them has so many learners."""
        return number in self._counts

    def part(self, number: float) -> bool:
        """Whether one of them is this number, written as a part of one: 0.667 is 66.7%."""
        places = max(2, len(f"{number}".partition(".")[2]))
        return any(round(each / 100, places) == abs(number) for each in self.values)

    def worth(self, number: float) -> bool:
        """Whether it is what one learner of a cohort among them is worth, in percentage points."""
        counts = (row.value for row in self._rows if row.kind == "count" and row.value)
        return any(round(100 / each, 1) == number for each in counts)

    def none_of(self) -> "Meant":
        """The same where words mean something else, of which nothing is shown."""
        return Meant(self.hidden, self._alike)

    @cached_property
    def _counts(self) -> frozenset[float]:
        return frozenset(row.value for row in self._rows if row.kind == "count" and row.value)

    @cached_property
    def _differences(self) -> frozenset[float]:
        return frozenset(
            _printed(one.value - other.value)
            for one in self._rows
            if one.value is not None
            for other in self._alike[one.measure_id]
            if other.value is not None and one.differs(other) == 1
        )


def _titles(table: pd.DataFrame) -> list[str]:
    """The columns that say in words what a row is called."""
    return [each for each in map(str, table) if each.startswith(("name_", "label_", "short_"))]


def _printed(number: float) -> float:
    return round(abs(number), 4)


def _among(rows: Sequence[Shown], named: Named) -> list[Shown]:
    """Those that are so named; a figure of no year is meant in whichever year words name."""
    return [row for row in rows if all(getattr(row, each) in {*named[each], ""} for each in named)]
