"""Quarto as a renderer: one website project a language and audience, then ``quarto render``.

A page is the same raw blocks the built-in renderer makes, so Quarto has next to no
Markdown to read and nothing to execute; Quarto brings the site's frame and its Typst.
"""

from tymor.render.quarto.collect import collect
from tymor.render.quarto.command import find_quarto, render, require_quarto
from tymor.render.quarto.project import write_project

__all__ = ["collect", "find_quarto", "render", "require_quarto", "write_project"]
