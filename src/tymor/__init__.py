"""Tymor: a term's data and a folder of notebooks in, a bilingual publication out."""

import sys

# Two seconds of every process's start, saved. Altair and nbformat import jsonschema, which
# imports rfc3987_syntax wherever JupyterLab brought it, and that compiles 39 grammars for
# internationalised addresses: 2.1 s of the 3.7 s that importing tymor.report took. Neither asks
# for such an address, and jsonschema goes without where the package is missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = "0.2.0"
