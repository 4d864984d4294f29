"""Days as a file for the reader's own calendar (iCalendar, RFC 5545)."""

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar
from icalendar import Event as Entry

from tymor.page import Event, Events

_PRODUCT = "-//Tymor//Calendar//EN"


def calendar_file(block: Events, language: str) -> bytes:
    """The block's days in one language; the same block gives the same bytes.

    Every day is one entry that lasts all day and leaves the reader free. An entry's UID comes
    from its key alone, so that a day that moves in a later term moves in the reader's
    calendar too, and its DTSTAMP from the day that the term was published.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", block.name[language])
    stamp = datetime.combine(block.stamped, time(), tzinfo=UTC)
    for item in block.items:
        calendar.add_component(_entry(item, stamp, language))
    return bytes(calendar.to_ical())


def _entry(item: Event, stamp: datetime, language: str) -> Entry:
    said = {"LANGUAGE": language}
    entry = Entry()
    entry.add("uid", f"{sha256(item.key.encode()).hexdigest()[:32]}@tymor")
    entry.add("dtstamp", stamp)
    entry.add("dtstart", item.day)
    entry.add("dtend", item.day + timedelta(days=1))
    entry.add("summary", item.text[language], parameters=said)
    if item.who[language]:
        entry.add("description", item.who[language], parameters=said)
    entry.add("transp", "TRANSPARENT")
    return entry
