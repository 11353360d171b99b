from collections.abc import Callable

import numpy as np
import pytest

from elevenlines.core.generators import shapes
from elevenlines.core.generators.draws import Draws
from elevenlines.core.generators.shapes import SIDE, Shape

SHAPES = [
    shapes.circle,
    shapes.quadrants,
    shapes.spiral,
    shapes.moons,
    shapes.rings,
    shapes.checkerboard,
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_lies_in_the_plane_with_room_between_the_classes(shape: Callable[[Draws], Shape]) -> None:
    x, y, label = shape(Draws(600, 5))
    assert max(np.abs(x).max(), np.abs(y).max()) <= SIDE
    apart = np.hypot(x[label == 0][:, None] - x[label == 1], y[label == 0][:, None] - y[label == 1])
    assert apart.min() > 0.15


def test_what_each_shape_is() -> None:
    draws = Draws(400, 2)
    x, y, label = shapes.quadrants(draws)
    assert np.array_equal(label == 1, (x > 0) != (y > 0))
    x, y, label = shapes.checkerboard(draws)
    column, row = np.floor((x + SIDE) / 1.5), np.floor((y + SIDE) / 1.5)
    assert np.array_equal(label, (column + row) % 2)
    assert len(set(zip(column, row, strict=True))) == 16
    x, y, label = shapes.circle(draws)
    assert np.array_equal(label == 1, np.hypot(x, y) < 1.5)
    x, y, label = shapes.rings(draws)
    ring = np.floor(np.hypot(x, y) / 0.75)
    assert np.array_equal(label, ring % 2)
    assert set(ring) == {0, 1, 2, 3}
    x, y, label = shapes.moons(draws)
    assert np.allclose(np.hypot(np.where(label == 1, -x, x) + 0.8, np.where(label == 1, -y, y) + 0.35), 1.6)


def test_a_spirals_arms_are_half_a_turn_apart() -> None:
    x, y, label = shapes.spiral(Draws(400, 2))
    radius = np.hypot(x, y)
    along = (radius - 0.3) / 2.5
    turned = np.arctan2(y, x) - 2.5 * np.pi * along - np.pi * label
    assert np.allclose(np.cos(turned), 1.0)


def test_the_clouds_are_normal_around_their_centres() -> None:
    x, y, label = shapes.gaussians(Draws(10_000, 2))
    for column in (x, y):
        assert abs(column[label == 1].mean() - 1.2) < 0.03
        assert abs(column[label == 0].mean() + 1.2) < 0.03
        assert abs(column[label == 0].std() - 0.6) < 0.02


def test_everywhere_fills_the_plane() -> None:
    x, y = shapes.everywhere(Draws(4_000, 2))
    assert np.histogram2d(x, y, 4, [[-SIDE, SIDE]] * 2)[0].min() > 180
