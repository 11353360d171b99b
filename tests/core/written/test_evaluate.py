"""The registries' formulas against the registries' functions: the same numbers, and where it matters the same bits."""

import numpy as np
import pytest

from elevenlines.core.algebra import Name, Number, Tree, names_in
from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.choices.options import filled
from elevenlines.core.types import Array
from elevenlines.core.written.evaluate import Value, evaluate

RANDOM = np.random.RandomState(3)
Z = np.concatenate([np.zeros((1, 3)), RANDOM.uniform(-4, 4, (40, 3)), RANDOM.uniform(-900, 900, (40, 3))])


def same_bits(tree: Tree, values: dict[str, Value], wanted: Array | float) -> None:
    with np.errstate(over="ignore"):
        found = np.asarray(evaluate(tree, values), dtype=np.float64)
    assert np.array_equal(np.broadcast_to(found, np.shape(wanted)), np.asarray(wanted, dtype=np.float64))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation(name: str) -> None:
    activation = ACTIVATIONS[name]
    with np.errstate(over="ignore"):
        a = activation.function(Z)
        slope = activation.slope(Z, a)
    same_bits(activation.written.value, {"z": Z}, a)
    same_bits(activation.written.slope, {"z": Z, "a": a}, slope)
    assert (activation.written.delta is not None) == activation.is_rowwise


def test_the_delta_of_a_rowwise_activation() -> None:
    delta = ACTIVATIONS["softmax"].written.delta
    assert delta is not None
    a, error = ACTIVATIONS["softmax"].function(Z), RANDOM.uniform(-1, 1, Z.shape)
    jacobian = a[:, :, None] * (np.eye(3) - a[:, None, :])
    by_hand = np.einsum("rij,rj->ri", jacobian, error)
    np.testing.assert_allclose(evaluate(delta, {"a": a, "error": error}), by_hand, atol=1e-15)


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss(name: str) -> None:
    loss = LOSSES[name]
    output = ACTIVATIONS[loss.output or "tanh"]
    z = Z[:41]
    p, y = output.function(z), RANDOM.uniform(0, 1, z.shape)
    options = {option: default * 0.3 for option, default in filled(loss.options, {}).items()}
    delta = options.get("delta", 1.0)
    values: dict[str, Value] = {"z": z, "p": p, "y": y, "error": y - p, **options}
    for step, tree, _ in loss.written.steps:
        values[step] = evaluate(tree, values)
    np.testing.assert_allclose(evaluate(loss.written.value, values), loss.value(z, p, y, delta), rtol=1e-13)
    same_bits(loss.written.pull, values, -loss.derivative(z, p, y, delta))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    slots, numbers = np.zeros((optimizer.slots, 7)), filled(optimizer.options, {}) | {"momentum": 0.8}
    assert len(optimizer.written.slots) == optimizer.slots
    remembered: dict[str, Value] = {slot.name: np.zeros(7) for slot in optimizer.written.slots}
    for number in range(1, 4):
        w, g = RANDOM.uniform(-1, 1, 7), RANDOM.uniform(-1, 1, 7)
        step = optimizer.step(w, g, slots, 0.03, numbers, number)
        values: dict[str, Value] = {"w": w, "g": -g, "alpha": 0.03, "t": float(number), **numbers, **remembered}
        for slot, kept in zip(optimizer.written.slots, slots, strict=True):
            same_bits(slot.becomes, values, -kept if slot.is_signed else kept)
            remembered[slot.name] = values[slot.name] = evaluate(slot.becomes, values)
        for named, tree, _ in optimizer.written.steps:
            values[named] = evaluate(tree, values)
        same_bits(optimizer.written.update, values, -step)


def test_formulas_name_nothing_else() -> None:
    for activation in ACTIVATIONS.values():
        assert set(names_in(activation.written.value)) <= {"z"}
        assert set(names_in(activation.written.slope)) <= {"z", "a"}
    for loss in LOSSES.values():
        known = {"z", "p", "y", "error", *loss.options, *(name for name, _, _ in loss.written.steps)}
        assert set(names_in(loss.written.value)) | set(names_in(loss.written.pull)) <= known


def test_numbers_stay_numbers() -> None:
    assert evaluate(1 - Number(0.9) ** Name("t"), {"t": 3.0}) == 1 - 0.9**3
