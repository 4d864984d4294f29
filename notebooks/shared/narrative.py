"""Sentences written by rule from figures: no adjective without a number behind it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from shared import units, withheld
from shared.direction import Direction, direction, how_many, turned
from shared.names import measures_named
from shared.tables import RESULTS
from tymor.better import Better
from tymor.claims import Claim, Way
from tymor.locale import Value
from tymor.measures.signals import previous_year
from tymor.page import Figure, Text
from tymor.report import told
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Change, Figures, best, worst

#: What a change is called that is most of all, and which way it went.
_MOST: dict[str, Literal["better", "worse"]] = {"best": "better", "worst": "worse"}
#: What is said of a gap, and how its size then stands to the one before.
_WAYS: dict[str, Way] = {"narrowed": "narrower", "widened": "wider", "unchanged": "equal"}
_SAID: dict[str, Way] = {
    "up": "up", "down": "down", "equal": "equal", "narrower": "narrower", "wider": "wider",
}  # fmt: skip


def outcomes_summary(page: Document, figures: Figures, year: str) -> None:
    """How many targets were met, and what moved most since the year before.

    Where results are withheld, that is said, and the sentences are of those that can be shown.
    """
    tally = figures.against_targets(year)
    aimed = withheld.aimed_and_withheld(figures, year)
    if tally.judged == 0:
        page.text("outcomes.none_shown" if aimed else "outcomes.none_judged")
        return
    of_both = _all_shown(figures, year)
    page.text(withheld.key_of("outcomes.summary", whole=of_both), id="outcomes.summary",
              judged=tally.judged, met=tally.met, improved=tally.improved)  # fmt: skip
    if aimed:
        page.text("outcomes.summary_withheld", number=told.number_of(aimed))
    most_and_least(page, figures, year)


def most_and_least(
    page: Document, figures: Figures, year: str, *, apart: Collection[str] = ("attendance",)
) -> None:
    """What rose most and what fell most since the year before; nothing without both years.

    Of a single one it is said how it went: nothing is most of one. Where its section is one of
    those that the page tells ``apart``, it is said there.
    """
    changes = figures.changes(year)
    if not changes:  # where no measure has both years, none improved and none fell
        return
    if len(changes) == 1:
        (only,) = changes
        if page.config.measures[only.now.measure_id].section not in apart:
            moved(page, only.now, only.before, id="outcomes.only")
        return
    whole = _all_shown(figures, year)
    names = [each.now.measure_id for each in changes]
    alone, scales = len(units.by_scale(page.config, names)) == 1, units.ranked(page.config, names)
    for key, nothing, pick in (("best", "no_rise", best), ("worst", "no_fall", worst)):
        if pick(changes) is None:
            said = withheld.key_of(f"outcomes.{nothing}", whole=whole)
            none = claimed(told.counts([each.beside for each in changes], _MOST[key]))
            page.text(said, id=f"outcomes.{nothing}", claims=none, year=year)
        for at, names in enumerate(scales):
            own = [each for each in changes if each.now.measure_id in names]
            id = f"outcomes.{key}" if at == 0 else f"outcomes.{key}.{at + 1}"
            if most := pick(own):
                _most(page, most, own, key, id=id, alone=alone, whole=whole)
                _few_behind(page, figures, most.now, id=f"{id}.rests")


def _few_behind(page: Document, figures: Figures, gap: Figure, *, id: str) -> None:
    """On how few learners a gap rests, or a share; nothing of others, or where they are many."""
    measure = page.config.measures[gap.measure_id]
    if not measure.of or not measure.between:
        own = figures.newest_cohort(gap.measure_id, group=gap.group)
        if own is not None and own.academic_year == gap.academic_year:
            cohort_caution(page, own, id=id)
        return
    each = [figures.newest_cohort(measure.of, group=group) for group in measure.between]
    known = [c for c in each if c and c.value and c.academic_year == gap.academic_year]
    cohort = min(known, key=lambda cohort: cohort.value or 0, default=None)
    if cohort is not None and few_learners(page, cohort):
        page.text(
            "moved.of_group",
            id=id,
            pupils=cohort,
            points=told.worth_of_one(cohort),
            group=page.say(f"groups.{cohort.group}"),
            of_year=cohort.academic_year,
        )


def _all_shown(figures: Figures, year: str) -> bool:
    """Whether no result of a year, and of the year before, is withheld."""
    return not withheld.confidential(figures, year, previous_year(year))


def without_result(page: Document, figures: Figures, year: str, *, id: str) -> None:
    """The key indicators without a number of a year, so that no count is read as of all: those
    that are withheld, those of which nearly all or none is told, and those without a result."""
    withheld_ones, none = withheld.without_number(figures, "key_indicators", year)
    nearly = [each for each in withheld_ones if each.status != "suppressed"]
    hidden = [each for each in withheld_ones if each.status == "suppressed"]
    ids = {"without_result": id, "not_shown": f"{id}.hidden", "shown_nearly": f"{id}.nearly"}
    for (key, own_id), those in zip(ids.items(), (none, hidden, nearly), strict=True):
        if those:
            measures_named(page, f"outcomes.{key}", (each.measure_id for each in those),
                           id=own_id, of_year=year, number=told.number_of(those))  # fmt: skip


def without_result_since(
    page: Document, figures: Figures, compared: Mapping[str, str], *, id: str
) -> None:
    """The same of each year after those in which measures are ``compared``, so that a comparison
    of years ago says what there is not since."""
    newest = page.publication.term.results_year
    for year in page.publication.term.years:
        if min(compared.values()) < year <= newest:
            without_result(page, figures, year, id=id if year == newest else f"{id}.{year[:4]}")


def gap_sentences(page: Document, figures: Figures, year: str, *, rests: bool = False) -> None:
    """One sentence a gap: narrowed, widened, unchanged or with its sides changed, and, if
    asked for, on how few learners it ``rests``; then those without a number of a year."""
    for change in figures.section("fsm_gap").changes(year):
        name = change.now.measure_id
        sides = bool(told.counts([change.beside], "turned"))
        said = "narrowed" if change.points > 0 else "widened" if change.points < 0 else "unchanged"
        points = told.apart(*change.beside)
        moved_by = {"points": units.apart(page, points, name)}
        values = {} if sides or said == "unchanged" else moved_by
        claims = [told.went(_WAYS[said], *change.beside), *claimed(points)]
        page.text(
            "gap.turned" if sides else f"gap.{said}",
            id=f"gap.{name}",
            measure=page.say(f"measures.{page.config.measures[name].of}.short"),
            now=change.now,
            before=change.before,
            since=change.before.academic_year,
            of_year=year,
            claims=[told.went("turned", *change.beside)] if sides else claims,
            **values,
        )
        if rests:
            _few_behind(page, figures, change.now, id=f"gap.{name}.rests")
    hidden, none = withheld.without_number(figures, "fsm_gap", year)
    for key, those in (("without_result", none), ("not_shown", hidden)):
        if those:
            of = [page.config.measures[each.measure_id].of or "" for each in those]
            measures_named(page, f"gap.{key}", of, of_year=year)


def smallest_cohort(page: Document, figures: Figures) -> None:
    """What one pupil is worth in the smallest cohort that a table of all results shows: the honest
    size of a change."""
    held = (name for section in RESULTS for name in figures.section(section).measures)
    shares = [name for name in held if units.is_share(page.config, name)]
    cohorts = [figures.newest_cohort(name) for name in shares]
    sizes = [cohort for cohort in cohorts if cohort is not None and cohort.value]
    if sizes:
        smallest = min(sizes, key=lambda cohort: cohort.value or 0)
        page.text("school.small", pupils=smallest, points=told.worth_of_one(smallest),
                  claims=[told.greatest(smallest, sizes, least=True)])  # fmt: skip


def moved_since(
    page: Document, figures: Figures, measure: str, first_year: str, *, id: str
) -> None:
    """How a measure went from the first year to its newest result; then, where it went the other
    way in the last of these years, that: a rise over three years hides no fall of this one."""
    now, first = figures.latest(measure), figures.one(measure, first_year)
    if now is None or now.academic_year == first_year:
        return
    moved(page, now, first, id=id)
    last = figures.one(measure, previous_year(now.academic_year))
    if first is None or last is None or last.academic_year == first_year:
        return
    better = figures.better(measure)
    ways = {direction(now, before, better) for before in (first, last)}
    if ways in ({"up", "down"}, {"narrower", "wider"}):
        moved(page, now, last, "moved.last", id=f"{id}.last")


def moved(
    page: Document, now: Figure | None, before: Figure | None, key: str = "moved", *, id: str,
    called: Text | None = None,
) -> None:  # fmt: skip
    """One sentence on how a measure went from one figure to another, or why that is not known.

    Nothing where neither figure is there. ``id`` tells the sentence from others of the page;
    ``key`` is where its wordings stand; ``called`` what is measured, where it is not the label.
    """
    either = now or before
    if either is None:
        return
    better = page.config.measures[either.measure_id].better
    way = direction(now, before, better)
    values: dict[str, Value | Figure] = {"measure": called or _measured(page, either)}
    claims: list[Claim] = []
    if now and before and now.value is not None and before.value is not None:
        values |= {"now": now, "before": before, "since": before.academic_year}
        values |= {"of_year": now.academic_year}
        if better == "nearer_zero" and told.counts([(now, before, better)], "turned"):
            claims = [told.went("turned", now, before, better)]
            page.text(f"{key}.turned", id=id, claims=claims, **values)
            return
        points = told.apart(now, before, better)
        values |= {"points": units.apart(page, points, now.measure_id)}
        claims = [told.went(_SAID[way], now, before, better), *claimed(points)]
    elif without := [each for each in (now, before) if each is not None and each.status == way]:
        values |= {"of_year": without[0].academic_year}
    page.text(f"{key}.{_of_way(way, better)}", id=id, claims=claims, **values)


def _measured(page: Document, figure: Figure) -> Value:
    """What a figure measures, as a sentence says it: of a group, *among* its learners; of a single
    school as ``of_one`` names it, where the label is of all schools of its kind."""
    label, of_one = (f"measures.{figure.measure_id}.{name}" for name in ("label", "of_one"))
    if own := page.area.kind == "school" and page.config.languages.has(of_one):
        label = of_one
    if figure.group == "all":
        return page.say(label) if own else figure.label
    of = {part: page.say(key) for part, key in (
        ("measure", label), ("group", f"groups.{figure.group}"),
    )}  # fmt: skip
    return page.say("moved.among", of)


def _of_way(way: Direction, better: Better) -> str:
    """The message of a direction: of what is better the lower, it says so."""
    return f"{way}_lower" if better == "lower" and way in ("up", "down") else way


def few_learners(page: Document, cohort: Figure) -> bool:
    """Whether one learner of a cohort is worth a point or more, as far as its size is known; of
    what is no share of learners, none is."""
    share = units.is_share(page.config, cohort.measure_id)
    return share and bool(cohort.value) and (cohort.value or 0) <= page.config.cautions.large_cohort


def cohort_caution(
    page: Document, cohort: Figure | None, key: str = "moved.caution", *, id: str
) -> None:
    """What one learner is worth in a small cohort; nothing where it is large or hidden.

    ``key`` is of the figure before it, or of several of which the cohort is the smallest.
    """
    if cohort is None or not few_learners(page, cohort):
        return
    page.text(key, id=id, pupils=cohort, points=told.worth_of_one(cohort))


def smallest_group(
    page: Document, cohort: Figure, among: Sequence[Figure], area: Area,
    key: str = "moved.smallest", *, id: str, whole: bool,
) -> None:  # fmt: skip
    """What one learner is worth in the smallest group of a comparison; nothing where it is large.

    ``cohort`` is how many learners it has (:meth:`Figures.newest_cohort`) in ``area``, the fewest
    ``among`` these; ``key`` is of those that are compared, or of all in a table; ``whole`` says
    that the size of none is withheld.
    """
    if not few_learners(page, cohort):
        return
    page.text(
        withheld.key_of(key, whole=whole),
        claims=[told.greatest(cohort, among, least=True)],
        id=id,
        group=page.say(f"groups.{cohort.group}"),
        authority=area.name,
        measure=page.say(f"measures.{cohort.measure_id}.short"),
        pupils=cohort,
        points=told.worth_of_one(cohort),
    )


def schools_counted(page: Document, key: str, number: int, *, id: str, **values: Value) -> None:
    """A sentence on a number of schools: ``KEY.none`` where there are none, else ``KEY.some``.

    ``KEY.some`` has plural forms by ``schools``, so that one school is said as one.
    """
    if how_many(number) == "none":
        page.text(f"{key}.none", id=id, claims=claimed(number), **values)
    else:
        page.text(f"{key}.some", id=id, claims=(), schools=number, **values)


def claimed(number: object) -> Sequence[Claim]:
    """What a number rests on, where it says so: of one that stands in no sentence."""
    claim = getattr(number, "claim", None)
    return [] if claim is None else [claim]


def _as_far(one: Change, other: Change) -> bool:
    """Whether two moved as far, as the one of them with fewer decimals tells it."""
    places = min(each.decimals for change in (one, other) for each in change.pair)
    return round(one.points, places) == round(other.points, places)


def _most(
    page: Document, change: Change, changes: Sequence[Change], key: str,
    *, id: str, alone: bool, whole: bool,
) -> None:  # fmt: skip
    """The change that is most (``best`` or ``worst``) of all of one scale, or those that are.

    ``alone`` says that there are no others, of which their unit tells these; ``whole`` that no
    result was withheld that could be more.
    """
    every, name = [each.beside for each in changes], change.now.measure_id
    way, points = _of_way(direction(*change.beside), change.better), told.apart(*change.beside)
    if way in ("narrower", "wider") and turned(*change.beside[:2]):
        way += "_turned"
    moved = {"points": units.apart(page, points, name)}
    claims = [told.most(_MOST[key], change.beside, every), *claimed(points)]
    tied = [each.now for each in changes if _as_far(each, change)]
    if len(tied) > 1:
        said = withheld.key_of(f"outcomes.{key}_tied", whole=whole)
        names, year = [each.measure_id for each in tied], change.now.academic_year
        measures_named(page, said, names, id=id, claims=claims, year=year, **moved)
        return
    page.text(
        withheld.key_of(f"outcomes.{key}" if alone else f"outcomes.{key}_of", whole=whole),
        id=id,
        year=change.now.academic_year,
        measure=change.now.label,
        moved=page.say(f"outcomes.way.{way}", moved),
        now=change.now,
        claims=claims,
        **({} if alone else {"unit": units.ranked_in(page, name)}),
    )
