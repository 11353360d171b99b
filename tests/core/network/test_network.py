import numpy as np
import pytest

from elevenlines.core.network.layers import Activate, Batch, BatchNorm, Bias, Dense, Dropout, Trim
from elevenlines.core.network.network import Network, predict_entered
from elevenlines.core.network.parameters import Parameters, initial_parameters
from elevenlines.core.spec import RunSpec


def network_of(spec: RunSpec) -> tuple[Network, Parameters, Parameters]:
    """The network of a spec's start, its parameters and its gradient."""
    parameters = initial_parameters(spec)
    gradient = parameters.like(np.zeros_like(parameters.flat))
    return Network.of(spec, parameters, gradient), parameters, gradient


def in_training(rows: int) -> Batch:
    return Batch(0, np.arange(rows))


def test_a_network_is_the_layers_that_its_spec_asks_for() -> None:
    table = {"inputs": [[1], [2], [3]], "targets": [[0], [1], [0]]}
    plain, _, _ = network_of(RunSpec.model_validate({"table": table, "network": {"hidden": [2]}}))
    assert [type(layer) for layer in plain.layers] == [Dense, Activate, Dense, Activate]
    every = {"dropout": 0.5, "batch_norm": True, "delta_trim": 1}
    full, _, _ = network_of(
        RunSpec.model_validate({"table": table, "network": {"hidden": [2], "bias": True}, "training": every})
    )
    hidden, output = [Dense, Bias, BatchNorm, Trim, Activate, Dropout], [Dense, Bias, Trim, Activate]
    assert [type(layer) for layer in full.layers] == [*hidden, *output]
    values, _ = full.forward(np.array(table["inputs"], float), in_training(3))
    assert [values[stage.leaving].shape for stage in full.stages] == [(3, 2), (3, 1)]


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
    network, _, gradient = network_of(spec)
    network.backward(*network.forward(np.array([[2.0]]), in_training(1)), np.array([[1.0]]))
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
            "training": {"delta_trim": 1},
        }
    )
    network, _, _ = network_of(spec)
    errors = network.backward(*network.forward(np.array([[1.0]]), in_training(1)), np.array([[0.0]]))
    hidden, output = network.stages
    assert (errors[output.untrimmed].item(), errors[output.z].item()) == (6, 1)
    assert (errors[hidden.untrimmed].item(), errors[hidden.z].item()) == (2, 1)  # 2 · 1, trimmed again


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
    network, parameters, _ = network_of(spec)
    values, memories = network.forward(np.array(spec.table.inputs), in_training(3))
    expected = (np.array([1, 2, 6]) - 3) / np.sqrt(14 / 3 + 1e-5)
    np.testing.assert_allclose(values[-1][:, 0], expected, rtol=1e-14)
    network.absorb(memories)
    norm = parameters.norms[0]
    assert norm is not None
    assert (norm.mean[0], norm.variance[0]) == (pytest.approx(0.3), pytest.approx(1.6))
    predicted, _ = network.forward(np.array([[5.0]]))
    assert predicted[-1][0, 0] == pytest.approx((5 - 0.3) / np.sqrt(1.6 + 1e-5))


def test_a_mask_scales_what_stays_and_silences_the_rest() -> None:
    """Seed 7 draws the mask 0, 2 for the one row in epoch 0."""
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1]], "targets": [[0]]},
            "network": {
                "hidden": [2],
                "activation": "linear",
                "output_activation": "linear",
                "initial": {"weights": [[[3, 5]], [[1], [1]]]},
            },
            "training": {"dropout": 0.5},
            "seed": 7,
        }
    )
    network, _, gradient = network_of(spec)
    values, memories = network.forward(np.array([[1.0]]), in_training(1))
    assert memories[network.stages[0].activated][0].tolist() == [[0.0, 2.0]]
    assert values[-1].tolist() == [[10]]
    network.backward(values, memories, np.array([[0.0]]))
    assert gradient.flat.tolist() == [0, 10 * 2, 0, 10 * 10]
    assert network.forward(np.array([[1.0]]))[0][-1].tolist() == [[8]], "a prediction drops none"


@pytest.mark.parametrize("column", [1e200, np.inf])
def test_a_prediction_that_overflows_warns_nobody(column: float) -> None:
    """Infinity times a weight of 1e200, and infinity less infinity: the answer says it, no warning does."""
    network = {"hidden": [2], "activation": "linear", "output_activation": "linear"}
    spec = RunSpec.model_validate({"table": {"inputs": [[1]], "targets": [[0]]}, "network": network})
    parameters = Parameters(np.array([1e200, 1e200, 1.0, -1.0]), initial_parameters(spec).layout)
    assert np.isnan(predict_entered(spec, parameters, np.array([[column]]))[-1]).all()
