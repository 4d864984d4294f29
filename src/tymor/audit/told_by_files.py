"""What the files of built sites tell beyond their figures: the stranger reads every one of them.

A number must be one of the figures that ``figures.csv`` shows of its page, or follow from them.
Where the words around it mean a figure that is withheld, that figure is told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tymor.audit.looked_at import Facts, look_at_all
from tymor.audit.origins import Figures, Meant, Named, Shown
from tymor.audit.read_files import kind_of, read_file
from tymor.audit.row_order import told_by_order
from tymor.audit.said_numbers import LEARNERS, OTHERS, Said, numbers_in
from tymor.errors import count
from tymor.files import files_below
from tymor.page import NUMBERED, Identity

#: Columns that say what a figure, an area or a measure is, of the tables that are attacked as such.
_BASE = frozenset(
    ("page", *Identity._fields, "value", "unit", "status", "signal", "parent_id", "sector",
     "medium", "phase", "section", "of", "within", "all_of", "among",
     "streams"),
)  # fmt: skip
_NAMES = ("name_", "label_", "short_")
#: Columns of a chart's data that only say where something is drawn.
_LAYOUT = frozenset(("order", "rank", "place", "zero"))
_MERE_NUMBER = re.compile(r"[-+−£%\d.,\s]*")
#: A cell of more characters is a sentence.
_SENTENCE = 60
#: So many withheld figures that one number may be of are named.
_NAMED = 3
#: So many numbers of unknown origin of one kind of file are told.
_EXAMPLES = 5


@dataclass(frozen=True)
class Exposed:
    """What a file tells that nobody may know, or why nobody can say what it tells."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


@dataclass
class FilesRead:
    """What a site's files say.

    ``kinds`` counts them. ``unexplained`` has by kind of file the numbers that nothing explains,
    with where they stand. ``known`` has the numbers, as printed, of figures that ``figures.csv``
    has not.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    exposed: list[Exposed] = field(default_factory=list)
    unexplained: dict[str, list[str]] = field(default_factory=dict)
    known: dict[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def together(cls, several: Iterable["FilesRead"]) -> "FilesRead":
        every = cls()
        for each in several:
            every.kinds += each.kinds
            every.exposed += each.exposed
            every.known |= each.known
            for kind, numbers in each.unexplained.items():
                every.unexplained.setdefault(kind, []).extend(numbers)
        return every

    def summary(self) -> Iterator[str]:
        """A line on what was read, and one on each kind of file with numbers of unknown origin."""
        kinds = [f"{number:,} {kind}" for kind, number in self.kinds.most_common()]
        read = f"{count(self.kinds.total(), 'file')} read: {', '.join(kinds)}"
        more = count(len(self.known), "figure")
        yield f"{read}   {more} that figures.csv has not" if self.known else read
        for kind, numbers in self.unexplained.items():
            yield f"{count(len(numbers), 'number')} in {kind} of unknown origin:"
            yield from (f"  {each}" for each in numbers[:_EXAMPLES])


def read_sites(sites: Mapping[Path, Figures]) -> dict[Path, FilesRead]:
    """Read every file of built sites, each beside its own figures."""
    root = Path(Path.cwd().anchor)
    places = [(site, place) for site in sites for place in sorted(p for p, _ in files_below(site))]
    paths = [(site.resolve() / place).relative_to(root) for site, place in places]
    own: dict[Path, dict[Path, Facts]] = {site: {} for site in sites}
    for (site, place), found in zip(places, look_at_all(root, paths, read_file, None), strict=True):
        own[site][Path(place)] = found
    return {site: _Reader(site, sites[site]).read(found) for site, found in own.items()}


class _Beside:
    """What stands in one folder of a site: a page in one language, and the files beside it."""

    def __init__(self, facts: Mapping[Path, Facts]) -> None:
        of_page = [each for path, each in facts.items() if path.suffix == ".html"]
        self._facts = list(facts.values())
        self.captions: dict[str, list[str]] = {}
        for each in of_page:
            self.captions |= each["captions"]
        tables = [table for each in of_page for table in each["tables"]]
        #: What a page's tables call their rows, if by a number.
        self.names = {row[0] for table in tables for row in table["rows"] if row[1:]}

    @cached_property
    def numbers(self) -> set[float]:
        """All numbers of the page and of the tables beside it."""
        texts = [text for each in self._facts for text in each["words"]]
        for table in (table for each in self._facts for table in each["tables"]):
            texts += [text for row in table["rows"] for text in row]
        return _numbers(texts)

    @cached_property
    def drawn(self) -> set[float]:
        """All numbers of the pictures beside the page, and on their axes."""
        pictures = [each for each in self._facts if each["axes"]]
        return _numbers(text for each in pictures for text in (*each["axes"], *each["drawn"]))


class _Reader:
    """Reads what the files of one site say beside its figures."""

    def __init__(self, site: Path, figures: Figures) -> None:
        self._site, self._figures, self._read = site, figures, FilesRead()

    def read(self, facts: Mapping[Path, Facts]) -> FilesRead:
        for row in self._figures.rows:
            if row.value is not None and row.status not in NUMBERED:
                self._expose(Path("data", "figures.csv"), f"{row.name} has a number")
        folders: dict[Path, dict[Path, Facts]] = {}
        for path, found in facts.items():
            folders.setdefault(path.parent, {})[path] = found
        for files in folders.values():
            beside = _Beside(files)
            for path, found in files.items():
                self._read.kinds[kind_of(path)] += 1
                if found["fault"]:
                    self._expose(path, f"could not be read ({found['fault']})")
                self._tables(path, found["tables"], beside)
                self._all_words(path, found, beside)
                self._drawn(path, found["drawn"], beside)
        return self._read

    def _tables(self, path: Path, tables: Sequence[Facts], beside: _Beside) -> None:
        base, chart = path.parts[0] == "data", kind_of(path) == "vl.json"
        name = path.name.partition(".")[0] if path.suffix != ".html" else ""
        above = beside.captions.get(name, []) if name else []
        for table in ({**each, "above": [*each["above"], *above]} for each in tables):
            for head, text, around in _cells(table):
                if base and (head in _BASE or head.startswith(_NAMES)):
                    continue
                if len(text) > _SENTENCE:
                    self._words(path, text, beside)
                elif not (chart and head in _LAYOUT) and text not in beside.names:
                    self._cell(path, text, around)
            for row in () if base else told_by_order(table, _page(path), self._figures):
                self._expose(path, f"{row.name} is withheld, and stands in the order of values")

    def _cell(self, path: Path, text: str, around: Sequence[str]) -> None:
        every = [each for sentence in self._figures.said(text) for each in sentence]
        mere = len(every) > 1 or " " not in text
        said = [e for e in every if not e.spelled or e.of == LEARNERS or (mere and not e.of)]
        if not said:
            return
        levels = [self._figures.named(each) for each in (text, *around)]
        named = self._figures.together(_page(path), levels)
        if "measure_id" not in named and self._learners(path, text, around, said, levels):
            return
        meant = self._figures.meant(_page(path), named)
        if not (numbers := [each.value for each in said if not meant.explain(each.value)]):
            return
        within = self._figures.within(_page(path), named)
        hidden = (meant.hidden or within.hidden) if "measure_id" in named else []
        _, row, head, *_ = levels
        if "academic_year" not in {**row, **head}:  # one above the table is not that of each column
            named = {each: named[each] for each in named if each != "academic_year"}
        others = self._figures.meant(_page(path), named if hidden else {})
        derived = self._figures.derived(_page(path), named)
        for number in numbers:
            if any(each.has(number) for each in (within, derived)) or others.explain(number):
                continue
            if hidden:
                self._told(path, number, f"{text!r} beside {around[0]!r}", _nearest(hidden, levels))
            elif identity := self._figures.unlisted(_page(path), levels):
                self._read.known[identity] = f"{number:g}" if "." not in text else text
            else:
                self._unexplained(path, number, f"{text} ({around[0]})")

    def _learners(
        self,
        path: Path,
        text: str,
        around: Sequence[str],
        said: Sequence[Said],
        levels: Sequence[Named],
    ) -> bool:
        """Whether a cell without a measure counts learners that no figure shows; it is told."""
        counts = [each.value for each in said if self._counts(path, each) and each.of != OTHERS]
        row, head, *above = around
        if (
            not counts
            or "." in text
            or self._figures.counted((text, head, row, *above)) != LEARNERS
        ):
            return False
        meant = self._meant(_page(path), self._figures.together(_page(path), levels))
        found = [each for each in counts if meant.hidden and not meant.counts(each)]
        for number in found:
            hidden = _nearest(meant.hidden, levels)
            self._told(path, number, f"{text!r} beside {around[0]!r}", hidden)
        return bool(found)

    def _all_words(self, path: Path, found: Facts, beside: _Beside) -> None:
        for text in found["words"]:
            self._words(path, text, beside)
        of_area = bool(self._figures.area_of(_page(path)))
        for text in found["code"]:
            if of_area or self._figures.names_area(text):
                self._words(path, text, beside)
        for text in found["comments"]:
            said = [each for sentence in self._figures.said(text) for each in sentence]
            if not all(map(_is_said_lightly, said)):
                self._expose(path, f"a comment that no reader sees has a number: {_short(text)!r}")

    def _words(self, path: Path, text: str, beside: _Beside) -> None:
        """The numbers of one text.

        A count of what is no learner is nobody's; of learners, or a share, it must be a figure that
        the words may mean, as must two counts in a sentence that does not say of what.
        """
        sentences = self._figures.said(text)
        if not sentences:
            return
        meant = self._meant(_page(path), self._figures.subject(text))
        for said in sentences:
            several = _are_several([each for each in said if self._counts(path, each)])
            for each in said:
                if f"{each.value:g}" not in beside.names and not _is_said_lightly(each):
                    self._number(path, text, each, meant, several)

    def _number(self, path: Path, text: str, said: Said, meant: Meant, several: bool) -> None:
        counts, number = self._counts(path, said), said.value
        if said.spelled and number < 1:
            explained = meant.part(number)
        elif said.of == LEARNERS and counts and not said.percent:
            explained = meant.counts(number)
        elif counts and not said.of and several:
            explained = meant.has(number)
        else:
            explained = self._explained(_page(path), text, said, meant)
        if explained:
            return
        named = "measure_id" in self._figures.subject(text) and not (counts and meant.values)
        of_learners = said.of == LEARNERS or (not said.of and (several or not counts))
        if meant.hidden and (said.percent or named or of_learners):
            self._told(path, number, repr(_short(text)), meant.hidden)
        elif not counts:
            self._unexplained(path, number, text)

    def _counts(self, path: Path, said: Said) -> bool:
        """Whether it is a small whole number, which may count something."""
        most = self._figures.most_counted(_page(path))
        return not said.percent and said.value.is_integer() and said.value <= most

    def _explained(self, page: str, text: str, said: Said, meant: Meant) -> bool:
        """Whether a figure is so: of a share, one that the words may mean, of whatever year."""
        rows = self._figures.meant(page, {})
        subject = self._figures.subject(text)
        if said.percent and meant.hidden and {"measure_id", "group"} & {*subject}:
            named = {each: subject[each] for each in subject if each != "academic_year"}
            rows = self._meant(page, named)
        return (
            rows.explain(said.value)
            or rows.worth(said.value)
            or (0 < said.value < 1 and meant.part(said.value))
        )

    def _meant(self, page: str, named: Named) -> Meant:
        """What words may mean: figures of their page, or of an area that they name."""
        meant = self._figures.meant(page, named)
        if meant.values or meant.hidden:
            return meant
        if named.get("area_id", frozenset()) - {self._figures.area_of(page)}:
            return self._figures.anywhere(named)
        return self._figures.meant(page, {}).none_of()

    def _drawn(self, path: Path, texts: Sequence[str], beside: _Beside) -> None:
        allowed = beside.numbers | (beside.drawn if path.suffix == ".pdf" else set())
        for text in texts:
            for number in sorted(_numbers([text]) - allowed):
                self._expose(path, f"{number:g} stands in it, and nowhere on its page")

    def _told(self, path: Path, number: float, where: str, hidden: Sequence[Shown]) -> None:
        names = list(dict.fromkeys(each.name for each in hidden))
        more = f" or {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        told = f"{number:g} in {where} tells of {', or '.join(names[:_NAMED])}{more}: withheld"
        self._expose(path, told)

    def _expose(self, path: Path, what: str) -> None:
        self._read.exposed.append(Exposed((self._site / path).as_posix(), what))

    def _unexplained(self, path: Path, number: float, where: str) -> None:
        kept = self._read.unexplained.setdefault(kind_of(path), [])
        kept.append(f"{number:g} in {(self._site / path).as_posix()}: {_short(where)}")


def _page(path: Path) -> str:
    """The page that a file belongs to, as ``figures.csv`` calls it: that in any language."""
    return "/".join(path.parts[1:-1])


def _are_several(said: Sequence[Said]) -> bool:
    """Whether a sentence counts twice and does not say what; *one* and *the two* are words."""
    unsaid = [each for each in said if not each.of]
    return len(unsaid) > 1 and any(not each.spelled or each.value > 2 for each in unsaid)


def _is_said_lightly(said: Said) -> bool:
    """*One*, and *half* of what is no learner, are words like others."""
    return said.spelled and (said.value == 1 or (said.value < 1 and said.of != LEARNERS))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _numbers(texts: Iterable[str]) -> set[float]:
    return {abs(number) for text in texts for number in numbers_in(text)}


def _cells(table: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each cell of a table: its column's heading, its text, and the words around it."""
    section, heads = "", table["heads"]
    for row in table["rows"]:
        if len(row) > 1 and not any(row[1:]):
            section = row[0]
        said = " | ".join(each for each in row if not _MERE_NUMBER.fullmatch(each))
        for at, text in enumerate(row):
            head = heads[at] if at < len(heads) else ""
            yield head, text, (said, head, section, *table["above"])


def _nearest(hidden: list[Shown], levels: Sequence[Named]) -> list[Shown]:
    """Of the figures that words may mean, those that the nearest words mean."""
    for level in levels:
        nearer = [row for row in hidden if all(getattr(row, each) in level[each] for each in level)]
        hidden = nearer or hidden
    return hidden
