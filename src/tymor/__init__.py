"""Tymor: a term's data and a folder of notebooks in, a bilingual publication out."""

__version__ = "0.1.0"
