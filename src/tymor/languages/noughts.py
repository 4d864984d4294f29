"""What a message says where numbers are nought: *none*, where a number would read *0*.

Such a form stands beside the others of its message, under a nought and the places that it leaves
out: ``0 up down`` is said where both are nought.
"""

from collections.abc import Collection, Iterable

_NOUGHT = "0 "


def is_of_noughts(form: str) -> bool:
    """Whether this is what a form for noughts is called."""
    return form.startswith(_NOUGHT)


def left_out(form: str) -> list[str]:
    """The places of a form's numbers that are nought.

    >>> left_out("0 up down")
    ['up', 'down']
    """
    return form.removeprefix(_NOUGHT).split()


def form_of(forms: Iterable[str], noughts: Collection[str]) -> str:
    """The form that leaves out the most of the places that are nought, and no others; or nothing.

    >>> form_of(["0 up", "0 up down", "other"], {"up", "down"})
    '0 up down'
    """
    fit = [form for form in forms if is_of_noughts(form) and {*left_out(form)} <= {*noughts}]
    return max(fit, key=lambda form: len(left_out(form)), default="")
