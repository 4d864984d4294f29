"""For the tests of reports: the modules of every report's folder can be imported."""

import sys

from projects import ROOT

FOLDERS = [str(path.parent) for path in sorted((ROOT / "notebooks").glob("*/report.yml"))]
sys.path += [str(ROOT / "notebooks"), *FOLDERS]
