"""Did you mean …? For a word that is nearly one of the allowed ones."""

from collections.abc import Collection
from difflib import get_close_matches

#: Among more words than this a near one is mere chance (and slow to find).
_MOST = 500


def nearest(value: str, allowed: Collection[str]) -> str:
    """``Did you mean 'core'?``, or nothing where no word is near.

    A number is near no other: any may be meant.

    >>> nearest("Core ", ["core", "enhanced"])
    "Did you mean 'core'?"
    """
    if not value or len(value) > 60 or len(allowed) > _MOST or value.isdigit():
        return ""
    tidy = "_".join(value.strip().lower().replace("-", " ").split())
    plain = {word.lower(): word for word in allowed if word}
    near = get_close_matches(tidy, plain, n=1, cutoff=0.75)
    return f"Did you mean '{plain[near[0]]}'?" if near else ""
