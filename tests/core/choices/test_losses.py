import math

import numpy as np
import pytest

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES

Z = np.array([[0.4, -2.0, 1.1], [3.0, 0.2, -0.7]])
SHARES = np.array([[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]])


@pytest.mark.parametrize("name", list(LOSSES))
def test_the_derivative_is_that_of_the_value(name: str) -> None:
    loss, step = LOSSES[name], 1e-6
    activation = ACTIVATIONS[loss.output or "linear"]
    z, numeric = Z.copy(), np.zeros_like(Z)
    for index in np.ndindex(z.shape):
        ends = []
        for sign in (1, -1):
            moved = z.copy()
            moved[index] += sign * step
            ends.append(loss.value(moved, activation.function(moved), SHARES, 0.8))
        numeric[index] = (ends[0] - ends[1]) / (2 * step)
    analytic = loss.derivative(z, activation.function(z), SHARES, 0.8)
    np.testing.assert_allclose(analytic, numeric, rtol=1e-7, atol=1e-8)


def test_values_by_hand() -> None:
    p, y = np.array([[0.5, 3.0]]), np.array([[1.0, 1.0]])
    values = {name: loss.value(p, p, y, 1.0) for name, loss in LOSSES.items() if loss.output is None}
    by_hand = {"squared_error": 0.125 + 2, "absolute_error": 2.5, "huber": 0.125 + 1.5}
    by_hand["log_cosh"] = math.log(math.cosh(0.5)) + math.log(math.cosh(2.0))
    assert values == pytest.approx(by_hand, rel=1e-14)


def test_log_cosh_does_not_overflow() -> None:
    loss, far = LOSSES["log_cosh"], np.array([[1e6, -1e6]])
    assert loss.value(far, far, np.zeros_like(far), 1.0) == pytest.approx(2e6 - 2 * math.log(2.0), rel=1e-14)
    assert loss.derivative(far, far, np.zeros_like(far), 1.0).tolist() == [[1, -1]]


def test_cross_entropies_stay_finite_where_predictions_round_to_the_end() -> None:
    z, y = np.array([[1e4, -1e4]]), np.array([[0.0, 1.0]])
    for name in ("binary_cross_entropy", "categorical_cross_entropy"):
        loss = LOSSES[name]
        p = ACTIVATIONS[str(loss.output)].function(z.clip(-700, 700))
        assert loss.value(z, p, y, 1.0) == 20_000
        assert np.abs(loss.derivative(z, p, y, 1.0)).max() == 1


def test_rows_far_apart_do_not_disturb_each_other() -> None:
    """Each row is shifted by its own largest sum: by another row's its powers would all vanish."""
    z, y = np.array([[1e4, 0.0], [-1e4, -1e4]]), np.array([[1.0, 0.0], [1.0, 0.0]])
    loss = LOSSES["categorical_cross_entropy"]
    assert loss.value(z, ACTIVATIONS["softmax"].function(z), y, 1.0) == pytest.approx(math.log(2.0), rel=1e-14)
