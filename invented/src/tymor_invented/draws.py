"""Chance that comes out alike on every machine.

NumPy promises the raw bits of PCG64 for good, but not what its distributions
make of them. So only raw bits are taken, and turned into numbers here by steps
that are exact in floating point.
"""

import zlib
from collections.abc import Sequence
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

Thing = TypeVar("Thing")
SEED = 2017
"""Of the bundled data, and of a region for which none is named."""


class Draws:
    """A stream of chance of its own for every ``name``, and another for every ``seed``.

    A school's numbers hang on its id and the purpose alone, so that schools
    added later leave those of the others as they were.
    """

    def __init__(self, *name: str, seed: int) -> None:
        key = zlib.crc32("/".join(name).encode("utf-8"))
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, key]))

    def uniform(self, count: int) -> Floats:
        """``count`` numbers from 0 up to, but not including, 1."""
        raw = np.asarray(self._bits.random_raw(count), dtype=np.uint64)
        return np.asarray((raw >> np.uint64(11)) * 2.0**-53, dtype=np.float64)

    def normal(self, count: int) -> Floats:
        """``count`` numbers of mean 0 and deviation 1: twelve uniforms less six."""
        return np.asarray(self.uniform(12 * count).reshape(12, count).sum(axis=0) - 6)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * float(self.uniform(1)[0])

    def one(self) -> float:
        """One number of mean 0 and deviation 1."""
        return float(self.normal(1)[0])

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.uniform(1)[0] * len(things))]
