import numpy as np
import pytest

from elevenlines.core.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from elevenlines.core.network.network import activation_layer

POINTS = np.array([[-9.0, -3.1, -1.0, -0.2, 0.1, 0.7, 1.9, 4.0, 8.0]])


@pytest.mark.parametrize("name", HIDDEN_ACTIVATIONS)
def test_the_slope_is_that_of_the_function(name: str) -> None:
    activation, step = ACTIVATIONS[name], 1e-5
    rise = activation.function(POINTS + step) - activation.function(POINTS - step)
    slope = activation_layer(name).backward(np.ones_like(POINTS), POINTS, activation.function(POINTS), ())
    np.testing.assert_allclose(slope, rise / (2 * step), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_nothing_overflows_at_ten_thousand(name: str) -> None:
    activation = ACTIVATIONS[name]
    z = np.array([[-1e4, -710.0, -1.0, 0.0, 1.0, 710.0, 1e4]])
    with np.errstate(over="ignore"):
        a = activation.function(z)
        slope = activation_layer(name).backward(np.ones_like(z), z, a, ())
    assert np.isfinite(a).all()
    assert np.isfinite(slope).all()
    low, high = activation.range
    assert low is None or a.min() >= low
    assert high is None or a.max() <= high


def test_known_values() -> None:
    """From the papers' formulas, worked out to ten digits with mpmath's erf, exp and log."""
    at_one = {
        "leaky_relu": 1.0,
        "elu": 1.0,
        "gelu": 0.8413447461,
        "silu": 0.7310585786,
        "mish": 0.8650983883,
        "softplus": 1.3132616875,
        "sine": 0.8414709848,
        "gaussian": 0.3678794412,
    }
    at_minus_one = {"leaky_relu": -0.01, "elu": -0.6321205588, "gelu": -0.1586552539, "mish": -0.3034014613}
    for z, known in ((1.0, at_one), (-1.0, at_minus_one)):
        for name, value in known.items():
            assert ACTIVATIONS[name].function(np.array([[z]]))[0, 0] == pytest.approx(value, abs=1e-10), name


def test_softmax_makes_shares_and_its_backward_is_the_whole_jacobian() -> None:
    softmax, z = ACTIVATIONS["softmax"], np.array([[0.3, -1.0, 2.0], [1e4, -1e4, 0.0]])
    a = softmax.function(z)
    np.testing.assert_allclose(a.sum(axis=1), 1.0)
    error, step = np.array([[1.0, -2.0, 0.5], [1.0, 1.0, 1.0]]), 1e-6
    numeric = np.zeros_like(z)
    for unit in range(3):
        nudge = np.zeros(3)
        nudge[unit] = step
        rise = softmax.function(z + nudge) - softmax.function(z - nudge)
        numeric[:, unit] = np.sum(error * rise, axis=1) / (2 * step)
    np.testing.assert_allclose(activation_layer("softmax").backward(error, z, a, ()), numeric, atol=1e-9)
