"""For the tests of reports: the modules of every report's folder can be imported."""

import sys

from projects import ROOT

sys.path += [str(path.parent) for path in sorted((ROOT / "notebooks").glob("*/report.yml"))]
