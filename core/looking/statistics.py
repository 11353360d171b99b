"""What numbers have in common: how columns go together, how an array is spread, where an activation hardly slopes."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.choices.activations import ACTIVATIONS
from elevenlines.core.types import Array

CURVE_END, CURVE_STEPS = 6.0, 240  # a curve goes from -6 to 6, in steps of 0.05
FLAT = 1e-12  # a column whose range is below this share of its largest value counts as constant
SATURATED = 0.01  # of an activation's steepest slope: below, a unit hardly learns
VANISHING = 0.01  # of the last layer's gradient: below, the first layer's has all but vanished


@dataclass(frozen=True)
class Curve:
    """An activation, sampled; each array has the shape (CURVE_STEPS + 1,).

    Attributes:
        x: the weighted sums z.
        value: a at each of them.
        slope: da/dz there.
    """

    x: Array
    value: Array
    slope: Array


@cache
def curve(name: str) -> Curve:
    """The curve of a registered activation. Softmax's is that of one of two outputs, the other's sum being 0."""
    activation = ACTIVATIONS[name]
    steps = np.arange(CURVE_STEPS + 1) - CURVE_STEPS // 2
    x: Array = steps.astype(np.float64) * (2.0 * CURVE_END / CURVE_STEPS)
    sums: Array = np.column_stack([x, np.zeros_like(x)]) if activation.is_rowwise else x[:, None]
    values = activation.function(sums)
    return Curve(x, values[:, 0], activation.slope(sums, values)[:, 0])


def is_saturated(name: str, slopes: Array) -> NDArray[np.bool_]:
    """Where an activation hardly slopes: below a hundredth of the steepest slope of its curve."""
    found: NDArray[np.bool_] = np.abs(slopes) < SATURATED * np.max(np.abs(curve(name).slope))
    return found


def correlations(columns: Array, others: Array) -> Array:
    """Pearson's correlation of every column with every other one: the covariance over both standard deviations.

    Args:
        columns: (rows, n).
        others: (rows, m).

    Returns:
        (n, m), from -1 to 1; NaN where a column is constant, for it goes with nothing.
    """
    left, right = _standardised(columns), _standardised(others)
    found: Array = np.clip(left.T @ right, -1.0, 1.0)
    return found


def _standardised(columns: Array) -> Array:
    """Each column with mean 0 and length 1; NaN where it is constant."""
    largest = np.max(np.abs(columns), axis=0)
    scaled = columns / np.where(largest > 0.0, largest, 1.0)  # so that no square overflows or vanishes
    centred = scaled - np.mean(scaled, axis=0)
    length = np.sqrt(np.sum(centred * centred, axis=0))
    is_constant = np.ptp(scaled, axis=0) <= FLAT
    standardised: Array = np.where(is_constant, np.nan, centred / np.where(is_constant, 1.0, length))
    return standardised


@dataclass(frozen=True)
class Spread:
    """How the numbers of an array are spread, whatever its shape.

    Attributes:
        rms: the root of the mean square: their size.
        deviation: the standard deviation of these very numbers, not of what they were drawn from.
        least, lower, median, upper, most: the smallest, the quartiles between, the largest.
    """

    rms: float
    deviation: float
    least: float
    lower: float
    median: float
    upper: float
    most: float

    @classmethod
    def of(cls, numbers: Array) -> "Spread":
        """The spread of at least one number."""
        size, deviation = np.sqrt(np.mean(numbers * numbers)), np.std(numbers)
        return cls(*map(float, (size, deviation, *np.quantile(numbers, (0.0, 0.25, 0.5, 0.75, 1.0)))))
