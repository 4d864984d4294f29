"""A whole invented partnership, pupil by pupil: what ``tymor sample`` writes.

Read in this order: :mod:`write` (the recipe), :mod:`layout` and :mod:`founding` (which
schools there are), :mod:`births` and :mod:`places` (who goes to them), :mod:`standards` and
:mod:`quotas` (how many must reach what), :mod:`attain` and :mod:`marks` (who does).
"""

from tymor.sample.region.write import Wish, write_region

__all__ = ["Wish", "write_region"]
