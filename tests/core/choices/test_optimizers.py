"""AdamW against PyTorch's rule, written down here as its manual has it."""

import numpy as np
import pytest

from elevenlines.core.compiled.training import Compiled
from elevenlines.core.network.batches import batches
from elevenlines.core.network.layers import Batch
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Engine, Training
from elevenlines.core.training.readable import Readable
from elevenlines.core.training.timetable import Settings
from elevenlines.core.training.update import Update
from elevenlines.core.types import Array

EPOCHS, RATE = 60, 0.02
SPEC = {
    "table": {"inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]},
    "network": {"hidden": [3], "bias": True},
}


def spec_with(options: dict[str, float], **training: object) -> RunSpec:
    asked = {"epochs": EPOCHS, "learning_rate": RATE, "optimizer": "adamw", "optimizer_options": options}
    return RunSpec.model_validate(SPEC | {"training": asked | training})


def gradient_at(spec: RunSpec, flat: Array) -> Array:
    """The gradient of the whole table."""
    update = Update(spec, flat[np.newaxis].copy())
    update.use(Settings(RATE, spec.training.l1, spec.training.l2, 0.0))
    batch = Batch(0, batches(spec, 0)[0])
    update.backward(*update.forward(batch), batch)
    update.treat(len(batch.rows))
    gradient: Array = update.gradient.flat
    return gradient


def by_pytorch(spec: RunSpec, beta1: float, beta2: float, epsilon: float, decay: float) -> Array:
    """The parameters after all epochs, as torch.optim.AdamW makes them."""
    w: Array = Training(spec).frame().state[0].copy()
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, EPOCHS + 1):
        g = gradient_at(spec, w)
        w *= 1 - RATE * decay
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w -= RATE * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    found: Array = w
    return found


@pytest.mark.parametrize("engine", [Readable, Compiled])
@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({}, (0.9, 0.999, 1e-8, 0.01)),
        ({"beta1": 0.5, "beta2": 0.9, "epsilon": 1e-6, "weight_decay": 0.3}, (0.5, 0.9, 1e-6, 0.3)),
    ],
)
def test_adamw_is_pytorchs(
    engine: type[Engine], options: dict[str, float], numbers: tuple[float, float, float, float]
) -> None:
    spec = spec_with(options, l2=0.01)
    training = Training(spec, engine=engine)
    training.advance(EPOCHS)
    expected = by_pytorch(spec, *numbers)
    np.testing.assert_allclose(training.frame().state[0], expected, rtol=0, atol=1e-12)
