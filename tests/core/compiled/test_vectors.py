import math
from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest
from numba import njit
from numba.core.errors import TypingError

from elevenlines.core.compiled import vectors
from elevenlines.core.types import Array

compiled: Callable[[Any], Any] = njit  # whose types see a function of the compiler's
FOUR, EIGHT = vectors.of_width(4), vectors.of_width(8)


def _calculator(width: int) -> Callable[[Array, Array, Array], float]:
    load, store, _ = FOUR if width == 4 else EIGHT
    limited, total, where_above = vectors.limited, vectors.total, vectors.where_above
    exponential, relu, sigmoid, tanh = vectors.exponential, vectors.relu, vectors.sigmoid, vectors.tanh

    @compiled
    def calculate(a: Array, b: Array, results: Array) -> float:
        x, y = load(a, 1), load(b, 1)
        z = x
        z += y
        z -= 2.0 * y
        z *= 3.0 - x
        z /= y / 4.0
        above, below = exponential(x)
        store(results, 0 * width, x + y)
        store(results, 1 * width, z)
        store(results, 2 * width, limited(x, -1.0, 2.0))
        store(results, 3 * width, where_above(x, 0.0, y, 7.0))
        store(results, 4 * width, 0.0 - x)
        store(results, 5 * width, above / below)
        store(results, 6 * width, sigmoid(x))
        store(results, 7 * width, tanh(x))
        store(results, 8 * width, relu(x))
        summed: float = total(y)
        return summed

    return cast("Callable[[Array, Array, Array], float]", calculate)


@pytest.mark.parametrize("width", [4, 8])
def test_a_vector_counts_as_its_numbers_do(width: int) -> None:
    random = np.random.default_rng(3)
    a, b = random.normal(0, 3, width + 2), random.normal(0, 3, width + 2)
    x, y, results = a[1:-1], b[1:-1], np.zeros((10, width))
    total = _calculator(width)(a, b, results.ravel())
    expected = [
        x + y,
        (x - y) * (3 - x) / (y / 4),
        np.clip(x, -1, 2),
        np.where(x > 0, y, 7),
        -x,
        np.exp(x),
        1 / (1 + np.exp(-x)),
        np.tanh(x),
        np.maximum(x, 0),
        np.zeros(width),
    ]
    np.testing.assert_allclose(results, expected, rtol=1e-14, atol=0)
    assert total == pytest.approx(math.fsum(y), rel=1e-14)


def test_numbers_beyond_all_limits_keep_their_places() -> None:
    given, results = np.array([0.0, math.nan, 1e4, -1e4, -math.inf, 0.0]), np.zeros((9, 4))
    _calculator(4)(given, np.ones(6), results.ravel())
    nan, large, small, infinite = results.T
    assert np.isnan(nan[[0, 1, 2, 4, 5, 6, 7, 8]]).all()  # which is not above 0, so the choice falls on the other
    assert nan[3] == 7
    np.testing.assert_array_equal(large[[2, 3, 6, 7, 8]], [2, 1, 1, 1, 1e4])
    for least in (small, infinite):
        np.testing.assert_array_equal(least[[2, 3, 7, 8]], [-1, 7, -1, 0])
        assert least[5] == least[6] == 0


def test_only_flat_arrays_of_floats_are_loaded() -> None:
    load, store, splat = FOUR

    @compiled
    def copied(a: Array, b: Array) -> None:
        store(b, 0, load(a, 0) + splat(1.0))

    flat = np.zeros(8)
    copied(flat, flat)
    for other in (np.zeros(8, np.float32), np.zeros(16)[::2], np.zeros((2, 4)), np.zeros(8, np.int64)):
        with pytest.raises(TypingError):
            copied(other, flat)
        with pytest.raises(TypingError):
            copied(flat, other)


def test_a_vector_goes_with_its_like_alone() -> None:
    load4, load8 = FOUR[0], EIGHT[0]

    @compiled
    def mixed(a: Array) -> float:
        return float(vectors.total(load4(a, 0) + load8(a, 0)))

    with pytest.raises(TypingError, match="Vector4"):
        mixed(np.zeros(8))
