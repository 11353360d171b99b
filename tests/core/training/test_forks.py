"""Forks in the core: the same bits where nothing is changed, and what a change does to spec and frame."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from elevenlines.app.runs.workers.messages import pack_state, unpack_frame
from elevenlines.core.compiled.training import Compiled
from elevenlines.core.network.parameters import Layout, Parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.table import Table
from elevenlines.core.training import Engine, Frame, Training
from elevenlines.core.training.forks import Difference, fork
from elevenlines.core.training.readable import Readable
from tests.core.strategies import specs

TABLE = {"inputs": [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], "targets": [[0], [1], [1], [0]]}
CHANGES = [{"epoch": 5, "learning_rate": 0.3, "l2": 0.01}, {"epoch": 13, "l1": 0.001}, {"epoch": 20, "l2": 0.02}]
EPOCHS = 30


def xor(**training: Any) -> RunSpec:
    return RunSpec.model_validate({"table": TABLE, "training": {"epochs": EPOCHS, **training}})


def trained(spec: RunSpec, until: int, engine: type[Engine] = Readable) -> Training:
    training = Training(spec, engine=engine)
    training.advance(until)
    return training


def forked(
    parent: RunSpec, frame: Frame, engine: type[Engine] = Readable, **wanted: Any
) -> tuple[RunSpec, Frame, Training]:
    spec, start = fork(parent, frame, Difference(**wanted))
    return spec, start, Training(spec, start, start.epoch, engine=engine, is_recorded=False)


def refusal(parent: RunSpec, epoch: int, **wanted: Any) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        fork(parent, trained(parent, epoch).frame(), Difference(**wanted))
    (error,) = caught.value.errors()
    return "/".join(map(str, (*error["loc"], *error["ctx"]["at"]))), error["msg"]


@pytest.mark.parametrize("engine", [Readable, Compiled])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(spec=specs(epochs=EPOCHS), epoch=st.sampled_from([0, 1, 13, 20, 29]), scheduled=st.booleans())
def test_a_fork_without_a_change_goes_on_to_the_same_bits(
    engine: type[Engine], spec: RunSpec, epoch: int, scheduled: bool
) -> None:
    training = spec.training.model_dump() | {"stop": None, "stop_at_error": None}  # they count from the fork
    training["changes"] = CHANGES if scheduled else []
    spec = RunSpec.model_validate(spec.model_dump() | {"training": training})
    whole, half = trained(spec, EPOCHS, engine), trained(spec, epoch, engine)
    assume(half.outcome is None)
    _, start, leaving = forked(spec, half.frame(), engine)
    assert start.state.tobytes() == half.frame().state.tobytes()
    (first, *_), _ = leaving.take()
    assert first == Training(half.spec, half.frame()).measure()
    leaving.advance(EPOCHS)
    assert leaving.frame().state.tobytes() == whole.frame().state.tobytes()
    assert (leaving.epoch, leaving.outcome, leaving.message) == (whole.epoch, whole.outcome, whole.message)
    assert leaving.frame().updates == whole.frame().updates == whole.epoch * spec.updates


def test_changes_before_are_settings_and_later_ones_stay() -> None:
    parent = xor(changes=CHANGES)
    spec = fork(parent, trained(parent, 13).frame(), Difference())[0].training
    assert (spec.learning_rate, spec.l2, spec.l1) == (0.3, 0.01, 0.0)
    assert [(change.epoch, change.settings) for change in spec.changes] == [(13, {"l1": 0.001}), (20, {"l2": 0.02})]
    assert Training(parent, trained(parent, 13).frame()).measure().loss == trained(parent, 13).measure().loss


def test_what_is_given_beats_what_was_changed_before_and_leaves_what_is_to_come() -> None:
    parent = xor(changes=CHANGES)
    frame = trained(parent, 13).frame()
    spec = fork(parent, frame, Difference(training={"learning_rate": 2.0, "l1": 0.5, "l2": 0.0}))[0].training
    assert (spec.learning_rate, spec.l1, spec.l2) == (2.0, 0.5, 0.0)
    assert [(change.epoch, change.settings) for change in spec.changes] == [(20, {"l2": 0.02})]
    given = [{"epoch": 25, "l2": 0.3}, {"epoch": 4, "l1": 0.25}]
    spec = fork(parent, frame, Difference(training={"changes": given}))[0].training
    assert (spec.learning_rate, spec.l1, spec.l2) == (0.3, 0.25, 0.01)
    assert [(change.epoch, change.settings) for change in spec.changes] == [(25, {"l2": 0.3})]


def test_another_optimizer_begins_with_its_own_options_and_memory() -> None:
    parent = xor(optimizer="momentum", momentum=0.5, changes=[{"epoch": 20, "momentum": 0.6}, {"epoch": 21, "l2": 0.1}])
    frame = trained(parent, 10).frame()
    spec, start = fork(parent, frame, Difference(training={"optimizer": "adam"}))
    assert (spec.training.momentum, [change.epoch for change in spec.training.changes]) == (None, [21])
    assert (start.state.shape[0], start.updates) == (3, 0)
    assert not start.state[1:].any()
    assert (start.state[0] == frame.state[0]).all()
    back = fork(spec, start, Difference(training={"optimizer": "nesterov", "momentum": 0.25}))[0]
    assert back.training.momentum == 0.25
    assert fork(parent, frame, Difference(training={"optimizer": "nesterov"}))[0].training.momentum == 0.5


@pytest.mark.parametrize("engine", [Readable, Compiled])
@pytest.mark.parametrize("batch_size", [None, 1, 3])
def test_adam_counts_its_updates_from_where_its_memory_begins(engine: type[Engine], batch_size: int | None) -> None:
    """The first step of a memory that has just begun is alpha times the sign of the gradient, wherever that is."""
    parent = xor(batch_size=batch_size)
    frame = trained(parent, 17, engine).frame()
    _, start, leaving = forked(parent, frame, engine, training={"optimizer": "adam", "learning_rate": 0.001})
    leaving.advance(18)
    moved = np.abs(leaving.frame().state[0] - start.state[0])
    updates = 4 if batch_size == 1 else 2 if batch_size == 3 else 1
    assert leaving.frame().updates == updates
    assert moved.max() > 0.0009
    if updates == 1:
        np.testing.assert_allclose(moved, 0.001, rtol=1e-3)
    # the same network trained by Adam from epoch 0 on: nothing here is shuffled or dropped, so only counts could differ
    again = Training(leaving.spec, Frame(0, start.state), engine=engine)
    again.advance(1)
    assert again.frame().state.tobytes() == leaving.frame().state.tobytes()


@pytest.mark.parametrize("engine", [Readable, Compiled])
def test_adam_goes_on_counting_where_its_batches_become_others(engine: type[Engine]) -> None:
    parent = xor(optimizer="adam", learning_rate=0.01)
    frame = trained(parent, 10, engine).frame()
    assert frame.updates == 10
    spec, start, leaving = forked(parent, frame, engine, training={"batch_size": 1})
    assert start.state.tobytes() == frame.state.tobytes()
    leaving.advance(12)
    middle = leaving.frame()
    assert middle.updates == 10 + 2 * 4
    entered = Training(spec, unpack_frame(spec, 12, pack_state(middle)), start.epoch, engine=engine)
    for one in (entered, leaving):
        one.advance(EPOCHS)
    assert entered.frame().state.tobytes() == leaving.frame().state.tobytes()
    kept = {frame.epoch: frame.updates for frame in leaving.take()[1]}
    assert kept[20] == 10 + 10 * 4


def test_both_engines_agree_after_a_fork_of_adam() -> None:
    parent = xor(optimizer="adam", learning_rate=0.01)
    frame = trained(parent, 10).frame()
    ends = []
    for engine in (Readable, Compiled):
        leaving = forked(parent, frame, engine, training={"batch_size": 3})[2]
        leaving.advance(EPOCHS)
        ends.append(leaving.frame())
    np.testing.assert_allclose(ends[0].state, ends[1].state, rtol=1e-9, atol=1e-12)
    assert ends[0].updates == ends[1].updates


def test_bytes_of_the_first_version_count_from_epoch_0() -> None:
    spec = xor(optimizer="adam", batch_size=3)
    frame = trained(spec, 7).frame()
    old = unpack_frame(spec, 7, pack_state(frame)[:-8])
    assert (old.updates, old.best, old.state.tobytes()) == (14, frame.best, frame.state.tobytes())


def test_other_rows_and_names_that_stay() -> None:
    parent = RunSpec.model_validate(
        {
            "table": TABLE | {"input_names": ["a", "b", "one"], "target_names": ["xor"]},
            "training": {"optimizer": "adam"},
        }
    )
    frame = trained(parent, 10).frame()
    rows = {"inputs": TABLE["inputs"][:3], "targets": [[1], [1], [0]]}
    spec, start, leaving = forked(parent, frame, table=Table.model_validate(rows))
    assert (spec.table.input_names, spec.table.target_names) == (("a", "b", "one"), ("xor",))
    assert start.state.tobytes() == frame.state.tobytes()
    assert leaving.take()[0][0].error == leaving.measure().error != trained(parent, 10).measure().error


def test_given_weights_replace_those_of_the_frame_and_its_memory_stays() -> None:
    parent = xor(optimizer="momentum")
    frame = trained(parent, 10).frame()
    weights = [np.full((3, 4), 0.5).tolist(), np.full((4, 1), -0.5).tolist()]
    spec, start, leaving = forked(parent, frame, weights=weights)
    assert [matrix.tolist() for matrix in Parameters(start.state[0], Layout.of(spec)).weights] == weights
    assert start.state[1:].tobytes() == frame.state[1:].tobytes()
    assert leaving.take()[0][0] == (10, *leaving.measure()[1:])
    assert frame.state.tobytes() == trained(parent, 10).frame().state.tobytes(), "the parent's frame stays as it is"


def test_batch_normalisation_that_comes_begins_anew_and_that_stays_is_carried_over() -> None:
    network = {"hidden": [3, {"size": 2, "batch_norm": True}], "bias": True}
    parent = RunSpec.model_validate(
        {"table": TABLE, "network": network, "training": {"epochs": 30, "optimizer": "adam"}}
    )
    frame = trained(parent, 10).frame()
    spec, start = fork(parent, frame, Difference(training={"batch_norm": True}))
    before, after = Parameters(frame.state[0], Layout.of(parent)), Parameters(start.state[0], Layout.of(spec))
    for one, other in zip(before.weights + before.biases, after.weights + after.biases, strict=True):
        assert one.tobytes() == other.tobytes()
    came, stayed, known = after.norms[0], after.norms[1], before.norms[1]
    assert came is not None
    assert stayed is not None
    assert known is not None
    assert (came.gamma.tolist(), came.mean.tolist()) == ([1, 1, 1], [0, 0, 0])
    assert (stayed.mean.tobytes(), stayed.beta.tobytes()) == (known.mean.tobytes(), known.beta.tobytes())
    assert start.updates == 0
    assert not start.state[1:].any()


@pytest.mark.parametrize(
    ("epoch", "wanted", "end"),
    [
        (0, {}, 30),
        (29, {}, 30),
        (30, {}, 60),
        (30, {"epochs": 31}, 31),
        (10, {"training": {"epochs": 11}}, 11),
        (10, {"training": {"epochs": 11}, "epochs": 11}, 11),
    ],
)
def test_where_a_fork_ends(epoch: int, wanted: dict[str, Any], end: int) -> None:
    assert fork(xor(), trained(xor(), epoch).frame(), Difference(**wanted))[0].training.epochs == end


def test_stop_rules_count_from_the_fork() -> None:
    parent = xor(epochs=10_000, learning_rate=1e-9, stop={"epochs": 50, "improvement": 0.1})
    whole = trained(parent, 10_000)
    assert whole.epoch == 50
    for epoch in (20, 50):
        leaving = forked(parent, trained(parent, epoch).frame())[2]
        leaving.advance(10_000)
        assert (leaving.epoch, leaving.outcome) == (epoch + 50, "done")


@pytest.mark.parametrize(
    ("wanted", "where", "said"),
    [
        ({"epochs": 10}, "epochs", "above 10, where the fork begins"),
        ({"training": {"epochs": 9}}, "training/epochs", "above 10"),
        ({"training": {"epochs": 20}, "epochs": 21}, "training/epochs", "leave one of them out"),
        (
            {"table": Table.model_validate({"inputs": [[1]], "targets": [[1]]})},
            "table/inputs",
            "as the parent's, 3, not 1: start a new run",
        ),
        (
            {"table": Table.model_validate({"inputs": [[1, 2, 3]], "targets": [[1, 2]]})},
            "table/targets",
            "as the parent's, 1, not 2",
        ),
        ({"training": {"batch_size": 5}}, "training/batch_size", "number of rows: 4"),
        ({"training": {"momentum": 0.5}}, "training/momentum", "choose one of them"),
        ({"training": {"loss": "categorical_cross_entropy"}}, "training/loss", "to be softmax"),
        ({"weights": [[[1]]]}, "network/initial/weights", "must hold 2 matrices"),
        ({"biases": [[1]]}, "network/initial/biases", "needs network.bias"),
    ],
)
def test_what_does_not_fit_is_said(wanted: dict[str, Any], where: str, said: str) -> None:
    place, message = refusal(xor(), 10, **wanted)
    assert place == where
    assert said in message


def test_no_fork_begins_where_every_run_ends() -> None:
    with pytest.raises(ValidationError, match="where every run ends"):
        fork(xor(), Frame(10_000_000, trained(xor(), 1).frame().state), Difference())
