from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, given, settings

from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.compiled.training import Compiled
from elevenlines.core.network.batches import batches, mask, masks
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.changes import with_epochs, with_settings
from elevenlines.core.training import Engine, Training
from elevenlines.core.training.forks import Difference, fork
from elevenlines.core.training.readable import Readable
from tests.core.strategies import specs


def xor(**training: object) -> RunSpec:
    return RunSpec.model_validate(
        {
            "table": {"inputs": [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], "targets": [[0], [1], [1], [0]]},
            "training": {"epochs": 1_000, **training},
        }
    )


def trained(spec: RunSpec, until: int = 10**8) -> Training:
    training = Training(spec)
    training.advance(until)
    return training


@settings(max_examples=40, deadline=None)
@given(specs())
def test_the_same_spec_gives_the_same_bits(spec: RunSpec) -> None:
    one, other = trained(spec), trained(RunSpec.model_validate_json(spec.model_dump_json()))
    assert one.frame().state.tobytes() == other.frame().state.tobytes()
    assert one.take()[0] == other.take()[0]


@settings(max_examples=40, deadline=None)
@given(specs())
def test_any_frame_is_an_entrance(spec: RunSpec) -> None:
    whole = trained(spec)
    half = trained(spec, 13)
    assume(half.outcome is None)  # one that has ended is not entered again
    entered = Training(spec, half.frame())
    entered.advance(10**8)
    assert entered.frame().state.tobytes() == whole.frame().state.tobytes()
    assert (entered.outcome, entered.epoch) == (whole.outcome, whole.epoch)


def test_slices_do_not_matter() -> None:
    whole, sliced = trained(xor()), Training(xor())
    for until in (1, 2, 50, 51, 700, 10**8):
        sliced.advance(until)
    assert sliced.frame().state.tobytes() == whole.frame().state.tobytes()
    assert sliced.take()[0] == whole.take()[0]


@settings(max_examples=40, deadline=None)
@given(specs())
def test_time_may_end_a_pass_in_its_middle(spec: RunSpec) -> None:
    whole, sliced = trained(spec), Training(spec)
    while sliced.outcome is None:
        sliced.advance(10**8, lambda: True)
    assert sliced.frame().state.tobytes() == whole.frame().state.tobytes()
    assert sliced.take()[0] == whole.take()[0]


def test_a_pass_under_way_can_be_taken_back() -> None:
    spec = xor(batch_size=1)
    training = trained(spec, 3)
    before = training.frame().state.tobytes()
    training.advance(4, lambda: True)
    assert training.is_amid_pass
    assert training.frame().state.tobytes() != before
    training.take_back()
    assert (training.epoch, training.is_amid_pass) == (3, False)
    assert training.frame().state.tobytes() == before
    training.advance(10**8)
    assert training.frame().state.tobytes() == trained(spec).frame().state.tobytes()


def test_the_loss_at_a_change_is_measured_with_what_the_pass_before_had() -> None:
    """So the curve of a run changed on the way is that of its spec trained from the start, and from any frame."""
    live = trained(xor(), 256)
    live.respecify(with_settings(live.spec, 256, {"l2": 0.5}))
    entered = Training(live.spec, live.frame())
    assert live.measure() == entered.measure()
    live.advance(300)
    assert live.take()[0] == trained(live.spec, 300).take()[0]


def test_recording_keeps_the_first_the_last_and_less_and_less() -> None:
    points, frames = trained(xor(epochs=20_000)).take()
    epochs = [point.epoch for point in points]
    assert epochs[:3] == [0, 1, 2]
    assert 10_000 in epochs
    assert epochs[-1] == 20_000
    assert len(epochs) < 2_500
    assert frames[0].epoch == 0
    assert frames[-1].epoch == 20_000


def test_a_change_is_in_force_from_its_pass_on() -> None:
    changed = trained(xor(changes=[{"epoch": 400, "learning_rate": 0.1}]))
    before, after = trained(xor(), 400), trained(xor())
    at_400 = trained(xor(changes=[{"epoch": 400, "learning_rate": 0.1}]), 400)
    assert at_400.frame().state.tobytes() == before.frame().state.tobytes()
    assert changed.frame().state.tobytes() != after.frame().state.tobytes()
    half = trained(xor(learning_rate=0.1), 0)
    entered = Training(xor(learning_rate=0.1), at_400.frame())
    entered.advance(1_000)
    assert entered.frame().state.tobytes() == changed.frame().state.tobytes()
    assert half.epoch == 0


def test_a_change_on_the_way_equals_one_in_the_spec() -> None:
    spec = xor()
    live = trained(spec, 400)
    live.respecify(with_settings(spec, live.epoch, {"learning_rate": 0.1}))
    live.advance(1_000)
    assert live.frame().state.tobytes() == trained(live.spec).frame().state.tobytes()
    assert [change.epoch for change in live.spec.training.changes] == [400]


def test_more_epochs_go_on_from_the_end() -> None:
    first = trained(xor())
    more = Training(with_epochs(xor(), 1_500), first.frame())
    more.advance(10**8)
    assert more.frame().state.tobytes() == trained(xor(epochs=1_500)).frame().state.tobytes()


def test_one_update_of_each_optimizer_by_hand() -> None:
    """A linear unit with w = 1, x = 1, y = 0: the gradient is w itself; two updates with alpha 0.1.

    sgd: 1, 0.9, 0.81. momentum 0.9: v = 1, w = 0.9; v = 0.9 + 0.9 = 1.8, w = 0.72.
    nesterov: v = 1, step 1 + 0.9 = 1.9, w = 0.81; v = 0.9 + 0.81 = 1.71, step 0.81 + 1.539 = 2.349, w = 0.5751.
    rmsprop: s = 0.01, step 1 / 0.1 = 10, w = 0; then g = 0. adam: every first step is alpha, w = 0.9.
    """
    after = {"sgd": [0.9, 0.81], "momentum": [0.9, 0.72], "nesterov": [0.81, 0.5751], "rmsprop": [0.0], "adam": [0.9]}
    for optimizer, expected in after.items():
        spec = RunSpec.model_validate(
            {
                "table": {"inputs": [[1]], "targets": [[0]]},
                "network": {"hidden": [], "output_activation": "linear", "initial": {"weights": [[[1]]]}},
                "training": {"epochs": 2, "learning_rate": 0.1, "optimizer": optimizer},
            }
        )
        training = Training(spec)
        for epoch, weight in enumerate(expected, start=1):
            training.advance(epoch)
            assert training.frame().state[0, 0] == pytest.approx(weight, abs=1e-6), optimizer


def test_the_loss_is_half_the_square_and_the_penalties() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1], [1]], "targets": [[0], [1]]},
            "network": {"hidden": [], "output_activation": "linear", "initial": {"weights": [[[-2]]]}},
            "training": {"l1": 0.5, "l2": 0.25},
        }
    )
    point = Training(spec).measure()
    assert point.error == pytest.approx((2 + 3) / 2)
    assert point.loss == pytest.approx((4 + 9) / 2 + 0.5 * 2 + 0.5 * 0.25 * 4)


def test_stops_at_an_error_and_says_so() -> None:
    training = trained(xor(epochs=60_000, stop_at_error=0.05))
    assert training.outcome == "done"
    assert training.measure().error <= 0.05
    before = trained(xor(epochs=60_000), training.epoch - 1)
    assert before.measure().error > 0.05
    assert training.message == f"stopped at epoch {training.epoch:,}: the error reached 0.05"


def test_divergence_is_said_in_words_and_the_last_finite_frame_stays() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[1, 2], [3, 4]], "targets": [[1], [0]]},
            "network": {"hidden": [3], "activation": "linear", "output_activation": "linear"},
            "training": {"learning_rate": 10},
        }
    )
    training = trained(spec)
    assert training.outcome == "diverged"
    assert training.message == "weight 1 → 1 of layer 1 grew beyond 10¹² at epoch 3; try a smaller alpha"
    assert training.epoch == 2
    assert np.isfinite(training.frame().state).all()
    assert np.abs(training.frame().state).max() <= 1e12
    one_by_one = Training(spec)
    while one_by_one.outcome is None:
        one_by_one.advance(one_by_one.epoch + 1)
    assert one_by_one.message == training.message
    assert one_by_one.epoch == training.epoch


def test_batches_are_in_order_or_drawn_anew_for_each_epoch_and_the_last_is_short() -> None:
    rows = [[number] for number in range(7)]

    def of(epoch: int, seed: int = 1, **training: object) -> list[list[int]]:
        body = {"table": {"inputs": rows, "targets": rows}, "seed": seed, "training": {"batch_size": 3, **training}}
        return [batch.tolist() for batch in batches(RunSpec.model_validate(body), epoch)]

    assert of(0) == of(5) == [[0, 1, 2], [3, 4, 5], [6]]
    assert of(0, batch_size=None) == [list(range(7))]
    drawn = [of(0, shuffle=True), of(1, shuffle=True), of(0, seed=2, shuffle=True)]
    assert [[len(batch) for batch in order] for order in drawn] == [[3, 3, 1]] * 3
    assert drawn[0] not in drawn[1:], "another order in another epoch, and with another seed"
    assert of(0, shuffle=True) == drawn[0]


@settings(max_examples=20, deadline=None)
@given(specs())
def test_shuffled_batches_hold_every_row_once(spec: RunSpec) -> None:
    rows = np.arange(len(spec.training_rows))
    for epoch in (0, 7):
        seen = np.concatenate([rows[batch] for batch in batches(spec, epoch)])
        assert sorted(seen) == list(rows)
        again = np.concatenate([rows[batch] for batch in batches(spec, epoch)])
        assert seen.tolist() == again.tolist()


def test_stops_when_the_loss_no_longer_falls_and_says_so() -> None:
    spec = xor(epochs=60_000, stop={"epochs": 500, "improvement": 0.001})
    training = trained(spec)
    assert training.outcome == "done"
    assert training.message == (f"stopped at epoch {training.epoch:,}: the loss has not fallen by 0.001 in 500 epochs")
    losses = [Training(spec).measure().loss]
    again = trained(xor(epochs=60_000), 0)
    for epoch in range(1, training.epoch + 1):
        again.advance(epoch)
        losses.append(again.measure().loss)
    best, at = losses[0], 0
    for epoch, loss in enumerate(losses):
        if loss < best - 0.001:
            best, at = loss, epoch
        if epoch - at >= 500:
            break
    assert epoch == training.epoch


def test_dropout_leaves_out_the_share_asked_for_and_other_units_each_time() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[0]] * 400, "targets": [[0]] * 400},
            "network": {"hidden": [10, {"size": 5, "dropout": 0.0}]},
            "training": {"dropout": 0.2},
        }
    )
    rows = np.arange(400)
    first = mask(spec.seed, 0, 0.2, 10, 0, rows)
    assert set(np.unique(first)) == {0.0, 1.25}
    assert np.mean(first == 0.0) == pytest.approx(0.2, abs=0.025)
    other = mask(spec.seed, 0, 0.2, 10, 1, rows)
    assert np.mean(other != first) == pytest.approx(2 * 0.2 * 0.8, abs=0.03)
    some = mask(spec.seed, 0, 0.2, 10, 0, rows[[7, 399, 3]])
    assert some.tolist() == first[[7, 399, 3]].tolist(), "a row's mask does not depend on its batch"
    found = masks(spec, 0, 7)
    assert found[1:] == [None, None]
    assert found[0] is not None
    assert found[0].tolist() == first[7].tolist()


def test_masks_are_those_of_the_training_rows() -> None:
    """Behind a test row every training row has another number than in the table; a test row has no mask."""
    split = {"test": [0]}
    spec = xor(dropout=0.5).model_dump(mode="json") | {"split": split, "network": {"hidden": [6]}}
    parsed = RunSpec.model_validate(spec)
    assert masks(parsed, 0, 0) == [None, None]
    trained_with = mask(1, 0, 0.5, 6, 0, np.arange(3))
    for row in (1, 2, 3):
        found = masks(parsed, 0, row)[0]
        assert found is not None
        assert found.tolist() == trained_with[row - 1].tolist()


def test_the_loss_at_epoch_0_has_the_settings_of_the_first_pass() -> None:
    plain, changed = xor(l2=0.5), xor(changes=[{"epoch": 0, "l2": 0.5}])
    assert Training(changed).measure() == Training(plain).measure()
    assert trained(changed, 1).take()[0] == trained(plain, 1).take()[0]


@pytest.mark.parametrize("engine", [Readable, Compiled])
def test_a_pass_taken_back_takes_its_settings_back(engine: type[Engine]) -> None:
    rows = [[number / 9] for number in range(9)]
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": rows, "targets": rows},
            "training": {"epochs": 20, "batch_size": 1, "changes": [{"epoch": 5, "l2": 100}]},
        }
    )
    with patch("elevenlines.core.compiled.training.CHUNK", 0):
        training = Training(spec, engine=engine)
    training.advance(5)
    before = training.measure()
    training.advance(6, lambda: True)
    training.take_back()
    assert training.measure() == before


@pytest.mark.parametrize("engine", [Readable, Compiled])
def test_a_run_that_made_no_progress_can_go_on_as_long_again(engine: type[Engine]) -> None:
    spec = xor(epochs=60_000, stop={"epochs": 500, "improvement": 0.5})
    first = Training(spec, engine=engine)
    first.advance(60_000)
    again = Training(spec, first.frame(), engine=engine)
    again.advance(60_000)
    assert (first.epoch, again.epoch) == (500, 1_001), "the first epoch after it is the best so far"


FROZEN = [
    [{"layer": 1, "parameter": "weights"}],
    [{"layer": 1, "parameter": "weights", "from": 1}, {"layer": 2, "parameter": "weights", "to": 0}],
    [{"layer": 1, "parameter": "biases", "to": 2}, {"layer": 1, "parameter": "weights", "from": 0, "to": 3}],
    [{"layer": 1, "parameter": "gamma"}, {"layer": 1, "parameter": "beta", "to": 1}],
]


@pytest.mark.parametrize("engine", [Readable, Compiled])
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("frozen", FROZEN)
def test_what_is_frozen_keeps_its_bits_and_the_rest_learns(
    engine: type[Engine], optimizer: str, frozen: list[dict[str, Any]]
) -> None:
    """No optimizer and no penalty moves it, not even a memory from before it was frozen."""
    network = {"hidden": [4], "bias": True}
    options = {"optimizer": optimizer, "l1": 0.01, "l2": 0.01, "batch_norm": True, "learning_rate": 0.1}
    before = RunSpec.model_validate(xor(**options).model_dump(mode="json") | {"network": network})
    start = trained(before, 5).frame()
    spec, frame = fork(before, start, Difference(training={"frozen": frozen}))
    training = Training(spec, frame, 5, engine=engine)
    is_frozen = training.parameters.is_frozen(spec.training.frozen)
    assert is_frozen.any()
    training.advance(40)
    found = training.frame().state[0]
    assert found[is_frozen].tobytes() == start.state[0][is_frozen].tobytes()
    assert (
        found[~is_frozen & (training.parameters.is_trained() > 0)]
        != start.state[0][~is_frozen & (training.parameters.is_trained() > 0)]
    ).mean() > 0.9
    loss_of_all = Training(before, training.frame()).measure().loss
    assert training.measure().loss == pytest.approx(loss_of_all, rel=1e-12), "their penalty still counts"


def test_clipping_measures_the_gradient_without_what_is_frozen() -> None:
    """Two inputs of a linear unit, 3 and 4, y = 0, w = 1, 1: the gradient is 7 · (3, 4); of the second alone 28."""
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[3, 4]], "targets": [[0]]},
            "network": {"hidden": [], "output_activation": "linear", "initial": {"weights": [[[1], [1]]]}},
            "training": {"clip_norm": 0.5, "frozen": [{"layer": 1, "parameter": "weights", "from": 0}]},
        }
    )
    assert trained(spec, 1).frame().state[0].tolist() == [1, 0.5]
