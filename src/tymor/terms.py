"""Terms by their names: which comes first, and in which academic year each lies."""

_SEASONS = ("spring", "summer", "autumn")  # as they follow in a calendar year


def term_order(term: str) -> tuple[int, int]:
    """For sorting: ``2016-autumn`` comes before ``2017-spring``.

    >>> sorted(["2017-autumn", "2017-summer", "2016-autumn", "2017-spring"], key=term_order)
    ['2016-autumn', '2017-spring', '2017-summer', '2017-autumn']
    """
    year, _, season = term.partition("-")
    return int(year), _SEASONS.index(season)


def results_known(term: str) -> str:
    """The newest academic year whose results are known in a term: a year's come in its summer.

    >>> results_known("2017-summer"), results_known("2017-spring"), results_known("2016-autumn")
    ('2016/17', '2015/16', '2015/16')
    """
    year, season = term_order(term)
    first = year - 1 if season > 0 else year - 2
    return f"{first}/{(first + 1) % 100:02}"
