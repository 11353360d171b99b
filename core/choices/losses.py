"""A loss is the one number that training makes small.

It is summed over the outputs and the rows of a batch; with reduction "mean" the sum is divided by the rows.
The cross-entropies are computed from the sums z that enter the output activation, not from the predictions p: so
they stay finite and their slope exact where p rounds to 0 or 1.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import log

import numpy as np

from elevenlines.core.algebra import Name, Tree, apply
from elevenlines.core.choices.activations import SOFTPLUS, softplus
from elevenlines.core.choices.options import Option, Options
from elevenlines.core.types import Array

LN_2 = log(2.0)


@dataclass(frozen=True)
class Written:
    """A loss as formulas in terms of the sums z, the predictions p, the targets y, the error y - p and the options.

    Attributes:
        value: the sum over rows and outputs.
        pull: minus d value / d p, or d value / d z where the loss has its own output; its sign is the article's.
        steps: what the value is computed from: a name, a formula and a sentence each.
    """

    value: Tree
    pull: Tree
    steps: tuple[tuple[str, Tree, str], ...] = ()


@dataclass(frozen=True)
class Loss:
    """One loss function. All its arrays have the shape (rows, outputs).

    Attributes:
        value: (z, p, y, delta) -> the sum over both axes; delta is Huber's.
        derivative: the same arguments -> d value / d p; where `output` is set, d value / d z.
        formula: how a person writes it.
        help: one sentence for the page.
        written: the same as formulas, from which programs and traces are made.
        output: the output activation that it needs, None for any.
        kink: delta -> the size of p - y at which its slope or its curvature jumps; None where there is none.
        options: the numbers that refine it.
    """

    value: Callable[[Array, Array, Array, float], float]
    derivative: Callable[[Array, Array, Array, float], Array]
    formula: str
    help: str
    written: Written
    output: str | None = None
    kink: Callable[[float], float] | None = None
    options: Options = field(default_factory=dict)


def _huber(z: Array, p: Array, y: Array, delta: float) -> float:
    size = np.abs(p - y)
    return float(np.sum(np.where(size <= delta, 0.5 * size * size, delta * (size - 0.5 * delta))))


def _log_cosh(z: Array, p: Array, y: Array, delta: float) -> float:
    """|d| + ln(1 + e^-2|d|) - ln 2, the form of ln cosh d that does not overflow."""
    size = np.abs(p - y)
    return float(np.sum(size + np.log1p(np.exp(-2.0 * size)) - LN_2))


def _binary(z: Array, p: Array, y: Array, delta: float) -> float:
    """Softplus(z) - y z, in the form in which nothing cancels where z is large and right."""
    return float(np.sum(softplus(-np.abs(z)) + z * ((z > 0.0) - y)))


def _categorical(z: Array, p: Array, y: Array, delta: float) -> float:
    largest = np.max(z, axis=1, keepdims=True)
    logs = z - largest - np.log(np.sum(np.exp(z - largest), axis=1, keepdims=True))
    return -float(np.sum(y * logs))


_z, _p, _y, _error, _delta = Name("z"), Name("p"), Name("y"), Name("error"), Name("delta")
_size, _shifted = Name("size"), Name("shifted")

LOSSES: dict[str, Loss] = {
    "squared_error": Loss(
        lambda z, p, y, delta: 0.5 * float(np.sum((p - y) ** 2)),
        lambda z, p, y, delta: p - y,
        "1/2 Σ (p - y)²",
        "The article's: half the sum of the squared differences, so that its slope is the difference itself.",
        Written(apply("sum", (_y - _p) ** 2) / 2, _error),
    ),
    "absolute_error": Loss(
        lambda z, p, y, delta: float(np.sum(np.abs(p - y))),
        lambda z, p, y, delta: np.sign(p - y),
        "Σ |p - y|",
        "Every difference pulls with the same force, however large: outliers count less.",
        Written(apply("sum", apply("abs", _y - _p)), apply("sign", _error)),
        kink=lambda delta: 0.0,
    ),
    "huber": Loss(
        _huber,
        lambda z, p, y, delta: np.clip(p - y, -delta, delta),
        "Σ (d²/2 if |d| ≤ delta else delta (|d| - delta/2)), d = p - y",
        "Squared for small differences, absolute for large ones (Huber, 1964).",
        Written(
            apply("sum", apply("where", _size <= _delta, _size * _size / 2, _delta * (_size - _delta / 2))),
            apply("clip", _error, -_delta, _delta),
            (("size", apply("abs", _y - _p), "The size of each miss."),),
        ),
        kink=lambda delta: delta,
        options={"delta": Option(1.0, 1e-6, 1e6, "the difference at which it turns from squared to absolute")},
    ),
    "log_cosh": Loss(
        _log_cosh,
        lambda z, p, y, delta: np.tanh(p - y),
        "Σ ln cosh(p - y)",
        "Squared for small differences, absolute for large ones, and smooth between them.",
        Written(
            apply("sum", _size + apply("log1p", apply("exp", -2 * _size)) - LN_2),
            apply("tanh", _error),
            (("size", apply("abs", _y - _p), "The size of each miss."),),
        ),
    ),
    "binary_cross_entropy": Loss(
        _binary,
        lambda z, p, y, delta: p - y,
        "-Σ (y ln p + (1 - y) ln(1 - p))",
        "For yes-or-no outputs: a confident wrong answer costs much. Needs sigmoid outputs and targets from 0 to 1.",
        Written(apply("sum", SOFTPLUS(-apply("abs", _z)) + _z * ((_z > 0) - _y)), _error),
        output="sigmoid",
    ),
    "categorical_cross_entropy": Loss(
        _categorical,
        lambda z, p, y, delta: p - y,
        "-Σ y ln p",
        "For one class out of several. Needs softmax outputs and targets that are shares: each row adds up to 1.",
        Written(
            -apply("sum", _y * (_shifted - apply("log", apply("sum_of_units", apply("exp", _shifted))))),
            _error,
            (("shifted", _z - apply("largest_of_units", _z), "The outputs' sums, shifted so that none overflows."),),
        ),
        output="softmax",
    ),
}


def mean_absolute_error(predictions: Array, targets: Array) -> float:
    """The article's error: the mean of |p - y| over rows and outputs."""
    return float(np.mean(np.abs(predictions - targets)))
