import math

import numpy as np
import pytest

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.compiled import arithmetic
from elevenlines.core.compiled.decorators import U
from elevenlines.core.network.network import activation_layer


@pytest.mark.parametrize("x", [0.0, 1.0, -1.0, 0.3466, -0.3466, 1e-300, 12.5, -37.2, 700.0, -700.0, 1e-9])
def test_exp_is_right_but_for_the_last_places(x: float) -> None:
    assert arithmetic.exp(x) == pytest.approx(math.exp(x), rel=2e-15)


def test_exp_over_its_whole_range() -> None:
    points = np.linspace(-707.999, 709, 20_001)
    found = np.array([arithmetic.exp(x) for x in points])
    np.testing.assert_allclose(found, np.exp(points), rtol=2e-15)
    assert arithmetic.exp(-708.5) == arithmetic.exp(-math.inf) == 0.0
    assert math.isfinite(arithmetic.exp(1e5))
    assert math.isnan(arithmetic.exp(math.nan))


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_activations_and_their_slopes_are_the_registrys(name: str) -> None:
    units, stride = 3, 8
    rng = np.random.default_rng(5)
    z = np.concatenate([rng.normal(0, 3, units * stride - 4), [-1e4, 1e4, 0.0, -720.0]])
    work = np.concatenate([z, np.zeros(z.size), rng.normal(0, 1, z.size)])
    block, error = z.reshape(units, stride).T, work[2 * z.size :].reshape(units, stride).T.copy()
    kind, at_a, at_d = U(list(ACTIVATIONS).index(name)), U(z.size), U(2 * z.size)
    arithmetic.activate(kind, work, U(0), at_a, U(units), U(stride))
    activation = ACTIVATIONS[name]
    with np.errstate(over="ignore"):
        expected = activation.function(block)
        slopes = activation_layer(name).backward(error, block, expected, ())
    np.testing.assert_allclose(work[z.size : 2 * z.size].reshape(units, stride).T, expected, rtol=1e-12, atol=1e-13)
    arithmetic.backward(kind, work, U(0), at_a, at_d, U(units), U(stride))
    np.testing.assert_allclose(work[2 * z.size :].reshape(units, stride).T, slopes, rtol=1e-11, atol=1e-12)
