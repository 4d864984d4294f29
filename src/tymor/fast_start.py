"""Two seconds of every process's start, saved.

Altair and nbformat import jsonschema, which imports ``rfc3987_syntax`` wherever
JupyterLab brought it, and that compiles 39 grammars for internationalised
addresses: 2.1 s of the 3.7 s that importing :mod:`tymor.report` took. Neither
asks for such an address, and jsonschema goes without where the package is
missing, so processes of this package are told that it is.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
