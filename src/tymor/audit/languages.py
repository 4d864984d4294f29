"""Languages: every page in each of them, at the same path, and said to be in it."""

from collections.abc import Iterator
from pathlib import Path

from tymor.audit.site import BuiltSite
from tymor.errors import Problem


def check_languages(site: BuiltSite, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Pages missing in a language, with the wrong ``lang``, or with no way to the other."""
    paths = {page.path for page in site.pages}
    for page in site.pages:
        if page.language not in languages:
            continue
        for other in languages:
            twin = Path(other, *page.path.parts[1:])
            if twin not in paths:
                yield _problem(page.path, f"has no page in {other!r}: {twin} is missing.")
        said = page.says.split("-")[0]
        if said != page.language:
            yield _problem(page.path, f"says its language is {said!r}.")
        if not {language for language in languages if language != page.language} <= page.offers:
            yield _problem(page.path, "offers no link to the same page in the other language.")


def _problem(path: Path, message: str) -> Problem:
    return Problem(file=path.as_posix(), rule="languages", message=f"The page {message}")
