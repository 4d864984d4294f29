"""Two seconds of every kernel's start, saved.

Altair imports jsonschema, which imports ``rfc3987_syntax`` wherever JupyterLab
brought it, and that compiles 39 grammars for internationalised addresses: 2.1 s
of the 3.7 s that importing :mod:`tymor.report` took. No chart's schema asks for
such an address, and jsonschema goes without where the package is missing, so a
notebook's kernel is told that it is.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
