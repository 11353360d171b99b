"""A loss is the one number that training makes small.

It is summed over the outputs and the rows of a batch; with reduction "mean" the sum is divided by the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.types import Array


@dataclass(frozen=True)
class Loss:
    """One loss function.

    Attributes:
        value: (predictions, targets), each (rows, outputs) -> the sum over both axes.
        derivative: the same arguments -> d value / d predictions, (rows, outputs).
        formula: how a person writes it.
        help: one sentence for the page.
    """

    value: Callable[[Array, Array], float]
    derivative: Callable[[Array, Array], Array]
    formula: str
    help: str


LOSSES: dict[str, Loss] = {
    "squared_error": Loss(
        lambda predictions, targets: 0.5 * float(np.sum((predictions - targets) ** 2)),
        lambda predictions, targets: predictions - targets,
        "1/2 Σ (p - y)²",
        "The article's: half the sum of the squared differences, so that its slope is the difference itself.",
    ),
}


def mean_absolute_error(predictions: Array, targets: Array) -> float:
    """The article's error: the mean of |p - y| over rows and outputs."""
    return float(np.mean(np.abs(predictions - targets)))
