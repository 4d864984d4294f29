"""The difference between two published figures, with its sign, as every language writes it."""

from tymor.config import Config
from tymor.page import Figure, Text


def signed_points(config: Config, now: Figure | None, before: Figure | None) -> Text:
    """``+1.2`` or ``−0.4``, at the places published; nothing where either has no number.

    From the numbers as they are shown, so that a reader can check it.
    """
    languages = config.languages
    if now is None or before is None or now.value is None or before.value is None:
        return dict.fromkeys(languages, "")
    return signed(config, now.value - before.value, max(now.decimals, before.decimals))


def signed(config: Config, points: float, places: int) -> Text:
    """A number of points with its sign; zero has none."""
    rounded = round(points, places) + 0.0
    sign = "+" if rounded > 0 else ""
    languages = config.languages
    return {name: sign + languages[name].number(rounded, places) for name in languages}
