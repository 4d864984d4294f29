"""A site's search indexes are there, and lead to its own pages."""

from collections.abc import Iterator

from tymor.audit.read_index import read_index
from tymor.audit.site import BuiltSite
from tymor.errors import Problem, TymorError

_PLACE = "search/index.json"


def check_search(site: BuiltSite, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Each language's index is there and is one, and leads to pages of that language alone."""
    for language in languages:
        place = f"{language}/{_PLACE}"
        if place not in site.files:
            yield _problem(place, "The site cannot be searched in this language.")
            continue
        try:
            index = read_index((site.root / place).read_bytes())
        except TymorError as fault:
            yield _problem(place, f"Not as it must be: {fault}.")
            continue
        for path in (page["path"] for page in index["pages"]):
            file = "/".join(filter(None, (language, path, "index.html")))
            if file not in site.files:
                yield _problem(place, f"leads to {file}, which is not in the site.")


def _problem(place: str, message: str) -> Problem:
    return Problem(file=place, rule="links", message=message)
