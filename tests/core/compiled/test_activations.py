import numpy as np
import pytest

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.compiled.activations import CODES, activate, backward
from elevenlines.core.compiled.decorators import U, compiled
from elevenlines.core.network.network import activation_layer
from elevenlines.core.types import Array


@compiled
def passed(code: int, work: Array, units: int, stride: int) -> None:
    """Forward and backward over the blocks of z, a and the errors, one behind the other."""
    a, d = units * stride, U(2) * units * stride
    activate(code, (work, U(0), a, units, stride))
    backward(code, (work, U(0), a, d, units, stride))


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_activations_and_their_slopes_are_the_registrys(name: str) -> None:
    units, stride = 3, 8
    rng = np.random.default_rng(5)
    z = np.concatenate([rng.normal(0, 3, units * stride - 4), [-1e4, 1e4, 0.0, -720.0]])
    work = np.concatenate([z, np.zeros(z.size), rng.normal(0, 1, z.size)])
    block, error = z.reshape(units, stride).T, work[2 * z.size :].reshape(units, stride).T.copy()
    passed(U(CODES[name]), work, U(units), U(stride))
    activation = ACTIVATIONS[name]
    with np.errstate(over="ignore"):
        expected = activation.function(block)
        slopes = activation_layer(name).backward(error, block, expected, ())
    np.testing.assert_allclose(work[z.size : 2 * z.size].reshape(units, stride).T, expected, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(work[2 * z.size :].reshape(units, stride).T, slopes, rtol=1e-11, atol=1e-12)
