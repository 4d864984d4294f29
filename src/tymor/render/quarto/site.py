"""A whole site rendered by Quarto: a project for each language."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tymor.files import Writer
from tymor.page import Page
from tymor.plan.frozen import QUARTO_FILE, frozen_publication
from tymor.render.frame import Frame
from tymor.render.quarto.collect import collect
from tymor.render.quarto.command import render
from tymor.render.quarto.project import write_project

if TYPE_CHECKING:
    from tymor.publication import Publication


def render_site(
    publication: "Publication",
    site: str,
    pages: Sequence[Page],
    frame: Frame,
    writer: Writer,
    quarto: Path,
) -> None:
    """Write, render and collect the project of every language.

    The projects stay in ``build/TERM/quarto/SITE/LANGUAGE`` to be looked into. Nothing of
    the site is touched before all of them are rendered.

    Raises
    ------
    TymorError
        Quarto failed or left something out.
    """
    config = publication.config
    projects = {
        language: write_project(
            publication.folder / "quarto" / site / language,
            pages,
            frame,
            language,
            config.languages[language],
            frozen_publication(publication).config.root / QUARTO_FILE,
        )
        for language in frame.languages
    }
    for project in projects.values():
        render(project, quarto)
    for language, project in projects.items():
        collect(project, writer, language)
