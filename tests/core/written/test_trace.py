"""Each formula of a trace is followed in plain NumPy, by activations of the test, and must give the value shown."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.network.batches import masks
from elevenlines.core.network.layers import Batch
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.training import Frame, Training
from elevenlines.core.training.forks import Difference, fork
from elevenlines.core.training.update import Update
from elevenlines.core.types import Array
from elevenlines.core.written.trace import Trace, batches_of, is_too_large, take_apart
from tests.core.strategies import specs
from tests.core.written.test_program import FROZEN
from tests.core.written.test_program import spec_of as program_spec
from tests.golden.test_golden import GOLDEN, spec_of

GIVEN = {"given", "inputs[rows]", "targets[rows]"}
XOR = PRESETS["xor"].spec


def _erf(z: Array) -> Array:
    return np.array([math.erf(value) for value in np.ravel(z)]).reshape(np.shape(z))


def _bell(z: Array) -> Array:
    return np.asarray(np.exp(-z * z / 2) / np.sqrt(2 * np.pi))


def nonlin(x: Array, *, deriv: bool = False) -> Array:
    """As in the article, its slope is told by its own output."""
    return x * (1 - x) if deriv else np.asarray(1 / (1 + np.exp(-x)))


def _softmax(z: Array) -> Array:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _gate(z: Array) -> Array:
    return np.tanh(np.log1p(np.exp(z)))


ACTIVATIONS: dict[str, tuple[Callable[[Array], Any], Callable[[Array], Any]]] = {  # by z: value, slope
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: z * (z > 0), lambda z: 1.0 * (z > 0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, z / 100), lambda z: np.where(z > 0, 1, 0.01)),
    "elu": (lambda z: np.where(z > 0, z, np.exp(z) - 1), lambda z: np.where(z > 0, 1, np.exp(z))),
    "gelu": (lambda z: z * (1 + _erf(z / 2**0.5)) / 2, lambda z: (1 + _erf(z / 2**0.5)) / 2 + z * _bell(z)),
    "silu": (lambda z: z * nonlin(z), lambda z: nonlin(z) + z * nonlin(z) * (1 - nonlin(z))),
    "mish": (lambda z: z * _gate(z), lambda z: _gate(z) + z * (1 - _gate(z) ** 2) * nonlin(z)),
    "softplus": (lambda z: np.log(1 + np.exp(z)), nonlin),
    "softsign": (lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z)) ** 2),
    "sine": (np.sin, np.cos),
    "gaussian": (lambda z: np.exp(-(z**2)), lambda z: -2 * z * np.exp(-(z**2))),
    "linear": (lambda z: z, np.ones_like),
    "softmax": (_softmax, np.ones_like),
}


def _both(name: str) -> Callable[..., Any]:
    value, slope = ACTIVATIONS[name]
    return lambda z, *, deriv=False: slope(z) if deriv else value(z)


WORLD: dict[str, Any] = {"np": np, "nonlin": nonlin, "max": max} | {name: _both(name) for name in ACTIVATIONS}


def follow(formula: str, values: dict[str, Any]) -> Any:
    return eval(formula, WORLD, values)  # noqa: S307  (the trace's own formulas)


def frame_after(spec: RunSpec, epochs: int) -> Frame:
    training = Training(spec)
    training.advance(epochs)
    return training.frame()


def traces_of_pass(spec: RunSpec, frame: Frame) -> list[Trace]:
    return [take_apart(spec, frame, batch) for batch in range(len(batches_of(spec, frame.epoch)))]


def values_of(trace: Trace) -> dict[str, Array]:
    return {step.name: step.value for step in trace.steps}


def assert_formulas_hold(trace: Trace) -> None:
    values: dict[str, Any] = {}
    for step in trace.steps:
        assert set(step.reads) <= values.keys(), "in the order of computation"
        if step.formula not in GIVEN:
            needed = {name: values[name] for name in step.reads}
            found = follow(step.formula, needed)
            scale = max(1.0, float(np.abs(step.value).max()))
            np.testing.assert_allclose(found, step.value, rtol=1e-9, atol=1e-11 * scale, err_msg=step.name)
        assert step.name not in values, "each name once"
        values[step.name] = step.value


def state_in(spec: RunSpec, values: dict[str, Array], slot: str, suffix: str) -> list[Array]:
    """The flat parameters, or a slot of theirs, put together from their names."""
    parts = []
    for k, layer in enumerate(spec.layers, start=1):
        names = [f"syn{k - 1}", *[f"b{k}"] * spec.network.bias, *[f"gamma{k}", f"beta{k}"] * layer.batch_norm]
        parts += [values[f"{name}{slot}{suffix}"].ravel() for name in names]
        if layer.batch_norm and not slot:
            parts += [values[f"running_{name}{k}{suffix}"] for name in ("mean", "variance")]
        elif layer.batch_norm:
            parts.append(np.zeros(2 * layer.size))
    return parts


@settings(max_examples=120, deadline=None)
@given(specs(epochs=6), st.integers(0, 3))
def test_every_batch_of_a_pass_ends_where_the_engine_ends(spec: RunSpec, epoch: int) -> None:
    frame = frame_after(spec, epoch)
    if frame.epoch < epoch:
        return  # it diverged
    assert_ends_where_the_engine_ends(spec, frame)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("frozen", FROZEN.values(), ids=FROZEN.keys())
def test_what_is_frozen_is_said_to_be(optimizer: str, frozen: list[dict[str, Any]]) -> None:
    """After passes in which nothing was, so that its memory is not empty."""
    training = {"optimizer": optimizer, "batch_norm": True, "l1": 0.01, "learning_rate": 0.1, "epochs": 9}
    frame = frame_after(program_spec({"bias": True}, training), 4)
    spec = program_spec({"bias": True}, training | {"frozen": frozen, "batch_size": 3})
    assert_ends_where_the_engine_ends(spec, frame)
    values = values_of(take_apart(spec, frame))
    free = {name.removesuffix("_free"): value for name, value in values.items() if name.endswith("_free")}
    assert free
    for name, mask in free.items():
        assert not values[f"{name}_update"][mask == 0].any()
        assert not values[f"{name}_unfrozen"][mask == 0].any()
        if name.startswith("syn"):
            assert values[f"{name}_descent"].all(), "the gradient as it is"


def assert_ends_where_the_engine_ends(spec: RunSpec, frame: Frame) -> None:
    epoch = frame.epoch
    stopless = spec.model_copy(update={"training": spec.training.model_copy(update={"stop": None, "epochs": 9})})
    training = Training(stopless, frame)
    training.advance(epoch + 1)
    expected = frame.state
    slots = [f"_{slot.name}" for slot in OPTIMIZERS[spec.training.optimizer].written.slots]
    for trace in traces_of_pass(spec, frame):
        values = values_of(trace)
        assert_formulas_hold(trace)
        assert np.array_equal(np.concatenate(state_in(spec, values, "", "")), expected[0])
        for name in values:
            if name.endswith("_update"):
                stem = name.removesuffix("_update")
                assert np.array_equal(values[stem] + values[name], values[f"{stem}_after"])
        for number, slot in enumerate(slots, start=1):
            sign = 1 if slot == "_square" else -1
            assert np.array_equal(sign * np.concatenate(state_in(spec, values, slot, "")), expected[number])
        expected = np.array(
            [np.concatenate(state_in(spec, values, "", "_after"))]
            + [
                (1 if slot == "_square" else -1) * np.concatenate(state_in(spec, values, slot, "_after"))
                for slot in slots
            ]
        )
    assert np.array_equal(expected, training.frame().state)


@settings(max_examples=60, deadline=None)
@given(specs(epochs=3))
def test_what_the_rows_bring_adds_up(spec: RunSpec) -> None:
    trace = take_apart(spec, Training(spec).frame())
    by_row = [step for step in trace.steps if step.rows is not None]
    assert {step.name.split("_")[0] for step in by_row} >= {f"syn{i}" for i in range(len(spec.layers))}
    for step in by_row:
        assert step.rows is not None
        assert step.rows.shape == (len(trace.rows), *step.value.shape)
        np.testing.assert_allclose(step.rows.sum(axis=0), step.value, rtol=1e-9, atol=1e-12)


def test_the_article_by_hand_twice() -> None:
    """Its arithmetic for three layers, every array of two iterations."""
    x, y = np.array(XOR.table.inputs), np.array(XOR.table.targets)
    random = np.random.RandomState(1)
    syn0, syn1 = 2 * random.random_sample((3, 4)) - 1, 2 * random.random_sample((4, 1)) - 1
    for epoch in range(2):
        values = values_of(take_apart(XOR, frame_after(XOR, epoch)))
        l1 = 1 / (1 + np.exp(-np.dot(x, syn0)))
        l2 = 1 / (1 + np.exp(-np.dot(l1, syn1)))
        l2_delta = (y - l2) * (l2 * (1 - l2))
        l1_error = l2_delta.dot(syn1.T)
        l1_delta = l1_error * (l1 * (1 - l1))
        by_hand = {"l0": x, "syn0": syn0, "l1": l1, "syn1": syn1, "l2": l2, "l2_error": y - l2, "l2_delta": l2_delta}
        by_hand |= {"l1_error": l1_error, "l1_delta": l1_delta, "l2_slope": l2 * (1 - l2)}
        by_hand |= {"syn1_update": l1.T.dot(l2_delta), "syn0_update": x.T.dot(l1_delta)}
        syn1, syn0 = syn1 + by_hand["syn1_update"], syn0 + by_hand["syn0_update"]
        by_hand |= {"syn1_after": syn1, "syn0_after": syn0}
        for name, value in by_hand.items():
            np.testing.assert_allclose(values[name], value, rtol=1e-15, atol=1e-16, err_msg=name)


@pytest.mark.parametrize("case", ["two_layer", "three_layer"])
def test_the_formulas_alone_train_the_articles_networks(case: str) -> None:
    """From one trace: its formulas, followed over and over, without any engine."""
    golden = GOLDEN[case]
    spec = RunSpec.model_validate(spec_of(golden))
    steps = take_apart(spec, Training(spec).frame()).steps
    values: dict[str, Any] = {step.name: step.value for step in steps if step.formula in GIVEN}
    program = [(step.name, compile(step.formula, step.name, "eval")) for step in steps if step.formula not in GIVEN]
    errors = {}
    for epoch in range(10_001):
        for name, formula in program:
            values[name] = eval(formula, WORLD, values)  # noqa: S307  (the trace's own formulas)
        if epoch in {0, 10_000}:
            errors[str(epoch)] = float(np.abs(values[f"l{len(spec.layers)}_error"]).mean())
        if epoch == 9_999 and case == "two_layer":
            assert np.abs(values["syn0_after"][:, 0] - golden["weights_after"]).max() < 5e-9
        values |= {f"syn{i}": values[f"syn{i}_after"] for i in range(len(spec.layers))}
    if case == "three_layer":
        printed = golden["printed_mean_absolute_error_at"]
        assert {epoch: f"{error:.12g}" for epoch, error in errors.items()} == {e: printed[e] for e in errors}


def test_inputs_that_are_made_are_shown_to_be_made() -> None:
    table = {"inputs": [[1, 2], [3, 5], [4, 9]], "targets": [[0], [1], [0]], "input_names": ["a", "b"]}
    features = {"formulas": ["a", "a * b"], "standardise": True}
    spec = RunSpec.model_validate({"table": table, "features": features, "split": {"test": [0]}})
    trace = take_apart(spec, Training(spec).frame())
    assert [step.name for step in trace.steps][:5] == ["columns", "l0_made", "l0_mean", "l0_deviation", "l0"]
    values = values_of(trace)
    assert values["columns"].tolist() == [[3, 5], [4, 9]]  # the training rows
    assert values["l0_made"].tolist() == [[3, 15], [4, 36]]
    assert (values["l0_mean"].tolist(), values["l0_deviation"].tolist()) == ([3.5, 25.5], [0.5, 10.5])
    assert values["l0"].tolist() == [[-1, -1], [1, 1]]


def test_the_sign_is_the_articles() -> None:
    """Its deltas are minus the engine's; the check of the sign that other tests rely on."""
    frame = Training(XOR).frame()
    trace = values_of(take_apart(XOR, frame))
    update, batch = Update(XOR, frame.state), Batch(0, np.arange(4))
    values, memories = update.forward(batch)
    errors = update.backward(values, memories, batch)
    hidden, output = update.network.stages
    assert np.array_equal(trace["l2_delta"], -errors[output.z])
    assert np.array_equal(trace["l1_delta"], -errors[hidden.z])
    assert np.array_equal(np.sign(trace["l2_error"]), np.sign(np.array(XOR.table.targets) - values[-1]))


def everything() -> RunSpec:
    return RunSpec.model_validate(
        {
            "table": XOR.table.model_dump(),
            "network": {"hidden": [5], "activation": "tanh", "bias": True},
            "training": {
                "optimizer": "adam", "batch_size": 2, "shuffle": True, "dropout": 0.4, "batch_norm": True,
                "l1": 0.01, "l2": 0.02, "delta_trim": 0.1, "clip_norm": 0.05, "reduction": "mean",
            },
        }
    )  # fmt: skip


def test_the_order_of_computation_with_everything_on() -> None:
    names = [step.name for step in take_apart(everything(), Training(everything()).frame()).steps]
    forward = [
        "l0", "syn0", "b1", "l1_sum", "l1_mean", "l1_variance", "l1_normalised", "gamma1", "beta1", "l1_z",
        "l1_undropped", "l1_mask", "l1", "syn1", "b2", "l2_z", "l2", "y",
    ]  # fmt: skip
    backward = [
        "l2_error", "l2_slope", "l2_delta_untrimmed", "l2_delta",
        "l1_error", "l1_error_kept", "l1_slope", "l1_delta_untrimmed", "l1_delta", "l1_sum_delta",
    ]  # fmt: skip
    assert names[: len(forward) + len(backward)] == forward + backward
    update = names[len(forward) + len(backward) :]
    assert update[:8] == [
        "syn1_descent", "b2_descent", "syn0_descent", "b1_descent", "gamma1_descent", "beta1_descent",
        "syn1_penalised", "syn0_penalised",
    ]  # fmt: skip
    assert update[8:12] == ["gradient_norm", "clip_scale", "syn1_clipped", "b2_clipped"]
    assert update[16:22] == [
        "alpha", "syn1_average", "syn1_average_after", "syn1_square", "syn1_square_after", "syn1_update",
    ]  # fmt: skip


def test_masks_and_rows_are_those_of_the_pass() -> None:
    spec = everything()
    frame = frame_after(spec, 3)
    seen: list[int] = []
    for trace in traces_of_pass(spec, frame):
        values = values_of(trace)
        seen += trace.rows.tolist()
        expected = np.array([masks(spec, 3, row)[0] for row in trace.rows.tolist()])
        assert np.array_equal(values["l1_mask"], expected)
        assert np.array_equal(values["l0"], np.array(spec.table.inputs)[trace.rows])
    assert sorted(seen) == [0, 1, 2, 3] != seen


def test_classes_with_softmax_need_no_slope() -> None:
    spec = RunSpec.model_validate(
        {
            "table": {"inputs": [[0, 1], [1, 1], [1, 0]], "targets": [[1, 0], [0, 1], [0, 1]]},
            "network": {"hidden": [], "output_activation": "softmax"},
            "training": {"loss": "categorical_cross_entropy", "learning_rate": 0.5},
        }
    )
    trace = take_apart(spec, Training(spec).frame())
    values, x = values_of(trace), np.array(spec.table.inputs)
    powers = np.exp(x @ values["syn0"])
    shares = powers / powers.sum(axis=1, keepdims=True)
    step = 0.5 * x.T @ (np.array(spec.table.targets) - shares)
    np.testing.assert_allclose(values["syn0_after"], values["syn0"] + step, rtol=1e-13)
    assert "l1_slope" not in values


@pytest.mark.parametrize("row", [0, 3])
def test_one_row_alone(row: int) -> None:
    whole = {step.name: step for step in take_apart(XOR, Training(XOR).frame()).steps}
    alone = take_apart(XOR, Training(XOR).frame(), row=row)
    assert alone.rows.tolist() == [0, 1, 2, 3]
    for step in alone.steps:
        full = whole[step.name]
        if step.name[0] in "ly":
            assert np.array_equal(step.value, full.value[[row]])
        else:
            assert np.array_equal(step.value, full.value)
        if full.rows is not None:
            assert step.rows is not None
            assert np.array_equal(step.rows, full.rows[[row]])


def test_rows_are_left_out_where_they_are_many() -> None:
    body = {"table": {"inputs": [[0.1] * 40] * 30, "targets": [[1]] * 30}, "network": {"hidden": [10]}}
    spec = RunSpec.model_validate(body)
    rows = {step.name: step.rows for step in take_apart(spec, Training(spec).frame()).steps}
    assert LIMITS.traced_rows < 30 * 40 * 10
    assert rows["syn0_update"] is None
    assert rows["syn1_update"] is not None


def test_what_is_too_large_to_look_at() -> None:
    assert not is_too_large(XOR)
    body = {"table": XOR.table.model_dump(), "network": {"hidden": [220, 220]}}
    assert is_too_large(RunSpec.model_validate(body))


def test_what_the_pass_does_not_have() -> None:
    frame = Training(everything()).frame()
    with pytest.raises(IndexError):
        take_apart(everything(), frame, batch=2)
    elsewhere = int(batches_of(everything(), 0)[1][0])
    with pytest.raises(ValueError, match="not in list"):
        take_apart(everything(), frame, batch=0, row=elsewhere)


def test_a_forks_adam_is_corrected_by_the_updates_of_its_own_memory() -> None:
    """It began with the fork, not at epoch 0: what a trace adds is what the next frame has."""
    parent = Training(XOR)
    parent.advance(10)
    spec, frame = fork(XOR, parent.frame(), Difference(training={"optimizer": "adam", "learning_rate": 0.01}))
    assert (frame.epoch, frame.updates) == (10, 0)
    after = Training(spec, frame, frame.epoch)
    after.advance(11)
    trace = values_of(take_apart(spec, frame))
    for number, weights in enumerate(after.parameters.weights):
        assert np.array_equal(trace[f"syn{number}_after"], weights)
