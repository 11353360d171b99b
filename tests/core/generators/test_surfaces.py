from collections.abc import Callable

import numpy as np
import pytest

from elevenlines.core.generators import surfaces
from elevenlines.core.generators.draws import Draws
from elevenlines.core.generators.shapes import SIDE

DRAWS = Draws(2_000, 4)


@pytest.mark.parametrize("surface", [surfaces.plane, surfaces.hills, surfaces.wave])
def test_values_use_the_range_from_minus_one_to_one(surface: Callable[[Draws], surfaces.Surface]) -> None:
    inputs, value = surface(DRAWS)
    assert np.abs(inputs).max() <= SIDE
    assert 0.8 < np.abs(value).max() <= 1.01


def test_what_each_surface_is() -> None:
    (x, y), value = surfaces.plane(DRAWS)
    assert np.allclose(value, (x + y) / 6)
    (x,), value = surfaces.wave(DRAWS)
    assert np.allclose(value, np.sin(2 * np.pi * x / 3))
    (x, y), value = surfaces.hills(DRAWS)
    high, low = value.argmax(), value.argmin()
    assert x[high] * y[high] < 0 < x[low] * y[low]
