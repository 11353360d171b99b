"""The random numbers of a data set: each is a function of the seed, the point and the draw, and of nothing else.

They come from the counter-based mix of core.randomness, in whole numbers: so they are the same on every machine and
with every version of NumPy. And since no draw depends on how many there are, a larger set begins with the points of a
smaller one, and noise moves points without drawing others: a slider never makes them jump.
"""

import numpy as np

from elevenlines.core.randomness import MADE, random_bits
from elevenlines.core.types import Array, Integers

NOISE = 8  # the first draw that noise takes; a shape's own lie below


class Draws:
    """Numbers for so many points.

    Attributes:
        index: (points,), the number of each point from 0.
        label: (points,), its class, 0 and 1 in turn: so classes are balanced, and every batch has both.
    """

    def __init__(self, points: int, seed: int) -> None:
        """Draws nothing yet."""
        self.index: Integers = np.arange(points)
        self.label: Integers = self.index % 2
        self._seed = seed

    def uniform(self, draw: int, low: float | Array = 0.0, high: float | Array = 1.0) -> Array:
        """(points,), evenly from low to below high."""
        bits = random_bits(self._seed, draw, MADE, self.index.astype(np.uint64))
        return low + (high - low) * ((bits >> np.uint64(11)) * np.float64(2.0**-53))

    def normal(self, draw: int) -> Array:
        """(points,), normal with mean 0 and deviation 1, from two draws (Box and Muller, 1958)."""
        radius = np.sqrt(-2.0 * np.log(1.0 - self.uniform(draw)))
        return radius * np.cos(2.0 * np.pi * self.uniform(draw + 1))
