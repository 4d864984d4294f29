"""A setting by its place, so that a sentence and the audit read the same one."""

from collections.abc import Mapping
from typing import Literal

from tymor.config.models import Config
from tymor.errors import TymorError


def setting_of(
    config: Config, place: str, how: Literal["value", "count", "worth"] = "value"
) -> float:
    """The number at a place such as ``risk.back_test.terms``; or how many things stand there, or
    what one learner is worth of so many.

    Raises
    ------
    TymorError
        There is no such place, or no number in it.
    """
    found: object = config
    for name in place.split("."):
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, tuple) and name.isdigit():
            found = found[int(name)] if int(name) < len(found) else None
        else:
            found = getattr(found, name, None)
    if how == "count" and isinstance(found, Mapping | tuple):
        return len(found)
    if how == "count" or not isinstance(found, int | float):
        raise TymorError(f"No setting of params/ has a number at {place!r}.")
    return found if how == "value" else round(100 / found + 1e-9, 1)
