"""Invented schools and results, so that a fresh clone has something to build.

Pupils are simulated one by one, from a fixed seed, and then only counted: so
groups add up, higher levels are never reached by more pupils than lower ones,
and the whole comes out near the region's printed figures. ``python -m
tymor.sample FOLDER`` writes the folder, the same bytes each time.
"""

from tymor.sample.folder import write_sample

__all__ = ["write_sample"]
