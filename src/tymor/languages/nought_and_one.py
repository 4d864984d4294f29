"""What a message says where numbers are nought or one: *none*, where a number would read *0*; and
of one thing its name, where several would be counted and listed.

Such a form stands beside the others of its message, under these numbers and their places:
``0 up down`` is said where both are nought, ``1 number`` where that is one, and ``0 up 1 of``
where both are so.
"""

from collections.abc import Collection, Iterable

_NUMBERS = ("0", "1")


def is_of_numbers(form: str) -> bool:
    """Whether this is what a form for nought or one is called."""
    return form.startswith(tuple(f"{number} " for number in _NUMBERS))


def noughts_of(form: str) -> list[str]:
    """The places of a form's numbers that are nought.

    >>> noughts_of("0 up down 1 of")
    ['up', 'down']
    """
    return _places(form, "0")


def ones_of(form: str) -> list[str]:
    """The places of a form's numbers that are one.

    >>> ones_of("0 up down 1 of")
    ['of']
    """
    return _places(form, "1")


def form_of(forms: Iterable[str], noughts: Collection[str], ones: Collection[str] = ()) -> str:
    """The form that names the most of the places that are nought or one, and no others; or nothing.

    >>> form_of(["0 up", "0 up down", "other"], {"up", "down"})
    '0 up down'
    """
    fit = [
        form
        for form in forms
        if is_of_numbers(form) and {*noughts_of(form)} <= {*noughts} and {*ones_of(form)} <= {*ones}
    ]
    return max(fit, key=lambda form: len(form.split()), default="")


def _places(form: str, number: str) -> list[str]:
    found, now = [], ""
    for word in form.split():
        if word in _NUMBERS:
            now = word
        elif now == number:
            found.append(word)
    return found
