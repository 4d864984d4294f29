"""Sentences of early warning, and what moved a school's level, in words."""

from tymor.page import Figure, Text
from tymor.report import narrative
from tymor.report.counted import counted, joined
from tymor.report.document import Document
from tymor.report.early_warning import EarlyWarning, Watched


def sentences(warning: EarlyWarning) -> None:
    """How many schools are flagged, have limited progress, moved; of which nothing is known."""
    page, total = warning.page, len(warning.schools)
    flagged_from = page.say(f"risk_levels.{page.config.risk.flagged_from}")
    narrative.schools_counted(page, "early_warning.flagged", warning.flagged,
                              id="early_warning.flagged", of=total, level=flagged_from)  # fmt: skip
    if "limited_progress" in warning.indicators:  # else nobody's priorities were reviewed
        limited = warning.at_least(1, "limited_progress")
        narrative.schools_counted(page, "early_warning.limited", limited,
                                  id="early_warning.limited")  # fmt: skip
    moves = warning.moves()
    if warning.before and sum(moves.values()):
        page.text("early_warning.moves", higher=moves["higher"], lower=moves["lower"],
                  same=moves["same"])  # fmt: skip
    if warning.unwatched:
        names = joined((s.name for s in warning.unwatched), page.config.languages, "; ")
        page.text("early_warning.unwatched", schools=names)


def headline_figures(warning: EarlyWarning) -> list[Figure]:
    """Schools watched, flagged, with limited progress, and at a higher level than last term."""
    values = {
        "watched": len(warning.schools),
        "flagged": warning.flagged,
    }
    if "limited_progress" in warning.indicators:
        values["limited"] = warning.at_least(1, "limited_progress")
    moves = warning.moves()
    if warning.before and sum(moves.values()):
        values["higher"] = moves["higher"]
    return [counted(warning.page, f"early_warning_{name}", float(value),
                    warning.page.say(f"early_warning.counted_{name}"))
            for name, value in values.items()]  # fmt: skip


def what_moved(page: Document, school: Watched) -> Text:
    """Each indicator that moved, with both levels; or that none did, or that there is no before."""
    if not school.before:
        return page.say("early_warning.first")
    if not school.moved:
        return page.say("early_warning.none_moved")
    return joined((_moved(page, school, name) for name in school.moved),
                  page.config.languages, "; ")  # fmt: skip


def _moved(page: Document, school: Watched, name: str) -> Text:
    words = {"indicator": page.say(f"early_warning.short.{name}"),
             "now": page.say(f"risk_levels.{school.now[name].level}")}  # fmt: skip
    if name not in school.before:
        return page.say("early_warning.new_indicator", words)
    before = page.say(f"risk_levels.{school.before[name].level}")
    return page.say("early_warning.moved", words | {"before": before})
