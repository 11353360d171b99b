from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.looking.gradients import check_gradient
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from tests.core.strategies import specs


@settings(max_examples=80, deadline=None)
@given(specs(epochs=5))
def test_analytic_and_numeric_gradients_agree_through_every_option(spec: RunSpec) -> None:
    training = Training(spec)
    training.advance(3)
    found = check_gradient(spec, training.frame())
    assert found.max_relative_difference < 1e-6


def test_a_wrong_gradient_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = RunSpec.model_validate({"table": {"inputs": [[0, 1], [1, 1]], "targets": [[0], [1]]}})
    right = check_gradient(spec, Training(spec).frame())
    sigmoid = ACTIVATIONS["sigmoid"]
    monkeypatch.setitem(ACTIVATIONS, "sigmoid", replace(sigmoid, slope=lambda z, a: 1.0001 * sigmoid.slope(z, a)))
    wrong = check_gradient(spec, Training(spec).frame())
    np.testing.assert_allclose(wrong.numeric.flat, right.numeric.flat, rtol=1e-7, err_msg="it knows nothing of slopes")
    assert not np.any(wrong.lost | right.lost)
    assert right.max_relative_difference < 1e-6
    assert wrong.max_relative_difference > 1e-4


def test_kinks_are_marked_not_failed() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[0], [1]], "targets": [[1], [1]]},
            "network": {"hidden": [1], "activation": "relu", "bias": True, "initializer": "constant"},
        }
    )
    found = check_gradient(spec, Training(spec).frame())
    bias = found.analytic.like(found.kinks).biases[0]  # type: ignore[arg-type]  # flags in the network's shapes
    assert bias.tolist() == [True], "at the first row the sum is exactly 0"
    assert found.max_relative_difference < 1e-6
    assert found.kinks.sum() == 1


@pytest.mark.parametrize(
    ("network", "training"),
    [
        ({"hidden": [3], "activation": "elu"}, {}),
        ({"hidden": [3], "activation": "leaky_relu"}, {}),
        ({"hidden": [], "output_activation": "linear", "initializer": "zeros"}, {"loss": "huber"}),
        ({"hidden": [], "output_activation": "linear", "initializer": "zeros"}, {"loss": "absolute_error"}),
    ],
    ids=["elu", "leaky_relu", "huber", "absolute_error"],
)
def test_whatever_jumps_is_a_kink(network: dict[str, Any], training: dict[str, Any]) -> None:
    """A row of zeros, where biases begin at 0, puts sums on 0, and differences of 0 and of 1 at the outputs."""
    table = {"inputs": [[0, 0], [0.5, 1], [1, 0.5]], "targets": [[0], [1], [-1]]}
    spec = RunSpec.model_validate({"table": table, "network": {"bias": True} | network, "training": training})
    found = check_gradient(spec, Training(spec).frame())
    assert found.kinks.any()
    assert found.max_relative_difference < 1e-6


@pytest.mark.parametrize("batch_norm", [False, True])
def test_gradients_agree_where_inputs_are_large(*, batch_norm: bool) -> None:
    table = {"inputs": [[1000, -300], [800, 20], [-50, 700]], "targets": [[0], [1], [0.5]]}
    network = {"hidden": [3], "activation": "sine", "bias": True}
    spec = RunSpec.model_validate({"table": table, "network": network, "training": {"batch_norm": batch_norm}})
    assert check_gradient(spec, Training(spec).frame()).max_relative_difference < 1e-6


TABLE = {"inputs": [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], "targets": [[0], [1], [1], [0]]}


@pytest.mark.parametrize(
    ("network", "training"),
    [
        ({"hidden": [8, 8, 8], "output_activation": "sigmoid"}, {"loss": "binary_cross_entropy"}),
        ({"hidden": [4, 4], "activation": "tanh", "output_activation": "sigmoid"}, {"loss": "binary_cross_entropy"}),
        ({"hidden": [4, 4], "activation": "sine", "output_activation": "sigmoid"}, {"loss": "binary_cross_entropy"}),
        ({"hidden": [8, 8, 8], "activation": "silu"}, {"loss": "absolute_error"}),
        ({"hidden": [8, 8, 8], "activation": "gaussian"}, {"batch_norm": True, "loss": "absolute_error"}),
    ],
    ids=["small losses", "large sums", "weights of a thousand", "flat outputs", "variances of nearly nothing"],
)
def test_right_gradients_agree_after_a_long_training_too(network: dict[str, Any], training: dict[str, Any]) -> None:
    spec = RunSpec.model_validate({"table": TABLE, "network": network, "training": {"epochs": 2_000} | training})
    for epochs in (0, 2_000):
        trained = Training(spec)
        trained.advance(epochs)
        found = check_gradient(spec, trained.frame())
        assert found.max_relative_difference < 1e-6
        assert found.lost.mean() < 0.5, "most can be told"


def test_it_is_before_trimming_and_clipping_and_with_the_settings_of_the_pass() -> None:
    body = {"table": {"inputs": [[0, 1], [1, 1]], "targets": [[0], [1]]}}
    plain = RunSpec.model_validate(body)
    clipped = RunSpec.model_validate(
        body
        | {"training": {"delta_trim": 0.01, "clip_norm": 0.01, "batch_size": 1, "changes": [{"epoch": 0, "l2": 0.5}]}}
    )
    gradient = check_gradient(plain, Training(plain).frame()).analytic.flat
    frame = Training(clipped).frame()
    np.testing.assert_allclose(
        check_gradient(clipped, frame).analytic.flat, gradient + 0.5 * frame.state[0], rtol=1e-12
    )


@pytest.mark.parametrize("epoch", [0, 1])
def test_dropout_is_checked_with_the_masks_of_its_pass(epoch: int) -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[0, 1], [1, 1], [1, 0]], "targets": [[0], [1], [1]]},
            "network": {"hidden": [8]},
            "training": {"dropout": 0.5},
        }
    )
    training = Training(spec)
    training.advance(epoch)
    found = check_gradient(spec, training.frame())
    assert found.max_relative_difference < 1e-6
