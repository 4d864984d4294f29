"""What a partnership's file may say of its website: who answers for it, on what terms."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from tymor.config.entry import Entry

#: One wording for each language.
Said = Annotated[dict[str, str], Field(min_length=1)]


def _web_address(address: str) -> str:
    odd = set(address) & set(' "<>') or not address.isprintable()
    if odd or not address.startswith("https://"):
        raise ValueError("expected an address that begins with https://")
    return address


def _site_address(address: str) -> str:
    if not _web_address(address).endswith("/") or set(address) & set("?#"):
        raise ValueError("expected the address of a folder: https://… with a slash at its end")
    return address


WebAddress = Annotated[str, AfterValidator(_web_address)]
Email = Annotated[str, Field(pattern=r"^[^@\s<>()\[\]]+@[^@\s<>()\[\]]+$")]


class Contact(Entry):
    """Who answers questions; ``lead_statistician`` is a person's name."""

    email: Email
    telephone: str | None = None
    lead_statistician: str | None = None


class Licence(Entry):
    """On what terms figures and words may be used: what the licence is called, and where it is."""

    name: Said
    address: WebAddress


class Accessibility(Entry):
    """``tested``: when people last used the site as its readers do; ``faults`` what they found."""

    tested: date
    faults: tuple[Said, ...] = ()


class Revision(Entry):
    """A figure or sentence that was put right after it was published."""

    day: date
    what: Said


class Publishing(Entry):
    """Nothing of it need be said, and of what is not, pages say nothing.

    ``address`` is where the public site stands; ``revisions`` are all that there were: an empty
    list says that there were none.
    """

    address: Annotated[str, AfterValidator(_site_address)] | None = None
    contact: Contact | None = None
    licence: Licence | None = None
    accessibility: Accessibility | None = None
    revisions: tuple[Revision, ...] | None = None
