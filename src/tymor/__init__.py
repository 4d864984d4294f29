"""Tymor: a term's data and a folder of notebooks in, a bilingual publication out."""

from tymor import fast_start  # noqa: F401  (before anything imports jsonschema)

__version__ = "0.1.0"
