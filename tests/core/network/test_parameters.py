import numpy as np
import pytest
from pydantic import ValidationError

from elevenlines.core.network.parameters import Layout, Parameters, initial_parameters, with_given
from elevenlines.core.spec import RunSpec

PLAIN = Layout((3, 4, 1), bias=False, batch_norm=(False, False))
BIASED = Layout((3, 4, 1), bias=True, batch_norm=(False, False))
NORMED = Layout((1, 2, 1), bias=True, batch_norm=(True, False))


def test_parameters_are_views_into_one_array() -> None:
    parameters = Parameters(np.arange(16.0), PLAIN)
    assert [weights.shape for weights in parameters.weights] == [(3, 4), (4, 1)]
    assert Parameters(np.arange(21.0), BIASED).biases[0].tolist() == [12, 13, 14, 15]
    parameters.weights[1][2, 0] = -1
    assert parameters.flat[14] == -1
    assert (PLAIN.count, BIASED.count, NORMED.count) == (16, 21, 15)


def test_batch_norm_lies_behind_the_biases() -> None:
    norm, none = Parameters(np.arange(15.0), NORMED).norms
    assert none is None
    assert norm is not None
    assert [row.tolist() for row in (norm.gamma, norm.beta, norm.mean, norm.variance)] == [
        [4, 5],
        [6, 7],
        [8, 9],
        [10, 11],
    ]


def test_parameters_know_where_they_are_in_words() -> None:
    parameters = Parameters(np.zeros(21), BIASED)
    assert parameters.name(0) == "weight 1 → 1 of layer 1"
    assert parameters.name(6) == "weight 2 → 3 of layer 1"
    assert parameters.name(13) == "bias 2 of layer 1"
    assert parameters.name(16) == "weight 1 → 1 of layer 2"
    with pytest.raises(IndexError):
        parameters.name(21)
    normed = Parameters(np.zeros(15), NORMED)
    assert [normed.name(index) for index in (3, 5, 9, 10, 12)] == [
        "bias 2 of layer 1",
        "gamma 2 of layer 1",
        "running mean 2 of layer 1",
        "running variance 1 of layer 1",
        "weight 1 → 1 of layer 2",
    ]


def test_penalties_leave_biases_and_norms_alone() -> None:
    assert Parameters(np.zeros(15), NORMED).is_weight().tolist() == [1, 1] + [0] * 10 + [1, 1, 0]


def test_running_statistics_are_not_trained() -> None:
    assert Parameters(np.zeros(15), NORMED).is_trained().tolist() == [1] * 8 + [0] * 4 + [1] * 3


def test_other_weights_can_stand_in() -> None:
    spec = RunSpec.model_validate({"table": {"inputs": [[1, 1]], "targets": [[1]]}, "network": {"hidden": []}})
    parameters = initial_parameters(spec)
    changed = with_given(spec, parameters, [[[5.0], [6.0]]], None)
    assert changed.flat.tolist() == [5, 6]
    assert parameters.flat.tolist() != [5, 6]
    with pytest.raises(ValidationError, match="must have the shape"):
        with_given(spec, parameters, [[[5.0]]], None)


@pytest.mark.parametrize(
    ("initializer", "options", "sd"),
    [
        ("uniform", {}, 3**-0.5),
        ("xavier_uniform", {}, (2 / 300) ** 0.5),
        ("xavier_normal", {}, (2 / 300) ** 0.5),
        ("he_normal", {}, 0.1),
        ("normal", {"sd": 0.25}, 0.25),
        ("normal", {}, 1.0),
        ("constant", {"value": 0.75}, 0.0),
        ("zeros", {}, 0.0),
    ],
)
def test_initializers_draw_what_their_formulas_say(initializer: str, options: dict[str, float], sd: float) -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1] * 200], "targets": [[1]]},
            "network": {"hidden": [100], "initializer": initializer, "initializer_options": options},
        }
    )
    weights = initial_parameters(spec).weights[0]
    assert weights.std() == pytest.approx(sd, rel=0.05)
    assert weights.mean() == pytest.approx(options.get("value", 0.0), abs=5 * sd / weights.size**0.5)
