"""Numbers of the committee format: sections in their order, paragraphs, appendices."""

from dataclasses import dataclass, field

from tymor.errors import TymorError

#: The sections of a report to a committee, in the order that committees expect.
SECTIONS = (
    "issue",
    "summary",
    "recommendation",
    "background",
    "options",
    "implementation",
    "links",
    "papers",
)


@dataclass
class Numbering:
    """How far one report has come."""

    major: int = 0
    minor: int = 0
    opened: list[str] = field(default_factory=list)
    announced: list[str] | None = None
    attached: int = 0

    @property
    def in_sections(self) -> bool:
        """Whether a paragraph now stands in a section, and so has a number."""
        return bool(self.opened) and self.attached == 0

    def next_section(self, name: str) -> str:
        """The number of the section that is opened.

        Raises
        ------
        TymorError
            It is not the next one of :data:`SECTIONS`.
        """
        expected = SECTIONS[len(self.opened)] if len(self.opened) < len(SECTIONS) else "an appendix"
        if name != expected or self.attached:
            raise TymorError(
                f"The section {name!r} stands where {expected} is expected. The committee format "
                f"has, in this order: {', '.join(SECTIONS)}; then appendices."
            )
        self.opened.append(name)
        self.major, self.minor = self.major + 1, 0
        return str(self.major)

    def next_paragraph(self) -> str:
        """``2.3``: the third paragraph of the second section."""
        self.major, self.minor = max(self.major, 1), self.minor + 1
        return f"{self.major}.{self.minor}"

    def next_appendix(self, key: str) -> str:
        """Its letter. Appendices come after the last section, as the front matter names them."""
        if self.opened and len(self.opened) < len(SECTIONS):
            raise TymorError(
                f"The appendix {key!r} stands before the section "
                f"{SECTIONS[len(self.opened)]!r}: all sections come first."
            )
        if self.announced is not None and key not in self.announced[self.attached :][:1]:
            said = ", ".join(self.announced) or "none"
            raise TymorError(
                f"The appendix {key!r} stands where the front matter names another; it names "
                f"{said}. Name the appendices in front_matter in the order they come."
            )
        self.attached += 1
        return chr(ord("A") + self.attached - 1)
