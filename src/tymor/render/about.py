"""What public statistics say of themselves: who answers, accessibility, licence, cookies and
revisions; and the glossary. What is of one partnership is in its file;
of what is not said there is nothing.
"""

from collections.abc import Iterable, Iterator

from tymor.config.publishing import Publishing
from tymor.page import (
    AnyBlock,
    Column,
    Heading,
    Page,
    Paragraph,
    Prose,
    Row,
    Table,
    TableBlock,
    Terms,
    Text,
    TextCell,
)
from tymor.prose.markdown import read_markdown
from tymor.prose.tree import ProseHeading
from tymor.render.glossary import PATH, explained, names_of
from tymor.render.standing import Standing

#: What pages are made to meet, by its own name.
STANDARD = "WCAG 2.2"


class About(Standing):
    """The page about a site, and its glossary."""

    def pages(self) -> list[Page]:
        return [self.page("about", "about", "about", self._about())]

    def glossary(self, used: Iterable[str]) -> Page:
        """The terms that any page of the site uses."""
        languages = self.publication.config.languages
        known = set(used)
        items = explained(languages, [n for n in names_of(languages.first) if n in known])
        title = self.say("glossary_page.list")
        blocks = (Terms(id="terms", title=title, items=items),) if items else ()
        return self.page(PATH, PATH, "glossary_page", blocks)

    @property
    def _website(self) -> Publishing:
        return self.publication.config.partnership.website

    def _about(self) -> Iterator[AnyBlock]:
        for name in ("contact", "accessibility", "licence", "cookies", "revisions"):
            blocks = [*getattr(self, f"_{name}")()]
            if blocks:
                yield Heading(id=name, text=self.say(f"about.{name}.heading"))
                yield from blocks

    def _contact(self) -> Iterator[AnyBlock]:
        if (contact := self._website.contact) is None:
            return
        yield self._linked("contact-email", "about.contact.email", email=contact.email)
        if contact.telephone:
            yield self._text("contact-telephone", "about.contact.telephone",
                             telephone=contact.telephone)  # fmt: skip
        if contact.lead_statistician:
            yield self._text("contact-statistician", "about.contact.lead_statistician",
                             name=contact.lead_statistician)  # fmt: skip

    def _accessibility(self) -> Iterator[AnyBlock]:
        yield self._text("accessibility-standard", "about.accessibility.text", standard=STANDARD)
        yield self._text("accessibility-checked", "about.accessibility.checked")
        if (told := self._website.accessibility) is not None:
            yield Paragraph(
                id="accessibility-tested",
                text=self.publication.config.languages.say("about.accessibility.tested",
                                                           day=told.tested),
            )  # fmt: skip
            for at, fault in enumerate(told.faults):
                languages = self.publication.config.languages
                yield Paragraph(id=f"accessibility-fault-{at}", text=languages.whole(fault))
        if (contact := self._website.contact) is not None:
            yield self._linked("accessibility-contact", "about.accessibility.contact",
                               email=contact.email)  # fmt: skip

    def _licence(self) -> Iterator[AnyBlock]:
        if (licence := self._website.licence) is not None:
            name = self.publication.config.languages.whole(licence.name)
            yield self._linked("licence-text", "about.licence.text", name=name,
                               address=licence.address)  # fmt: skip

    def _cookies(self) -> Iterator[AnyBlock]:
        yield self._text("cookies-text", "about.cookies.text")

    def _revisions(self) -> Iterator[AnyBlock]:
        yield self._text("revisions-policy", "about.revisions.policy")
        if self.publication.term.previous is not None or self._website.revisions is not None:
            yield self._text("revisions-terms", "about.revisions.terms")
        revisions = self._website.revisions
        if revisions == ():
            yield self._text("revisions-none", "about.revisions.none")
        elif revisions is not None:
            yield self._log()

    def _log(self) -> TableBlock:
        """One row a revision, the newest first."""
        languages = self.publication.config.languages
        newest = sorted(self._website.revisions or (), key=lambda each: each.day, reverse=True)
        day, what = (self.say(f"about.revisions.{name}") for name in ("day", "what"))
        return TableBlock(
            id="revisions-log",
            title=self.say("about.revisions.log"),
            table=Table(
                columns=(Column(key="day", label=day, align="start"),
                         Column(key="what", label=what, align="start", width="wide")),
                rows=tuple(
                    Row(cells=(
                        TextCell(text={n: languages[n].long_date(each.day) for n in languages}),
                        TextCell(text=languages.whole(each.what)),
                    ))
                    for each in newest
                ),
            ),
        )  # fmt: skip

    def _text(self, block: str, key: str, /, **more: str | Text) -> Paragraph:
        return Paragraph(id=block, text=self.say(key, **more))

    def _linked(self, block: str, key: str, /, **more: str | Text) -> Prose:
        """A paragraph with a link, as its message writes it in Markdown."""
        pieces = {
            name: tuple(
                piece for piece in read_markdown(text) if not isinstance(piece, ProseHeading)
            )
            for name, text in self.say(key, **more).items()
        }
        return Prose(id=block, pieces=pieces)
