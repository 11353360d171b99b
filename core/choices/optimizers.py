"""An optimizer says how a gradient g becomes an update of the weights w.

All are PyTorch's, term by term. What an optimizer remembers from one update to the next are its *slots*:
arrays of the shape of the parameters, part of every frame, so that training goes on from any frame exactly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from elevenlines.core.choices.options import Option, Options
from elevenlines.core.types import Array

DEFAULT_MOMENTUM = 0.9

# (parameters, gradient, slots, learning_rate, numbers, updates) -> the step, which is subtracted from the parameters;
# changes the slots in place. Parameters, gradient and step have shape (n,), slots (number of slots, n); `numbers` are
# the options and the momentum; updates counts this one, from 1.
Step = Callable[[Array, Array, Array, float, Mapping[str, float], int], Array]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    Attributes:
        step: how far one update goes.
        slots: how many arrays it remembers.
        takes_momentum: whether the spec's momentum is for it.
        formula: how a person writes it.
        help: one sentence for the page.
        options: the numbers that refine it.
    """

    step: Step
    slots: int
    takes_momentum: bool
    formula: str
    help: str
    options: Options = field(default_factory=dict)


def _sgd(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    step: Array = rate * g
    return step


def _momentum(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    velocity = slots[0]
    velocity *= numbers["momentum"]
    velocity += g
    step: Array = rate * velocity
    return step


def _nesterov(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    velocity = slots[0]
    velocity *= numbers["momentum"]
    velocity += g
    step: Array = rate * (g + numbers["momentum"] * velocity)
    return step


def _rmsprop(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    square, keep = slots[0], numbers["smoothing"]
    square *= keep
    square += (1.0 - keep) * g * g
    step: Array = rate * g / (np.sqrt(square) + numbers["epsilon"])
    return step


def _adam(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    mean, square = slots
    beta1, beta2 = numbers["beta1"], numbers["beta2"]
    mean *= beta1
    mean += (1.0 - beta1) * g
    square *= beta2
    square += (1.0 - beta2) * g * g
    size = np.sqrt(square) / np.sqrt(1.0 - beta2**updates) + numbers["epsilon"]
    step: Array = rate / (1.0 - beta1**updates) * mean / size
    return step


def _adamw(w: Array, g: Array, slots: Array, rate: float, numbers: Mapping[str, float], updates: int) -> Array:
    step: Array = rate * numbers["weight_decay"] * w + _adam(w, g, slots, rate, numbers, updates)
    return step


_EPSILON = Option(1e-8, 1e-15, 1.0, "keeps the division finite where gradients vanish")
_ADAM = {
    "beta1": Option(0.9, 0.0, 1.0, "β₁: the share of the past in the mean of g", is_open=True),
    "beta2": Option(0.999, 0.0, 1.0, "β₂: the share of the past in the mean of g²", is_open=True),
    "epsilon": _EPSILON,
}

OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer(
        _sgd,
        slots=0,
        takes_momentum=False,
        formula="w -= alpha g",
        help="The article's: a step against the gradient.",
    ),
    "momentum": Optimizer(
        _momentum,
        slots=1,
        takes_momentum=True,
        formula="v = m v + g; w -= alpha v",
        help="Keeps rolling in the direction of past steps.",
    ),
    "nesterov": Optimizer(
        _nesterov,
        slots=1,
        takes_momentum=True,
        formula="v = m v + g; w -= alpha (g + m v)",
        help="Momentum that looks one step ahead.",
    ),
    "rmsprop": Optimizer(
        _rmsprop,
        slots=1,
        takes_momentum=False,
        formula="s = ρ s + (1 - ρ) g²; w -= alpha g / (√s + ε)",
        help="Divides each step by the recent size of that weight's gradient.",
        options={
            "smoothing": Option(0.99, 0.0, 1.0, "ρ: the share of the past in the mean of g²", is_open=True),
            "epsilon": _EPSILON,
        },
    ),
    "adam": Optimizer(
        _adam,
        slots=2,
        takes_momentum=False,
        formula="m = β₁ m + (1 - β₁) g; s = β₂ s + (1 - β₂) g²; w -= alpha m̂ / (√ŝ + ε)",
        help="A running mean of the gradient over one of its size, both corrected for their start at 0.",
        options=_ADAM,
    ),
    "adamw": Optimizer(
        _adamw,
        slots=2,
        takes_momentum=False,
        formula="w -= alpha λ w; then as adam",
        help="Adam that also shrinks every parameter a little, whatever its gradient (Loshchilov and Hutter, 2017).",
        options=_ADAM
        | {"weight_decay": Option(0.01, 0.0, 100.0, "λ: the share of each parameter that goes, times alpha")},
    ),
}
