"""For the usual tools' processes: the two seconds that ``tymor.fast_start`` saves Tymor's own.

A folder on ``PYTHONPATH`` with this file is all it takes, so the usual tools are timed with it.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
