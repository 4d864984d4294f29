"""A database's address: used with its secrets, shown and quoted without them.

Everything about a database that a person or a file gets to see comes from here. What stands in
the environment is a secret, whatever part of the address it fills; so is the password, and what
follows the question mark, but for a few names that only say how to connect.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tymor.errors import TymorError
from tymor.inputs.readers.table_file import Sql

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

#: What stands in the place of a secret.
HIDDEN = "***"

#: Keys behind the question mark whose values are no secrets, where mapping.yml itself has them.
_HARMLESS_KEYS = frozenset(
    {"charset", "client_encoding", "connect_timeout", "driver", "host", "port", "sslmode"}
    | {"mode", "timeout", "uri"}
)

#: Where one value holds several, as a whole address or ODBC's list of settings does.
_PARTS = re.compile(r"[@:/?&=;,#+\s{}]+")

#: Shorter secrets are sought as words of their own: their letters stand in other words too.
_SHORT = 4


class AddressRefused(TymorError):
    """Why an address gives no table."""


@dataclass(frozen=True)
class Address:
    """Where a table is asked. ``url`` holds the secrets; ``str()`` and ``repr()`` do not."""

    url: URL = field(repr=False)
    values: tuple[str, ...] = field(repr=False)  # what the environment gave
    written: str = field(repr=False)  # what mapping.yml has of it, without those

    def __str__(self) -> str:
        """The address for people; an SQLite file by its name, for its folder is known."""
        url = self.url
        database = url.database or ""
        if url.get_backend_name() == "sqlite":
            database = Path(database).name
        user = "" if url.username is None else self._part(url.username)
        if url.password is not None:
            user = f"{user}:{HIDDEN}"
        host = "" if url.host is None else self._part(url.host)
        port = "" if url.port is None else f":{self._part(str(url.port))}"
        at = f"{user}@" if user else ""
        text = f"{self._part(url.drivername)}://{at}{host}{port}"
        text = f"{text}/{self._part(database)}" if database else text
        query = "&".join(f"{self._part(key)}={self._shown(key)}" for key in url.query)
        return f"{text}?{query}" if query else text

    def scrubbed(self, text: str) -> str:
        """Another's words, such as a driver's, with every secret in them hidden."""
        return self._pattern.sub(HIDDEN, text) if self._secrets else text

    def _part(self, text: str) -> str:
        """A part of the address as mapping.yml has it; hidden whole where some of it came in."""
        given = any(form in text for value in self.values for form in _forms(value) if form)
        own = text in self.written or text in unquote(self.written)
        return text if own and not given else HIDDEN

    def _shown(self, key: str) -> str:
        if key.lower() not in _HARMLESS_KEYS:
            return HIDDEN
        return ",".join(self._part(value) for value in _values(self.url.query, key))

    @cached_property
    def _secrets(self) -> frozenset[str]:
        whole = {*self.values, str(self.url.password or "")}
        for key in self.url.query:
            shown = key.lower() in _HARMLESS_KEYS
            whole |= set() if shown else set(_values(self.url.query, key))
        parts = (self.url.username, self.url.host, self.url.database, *self.url.query)
        hidden = {part for part in parts if part and self._part(part) == HIDDEN}
        pieces = {piece for value in whole for piece in _PARTS.split(value)}
        return frozenset(
            form for text in whole | hidden | pieces for form in _forms(text) if form.strip()
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._secrets, key=lambda text: (-len(text), text))
        return re.compile("|".join(map(_sought, longest_first)), re.IGNORECASE)


def _sought(secret: str) -> str:
    inside = re.escape(secret)
    return inside if len(secret) >= _SHORT else rf"(?<![^\W_]){inside}(?![^\W_])"


def _forms(text: str) -> Iterator[str]:
    """How a text may be written in an address or in a message."""
    yield from (text, unquote(text), unquote_plus(text), quote(text), quote(text, safe=""))
    yield from (quote_plus(text), repr(text)[1:-1], text.replace("'", "''"))


def _values(query: Mapping[str, tuple[str, ...] | str], key: str) -> tuple[str, ...]:
    value = query[key]
    return (value,) if isinstance(value, str) else tuple(value)


def address_of(sql: Sql, folder: Path) -> Address:
    """The address with the environment's values in it; an SQLite file lies beside the mapping.

    Raises
    ------
    AddressRefused
        The environment lacks a value, or the address cannot be read, or its file is not there.
    """
    names = _VARIABLE.findall(sql.url)
    if missing := [name for name in names if name not in os.environ]:
        raise AddressRefused(
            f"the address names {missing[0]}, which the environment does not have. Set it, as in "
            f"export {missing[0]}=…"
        )
    try:
        url = make_url(_VARIABLE.sub(lambda name: os.environ[name[1]], sql.url))
        url.get_backend_name()
    except (ArgumentError, ValueError):  # the address may hold a password: it is not repeated
        raise AddressRefused(
            "the address cannot be read; expected one such as "
            "postgresql+psycopg://name@host/database or sqlite:///pupils.db."
        ) from None
    values = tuple(os.environ[name] for name in names)
    address = Address(url, values, _VARIABLE.sub("\0", sql.url))
    file = database_file(address, folder)
    if file is None:
        return address
    if not file.is_file():
        name = Path(address.scrubbed(str(url.database))).name
        raise AddressRefused(f"there is no database {name}; expected it beside mapping.yml.")
    return replace(address, url=url.set(database=str(file)))


def asked_file(sql: Sql, folder: Path) -> Path | None:
    """The file of the SQLite database that is asked, where there is one."""
    try:
        address = address_of(sql, folder)
    except AddressRefused:
        return None
    return database_file(address, folder)


def database_file(address: Address, folder: Path) -> Path | None:
    """The file of an SQLite database; none where it is another's, or only in memory."""
    url = address.url
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return folder / str(url.database)
