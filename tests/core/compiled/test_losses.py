import numpy as np
import pytest

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.compiled.decorators import U, compiled
from elevenlines.core.compiled.losses import CODES, derive, value
from elevenlines.core.types import Array

DELTA = 0.8


@compiled
def measured(code: int, work: Array, found: Array, units: int, rows: int, stride: int) -> None:
    """Each row's loss, and the derivative in the last of the blocks of z, p, y and d."""
    p, y, d = units * stride, U(2) * units * stride, U(3) * units * stride
    for row in range(rows):
        found[row] = value(code, (DELTA, work, row, p + row, y + row, units, stride))
    derive(code, (DELTA, work, p, y, d, units, rows, stride))


@pytest.mark.parametrize("name", list(LOSSES))
def test_losses_and_their_derivatives_are_the_registrys(name: str) -> None:
    units, rows, stride = 3, 6, 8
    loss, rng = LOSSES[name], np.random.default_rng(5)
    z = np.concatenate([[[-1e4, 1e4, 0.0], [700.0, -720.0, 1.0]], rng.normal(0, 3, (stride - 2, units))])
    with np.errstate(over="ignore"):
        p = ACTIVATIONS[loss.output or "linear"].function(z)
    y = rng.dirichlet(np.ones(units), stride)
    work = np.concatenate([block.T.ravel() for block in (z, p, y, np.full_like(z, 7.0))])
    found = np.zeros(rows)
    measured(U(CODES[name]), work, found, U(units), U(rows), U(stride))
    given = [(z[row : row + 1], p[row : row + 1], y[row : row + 1]) for row in range(rows)]
    expected = [loss.value(*one, DELTA) for one in given]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-13)
    derivative = work[3 * z.size :].reshape(units, stride).T
    np.testing.assert_allclose(derivative[:rows], loss.derivative(z, p, y, DELTA)[:rows], rtol=1e-12, atol=1e-13)
    assert not derivative[rows:].any()
