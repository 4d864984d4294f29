"""Invented schools, learners and all that is told of them, as input tables of Tymor.

Read in this order: :mod:`region` and :mod:`bundled` (the two recipes; ``today`` is a small third
of its own), :mod:`block` (schools and their learners, step by step), then ``schools/`` (which
there are), ``learners/`` (who goes to them and what each reaches) and ``around/`` (what else is
told of a school). Everything hangs on a seed: the same wish gives the same bytes.
"""

from tymor_invented.bundled import write_bundled
from tymor_invented.region import Wish, write_region

__all__ = ["Wish", "write_bundled", "write_region"]
