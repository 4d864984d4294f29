"""Terms by their names: which comes first, and in which academic year each lies."""

_SEASONS = ("spring", "summer", "autumn")  # as they follow in a calendar year


def term_order(term: str) -> tuple[int, int]:
    """For sorting: ``2016-autumn`` comes before ``2017-spring``.

    >>> sorted(["2017-autumn", "2017-summer", "2016-autumn", "2017-spring"], key=term_order)
    ['2016-autumn', '2017-spring', '2017-summer', '2017-autumn']
    """
    year, _, season = term.partition("-")
    return int(year), _SEASONS.index(season)


def term_after(term: str) -> str:
    """The term that follows.

    >>> term_after("2016-autumn"), term_after("2017-spring")
    ('2017-spring', '2017-summer')
    """
    year, season = term_order(term)
    return f"{year + (season + 1) // 3}-{_SEASONS[(season + 1) % 3]}"


def results_known(term: str) -> str:
    """The newest academic year whose results are known in a term: a year's come in its summer.

    >>> results_known("2017-summer"), results_known("2017-spring"), results_known("2016-autumn")
    ('2016/17', '2015/16', '2015/16')
    """
    year, season = term_order(term)
    return _year_from(year - 1 if season > 0 else year - 2)


def academic_year_of(term: str) -> str:
    """The academic year that a term lies in: it begins with autumn.

    >>> academic_year_of("2016-autumn"), academic_year_of("2017-summer")
    ('2016/17', '2016/17')
    """
    year, season = term_order(term)
    return _year_from(year if _SEASONS[season] == "autumn" else year - 1)


def _year_from(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02}"


def terms_of(academic_year: str) -> tuple[str, str, str]:
    """The three terms of an academic year, in order.

    >>> terms_of("2016/17")
    ('2016-autumn', '2017-spring', '2017-summer')
    """
    first = int(academic_year[:4])
    return f"{first}-autumn", f"{first + 1}-spring", f"{first + 1}-summer"


def terms_up_to(term: str, number: int) -> list[str]:
    """A term and those before it, ``number`` in all, the earliest first.

    >>> terms_up_to("2017-summer", 3)
    ['2016-autumn', '2017-spring', '2017-summer']
    """
    year, season = term_order(term)
    last = 3 * year + season
    return [f"{n // 3}-{_SEASONS[n % 3]}" for n in range(last - number + 1, last + 1)]
