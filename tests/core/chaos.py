"""Which specs are no measure of anything: there rounding alone decides."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np

from elevenlines.core.choices.activations import ACTIVATIONS, Activation
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Frame, Training
from elevenlines.core.types import Array


def is_chaotic(spec: RunSpec) -> bool:
    """Whether what is moved by a hundredth of a millionth of a millionth ends a thousand times as far away, or farther.

    Adam and RMSProp do that where a gradient is nothing but rounding, any optimizer with too large an alpha. One
    move of the weights may happen to round like none at all, so there are several. And none tells where 1 - a² of a
    tanh near 1 is rounding alone, so activations are rounded the other way too.
    """
    start = Training(spec).frame()
    flat = start.state[0]
    signs = np.where(np.arange(len(flat)) % 2, 1e-14, -1e-14)
    expected = ended_from(spec, start, flat)
    moved = [ended_from(spec, start, flat + step) for step in (signs, -signs, flat * -2.5e-16)]
    with patch.dict(ACTIVATIONS, {name: rounded_down(activation) for name, activation in ACTIVATIONS.items()}):
        moved.append(ended_from(spec, start, flat))
    return any(is_far(found, expected) for found in moved)


def ended_from(spec: RunSpec, start: Frame, parameters: Array) -> Frame:
    training = Training(spec, replace(start, state=np.vstack([parameters, start.state[1:]])))
    training.advance(spec.training.epochs)
    return training.frame()


def rounded_down(activation: Activation) -> Activation:
    """The same with each number a last digit nearer to 0."""
    return replace(activation, function=lambda z: np.nextafter(activation.function(z), 0.0))


def is_far(found: Frame, expected: Frame) -> bool:
    distance = np.abs(found.state[0] - expected.state[0]) / np.maximum(1.0, np.abs(expected.state[0]))
    return found.epoch != expected.epoch or bool(np.max(distance) > 1e-11)
