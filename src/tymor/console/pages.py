"""Pages for the person who runs the term, which are never published."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def filled(template: str, **values: Any) -> str:
    """The HTML of a page; every value is escaped, for it may come from a spreadsheet."""
    environment = Environment(
        loader=PackageLoader("tymor.console"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(template).render(values)
