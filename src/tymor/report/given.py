"""What a verb was given: the verb itself says where it is something else than it takes."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from tymor.errors import TymorError

Kinds = type | tuple[type, ...]


def require(value: Any, kinds: Kinds, verb: str, takes: str) -> None:
    """Hold what a verb was given against what it takes.

    Raises
    ------
    TymorError
        ``page.chart takes an Altair chart; this is dict.``
    """
    if not isinstance(value, kinds):
        raise TymorError(f"{verb} takes {takes}; this is {kind_of(value)}.")


def require_finite(value: Any, what: str) -> None:
    """Hold a number against what can be said: there is no word for NaN, nor for infinity.

    Raises
    ------
    TymorError
        ``The place {share} was given nan, which is no number.``
    """
    if isinstance(value, float) and not isfinite(value):
        raise TymorError(
            f"{what} was given {value}, which is no number. Say why there is none, or leave it out."
        )


def all_of(values: Any, kinds: Kinds, verb: str, takes: str) -> tuple[Any, ...]:
    """The same for each of several.

    Raises
    ------
    TymorError
        One of them is something else, or they are not several.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TymorError(f"{verb} takes a list: {takes}; this is {kind_of(values)}.")
    listed = tuple(values)
    for value in listed:
        require(value, kinds, verb, takes)
    return listed


def kind_of(value: Any) -> str:
    """``pandas.core.frame.DataFrame``, ``dict``; of nothing ``None``."""
    if value is None:
        return "None"
    return f"{type(value).__module__}.{type(value).__name__}".removeprefix("builtins.")
