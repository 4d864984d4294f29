"""The ways from an area to the pages of its schools."""

from tymor.page import Link
from tymor.report.document import Document


def schools_by_sector(page: Document) -> dict[str, list[Link]]:
    """Links to the area's schools, by a catalogue key of their sector."""
    groups: dict[str, list[Link]] = {}
    for school in page.children():
        groups.setdefault(f"sectors.{school.sector_code}", []).append(page.link_to(school))
    return dict(sorted(groups.items()))
