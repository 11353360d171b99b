"""An optimizer says how a gradient g becomes an update of the weights w.

All are PyTorch's, term by term. What an optimizer remembers from one update to the next are its *slots*:
arrays of the shape of the parameters, part of every frame, so that training goes on from any frame exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.types import Array

# (parameters, gradient, slots, learning_rate, momentum, updates): changes parameters and slots in place.
# parameters and gradient have shape (n,), slots (number of slots, n); updates counts this one, from 1.
Apply = Callable[[Array, Array, Array, float, float, int], None]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer: what it applies, how many slots it needs, and whether it takes a momentum."""

    apply: Apply
    slots: int
    takes_momentum: bool
    formula: str
    help: str


def _sgd(w: Array, g: Array, slots: Array, rate: float, momentum: float, updates: int) -> None:
    w -= rate * g


def _momentum(w: Array, g: Array, slots: Array, rate: float, momentum: float, updates: int) -> None:
    velocity = slots[0]
    velocity *= momentum
    velocity += g
    w -= rate * velocity


def _nesterov(w: Array, g: Array, slots: Array, rate: float, momentum: float, updates: int) -> None:
    velocity = slots[0]
    velocity *= momentum
    velocity += g
    w -= rate * (g + momentum * velocity)


def _rmsprop(w: Array, g: Array, slots: Array, rate: float, momentum: float, updates: int) -> None:
    square = slots[0]
    square *= 0.99
    square += 0.01 * g * g
    w -= rate * g / (np.sqrt(square) + 1e-8)


def _adam(w: Array, g: Array, slots: Array, rate: float, momentum: float, updates: int) -> None:
    mean, square = slots
    mean *= 0.9
    mean += 0.1 * g
    square *= 0.999
    square += 0.001 * g * g
    corrected = np.sqrt(square / (1.0 - 0.999**updates)) + 1e-8
    w -= rate / (1.0 - 0.9**updates) * mean / corrected


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
        formula="s = 0.99 s + 0.01 g²; w -= alpha g / (√s + 1e-8)",
        help="Divides each step by the recent size of that weight's gradient.",
    ),
    "adam": Optimizer(
        _adam,
        slots=2,
        takes_momentum=False,
        formula="m = 0.9 m + 0.1 g; s = 0.999 s + 0.001 g²; w -= alpha m̂ / (√ŝ + 1e-8)",
        help="A running mean of the gradient over one of its size, both corrected for their start at 0.",
    ),
}

DEFAULT_MOMENTUM = 0.9
