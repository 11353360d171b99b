"""A surface is a number to learn at each point: its value before noise is added, between -1 and 1."""

import numpy as np

from elevenlines.core.generators.draws import Draws
from elevenlines.core.generators.shapes import SIDE, everywhere
from elevenlines.core.types import Array

Surface = tuple[tuple[Array, ...], Array]  # the inputs and the value at each point, all (points,)

_HILLS = ((-1.5, 1.5, 1.0), (1.6, -1.4, 1.0), (1.5, 1.6, -1.0), (-1.4, -1.6, -1.0))  # x, y, height
_WIDTH = 0.9  # a hill's standard deviation


def plane(draws: Draws) -> Surface:
    """Rises evenly, from one corner to the opposite one."""
    x, y = everywhere(draws)
    return (x, y), (x + y) / (2.0 * SIDE)


def hills(draws: Draws) -> Surface:
    """Two hills and two hollows, each a Gaussian."""
    x, y = everywhere(draws)
    bumps = [height * np.exp(-((x - a) ** 2 + (y - b) ** 2) / (2.0 * _WIDTH**2)) for a, b, height in _HILLS]
    return (x, y), np.sum(bumps, axis=0)


def wave(draws: Draws) -> Surface:
    """A sine of one input, two times around."""
    x = draws.uniform(0, -SIDE, SIDE)
    return (x,), np.sin(2.0 * np.pi / SIDE * x)
