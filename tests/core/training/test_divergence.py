"""What counts as blown up, in every engine, and what is said of it."""

import pytest

from elevenlines.core.compiled.training import Compiled
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Engine, Training
from elevenlines.core.training.readable import Readable


@pytest.mark.parametrize("engine", [Readable, Compiled])
def test_no_alpha_is_blamed_before_any_training(engine: type[Engine]) -> None:
    layers = [{"size": 1, "activation": "linear"} for _ in range(16)]
    network = {"hidden": layers, "output_activation": "linear", "initial": {"weights": [[[1e12]]] * 17}}
    spec = RunSpec.model_validate({"table": {"inputs": [[1e6]], "targets": [[1]]}, "network": network})
    training = Training(spec, engine=engine)
    training.advance(10)
    assert training.message == "the loss overflowed at epoch 0; try smaller inputs or first weights"


@pytest.mark.parametrize("engine", [Readable, Compiled])
def test_weights_that_are_large_together_alone_have_not_diverged(engine: type[Engine]) -> None:
    network = {"hidden": [], "output_activation": "linear", "initial": {"weights": [[[1e12], [-1e12]]]}}
    table = {"inputs": [[0, 0]], "targets": [[1]]}  # no input, so no weight moves
    spec = RunSpec.model_validate({"table": table, "network": network, "training": {"epochs": 3}})
    training = Training(spec, engine=engine)
    training.advance(10)
    assert (training.outcome, training.epoch) == ("done", 3)


@pytest.mark.parametrize("engine", [Readable, Compiled])
def test_of_several_weights_the_one_that_grew_is_named(engine: type[Engine]) -> None:
    network = {"hidden": [], "output_activation": "linear"}
    table = {"inputs": [[0, 0, 1e3]], "targets": [[1]]}  # no other weight moves
    spec = RunSpec.model_validate({"table": table, "network": network, "training": {"epochs": 100}})
    training = Training(spec, engine=engine)
    training.advance(100)
    assert training.outcome == "diverged"
    assert (training.message or "").startswith("weight 3 → 1 of layer 1 grew beyond 10¹²")


@pytest.mark.parametrize("engine", [Readable, Compiled])
def test_a_weight_beyond_a_million_millions_has_diverged(engine: type[Engine]) -> None:
    """A linear unit with x = 1, y = 0 and alpha 11: each epoch makes its weight -10 times itself."""
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1]], "targets": [[0]]},
            "network": {"hidden": [], "output_activation": "linear", "initial": {"weights": [[[1]]]}},
            "training": {"learning_rate": 11},
        }
    )
    training = Training(spec, engine=engine)
    training.advance(100)
    assert training.outcome == "diverged"
    assert training.message == "weight 1 → 1 of layer 1 grew beyond 10¹² at epoch 13; try a smaller alpha"
    assert (training.epoch, training.frame().state.tolist()) == (12, [[1e12]])
