"""Names that one file of the configuration has from another, and words that it needs: each is
held against the files that could be read, so that a fault in one file hides none in another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tymor.config.addresses import overlapping
from tymor.config.disclosure import COSTS, Disclosure, Protection
from tymor.config.files import ConfigFiles
from tymor.config.groups import Groups
from tymor.config.measures import Measure, Measures
from tymor.config.models import (
    MOVING,
    Audience,
    Categorisation,
    Committee,
    CommitteeOfArea,
    Judgements,
    Partnership,
    Report,
    Risk,
    Support,
    Term,
)
from tymor.config.own_settings import OwnSettings
from tymor.config.report_folders import REPORT_FILE
from tymor.locale import Languages

#: Kinds of area, the whole first.
_DEPTH = ("partnership", "local_authority", "school")


@dataclass(frozen=True)
class Usual:
    """What stands in ``params/`` itself, where a publication has its own in place of it."""

    measures: Measures | None = None
    audiences: Mapping[str, Audience] | None = None


@dataclass(frozen=True)
class Read:
    """What was read of the configuration; nothing of a file that has faults.

    ``areas`` are the partnerships and local authorities of all partnerships' files. ``reports``
    are those that could be read, and ``all_reports`` says whether that is all.
    """

    files: ConfigFiles
    own: OwnSettings
    usual: Usual
    partnership_file: Path
    partnership: Partnership | None
    areas: Sequence[str] | None
    reports: Mapping[str, Report]
    all_reports: bool
    languages: Languages
    terms: Mapping[str, Term] | None
    measures: Measures | None
    groups: Groups | None
    judgements: Judgements | None
    audiences: Mapping[str, Audience] | None
    disclosure: Mapping[str, Disclosure] | None
    risk: Risk | None
    committees: Mapping[str, Committee] | None
    support: Support | None
    categorisation: Categorisation | None

    def told(self, file: str, place: Sequence[object], message: str) -> str:
        return self.files.told(self.own.path(file), place, message)

    @property
    def sections(self) -> Sequence[str] | None:
        """The sections of measures that a report may name: also those that others have."""
        if self.measures is None:
            return None
        usual = self.usual.measures.sections if self.usual.measures else ()
        return list(dict.fromkeys([*self.measures.sections, *usual]))

    @property
    def tables(self) -> Sequence[str]:
        """The tables of a release that a report may name: also those that others have."""
        audiences = [*(self.audiences or {}).values(), *(self.usual.audiences or {}).values()]
        return list(dict.fromkeys(name for each in audiences for name in each.tables))

    def unknown(
        self, names: Iterable[str], known: Iterable[str] | None, file: str, *place: object
    ) -> Iterator[str]:
        """Those of the names at a place of a file that lead nowhere."""
        allowed = None if known is None else list(known)
        for name in names:
            if allowed is not None and name not in allowed:
                near = get_close_matches(name, allowed, n=1)
                hint = f". Did you mean {near[0]!r}?" if near else ""
                expected = f": found {name!r}; expected one of {', '.join(allowed)}{hint}"
                yield self.told(file, place, expected)


def faults_between(read: Read) -> Iterator[str]:
    """What does not fit from one file to another."""
    yield from _unnamed(read)
    yield from _in_terms(read)
    yield from _in_committees(read)
    for name, report in read.reports.items():
        yield from _in_report(read, name, report)
    yield from _in_measures(read)
    yield from _in_audiences(read)
    yield from _in_disclosure(read)
    yield from _in_judgements(read)
    yield from _in_categorisation(read)
    yield from _unsaid(read)


def _unnamed(read: Read) -> Iterator[str]:
    """What has a name of its own in ``params/`` needs it in every language."""
    said: dict[tuple[str, ...], Mapping[str, str]] = {}
    if read.partnership:
        said[str(read.partnership_file), "name"] = read.partnership.name
    for name, term in (read.terms or {}).items():
        said["params/terms.yml", name, "name"] = term.name
    for name, committee in (read.committees or {}).items():
        for where, each in _entries(name, committee):
            for key, own in (("name", each.name), ("author", each.author)):
                if own is not None:
                    said["params/committees.yml", *where, key] = own
    languages = list(read.languages)
    for (file, *place), names in said.items() if languages else ():
        if missing := [language for language in languages if language not in names]:
            yield read.told(file, place, f" lacks its words in {', '.join(missing)}")
        yield from read.unknown(names, languages, file, *place)
    for language, forms in (read.partnership.forms if read.partnership else {}).items():
        file = str(read.partnership_file)
        yield from read.unknown([language], languages or None, file, "forms")
        known = read.languages.own_forms.get(language)
        yield from read.unknown(forms, known, file, "forms", language)


def _in_terms(read: Read) -> Iterator[str]:
    file, terms = "params/terms.yml", read.terms or {}
    plan_years = read.judgements.plan_years if read.judgements else None
    known = read.reports if read.all_reports else None
    for name, term in terms.items():
        yield from read.unknown(term.reports, known, file, name, "reports")
        before = [term.previous] if term.previous else []
        yield from read.unknown(before, terms, file, name, "previous")
        earlier = terms.get(term.previous or "")
        if earlier and earlier.published >= term.published:
            told = (
                f": found {term.previous!r}, published on {earlier.published}; expected a term "
                f"published before {term.published}"
            )
            yield read.told(file, (name, "previous"), told)
        for key in ("plan_year", "evaluated_plan_year"):
            year = getattr(term, key)
            yield from read.unknown([year] if year else [], plan_years, file, name, key)
        of_plan = [each for each in term.reports if each in read.reports
                   and "plan" in read.reports[each].needs]  # fmt: skip
        if of_plan and len(term.plan_years) < 2:
            told = f": {of_plan[0]} reports a plan; expected plan_year and evaluated_plan_year"
            yield read.told(file, (name, "reports"), told)


def _entries(
    name: str, committee: Committee
) -> Iterator[tuple[tuple[str, ...], Committee | CommitteeOfArea]]:
    """A committee as the partnership has it, and as areas have it, each with its place."""
    yield (name,), committee
    yield from (((name, "areas", area), each) for area, each in committee.areas.items())


def _in_committees(read: Read) -> Iterator[str]:
    """Areas and terms that are none."""
    file = "params/committees.yml"
    for name, committee in (read.committees or {}).items():
        for area in committee.areas:
            yield from read.unknown([area], read.areas, file, name, "areas", area)
        for place, each in _entries(name, committee):
            for term in each.terms or ():
                yield from read.unknown([term], read.terms, file, *place, "terms", term)


def _in_report(read: Read, name: str, report: Report) -> Iterator[str]:
    file = f"notebooks/{report.folder}/{REPORT_FILE}"
    sections, tables, audiences = read.sections, read.tables, read.audiences or {}
    allowed: Mapping[str, Iterable[str] | None] = {
        "audiences": read.audiences,
        "compares": sections,
        "changes": None if sections is None else [*sections, *MOVING],
        "links": read.reports if read.all_reports else None,
        "needs": tables or None,
        "uses": tables or None,
    }
    for key, known in allowed.items():
        yield from read.unknown(getattr(report, key), known, file, name, key)
    yield from read.unknown(
        [report.each] if report.each else [], tables or None, file, name, "each"
    )
    if report.committee is not None and read.committees is not None:
        yield from read.unknown([report.committee], read.committees, file, name, "committee")
        yield from _no_sitting(read, name, report.committee)
    for reader in report.audiences:
        of = audiences[reader].of or "partnership" if reader in audiences else ""
        if of and _DEPTH.index(report.area) < _DEPTH.index(of):
            told = (
                f": found {reader!r}, which has a site for each {of}, for a report on a "
                f"{report.area}; expected an audience that may see all of it"
            )
            yield read.told(file, (name, "audiences"), told)


def _no_sitting(read: Read, report: str, committee: str) -> Iterator[str]:
    """A report for a committee needs its dates in every term that has the report; so does an
    area that has dates of its own."""
    with_it = [name for name, term in (read.terms or {}).items() if report in term.reports]
    held = (read.committees or {}).get(committee)
    for place, each in _entries(committee, held) if held else ():
        for name in with_it if each.terms is not None else ():
            if name not in (each.terms or ()):
                told = f": {name} is missing, and the report {report!r} goes to it in that term"
                yield read.told("params/committees.yml", (*place, "terms"), told)


def _in_measures(read: Read) -> Iterator[str]:
    """Measures of a section, or of a measure, that their own file does not name."""
    file, held = "params/measures.yml", read.measures
    for name, measure in held.measures.items() if held else ():
        assert held is not None
        place = ("measures", name)
        yield from read.unknown([measure.section], held.sections, file, *place, "section")
        of = [] if measure.of is None else [measure.of]
        yield from read.unknown(of, held.measures, file, *place, "of")
        yield from read.unknown([measure.phase], held.phases, file, *place, "phase")
        yield from read.unknown(measure.between or (), _groups(read), file, *place, "between")
        yield from _unit_of_gap(read, measure, held, place)
        yield from read.unknown(measure.within, held.measures, file, *place, "within")
        parts = [name for each in measure.each_of for name in each]
        yield from read.unknown(parts, held.measures, file, *place, "all_of")
        among = [] if measure.among is None else [measure.among]
        yield from read.unknown(among, held.measures, file, *place, "among")
        yield from read.unknown(measure.streams, held.measures, file, *place, "streams")
        yield from read.unknown(measure.sectors, _sectors(read), file, *place, "sectors")
    if held:
        yield from read.unknown(held.unlike, _sectors(read), file, "unlike")
    for name, phase in held.phases.items() if held else ():
        for key in ("sectors", "expected"):
            own = getattr(phase, key)
            yield from read.unknown(own, _sectors(read), file, "phases", name, key)
    for name, section in held.sections.items() if held else ():
        place = ("sections", name)
        yield from read.unknown(section.sectors, _sectors(read), file, *place, "sectors")


def _unit_of_gap(
    read: Read, measure: Measure, held: Measures, place: Sequence[object]
) -> Iterator[str]:
    """A gap is in the unit of its measure; of a percentage in percentage points."""
    of = held.measures.get(measure.of or "")
    if of is not None and measure.unit != (due := "pp" if of.unit == "pct" else of.unit):
        told = f": found {measure.unit!r}; expected {due}, the unit of a gap of {measure.of}"
        yield read.told("params/measures.yml", (*place, "unit"), told)


def _groups(read: Read) -> Iterable[str] | None:
    return read.groups.groups if read.groups else None


def _sectors(read: Read) -> Iterable[str] | None:
    """The kinds of school: each has its least allocation of days."""
    return read.support.least_days if read.support else None


def _in_audiences(read: Read) -> Iterator[str]:
    file, audiences = "params/audiences.yml", read.audiences or {}
    for name, audience in audiences.items():
        yield from read.unknown(audience.school_groups, _groups(read), file, name, "school_groups")
        sections = audience.school_sections or ()
        yield from read.unknown(sections, read.sections, file, name, "school_sections")
    sites = {name: audience.site for name, audience in audiences.items()}
    for one, other in overlapping(sites):
        told = (
            f": found {sites[other]!r}, which could be the same place as {one}.site, "
            f"{sites[one]!r}, or inside it; give each a folder of its own"
        )
        yield read.told(file, (other, "site"), told)
    words: dict[str, str] = {}
    for name, audience in audiences.items():
        if (first := words.setdefault(audience.word, name)) != name:
            told = f": found {audience.word!r}, which is also {first}.word; give each its own"
            yield read.told(file, (name, "word"), told)


def _in_disclosure(read: Read) -> Iterator[str]:
    """Every audience has its rules; who may see everything is told so, and is no public one."""
    file, rules = "params/disclosure.yml", read.disclosure or {}
    if read.disclosure is None or read.audiences is None:
        return
    yield from read.unknown(rules, read.audiences, file)
    for name, audience in read.audiences.items():
        if name not in rules:
            yield read.told(file, (name,), " is missing: every audience has its rules there")
        elif rules[name] == "unprotected" and not audience.closed:
            yield read.told(file, (name,), ": found 'unprotected'; a public site needs rules")
        elif rules[name] != "unprotected" and COSTS in audience.tables:
            told = f": found {COSTS!r}, which is for nobody from whom figures are withheld"
            yield read.told("params/audiences.yml", (name, "tables"), told)
    for name, each in rules.items():
        if isinstance(each, Protection):
            yield from read.unknown(
                each.of_small_cohorts, read.sections, file, name, "of_small_cohorts"
            )


def _in_judgements(read: Read) -> Iterator[str]:
    held = read.judgements
    for scheme in held.criteria if held else ():
        assert held is not None
        yield from read.unknown([scheme], held.schemes, "params/judgements.yml", "criteria")
    for year, scheme in held.plan_years.items() if held else ():
        assert held is not None
        place = ("plan_years", year)
        yield from read.unknown([scheme], held.schemes, "params/judgements.yml", *place)


def _in_categorisation(read: Read) -> Iterator[str]:
    for name, part in read.categorisation.parts.items() if read.categorisation else ():
        place = ("parts", name, "audiences")
        yield from read.unknown(part.audiences, read.audiences, "params/categorisation.yml", *place)


def _unsaid(read: Read) -> Iterator[str]:
    """What ``params/`` names must have words that every report may say."""
    if any(each.startswith("params/words/") for each in read.files.faults):
        return  # not all words are known
    needed: dict[str, Sequence[object]] = {}
    for key, *place in [*_words_of_measures(read), *_words_of_settings(read)]:
        needed.setdefault(str(key), place)
    for key, (file, *place) in needed.items():
        if not read.languages.known_in("", key):
            where = read.files.at(read.own.path(f"params/{file}"), *place)
            yield f"{where}: params/words has no words for {key}, in any language"


def _words_of_measures(read: Read) -> Iterator[tuple[object, ...]]:
    """Keys of words, each with the file and the place there that need it."""
    if read.measures is not None:
        sections, file = read.measures.sections, "measures.yml"
        for name, measure in read.measures.measures.items():
            yield f"measures.{name}.label", file, "measures", name
            if measure.section in sections:
                yield f"sections.{measure.section}", file, "sections", measure.section
    for name in _groups(read) or ():
        yield f"groups.{name}", "groups.yml", "groups", name
    for name in read.groups.others if read.groups else ():
        yield f"group_names.{name}", "groups.yml", "pairs"
    apart = [*read.groups.followed, read.groups.disadvantaged] if read.groups else []
    for name in filter(None, apart):
        yield f"group_headings.{name}", "groups.yml", "followed"
    for pair in read.groups.pairs if read.groups else ():
        yield f"learner_groups.{'_'.join(pair)}.heading", "groups.yml", "pairs"


def _words_of_support(read: Read) -> Iterator[tuple[object, ...]]:
    if read.support is not None:
        for name in read.support.least_days:
            yield f"sectors.{name}", "support.yml", "least_days", name
        for name in read.support.reform_areas:
            yield f"school_priorities.reform_areas.{name}", "support.yml", "reform_areas"
        for name, roles in read.support.collaboration.items():
            for key in (f"kinds.{name}", *(f"roles.{role}" for role in roles)):
                yield f"collaboration.{key}", "support.yml", "collaboration", name


def _words_of_settings(read: Read) -> Iterator[tuple[object, ...]]:
    """The same, of what is no measure and no group."""
    yield from _words_of_support(read)
    for part, each in read.categorisation.parts.items() if read.categorisation else ():
        yield f"categories.parts.{part}", "categorisation.yml", "parts", part
        for word in each.words:
            for key in (part, f"meanings.{part}"):
                place = ("categorisation.yml", "parts", part, "words", word)
                yield f"categories.{key}.{word}", *place
    for name, indicator in (read.risk.indicators if read.risk else {}).items():
        yield f"risk.{name}", "risk.yml", "indicators", name
        if not indicator.judged:
            yield f"risk_measured.{name}", "risk.yml", "indicators", name, "unit"
        for sector in indicator.sectors:
            yield f"sectors.{sector}", "risk.yml", "indicators", name, "sectors", sector
    for scheme, codes in read.judgements.schemes.items() if read.judgements else ():
        yield from (
            (f"judgements.{code}", "judgements.yml", "schemes", scheme, code) for code in codes
        )
    for scheme, criteria in read.judgements.criteria.items() if read.judgements else ():
        for name in criteria:
            yield f"judgement_criteria.{name}", "judgements.yml", "criteria", scheme
    closed = {name: each for name, each in (read.audiences or {}).items() if each.closed}
    for name in closed:  # its home says who may read it
        for part in ("mark", "title", "description", "callout.title", "callout.text"):
            yield f"closed.{name}.{part}", "audiences.yml", name
