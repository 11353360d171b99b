"""A loss is the one number that training makes small.

It is summed over the outputs and the rows of a batch; with reduction "mean" the sum is divided by the rows.
The cross-entropies are computed from the sums z that enter the output activation, not from the predictions p: so
they stay finite and their slope exact where p rounds to 0 or 1.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from elevenlines.core.choices.activations import softplus
from elevenlines.core.choices.options import Option, Options
from elevenlines.core.types import Array


@dataclass(frozen=True)
class Loss:
    """One loss function. All its arrays have the shape (rows, outputs).

    Attributes:
        value: (z, p, y, delta) -> the sum over both axes; delta is Huber's.
        derivative: the same arguments -> d value / d p; where `output` is set, d value / d z.
        formula: how a person writes it.
        help: one sentence for the page.
        output: the output activation that it needs, None for any.
        kink: delta -> the size of p - y at which its slope or its curvature jumps; None where there is none.
        options: the numbers that refine it.
    """

    value: Callable[[Array, Array, Array, float], float]
    derivative: Callable[[Array, Array, Array, float], Array]
    formula: str
    help: str
    output: str | None = None
    kink: Callable[[float], float] | None = None
    options: Options = field(default_factory=dict)


def _huber(z: Array, p: Array, y: Array, delta: float) -> float:
    size = np.abs(p - y)
    return float(np.sum(np.where(size <= delta, 0.5 * size * size, delta * (size - 0.5 * delta))))


def _log_cosh(z: Array, p: Array, y: Array, delta: float) -> float:
    """Σ ln cosh d, in the form that does not overflow."""
    size = np.abs(p - y)
    return float(np.sum(size + np.log1p(np.exp(-2.0 * size)) - math.log(2.0)))


def _binary(z: Array, p: Array, y: Array, delta: float) -> float:
    """Softplus(z) - y z, in the form in which nothing cancels where z is large and right."""
    return float(np.sum(softplus(-np.abs(z)) + z * ((z > 0.0) - y)))


def _categorical(z: Array, p: Array, y: Array, delta: float) -> float:
    largest = np.max(z, axis=1, keepdims=True)
    logs = z - largest - np.log(np.sum(np.exp(z - largest), axis=1, keepdims=True))
    return -float(np.sum(y * logs))


LOSSES: dict[str, Loss] = {
    "squared_error": Loss(
        lambda z, p, y, delta: 0.5 * float(np.sum((p - y) ** 2)),
        lambda z, p, y, delta: p - y,
        "1/2 Σ (p - y)²",
        "The article's: half the sum of the squared differences, so that its slope is the difference itself.",
    ),
    "absolute_error": Loss(
        lambda z, p, y, delta: float(np.sum(np.abs(p - y))),
        lambda z, p, y, delta: np.sign(p - y),
        "Σ |p - y|",
        "Every difference pulls with the same force, however large: outliers count less.",
        kink=lambda delta: 0.0,
    ),
    "huber": Loss(
        _huber,
        lambda z, p, y, delta: np.clip(p - y, -delta, delta),
        "Σ (d²/2 if |d| ≤ delta else delta (|d| - delta/2)), d = p - y",
        "Squared for small differences, absolute for large ones (Huber, 1964).",
        kink=lambda delta: delta,
        options={"delta": Option(1.0, 1e-6, 1e6, "the difference at which it turns from squared to absolute")},
    ),
    "log_cosh": Loss(
        _log_cosh,
        lambda z, p, y, delta: np.tanh(p - y),
        "Σ ln cosh(p - y)",
        "Nearly squared for small differences, nearly absolute for large ones, and smooth between them.",
    ),
    "binary_cross_entropy": Loss(
        _binary,
        lambda z, p, y, delta: p - y,
        "-Σ (y ln p + (1 - y) ln(1 - p))",
        "For yes-or-no outputs: a confident wrong answer costs much. Needs sigmoid outputs and targets from 0 to 1.",
        output="sigmoid",
    ),
    "categorical_cross_entropy": Loss(
        _categorical,
        lambda z, p, y, delta: p - y,
        "-Σ y ln p",
        "For one class out of several. Needs softmax outputs and targets that are shares: each row adds up to 1.",
        output="softmax",
    ),
}


def mean_absolute_error(predictions: Array, targets: Array) -> float:
    """The article's error: the mean of |p - y| over rows and outputs."""
    return float(np.mean(np.abs(predictions - targets)))
