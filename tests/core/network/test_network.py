import numpy as np
import pytest

from elevenlines.core.network.network import Network, update_statistics
from elevenlines.core.network.parameters import initial_parameters
from elevenlines.core.spec import RunSpec


def test_a_step_by_hand() -> None:
    """One sigmoid unit, one row: x = 2, w = 0.5, y = 1.

    z = 2 · 0.5 = 1; a = 1 / (1 + e^-1) = 0.7310585786; error a - y = -0.2689414214;
    slope a (1 - a) = 0.1966119332; delta = -0.0528770928; gradient = 2 · delta = -0.1057541856.
    """
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[2]], "targets": [[1]]},
            "network": {"hidden": [], "initial": {"weights": [[[0.5]]]}},
        }
    )
    parameters = initial_parameters(spec)
    gradient = parameters.like(np.zeros(1))
    network = Network.of(spec)
    made = network.forward(parameters, np.array([[2.0]]))
    network.gradient(made, network.backward(parameters, made, np.array([[1.0]])), gradient)
    assert gradient.flat[0] == pytest.approx(-0.1057541856, abs=1e-10)


def test_deltas_are_trimmed_before_they_flow_back() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1]], "targets": [[0]]},
            "network": {
                "hidden": [1],
                "activation": "linear",
                "output_activation": "linear",
                "initial": {"weights": [[[3]], [[2]]]},
            },
        }
    )
    parameters, network = initial_parameters(spec), Network.of(spec)
    made = network.forward(parameters, np.array([[1.0]]))
    hidden, output = network.backward(parameters, made, np.array([[0.0]]), trim=1.0)
    assert (output.untrimmed.item(), output.delta.item()) == (6, 1)
    assert (hidden.untrimmed.item(), hidden.delta.item()) == (2, 1)  # 2 · 1, trimmed again


def normed(rows: list[list[float]]) -> RunSpec:
    return RunSpec.model_validate(
        {
            "table": {"inputs": rows, "targets": [[0]] * len(rows)},
            "network": {
                "hidden": [{"size": 1, "activation": "linear", "batch_norm": True}],
                "output_activation": "linear",
                "initial": {"weights": [[[1]], [[1]]]},
            },
        }
    )


def test_batch_norm_by_hand() -> None:
    """Sums 1, 2, 6: mean 3, biased variance (4 + 1 + 9) / 3 = 14/3, unbiased 14/2 = 7.

    Running mean 0 + 0.1 · 3 = 0.3, running variance 1 + 0.1 · (7 - 1) = 1.6.
    """
    spec = normed([[1], [2], [6]])
    parameters, network = initial_parameters(spec), Network.of(spec)
    made = network.forward(parameters, np.array(spec.table.inputs), [None, None])
    expected = (np.array([1, 2, 6]) - 3) / np.sqrt(14 / 3 + 1e-5)
    np.testing.assert_allclose(made.predictions[:, 0], expected, rtol=1e-14)
    update_statistics(parameters, made)
    norm = parameters.norms[0]
    assert norm is not None
    assert (norm.mean[0], norm.variance[0]) == (pytest.approx(0.3), pytest.approx(1.6))
    predicted = network.forward(parameters, np.array([[5.0]])).predictions
    assert predicted[0, 0] == pytest.approx((5 - 0.3) / np.sqrt(1.6 + 1e-5))


def test_a_mask_scales_what_stays_and_silences_the_rest() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1]], "targets": [[0]]},
            "network": {
                "hidden": [2],
                "activation": "linear",
                "output_activation": "linear",
                "initial": {"weights": [[[3, 5]], [[1], [1]]]},
            },
        }
    )
    parameters, network = initial_parameters(spec), Network.of(spec)
    made = network.forward(parameters, np.array([[1.0]]), [np.array([[0.0, 1.25]]), None])
    assert made.predictions.tolist() == [[6.25]]
    gradient = parameters.like(np.zeros_like(parameters.flat))
    network.gradient(made, network.backward(parameters, made, np.array([[0.0]])), gradient)
    assert gradient.flat.tolist() == [0, 6.25 * 1.25, 0, 6.25 * 6.25]
