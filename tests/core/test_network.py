import numpy as np
import pytest
from hypothesis import assume, given, settings
from pydantic import ValidationError

from core.losses import LOSSES
from core.network import Network, Parameters, initial_parameters, predict, with_given
from core.spec import RunSpec
from core.types import Array
from tests.core.strategies import specs

STEP = 1e-6
KINK = 1e-4  # how near to a ReLU's kink central differences are not asked


def loss_of(spec: RunSpec, parameters: Parameters) -> float:
    outputs = predict(spec, parameters, np.array(spec.table.inputs))[-1]
    return LOSSES[spec.training.loss].value(outputs, np.array(spec.table.targets))


def central_differences(spec: RunSpec, parameters: Parameters) -> Array:
    found = np.zeros_like(parameters.flat)
    for index in range(found.size):
        ends = []
        for sign in (1, -1):
            moved = parameters.flat.copy()
            moved[index] += sign * STEP
            ends.append(loss_of(spec, parameters.like(moved)))
        found[index] = (ends[0] - ends[1]) / (2 * STEP)
    return found


def touches_a_kink(spec: RunSpec, parameters: Parameters) -> bool:
    layers = predict(spec, parameters, np.array(spec.table.inputs))
    for i, activation in enumerate(spec.activations):
        pre_activation = layers[i] @ parameters.weights[i] + (parameters.biases[i] if parameters.bias else 0.0)
        if activation == "relu" and np.abs(pre_activation).min() < KINK:
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(specs())
def test_gradient_equals_central_differences(spec: RunSpec) -> None:
    parameters = initial_parameters(spec)
    assume(not touches_a_kink(spec, parameters))
    gradient = parameters.like(np.zeros_like(parameters.flat))
    inputs, targets = np.array(spec.table.inputs), np.array(spec.table.targets)
    Network.of(spec).gradient(parameters, inputs, targets, gradient)
    numeric = central_differences(spec, parameters)
    np.testing.assert_allclose(gradient.flat, numeric, rtol=1e-5, atol=1e-6)


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
    Network.of(spec).gradient(parameters, np.array([[2.0]]), np.array([[1.0]]), gradient)
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
    layers = network.forward(parameters, np.array([[1.0]]))
    hidden, output = network.deltas(parameters, layers, np.array([[0.0]]), trim=1.0)
    assert output == [[1.0]]  # 6 without trimming
    assert hidden == [[1.0]]  # 2 · 1, trimmed again


def test_parameters_are_views_into_one_array() -> None:
    parameters = Parameters(np.arange(17.0), (3, 4, 1), bias=False)
    parameters_with_bias = Parameters(np.arange(21.0), (3, 4, 1), bias=True)
    assert [weights.shape for weights in parameters.weights] == [(3, 4), (4, 1)]
    assert parameters_with_bias.biases[0].tolist() == [12, 13, 14, 15]
    parameters.weights[1][2, 0] = -1
    assert parameters.flat[14] == -1


def test_parameters_know_where_they_are_in_words() -> None:
    parameters = Parameters(np.zeros(21), (3, 4, 1), bias=True)
    assert parameters.name(0) == "weight 1 → 1 of layer 1"
    assert parameters.name(6) == "weight 2 → 3 of layer 1"
    assert parameters.name(13) == "bias 2 of layer 1"
    assert parameters.name(16) == "weight 1 → 1 of layer 2"
    with pytest.raises(IndexError):
        parameters.name(21)


def test_penalties_leave_biases_alone() -> None:
    parameters = Parameters(np.zeros(7), (1, 2, 1), bias=True)
    assert parameters.is_weight().tolist() == [1, 1, 0, 0, 1, 1, 0]


def test_other_weights_can_stand_in() -> None:
    spec = RunSpec.model_validate({"table": {"inputs": [[1, 1]], "targets": [[1]]}, "network": {"hidden": []}})
    parameters = initial_parameters(spec)
    changed = with_given(spec, parameters, [[[5.0], [6.0]]], None)
    assert changed.flat.tolist() == [5, 6]
    assert parameters.flat.tolist() != [5, 6]
    with pytest.raises(ValidationError, match="must have the shape"):
        with_given(spec, parameters, [[[5.0]]], None)
