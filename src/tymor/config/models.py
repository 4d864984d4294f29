"""What ``params/*.yml`` may say, as frozen typed objects."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from babel import Locale, UnknownLocaleError
from pydantic import Field, StrictBool, field_validator, model_validator

from tymor.config.addresses import Address, InsidePath, Name, tells_areas_apart
from tymor.config.area_slices import Relation
from tymor.config.disclosure import Disclosure
from tymor.config.entry import Entry, Number, Whole
from tymor.languages import rules_of
from tymor.locale import Languages
from tymor.locale import Name as Called
from tymor.page import Colour

AreaKind = Literal["partnership", "local_authority", "school"]
AcademicYear = Annotated[str, Field(pattern=r"^\d{4}/\d{2}$")]
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
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z]+$")]
    name: Names
    forms: dict[str, dict[str, str]] = Field(default_factory=dict)
    local_authorities: tuple[Annotated[str, Field(pattern=r"^\d{3}$")], ...] = Field(min_length=1)
    data: tuple[InsidePath, ...] = Field(min_length=1)

    @property
    def called(self) -> Called:
        """Its name for sentences, with its own forms."""
        return Called(self.name, self.forms)


class Term(Entry):
    name: Names
    published: date
    academic_year: AcademicYear
    years: tuple[AcademicYear, ...] = Field(min_length=1)
    target_years: tuple[AcademicYear, ...]
    plan_year: AcademicYear
    evaluated_plan_year: AcademicYear
    reports: tuple[str, ...] = Field(min_length=1)
    previous: str | None = None

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        for name, years in (("years", self.years), ("target_years", self.target_years)):
            if list(years) != sorted(years):
                raise ValueError(f"{name} are {', '.join(years)}; expected the oldest first")
        return self

    @property
    def results_year(self) -> str:
        """The newest year whose results are shown."""
        return self.years[-1]


class Measure(Entry):
    """``of`` names the measure whose gap this is; ``sectors`` the schools it covers; ``within``
    the measures that every learner who reached this one reached, too; ``streams`` those whose
    cohorts add up to this one's; ``most`` is the most points that one learner can have.
    """

    section: Name
    phase: Literal["FP", "KS2", "KS3", "KS4", "post16", "primary", "secondary"]
    unit: Literal["pct", "pp", "points"]
    better: Literal["higher", "nearer_zero"]
    of: str | None = None
    sectors: tuple[str, ...] = ()
    within: tuple[Name, ...] = ()
    streams: tuple[Name, ...] = ()
    most: Whole | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _of_points_says_the_most(self) -> "Measure":
        if (self.unit == "points") != (self.most is not None):
            raise ValueError("most is said of a measure of points, and only there")
        return self


class Decimals(Entry):
    printed: Whole = Field(ge=0, le=4)
    computed: Whole = Field(ge=0, le=4)


class MeasureSection(Entry):
    """Measures that belong together; sentences count those of one that is ``summarised``."""

    summarised: StrictBool


class Measures(Entry):
    """``sections`` in the order in which tables show them."""

    decimals: Decimals
    sections: dict[Name, MeasureSection] = Field(min_length=1)
    measures: dict[Name, Measure]


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
    schemes: dict[str, dict[str, Category]]
    plan_years: dict[AcademicYear, str]


class Audience(Entry):
    """Who reads a release, and where its sites go.

    Each area of the kind ``of`` has a ``site`` of its own; without one there is one for all.
    What is left out shows less: no group of a school's learners, no rows of schools in tables.
    """

    site: Address
    of: Literal["local_authority", "school"] | None = None
    school_groups: tuple[str, ...] = ()
    tables: tuple[Name, ...]
    schools_in_tables: StrictBool = False

    @model_validator(mode="after")
    def _each_area_its_own_site(self) -> "Audience":
        if (self.of is None) == tells_areas_apart(self.site):
            raise ValueError(
                f"site is {self.site!r} and of {self.of!r}; expected {{slug}} or {{id}} in a site "
                "for each area, and in no other"
            )
        return self

    @property
    def closed(self) -> bool:
        """Whether its sites are for some readers only."""
        return self.site != "public"

    def site_of(self, slug: str, area_id: str) -> str:
        """The folder of a site below ``site/``: ``public``, ``authority/cardiff``."""
        return self.site.format(slug=slug, id=area_id)


class RiskIndicator(Entry):
    """Where levels 1, 2 and 3 begin; none where people judge the level."""

    source: Literal["school_priorities", "results", "attendance", "exclusions", "risk"]
    unit: Literal["pct", "pp", "days", "count"] | None = None
    worse: Literal["lower", "higher"] | None = None
    levels: tuple[Number, ...] = Field(default=(), max_length=3)

    @model_validator(mode="after")
    def _levels_fit_source(self) -> "RiskIndicator":
        judged = self.source == "risk"
        if judged != (len(self.levels) == 0) or judged != (self.worse is None):
            raise ValueError("levels and worse are given where the source is not risk, only there")
        rising = sorted(self.levels, reverse=self.worse == "lower")
        if not judged and (len(self.levels) != 3 or list(self.levels) != rising):
            raise ValueError("expected three levels, each worse than the one before")
        return self


class Sitting(Entry):
    """When a report was written, and when the committee it goes to meets."""

    written: date
    meets: date


class Committee(Entry):
    """Who a report in the committee format is for; ``terms`` by a term's name."""

    name: Names
    author: Names
    terms: dict[str, Sitting]


class Risk(Entry):
    """Early warning: a school is flagged from a level of any indicator."""

    flagged_from: Whole = Field(ge=1, le=3)
    indicators: dict[str, RiskIndicator]


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

    ``reform_areas`` are those that each priority of a school is of, in the order of tables.
    """

    least_days: dict[str, Annotated[Number, Field(ge=0)]]
    partner_schools: Span
    reform_areas: tuple[Name, ...]


class ReportEntry(Entry):
    """What a ``report.yml`` says of one report: who reads it, and where its pages go.

    ``reads`` says which areas' rows it may read, seen from its own; ``compares`` of which
    sections it may read the figures of areas above and beside; ``needs`` which tables must
    have rows for it to be planned; ``uses`` which others it may read; ``figures`` whether it
    reads any; ``changes`` what its page holds against the same slice of the term before, which
    is not read where that is empty; ``links`` which other reports it may name and lead to.
    """

    area: AreaKind
    audiences: tuple[Name, ...] = Field(min_length=1)
    path: Address
    reads: tuple[Relation, ...] = Field(default=("self", "above", "below"), min_length=1)
    compares: tuple[Name, ...] = ()
    needs: tuple[Name, ...] = ()
    uses: tuple[Name, ...] = ()
    figures: StrictBool = True
    changes: tuple[Name, ...] = ()
    committee: str | None = None
    links: tuple[Name, ...] = ()
    parameters: dict[str, str | int | float | bool] = Field(default={})

    @model_validator(mode="after")
    def _has_an_address_of_its_own(self) -> Self:
        if self.path == "methods":
            raise ValueError(f"every site has a page at {self.path!r} already; take another path")
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

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables beyond areas that it may read."""
        return (*(("figures",) if self.figures else ()), *self.needs, *self.uses)

    def path_of(self, slug: str, area_id: str) -> str:
        """The site path of this report on an area, without language."""
        return self.path.format(slug=slug, id=area_id)


@dataclass(frozen=True)
class Config:
    """Everything ``params/`` and the reports' folders say, held against itself."""

    root: Path
    partnership: Partnership
    partnership_file: str  # so that a notebook's kernel reads the same one
    default_partnership_id: str
    partnership_ids: frozenset[str]
    terms: Mapping[str, Term]
    decimals: Decimals
    sections: Mapping[str, MeasureSection]
    measures: Mapping[str, Measure]
    groups: tuple[str, ...]
    judgements: Judgements
    audiences: Mapping[str, Audience]
    disclosure: Mapping[str, Disclosure]  # by audience
    reports: Mapping[str, Report]  # by folder, then as its report.yml lists them
    engine: EngineSettings
    risk: Risk
    committees: Mapping[str, Committee]
    support: Support
    languages: Languages
    #: The bytes that all of the above says, by the place of each file (a link's, where it stands).
    files: Mapping[Path, bytes] = field(repr=False, compare=False)

    @property
    def data_folders(self) -> list[Path]:
        return [self.root / "data" / folder for folder in self.partnership.data]

    @property
    def release_tables(self) -> tuple[str, ...]:
        """The tables that some audience may read."""
        every = (name for audience in self.audiences.values() for name in audience.tables)
        return tuple(dict.fromkeys(every))

    def measures_of(self, sections: Collection[str]) -> tuple[str, ...]:
        """The measures of these sections, in the order of ``params/measures.yml``."""
        return tuple(name for name, each in self.measures.items() if each.section in sections)

    def plan_scheme(self, plan_year: str) -> Mapping[str, Category]:
        return self.judgements.schemes[self.judgements.plan_years[plan_year]]
