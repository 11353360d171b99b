"""The compiled engine against the readable one, over random specs of every option."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, note, settings

from elevenlines.core.compiled.training import Compiled
from elevenlines.core.generators.registry import GENERATORS
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Engine, Training
from elevenlines.core.training.readable import Readable
from tests.core.chaos import is_chaotic
from tests.core.strategies import specs

EPOCHS = 50


def trained(engine: type[Engine], spec: RunSpec, until: int = EPOCHS) -> Training:
    training = Training(spec, engine=engine)
    training.advance(until)
    return training


def one_by_one(spec: RunSpec) -> Training:
    """A training that looks at the clock after each update."""
    with patch("elevenlines.core.compiled.training.CHUNK", 0):
        return Training(spec, engine=Compiled)


def close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(1.0, abs(one))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(specs(epochs=EPOCHS))
def test_both_engines_agree(spec: RunSpec) -> None:
    note(spec.model_dump_json())
    reference, compiled = trained(Readable, spec), trained(Compiled, spec)
    assume(not is_chaotic(spec))
    if "diverged" in {reference.outcome, compiled.outcome}:
        assert reference.outcome == compiled.outcome
        return
    assert (compiled.epoch, compiled.outcome, compiled.message) == (
        reference.epoch,
        reference.outcome,
        reference.message,
    )
    expected, found = reference.frame(), compiled.frame()
    np.testing.assert_allclose(found.state[0], expected.state[0], rtol=1e-9, atol=1e-9)
    assert found.best[1] == expected.best[1]
    (points, frames), (other_points, other_frames) = reference.take(), compiled.take()
    assert [point.epoch for point in points] == [point.epoch for point in other_points]
    assert all(close(one.error, other.error) for one, other in zip(points, other_points, strict=True))
    assert all(close(one.loss, other.loss) for one, other in zip(points, other_points, strict=True))
    assert [frame.epoch for frame in frames] == [frame.epoch for frame in other_frames]


@settings(max_examples=60, deadline=None)
@given(specs(epochs=EPOCHS))
def test_any_frame_is_an_entrance_to_the_same_bits(spec: RunSpec) -> None:
    whole = trained(Compiled, spec)
    half = trained(Compiled, spec, 21)
    assume(half.outcome is None)  # one that has ended is not entered again
    entered = Training(spec, half.frame(), engine=Compiled)
    entered.advance(EPOCHS)
    assert entered.frame().state.tobytes() == whole.frame().state.tobytes()
    assert (entered.epoch, entered.outcome, entered.message) == (whole.epoch, whole.outcome, whole.message)
    for frame in whole.take()[1][1:8]:
        again = trained(Compiled, spec, frame.epoch)
        assert again.frame().state.tobytes() == frame.state.tobytes()
        assert again.frame().best == frame.best


@settings(max_examples=60, deadline=None)
@given(specs(epochs=10))
def test_it_can_be_left_between_any_two_updates(spec: RunSpec) -> None:
    whole, sliced = trained(Compiled, spec), one_by_one(spec)
    while sliced.epoch < spec.training.epochs and sliced.outcome is None:
        sliced.advance(EPOCHS, lambda: True)
    assert sliced.frame().state.tobytes() == whole.frame().state.tobytes()
    assert sliced.take()[0] == whole.take()[0]


@pytest.mark.parametrize("activation", ["gaussian", "sigmoid", "silu"])
def test_what_is_nothing_at_a_distance_opens_no_relu(activation: str) -> None:
    """What is 0 in the one engine must not be something in the other, however small: the bias behind it would learn."""
    initial = [[[-30.0]], [[1.0]]] if activation != "gaussian" else [[[1.0]], [[1.0]]]
    network = {"hidden": [1], "activation": activation, "output_activation": "relu", "bias": True}
    network["initial"] = {"weights": initial}
    spec = RunSpec.model_validate(
        {"table": {"inputs": [[30], [45], [60]], "targets": [[1], [2], [3]]}, "network": network}
    )
    expected, found = trained(Readable, spec), trained(Compiled, spec)
    np.testing.assert_array_equal(found.frame().state[0], expected.frame().state[0])


def test_a_pass_under_way_can_be_taken_back() -> None:
    spec = RunSpec.model_validate(
        {"table": {"inputs": [[1], [2], [3]], "targets": [[1], [0], [1]]}, "training": {"batch_size": 1}}
    )
    training = one_by_one(spec)
    training.advance(3)
    before = training.frame().state.tobytes()
    training.advance(4, lambda: True)
    middle = training.is_amid_pass
    training.take_back()
    assert (middle, training.is_amid_pass) == (True, False)
    assert training.frame().state.tobytes() == before
    training.advance(EPOCHS)
    assert training.frame().state.tobytes() == trained(Compiled, spec).frame().state.tobytes()


def test_divergence_names_the_same_weight_and_keeps_the_last_finite_frame() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1, 2], [3, 4]], "targets": [[1], [0]]},
            "network": {"hidden": [3], "activation": "linear", "output_activation": "linear"},
            "training": {"learning_rate": 10},
        }
    )
    reference, compiled = trained(Readable, spec), trained(Compiled, spec)
    assert (compiled.outcome, compiled.epoch, compiled.message) == ("diverged", reference.epoch, reference.message)
    np.testing.assert_allclose(compiled.frame().state, reference.frame().state, rtol=1e-9)
    assert np.isfinite(compiled.frame().state).all()


@pytest.mark.parametrize("name", [name for name in PRESETS if name not in GENERATORS])  # those are chaotic
def test_presets_agree_over_a_thousand_epochs(name: str) -> None:
    spec = PRESETS[name].spec
    reference, compiled = trained(Readable, spec, 1_000), trained(Compiled, spec, 1_000)
    np.testing.assert_allclose(compiled.frame().state, reference.frame().state, rtol=1e-9, atol=1e-9)
