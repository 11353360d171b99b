"""A shape is a set of points of two classes: where each lies before noise moves it.

All lie in the plane from -SIDE to SIDE: wide enough for a tanh unit with first weights between -1 and 1 to bend within
it, and not so wide that it is saturated nearly everywhere.
"""

import numpy as np

from elevenlines.core.generators.draws import Draws
from elevenlines.core.types import Array, Integers

SIDE = 3.0  # from the middle of the plane to its border
Shape = tuple[Array, Array, Integers]  # x, y and class of each point, all (points,)

_TURNS = 1.25  # of each arm of the spiral


def circle(draws: Draws) -> Shape:
    """A disc in a ring."""
    inner, outer = np.where(draws.label == 1, 0.0, 1.9), np.where(draws.label == 1, 1.2, 2.8)
    return *_polar(_radius(draws, inner, outer), _angle(draws)), draws.label


def quadrants(draws: Draws) -> Shape:
    """Class 1 where x and y differ in their signs: XOR."""
    right = np.where(draws.index // 2 % 2 == 0, 1.0, -1.0)
    upper = np.where(draws.label == 1, -right, right)
    return right * draws.uniform(0, 0.2, SIDE), upper * draws.uniform(1, 0.2, SIDE), draws.label


def gaussians(draws: Draws) -> Shape:
    """Two clouds."""
    centre = np.where(draws.label == 1, 1.2, -1.2)
    return centre + 0.6 * draws.normal(0), centre + 0.6 * draws.normal(2), draws.label


def spiral(draws: Draws) -> Shape:
    """Two arms, half a turn apart."""
    along = draws.uniform(0)
    return *_polar(0.3 + 2.5 * along, 2.0 * np.pi * _TURNS * along + np.pi * draws.label), draws.label


def moons(draws: Draws) -> Shape:
    """Two half rings, each reaching into the other."""
    x, y = _polar(1.6, draws.uniform(0, 0.0, np.pi))
    turned = np.where(draws.label == 1, -1.0, 1.0)
    return turned * (x - 0.8), turned * (y - 0.35), draws.label


def rings(draws: Draws) -> Shape:
    """Four rings around each other, their classes in turn."""
    inner = 0.15 + 0.75 * (draws.index % 4).astype(np.float64)
    return *_polar(_radius(draws, inner, inner + 0.4), _angle(draws)), draws.label


def checkerboard(draws: Draws) -> Shape:
    """Four by four squares."""
    column = np.floor(draws.uniform(0, 0.0, 4.0))
    row = 2.0 * np.floor(draws.uniform(1, 0.0, 2.0)) + (column + draws.label) % 2
    width, margin = SIDE / 2.0, 0.1
    x, y = (width * place + draws.uniform(draw, margin, width - margin) for draw, place in ((2, column), (3, row)))
    return x - SIDE, y - SIDE, draws.label


def everywhere(draws: Draws) -> tuple[Array, Array]:
    """Points spread evenly over the plane: x and y."""
    return draws.uniform(0, -SIDE, SIDE), draws.uniform(1, -SIDE, SIDE)


def _angle(draws: Draws) -> Array:
    return draws.uniform(0, 0.0, 2.0 * np.pi)


def _radius(draws: Draws, inner: Array, outer: Array) -> Array:
    """A distance from the middle such that points are spread evenly over the ring."""
    return np.sqrt(draws.uniform(1, inner**2, outer**2))


def _polar(radius: float | Array, angle: Array) -> tuple[Array, Array]:
    return radius * np.cos(angle), radius * np.sin(angle)
