"""What ``params/*.yml`` may say, as frozen typed objects."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from babel import Locale, UnknownLocaleError
from pydantic import Field, StrictBool, field_validator, model_validator

from tymor.config.addresses import (
    EACH,
    STANDING,
    Address,
    FileWord,
    InsidePath,
    Name,
    ReportAddress,
    tells_areas_apart,
)
from tymor.config.area_slices import Relation
from tymor.config.disclosure import Disclosure
from tymor.config.entry import Entry, Number, Whole
from tymor.config.groups import Group, Groups
from tymor.config.measures import Cautions, Chance, Measure, MeasureSection, Phase, Similar
from tymor.config.publishing import Publishing
from tymor.languages import rules_of
from tymor.locale import Languages
from tymor.locale import Name as Called
from tymor.page import Colour

AreaKind = Literal["partnership", "local_authority", "school"]
AcademicYear = Annotated[str, Field(pattern=r"^\d{4}/\d{2}$")]
#: A partnership's id, or the code of a local authority: in quotes, since it is no number.
AreaCode = Annotated[str, Field(pattern=r"^([A-Za-z]+|\d{3})$")]
#: What may have changed since the term before beside figures.
Moving = Literal["judgements", "schools", "plan_actions", "calendar"]
MOVING: tuple[str, ...] = get_args(Moving)


class Language(Entry):
    """A language of the publication: its own name, its locale in CLDR, its alphabet's letters.

    ``nouns`` are those that messages count: by gender, each with its plural.
    """

    name: str
    locale: str
    letters: tuple[str, ...] = ()
    nouns: dict[str, dict[str, str]] = Field(default_factory=dict)

    @field_validator("locale")
    @classmethod
    def _is_known(cls, locale: str) -> str:
        try:
            Locale.parse(locale)
        except (ValueError, UnknownLocaleError):
            raise ValueError("expected a locale of CLDR, such as cy_GB") from None
        return locale

    @model_validator(mode="after")
    def _nouns_have_its_genders(self) -> Self:
        genders = rules_of(self.locale).genders
        if unknown := sorted(self.nouns.keys() - set(genders)):
            known = ", ".join(genders) or "none"
            raise ValueError(f"nouns: there is no gender {unknown[0]!r} (there are: {known})")
        return self


#: One wording for each language.
Names = Annotated[dict[str, str], Field(min_length=1)]


class Partnership(Entry):
    """A grouping of local authorities that publishes together.

    ``forms``: by language, forms of its name that the language's rules would make otherwise.
    ``settings``: the folder of ``params/`` whose files stand in place of those called alike.
    ``website``: who answers for what is published, on what terms it may be used, and the like.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z]+$")]
    name: Names
    forms: dict[str, dict[str, str]] = Field(default_factory=dict)
    local_authorities: tuple[Annotated[str, Field(pattern=r"^\d{3}$")], ...] = Field(min_length=1)
    data: tuple[InsidePath, ...] = Field(min_length=1)
    settings: Name | None = None
    website: Publishing = Publishing()

    @property
    def called(self) -> Called:
        """Its name for sentences, with its own forms."""
        return Called(self.name, self.forms)


class Term(Entry):
    """``plan_year`` and ``evaluated_plan_year`` are left out where no plan is reported."""

    name: Names
    published: date
    academic_year: AcademicYear
    years: tuple[AcademicYear, ...] = Field(min_length=1)
    target_years: tuple[AcademicYear, ...]
    reports: tuple[str, ...] = Field(min_length=1)
    plan_year: AcademicYear | None = None
    evaluated_plan_year: AcademicYear | None = None
    previous: str | None = None

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        for name, years in (("years", self.years), ("target_years", self.target_years)):
            if list(years) != sorted(years):
                raise ValueError(f"{name} are {', '.join(years)}; expected the oldest first")
        return self

    @property
    def plan_years(self) -> tuple[AcademicYear, ...]:
        """The years of the plans that are reported: the one under way, and the one that ended."""
        return tuple(filter(None, (self.plan_year, self.evaluated_plan_year)))

    @property
    def results_year(self) -> str:
        """The newest year whose results are shown."""
        return self.years[-1]


class EngineSettings(Entry):
    """How much of the machine may be used for counting pupils' rows."""

    memory_limit_mb: Whole = Field(ge=64)
    threads: Whole = Field(ge=1)
    areas_at_once: Whole = Field(ge=1)


class Category(Entry):
    """A progress judgement; ``rank`` 4 is best, none where progress was not due."""

    colour: Colour
    rank: Whole | None = None


class Judgements(Entry):
    """``criteria``, by scheme, are those by which its judgements are defined, in their order."""

    schemes: dict[str, dict[str, Category]]
    criteria: dict[str, tuple[Name, ...]] = Field(default={})
    plan_years: dict[AcademicYear, str]


class CategoryWord(Entry):
    """A word of a part of the scheme of categories; a ``colour`` where it has one."""

    colour: Colour | None = None


class CategoryPart(Entry):
    """What is judged of a school: its ``words``, the best first, and who may see whose they are."""

    audiences: tuple[Name, ...] = ()
    words: dict[Name, CategoryWord] = Field(min_length=1)


class Categorisation(Entry):
    """The scheme of categories: ``support`` is the part that says how much support a school gets,
    ``followed`` those of its words whose schools are followed term by term.
    """

    support: Name
    followed: tuple[Name, ...]
    parts: dict[Name, CategoryPart] = Field(min_length=1)

    @model_validator(mode="after")
    def _follows_what_there_is(self) -> "Categorisation":
        if self.support not in self.parts:
            raise ValueError(
                f"support is {self.support!r}; expected one of {', '.join(self.parts)}"
            )
        known = self.parts[self.support].words
        if unknown := [word for word in self.followed if word not in known]:
            raise ValueError(
                f"followed has {', '.join(unknown)}; expected words of the part {self.support!r}: "
                f"{', '.join(known)}"
            )
        return self

    def seen_by(self, audience: str) -> tuple[str, ...]:
        """The parts of which this audience may see each school's category."""
        return tuple(name for name, part in self.parts.items() if audience in part.audiences)


class Audience(Entry):
    """Who reads a release, and where its sites go.

    Each area of the kind ``of`` has a ``site`` of its own; without one there is one for all.
    What is left out shows less: no group of a school's learners, no rows of schools in tables.
    Of a single school it has figures of the sections ``school_sections``: of all where nothing is
    said, of none where the list is empty. ``word`` stands in the names of its papers.
    """

    site: Address
    word: FileWord
    of: Literal["local_authority", "school"] | None = None
    school_groups: tuple[str, ...] = ()
    school_sections: tuple[Name, ...] | None = None
    tables: tuple[Name, ...]
    schools_in_tables: StrictBool = False
    school_targets: StrictBool = False

    @model_validator(mode="after")
    def _each_area_its_own_site(self) -> "Audience":
        if (self.of is None) == tells_areas_apart(self.site):
            raise ValueError(
                f"site is {self.site!r} and of {self.of!r}; expected {{slug}} or {{id}} in a site "
                "for each area, and in no other"
            )
        return self

    def sees_of_schools(self, section: str) -> bool:
        """Whether it has figures of a section of measures of single schools."""
        return self.school_sections is None or section in self.school_sections

    @property
    def closed(self) -> bool:
        """Whether its sites are for some readers only."""
        return self.site != "public"

    def site_of(self, slug: str, area_id: str) -> str:
        """The folder of a site below ``site/``: ``public``, ``authority/cardiff``."""
        return self.site.format(slug=slug, id=area_id)


class RiskIndicator(Entry):
    """Where levels 1, 2 and 3 begin; nowhere where people judge the level.

    ``sectors`` has the levels of sectors with their own, and none of one in which the indicator
    is not held against schools; ``levels`` are those of all others, which without any have none.
    """

    source: Literal[
        "school_priorities", "results", "attendance", "exclusions", "risk_readings", "risk"
    ]
    unit: Literal["pct", "pp", "days", "count"] | None = None
    worse: Literal["lower", "higher"] | None = None
    levels: tuple[Number, ...] = ()
    sectors: dict[Name, tuple[Number, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _levels_fit_source(self) -> "RiskIndicator":
        told = [levels for levels in (self.levels, *self.sectors.values()) if levels]
        missing = [name for name in ("unit", "worse") if getattr(self, name) is None]
        if self.judged and (told or self.sectors or len(missing) < 2):
            raise ValueError("unit, worse, levels and sectors are not given where source is risk")
        if not self.judged and (missing or not told):
            raise ValueError("unit, worse and levels are given where the source is not risk")
        for levels in told:
            if len(levels) != 3 or [*levels] != sorted({*levels}, reverse=self.worse == "lower"):
                raise ValueError("expected three levels, each worse than the one before")
        return self

    @property
    def of_some_sectors(self) -> bool:
        """Whether it is held against some sectors only: a measure that fits schools of these."""
        return not self.judged and not self.levels

    @property
    def judged(self) -> bool:
        """Whether people judge its level, so that it has no readings."""
        return self.source == "risk"

    def levels_in(self, sector: str) -> tuple[Number, ...]:
        """Where levels 1, 2 and 3 begin in a sector; none where it is not held against it."""
        return self.sectors.get(sector, self.levels)

    def used_in(self, sector: str) -> bool:
        """Whether it is held against schools of a sector."""
        return self.judged or bool(self.levels_in(sector))


class Sitting(Entry):
    """When a report was written, and when the committee it goes to meets."""

    written: date
    meets: date

    @model_validator(mode="after")
    def _written_before_it_meets(self) -> Self:
        if self.written > self.meets:
            raise ValueError(
                f"written is {self.written} and meets {self.meets}; expected the report to be "
                "written on or before the day of the meeting"
            )
        return self


class CommitteeOfArea(Entry):
    """An area's own committee; what is not said is as for the partnership."""

    name: Names | None = None
    author: Names | None = None
    terms: dict[str, Sitting] | None = None


class Committee(Entry):
    """Who a report in the committee format is for; ``terms`` by a term's name.

    ``areas`` has those that have a committee of their own: a partnership by its id, a local
    authority by its code.
    """

    name: Names
    author: Names
    terms: dict[str, Sitting]
    areas: dict[AreaCode, CommitteeOfArea] = Field(default={})

    def of(self, area_id: str) -> "Committee":
        """The committee of an area: its own, where it has one."""
        own = self.areas.get(area_id, CommitteeOfArea())
        terms = self.terms if own.terms is None else own.terms
        return Committee(name=own.name or self.name, author=own.author or self.author, terms=terms)

    def of_another(self, area_id: str) -> "Committee | None":
        """The committee of an area of a partnership of which this file does not speak: its own,
        where all of it is said; what is said of others is not."""
        own = self.areas.get(area_id, CommitteeOfArea())
        return self.of(area_id) if own.name and own.author and own.terms is not None else None


class BackTest(Entry):
    """How flags are held against what came: within how many ``terms``, and from how many cases
    on (``least_cases``) a share of them is told."""

    terms: Whole = Field(ge=1)
    least_cases: Whole = Field(ge=1)


class Risk(Entry):
    """Early warning: a school is flagged from a level of any indicator."""

    flagged_from: Whole = Field(ge=1, le=3)
    back_test: BackTest
    indicators: dict[Name, RiskIndicator]

    def of_source(self, source: str) -> tuple[str, ...]:
        """The indicators whose readings or levels come from a table."""
        return tuple(name for name, each in self.indicators.items() if each.source == source)


class Span(Entry):
    """From ``least`` to ``most``, both included."""

    least: Number = Field(ge=0)
    most: Number = Field(ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> "Span":
        if self.least > self.most:
            raise ValueError(f"least is {self.least} and most {self.most}; expected least first")
        return self


class Support(Entry):
    """Days due to a school at least, by sector; schools of a full-time improvement partner.

    ``reform_areas`` are those that each priority of a school is of, in the order of tables;
    ``collaboration`` the kinds of work that schools do together, with the parts in each.
    """

    least_days: dict[str, Annotated[Number, Field(ge=0)]]
    partner_schools: Span
    reform_areas: tuple[Name, ...]
    collaboration: dict[Name, tuple[Name, ...]] = Field(default={})


class ReportEntry(Entry):
    """What a ``report.yml`` says of one report: who reads it, and where its pages go.

    ``reads`` says which areas' rows it may read, seen from its own; ``compares`` of which
    sections it may read the figures of areas above and beside; ``needs`` which tables must
    have rows for it to be planned; ``uses`` which others it may read; ``figures`` whether it
    reads any; ``changes`` what its page holds against the same slice of the term before, which
    is not read where that is empty; ``links`` which other reports it may name and lead to;
    ``each`` the table that says of which schools each of its pages on an area is; ``file`` what
    its papers are called, where that is not what its folder is called.
    """

    area: AreaKind
    audiences: tuple[Name, ...] = Field(min_length=1)
    path: ReportAddress
    each: Name | None = None
    reads: tuple[Relation, ...] = Field(default=("self", "above", "below"), min_length=1)
    compares: tuple[Name, ...] = ()
    needs: tuple[Name, ...] = ()
    uses: tuple[Name, ...] = ()
    figures: StrictBool = True
    changes: tuple[Name, ...] = ()
    committee: str | None = None
    links: tuple[Name, ...] = ()
    file: FileWord | None = None
    parameters: dict[str, str | int | float | bool] = Field(default={})

    @model_validator(mode="after")
    def _has_an_address_of_its_own(self) -> Self:
        if self.path in STANDING:
            raise ValueError(f"every site has a page at {self.path!r} already; take another path")
        return self

    @model_validator(mode="after")
    def _tells_its_pages_apart(self) -> Self:
        if (self.each is None) == (EACH in self.path):
            raise ValueError(
                f"path is {self.path!r} and each {self.each!r}; expected {EACH} in the path of a "
                "report that has a page for each of something, and in no other"
            )
        if self.each is not None and (self.changes or "below" not in self.reads):
            raise ValueError(
                "each page reads some of the schools below the area, and nothing of the term "
                "before: expected below among reads, and no changes"
            )
        return self

    @model_validator(mode="after")
    def _without_figures_none_are_compared(self) -> Self:
        changing = [name for name in self.changes if name not in MOVING]
        if not self.figures and (self.compares or changing):
            named = ", ".join(dict.fromkeys([*self.compares, *changing]))
            raise ValueError(
                f"figures is false, but compares and changes name measures ({named}); "
                "take these out, or figures: false"
            )
        return self


class Report(ReportEntry):
    """A report and its notebook, which lies below ``notebooks/``: ``NAME/NAME.py``."""

    notebook: str

    @property
    def folder(self) -> str:
        """Its own folder in ``notebooks/``, which other reports of its notebook share."""
        return self.notebook.partition("/")[0]

    def called(self, slug: str, each: str = "") -> str:
        """What papers of this report on an area are called, beside term and readers."""
        own = self.file or self.folder.replace("_", "-")
        return "-".join(part.lower() for part in (slug, own, each) if part)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables beyond areas that it may read."""
        own = (("figures", self.figures), (self.each, self.each))
        return (*(str(name) for name, used in own if used), *self.needs, *self.uses)

    def has_pages(self, rows_in: Callable[[str], int]) -> bool:
        """Whether it has any page, where a release has so many rows in each table: a report whose
        ``needs`` are not held is not planned."""
        return all(map(rows_in, (*self.needs, *([self.each] if self.each else []))))

    def path_of(self, slug: str, area_id: str, each: str = "") -> str:
        """The site path of this report on an area, without language."""
        return self.path.format(slug=slug, id=area_id, each=each)


#: A column or row of a map of tiles; style sheets know so many.
_Line = Annotated[int, Field(ge=1, le=9)]
#: Column and row of local authorities, by their codes.
Tiles = dict[AreaCode, tuple[_Line, _Line]]


@dataclass(frozen=True)
class Config:
    """Everything ``params/`` and the reports' folders say, held against itself."""

    root: Path
    partnership: Partnership
    partnership_file: str  # so that a notebook's kernel reads the same one
    default_partnership_id: str
    partnership_ids: frozenset[str]
    partnerships: tuple[Partnership, ...]  # all that are configured
    terms: Mapping[str, Term]
    cautions: Cautions
    similar: Similar
    unlike: tuple[str, ...]  # sectors whose learners start from elsewhere than others'
    chance: Chance
    sections: Mapping[str, MeasureSection]
    phases: Mapping[str, Phase]
    measures: Mapping[str, Measure]
    decimals: Mapping[str, int]  # by measure: to how many places it is shown, wherever it stands
    learners: Groups
    judgements: Judgements
    audiences: Mapping[str, Audience]
    disclosure: Mapping[str, Disclosure]  # by audience
    reports: Mapping[str, Report]  # by folder, then as its report.yml lists them
    engine: EngineSettings
    risk: Risk
    committees: Mapping[str, Committee]
    own_committees: bool  # of this partnership; those of params/ are of the default one
    support: Support
    categorisation: Categorisation
    tiles: Mapping[str, tuple[int, int]]  # where authorities stand on a map, if that is said
    languages: Languages
    #: The bytes that all of the above says, by the place of each file (a link's, where it stands).
    files: Mapping[Path, bytes] = field(repr=False, compare=False)

    @property
    def groups(self) -> Mapping[str, Group]:
        """The groups of learners, in the order of tables."""
        return self.learners.groups

    @property
    def data_folders(self) -> list[Path]:
        return [self.root / "data" / folder for folder in self.partnership.data]

    @property
    def release_tables(self) -> tuple[str, ...]:
        """The tables that some audience may read."""
        every = (name for audience in self.audiences.values() for name in audience.tables)
        return tuple(dict.fromkeys(every))

    @property
    def sections_measured(self) -> tuple[str, ...]:
        """The sections that have measures, in the order of tables."""
        held = {each.section for each in self.measures.values()}
        return tuple(name for name in self.sections if name in held)

    def measures_of(self, sections: Collection[str]) -> tuple[str, ...]:
        """The measures of these sections, in the order of ``params/measures.yml``."""
        return tuple(name for name, each in self.measures.items() if each.section in sections)

    def fits(self, measure_id: str, sector: str | None) -> bool:
        """Whether a measure fits schools of a sector: its own ``sectors`` and its section's say."""
        measure = self.measures[measure_id]
        asked = (measure.sectors, self.sections[measure.section].sectors)
        return all(not sectors or sector in sectors for sectors in asked)

    def may_have(self, measure_id: str, sector: str | None) -> bool:
        """Whether schools of a sector may have such results, which then count in those of their
        area: the measure's own ``sectors`` and its phase's say."""
        measure = self.measures[measure_id]
        phase = self.phases.get(measure.phase)
        asked = (measure.sectors, phase.sectors if phase else ())
        return all(not sectors or sector in sectors for sectors in asked)

    def mixes_unlike(self, measure_id: str) -> bool:
        """Whether a measure is of several kinds of school that are not alike, and of these alone:
        which of them an area has would rank it."""
        sectors = self.measures[measure_id].sectors
        return len(sectors) > 1 and set(sectors) <= set(self.unlike)

    @property
    def other_partnerships(self) -> list[tuple[Literal["above", "beside"], Partnership]]:
        """The others that are configured, those above first: one that has all the authorities of
        this one and more is above it, one that has none of them beside it."""
        own = set(self.partnership.local_authorities)
        others = [each for each in self.partnerships if each.id != self.partnership.id]
        above = [each for each in others if own < set(each.local_authorities)]
        beside = [each for each in others if not own & set(each.local_authorities)]
        return [*(("above", each) for each in above), *(("beside", each) for each in beside)]

    def committee_of(self, name: str, area_id: str) -> Committee | None:
        """The committee of this name of an area; none where nothing is said of one of its own."""
        committee = self.committees[name]
        return committee.of(area_id) if self.own_committees else committee.of_another(area_id)

    def plan_scheme(self, plan_year: str) -> Mapping[str, Category]:
        return self.judgements.schemes[self.judgements.plan_years[plan_year]]
