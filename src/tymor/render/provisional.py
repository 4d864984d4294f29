"""A page that shows provisional figures says so at its head, for all that is worked out of them."""

from tymor.locale import Languages
from tymor.page import Callout, FrontMatter, Page

#: What is said there.
WORDS = ("provisional.title", "provisional.text", "provisional.of_year")


def with_notice(page: Page, languages: Languages) -> Page:
    """The page with a box that names its provisional results; without any, the page itself."""
    shown = [figure for figure in page.figures() if figure.status == "provisional"]
    shown.sort(key=lambda figure: figure.group != "all")
    sure = {(each.measure_id, each.academic_year): each.label for each in reversed(shown)}
    if not sure:
        return page
    named = [
        languages.say("provisional.of_year", measure=label, of_year=year)
        for (_, year), label in reversed(sure.items())
    ]
    every = {name: "; ".join(each[name] for each in named) for name in languages}
    notice = Callout(
        id="provisional",
        tone="important",
        title=languages.say("provisional.title"),
        text=languages.say("provisional.text", measures=every),
    )
    at = 1 if page.blocks and isinstance(page.blocks[0], FrontMatter) else 0
    return page.model_copy(update={"blocks": (*page.blocks[:at], notice, *page.blocks[at:])})
